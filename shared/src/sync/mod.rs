//! Ops, receipts, merge, feed and the sync machines of both ends (design §4).
//!
//! A user action is one or more [`Op`]s. One pure [`apply`](apply::apply) runs speculatively on
//! the device and authoritatively on the server. Start at [`op`] for what is sent, at [`mod@apply`]
//! for what it does, at [`server`] and [`client`] for who sends what when.

pub mod apply;
pub mod client;
pub mod look;
pub mod op;
pub mod receipt;
pub mod server;
pub mod slice;
pub mod wire;
pub mod world;

pub use look::{Found, Look, Lookup, Overlay, RecordRef};
pub use op::{Action, Class, Op, Seen};
pub use receipt::{Authority, Reason, Receipt, Verdict};

#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_healing;
#[cfg(test)]
mod tests_lines;
#[cfg(test)]
mod tests_rules;
