//! Due times and the day in words: the date and how far it is.

use super::super::why::date;
use super::plan::{Distance, Group, Line};
use crate::i18n::{self, tr};
use crate::record::zone;
use crate::ui::Nearness;

const DAY_MS: f64 = 86_400_000.0;

/// How near a line is, in the colours of the design: lamp today and where its reminder was shown.
pub(super) fn near(line: &Line) -> Nearness {
    match line.group {
        Group::Late => Nearness::Late,
        Group::Today => Nearness::Soon,
        Group::Next | Group::Later if line.reminded => Nearness::Soon,
        Group::Next | Group::Later => Nearness::Plain,
    }
}

/// What stands first in a row: how late, the time today, the day after.
pub(super) fn due(line: &Line) -> String {
    match line.group {
        Group::Late => distance(line.distance),
        Group::Today => tr("today-at", &[("time", time(line).into())]),
        Group::Next => date(line.day),
        Group::Later => i18n::date(f64::from(line.day.0) * DAY_MS, "UTC"),
    }
}

/// What stands below it: the other half of "the date and the distance".
pub(super) fn more(line: &Line) -> String {
    match line.group {
        Group::Late => format!("{} {}", date(line.day), clock(line)),
        _ => distance(line.distance),
    }
}

fn time(line: &Line) -> String {
    if line.closing {
        tr("today-closing", &[])
    } else {
        clock(line)
    }
}

/// A time of day; the end of a day is shown as its last minute.
pub(super) fn clock(line: &Line) -> String {
    let minute = line.minute.min(24 * 60 - 1);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn distance(distance: Distance) -> String {
    let (key, count) = match distance {
        Distance::LateMinutes(n) => ("today-late-minutes", n),
        Distance::LateHours(n) => ("today-late-hours", n),
        Distance::LateDays(n) => ("today-late-days", n),
        Distance::Minutes(n) => ("today-minutes-left", n),
        Distance::Hours(n) => ("today-hours-left", n),
        Distance::WorkingDays(n) => ("today-working-days-left", n),
    };
    tr(key, &[("count", count.into())])
}

/// The heading: the day with its weekday.
pub(super) fn heading(now_ms: i64) -> String {
    let (now, zone) = (now_ms as f64, zone());
    tr(
        "today-heading",
        &[
            ("date", i18n::date(now, &zone).into()),
            ("weekday", i18n::weekday(now, &zone, false).into()),
        ],
    )
}

/// What the day holds, in a sentence or two.
pub(super) fn sentence(lines: &[Line], now_ms: i64) -> String {
    let of = |group: Group| lines.iter().filter(move |line| line.group == group);
    let (late, today) = (of(Group::Late).count(), of(Group::Today).count());
    let noon = of(Group::Today).filter(|line| line.before_noon()).count();
    let count = |n: usize| ("count", i18n::Arg::from(n));
    let mut said = Vec::new();
    if late > 0 {
        said.push(tr("today-some-late", &[count(late)]));
    }
    said.push(match (today, noon) {
        (0, _) => tr("today-none-due", &[]),
        (_, 0) => tr("today-some-due", &[count(today)]),
        (_, noon) => tr(
            "today-some-due-noon",
            &[count(today), ("noon", noon.into())],
        ),
    });
    let next = lines.iter().find(|line| line.due_ms > now_ms);
    if today == 0
        && let Some(next) = next
    {
        said.push(tr("today-next-is", &[("day", date(next.day).into())]));
    }
    // Chinese sentences follow each other without a space.
    let joint = if i18n::locale() == i18n::Locale::En {
        " "
    } else {
        ""
    };
    said.join(joint)
}
