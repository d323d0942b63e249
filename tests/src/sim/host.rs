//! What the host of a device does: it lets the machine step, stores what it is told to store, and
//! lets a person act.

use std::rc::Rc;

use shared::entity::OpId;
use shared::sync::Action;
use shared::sync::client::{Commit, Effect, Event};

use super::check;
use super::device::Pending;
use super::disk::Write;
use super::fault::Fault;
use super::run::{Happening, Sim};
use super::work::Desk;

impl Sim {
    pub(super) fn boot(&mut self, device: usize) {
        let now = self.now;
        self.devices[device].boot(now);
        self.step(device, Event::Tick);
    }

    /// One step of a device's machine and all that it asks for.
    pub(super) fn step(&mut self, device: usize, event: Event) {
        let effects = self.devices[device].step(event, self.now, &mut self.dice);
        for effect in effects {
            if let Some(left) = self.devices[device].kill_after {
                if left == 0 {
                    self.devices[device].kill_after = None;
                    self.kill(device, Fault::TabKilled);
                    return;
                }
                self.devices[device].kill_after = Some(left - 1);
            }
            match effect {
                Effect::Send(request) => self.send(device, &request),
                Effect::Commit(commit) => self.commit(device, *commit),
                Effect::WakeAt(at) => {
                    let one = &mut self.devices[device];
                    one.timer += 1;
                    let wait = at.saturating_sub(one.clock.read(self.now)).max(1);
                    let no = one.timer;
                    self.at(wait, Happening::Timer { device, no });
                }
                Effect::Changed(_) => {}
                Effect::Mismatch(buckets) => {
                    if !self.devices[device].damaged {
                        let replica = self.devices[device].replica;
                        self.ledger.breach(format!(
                            "V3: {replica:?} differs from the server in {buckets:?}, and nothing was damaged"
                        ));
                    }
                }
            }
        }
    }

    fn commit(&mut self, device: usize, commit: Commit) {
        let one = &mut self.devices[device];
        if let Some(renumber) = &commit.renumber {
            one.counter = (renumber.epoch, renumber.ops.len() as u64);
            self.ledger.renumbered(renumber);
            let replica = one.replica;
            if !one.damaged && !self.ledger.has_holes(replica) {
                self.ledger.breach(format!(
                    "V2: {replica:?} began a new epoch, and nothing was damaged"
                ));
            }
        } else if one.refuse_pages > 0 {
            one.refuse_pages -= 1;
            let write = one.disk.issue(Write::Page(Box::new(commit)));
            let life = one.life;
            self.ledger.met_device(device, Fault::DeviceFull);
            self.at(
                9,
                Happening::Refused {
                    device,
                    life,
                    write,
                },
            );
            return;
        }
        let receipts = commit.receipts.clone();
        self.write(
            device,
            Write::Page(Box::new(commit)),
            Pending::Page(receipts),
        );
    }

    fn write(&mut self, device: usize, write: Write, pending: Pending) {
        let latency = self.dice.between(1, 25);
        let one = &mut self.devices[device];
        let no = one.disk.issue(write);
        one.writes.insert(no, pending);
        // One database: writes become durable in the order they were issued.
        one.busy_until = one.busy_until.max(self.now) + latency;
        let (wait, life) = (one.busy_until - self.now, one.life);
        self.at(
            wait,
            Happening::Stored {
                device,
                life,
                write: no,
            },
        );
    }

    pub(super) fn stored(&mut self, device: usize, write: u64) {
        self.devices[device].disk.complete(write);
        match self.devices[device].writes.remove(&write) {
            Some(Pending::Ops(ops)) => {
                // Now the screen says 已存本机.
                self.ledger.saved(&ops);
                self.step(device, Event::Made(ops));
            }
            Some(Pending::Page(receipts)) => {
                self.step(device, Event::Committed);
                check::shown(self, device, &receipts);
            }
            None => {}
        }
    }

    /// A person does something.
    pub(super) fn act(&mut self, device: usize) {
        let one = &self.devices[device];
        let Some(machine) = &one.machine else {
            return;
        };
        let desk = Desk {
            world: &machine.world,
            person: one.person.as_ref(),
            build: one.build,
            hot: &self.hot,
            own: &one.own,
            stale: &one.stale,
            clock: one.clock.read(self.now),
            heavy: self.plan.heavy,
        };
        let deeds = desk.act(&mut self.dice);
        let returned: Vec<OpId> = machine
            .outbox()
            .filter(|entry| entry.needs_attention())
            .map(|entry| entry.op.id)
            .collect();
        let poison = deeds.iter().any(|deed| deed.poison);
        let (now, faults) = (self.now, one.standing_faults());
        let made: Vec<_> = deeds
            .iter()
            .filter(|deed| matches!(deed.action, Action::Create { .. }) && !deed.poison)
            .map(|deed| (deed.kind, deed.record))
            .collect();
        let one = &mut self.devices[device];
        let Some(ops) = one.make(deeds, now, &mut self.dice) else {
            self.ledger
                .breach("an op does not survive its own bytes".into());
            return;
        };
        one.own.extend(made);
        // Now and then somebody deals with what came back.
        if let Some(op) = self.dice.pick(&returned).filter(|_| self.dice.chance(300))
            && let Some(machine) = one.machine.as_mut()
        {
            machine.settle(op);
            self.ledger.let_go(op);
        }
        let faults = faults | if poison { Fault::Poison.bit() } else { 0 };
        for op in &ops {
            self.ledger.made(device, op, faults);
        }
        let kept = ops.iter().cloned().map(Rc::new).collect();
        self.write(device, Write::Ops(kept), Pending::Ops(ops));
    }
}
