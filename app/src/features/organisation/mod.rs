//! People of the organisation: who they are, and for administrators who comes in and on which devices.

mod accounts;
mod devices;
mod invite;

pub use accounts::AccountsPage;
