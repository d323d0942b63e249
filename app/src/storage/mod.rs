//! The encrypted device store (design §6).
//!
//! ```text
//! page     confirmed rows: pages of many records, delta frames, folding
//! store    the few generic tables underneath: memory and IndexedDB, one conformance suite
//! ```
//! Row and op bytes are opaque here; `shared::sync` encodes them. Nothing in this module knows an entity or a rule.

pub mod conformance;
pub mod error;
pub mod indexed_db;
pub mod journal;
pub mod keyring;
pub mod keys;
pub mod memory;
pub mod outbox;
pub mod page;
pub mod store;
pub mod witness;

pub use error::StoreError;
pub use indexed_db::IndexedDb;
pub use memory::Memory;
pub use store::{Batch, Durability, Keys, Row, Store, Table};
