//! From an event and a span to the due time, and to the points on the way where people are told.

use super::civil::{DAY, Date, Local, Moment};
use super::span::{Clock, Span};
use super::trace::Step;
use super::week::{Day, WorkCalendar};

/// A due time with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The first moment that is too late.
    pub at: Moment,
    /// The same on the unit's wall clock; 24:00 is shown as 23:59.
    pub local: Local,
    /// Every step from the event to the due time.
    pub trace: Vec<Step>,
    /// A year without announced holidays that the due time depends on: it is 暂定 until that year is imported.
    pub provisional: Option<i32>,
}

/// A moment between an event and its due time, or beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub at: Moment,
    /// As in [`Due::provisional`].
    pub provisional: Option<i32>,
}

impl Point {
    /// A moment that hangs on no year's holidays.
    pub fn sure(at: Moment) -> Point {
        Point {
            at,
            provisional: None,
        }
    }
}

/// When something that began at `start` is due. Seconds of `start` are dropped: clocks run to the minute.
pub fn due(start: Moment, span: Span, calendar: &WorkCalendar) -> Due {
    let zone = calendar.zone();
    let from = zone.local(start);
    let mut trace = vec![Step::Start { at: from, span }];
    let by_clock = |minutes: i64| {
        let to = zone.local(Moment::from_minute(start.minute() + minutes));
        (to, Step::Elapsed { to })
    };
    let (local, last) = match span {
        Span::CalendarHours(hours) => by_clock(i64::from(hours) * 60),
        Span::CalendarMinutes(minutes) => by_clock(i64::from(minutes)),
        Span::MinutesBefore(minutes) => by_clock(-i64::from(minutes)),
        Span::WorkingMinutes(minutes) => return working_minutes(from, minutes, calendar, trace),
        Span::WorkingDays(days) => return working_days(from, days, calendar, trace),
        Span::CalendarDays(_) | Span::Months(_) | Span::Years(_) | Span::DaysBefore { .. } => {
            let (date, minute, clamped) = span.target(from.date);
            let to = zone.end_of(date, minute);
            (to, Step::Moved { to, clamped })
        }
    };
    trace.push(last);
    Due {
        at: local.moment(),
        local,
        trace,
        provisional: None,
    }
}

/// The moment when `percent` of the span from `began` to `due_at` has passed on its own clock, to the minute:
/// 75 reminds, 125 and 200 escalate. A span without time in it has all its points at its end.
pub fn point(
    began: Moment,
    due_at: Moment,
    clock: Clock,
    percent: u16,
    calendar: &WorkCalendar,
) -> Point {
    let (from, to) = (began.minute(), due_at.minute());
    let share = |whole: i64| whole * i64::from(percent) / 100;
    match clock {
        _ if percent == 100 => Point {
            at: due_at,
            provisional: None,
        },
        Clock::Calendar if to > from => Point {
            at: Moment::from_minute(from + share(to - from)),
            provisional: None,
        },
        Clock::Working if to > from => {
            let minutes = share(calendar.worked(from, to));
            if minutes == 0 && percent >= 100 {
                return Point {
                    at: due_at,
                    provisional: None,
                };
            }
            let (at, days) = run(from, minutes, calendar, |_| ());
            Point {
                at: Moment::from_minute(at),
                provisional: days,
            }
        }
        _ => Point {
            at: due_at,
            provisional: None,
        },
    }
}

impl Span {
    /// Date and minute a move on the calendar leads to, and whether the month end clamped it.
    pub(super) fn target(self, day_0: Date) -> (Date, u16, bool) {
        let months = |count: u32| {
            let to = day_0.plus_months(count);
            (to, DAY as u16, to.ymd().2 != day_0.ymd().2)
        };
        match self {
            Span::CalendarDays(days) => (day_0.plus_days(i32::from(days)), DAY as u16, false),
            Span::Months(count) => months(u32::from(count)),
            Span::Years(count) => months(12 * u32::from(count)),
            Span::DaysBefore { days, by } => {
                (day_0.plus_days(-i32::from(days)), by.min(DAY as u16), false)
            }
            _ => (day_0, DAY as u16, false),
        }
    }
}

fn working_minutes(
    from: Local,
    minutes: u16,
    calendar: &WorkCalendar,
    mut trace: Vec<Step>,
) -> Due {
    let start = from.moment().minute();
    let (end, provisional) = run(start, i64::from(minutes), calendar, |step| trace.push(step));
    let local = match trace.last() {
        Some(Step::Ran { to, .. }) => *to,
        _ => from,
    };
    Due {
        at: Moment::from_minute(end),
        local,
        trace,
        provisional,
    }
}

/// Lets `left` working minutes pass from `start`; tells each step; gives the end and the first unannounced year.
fn run(
    start: i64,
    mut left: i64,
    calendar: &WorkCalendar,
    mut tell: impl FnMut(Step),
) -> (i64, Option<i32>) {
    let mut end = start;
    let mut provisional = None;
    let mut days = calendar.walk(start);
    while left > 0
        && let Some((day, shifts)) = days.next()
    {
        note(&mut provisional, &day);
        if shifts.is_empty() {
            tell(Step::Skipped { day: day.clone() });
        }
        for shift in shifts {
            let to = shift.to.min(shift.from + left);
            if to > shift.from {
                let from = calendar.zone().local(Moment::from_minute(shift.from));
                let to = calendar.zone().local_end(to);
                tell(Step::Ran {
                    day: day.clone(),
                    from,
                    to,
                });
                (end, left) = (
                    to.moment().minute(),
                    left - (to.moment().minute() - shift.from),
                );
            }
        }
    }
    (end, provisional)
}

fn working_days(from: Local, days: u16, calendar: &WorkCalendar, mut trace: Vec<Step>) -> Due {
    let mut provisional = None;
    let mut number = 0;
    let mut date = if days == 0 {
        from.date
    } else {
        from.date.plus_days(1)
    };
    loop {
        let day = calendar.day(date);
        note(&mut provisional, &day);
        let end = calendar.shifts(date).last().filter(|_| day.kind.works());
        if let Some(shift) = end {
            number += u16::from(days > 0);
            let closes = calendar.zone().local_end(shift.to);
            trace.push(Step::Counted {
                day,
                number,
                closes,
            });
            if number == days {
                return Due {
                    at: closes.moment(),
                    local: closes,
                    trace,
                    provisional,
                };
            }
        } else {
            trace.push(Step::Skipped { day });
        }
        date = date.plus_days(1);
    }
}

fn note(provisional: &mut Option<i32>, day: &Day) {
    if !day.announced && provisional.is_none() {
        *provisional = Some(day.date.year());
    }
}
