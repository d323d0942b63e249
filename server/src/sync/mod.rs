//! The meeting point of the devices.

pub mod poke;
