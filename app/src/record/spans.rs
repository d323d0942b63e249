//! Time limits in words.

use crate::i18n::tr;
use shared::calendar::Span;

/// A time limit: `3 个工作日`, `提前 1 天`.
#[must_use]
pub fn span_words(span: Span) -> String {
    let (key, count) = match span {
        Span::CalendarHours(n) => ("span-hours", n),
        Span::CalendarMinutes(n) => ("span-minutes", n),
        Span::CalendarDays(n) => ("span-days", n),
        Span::WorkingMinutes(n) if n % 60 == 0 => ("span-working-hours", n / 60),
        Span::WorkingMinutes(n) => ("span-working-minutes", n),
        Span::WorkingDays(n) => ("span-working-days", n),
        Span::Months(n) => ("span-months", n),
        Span::Years(n) => ("span-years", n),
        Span::DaysBefore { days, .. } => ("span-days-before", days),
        Span::MinutesBefore(n) => ("span-minutes-before", n),
    };
    tr(key, &[("count", i64::from(count).into())])
}

/// The same as the limit of something: `时限 3 个工作日`; what comes before an event says so itself.
#[must_use]
pub fn limit_words(span: Span) -> String {
    let words = span_words(span);
    match span {
        Span::DaysBefore { .. } | Span::MinutesBefore(_) => words,
        _ => tr("span-limit", &[("span", words.into())]),
    }
}
