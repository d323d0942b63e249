//! Devices and a real server machine in one room.

mod attachments;
mod exchange;
mod failure;
mod town;

pub(crate) use town::Place;
