//! The parts of a calendar as its record holds them: days of the week, hours, the days of a year.

use super::grammar::{clock, wall};
use super::work_calendar::year;
use crate::calendar::{Date, HolidayError, HolidayYear, Period, Weekday, Weekdays};
use crate::entity::Value;

/// One day of a year's list.
pub(super) fn day_off(date: Date, name: &str) -> Value {
    Value::Group(vec![
        (1, Value::Day(date.0)),
        (2, Value::Text(name.to_owned())),
    ])
}

/// Working days of the week; `None` when one is unknown or there are none.
pub(super) fn read_workdays(value: &Value) -> Option<Weekdays> {
    let day = |value: &Value| {
        let no = usize::try_from(value.choice()?).ok()?;
        Weekday::ALL.get(no.checked_sub(1)?).copied()
    };
    let days: Option<Vec<Weekday>> = value.items().iter().map(day).collect();
    days.filter(|days| !days.is_empty())
        .map(|days| Weekdays::of(&days))
}

/// Working hours; `None` when one does not read or they are out of order.
pub(super) fn read_hours(value: &Value) -> Option<Vec<Period>> {
    let period = |value: &Value| {
        let (from, to) = value.text()?.trim().split_once('-')?;
        let (from, to) = (clock(from.trim())?, clock(to.trim())?);
        (from < to).then_some(Period { from, to })
    };
    let hours: Option<Vec<Period>> = value.items().iter().map(period).collect();
    let hours = hours?;
    let rising = hours.windows(2).all(|pair| pair[0].to <= pair[1].from);
    (rising && !hours.is_empty()).then_some(hours)
}

/// The notice in the parts of a year.
///
/// # Errors
/// A day that belongs elsewhere, or is both off and worked.
pub(super) fn read_year<'v>(
    number: i32,
    part: impl Fn(u16) -> Option<&'v Value>,
) -> Result<HolidayYear, HolidayError> {
    let days = |no: u16, off: bool| {
        let items = part(no).map(Value::items).unwrap_or_default();
        items.iter().filter_map(move |day| {
            let Some(Value::Day(date)) = day.part(1) else {
                return None;
            };
            let name = day.part(2).and_then(Value::text).unwrap_or_default();
            Some((Date(*date), name, off))
        })
    };
    HolidayYear::of_days(
        number,
        days(year::HOLIDAYS, true).chain(days(year::MAKEUP, false)),
    )
}

/// Working hours as they are written.
pub(super) fn wall_period(period: Period) -> String {
    format!("{}-{}", wall(period.from), wall(period.to))
}
