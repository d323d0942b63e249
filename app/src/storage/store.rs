//! The few generic tables everything on the device is kept in.

use super::StoreError;
use shared::ordered::sort_by;
use std::future::Future;

/// The tables of the device database. Fixed: a new kind of record never needs a new table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// One small value per concern: counters, cursors, key records, drafts.
    Meta,
    /// Confirmed rows, many per value.
    Pages,
    /// Confirmed changes since the pages were built.
    Delta,
    /// Ops of this replica until the server has them in a backup.
    Outbox,
    /// Index of records in conflict; never truth.
    Conflicts,
    /// What is known of each attachment.
    BlobMeta,
    /// The bytes of attachments, in chunks.
    BlobChunk,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 7] = [
        Self::Meta,
        Self::Pages,
        Self::Delta,
        Self::Outbox,
        Self::Conflicts,
        Self::BlobMeta,
        Self::BlobChunk,
    ];

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Pages => "pages",
            Self::Delta => "delta",
            Self::Outbox => "outbox",
            Self::Conflicts => "conflicts",
            Self::BlobMeta => "blob_meta",
            Self::BlobChunk => "blob_chunk",
        }
    }
}

/// A half-open range of keys, ordered bytewise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// First key of the range.
    pub from: Vec<u8>,
    /// First key behind the range; none = to the end.
    pub until: Option<Vec<u8>>,
}

impl Keys {
    /// Every key.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            from: Vec::new(),
            until: None,
        }
    }

    /// Exactly this key.
    #[must_use]
    pub fn one(key: &[u8]) -> Self {
        Self {
            from: key.to_vec(),
            until: Some(successor(key)),
        }
    }

    /// Every key that starts with `prefix`.
    #[must_use]
    pub fn prefix(prefix: &[u8]) -> Self {
        let mut until = prefix.to_vec();
        while until.last() == Some(&0xff) {
            until.pop();
        }
        let until = until
            .last_mut()
            .map(|last| *last += 1)
            .is_some()
            .then_some(until);
        Self {
            from: prefix.to_vec(),
            until,
        }
    }

    /// From `from` (included) to `until` (excluded).
    #[must_use]
    pub fn between(from: &[u8], until: &[u8]) -> Self {
        Self {
            from: from.to_vec(),
            until: Some(until.to_vec()),
        }
    }

    /// From `first` to `last`, both included.
    #[must_use]
    pub fn through(first: &[u8], last: &[u8]) -> Self {
        Self {
            from: first.to_vec(),
            until: Some(successor(last)),
        }
    }

    /// True when no key can be in the range.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.until.as_ref().is_some_and(|until| *until <= self.from)
    }
}

/// The smallest key greater than `key`.
fn successor(key: &[u8]) -> Vec<u8> {
    let mut next = key.to_vec();
    next.push(0);
    next
}

/// One stored value with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its key.
    pub key: Vec<u8>,
    /// Its bytes.
    pub value: Vec<u8>,
}

/// One change of a [`Batch`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Store `row`, replacing what was there.
    Put(Table, Row),
    /// Remove every key of the range.
    Delete(Table, Keys),
}

impl Write {
    /// The table it touches.
    #[must_use]
    pub const fn table(&self) -> Table {
        match self {
            Self::Put(table, _) | Self::Delete(table, _) => *table,
        }
    }
}

/// Changes that are written together or not at all, in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch(Vec<Write>);

impl Batch {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Stores `value` under `key`, replacing what was there.
    pub fn put(&mut self, table: Table, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.0.push(Write::Put(
            table,
            Row {
                key: key.into(),
                value: value.into(),
            },
        ));
    }

    /// Removes every key of the range.
    pub fn delete(&mut self, table: Table, keys: Keys) {
        self.0.push(Write::Delete(table, keys));
    }

    /// Adds the changes of `other` behind these.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The changes in order.
    #[must_use]
    pub fn writes(&self) -> &[Write] {
        &self.0
    }

    /// True when there is nothing to write.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tables it touches, each once.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let mut tables: Vec<_> = self.0.iter().map(Write::table).collect();
        sort_by(&mut tables, Ord::cmp);
        tables.dedup();
        tables
    }
}

/// How sure a commit must be before it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// On the storage medium: everything a person made.
    Strict,
    /// With the operating system: what the server can send again.
    Relaxed,
}

/// The device database: byte keys, byte values, transactions. Cheap to clone; clones share the connection.
///
/// No method awaits anything but the database inside a transaction: IndexedDB commits by itself as soon as a transaction
/// has nothing to do. Encrypt before, decrypt after.
pub trait Store: Clone + 'static {
    /// Rows of a range in key order, at most `limit`.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    fn load(
        &self,
        table: Table,
        keys: Keys,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>>;

    /// Keys of a range in order.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    fn keys(
        &self,
        table: Table,
        keys: Keys,
    ) -> impl Future<Output = Result<Vec<Vec<u8>>, StoreError>>;

    /// One transaction over `tables`: reads the `reads`, lets `decide` choose the writes from what they hold (in the same
    /// order; `None` = absent) and commits them. `decide` runs at most once, and not at all when the transaction could not
    /// start; when it fails, nothing is written. Other transactions on these tables wait, also those of other tabs.
    ///
    /// # Errors
    /// What `decide` says, or any [`StoreError`] of reading or writing; then nothing was written.
    fn update<F>(
        &self,
        tables: &[Table],
        reads: &[(Table, &[u8])],
        durability: Durability,
        decide: F,
    ) -> impl Future<Output = Result<(), StoreError>>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Result<Batch, StoreError>;

    /// Writes a batch in one transaction.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing; then nothing was written.
    fn commit(
        &self,
        batch: Batch,
        durability: Durability,
    ) -> impl Future<Output = Result<(), StoreError>> {
        async move {
            if batch.is_empty() {
                return Ok(());
            }
            self.update(&batch.tables(), &[], durability, |_| Ok(batch))
                .await
        }
    }

    /// One value.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    fn get(
        &self,
        table: Table,
        key: &[u8],
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>> {
        let range = Keys::one(key);
        async move { Ok(self.load(table, range, 1).await?.pop().map(|row| row.value)) }
    }
}
