//! How long something may take, and on which clock.

/// Which time passes on a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// All time counts.
    Calendar,
    /// Only working hours of working days count.
    Working,
}

/// A time limit as the rules word it (parameters P-nn, requirements §4.0). Day 0 is the day of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Hours by the clock: "24 h".
    CalendarHours(u16),
    /// Minutes by the clock.
    CalendarMinutes(u16),
    /// Ends with day N, 23:59: "30 days".
    CalendarDays(u16),
    /// Minutes of working hours: "2 working h" is 120.
    WorkingMinutes(u16),
    /// Ends with the working hours of the N-th working day after day 0. Nought means day 0 itself, or the
    /// first working day after it when day 0 is none.
    WorkingDays(u16),
    /// Ends with the same day N months later, 23:59; month-end clamps.
    Months(u16),
    /// Ends with the anniversary, 23:59; 29 February clamps.
    Years(u16),
    /// So many days before the event, by a minute of that day (1440 = its end): "18:00 the day before".
    DaysBefore {
        /// Days before day 0.
        days: u16,
        /// Minute of the day, at most 1440; more counts as 1440.
        by: u16,
    },
    /// So many minutes before the event: "30 min before arrival".
    MinutesBefore(u16),
}

impl Span {
    /// How long it is in milliseconds, where it is so many minutes or hours by the clock.
    #[must_use]
    pub fn by_clock_ms(self) -> Option<i64> {
        const MINUTE: i64 = 60_000;
        match self {
            Span::CalendarMinutes(n) => Some(i64::from(n) * MINUTE),
            Span::CalendarHours(n) => Some(i64::from(n) * 60 * MINUTE),
            _ => None,
        }
    }

    /// The clock that reminders and escalations of this span run on.
    pub fn clock(self) -> Clock {
        match self {
            Span::WorkingMinutes(_) | Span::WorkingDays(_) => Clock::Working,
            _ => Clock::Calendar,
        }
    }
}
