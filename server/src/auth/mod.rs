//! Who is calling: passwords, one-time codes, sessions, and how often one may try.

pub mod account;
pub mod attempts;
pub mod caller;
pub mod code;
pub mod device;
pub mod password;
pub mod sign_in;
pub mod token;
