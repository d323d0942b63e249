//! An independent slow calendar: asks the zone database for every single minute, and counts.
//! It shares no code with the calendar under test, only the holiday notices.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::world::{calendar, notices, offset};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use shared::calendar::{Clock, Moment, Span, Weekday, Weekdays, ZoneData, due, point, replay};

/// Zones with whole-hour, half-hour, midnight and no changes of the clock.
pub(crate) const ZONES: [Tz; 9] = [
    Tz::Asia__Shanghai,
    Tz::Europe__Berlin,
    Tz::America__New_York,
    Tz::Australia__Lord_Howe,
    Tz::America__Nuuk,
    Tz::Asia__Beirut,
    Tz::America__Havana,
    Tz::Africa__Casablanca,
    Tz::Asia__Kathmandu,
];

/// 2024-01-01T00:00Z in minutes, and how many minutes from there are looked up beforehand.
pub(crate) const FIRST: i64 = 28_401_120;
pub(crate) const MINUTES: usize = 4 * 366 * 1440;

/// What the wall shows in each minute of a zone from [`FIRST`] on, as minutes since 1970 on the wall.
pub(crate) fn walls(zone: usize) -> &'static [i32] {
    static WALLS: [OnceLock<Vec<i32>>; ZONES.len()] = [const { OnceLock::new() }; ZONES.len()];
    WALLS[zone].get_or_init(|| {
        let wall = |m: i64| m + i64::from(offset(ZONES[zone], Moment(m * 60_000)));
        (FIRST..FIRST + MINUTES as i64)
            .map(|m| wall(m) as i32)
            .collect()
    })
}

/// Days that depart from the week, and whether they are off.
pub(crate) fn off_days() -> HashMap<NaiveDate, bool> {
    let days = notices().into_iter().flat_map(|(_, days)| days);
    days.map(|(date, _, off)| (date.parse().unwrap(), off))
        .collect()
}

/// Minutes around which mistakes are made: changes of the clock, special days, the year's end.
pub(crate) fn edges(zone: &ZoneData) -> Vec<i64> {
    let inside = FIRST + 10_000..FIRST + MINUTES as i64 - 200_000;
    let changes = zone.changes().iter().map(|change| change.at.0 / 60_000);
    let mut special: Vec<NaiveDate> = off_days().into_keys().collect();
    // In order, so that a failing case comes again.
    special.sort();
    let special = special
        .iter()
        .map(|d| d.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp() / 60);
    let year_end = FIRST + 1096 * 1440;
    changes
        .chain(special)
        .chain([year_end; 20])
        .filter(|m| inside.contains(m))
        .collect()
}

struct Oracle {
    tz: Tz,
    /// As [`walls`] has them.
    walls: &'static [i32],
    /// Whether each day since 1970 is a working day.
    works: Vec<bool>,
    /// Whether each minute of a day lies in working hours.
    open: Vec<bool>,
}

impl Oracle {
    fn set(&mut self, off: &HashMap<NaiveDate, bool>, workdays: &[u32], hours: &[(u16, u16)]) {
        let works = |date: NaiveDate| {
            let weekday = workdays.contains(&date.weekday().num_days_from_monday());
            off.get(&date).map_or(weekday, |off| !off)
        };
        self.works = NaiveDate::default()
            .iter_days()
            .take(25_000)
            .map(works)
            .collect();
        let open = |minute| {
            hours
                .iter()
                .any(|(from, to)| (*from..*to).contains(&minute))
        };
        self.open = (0..1440).map(open).collect();
    }

    fn wall(&self, minute: i64) -> i64 {
        match self.walls.get((minute - FIRST) as usize) {
            Some(wall) => i64::from(*wall),
            None => minute + i64::from(offset(self.tz, Moment(minute * 60_000))),
        }
    }

    fn date(&self, minute: i64) -> NaiveDate {
        naive(self.wall(minute)).date()
    }

    fn counts(&self, minute: i64) -> bool {
        let wall = self.wall(minute) as usize;
        self.open[wall % 1440] && self.works[wall / 1440]
    }

    /// The end of the last minute that satisfies `holds` around a wall time.
    fn last(&self, near: NaiveDateTime, holds: impl Fn(i64) -> bool) -> Option<i64> {
        let near = near.and_utc().timestamp() / 60;
        (near - 2440..near + 1000)
            .rev()
            .find(|minute| holds(*minute))
            .map(|minute| minute + 1)
    }

    /// The end of all minutes in which the wall shows less.
    fn before(&self, limit: NaiveDateTime) -> i64 {
        let shows = limit.and_utc().timestamp() / 60;
        self.last(limit, |minute| self.wall(minute) < shows)
            .unwrap()
    }

    fn run(&self, mut minute: i64, mut left: i64) -> i64 {
        while left > 0 {
            left -= i64::from(self.counts(minute));
            minute += 1;
        }
        minute
    }

    fn due(&self, start: i64, span: Span) -> i64 {
        let date = self.date(start);
        let day_end =
            |date: NaiveDate| self.before(date.and_hms_opt(0, 0, 0).unwrap() + Days::new(1));
        let months = |n: u32| day_end(date.checked_add_months(Months::new(n)).unwrap());
        match span {
            Span::CalendarHours(n) => start + i64::from(n) * 60,
            Span::CalendarMinutes(n) => start + i64::from(n),
            Span::MinutesBefore(n) => start - i64::from(n),
            Span::CalendarDays(n) => day_end(date + Days::new(u64::from(n))),
            Span::Months(n) => months(u32::from(n)),
            Span::Years(n) => months(12 * u32::from(n)),
            Span::DaysBefore { days, by } => {
                let day = date - Days::new(u64::from(days));
                self.before(day.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(i64::from(by)))
            }
            Span::WorkingMinutes(n) => self.run(start, i64::from(n)),
            Span::WorkingDays(n) => {
                let mut ends = Vec::new();
                let mut day = if n == 0 { date } else { date + Days::new(1) };
                while ends.len() < usize::from(n.max(1)) {
                    let midnight = day.and_hms_opt(0, 0, 0).unwrap();
                    let number = midnight.and_utc().timestamp() / 86_400;
                    let on = |minute| self.wall(minute) / 1440 == number && self.counts(minute);
                    if self.works[number as usize] {
                        ends.extend(self.last(midnight + Days::new(1), on));
                    }
                    day = day + Days::new(1);
                }
                ends[usize::from(n.max(1)) - 1]
            }
        }
    }

    /// The first year without a notice among the dates a working clock looks at.
    fn provisional(&self, start: i64, due: i64, span: Span) -> Option<i32> {
        let first = match span {
            Span::WorkingMinutes(1..) | Span::WorkingDays(0) => self.date(start),
            Span::WorkingDays(_) => self.date(start) + Days::new(1),
            _ => return None,
        };
        let last = self.date(due - 1);
        first
            .iter_days()
            .take_while(|d| *d <= last)
            .map(|d| d.year())
            .find(|y| {
                // 2027 and later have no notice.
                !(2024..=2026).contains(y)
            })
    }

    fn point(&self, start: i64, due: i64, clock: Clock, percent: i64) -> i64 {
        match clock {
            _ if percent == 100 || due <= start => due,
            Clock::Calendar => start + (due - start) * percent / 100,
            Clock::Working => {
                let whole = (start..due).filter(|m| self.counts(*m)).count() as i64;
                if whole == 0 {
                    due
                } else {
                    self.run(start, whole * percent / 100)
                }
            }
        }
    }
}

pub(crate) fn naive(wall: i64) -> NaiveDateTime {
    DateTime::from_timestamp(wall * 60, 0).unwrap().naive_utc()
}

/// A small seeded generator, so that a failing case comes again.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % n
    }

    fn span(&mut self) -> Span {
        let mut n = |limit: u64| self.below(limit) as u16;
        match n(12) {
            0 => Span::CalendarHours(n(200)),
            1 => Span::CalendarMinutes(n(5000)),
            2 => Span::CalendarDays(n(60)),
            3 => Span::Months(n(14)),
            4 => Span::Years(n(6)),
            5 => Span::DaysBefore {
                days: n(5),
                by: n(1441),
            },
            6 => Span::MinutesBefore(n(3000)),
            7 | 8 => Span::WorkingDays(n(12)),
            _ => Span::WorkingMinutes(n(1500)),
        }
    }

    pub(crate) fn hours(&mut self) -> Vec<(u16, u16)> {
        match self.below(6) {
            0 => vec![(540, 1080)],
            1 => vec![(0, 1440)],
            // A night shift over the hours in which clocks change.
            2 => vec![(0, 360), (1320, 1440)],
            3 => vec![(60, 150), (540, 720)],
            4 => vec![(510, 720), (780, 1050), (1080, 1200)],
            _ => vec![(540, 720), (810, 1080)],
        }
    }

    /// Any minute of four years; often near a change of the clock, a special day, or the end of a year.
    pub(crate) fn start(&mut self, edges: &[i64]) -> i64 {
        match self.below(2) {
            0 => FIRST + 10_000 + self.below(MINUTES as u64 - 200_000) as i64,
            _ => edges[self.below(edges.len() as u64) as usize] - 4000 + self.below(6000) as i64,
        }
    }
}

#[test]
fn r_115_random_cases_agree_with_counting_every_minute() {
    let cases: u64 = std::env::var("YINGKE_CALENDAR_CASES").map_or(20_000, |n| n.parse().unwrap());
    let off = off_days();
    let mut dice = Dice(20_260_302);
    let mut provisional = 0;
    for (index, tz) in ZONES.into_iter().enumerate() {
        let walls = walls(index);
        let zone = crate::world::zone(tz);
        let edges = edges(&zone);
        let mut oracle = Oracle {
            tz,
            walls,
            works: Vec::new(),
            open: Vec::new(),
        };
        let mut done = 0;
        while done < cases / ZONES.len() as u64 + 1 {
            let hours = dice.hours();
            let days: &[Weekday] = match dice.below(3) {
                0 => &Weekday::ALL,
                1 => &Weekday::ALL[..6],
                _ => &Weekday::ALL[..5],
            };
            let numbers: Vec<u32> = days.iter().map(|d| *d as u32).collect();
            oracle.set(&off, &numbers, &hours);
            let calendar = calendar(zone.clone(), Weekdays::of(days), &hours);
            for _ in 0..100 {
                let (start, span) = (dice.start(&edges), dice.span());
                let began = Moment(start * 60_000 + dice.below(60_000) as i64);
                let case = format!("{tz} {began:?} {span:?} {hours:?}");
                let expected = oracle.due(start, span);
                let found = due(began, span, &calendar);
                assert_eq!(found.at.0, expected * 60_000, "{case}\n{:#?}", found.trace);
                assert_eq!(found.local.moment(), found.at, "{case}");
                assert_eq!(replay(&found.trace), Ok(found.at), "{case}");
                assert_eq!(
                    found.provisional,
                    oracle.provisional(start, expected, span),
                    "{case}"
                );
                provisional += u32::from(found.provisional.is_some());
                let percent = [75, 100, 125, 200][dice.below(4) as usize];
                let at = point(began, found.at, span.clock(), percent, &calendar)
                    .at
                    .0;
                let share = oracle.point(start, expected, span.clock(), i64::from(percent));
                assert_eq!(at, share * 60_000, "{case} {percent} %");
                done += 1;
            }
        }
    }
    assert!(
        provisional > cases as u32 / 100,
        "too few cases reach an unannounced year"
    );
}
