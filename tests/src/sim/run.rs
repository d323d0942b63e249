//! One seed: rounds of work under trouble, each ended by a calm in which everything must come right.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use shared::domain::probe::Probe;
use shared::entity::{Canonical, Entity, Id, OpId};
use shared::sync::Action;
use shared::sync::client::{Commit, Effect, Event};
use shared::sync::server::{Session, Store};
use shared::sync::wire::{Request, Response};

use super::broken::Broken;
use super::cast::{self, Hot};
use super::check;
use super::device::{Device, Pending};
use super::dice::Dice;
use super::disk::Write;
use super::fault::Fault;
use super::house::{Answer, House};
use super::ledger::Ledger;
use super::plan::Plan;
use super::tally::Tally;
use super::trouble::Trouble;
use super::work::Desk;

/// Where every seed begins, UTC ms.
pub(super) const START: u64 = 1_790_000_000_000;
/// After this long a host gives a request up, ms.
const GIVE_UP: u64 = 70_000;
/// A calm that lasts longer than this means somebody is stuck, ms.
const PATIENCE: u64 = 3 * 3_600_000;

/// What a seed came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Steps of the simulation.
    pub events: u64,
    /// Ops made by people.
    pub ops: u64,
    /// Fault × receipt × class.
    pub tally: Tally,
    /// Broken promises; empty when all is well.
    pub violations: Vec<String>,
    /// Equal for two runs of a seed, or the run is not deterministic.
    pub digest: u64,
    /// Replicas at the end.
    pub replicas: u32,
}

/// What happens at a moment.
#[derive(Clone, Debug)]
pub(super) enum Happening {
    Timer {
        device: usize,
        no: u64,
    },
    Poke {
        device: usize,
        life: u32,
    },
    Stored {
        device: usize,
        life: u32,
        write: u64,
    },
    Refused {
        device: usize,
        life: u32,
        write: u64,
    },
    Arrive {
        device: usize,
        life: u32,
        request: u64,
        session: Session,
        bytes: Vec<u8>,
        ids: Vec<OpId>,
    },
    Answered {
        device: usize,
        life: u32,
        request: u64,
        bytes: Option<Vec<u8>>,
    },
    GiveUp {
        device: usize,
        life: u32,
        request: u64,
    },
    Act {
        device: usize,
    },
    Boot {
        device: usize,
        life: u32,
    },
    Trouble(Trouble),
}

/// The whole simulation of a seed.
pub(super) struct Sim {
    pub(super) now: u64,
    queue: BinaryHeap<(Reverse<u64>, Reverse<u64>, usize)>,
    slots: Vec<Option<Happening>>,
    free: Vec<usize>,
    counter: u64,
    pub(super) dice: Dice,
    pub(super) plan: Plan,
    pub(super) house: House,
    pub(super) devices: Vec<Device>,
    pub(super) replicas: u32,
    pub(super) hot: Hot,
    pub(super) ledger: Ledger,
    pub(super) tally: Tally,
    pub(super) calm: bool,
    pub(super) events: u64,
    pub(super) broken: Option<Broken>,
    digest: u64,
}

/// Runs a seed.
pub fn run(seed: u64, broken: Option<Broken>) -> Outcome {
    let mut sim = Sim::new(seed, broken);
    let mut round = 0;
    loop {
        round += 1;
        sim.trouble_round();
        let settled = sim.settle();
        if !settled {
            sim.report_stuck();
        }
        if sim.ledger.violations.is_empty() {
            check::all(&mut sim);
        }
        sim.ledger.end_round(&sim.house, &mut sim.tally);
        let enough = sim.ledger.births.len() >= 200 && sim.events >= 2_000;
        if !sim.ledger.violations.is_empty() || (round >= sim.plan.rounds && enough) {
            break;
        }
    }
    if sim.ledger.violations.is_empty() {
        check::clocks(&mut sim);
    }
    Outcome {
        events: sim.events,
        ops: sim.ledger.births.len() as u64,
        tally: sim.tally,
        violations: sim.ledger.violations,
        digest: sim.digest,
        replicas: sim.replicas,
    }
}

impl Sim {
    fn new(seed: u64, broken: Option<Broken>) -> Sim {
        let mut dice = Dice::new(seed);
        let plan = Plan::draw(&mut dice);
        let (hot, made) = Hot::choose(&mut dice, START);
        let mut house = House::new(broken);
        let create = |(kind, id, fields)| {
            let items = Vec::new();
            (kind, id, Action::Create { fields, items })
        };
        house.author(cast::setup().into_iter().map(create).collect(), START);
        house.author(made.into_iter().map(create).collect(), START);
        house.back_up();
        house.store.poison = Some(hot.poison);
        let mut sim = Sim {
            now: START,
            queue: BinaryHeap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            counter: 0,
            dice,
            plan,
            house,
            devices: Vec::new(),
            replicas: 0,
            hot,
            ledger: Ledger::default(),
            tally: Tally::default(),
            calm: false,
            events: 0,
            broken,
            digest: seed,
        };
        let mut people = cast::people();
        let turn = sim.dice.below(people.len() as u64) as usize;
        people.rotate_left(turn);
        for n in 0..sim.plan.devices {
            let anonymous = sim.plan.strikes(Fault::Anonymous, 120, &mut sim.dice);
            let person = people[n % people.len()].clone();
            let device = sim.new_device((!anonymous).then_some(person));
            sim.devices.push(device);
            sim.at(n as u64 * 7, Happening::Boot { device: n, life: 0 });
        }
        sim
    }

    pub(super) fn new_device(&mut self, person: Option<cast::Person>) -> Device {
        self.replicas += 1;
        let quota = Action::Grant {
            field: Probe::STOCK,
            replica: self.replicas,
            amount: 12,
        };
        let probes = self.hot.records.iter().take(3);
        let grants = probes.map(|(_, id)| (Probe::KIND, *id, quota.clone()));
        self.house.author(grants.collect(), self.now);
        let mut device = Device::new(self.replicas, person, self.broken);
        self.dress(&mut device);
        device
    }

    /// Puts a happening on the calendar.
    pub(super) fn at(&mut self, wait: u64, what: Happening) {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.slots[slot] = Some(what);
        self.counter += 1;
        self.queue
            .push((Reverse(self.now + wait), Reverse(self.counter), slot));
    }

    /// One round of work while things go wrong.
    fn trouble_round(&mut self) {
        self.calm = false;
        let end = self.now + self.plan.round_ms;
        for _ in 0..self.plan.acts {
            let wait = self.dice.below(self.plan.round_ms);
            let device = self.dice.below(self.devices.len() as u64) as usize;
            self.at(wait, Happening::Act { device });
        }
        self.plan_trouble();
        while let Some(what) = self.next_before(end) {
            self.happen(what);
        }
        self.now = end;
    }

    fn next_before(&mut self, end: u64) -> Option<Happening> {
        loop {
            let (Reverse(at), _, _) = self.queue.peek()?;
            if *at >= end {
                return None;
            }
            let (Reverse(at), _, slot) = self.queue.pop()?;
            self.now = self.now.max(at);
            self.free.push(slot);
            if let Some(what) = self.slots[slot].take() {
                return Some(what);
            }
        }
    }

    /// Heals everything and lets the devices sync until nothing is left to say.
    fn settle(&mut self) -> bool {
        self.calm = true;
        self.heal();
        let end = self.now + PATIENCE;
        let mut ripple = self.now;
        while self.now < end {
            if self.now >= ripple {
                ripple = self.now + 60_000;
                for device in 0..self.devices.len() {
                    self.poke(device, 1);
                }
            }
            for _ in 0..8 {
                match self.next_before(end) {
                    Some(what) => self.happen(what),
                    None => break,
                }
            }
            let meta = self.house.store.meta().unwrap_or_default();
            if self
                .devices
                .iter()
                .all(|device| device.is_settled(meta.epoch, meta.seq))
            {
                return true;
            }
        }
        false
    }

    fn report_stuck(&mut self) {
        let meta = self.house.store.meta().unwrap_or_default();
        let stuck: Vec<String> = self
            .devices
            .iter()
            .filter(|device| !device.is_settled(meta.epoch, meta.seq))
            .map(|device| {
                let machine = device.machine.as_ref();
                let marks = machine.map(|machine| machine.marks().clone());
                let unsynced = machine.map(|machine| machine.unsynced());
                format!(
                    "{:?} unsynced {unsynced:?} {marks:?} head {meta:?} next {:?} busy {:?} writes {} contacts {} first {:?} progress {:?}",
                    device.replica,
                    machine.map(|m| m.next_try()),
                    machine.map(|m| m.is_busy()),
                    device.writes.len(),
                    device.contacts,
                    machine.and_then(|m| m.outbox().find(|e| e.receipt().is_none()).map(|e| e.op.id)),
                    self.house.store.progress_of(device.replica),
                )
            })
            .collect();
        self.ledger.breach(format!("stuck: {}", stuck.join("; ")));
    }

    /// A device hears that there is news.
    pub(super) fn poke(&mut self, device: usize, wait: u64) {
        let one = &mut self.devices[device];
        if one.online && one.machine.is_some() && !one.poked {
            one.poked = true;
            let life = one.life;
            self.at(wait, Happening::Poke { device, life });
        }
    }

    fn is_current(&self, device: usize, life: u32) -> bool {
        self.devices[device].life == life
    }

    fn happen(&mut self, what: Happening) {
        match &what {
            Happening::Timer { device, no } if self.devices[*device].timer != *no => return,
            Happening::Poke { device, life }
            | Happening::Stored { device, life, .. }
            | Happening::Refused { device, life, .. }
            | Happening::GiveUp { device, life, .. }
            | Happening::Boot { device, life }
                if !self.is_current(*device, *life) =>
            {
                return;
            }
            _ => {}
        }
        self.events += 1;
        self.mix(self.now);
        match what {
            Happening::Timer { device, .. } => self.step(device, Event::Tick),
            Happening::Poke { device, .. } => {
                self.devices[device].poked = false;
                self.step(device, Event::Wake);
            }
            Happening::Stored { device, write, .. } => self.stored(device, write),
            Happening::Refused { device, write, .. } => {
                self.devices[device].disk.refuse(write);
                self.devices[device].writes.remove(&write);
                self.step(device, Event::NotCommitted);
            }
            Happening::Arrive {
                device,
                life,
                request,
                session,
                bytes,
                ids,
            } => self.arrive(device, life, request, session, &bytes, &ids),
            Happening::Answered {
                device,
                life,
                request,
                bytes,
            } => self.answered(device, life, request, bytes),
            Happening::GiveUp {
                device,
                life,
                request,
            } => self.answered(device, life, request, None),
            Happening::Act { device } => self.act(device),
            Happening::Boot { device, .. } => self.boot(device),
            Happening::Trouble(trouble) => self.strike(trouble),
        }
    }

    fn mix(&mut self, n: u64) {
        self.digest = (self.digest ^ n)
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(23);
    }

    fn mix_bytes(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }

    pub(super) fn boot(&mut self, device: usize) {
        let now = self.now;
        self.devices[device].boot(now);
        self.step(device, Event::Tick);
    }

    /// One step of a device's machine and all that it asks for.
    fn step(&mut self, device: usize, event: Event) {
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
            if !one.damaged {
                let replica = one.replica;
                self.ledger.breach(format!(
                    "V2: {replica:?} began a new epoch, and nothing was damaged"
                ));
            }
        } else if one.refuse_pages > 0 {
            one.refuse_pages -= 1;
            let write = one.disk.issue(Write::Page(Rc::new(commit)));
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
        let page = Rc::new(commit);
        self.write(device, Write::Page(Rc::clone(&page)), Pending::Page(page));
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

    fn stored(&mut self, device: usize, write: u64) {
        self.devices[device].disk.complete(write);
        match self.devices[device].writes.remove(&write) {
            Some(Pending::Ops(ops)) => {
                // Now the screen says 已存本机.
                self.ledger.saved(&ops);
                self.step(device, Event::Made(ops));
            }
            Some(Pending::Page(page)) => {
                self.step(device, Event::Committed);
                check::shown(self, device, &page);
            }
            None => {}
        }
    }

    /// A person does something.
    fn act(&mut self, device: usize) {
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
        self.write(device, Write::Ops(ops.clone()), Pending::Ops(ops));
    }

    /// A request goes out into the network.
    fn send(&mut self, device: usize, request: &Request) {
        let one = &mut self.devices[device];
        let (life, session) = (one.life, one.session());
        let (request, mut bytes, ids) = one.send(request);
        let online = one.online;
        self.mix_bytes(&bytes);
        self.at(
            GIVE_UP,
            Happening::GiveUp {
                device,
                life,
                request,
            },
        );
        if !online {
            self.ledger.met(&ids, Fault::Offline);
            self.at(
                3,
                Happening::Answered {
                    device,
                    life,
                    request,
                    bytes: None,
                },
            );
            return;
        }
        if self.strikes(Fault::Lost, 60) {
            self.ledger.met(&ids, Fault::Lost);
            return;
        }
        let mut waits = vec![self.dice.between(15, 600)];
        if self.strikes(Fault::Doubled, 60) {
            self.ledger.met(&ids, Fault::Doubled);
            waits.push(self.dice.between(15, 90_000));
        }
        if self.strikes(Fault::Delayed, 50) {
            self.ledger.met(&ids, Fault::Delayed);
            waits[0] = self.dice.between(30_000, 400_000);
        }
        if self.strikes(Fault::Truncated, 40) {
            self.ledger.met(&ids, Fault::Truncated);
            bytes.truncate(self.dice.below(bytes.len() as u64) as usize);
        }
        for wait in waits {
            let (bytes, ids) = (bytes.clone(), ids.clone());
            self.at(
                wait,
                Happening::Arrive {
                    device,
                    life,
                    request,
                    session,
                    bytes,
                    ids,
                },
            );
        }
    }

    /// A request reaches the server.
    fn arrive(
        &mut self,
        device: usize,
        life: u32,
        request: u64,
        session: Session,
        bytes: &[u8],
        ids: &[OpId],
    ) {
        let refused = Happening::Answered {
            device,
            life,
            request,
            bytes: None,
        };
        if !self.house.up {
            self.ledger.met(ids, Fault::ServerCrash);
            self.at(20, refused);
            return;
        }
        let dies = self.strikes(Fault::ServerCrash, 25);
        if dies {
            self.ledger.met(ids, Fault::ServerCrash);
            self.house.store.crash_in = Some(self.dice.below(3) as u32);
        }
        if self.house.store.full {
            self.ledger.met(ids, Fault::ServerFull);
        }
        if self.ledger.any_poison(ids) {
            self.ledger.met(ids, Fault::Poison);
        }
        let before = self.house.log.len();
        let broken = self.broken;
        let tamper = |request: &Request, response: &mut Response| tamper(broken, request, response);
        let (answer, leak) = self.house.answer(session, bytes, self.now, tamper);
        if let Some(leak) = leak {
            self.ledger.breach(leak);
        }
        self.house.store.crash_in = None;
        let news = self.house.log.len() > before;
        if dies || matches!(answer, Answer::Dead) {
            // It dies at a commit, or after all of them and before the answer.
            self.house.up = false;
            let wait = self.dice.between(2_000, 60_000);
            self.at(wait, Happening::Trouble(Trouble::ServerUp));
            self.at(20, refused);
        } else {
            match answer {
                Answer::Bytes(bytes) => self.reply(device, life, request, bytes, ids),
                Answer::Refused | Answer::Dead => self.at(20, refused),
            }
        }
        if news {
            for other in 0..self.devices.len() {
                if other != device && (self.calm || self.dice.chance(600)) {
                    let wait = self.dice.between(40, 900);
                    self.poke(other, wait);
                }
            }
        }
    }

    /// An answer goes out into the network.
    fn reply(&mut self, device: usize, life: u32, request: u64, mut bytes: Vec<u8>, ids: &[OpId]) {
        self.mix_bytes(&bytes);
        if self.strikes(Fault::NoAnswer, 60) {
            self.ledger.met(ids, Fault::NoAnswer);
            return;
        }
        if self.strikes(Fault::AnswerTruncated, 40) {
            self.ledger.met(ids, Fault::AnswerTruncated);
            bytes.truncate(self.dice.below(bytes.len() as u64) as usize);
        }
        if self.strikes(Fault::Html, 40) {
            self.ledger.met(ids, Fault::Html);
            bytes = b"<!doctype html><title>Welcome to the hotel</title>".to_vec();
        }
        let wait = self.dice.between(15, 600);
        let bytes = Some(bytes);
        self.at(
            wait,
            Happening::Answered {
                device,
                life,
                request,
                bytes,
            },
        );
    }

    fn answered(&mut self, device: usize, life: u32, request: u64, bytes: Option<Vec<u8>>) {
        let one = &mut self.devices[device];
        if one.life != life || one.waiting != Some(request) {
            return;
        }
        one.waiting = None;
        let online = one.online;
        let answer = bytes
            .filter(|_| online)
            .and_then(|bytes| Response::from_bytes(&bytes).ok());
        match answer {
            Some(answer) => {
                self.devices[device].contacts += 1;
                self.step(device, Event::Answer(Box::new(answer)));
                check::still_shown(self, device);
            }
            None => self.step(device, Event::Failed),
        }
    }

    pub(super) fn strikes(&mut self, fault: Fault, per_mille: u64) -> bool {
        !self.calm && self.plan.strikes(fault, per_mille, &mut self.dice)
    }

    /// Ops of a record made in this round met a fault.
    pub(super) fn met_record(&mut self, record: Id, fault: Fault) {
        self.ledger
            .met_where(fault, |birth| birth.op.record == record);
    }
}

/// Defects of the variants that live in the server's answer.
fn tamper(broken: Option<Broken>, request: &Request, response: &mut Response) {
    match broken {
        Some(Broken::SeqReused) => {
            response.alarms.clear();
            response
                .progress
                .retain(|(epoch, _)| *epoch <= request.epoch);
            for (epoch, seq) in &mut response.progress {
                if *epoch == request.epoch {
                    *seq = (*seq).min(request.head);
                }
            }
        }
        Some(Broken::ForgottenEarly) => response.watermark = response.cursor.seq,
        _ => {}
    }
}
