//! Devices and a real server machine in one room.

mod attachments;
mod exchange;
mod failure;
mod tabs;
mod town;

pub(crate) use town::Place;
