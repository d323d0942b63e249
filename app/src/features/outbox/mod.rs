//! What waits, was returned or is in conflict.

pub mod view;
