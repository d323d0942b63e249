//! Confirmed rows on the device: pages of many records, frames of newer changes, and the folding of one into the other.
//!
//! ```text
//! codec     records and changes ↔ bytes
//! envelope  bytes ↔ one stored value: header, compression, encryption
//! run       which page holds which record, per bucket and kind
//! append    a pull page → new pages and delta frames, and what is dropped, one transaction
//! fold      delta frames → pages, one transaction
//! load      everything back, hot kinds first
//! ```

mod append;
pub mod codec;
pub mod envelope;
mod fold;
mod load;
mod run;
#[cfg(test)]
mod tests;

use super::StoreError;
use super::keyring::Keyring;
use super::store::{Batch, Durability, Store, Table};
pub use append::Update;
pub use codec::{Change, Record};
pub use load::{Chunk, Loader};
use run::Runs;

/// Id of a record: 16 bytes, unique over all kinds.
pub type RecordId = [u8; 16];

/// Most records of one page.
pub const PAGE_RECORDS: usize = 256;
/// A page takes no more records once they fill this many bytes before compression.
pub const PAGE_BYTES: usize = 256 * 1024;

/// The confirmed rows of one replica. One writer at a time: the leader tab.
///
/// [`PageStore::load`] must have run to its end before the first change: it learns where each record lives.
#[derive(Debug)]
pub struct PageStore<S> {
    store: S,
    keyring: Keyring,
    runs: Runs,
    /// Number of the next delta frame.
    next_frame: u64,
    /// Size of the delta frames not yet folded, as stored.
    delta_bytes: usize,
    /// Which leadership writes; none = the only one there is.
    lease: Option<u64>,
}

const LEASE: &[u8] = b"lease";

impl<S: Store> PageStore<S> {
    /// Rows in `store`, under the keys of `keyring`.
    #[must_use]
    pub fn new(store: S, keyring: Keyring) -> Self {
        Self {
            store,
            keyring,
            runs: Runs::default(),
            next_frame: 1,
            delta_bytes: 0,
            lease: None,
        }
    }

    /// Begins to write as the leader. Whoever led before can write no more, even if it was only asleep.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub async fn lead(&mut self) -> Result<(), StoreError> {
        let mut lease = 0;
        let decide = |found: Vec<Option<Vec<u8>>>| {
            lease = read_lease(&found) + 1;
            let mut batch = Batch::new();
            batch.put(Table::Meta, LEASE, lease.to_le_bytes());
            Ok(batch)
        };
        let reads = [(Table::Meta, LEASE)];
        self.store
            .update(&[Table::Meta], &reads, Durability::Relaxed, decide)
            .await?;
        self.lease = Some(lease);
        // A bucket another tab began must keep its salt.
        self.keyring.refresh(&self.store).await
    }

    /// Commits, unless another tab leads by now.
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let Some(lease) = self.lease else {
            return self.store.commit(batch, Durability::Relaxed).await;
        };
        let mut tables = batch.tables();
        if !tables.contains(&Table::Meta) {
            tables.push(Table::Meta);
        }
        let decide = |found: Vec<Option<Vec<u8>>>| match read_lease(&found) == lease {
            true => Ok(batch),
            false => Err(StoreError::Conflict),
        };
        let reads = [(Table::Meta, LEASE)];
        self.store
            .update(&tables, &reads, Durability::Relaxed, decide)
            .await
    }

    /// Bytes of changes that wait to be folded. Fold when idle and this passes a tenth of [`PageStore::page_bytes`].
    #[must_use]
    pub const fn delta_bytes(&self) -> usize {
        self.delta_bytes
    }

    /// Bytes of all pages, as stored.
    #[must_use]
    pub fn page_bytes(&self) -> usize {
        self.runs.bytes()
    }

    /// Number of records in pages.
    #[must_use]
    pub fn records(&self) -> usize {
        self.runs.records()
    }
}

fn read_lease(found: &[Option<Vec<u8>>]) -> u64 {
    let bytes = found
        .first()
        .and_then(|value| value.as_ref()?.as_slice().try_into().ok());
    bytes.map_or(0, u64::from_le_bytes)
}
