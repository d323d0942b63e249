//! Work calendars: working days and hours, holidays, zones as data, due times with their trace (design §8).
//!
//! Everything here is a pure function of its arguments, so a device and the server agree on every deadline.
//! The zone database and the holiday notices come in as data: [`ZoneData`] and [`HolidayYear`].

mod china;
mod civil;
mod due;
mod holidays;
mod judge;
mod span;
mod trace;
mod week;
mod work;
mod zone;
mod zone_bytes;

pub use china::standard;
pub use civil::{Date, Local, Moment, Weekday};
pub use due::{Due, Point, due, point};
pub use holidays::{HolidayError, HolidayYear, Special};
pub use judge::{Judged, judged};
pub use span::{Clock, Span};
pub use trace::{Flaw, Step, replay};
pub use week::{CalendarError, Day, DayKind, Period, Weekdays, WorkCalendar};
pub use zone::{Change, ZoneData, ZoneError};
