//! The one text form of each sort of setting: what a record of a parameter holds, and what reads
//! back from it. Units: `min`, `h`, `d`, `mo`, `y` by the calendar, `wmin`, `wh`, `wd` of working
//! time; a minus is before the event.

use std::fmt;

use super::setting::{Clocks, MOST_CLOCKS, Percent, Setting, Sort, Threshold};
use crate::calendar::Span;
use crate::entity::{Currency, Money};

/// Largest number in a limit; for years [`MOST_YEARS`].
const MOST: u16 = 9_999;
/// A limit of more years is a slip of the finger.
const MOST_YEARS: u16 = 99;
/// The end of a day as a minute of it.
const MIDNIGHT: u16 = 24 * 60;
/// The currency in which authority is measured (P-21, P-22): amounts are compared with it.
const CURRENCY: &str = "CNY";

/// A text that is no value of the sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected something like {:?}", sort.example())]
pub struct Expected {
    /// What was expected.
    pub sort: Sort,
}

/// Reads a value of a sort.
///
/// # Errors
/// What was expected instead, with an example.
pub fn parse(sort: Sort, text: &str) -> Result<Setting, Expected> {
    let text = text.trim();
    let read = match sort {
        Sort::After => after(text).map(Setting::Span),
        Sort::Before => before(text).map(Setting::Span),
        Sort::Timers => split(text, timer).map(Setting::Pair),
        Sort::Pair => split(text, after).map(Setting::Pair),
        Sort::Triple => split(text, after).map(Setting::Triple),
        Sort::Percent => percent(text, 10_000).map(Setting::Percent),
        Sort::Shares => split(text, |part| percent(part, 100_000))
            .filter(|[amber, red]| amber <= red)
            .map(Setting::Shares),
        Sort::Money => money(text).map(Setting::Money),
        Sort::Threshold => threshold(text).map(Setting::Threshold),
        Sort::Clocks => clocks(text).map(Setting::Clocks),
    };
    read.ok_or(Expected { sort })
}

fn split<T, const N: usize>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<[T; N]> {
    let parts: Option<Vec<T>> = text.split('/').map(|part| read(part.trim())).collect();
    parts?.try_into().ok()
}

/// Digits and nothing else; from one on, because an interval of nought would never end.
fn number(text: &str, most: u16) -> Option<u16> {
    let number: u16 = digits(text)?.parse().ok()?;
    (1..=most).contains(&number).then_some(number)
}

fn digits(text: &str) -> Option<&str> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then_some(text)
}

fn after(text: &str) -> Option<Span> {
    let unit = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at(unit);
    let n = number(count, MOST)?;
    Some(match unit {
        "min" => Span::CalendarMinutes(n),
        "h" => Span::CalendarHours(n),
        "d" => Span::CalendarDays(n),
        "mo" => Span::Months(n),
        "y" if n <= MOST_YEARS => Span::Years(n),
        "wmin" => Span::WorkingMinutes(n),
        "wh" => Span::WorkingMinutes(n.checked_mul(60)?),
        "wd" => Span::WorkingDays(n),
        _ => return None,
    })
}

fn timer(text: &str) -> Option<Span> {
    after(text).filter(|span| matches!(span, Span::CalendarMinutes(_) | Span::CalendarHours(_)))
}

fn before(text: &str) -> Option<Span> {
    if let Some(minutes) = text.strip_prefix('-').and_then(|t| t.strip_suffix("min")) {
        return number(minutes, MOST).map(Span::MinutesBefore);
    }
    let (time, days) = text.split_once(' ')?;
    let days = digits(days.trim().strip_prefix('-')?.strip_suffix('d')?)?;
    Some(Span::DaysBefore {
        days: days.parse().ok().filter(|days| *days <= MOST)?,
        by: clock(time).filter(|by| *by <= MIDNIGHT)?,
    })
}

/// `HH:MM` as a minute of the day, 24:00 included.
pub(super) fn clock(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two = |part: &str| digits(part).filter(|p| p.len() == 2)?.parse::<u16>().ok();
    let (hour, minute) = (two(hour)?, two(minute)?);
    let at = hour * 60 + minute;
    (minute < 60 && at <= MIDNIGHT).then_some(at)
}

/// At most two digits behind the point.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let rest = digits(rest).filter(|rest| rest.len() <= 2)?;
    let whole: i64 = digits(whole)?.parse().ok()?;
    whole
        .checked_mul(100)?
        .checked_add(format!("{rest:0<2}").parse().ok()?)
}

fn percent(text: &str, most: u32) -> Option<Percent> {
    let points = hundredths(text.strip_suffix('%')?.trim_end())?;
    let points = u32::try_from(points).ok()?;
    (points <= most).then_some(Percent(points))
}

fn money(text: &str) -> Option<Money> {
    let (currency, amount) = text.split_once(' ')?;
    let minor = hundredths(amount.trim())?;
    (currency == CURRENCY).then_some(Money {
        minor,
        currency: Currency(*b"CNY"),
    })
}

fn threshold(text: &str) -> Option<Threshold> {
    let (at_most, of) = text.strip_prefix("<=")?.split_once('/')?;
    let (at_most, of) = (number(at_most, 99)?, number(of, 99)?);
    (at_most < of).then_some(Threshold {
        at_most: u8::try_from(at_most).ok()?,
        of: u8::try_from(of).ok()?,
    })
}

fn clocks(text: &str) -> Option<Clocks> {
    let times: Option<Vec<u16>> = text.split_whitespace().map(clock).collect();
    let times = times?;
    let rising = times.windows(2).all(|pair| pair[0] < pair[1]);
    let inside = times.last().is_some_and(|last| *last < MIDNIGHT);
    (rising && inside && times.len() <= MOST_CLOCKS).then(|| Clocks::of(&times))
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Setting::Span(one) => f.write_str(&span(*one)),
            Setting::Pair(spans) => f.write_str(&spans.map(span).join(" / ")),
            Setting::Triple(spans) => f.write_str(&spans.map(span).join(" / ")),
            Setting::Percent(share) => write!(f, "{share}"),
            Setting::Shares([amber, red]) => write!(f, "{amber} / {red}"),
            Setting::Money(money) => {
                write!(f, "{} {}", money.currency.as_str(), plain(money.minor))
            }
            Setting::Threshold(Threshold { at_most, of }) => write!(f, "<={at_most}/{of}"),
            Setting::Clocks(times) => {
                let times: Vec<String> = times.minutes().iter().map(|t| wall(*t)).collect();
                f.write_str(&times.join(" "))
            }
        }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", plain(i64::from(self.0)))
    }
}

/// Hundredths without zeros that say nothing.
fn plain(hundredths: i64) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

pub(super) fn wall(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn span(span: Span) -> String {
    match span {
        Span::CalendarHours(n) => format!("{n}h"),
        Span::CalendarMinutes(n) => format!("{n}min"),
        Span::CalendarDays(n) => format!("{n}d"),
        Span::WorkingMinutes(n) if n % 60 == 0 => format!("{}wh", n / 60),
        Span::WorkingMinutes(n) => format!("{n}wmin"),
        Span::WorkingDays(n) => format!("{n}wd"),
        Span::Months(n) => format!("{n}mo"),
        Span::Years(n) => format!("{n}y"),
        Span::DaysBefore { days, by } => format!("{} -{days}d", wall(by)),
        Span::MinutesBefore(n) => format!("-{n}min"),
    }
}
