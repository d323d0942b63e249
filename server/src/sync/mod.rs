//! The meeting point of the devices.

pub mod body;
pub mod exchange;
pub mod json;
pub mod poke;
pub mod rescue;
