//! Accounts and devices, for those who manage them.

pub mod devices;
pub mod grants;
pub mod users;
