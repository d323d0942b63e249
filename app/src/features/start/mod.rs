//! Screens outside any business system: the way in, and addresses that lead nowhere.

mod not_found;

pub use not_found::NotFound;
