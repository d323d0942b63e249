//! Parameters and work calendars.
use crate::calendar::{self, Span, WorkCalendar};
use crate::entity::Id;
use crate::sync::Look;
use std::borrow::Cow;

/// The calendar of a unit.
pub fn calendar_of(_look: &dyn Look, _unit: Id) -> Cow<'static, WorkCalendar> {
    Cow::Borrowed(calendar::standard())
}

/// The span of a parameter.
pub fn span(_look: &dyn Look, no: u16, _unit: Id, _at_ms: i64) -> Option<Span> {
    Some(match no {
        4 => Span::WorkingMinutes(240),
        5 => Span::DaysBefore { days: 1, by: 1080 },
        6 => Span::CalendarMinutes(15),
        7 => Span::MinutesBefore(30),
        14 => Span::WorkingDays(2),
        _ => return None,
    })
}
