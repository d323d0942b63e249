//! The trace of a deadline: every step from the event to the due time, as data the screen can tell.

use super::civil::{Local, Moment};
use super::span::Span;
use super::week::Day;

/// One step on the way to a due time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The clock starts at the event, seconds dropped.
    Start {
        /// The event.
        at: Local,
        /// The limit that runs from it.
        span: Span,
    },
    /// Time by the clock, whatever the day.
    Elapsed {
        /// Where it ends.
        to: Local,
    },
    /// A move by days, months or years on the calendar.
    Moved {
        /// Where it ends: a minute of the target date.
        to: Local,
        /// The target month has no such day, so its last day was taken.
        clamped: bool,
    },
    /// A day that does not count. Its kind says why; on a working day no working hours were left.
    Skipped {
        /// The day.
        day: Day,
    },
    /// A working day that counts.
    Counted {
        /// The day.
        day: Day,
        /// The how-manieth working day it is; nought is day 0 itself.
        number: u16,
        /// The end of its working hours.
        closes: Local,
    },
    /// Working hours that count.
    Ran {
        /// The day.
        day: Day,
        /// Their first minute.
        from: Local,
        /// Their end.
        to: Local,
    },
}

/// A trace that does not hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("step {step} of the trace does not follow from the one before")]
pub struct Flaw {
    /// Index of the first bad step, or the length when steps are missing.
    pub step: usize,
}

/// Follows a trace from its start and gives the due time it proves. Needs no calendar: whoever doubts a
/// deadline can check each step by hand.
pub fn replay(trace: &[Step]) -> Result<Moment, Flaw> {
    let Some((Step::Start { at, span }, rest)) = trace.split_first() else {
        return Err(Flaw { step: 0 });
    };
    let end = match *span {
        Span::CalendarHours(hours) => elapsed(*at, i64::from(hours) * 60, rest),
        Span::CalendarMinutes(minutes) => elapsed(*at, i64::from(minutes), rest),
        Span::MinutesBefore(minutes) => elapsed(*at, -i64::from(minutes), rest),
        Span::WorkingMinutes(minutes) => ran(*at, i64::from(minutes), rest),
        Span::WorkingDays(days) => counted(*at, days, rest),
        Span::CalendarDays(_) | Span::Months(_) | Span::Years(_) | Span::DaysBefore { .. } => {
            moved(*at, *span, rest)
        }
    };
    end.map_err(|index| Flaw { step: index + 1 })
}

fn elapsed(at: Local, minutes: i64, rest: &[Step]) -> Result<Moment, usize> {
    let end = Moment::from_minute(at.moment().minute() + minutes);
    match rest {
        [Step::Elapsed { to }] if to.moment() == end => Ok(end),
        _ => Err(0),
    }
}

fn moved(at: Local, span: Span, rest: &[Step]) -> Result<Moment, usize> {
    let (date, minute, clamped) = span.target(at.date);
    match rest {
        [Step::Moved { to, clamped: said }]
            if (to.date, to.minute, *said) == (date, minute, clamped) =>
        {
            Ok(to.moment())
        }
        _ => Err(0),
    }
}

/// Every date after day 0 appears once and in order; the working ones are numbered; the last is the N-th.
fn counted(at: Local, days: u16, rest: &[Step]) -> Result<Moment, usize> {
    let mut next = if days == 0 {
        at.date
    } else {
        at.date.plus_days(1)
    };
    let mut number = 0;
    for (index, step) in rest.iter().enumerate() {
        let (Step::Skipped { day } | Step::Counted { day, .. }) = step else {
            return Err(index);
        };
        if day.date != next {
            return Err(index);
        }
        if let Step::Counted {
            day,
            number: said,
            closes,
        } = step
        {
            let today = if days == 0 { 0 } else { number + 1 };
            if !day.kind.works() || *said != today || closes.date != day.date {
                return Err(index);
            }
            number = today;
            if number == days {
                let last = index + 1 == rest.len();
                return if last {
                    Ok(closes.moment())
                } else {
                    Err(index + 1)
                };
            }
        }
        next = next.plus_days(1);
    }
    Err(rest.len())
}

/// Hours run on working days only, forward in time, no date is left out, and they add up to the span.
fn ran(at: Local, minutes: i64, rest: &[Step]) -> Result<Moment, usize> {
    let mut end = at.moment();
    let mut left = minutes;
    let mut seen = at.date.plus_days(-1);
    for (index, step) in rest.iter().enumerate() {
        let (Step::Skipped { day } | Step::Ran { day, .. }) = step else {
            return Err(index);
        };
        // A day may run in several stretches, but it is skipped once and as a whole.
        let goes_on = index > 0
            && matches!(
                rest[index - 1..=index],
                [Step::Ran { .. }, Step::Ran { .. }]
            );
        let follows = day.date == seen.plus_days(1) || goes_on && day.date == seen;
        if !follows || left == 0 {
            return Err(index);
        }
        seen = day.date;
        if let Step::Ran { day, from, to } = step {
            let inside = from.date == day.date && to.date == day.date && day.kind.works();
            let length = to.moment().minute() - from.moment().minute();
            if !inside || length <= 0 || length > left || from.moment() < end {
                return Err(index);
            }
            (end, left) = (to.moment(), left - length);
        }
    }
    if left == 0 { Ok(end) } else { Err(rest.len()) }
}
