//! The encrypted device store (design §6).
//!
//! ```text
//! device   everything below put together: start, unlock, save, read
//! page     confirmed rows: pages of many records, delta frames, folding
//! outbox   ops of this replica, in two journals and with a third witness
//! journal  the journal outside of the database, in private files
//! blobs    attachments
//! secrets  drafts, conflicts, settings
//! keys     passphrase → device key → sessions
//! store    the few generic tables underneath: memory and IndexedDB, one conformance suite
//! ```
//! Row and op bytes are opaque here; `shared::sync` encodes them. Nothing in this module knows an entity or a rule.

pub mod blobs;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod conformance;
pub mod device;
pub mod error;
pub mod indexed_db;
pub mod journal;
pub mod keyring;
pub mod keys;
pub mod memory;
pub mod outbox;
pub mod page;
pub mod secrets;
pub mod store;
pub mod witness;

pub use error::StoreError;
pub use indexed_db::IndexedDb;
pub use memory::Memory;
pub use store::{Batch, Durability, Keys, Row, Store, Table};
