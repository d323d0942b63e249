//! A store in memory: the reference for the conformance suite and the server of the simulator,
//! which can make it fail, crash and come back from a backup.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::store::{Meta, Page, RowQuery, Store, StoreError};
use crate::access::Reach;
use crate::calendar::{ZoneData, standard};
use crate::entity::{Bucket, Canonical, FacetHash, FacetRow, Id, Level, OpId, ReplicaId};
use crate::sync::Op;
use crate::sync::receipt::Receipt;
use crate::sync::wire::Leave;

/// A fault to inject at the next commit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The disk is full: nothing is written.
    Full,
    /// The process dies before the commit is durable.
    Crash,
}

/// A facet, with what every reader of it asks for.
#[derive(Debug)]
struct Kept {
    row: FacetRow,
    hash: FacetHash,
    bytes: usize,
}

#[derive(Clone, Debug, Default)]
struct Data {
    meta: Meta,
    bases: BTreeMap<u32, u64>,
    facets: BTreeMap<(Id, u8), Arc<Kept>>,
    by_seq: BTreeMap<(Bucket, u64, Id), u8>,
    keys: BTreeMap<Vec<u8>, BTreeSet<Id>>,
    keys_of: BTreeMap<Id, Vec<Vec<u8>>>,
    sums: BTreeMap<Bucket, FacetHash>,
    leaves: BTreeSet<(Bucket, u64, Id, u8)>,
    shares: BTreeMap<Id, Vec<(Id, Level)>>,
    ops: BTreeMap<OpId, ([u8; 32], Receipt)>,
    hashes: BTreeMap<(ReplicaId, [u8; 32]), OpId>,
    receipts: BTreeMap<(ReplicaId, u64), OpId>,
    progress: BTreeMap<(ReplicaId, u32), u64>,
    reaches: BTreeMap<u64, Reach>,
    numbers: BTreeMap<(String, i32), u32>,
}

/// The store.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    data: Data,
    saved: Option<Box<Data>>,
    /// Injected at the next commit.
    pub fault: Option<Fault>,
    /// Its database of time zones.
    pub zones: Vec<ZoneData>,
}

/// A copy of everything, as a backup makes it.
#[derive(Clone, Debug)]
pub struct Backup(Box<Data>);

impl MemoryStore {
    /// A new store in its first epoch.
    pub fn new() -> MemoryStore {
        let mut store = MemoryStore::default();
        store.data.meta.epoch = 1;
        store.zones.push(standard().zone().clone());
        store
    }

    /// Makes a backup and raises the watermark: devices may forget what is in it.
    pub fn backup(&mut self) -> Backup {
        self.data.meta.watermark = self.data.meta.seq;
        Backup(Box::new(self.data.clone()))
    }

    /// Comes back from a backup as a new epoch that agrees with older ones up to its sequence.
    pub fn restore(&mut self, backup: &Backup, epoch: u32) {
        self.data = (*backup.0).clone();
        self.saved = None;
        let base = self.data.meta.seq;
        for seq in self.data.bases.values_mut() {
            *seq = (*seq).min(base);
        }
        for old in 1..epoch {
            self.data.bases.entry(old).or_insert(base);
        }
        self.data.meta.epoch = epoch;
    }

    /// All rows, for comparing with devices.
    pub fn all_rows(&self) -> impl Iterator<Item = &FacetRow> {
        self.data.facets.values().map(|kept| &kept.row)
    }

    /// All ops by id, with their hashes and receipts.
    pub fn all_ops(&self) -> impl Iterator<Item = (&OpId, &[u8; 32], &Receipt)> {
        let ops = self.data.ops.iter();
        ops.map(|(id, (hash, receipt))| (id, hash, receipt))
    }
}

impl Store for MemoryStore {
    fn begin(&mut self) -> Result<(), StoreError> {
        // Only an injected fault can undo a transaction here; copying for every other is waste.
        self.saved = self.fault.is_some().then(|| Box::new(self.data.clone()));
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        match self.fault.take() {
            None => {
                self.saved = None;
                Ok(())
            }
            Some(Fault::Full) => {
                self.rollback();
                Err(StoreError::Full)
            }
            Some(Fault::Crash) => {
                self.rollback();
                Err(StoreError::Failed("crashed".into()))
            }
        }
    }

    fn rollback(&mut self) {
        if let Some(saved) = self.saved.take() {
            self.data = *saved;
        }
    }

    fn meta(&self) -> Result<Meta, StoreError> {
        Ok(self.data.meta)
    }

    fn epoch_base(&self, epoch: u32) -> Result<Option<u64>, StoreError> {
        Ok(self.data.bases.get(&epoch).copied())
    }

    fn facets(&self, id: Id) -> Result<Vec<FacetRow>, StoreError> {
        Ok(self
            .data
            .facets
            .range((id, 0)..=(id, u8::MAX))
            .map(|(_, kept)| kept.row.clone())
            .collect())
    }

    fn ids_at(&self, key: &[u8]) -> Result<Vec<Id>, StoreError> {
        Ok(self
            .data
            .keys
            .get(key)
            .into_iter()
            .flatten()
            .copied()
            .collect())
    }

    fn receipt(&self, op: OpId) -> Result<Option<([u8; 32], Receipt)>, StoreError> {
        Ok(self.data.ops.get(&op).cloned())
    }

    fn op_with(&self, replica: ReplicaId, hash: &[u8; 32]) -> Result<Option<OpId>, StoreError> {
        Ok(self.data.hashes.get(&(replica, *hash)).copied())
    }

    fn progress(&self, replica: ReplicaId, epoch: u32) -> Result<u64, StoreError> {
        Ok(self
            .data
            .progress
            .get(&(replica, epoch))
            .copied()
            .unwrap_or_default())
    }

    fn progress_of(&self, replica: ReplicaId) -> Result<Vec<(u32, u64)>, StoreError> {
        let range = (replica, 0)..=(replica, u32::MAX);
        Ok(self
            .data
            .progress
            .range(range)
            .map(|((_, epoch), seq)| (*epoch, *seq))
            .collect())
    }

    fn reach(&self, fingerprint: u64) -> Result<Option<Reach>, StoreError> {
        Ok(self.data.reaches.get(&fingerprint).cloned())
    }

    fn buckets(&self) -> Result<Vec<(Bucket, FacetHash)>, StoreError> {
        Ok(self
            .data
            .sums
            .iter()
            .map(|(bucket, hash)| (*bucket, *hash))
            .collect())
    }

    fn rows(&self, query: &RowQuery<'_>) -> Result<Page, StoreError> {
        let mut found: Vec<(u64, Id, u8)> = Vec::new();
        for bucket in query.buckets {
            let range = (*bucket, query.after + 1, Id::NIL)..=(*bucket, query.upto, Id([0xff; 16]));
            if query.after < query.upto {
                found.extend(
                    self.data
                        .by_seq
                        .range(range)
                        .map(|((_, seq, id), level)| (*seq, *id, *level)),
                );
            }
        }
        found.sort_unstable();
        let mut rows: Vec<FacetRow> = Vec::new();
        let mut bytes = 0;
        for (seq, id, level) in found {
            if bytes >= query.max_bytes && rows.last().is_some_and(|row| row.seq != seq) {
                break;
            }
            if let Some(kept) = self.data.facets.get(&(id, level)) {
                bytes += kept.bytes;
                rows.push(kept.row.clone());
            }
        }
        let full = bytes >= query.max_bytes;
        Ok(Page { rows, full })
    }

    fn shared_rows(&self, user: Id, after: u64, upto: u64) -> Result<Vec<FacetRow>, StoreError> {
        let mut rows = Vec::new();
        for (id, shares) in &self.data.shares {
            for (_, level) in shares.iter().filter(|(lent_to, _)| *lent_to == user) {
                let facets = self.data.facets.range((*id, 0)..=(*id, *level as u8));
                rows.extend(
                    facets
                        .map(|(_, kept)| &kept.row)
                        .filter(|row| row.seq > after && row.seq <= upto)
                        .cloned(),
                );
            }
        }
        rows.sort_by_key(|row| (row.seq, row.id, row.bucket.level));
        Ok(rows)
    }

    fn leaves(&self, buckets: &[Bucket], after: u64, upto: u64) -> Result<Vec<Leave>, StoreError> {
        let mut leaves = Vec::new();
        for (bucket, seq, id, level) in &self.data.leaves {
            if buckets.contains(bucket) && *seq > after && *seq <= upto {
                let level = Level::from_u8(*level).unwrap_or(Level::L4);
                leaves.push(Leave {
                    bucket: *bucket,
                    id: *id,
                    level,
                    seq: *seq,
                });
            }
        }
        leaves.sort_by_key(|leave| (leave.seq, leave.id, leave.level));
        Ok(leaves)
    }

    fn receipts(
        &self,
        replica: ReplicaId,
        after: u64,
        upto: u64,
        max: usize,
    ) -> Result<Vec<Receipt>, StoreError> {
        if after >= upto {
            return Ok(Vec::new());
        }
        let range = (replica, after + 1)..=(replica, upto);
        let ops = self.data.receipts.range(range).take(max);
        Ok(ops
            .filter_map(|(_, op)| self.data.ops.get(op))
            .map(|(_, receipt)| receipt.clone())
            .collect())
    }

    fn shares(&self, id: Id) -> Result<Vec<(Id, Level)>, StoreError> {
        Ok(self.data.shares.get(&id).cloned().unwrap_or_default())
    }

    fn next_seq(&mut self) -> Result<u64, StoreError> {
        self.data.meta.seq += 1;
        Ok(self.data.meta.seq)
    }

    fn put_facet(&mut self, old: Option<&FacetRow>, new: &FacetRow) -> Result<(), StoreError> {
        let level = new.bucket.level as u8;
        let kept = Kept {
            hash: new.hash(),
            bytes: new.to_bytes().len(),
            row: new.clone(),
        };
        let sum = self.data.sums.entry(new.bucket).or_default();
        *sum = sum.wrapping_add(kept.hash);
        let before = self.data.facets.insert((new.id, level), Arc::new(kept));
        if let (Some(old), Some(before)) = (old, before) {
            self.data.by_seq.remove(&(old.bucket, old.seq, old.id));
            let sum = self.data.sums.entry(old.bucket).or_default();
            *sum = sum.wrapping_sub(before.hash);
        }
        self.data
            .by_seq
            .insert((new.bucket, new.seq, new.id), level);
        Ok(())
    }

    fn put_leave(&mut self, leave: &Leave) -> Result<(), StoreError> {
        self.data
            .leaves
            .insert((leave.bucket, leave.seq, leave.id, leave.level as u8));
        Ok(())
    }

    fn put_keys(&mut self, id: Id, keys: &[Vec<u8>]) -> Result<(), StoreError> {
        for key in self
            .data
            .keys_of
            .insert(id, keys.to_vec())
            .unwrap_or_default()
        {
            if let Some(ids) = self.data.keys.get_mut(&key) {
                ids.remove(&id);
            }
        }
        for key in keys {
            self.data.keys.entry(key.clone()).or_default().insert(id);
        }
        Ok(())
    }

    fn put_shares(&mut self, id: Id, shares: &[(Id, Level)]) -> Result<(), StoreError> {
        self.data.shares.insert(id, shares.to_vec());
        Ok(())
    }

    fn put_op(&mut self, op: &Op, hash: &[u8; 32], receipt: &Receipt) -> Result<(), StoreError> {
        self.data.ops.insert(op.id, (*hash, receipt.clone()));
        self.data
            .hashes
            .entry((op.id.replica, *hash))
            .or_insert(op.id);
        self.data
            .receipts
            .insert((op.id.replica, receipt.seq), op.id);
        Ok(())
    }

    fn put_progress(&mut self, replica: ReplicaId, epoch: u32, seq: u64) -> Result<(), StoreError> {
        self.data.progress.insert((replica, epoch), seq);
        Ok(())
    }

    fn put_reach(&mut self, fingerprint: u64, reach: &Reach) -> Result<(), StoreError> {
        self.data.reaches.insert(fingerprint, reach.clone());
        Ok(())
    }

    fn next_number(&mut self, prefix: &str, year: i32) -> Result<u32, StoreError> {
        let number = self
            .data
            .numbers
            .entry((prefix.to_owned(), year))
            .or_default();
        *number += 1;
        Ok(*number)
    }

    fn year(&self, _unit: Id, at_ms: u64) -> i32 {
        // The simulator has one zone, eight hours east.
        let days = (at_ms + 8 * 3_600_000) / 86_400_000;
        crate::calendar::Date(i32::try_from(days).unwrap_or(i32::MAX)).year()
    }

    fn zone_rules(&self, name: &str) -> Option<ZoneData> {
        self.zones.iter().find(|zone| zone.name() == name).cloned()
    }
}
