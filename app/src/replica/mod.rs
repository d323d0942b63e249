//! What the screens know and change (design §4, §6).
//!
//! ```text
//! act       what a person did, before it has a number
//! core      the device machine with its store: reads, acts, tells who listens
//! depot     the seam to the device store; local = its one implementation
//! placing   a commit of the machine → changes of stored pages
//! word      the sync state of one record, in a word
//! live      the same as signals: the context every screen uses
//! ```
//! A view reads memory and never awaits the store. Only what a person did is awaited, once: until it
//! is durable.

mod act;
mod core;
pub mod depot;
#[cfg(feature = "screens")]
mod live;
mod local;
pub(crate) mod pack;
mod placing;
#[cfg(test)]
pub(crate) mod tests;
mod word;

pub use act::{Act, SaveError, Saved};
pub use core::{Core, News};
pub use depot::Health;
#[cfg(feature = "screens")]
pub use live::{BlobState, Replica};
pub use local::Local;
pub use word::RecordSync;
