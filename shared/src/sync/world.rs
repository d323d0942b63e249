//! The working set of a device: confirmed rows, and on top of them a replay of the ops the server
//! has not answered yet. Views and indexes are derived; only rows and ops are truth.

use crate::ordered;
use crate::ordered::SortedMap;
use crate::ordered::{ordered, ordered_set};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::apply::{NoNumbers, Stamp, apply, apply_group};
use super::look::{Found, Look, Lookup, RecordRef};
use super::op::Op;
use super::receipt::{Reason, Verdict};
use super::wire::{Leave, SentRow, share_bucket, via};
use crate::domain;
use crate::entity::{Bucket, FacetHash, FacetRow, Id, Kind, Level, OpId, Record, Slots};

/// One facet of a confirmed record.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Facet {
    bucket: Bucket,
    seq: u64,
    hash: FacetHash,
    via: u8,
    slots: Slots,
}

/// A confirmed record: its facets, and the record they make.
#[derive(Clone, Debug, Default)]
struct Held {
    facets: SortedMap<u8, Facet>,
    record: Record,
}

/// Everything a device knows.
#[derive(Clone, Debug, Default)]
pub struct World {
    held: HashMap<Id, Held>,
    kinds: BTreeMap<Kind, BTreeSet<Id>>,
    index: HashMap<Vec<u8>, BTreeSet<Id>>,
    sums: SortedMap<Bucket, FacetHash>,
    user: Id,
    pending: BTreeMap<OpId, Op>,
    /// Records as they look with the pending ops on top.
    views: BTreeMap<Id, Record>,
    /// The index of the views, and their keys.
    view_index: HashMap<Vec<u8>, BTreeSet<Id>>,
    view_keys: BTreeMap<Id, Vec<Vec<u8>>>,
    /// Pending ops that cannot take effect as far as this device can see.
    doubtful: BTreeSet<OpId>,
}

impl World {
    /// An empty world of a user.
    pub fn new(user: Id) -> World {
        World {
            user,
            ..World::default()
        }
    }

    /// A record as its user sees it.
    pub fn get(&self, id: Id) -> Option<&Record> {
        self.views
            .get(&id)
            .or_else(|| self.held.get(&id).map(|held| &held.record))
    }

    /// A record as the server confirmed it.
    pub fn confirmed(&self, id: Id) -> Option<&Record> {
        self.held.get(&id).map(|held| &held.record)
    }

    /// Ids of all records of a kind, oldest first.
    pub fn of_kind(&self, kind: Kind) -> Vec<Id> {
        let mut ids: Vec<Id> = self
            .kinds
            .get(&kind)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        ids.extend(
            self.views
                .values()
                .filter(|r| r.kind == kind && !self.held.contains_key(&r.id))
                .map(|r| r.id),
        );
        ordered::sort(&mut ids);
        ids
    }

    /// The highest server sequence among a record's facets; 0 if the server does not know it yet.
    pub fn version(&self, id: Id) -> u64 {
        self.held.get(&id).map_or(0, |held| {
            held.facets.values().map(|f| f.seq).max().unwrap_or(0)
        })
    }

    /// How many confirmed records there are.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Nothing confirmed and nothing pending.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.views.is_empty()
    }

    /// Ops waiting for their receipt, in order.
    pub fn pending(&self) -> impl Iterator<Item = &Op> {
        self.pending.values()
    }

    /// A pending op.
    pub fn pending_op(&self, id: OpId) -> Option<&Op> {
        self.pending.get(&id)
    }

    /// Pending ops that touch a record.
    pub fn pending_on(&self, id: Id) -> impl Iterator<Item = &Op> {
        self.pending.values().filter(move |op| op.record == id)
    }

    /// Whether a pending op does not take effect as far as this device can see.
    pub fn is_doubtful(&self, op: OpId) -> bool {
        self.doubtful.contains(&op)
    }

    /// All confirmed facets, for storing and comparing.
    pub fn rows(&self) -> impl Iterator<Item = SentRow> + '_ {
        self.held.keys().flat_map(|id| self.facets(*id))
    }

    /// The confirmed facets of one record.
    pub fn facets(&self, id: Id) -> impl Iterator<Item = SentRow> + '_ {
        self.held.get(&id).into_iter().flat_map(move |held| {
            held.facets.values().map(move |facet| SentRow {
                via: facet.via,
                row: FacetRow {
                    kind: held.record.kind,
                    id,
                    bucket: facet.bucket,
                    seq: facet.seq,
                    slots: facet.slots.clone(),
                },
            })
        })
    }

    /// Wrapping sum of every bucket hash in reach, as the server sends it at a checkpoint.
    pub fn sum(&self) -> FacetHash {
        self.sums
            .values()
            .fold(0, |sum, hash| sum.wrapping_add(*hash))
    }

    /// Hash of each bucket that has rows.
    pub fn sums(&self) -> &SortedMap<Bucket, FacetHash> {
        &self.sums
    }

    /// Takes confirmed changes; answers with the ids that changed.
    pub fn confirm<'a>(
        &mut self,
        rows: impl Into<Cow<'a, [SentRow]>>,
        leaves: &[Leave],
    ) -> BTreeSet<Id> {
        let mut changed = BTreeSet::new();
        for sent in rows.into().into_owned() {
            changed.insert(sent.row.id);
            self.put(sent);
        }
        for leave in leaves {
            let Some(facet) = self
                .held
                .get(&leave.id)
                .and_then(|h| h.facets.get(&(leave.level as u8)))
            else {
                continue;
            };
            let share = leave.bucket == share_bucket(self.user, leave.level);
            // A row that moved carries its new bucket already: the old one's leave is about nothing.
            if facet.seq > leave.seq || (!share && facet.bucket != leave.bucket) {
                continue;
            }
            let left = facet.via & !(if share { via::SHARE } else { via::HOME });
            self.set_via(leave.id, leave.level, left);
            changed.insert(leave.id);
        }
        changed
    }

    /// Forgets the buckets that went out of reach, but not what is also lent.
    pub fn drop_buckets(&mut self, gone: &[Bucket]) -> BTreeSet<Id> {
        if gone.is_empty() {
            return BTreeSet::new();
        }
        let hit: Vec<(Id, Level, u8)> = self
            .held
            .iter()
            .flat_map(|(id, held)| held.facets.values().map(move |facet| (*id, facet)))
            .filter(|(_, facet)| gone.contains(&facet.bucket))
            .map(|(id, facet)| (id, facet.bucket.level, facet.via & !via::HOME))
            .collect();
        let ids = ordered_set(hit.iter().map(|(id, ..)| *id));
        for (id, level, left) in hit {
            self.set_via(id, level, left);
        }
        ids
    }

    /// Empties buckets before they are fetched anew.
    pub fn empty_buckets(&mut self, buckets: &[Bucket]) -> BTreeSet<Id> {
        if buckets.is_empty() {
            return BTreeSet::new();
        }
        let hit: Vec<(Id, Level)> = self
            .held
            .iter()
            .flat_map(|(id, held)| held.facets.values().map(move |facet| (*id, facet)))
            .filter(|(_, facet)| buckets.contains(&self.sum_bucket(facet)))
            .map(|(id, facet)| (id, facet.bucket.level))
            .collect();
        let ids = ordered_set(hit.iter().map(|(id, _)| *id));
        for (id, level) in hit {
            self.set_via(id, level, 0);
        }
        ids
    }

    /// Forgets every confirmed row (a new server epoch), never the pending ops.
    pub fn reset(&mut self) {
        let (user, pending) = (self.user, core::mem::take(&mut self.pending));
        *self = World {
            user,
            pending,
            ..World::default()
        };
    }

    /// The bucket a facet's hash counts in: its home if in reach, else "lent to me".
    fn sum_bucket(&self, facet: &Facet) -> Bucket {
        if facet.via & via::HOME != 0 {
            facet.bucket
        } else {
            share_bucket(self.user, facet.bucket.level)
        }
    }

    fn put(&mut self, sent: SentRow) {
        let row = sent.row;
        let level = row.bucket.level as u8;
        self.take_out(row.id, level);
        let facet = Facet {
            bucket: row.bucket,
            seq: row.seq,
            hash: row.hash(),
            via: sent.via,
            slots: row.slots,
        };
        let bucket = self.sum_bucket(&facet);
        let hash = facet.hash;
        self.unindex(row.id);
        let held = self.held.entry(row.id).or_default();
        held.record.kind = row.kind;
        held.record.id = row.id;
        held.facets.insert(level, facet);
        self.assemble(row.id);
        let sum = self.sums.entry(bucket).or_default();
        *sum = sum.wrapping_add(hash);
    }

    fn set_via(&mut self, id: Id, level: Level, left: u8) {
        let Some(mut facet) = self.take_out(id, level as u8) else {
            return;
        };
        self.unindex(id);
        if left != 0 {
            facet.via = left;
            let bucket = self.sum_bucket(&facet);
            let sum = self.sums.entry(bucket).or_default();
            *sum = sum.wrapping_add(facet.hash);
            if let Some(held) = self.held.get_mut(&id) {
                held.facets.insert(level as u8, facet);
            }
        }
        self.assemble(id);
    }

    /// Removes a facet and its share of the bucket hash; the record is put together by the caller.
    fn take_out(&mut self, id: Id, level: u8) -> Option<Facet> {
        let facet = self.held.get_mut(&id)?.facets.remove(&level)?;
        let bucket = self.sum_bucket(&facet);
        if let Some(sum) = self.sums.get_mut(&bucket) {
            *sum = sum.wrapping_sub(facet.hash);
            if *sum == 0 {
                self.sums.remove(&bucket);
            }
        }
        Some(facet)
    }

    fn unindex(&mut self, id: Id) {
        let Some(held) = self.held.get(&id) else {
            return;
        };
        for key in domain::index_keys(&held.record) {
            if let Some(ids) = self.index.get_mut(&key) {
                ids.remove(&id);
                if ids.is_empty() {
                    self.index.remove(&key);
                }
            }
        }
        if let Some(ids) = self.kinds.get_mut(&held.record.kind) {
            ids.remove(&id);
        }
    }

    fn assemble(&mut self, id: Id) {
        let Some(held) = self.held.get_mut(&id) else {
            return;
        };
        if held.facets.is_empty() {
            self.held.remove(&id);
            return;
        }
        let mut slots = Slots::new();
        for facet in held.facets.values() {
            slots.extend(&facet.slots);
        }
        held.record.slots = slots;
        for key in domain::index_keys(&held.record) {
            self.index.entry(key).or_default().insert(id);
        }
        self.kinds.entry(held.record.kind).or_default().insert(id);
    }

    /// Adds ops the server has not answered and shows their effect at once.
    pub fn add_pending(&mut self, ops: &[Op]) -> BTreeSet<Id> {
        for op in ops {
            self.pending.insert(op.id, op.clone());
        }
        let in_order = ops.first().is_none_or(|first| {
            self.pending.range(first.id..).count() == ops.len()
                && ops.windows(2).all(|w| w[0].id < w[1].id)
        });
        if in_order {
            return self.replay_some(ops);
        }
        self.replay()
    }

    /// Sets which ops are shown on top of the confirmed rows, and rebuilds the views if they or the
    /// rows changed; answers with every id whose view may have changed.
    pub fn set_pending(&mut self, ops: &[&Op], rows_changed: bool) -> BTreeSet<Id> {
        let same = ops.iter().map(|op| &op.id).eq(self.pending.keys());
        if same && (!rows_changed || self.pending.is_empty()) {
            return BTreeSet::new();
        }
        if !same {
            self.pending = by_id(ops.iter().copied().cloned());
        }
        self.replay()
    }

    /// Rebuilds all views; answers with every id whose view may have changed.
    fn replay(&mut self) -> BTreeSet<Id> {
        let mut changed: BTreeSet<Id> = ordered_set(core::mem::take(&mut self.views).into_keys());
        self.view_index.clear();
        self.view_keys.clear();
        self.doubtful.clear();
        let ops: Vec<Op> = core::mem::take(&mut self.pending).into_values().collect();
        changed.extend(self.replay_some(&ops));
        self.pending = by_id(ops);
        changed
    }

    fn replay_some(&mut self, ops: &[Op]) -> BTreeSet<Id> {
        let mut changed = BTreeSet::new();
        for group in ops.chunk_by(|a, b| a.group.is_some() && a.group == b.group) {
            let stamps: Vec<Stamp> = group.iter().map(speculative).collect();
            let outcomes = apply_group(&*self, &mut NoNumbers, group, &stamps);
            for (op, outcome) in group.iter().zip(outcomes) {
                if outcome.verdict.took_effect() {
                    self.doubtful.remove(&op.id);
                } else {
                    self.doubtful.insert(op.id);
                }
                for record in outcome.changed {
                    changed.insert(record.id);
                    self.view(record);
                }
            }
        }
        changed
    }
}

impl World {
    /// Puts a record on top of the confirmed ones.
    fn view(&mut self, record: Record) {
        let keys = domain::index_keys(&record);
        for key in self.view_keys.remove(&record.id).unwrap_or_default() {
            if let Some(ids) = self.view_index.get_mut(&key) {
                ids.remove(&record.id);
            }
        }
        for key in &keys {
            let ids = self.view_index.entry(key.clone()).or_default();
            ids.insert(record.id);
        }
        self.view_keys.insert(record.id, keys);
        self.views.insert(record.id, record);
    }
}

fn by_id(ops: impl IntoIterator<Item = Op>) -> BTreeMap<OpId, Op> {
    ordered(ops.into_iter().map(|op| (op.id, op)))
}

/// Why an op would be refused as things stand here; nothing where it would be taken, or where only the
/// server can say. Asked before an op is written, so that a form can name what is wrong beside its field.
#[must_use]
pub fn refusal(world: &World, op: &Op) -> Vec<Reason> {
    let outcome = apply(world, &mut NoNumbers, op, &speculative(op));
    if outcome.verdict == Verdict::Rejected {
        outcome.reasons
    } else {
        Vec::new()
    }
}

/// Where a pending op would take effect.
fn speculative(op: &Op) -> Stamp {
    let received = op.hlc.ms.saturating_add_signed(op.offset_ms);
    Stamp {
        seq: Stamp::SPECULATIVE,
        hlc: op.hlc.corrected(op.offset_ms, received),
        seen: op.seen.seq,
        received_ms: received,
    }
}

impl Look for World {
    fn record(&self, id: Id) -> Lookup<RecordRef<'_>> {
        match self.get(id) {
            Some(record) => Lookup::Known(RecordRef::Lent(record)),
            None => Lookup::NotHere,
        }
    }

    fn at(&self, key: &[u8]) -> Found {
        let confirmed = self.index.get(key).into_iter().flatten();
        let confirmed = confirmed.filter(|id| !self.views.contains_key(*id));
        let mut ids: BTreeSet<Id> = ordered_set(confirmed.copied());
        ids.extend(self.view_index.get(key).into_iter().flatten());
        Found {
            ids: ids.into_iter().collect(),
            complete: false,
        }
    }
}
