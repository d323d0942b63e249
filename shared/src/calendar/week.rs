//! The work calendar of a unit: weekly pattern, opening hours, and the announced exceptions.

use crate::ordered::SortedMap;
use std::sync::Arc;

use super::civil::{DAY, Date, Moment, Weekday};
use super::holidays::{HolidayYear, Special};
use super::zone::ZoneData;

/// A set of days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Friday.
    pub const MON_FRI: Weekdays = Weekdays(0b001_1111);

    /// The set of these days.
    pub fn of(days: &[Weekday]) -> Weekdays {
        Weekdays(days.iter().fold(0, |set, day| set | 1 << *day as u8))
    }

    /// Whether the day is in it.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day as u8 != 0
    }
}

/// Working hours from one wall-clock minute of the day to another, `from ≤ t < to ≤ 1440`.
/// A shift over midnight is two periods, each part of its own date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First minute of the day.
    pub from: u16,
    /// The minute after the last.
    pub to: u16,
}

/// Why a work calendar was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Without a working day no working clock would ever end.
    #[error("a work calendar needs a working day of the week")]
    NoWorkday,
    /// Nor without hours.
    #[error("a work calendar needs working hours")]
    NoHours,
    /// Periods are in order, do not touch each other's minutes and end by 24:00.
    #[error("working hours overlap, are out of order, or end before they begin")]
    Hours,
}

/// Why a date is a working day or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// A working day of the week.
    Workday,
    /// Not a working day of the week.
    Weekend,
    /// An announced holiday, by name.
    Holiday(Arc<str>),
    /// A make-up working day 调休, by the name of its festival.
    MakeUp(Arc<str>),
}

impl DayKind {
    /// Whether people work on such a day.
    pub fn works(&self) -> bool {
        matches!(self, DayKind::Workday | DayKind::MakeUp(_))
    }
}

/// A date with what the calendar says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// Working or not, and why.
    pub kind: DayKind,
    /// Whether the holidays of its year are known. If not, the answer is provisional 暂定.
    pub announced: bool,
}

/// The work calendar 工作日历 of a unit (requirements §4.0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendar {
    zone: ZoneData,
    workdays: Weekdays,
    hours: Vec<Period>,
    years: SortedMap<i32, HolidayYear>,
}

impl WorkCalendar {
    /// A calendar that knows no holidays yet.
    pub fn new(
        zone: ZoneData,
        workdays: Weekdays,
        hours: Vec<Period>,
    ) -> Result<WorkCalendar, CalendarError> {
        if workdays == Weekdays::default() {
            return Err(CalendarError::NoWorkday);
        }
        if hours.is_empty() {
            return Err(CalendarError::NoHours);
        }
        let backwards = hours
            .iter()
            .any(|p| p.from >= p.to || i64::from(p.to) > DAY);
        if backwards || hours.windows(2).any(|pair| pair[0].to > pair[1].from) {
            return Err(CalendarError::Hours);
        }
        Ok(WorkCalendar {
            zone,
            workdays,
            hours,
            years: SortedMap::new(),
        })
    }

    /// Takes the notice for a year, in place of an earlier one for the same year.
    pub fn announce(&mut self, year: HolidayYear) {
        self.years.insert(year.year(), year);
    }

    /// The moment of a minute of a date on the unit's wall clock; 1440 is the end of the date.
    pub fn moment_of(&self, date: Date, minute: u16) -> Moment {
        self.zone.end_of(date, minute).moment()
    }

    /// The unit's time zone.
    pub fn zone(&self) -> &ZoneData {
        &self.zone
    }

    /// The working days of a plain week.
    pub fn workdays(&self) -> Weekdays {
        self.workdays
    }

    /// The working hours of a working day.
    pub fn hours(&self) -> &[Period] {
        &self.hours
    }

    /// The notices taken so far.
    pub fn years(&self) -> impl Iterator<Item = &HolidayYear> {
        self.years.values()
    }

    /// What this calendar says of a date.
    pub fn day(&self, date: Date) -> Day {
        let year = date.year();
        let kind = match self.special(year, date) {
            Some(Special { name, off: true }) => DayKind::Holiday(name.clone()),
            Some(Special { name, off: false }) => DayKind::MakeUp(name.clone()),
            None if self.workdays.contains(date.weekday()) => DayKind::Workday,
            None => DayKind::Weekend,
        };
        let announced = self.years.get(&year).is_some_and(HolidayYear::is_announced);
        Day {
            date,
            kind,
            announced,
        }
    }

    /// The next year's notice may move days of this December, and as the later one it wins.
    fn special(&self, year: i32, date: Date) -> Option<&Special> {
        [year + 1, year]
            .iter()
            .find_map(|year| self.years.get(year)?.days().get(&date))
    }
}
