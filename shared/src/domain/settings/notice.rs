//! A holiday notice from outside: the JSON of holiday-cn, year by year, as an item of a calendar.

use super::calendar_parts::day_off;
use super::json::{self, Json};
use super::work_calendar::{WorkCalendar, year};
use crate::calendar::{Date, HolidayError, HolidayYear};
use crate::entity::Value;
use crate::sync::op::NewItem;

/// Why a notice was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Not JSON.
    #[error("byte {0} of the file is no JSON")]
    Json(usize),
    /// JSON of another shape.
    #[error("the notice has no {0}")]
    Missing(&'static str),
    /// One of its days lacks something.
    #[error("day {0} of the notice has no name, date or isOffDay")]
    Day(usize),
    /// A year nobody plans for.
    #[error("{0} is no year of a notice")]
    Year(i64),
    /// A date that cannot stand in it.
    #[error(transparent)]
    Holiday(#[from] HolidayError),
    /// Nothing is announced: the year stays 暂定.
    #[error("the notice for {0} names no day: it is not announced yet")]
    NotAnnounced(i32),
}

/// Reads the notice of one year, `{"year", "papers"?, "days": [{"name", "date", "isOffDay"}]}`:
/// what it announces, and where that was published.
///
/// # Errors
/// What is wrong, in words for whoever chose the file.
pub fn read_notice(text: &str) -> Result<(HolidayYear, String), NoticeError> {
    let notice = json::read(text.trim_start_matches('\u{feff}')).map_err(NoticeError::Json)?;
    let Some(Json::Int(of_year)) = notice.member("year") else {
        return Err(NoticeError::Missing("year"));
    };
    let days = notice.member("days").and_then(Json::list);
    let days = days.ok_or(NoticeError::Missing("days"))?;
    let number = i32::try_from(*of_year)
        .ok()
        .filter(|n| year::RANGE.contains(n));
    let number = number.ok_or(NoticeError::Year(*of_year))?;
    let mut entries = Vec::new();
    for (at, day) in days.iter().enumerate() {
        let text = |name| day.member(name).and_then(Json::text);
        let (Some(date), Some(name), Some(Json::Bool(off))) =
            (text("date"), text("name"), day.member("isOffDay"))
        else {
            return Err(NoticeError::Day(at + 1));
        };
        entries.push((date, name, *off));
    }
    let announced = HolidayYear::new(number, entries)?;
    if !announced.is_announced() {
        return Err(NoticeError::NotAnnounced(number));
    }
    let papers = notice
        .member("papers")
        .and_then(Json::list)
        .unwrap_or_default();
    let papers: Vec<&str> = papers.iter().filter_map(Json::text).collect();
    Ok((announced, papers.join("\n")))
}

/// The item of [`WorkCalendar::YEARS`] that holds a notice. A year has one item, whoever imports
/// it, so a second import takes the place of the first.
pub fn holiday_item(notice: &HolidayYear, source: &str) -> NewItem {
    let of_sort = |off: bool| {
        let days = notice
            .days()
            .iter()
            .filter(|(_, special)| special.off == off);
        Value::List(
            days.map(|(date, special): (&Date, _)| day_off(*date, &special.name))
                .collect(),
        )
    };
    NewItem {
        field: WorkCalendar::YEARS,
        item: year::item(notice.year()),
        order: format!("{:04}", notice.year()),
        fields: vec![
            (year::YEAR, Value::Int(notice.year().into())),
            (year::SOURCE, Value::Text(source.to_owned())),
            (year::HOLIDAYS, of_sort(true)),
            (year::MAKEUP, of_sort(false)),
        ],
    }
}
