//! The work calendar: tables at every boundary, and an independent slow oracle over random cases.

#![allow(clippy::unwrap_used)]

mod oracle;
mod parameters;
mod table;
mod world;
mod zones;
