//! The clock of a task: reminder at 75 % of its span, alert when due, its leader at 125 %, the next level
//! at 200 % (R-287). On a working clock these are shares of working minutes.

use super::{Task, span_of};
use crate::access::{Rung, ladder};
use crate::calendar::{self, Due, Moment, Point, Span, WorkCalendar};
use crate::entity::{Id, Record, Value, common};
use crate::sync::Look;

/// Percent of the span at which the owner is reminded.
pub const REMIND: u16 = 75;
/// Percent at which DEPT_HEAD is told.
pub const HEAD: u16 = 125;
/// Percent at which the level above is told.
pub const NEXT: u16 = 200;

/// No calendar has more days off on end.
const SOON: i32 = 60;

/// The moments of a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clock {
    /// The owner is reminded.
    pub remind: Point,
    /// The first moment that is too late.
    pub due: Moment,
    /// DEPT_HEAD is told.
    pub head: Point,
    /// The level above is told.
    pub next: Point,
}

/// The clock of a task; `None` without a due time. A task typed by hand has no span: it is reminded and
/// escalated as calendar time from its making.
pub fn clock(task: &Record, calendar: &WorkCalendar) -> Option<Clock> {
    let due = moment(task, Task::DUE_AT)?;
    let began = moment(task, Task::BEGAN_AT)
        .or_else(|| moment(task, common::CREATED_AT))
        .unwrap_or(due);
    // A day before an event is reminded with the last working day that begins before it (P-05). Late, it is
    // told at once, since a share of a span could end after the event; the last level when that is there.
    if let Some(Span::DaysBefore { .. }) = span_of(task) {
        return Some(Clock {
            remind: calendar.opening_before(due),
            due,
            head: Point::sure(due),
            next: Point::sure(began),
        });
    }
    // Minutes before an event are as long as they say: "30 min before arrival" reminds 7½ minutes ahead
    // of itself, and its last level is told at the arrival.
    let began = match span_of(task) {
        Some(Span::MinutesBefore(_)) => Moment(due.0 - (began.0 - due.0).max(0)),
        _ => began,
    };
    let runs = span_of(task).map_or(calendar::Clock::Calendar, Span::clock);
    let at = |percent| calendar::point(began, due, runs, percent, calendar);
    Some(Clock {
        remind: at(REMIND),
        due,
        head: at(HEAD),
        next: at(NEXT),
    })
}

/// Why a task is due when it is: the due time computed again from its own start and span, with every
/// step. `None` for one whose due time a person typed.
pub fn why_due(task: &Record, calendar: &WorkCalendar) -> Option<Due> {
    let began = moment(task, Task::BEGAN_AT)?;
    Some(calendar::due(began, span_of(task)?, calendar))
}

/// Who is told of a late task, and at which share of its span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Escalation {
    /// [`HEAD`] or [`NEXT`].
    pub percent: u16,
    /// When.
    pub at: Moment,
    /// Whom.
    pub to: Rung,
}

/// The escalations of a task in order. Where a level is missing, the next above takes its place.
pub fn escalations(look: &dyn Look, task: &Record, calendar: &WorkCalendar) -> Vec<Escalation> {
    let Some(clock) = clock(task, calendar) else {
        return Vec::new();
    };
    let unit = task.reference(common::UNIT).unwrap_or_default();
    let owner = task.reference(Task::OWNER).unwrap_or(Id::NIL);
    let times = [(HEAD, clock.head.at), (NEXT, clock.next.at)];
    let rungs = ladder(look, unit, owner);
    let told = times.into_iter().zip(rungs);
    told.map(|((percent, at), to)| Escalation { percent, at, to })
        .collect()
}

/// When a reminder that can wait is shown: at the next of the bundling times of a working day (P-44);
/// `times` are minutes of the day, in order.
pub fn bundled(at: Moment, times: &[u16], calendar: &WorkCalendar) -> Moment {
    let from = calendar.zone().local(at).date;
    (0..SOON)
        .map(|days| from.plus_days(days))
        .filter(|date| calendar.day(*date).kind.works())
        .flat_map(|date| {
            times
                .iter()
                .map(move |minute| calendar.moment_of(date, *minute))
        })
        .find(|time| *time >= at)
        .unwrap_or(at)
}

fn moment(task: &Record, no: u16) -> Option<Moment> {
    match task.get(no)? {
        Value::Instant(at) => Some(Moment(at.utc_ms)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tasks::span_value;
    use crate::entity::{Entity, Instant, Version};

    #[test]
    fn a_limit_before_an_event_reminds_ahead_of_it_and_tells_the_last_level_at_the_event() {
        const MINUTE: i64 = 60_000;
        let event = 1_790_000_000_000 / MINUTE * MINUTE;
        let mut task = Record::new(Task::KIND, Id([1; 16]));
        let mut put = |no, value| {
            let (op, hlc) = (Default::default(), Default::default());
            let seq = 1;
            let version = Version {
                op,
                seq,
                hlc,
                value,
            };
            task.put(no, version);
        };
        let at = |ms| Value::Instant(Instant::utc(ms));
        put(Task::BEGAN_AT, at(event));
        put(Task::DUE_AT, at(event - 30 * MINUTE));
        put(Task::SPAN, span_value(Span::MinutesBefore(30)));
        let clock = clock(&task, calendar::standard()).unwrap();
        let before = |moment: Moment| (event - moment.0) / MINUTE;
        assert_eq!(
            [clock.remind.at, clock.due, clock.head.at, clock.next.at].map(before),
            [38, 30, 23, 0]
        );
    }
}
