//! Why is this due then: the rule, the parameter, and every day that counted or did not.

use super::calendar_for;
use crate::i18n::{self, tr};
use crate::record::{by_rule, limit_words, moment, record_title};
use crate::replica::Replica;
use crate::ui::{Explanation, Step as Line};
use shared::calendar::{Date, Day, DayKind, Due, Local, Step};
use shared::domain::tasks::{Task, why_due};
use shared::entity::{Id, Record, Value, common};

const DAY_MS: f64 = 86_400_000.0;

/// The answer for one task.
#[must_use]
pub fn why(replica: Replica, task: Id) -> Explanation {
    let found = replica.world(|world| {
        let task = world.get(task)?.clone();
        let due = why_due(&task, &calendar_for(world, &task));
        Some((task, due))
    });
    let Some((task, due)) = found else {
        return Explanation::default();
    };
    let when = match task.get(Task::DUE_AT) {
        Some(Value::Instant(at)) => moment(at.utc_ms),
        _ => String::new(),
    };
    let title = tr("today-why", &[("time", when.into())]);
    let rule = task.text(Task::RULE).trim_start_matches("R-").parse();
    let mut answer = match rule {
        Ok(no) => by_rule(title, no),
        Err(_) => Explanation {
            title,
            ..Explanation::default()
        },
    };
    let parameter = task.text(Task::PARAMETER);
    if !parameter.is_empty() {
        let words = tr("today-parameter", &[("no", parameter.into())]);
        answer.source = [answer.source, words].join(" · ");
    }
    match due {
        Some(due) => trace(&mut answer, &due),
        None if answer.rule.is_empty() => answer.rule = typed(replica, &task),
        None => {}
    }
    answer
}

/// Somebody typed the time.
fn typed(replica: Replica, task: &Record) -> String {
    let who = task.reference(common::CREATOR);
    let who = who.map(|id| record_title(replica, id)).unwrap_or_default();
    tr("today-why-typed", &[("who", who.into())])
}

fn trace(answer: &mut Explanation, due: &Due) {
    let last = due.trace.len().saturating_sub(1);
    let steps = due.trace.iter().enumerate();
    answer.steps = steps.map(|(at, step)| line(step, at == last)).collect();
    answer.doubt = due
        .provisional
        .map(|year| tr("today-provisional", &[("year", year.to_string().into())]));
}

fn line(step: &Step, last: bool) -> Line {
    let (when, words, counts) = match step {
        Step::Start { at, span } => (
            clock(*at),
            tr("today-step-start", &[("span", limit_words(*span).into())]),
            false,
        ),
        Step::Elapsed { to } => (clock(*to), tr("today-step-elapsed", &[]), true),
        Step::Moved { to, clamped } => {
            let key = if *clamped {
                "today-step-clamped"
            } else {
                "today-step-moved"
            };
            (clock(*to), tr(key, &[]), true)
        }
        Step::Skipped { day } => (date(day.date), skipped(day), false),
        Step::Counted {
            day,
            number,
            closes,
        } => (
            date(day.date),
            counted(day, *number, last.then_some(*closes)),
            true,
        ),
        Step::Ran { day, from, to } => (date(day.date), ran(day, *from, *to), true),
    };
    Line {
        when,
        words,
        counts,
    }
}

/// Why a day does not count.
fn skipped(day: &Day) -> String {
    match &day.kind {
        DayKind::Holiday(name) => tr("today-step-holiday", &[("name", name.as_ref().into())]),
        DayKind::Weekend => tr("today-step-weekend", &[]),
        DayKind::Workday | DayKind::MakeUp(_) => tr("today-step-after-hours", &[]),
    }
}

fn counted(day: &Day, number: u16, closes: Option<Local>) -> String {
    let mut words = vec![if number == 0 {
        tr("today-step-same-day", &[])
    } else {
        tr("today-step-day", &[("no", i64::from(number).into())])
    }];
    words.extend(made_up(day));
    words.extend(closes.map(|at| tr("today-step-closes", &[("time", hour(at).into())])));
    words.join(tr("today-comma", &[]).as_str())
}

fn ran(day: &Day, from: Local, to: Local) -> String {
    let minutes = (to.moment().0 - from.moment().0) / 60_000;
    let ran = tr(
        "today-step-ran",
        &[
            ("from", hour(from).into()),
            ("to", hour(to).into()),
            ("count", minutes.into()),
        ],
    );
    let mut words = vec![ran];
    words.extend(made_up(day));
    words.join(tr("today-comma", &[]).as_str())
}

/// 调休, with its festival; and that the year is not announced.
fn made_up(day: &Day) -> Option<String> {
    match &day.kind {
        DayKind::MakeUp(name) => Some(tr("today-step-made-up", &[("name", name.as_ref().into())])),
        _ if !day.announced => Some(tr("today-step-provisional", &[])),
        _ => None,
    }
}

/// `周一 10/19`.
pub(super) fn date(date: Date) -> String {
    let ms = f64::from(date.0) * DAY_MS;
    tr(
        "today-day",
        &[
            ("weekday", i18n::weekday(ms, "UTC", true).into()),
            ("date", i18n::day_short(ms, "UTC").into()),
        ],
    )
}

fn clock(at: Local) -> String {
    format!("{} {}", date(at.date), hour(at))
}

/// A time of day; the end of a day is shown as its last minute.
pub(super) fn hour(at: Local) -> String {
    let (hour, minute) = at.shown();
    format!("{hour:02}:{minute:02}")
}
