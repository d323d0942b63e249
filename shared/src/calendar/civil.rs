//! Civil dates and instants: the proleptic Gregorian calendar in whole days, time in milliseconds.

use std::fmt;

/// Minutes in a civil day; as a minute of the day it means 24:00.
pub(super) const DAY: i64 = 1440;
const MINUTE_MS: i64 = 60_000;

/// A moment: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The whole minute this moment lies in, counted from the epoch.
    pub(super) fn minute(self) -> i64 {
        self.0.div_euclid(MINUTE_MS)
    }

    pub(super) fn from_minute(minute: i64) -> Moment {
        Moment(minute * MINUTE_MS)
    }
}

/// Day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
}

/// A civil date, held as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

impl Date {
    /// The date, or `None` when there is no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let real = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        real.then(|| Date::unchecked(year, month, day))
    }

    /// `YYYY-MM-DD`, nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let ymd = text.as_bytes();
        let shape = ymd.len() == 10
            && ymd.iter().enumerate().all(|(i, b)| match i {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shape {
            return None;
        }
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        Date::new(number(0, 4)? as i32, number(5, 7)?, number(8, 10)?)
    }

    /// Days from the epoch. Years are counted from March, so that the leap day is the last day of a year
    /// and month lengths follow one straight line (153 days in five months).
    fn unchecked(year: i32, month: u32, day: u32) -> Date {
        let year = year - i32::from(month <= 2);
        let months = (month as i32 + 9) % 12;
        let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        Date(year * 365 + leaps + (153 * months + 2) / 5 + day as i32 - 719_469)
    }

    /// Year, month 1-12, day 1-31.
    pub fn ymd(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let months = (5 * of_year + 2) / 153;
        let day = of_year - (153 * months + 2) / 5 + 1;
        let month = (months + 2) % 12 + 1;
        (
            era * 400 + year + i32::from(month <= 2),
            month as u32,
            day as u32,
        )
    }

    /// The year it lies in.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Its day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// This many days later (earlier when negative).
    pub fn plus_days(self, days: i32) -> Date {
        Date(self.0 + days)
    }

    /// The same day of the month this many months later; the last day of that month when it is shorter (I-04).
    pub fn plus_months(self, months: u32) -> Date {
        let (year, month, day) = self.ymd();
        let months = (month - 1) + months;
        let (year, month) = (year + (months / 12) as i32, months % 12 + 1);
        Date::unchecked(year, month, day.min(days_in_month(year, month)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A moment as the clock on the wall of the unit shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Local {
    /// The civil date.
    pub date: Date,
    /// Minute of that date, 0-1440. 1440 is 24:00: the end of this date, not the start of the next.
    pub minute: u16,
    /// Minutes east of UTC.
    pub offset: i16,
}

impl Local {
    /// The moment it names.
    pub fn moment(self) -> Moment {
        Moment::from_minute(wall(self.date, self.minute) - i64::from(self.offset))
    }

    /// Hour and minute as shown to people: 24:00 is shown as 23:59 (requirements §4.0).
    pub fn shown(self) -> (u16, u16) {
        let minute = self.minute.min(DAY as u16 - 1);
        (minute / 60, minute % 60)
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.shown();
        write!(f, "{} {hour:02}:{minute:02}", self.date)
    }
}

/// The wall clock as one number: minutes since 1970-01-01 00:00 on the wall.
pub(super) fn wall(date: Date, minute: u16) -> i64 {
    i64::from(date.0) * DAY + i64::from(minute)
}
