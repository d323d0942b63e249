//! What waits, was returned or is in conflict.

mod page;
pub mod view;

pub use page::OutboxPage;
