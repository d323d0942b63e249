//! Parameters and work calendars (requirements §4.0): the numbers that rules work with, and whose
//! working time they run on.
//!
//! A rule asks [`in_force`] with a typed key of [`keys`] and the unit's calendar of
//! [`calendar_of`], and hands both to [`crate::calendar::due`]. Both follow the units upwards.
//! Start at the folder `table` for what there is, at `parameter.rs` for how a change is recorded.

mod calendar_parts;
mod calendar_rules;
mod grammar;
mod json;
mod lookup;
mod notice;
mod of_unit;
mod parameter;
mod setting;
mod table;
mod upwards;
mod work_calendar;

pub(super) use calendar_rules::{calendar_check, calendar_effects};
pub use grammar::{Expected, parse};
pub use lookup::{InForce, in_force, in_force_by_number, screen_lock_ms};
pub use notice::{NoticeError, holiday_item, read_notice};
pub use of_unit::{calendar_in, calendar_of, zone_of};
pub use parameter::{Change, Number, Parameter};
pub(super) use parameter::{parameter_check, parameter_keys};
pub use setting::{Answer, Clocks, Pair, Percent, Setting, Shares, Sort, Threshold, Triple};
pub use table::{Key, NUMBERS, Origin, Spec, keys, spec, table};
pub use upwards::{Upwards, upwards};
pub use work_calendar::{WorkCalendar, WorkDay, starting, year};

#[cfg(test)]
mod tests;
