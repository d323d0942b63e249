//! The server's store with everything a test wants to do to it: crash at the n-th commit, a full
//! disk, a record whose reading makes the rules panic, a log of all that was committed, and the
//! deliberate defects of the broken variants that live in a store.

use shared::access::Reach;
use shared::calendar::ZoneData;
use shared::entity::{Bucket, FacetHash, FacetRow, Id, Level, OpId, ReplicaId, Slot};
use shared::sync::server::{Fault, MemoryStore, Meta, Page, RowQuery, Store, StoreError};
use shared::sync::wire::Leave;
use shared::sync::{Op, Receipt, Verdict};

use super::broken::Broken;

/// What a panicking rule throws: the only panic the simulator expects.
pub(super) struct PoisonPanic;

/// The store.
#[derive(Clone, Debug, Default)]
pub(super) struct Tampered {
    /// The store underneath.
    pub inner: MemoryStore,
    /// Crash at this commit from now (0 = the next).
    pub crash_in: Option<u32>,
    /// Every write fails.
    pub full: bool,
    /// Reading this record panics while rules run.
    pub poison: Option<Id>,
    /// The defect, if any.
    pub broken: Option<Broken>,
    /// Ops of the transaction under way, with their receipts.
    pub written: Vec<(Op, Receipt)>,
    /// Committed transactions not yet taken into the books.
    pub committed: Vec<Vec<(Op, Receipt)>>,
    late: Vec<(Op, [u8; 32], Receipt)>,
}

impl Tampered {
    /// A store with a defect or none.
    pub(super) fn new(broken: Option<Broken>) -> Tampered {
        Tampered {
            inner: MemoryStore::new(),
            broken,
            ..Tampered::default()
        }
    }

    fn is(&self, broken: Broken) -> bool {
        self.broken == Some(broken)
    }

    /// Drops one of two siblings from every cell of the row.
    fn one_of(&self, row: &FacetRow, by_clock: bool) -> FacetRow {
        let mut row = row.clone();
        for slot in row.slots.values_mut() {
            if let Slot::Cell(cell) = slot
                && cell.in_conflict()
            {
                if by_clock {
                    cell.versions.sort_by_key(|v| (v.hlc, v.op));
                }
                cell.versions.drain(..cell.versions.len() - 1);
            }
        }
        row
    }
}

impl Store for Tampered {
    fn begin(&mut self) -> Result<(), StoreError> {
        self.written.clear();
        self.inner.fault = match self.crash_in {
            Some(0) => {
                self.crash_in = None;
                Some(Fault::Crash)
            }
            Some(n) => {
                self.crash_in = Some(n - 1);
                None
            }
            None => None,
        };
        if self.full {
            self.inner.fault = Some(Fault::Full);
        }
        if self.is(Broken::ReceiptOutside) && self.inner.fault.is_some() {
            // The first transaction, with the effects, gets through; the second does not.
            self.inner.fault = None;
            self.inner.begin()?;
            self.inner.fault = Some(Fault::Crash);
            return Ok(());
        }
        self.inner.begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if self.is(Broken::ReceiptOutside) {
            let fails = self.inner.fault.take().is_some();
            self.inner.commit()?;
            let late = core::mem::take(&mut self.late);
            if fails {
                self.written.clear();
                return Err(StoreError::Failed("crashed".into()));
            }
            for (op, hash, receipt) in late {
                self.inner.put_op(&op, &hash, &receipt)?;
            }
        } else {
            let done = self.inner.commit();
            if done.is_err() {
                self.written.clear();
            }
            done?;
        }
        if !self.written.is_empty() {
            self.committed.push(core::mem::take(&mut self.written));
        }
        Ok(())
    }

    fn rollback(&mut self) {
        self.written.clear();
        self.late.clear();
        self.inner.rollback();
    }

    fn meta(&self) -> Result<Meta, StoreError> {
        self.inner.meta()
    }

    fn epoch_base(&self, epoch: u32) -> Result<Option<u64>, StoreError> {
        self.inner.epoch_base(epoch)
    }

    fn facets(&self, id: Id) -> Result<Vec<FacetRow>, StoreError> {
        if self.poison == Some(id) {
            std::panic::panic_any(PoisonPanic);
        }
        self.inner.facets(id)
    }

    fn ids_at(&self, key: &[u8]) -> Result<Vec<Id>, StoreError> {
        self.inner.ids_at(key)
    }

    fn receipt(&self, op: OpId) -> Result<Option<([u8; 32], Receipt)>, StoreError> {
        self.inner.receipt(op)
    }

    fn op_with(&self, replica: ReplicaId, hash: &[u8; 32]) -> Result<Option<OpId>, StoreError> {
        self.inner.op_with(replica, hash)
    }

    fn progress(&self, replica: ReplicaId, epoch: u32) -> Result<u64, StoreError> {
        self.inner.progress(replica, epoch)
    }

    fn progress_of(&self, replica: ReplicaId) -> Result<Vec<(u32, u64)>, StoreError> {
        self.inner.progress_of(replica)
    }

    fn reach(&self, fingerprint: u64) -> Result<Option<Reach>, StoreError> {
        self.inner.reach(fingerprint)
    }

    fn buckets(&self) -> Result<Vec<(Bucket, FacetHash)>, StoreError> {
        self.inner.buckets()
    }

    fn rows(&self, query: &RowQuery<'_>) -> Result<Page, StoreError> {
        self.inner.rows(query)
    }

    fn shared_rows(&self, user: Id, after: u64, upto: u64) -> Result<Vec<FacetRow>, StoreError> {
        self.inner.shared_rows(user, after, upto)
    }

    fn leaves(&self, buckets: &[Bucket], after: u64, upto: u64) -> Result<Vec<Leave>, StoreError> {
        self.inner.leaves(buckets, after, upto)
    }

    fn receipts(
        &self,
        replica: ReplicaId,
        after: u64,
        upto: u64,
        max: usize,
    ) -> Result<Vec<Receipt>, StoreError> {
        self.inner.receipts(replica, after, upto, max)
    }

    fn shares(&self, id: Id) -> Result<Vec<(Id, Level)>, StoreError> {
        self.inner.shares(id)
    }

    fn next_seq(&mut self) -> Result<u64, StoreError> {
        self.inner.next_seq()
    }

    fn put_facet(&mut self, old: Option<&FacetRow>, new: &FacetRow) -> Result<(), StoreError> {
        match self.broken {
            Some(Broken::SiblingDropped) => {
                let row = self.one_of(new, false);
                self.inner.put_facet(old, &row)
            }
            Some(Broken::ClockDecides) => {
                let row = self.one_of(new, true);
                self.inner.put_facet(old, &row)
            }
            _ => self.inner.put_facet(old, new),
        }
    }

    fn put_leave(&mut self, leave: &Leave) -> Result<(), StoreError> {
        if self.is(Broken::LeaveLost) {
            return Ok(());
        }
        self.inner.put_leave(leave)
    }

    fn put_keys(&mut self, id: Id, keys: &[Vec<u8>]) -> Result<(), StoreError> {
        self.inner.put_keys(id, keys)
    }

    fn put_shares(&mut self, id: Id, shares: &[(Id, Level)]) -> Result<(), StoreError> {
        self.inner.put_shares(id, shares)
    }

    fn put_op(&mut self, op: &Op, hash: &[u8; 32], receipt: &Receipt) -> Result<(), StoreError> {
        if self.is(Broken::QuarantineLost) && receipt.verdict == Verdict::Quarantined {
            return Ok(());
        }
        self.written.push((op.clone(), receipt.clone()));
        if self.is(Broken::ReceiptOutside) {
            self.late.push((op.clone(), *hash, receipt.clone()));
            return Ok(());
        }
        self.inner.put_op(op, hash, receipt)
    }

    fn put_progress(&mut self, replica: ReplicaId, epoch: u32, seq: u64) -> Result<(), StoreError> {
        self.inner.put_progress(replica, epoch, seq)
    }

    fn put_reach(&mut self, fingerprint: u64, reach: &Reach) -> Result<(), StoreError> {
        self.inner.put_reach(fingerprint, reach)
    }

    fn next_number(&mut self, prefix: &str, year: i32) -> Result<u32, StoreError> {
        self.inner.next_number(prefix, year)
    }

    fn year(&self, unit: Id, at_ms: u64) -> i32 {
        self.inner.year(unit, at_ms)
    }

    fn zone_rules(&self, name: &str) -> Option<ZoneData> {
        self.inner.zone_rules(name)
    }
}
