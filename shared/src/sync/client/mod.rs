//! The device's half of the exchange: a state machine without I/O. The host stores what it is told
//! to store, sends what it is told to send, and reports back; the same machine runs in the browser
//! and in the simulator.
//!
//! The order that keeps promises: an op is durable before it is pending; a page is durable before
//! it is shown as synced; a receipt leaves the outbox only together with its effects.

mod entry;
mod pull;
mod push;

pub use entry::{Entry, State, SyncWord};

use crate::ordered::SortedMap;
use std::collections::{BTreeMap, BTreeSet};

use super::op::{Op, Seen};
use super::receipt::Receipt;
use super::wire::{Cursor, Leave, Request, Response, SentRow};
use super::world::World;
use crate::entity::{Bucket, FacetHash, Hlc, Id, OpId, ReplicaId};
use crate::rules;

/// Shortest wait after a failure, ms.
const BACKOFF_MIN: u64 = 2_000;
/// Longest wait after a failure, ms.
const BACKOFF_MAX: u64 = 300_000;
/// Poll when nothing pokes us, ms.
const POLL: u64 = 30_000;
/// A request without an answer for this long has failed, ms.
const TIMEOUT: u64 = 60_000;

/// What the host stores in one transaction. Rows, receipts and cursor belong together: none may
/// become durable without the others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Commit {
    /// Delete every confirmed row first.
    pub reset: bool,
    /// Delete the rows of these buckets, whatever brought them: they are fetched anew.
    pub empty: Vec<Bucket>,
    /// Delete the rows (and keys) of these buckets, except what is also lent.
    pub drops: Vec<Bucket>,
    /// Store these facets.
    pub rows: Vec<SentRow>,
    /// Apply these leaves.
    pub leaves: Vec<Leave>,
    /// Record these answers beside their ops.
    pub receipts: Vec<Receipt>,
    /// The server lost these (it came back from a backup): their answers are void, they wait again.
    pub requeue: Vec<OpId>,
    /// Ops no longer needed: a backup of the server holds them.
    pub forget: Vec<OpId>,
    /// Write ops in a new epoch from now on.
    pub renumber: Option<Renumber>,
    /// The machine's own numbers.
    pub marks: Marks,
}

/// The storage of this device went back in time, or numbers of it can never be completed. Unsent
/// ops get numbers in a new epoch, so that none is used twice.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Renumber {
    /// The epoch of every op made from now on; the next sequence is `ops.len() + 1`.
    pub epoch: u32,
    /// Old ids and the ops under their new ids, in order: stored in place of the old ones.
    pub ops: Vec<(OpId, Op)>,
}

/// The machine's numbers, stored with every commit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// How far we have read.
    pub cursor: Cursor,
    /// The last complete checkpoint: what a form opened now has seen.
    pub checkpoint: Seen,
    /// Server clock minus device clock, ms.
    pub offset_ms: i64,
    /// When the offset was measured, device clock, UTC ms; 0 = never.
    pub measured_ms: u64,
    /// The server has backed up everything up to here.
    pub watermark: u64,
}

/// What happens to the machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// Ops were made and are durable on this device.
    Made(Vec<Op>),
    /// Time passed, or the app came to the front.
    Tick,
    /// The network is back, or the server poked.
    Wake,
    /// The answer to the request under way.
    Answer(Box<Response>),
    /// No usable answer came.
    Failed,
    /// The commit under way is durable.
    Committed,
    /// The commit could not be stored: it is asked for again later.
    NotCommitted,
}

/// What the machine wants done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Send this and report [`Event::Answer`] or [`Event::Failed`].
    Send(Box<Request>),
    /// Store this in one transaction and report [`Event::Committed`].
    Commit(Box<Commit>),
    /// Call with [`Event::Tick`] at this time, UTC ms.
    WakeAt(u64),
    /// These records look different now.
    Changed(BTreeSet<Id>),
    /// These buckets did not match the server and are fetched anew: worth a report.
    Mismatch(Vec<Bucket>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Phase {
    Idle,
    Waiting {
        since: u64,
    },
    Storing {
        /// There is more to fetch, and what the server says the rows sum up to.
        more: bool,
        check: Option<Check>,
        commit: Box<Commit>,
    },
}

/// The server's side of the comparison at a checkpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Check {
    sum: FacetHash,
    hashes: Vec<(Bucket, FacetHash)>,
}

/// The machine.
#[derive(Clone, Debug)]
pub struct Client {
    replica: ReplicaId,
    epoch: u32,
    head: u64,
    /// What the user sees.
    pub world: World,
    outbox: BTreeMap<OpId, Entry>,
    marks: Marks,
    /// For each epoch: the server holds our ops up to here, and we know that it means ours.
    durable: SortedMap<u32, u64>,
    /// For each epoch: the highest sequence in the request under way.
    offered: SortedMap<u32, u64>,
    clock: Hlc,
    phase: Phase,
    failures: u32,
    not_before: u64,
    last_contact: u64,
    dirty: bool,
    detail: bool,
    may_read: bool,
    leads: bool,
}

impl Client {
    /// A machine with what the device has stored: its marks, confirmed rows and kept ops. `head` is
    /// the last sequence the device gave in this epoch, as its journals remember it.
    pub fn open(
        replica: ReplicaId,
        user: Id,
        epoch: u32,
        head: u64,
        marks: Marks,
        rows: &[SentRow],
        kept: Vec<Entry>,
    ) -> Client {
        let mut client = Client {
            replica,
            epoch,
            head,
            world: World::new(user),
            outbox: BTreeMap::new(),
            marks,
            durable: SortedMap::new(),
            offered: SortedMap::new(),
            clock: Hlc::default(),
            phase: Phase::Idle,
            failures: 0,
            not_before: 0,
            last_contact: 0,
            dirty: true,
            detail: false,
            may_read: true,
            leads: true,
        };
        client.world.confirm(rows, &[]);
        for entry in kept {
            client.clock = client.clock.max(entry.op.hlc);
            client.note_head(entry.op.id);
            client.outbox.insert(entry.op.id, entry);
        }
        // Answered ops are there, up to the first that waits; what follows it is offered again.
        let answered = |entry: &&Entry| entry.receipt().is_some();
        for entry in client.outbox.values().take_while(answered) {
            client.durable.insert(entry.op.id.epoch, entry.op.id.seq);
        }
        // what was done offline is there again after a restart.
        if rules::on(282) {
            client.show(false);
        }
        client
    }

    /// This replica.
    pub fn replica(&self) -> ReplicaId {
        self.replica
    }

    /// The epoch new ops are written in.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The marks as last stored.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// What a form opened now has seen.
    pub fn seen(&self) -> Seen {
        self.marks.checkpoint
    }

    /// All ops this device still keeps, with their answers.
    pub fn outbox(&self) -> impl Iterator<Item = &Entry> {
        self.outbox.values()
    }

    /// How many ops the server has not answered.
    pub fn unsynced(&self) -> usize {
        self.outbox
            .values()
            .filter(|entry| entry.receipt().is_none())
            .count()
    }

    /// When the server last answered, device clock, UTC ms.
    pub fn last_contact(&self) -> u64 {
        self.last_contact
    }

    /// A request is under way.
    pub fn is_busy(&self) -> bool {
        self.phase != Phase::Idle
    }

    /// After failures: when the next try is due.
    pub fn next_try(&self) -> Option<u64> {
        (self.failures > 0).then_some(self.not_before)
    }

    /// A credential that may only push (the user is signed out).
    pub fn set_may_read(&mut self, may_read: bool) {
        self.may_read = may_read;
    }

    /// Whether this copy of the machine talks to the server. Of several tabs one leads; the others
    /// follow what it stores ([`Client::follow`]) and never send.
    pub fn set_leads(&mut self, leads: bool) {
        self.leads = leads;
        if !leads {
            self.phase = Phase::Idle;
        }
    }

    /// One kept op.
    pub fn entry(&self, op: OpId) -> Option<&Entry> {
        self.outbox.get(&op)
    }

    /// The next clock reading for an op; never repeats, whatever the device's clock does.
    pub fn tick(&mut self, now_ms: u64) -> Hlc {
        self.clock = self.clock.tick(now_ms);
        self.clock
    }

    /// The person has dealt with a returned op (edited and sent anew, or let go).
    pub fn settle(&mut self, op: OpId) {
        if let Some(entry) = self.outbox.get_mut(&op) {
            entry.settle();
        }
    }

    /// One step. `now` is the device's clock in UTC ms, `dice` a random number for jitter.
    pub fn step(&mut self, event: Event, now: u64, dice: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Made(ops) => {
                for op in &ops {
                    self.clock = self.clock.max(op.hlc);
                    self.note_head(op.id);
                    self.outbox.insert(op.id, Entry::queued(op.clone()));
                }
                let changed = self.world.add_pending(&ops);
                effects.push(Effect::Changed(changed));
                self.dirty = true;
            }
            Event::Tick => {
                if let Phase::Waiting { since } = self.phase
                    && (now >= since + TIMEOUT || now < since)
                {
                    self.failed(now, dice);
                }
            }
            Event::Wake => {
                self.dirty = true;
                self.not_before = 0;
            }
            Event::Failed => {
                if let Phase::Waiting { .. } = self.phase {
                    self.failed(now, dice);
                }
            }
            Event::Answer(answer) => self.answered(*answer, now, dice, &mut effects),
            Event::Committed => self.committed(&mut effects),
            Event::NotCommitted => {
                if let Phase::Storing { .. } = self.phase {
                    self.failed(now, dice);
                }
            }
        }
        self.maybe_send(now, &mut effects);
        effects
    }

    fn failed(&mut self, now: u64, dice: u64) {
        if self.phase == Phase::Idle {
            return;
        }
        self.phase = Phase::Idle;
        self.failures = self.failures.saturating_add(1);
        let wait = (BACKOFF_MIN << self.failures.min(10)).min(BACKOFF_MAX);
        // Jitter: ten thousand tablets must not come back in the same second.
        self.not_before = now + wait / 2 + dice % (wait / 2 + 1);
        self.dirty = true;
    }

    fn maybe_send(&mut self, now: u64, effects: &mut Vec<Effect>) {
        if !self.leads {
            return;
        }
        match self.phase {
            Phase::Idle => {}
            Phase::Waiting { since } => {
                effects.push(Effect::WakeAt(since + TIMEOUT));
                return;
            }
            Phase::Storing { .. } => return,
        }
        let poll = self.last_contact.saturating_add(POLL);
        if !self.dirty && now < poll && now >= self.last_contact {
            effects.push(Effect::WakeAt(poll));
            return;
        }
        // A clock that went back must not silence us for days.
        if now < self.not_before && self.not_before - now <= BACKOFF_MAX {
            effects.push(Effect::WakeAt(self.not_before));
            return;
        }
        let request = self.request(now);
        self.dirty = false;
        self.phase = Phase::Waiting { since: now };
        effects.push(Effect::Send(Box::new(request)));
        effects.push(Effect::WakeAt(now + TIMEOUT));
    }
}
