//! The device's half of the exchange: a state machine without I/O. The host stores what it is told
//! to store, sends what it is told to send, and reports back; the same machine runs in the browser
//! and in the simulator.
//!
//! The order that keeps promises: an op is durable before it is pending; a page is durable before
//! it is shown as synced; a receipt leaves the outbox only together with its effects.

mod entry;
mod push;

pub use entry::{Entry, State, SyncWord};

use std::collections::{BTreeMap, BTreeSet};

use super::op::{Op, Seen};
use super::receipt::Receipt;
use super::wire::{Cursor, Fill, Filling, Leave, PROTOCOL, Request, Response, SentRow};
use super::world::World;
use crate::entity::{Bucket, Hlc, Id, OpId, ReplicaId};
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
    /// Delete the rows (and keys) of these buckets.
    pub drops: Vec<Bucket>,
    /// Store these facets.
    pub rows: Vec<SentRow>,
    /// Apply these leaves.
    pub leaves: Vec<Leave>,
    /// Record these answers beside their ops.
    pub receipts: Vec<Receipt>,
    /// The server came back without these answered ops: keep them as unanswered again.
    pub requeue: Vec<OpId>,
    /// Ops no longer needed: a backup of the server holds them.
    pub forget: Vec<OpId>,
    /// The machine's own numbers.
    pub marks: Marks,
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
    /// The storage of this device went back in time: write ops in this new epoch from now on. The
    /// listed ops were given new numbers and must be stored again under them.
    NewEpoch {
        epoch: u32,
        renumbered: Vec<(OpId, Op)>,
    },
    /// A bucket did not match the server and is fetched anew.
    Mismatch(Vec<Bucket>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Phase {
    Idle,
    Waiting {
        since: u64,
    },
    Storing {
        answer: Box<Response>,
        commit: Box<Commit>,
    },
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
    progress: BTreeMap<u32, u64>,
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
            progress: BTreeMap::new(),
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
        let mut pending = Vec::new();
        for entry in kept {
            client.clock = client.clock.max(entry.op.hlc);
            client.note_head(entry.op.id);
            if entry.receipt().is_some() {
                let done = client.progress.entry(entry.op.id.epoch).or_default();
                *done = (*done).max(entry.op.id.seq);
            } else {
                pending.push(entry.op.clone());
            }
            client.outbox.insert(entry.op.id, entry);
        }
        // what was done offline is there again after a restart.
        if rules::on(282) {
            client.world.add_pending(&pending);
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
            Event::Failed => self.failed(now, dice),
            Event::Answer(answer) => self.answered(*answer, now, &mut effects),
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
        let request = Request {
            protocol: PROTOCOL,
            cursor: self.marks.cursor.clone(),
            device_ms: now,
            epoch: self.epoch,
            head: self.head,
            slices: self.slices(),
            detail: self.detail,
            push_only: !self.may_read,
        };
        self.dirty = false;
        self.phase = Phase::Waiting { since: now };
        effects.push(Effect::Send(Box::new(request)));
        effects.push(Effect::WakeAt(now + TIMEOUT));
    }

    fn answered(&mut self, answer: Response, now: u64, effects: &mut Vec<Effect>) {
        let Phase::Waiting { since } = self.phase else {
            return;
        };
        self.last_contact = now;
        self.failures = 0;
        // The server read its clock between our two readings; halve the round trip.
        if now >= since {
            let middle = since + (now - since) / 2;
            self.marks.offset_ms =
                i64::try_from(answer.now_ms).unwrap_or(0) - i64::try_from(middle).unwrap_or(0);
            self.marks.measured_ms = now;
        }
        if self.rolled_back(&answer, effects) {
            self.phase = Phase::Idle;
            self.dirty = true;
            return;
        }
        for (epoch, seq) in &answer.progress {
            self.progress.insert(*epoch, *seq);
        }
        if answer.server_epoch != self.marks.cursor.server_epoch {
            // Restored from a backup: what it lost is sent again from what we kept.
            self.progress
                .retain(|epoch, _| answer.progress.iter().any(|(e, _)| e == epoch));
            for epoch in self
                .outbox
                .keys()
                .map(|id| id.epoch)
                .collect::<BTreeSet<_>>()
            {
                self.progress.entry(epoch).or_insert(0);
            }
        }
        let watermark = if answer.server_epoch == self.marks.cursor.server_epoch {
            answer.watermark
        } else {
            0
        };
        let forget = self.forgettable(watermark);
        let requeue = if answer.reset { self.lost() } else { Vec::new() };
        let checkpoint = if answer.more || answer.cursor.fill.is_some() {
            self.marks.checkpoint
        } else {
            Seen {
                server_epoch: answer.server_epoch,
                seq: answer.cursor.seq,
            }
        };
        let marks = Marks {
            cursor: answer.cursor.clone(),
            checkpoint,
            watermark,
            ..self.marks.clone()
        };
        let commit = Commit {
            reset: answer.reset,
            drops: answer.drops.clone(),
            rows: answer.rows.clone(),
            leaves: answer.leaves.clone(),
            receipts: answer.receipts.clone(),
            requeue,
            forget,
            marks,
        };
        effects.push(Effect::Commit(Box::new(commit.clone())));
        self.phase = Phase::Storing {
            answer: Box::new(answer),
            commit: Box::new(commit),
        };
    }

    fn committed(&mut self, effects: &mut Vec<Effect>) {
        let Phase::Storing { answer, commit } = core::mem::replace(&mut self.phase, Phase::Idle)
        else {
            return;
        };
        let (changed, answered) = self.take_in(*commit);
        self.compare(&answer, effects);
        self.dirty |= answer.more || self.has_queued();
        if !changed.is_empty() || answered {
            effects.push(Effect::Changed(changed));
        }
    }

    /// These buckets differ from the server's, or the device cannot read them any more: they are
    /// emptied and fetched anew. The host removes them from its store together with the new marks.
    pub fn refetch(&mut self, wrong: Vec<Bucket>) {
        self.world.empty_buckets(&wrong);
        if self.marks.cursor.fill.is_some() {
            // Something is being filled already: begin again from nothing.
            self.marks.cursor = Cursor::default();
        } else {
            let what = Filling::Buckets(wrong);
            self.marks.cursor.fill = Some(Fill { what, pos: 0 });
        }
        self.dirty = true;
    }

    /// Takes in what another tab of this replica stored; answers with the ids that look different.
    pub fn follow(&mut self, commit: Commit) -> BTreeSet<Id> {
        self.take_in(commit).0
    }

    /// Shows what is now durable: the ids that changed, and whether ops were answered.
    fn take_in(&mut self, commit: Commit) -> (BTreeSet<Id>, bool) {
        let mut changed = BTreeSet::new();
        if commit.reset {
            changed.extend(self.world.rows().map(|sent| sent.row.id));
            self.world.reset();
            let again = self.requeue(&commit.requeue);
            self.world.add_pending(&again);
        }
        changed.extend(self.world.drop_buckets(&commit.drops));
        changed.extend(self.world.confirm(&commit.rows, &commit.leaves));
        let mut answered = Vec::new();
        for receipt in &commit.receipts {
            if let Some(entry) = self.outbox.get_mut(&receipt.op) {
                entry.answer(receipt.clone());
                answered.push(receipt.op);
            }
        }
        self.world.remove_pending(answered.iter().copied());
        for op in &commit.forget {
            self.outbox.remove(op);
        }
        let touches_views = !answered.is_empty() || self.world.pending().next().is_some();
        if touches_views {
            changed.extend(self.world.replay());
        }
        self.marks = commit.marks;
        (changed, !answered.is_empty())
    }

    /// Compares hashes at a checkpoint; what differs is emptied and fetched anew.
    fn compare(&mut self, answer: &Response, effects: &mut Vec<Effect>) {
        let Some(sum) = answer.sum else { return };
        if sum == self.world.sum() {
            self.detail = false;
            return;
        }
        if !self.detail {
            self.detail = true;
            self.dirty = true;
            return;
        }
        let theirs: BTreeMap<Bucket, u128> = answer.hashes.iter().copied().collect();
        let mut wrong: Vec<Bucket> = theirs
            .iter()
            .filter(|(b, hash)| self.world.sums().get(b) != Some(hash))
            .map(|(b, _)| *b)
            .collect();
        wrong.extend(self.world.sums().keys().filter(|b| !theirs.contains_key(b)));
        self.refetch(wrong.clone());
        self.detail = false;
        effects.push(Effect::Mismatch(wrong));
    }
}
