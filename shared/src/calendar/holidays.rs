//! Public holidays and make-up working days 调休 of one year, as a government announces them.

use crate::ordered::SortedMap;
use std::sync::Arc;

use super::civil::Date;

/// A day that departs from the weekly pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Special {
    /// The festival it belongs to, as announced.
    pub name: Arc<str>,
    /// Off, or a make-up working day 调休.
    pub off: bool,
}

/// Why a list of holidays was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolidayError {
    /// Not a date `YYYY-MM-DD`.
    #[error("{0:?} is not a date")]
    Date(String),
    /// A notice names days of its own year and of the last December.
    #[error("{date} does not belong to the notice for {year}")]
    Year {
        /// The stray date.
        date: Date,
        /// The year of the notice.
        year: i32,
    },
    /// The same date twice, once off and once working.
    #[error("{0} is both off and working")]
    Contradiction(Date),
}

/// The notice for one year. Empty means: not announced yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayYear {
    year: i32,
    days: SortedMap<Date, Special>,
}

impl HolidayYear {
    /// From decoded entries `(date, name, off)`, the three facts of each day in a holiday file.
    pub fn new<'a>(
        year: i32,
        entries: impl IntoIterator<Item = (&'a str, &'a str, bool)>,
    ) -> Result<HolidayYear, HolidayError> {
        let dated = entries.into_iter().map(|(text, name, off)| {
            let date = Date::parse(text).ok_or_else(|| HolidayError::Date(text.to_owned()))?;
            Ok((date, name, off))
        });
        HolidayYear::of_days(year, dated.collect::<Result<Vec<_>, HolidayError>>()?)
    }

    /// The same from dates.
    ///
    /// # Errors
    /// A date that belongs elsewhere, or is both off and working.
    pub fn of_days<'a>(
        year: i32,
        entries: impl IntoIterator<Item = (Date, &'a str, bool)>,
    ) -> Result<HolidayYear, HolidayError> {
        let mut days = SortedMap::new();
        for (date, name, off) in entries {
            let (of_year, month, _) = date.ymd();
            if of_year != year && (of_year, month) != (year - 1, 12) {
                return Err(HolidayError::Year { date, year });
            }
            let special = Special {
                name: name.into(),
                off,
            };
            if days
                .insert(date, special)
                .is_some_and(|before| before.off != off)
            {
                return Err(HolidayError::Contradiction(date));
            }
        }
        Ok(HolidayYear { year, days })
    }

    /// The year it was announced for.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// Whether there is anything in it.
    pub fn is_announced(&self) -> bool {
        !self.days.is_empty()
    }

    /// Its special days in order.
    pub fn days(&self) -> &SortedMap<Date, Special> {
        &self.days
    }
}
