//! What a parameter can say, and of which sort each one is.

use crate::calendar::Span;
use crate::entity::Money;

/// A share in basis points: 1 % = 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

/// A low score: at most `at_most` of `of` points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The highest score that still counts as low.
    pub at_most: u8,
    /// The best score of the scale.
    pub of: u8,
}

/// How many times of the day one parameter names at most.
pub(super) const MOST_CLOCKS: usize = 6;

/// Times of the day, earliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    minutes: [u16; MOST_CLOCKS],
    count: usize,
}

impl Clocks {
    /// From minutes of the day; what is beyond the sixth is left out.
    pub const fn of(list: &[u16]) -> Clocks {
        let mut minutes = [0; MOST_CLOCKS];
        let mut count = 0;
        while count < list.len() && count < MOST_CLOCKS {
            minutes[count] = list[count];
            count += 1;
        }
        Clocks { minutes, count }
    }

    /// The minutes of the day, 0-1439.
    pub fn minutes(&self) -> &[u16] {
        &self.minutes[..self.count]
    }
}

/// Two limits: what to do, and when it has been too long; or two devices.
pub type Pair = [Span; 2];
/// Three limits: one per grade.
pub type Triple = [Span; 3];
/// A share that warns and one that stops.
pub type Shares = [Percent; 2];

/// The value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// One time limit.
    Span(Span),
    /// Two time limits.
    Pair(Pair),
    /// Three time limits.
    Triple(Triple),
    /// One share.
    Percent(Percent),
    /// Two shares.
    Shares(Shares),
    /// An amount.
    Money(Money),
    /// A score.
    Threshold(Threshold),
    /// Times of the day.
    Clocks(Clocks),
}

/// A type that a lookup can answer with.
pub trait Answer: Copy {
    /// The answer in a setting; `None` when the setting is of another shape.
    fn of(setting: Setting) -> Option<Self>;
}

macro_rules! answers {
    ($($variant:ident: $type:ty),+) => {
        $(impl Answer for $type {
            fn of(setting: Setting) -> Option<Self> {
                if let Setting::$variant(value) = setting { Some(value) } else { None }
            }
        })+
    };
}

answers!(Span: Span, Pair: Pair, Triple: Triple, Percent: Percent, Shares: Shares, Money: Money,
         Threshold: Threshold, Clocks: Clocks);

/// What sort of value a parameter takes: narrower than its shape, so that nobody turns a limit
/// after an event into one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A limit after an event, or how often something comes: `2wh`, `3wd`, `24h`, `30d`, `6mo`, `1y`.
    After,
    /// A limit before an event: `18:00 -1d`, `-30min`.
    Before,
    /// Two short limits by the clock: `5min / 15min`.
    Timers,
    /// Two limits after an event: `3d / 7d`.
    Pair,
    /// Three limits after an event: `1wd / 2wd / 3wd`.
    Triple,
    /// A share of at most 100 %: `90%`.
    Percent,
    /// Two shares, the lower first: `90% / 100%`.
    Shares,
    /// An amount in the currency of the limits of authority: `CNY 2000`.
    Money,
    /// A score: `<=3/5`.
    Threshold,
    /// One to six times of the day: `11:30 17:00`.
    Clocks,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Sort; 10] = [
        Sort::After,
        Sort::Before,
        Sort::Timers,
        Sort::Pair,
        Sort::Triple,
        Sort::Percent,
        Sort::Shares,
        Sort::Money,
        Sort::Threshold,
        Sort::Clocks,
    ];

    /// The stable key of the reason that tells what is expected: `reason-expects-…`.
    pub const fn code(self) -> &'static str {
        match self {
            Sort::After => "expects-after",
            Sort::Before => "expects-before",
            Sort::Timers => "expects-timers",
            Sort::Pair => "expects-pair",
            Sort::Triple => "expects-triple",
            Sort::Percent => "expects-percent",
            Sort::Shares => "expects-shares",
            Sort::Money => "expects-money",
            Sort::Threshold => "expects-threshold",
            Sort::Clocks => "expects-clocks",
        }
    }

    /// A value of this sort as it is written.
    pub const fn example(self) -> &'static str {
        match self {
            Sort::After => "2wh",
            Sort::Before => "18:00 -1d",
            Sort::Timers => "5min / 15min",
            Sort::Pair => "3d / 7d",
            Sort::Triple => "1wd / 2wd / 3wd",
            Sort::Percent => "90%",
            Sort::Shares => "90% / 100%",
            Sort::Money => "CNY 2000",
            Sort::Threshold => "<=3/5",
            Sort::Clocks => "11:30 17:00",
        }
    }
}
