//! A device: the sync machine and its host, which stores and sends what the machine asks for.

use std::collections::{BTreeMap, VecDeque};

use shared::entity::{Canonical, Id, Kind, OpId, ReplicaId};
use shared::sync::client::{Client, Effect, Event};
use shared::sync::op::{Op, SCHEMA_VERSION};
use shared::sync::server::Session;
use shared::sync::slice::Slice;
use shared::sync::wire::{Request, SentRow};
use shared::sync::{Receipt, Seen};

use super::broken::Broken;
use super::cast::Person;
use super::clock::Clock;
use super::dice::Dice;
use super::disk::{Disk, Journal, Shelf};
use super::fault::Fault;
use super::work::{Build, Deed};

/// What a write holds.
#[derive(Clone, Debug)]
pub(super) enum Pending {
    /// A user action.
    Ops(Vec<Op>),
    /// A page with these answers.
    Page(Vec<Receipt>),
}

/// A device.
#[derive(Clone, Debug)]
pub(super) struct Device {
    /// Its number for the server.
    pub replica: ReplicaId,
    /// Who is signed in; `None` on a locked tablet.
    pub person: Option<Person>,
    /// Its clock.
    pub clock: Clock,
    /// Its storage.
    pub disk: Disk,
    /// The machine, while the app runs.
    pub machine: Option<Client>,
    /// Counts starts: what was meant for an earlier one is void.
    pub life: u32,
    /// It has network.
    pub online: bool,
    /// Its build.
    pub build: Build,
    /// Number of the request under way.
    pub waiting: Option<u64>,
    /// Highest request number used.
    pub requests: u64,
    /// Number of the timer that counts.
    pub timer: u64,
    /// A poke is on its way.
    pub poked: bool,
    /// Epoch and number of the last op made.
    pub counter: (u32, u64),
    /// Writes under way: ops to be reported as made, or a page.
    pub writes: BTreeMap<u64, Pending>,
    /// When the last write will be durable.
    pub busy_until: u64,
    /// What forms opened a while ago had seen.
    pub forms: VecDeque<Seen>,
    /// States seen a while ago.
    pub stale: BTreeMap<Id, u32>,
    /// Records made here.
    pub own: Vec<(Kind, Id)>,
    /// Its storage was damaged since the last check: a mismatch is no breach.
    pub damaged: bool,
    /// Older states of its storage.
    pub snapshots: Vec<(Shelf, Journal)>,
    /// Page writes to refuse.
    pub refuse_pages: u32,
    /// Kill it after this many effects.
    pub kill_after: Option<u32>,
    /// Answers taken since the network was healed.
    pub contacts: u32,
    /// The defect of the variant, if any.
    pub broken: Option<Broken>,
}

impl Device {
    /// A device out of the box.
    pub(super) fn new(replica: u32, person: Option<Person>, broken: Option<Broken>) -> Device {
        let mut disk = Disk::new(person.as_ref().map_or(Id::NIL, |person| person.id));
        disk.cursor_first = broken == Some(Broken::CursorAhead);
        Device {
            replica: ReplicaId(replica),
            person,
            clock: Clock::default(),
            disk,
            machine: None,
            life: 0,
            online: true,
            build: Build::Current,
            waiting: None,
            requests: 0,
            timer: 0,
            poked: false,
            counter: (1, 0),
            writes: BTreeMap::new(),
            busy_until: 0,
            forms: VecDeque::new(),
            stale: BTreeMap::new(),
            own: Vec::new(),
            damaged: false,
            snapshots: Vec::new(),
            refuse_pages: 0,
            kill_after: None,
            contacts: 0,
            broken,
        }
    }

    /// The user; nil when nobody is signed in.
    pub(super) fn user(&self) -> Id {
        self.person.as_ref().map_or(Id::NIL, |person| person.id)
    }

    /// What the server makes of its credential.
    pub(super) fn session(&self) -> Session {
        Session {
            replica: self.replica,
            user: self.user(),
            may_read: self.person.is_some(),
        }
    }

    /// Opens the app on what is stored.
    pub(super) fn boot(&mut self, now: u64) {
        self.life += 1;
        self.waiting = None;
        self.poked = false;
        self.writes.clear();
        let (epoch, head, mut kept) = self.disk.recover();
        self.counter = (epoch, head);
        if self.broken == Some(Broken::ReplayReadsClock) {
            for entry in kept.iter_mut().filter(|entry| entry.receipt().is_none()) {
                entry.op.hlc = entry.op.hlc.tick(self.clock.read(now));
            }
        }
        let rows: Vec<SentRow> = self
            .disk
            .shelf
            .rows
            .values()
            .map(|row| (**row).clone())
            .collect();
        let marks = self.disk.shelf.marks.clone();
        let mut machine = Client::open(self.replica, self.user(), epoch, head, marks, &rows, kept);
        machine.set_may_read(self.person.is_some());
        self.machine = Some(machine);
    }

    /// The process ends.
    pub(super) fn kill(&mut self, power: bool, dice: &mut Dice) {
        self.machine = None;
        self.waiting = None;
        self.life += 1;
        self.busy_until = 0;
        self.writes.clear();
        self.disk.crash(power, dice);
    }

    /// One step of the machine.
    pub(super) fn step(&mut self, event: Event, now: u64, dice: &mut Dice) -> Vec<Effect> {
        let at = self.clock.read(now);
        let answered: Vec<Receipt> = match (&event, self.broken) {
            (Event::Answer(answer), Some(Broken::ReceiptFirst)) => answer.receipts.clone(),
            _ => Vec::new(),
        };
        let Some(machine) = self.machine.as_mut() else {
            return Vec::new();
        };
        let effects = machine.step(event, at, dice.roll());
        if !answered.is_empty() {
            let pending: Vec<Op> = machine.world.pending().cloned().collect();
            let left: Vec<&Op> = pending
                .iter()
                .filter(|op| answered.iter().all(|receipt| receipt.op != op.id))
                .collect();
            machine.world.set_pending(&left, true);
        }
        effects
    }

    /// The bytes of a request, with the number it goes under.
    pub(super) fn send(&mut self, request: &Request) -> (u64, Vec<u8>, Vec<OpId>) {
        self.requests += 1;
        self.waiting = Some(self.requests);
        let ids = request
            .slices
            .iter()
            .flat_map(|slice| slice.ops.iter().map(|op| op.id))
            .collect();
        let bytes = if self.broken == Some(Broken::GroupTorn) {
            let mut torn = request.clone();
            torn.slices = torn.slices.into_iter().flat_map(tear).collect();
            torn.to_bytes()
        } else {
            request.to_bytes()
        };
        (self.requests, bytes, ids)
    }

    /// Gives the deeds of one user action their envelopes; `None` while the app is closed.
    pub(super) fn make(&mut self, deeds: Vec<Deed>, now: u64, dice: &mut Dice) -> Option<Vec<Op>> {
        let at = self.clock.read(now);
        let (actor, replica) = (self.user(), self.replica);
        let machine = self.machine.as_mut()?;
        let seen = if dice.chance(300) {
            let forms: Vec<Seen> = self.forms.iter().copied().collect();
            dice.pick(&forms).unwrap_or_else(|| machine.seen())
        } else {
            machine.seen()
        };
        let group = (deeds.len() > 1).then(|| dice.id(at));
        let offset_ms = machine.marks().offset_ms;
        let mut ops = Vec::new();
        for deed in deeds {
            self.counter.1 += 1;
            let op = Op {
                id: OpId {
                    replica,
                    epoch: self.counter.0,
                    seq: self.counter.1,
                },
                actor: if deed.forged { Id([8; 16]) } else { actor },
                kind: deed.kind,
                record: deed.record,
                action: deed.action,
                seen,
                hlc: machine.tick(at),
                offset_ms,
                zone: "Asia/Shanghai".into(),
                schema: match self.build {
                    Build::Old => SCHEMA_VERSION - 1,
                    Build::Current => SCHEMA_VERSION,
                    Build::New => SCHEMA_VERSION + 1,
                },
                group,
                blobs: Vec::new(),
            };
            // What is kept is what the bytes say.
            ops.push(Op::from_bytes(&op.to_bytes()).ok()?);
        }
        self.forms.push_back(machine.seen());
        if self.forms.len() > 3 {
            self.forms.pop_front();
        }
        Some(ops)
    }

    /// Faults that are there all the time.
    pub(super) fn standing_faults(&self) -> u32 {
        let mut bits = 0;
        if self.clock.is_wrong() {
            bits |= Fault::ClockSkew.bit();
        }
        match self.build {
            Build::Old => bits |= Fault::OldBuild.bit(),
            Build::New => bits |= Fault::NewBuild.bit(),
            Build::Current => {}
        }
        if self.person.is_none() {
            bits |= Fault::Anonymous.bit();
        }
        bits
    }

    /// Everything it did has an answer and everything it may see is here.
    pub(super) fn is_settled(&self, epoch: u32, head: u64) -> bool {
        let Some(machine) = &self.machine else {
            return false;
        };
        if self.contacts == 0 || machine.is_busy() || !self.writes.is_empty() {
            return false;
        }
        let marks = machine.marks();
        let read = self.person.is_none()
            || (marks.cursor.fill.is_none()
                && marks.cursor.server_epoch == epoch
                && marks.cursor.seq == head
                && marks.checkpoint
                    == Seen {
                        server_epoch: epoch,
                        seq: head,
                    });
        read && self.disk.is_quiet() && machine.unsynced() == 0
    }
}

/// Every group in pieces.
fn tear(slice: Slice) -> Vec<Slice> {
    let mut torn: Vec<Slice> = Vec::new();
    for op in slice.ops {
        match torn.last_mut() {
            Some(last) if op.group.is_none() => last.ops.push(op),
            _ => torn.push(Slice { ops: vec![op] }),
        }
    }
    torn
}
