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

use super::keyring::Keyring;
use super::store::Store;
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
}

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
        }
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
