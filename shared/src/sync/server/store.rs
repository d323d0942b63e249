//! What the server machine needs of a database. SQLite, PostgreSQL and memory implement it and run
//! the same conformance suite.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::access::Reach;
use crate::calendar::ZoneData;
use crate::entity::{Bucket, FacetHash, FacetRow, Id, Level, OpId, Record, ReplicaId};
use crate::sync::look::{Found, Look, Lookup, RecordRef};
use crate::sync::receipt::Receipt;
use crate::sync::wire::Leave;

/// The database failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    /// No room left; reads go on.
    #[error("the disk is full")]
    Full,
    /// Busy for longer than we wait.
    #[error("the database is busy")]
    Busy,
    /// Anything else.
    #[error("the database failed: {0}")]
    Failed(String),
}

/// Numbers that belong to the whole store.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Meta {
    /// The server's life: raised by every restore from a backup.
    pub epoch: u32,
    /// The last sequence given.
    pub seq: u64,
    /// The last sequence that is in a backup.
    pub watermark: u64,
}

/// Which rows of a pull.
#[derive(Clone, Debug)]
pub struct RowQuery<'a> {
    /// In these buckets.
    pub buckets: &'a [Bucket],
    /// Above this sequence.
    pub after: u64,
    /// At or below this one.
    pub upto: u64,
    /// Stop when this many bytes are reached, but never inside one sequence.
    pub max_bytes: usize,
}

/// Rows in order of sequence.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// The rows.
    pub rows: Vec<FacetRow>,
    /// They fill the query's bytes: there may be more.
    pub full: bool,
}

/// A transactional store of facets, receipts and indexes. Reads inside a transaction see its writes.
pub trait Store {
    /// Starts a transaction.
    fn begin(&mut self) -> Result<(), StoreError>;
    /// Makes it durable.
    fn commit(&mut self) -> Result<(), StoreError>;
    /// Forgets it.
    fn rollback(&mut self);

    /// Epoch, sequence, watermark.
    fn meta(&self) -> Result<Meta, StoreError>;
    /// The sequence in the numbers of the current epoch up to which an older epoch agrees with it.
    fn epoch_base(&self, epoch: u32) -> Result<Option<u64>, StoreError>;
    /// All facets of a record, lowest level first.
    fn facets(&self, id: Id) -> Result<Vec<FacetRow>, StoreError>;
    /// Records at an index key, sorted.
    fn ids_at(&self, key: &[u8]) -> Result<Vec<Id>, StoreError>;
    /// The stored hash and receipt of an op.
    fn receipt(&self, op: OpId) -> Result<Option<([u8; 32], Receipt)>, StoreError>;
    /// An op of this replica with this hash, if there is one. Only asked for ops of a later epoch: a
    /// device that was rolled back may send the same intent under another number.
    fn op_with(&self, replica: ReplicaId, hash: &[u8; 32]) -> Result<Option<OpId>, StoreError>;
    /// The highest sequence of (replica, epoch) below which nothing is missing.
    fn progress(&self, replica: ReplicaId, epoch: u32) -> Result<u64, StoreError>;
    /// The same for all epochs of a replica.
    fn progress_of(&self, replica: ReplicaId) -> Result<Vec<(u32, u64)>, StoreError>;
    /// A reach by its fingerprint.
    fn reach(&self, fingerprint: u64) -> Result<Option<Reach>, StoreError>;
    /// Every bucket that has or had rows, with its hash.
    fn buckets(&self) -> Result<Vec<(Bucket, FacetHash)>, StoreError>;
    /// Rows in order of sequence.
    fn rows(&self, query: &RowQuery<'_>) -> Result<Page, StoreError>;
    /// Facets lent to a user, in order of sequence.
    fn shared_rows(&self, user: Id, after: u64, upto: u64) -> Result<Vec<FacetRow>, StoreError>;
    /// Leaves in order of sequence.
    fn leaves(&self, buckets: &[Bucket], after: u64, upto: u64) -> Result<Vec<Leave>, StoreError>;
    /// Receipts of a replica in order of sequence, at most `max`.
    fn receipts(
        &self,
        replica: ReplicaId,
        after: u64,
        upto: u64,
        max: usize,
    ) -> Result<Vec<Receipt>, StoreError>;
    /// To whom a record is lent, and up to which level.
    fn shares(&self, id: Id) -> Result<Vec<(Id, Level)>, StoreError>;

    /// The next sequence.
    fn next_seq(&mut self) -> Result<u64, StoreError>;
    /// Inserts or replaces a facet and keeps its bucket's hash: subtract the old row's, add the new one's.
    fn put_facet(&mut self, old: Option<&FacetRow>, new: &FacetRow) -> Result<(), StoreError>;
    /// A facet left a bucket.
    fn put_leave(&mut self, leave: &Leave) -> Result<(), StoreError>;
    /// Replaces the index keys of a record.
    fn put_keys(&mut self, id: Id, keys: &[Vec<u8>]) -> Result<(), StoreError>;
    /// Replaces the shares of a record.
    fn put_shares(&mut self, id: Id, shares: &[(Id, Level)]) -> Result<(), StoreError>;
    /// Stores an op with its hash and receipt.
    fn put_op(
        &mut self,
        op: &crate::sync::Op,
        hash: &[u8; 32],
        receipt: &Receipt,
    ) -> Result<(), StoreError>;
    /// Raises the progress of (replica, epoch).
    fn put_progress(&mut self, replica: ReplicaId, epoch: u32, seq: u64) -> Result<(), StoreError>;
    /// Remembers a reach.
    fn put_reach(&mut self, fingerprint: u64, reach: &Reach) -> Result<(), StoreError>;
    /// The next document number of a series.
    fn next_number(&mut self, prefix: &str, year: i32) -> Result<u32, StoreError>;
    /// The calendar year of a moment in the zone of a unit.
    fn year(&self, unit: Id, at_ms: u64) -> i32;
    /// The rules of a zone by its IANA name; `None` = there is no such zone.
    fn zone_rules(&self, name: &str) -> Option<ZoneData>;
}

/// Reads of `apply` on the server: everything is here. The first store error is kept for the caller.
pub struct StoreLook<'s, S> {
    store: &'s S,
    cache: RefCell<HashMap<Id, Option<Rc<Record>>>>,
    error: RefCell<Option<StoreError>>,
}

impl<'s, S: Store> StoreLook<'s, S> {
    /// Looks into a store.
    pub fn new(store: &'s S) -> StoreLook<'s, S> {
        StoreLook {
            store,
            cache: RefCell::default(),
            error: RefCell::default(),
        }
    }

    /// The first error met, if any: what was decided on it must not be kept.
    pub fn error(self) -> Option<StoreError> {
        self.error.into_inner()
    }

    fn fail<T: Default>(&self, error: StoreError) -> T {
        self.error.borrow_mut().get_or_insert(error);
        T::default()
    }
}

impl<S: Store> Look for StoreLook<'_, S> {
    fn record(&self, id: Id) -> Lookup<RecordRef<'_>> {
        if id.is_nil() {
            return Lookup::Absent;
        }
        let known = self.cache.borrow().get(&id).cloned();
        let record = known.unwrap_or_else(|| {
            let facets = self
                .store
                .facets(id)
                .unwrap_or_else(|error| self.fail(error));
            let record = Record::from_facets(facets).map(Rc::new);
            self.cache.borrow_mut().insert(id, record.clone());
            record
        });
        match record {
            Some(record) => Lookup::Known(RecordRef::Shared(record)),
            None => Lookup::Absent,
        }
    }

    fn at(&self, key: &[u8]) -> Found {
        let ids = self
            .store
            .ids_at(key)
            .unwrap_or_else(|error| self.fail(error));
        Found {
            ids,
            complete: true,
        }
    }
}
