//! The way in: setup, sign-in, passphrase, unlock; and addresses that lead nowhere.

mod gates;
mod not_found;
pub mod view;

pub use gates::{gate, refusal};
pub use not_found::NotFound;
