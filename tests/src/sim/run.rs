//! One seed: rounds of work under trouble, each ended by a calm in which everything must come right.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use shared::domain::probe::Probe;
use shared::entity::{Entity, Id, OpId};
use shared::sync::Action;
use shared::sync::client::Event;
use shared::sync::server::{Session, Store};

use super::broken::Broken;
use super::cast::{self, Hot};
use super::check;
use super::device::Device;
use super::dice::Dice;
use super::fault::Fault;
use super::house::House;
use super::ledger::Ledger;
use super::plan::Plan;
use super::tally::Tally;
use super::trouble::Trouble;

/// Where every seed begins, UTC ms.
pub(super) const START: u64 = 1_790_000_000_000;
/// After this long a host gives a request up, ms.
pub(super) const GIVE_UP: u64 = 70_000;
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
                    None => {
                        self.now = ripple.min(end);
                        break;
                    }
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

    pub(super) fn mix_bytes(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
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
