//! Test harness shared by the integration tests.

pub mod customers;
pub mod sim;
