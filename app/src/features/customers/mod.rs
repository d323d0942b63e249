//! Customers, their people and everything that happened with them.

pub mod view;
