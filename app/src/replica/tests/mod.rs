//! Devices and a real server machine in one room.

mod exchange;
mod failure;
mod town;
