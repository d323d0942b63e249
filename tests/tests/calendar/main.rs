//! The work calendar: tables at every boundary, and an independent slow oracle over random cases.

mod oracle;
mod table;
mod world;
mod zones;
