//! Working time as stretches of real minutes. A minute counts when the wall clock shows a working time, so a
//! repeated hour counts twice and a skipped one not at all.

use super::civil::{Date, Moment, wall};
use super::due::Point;
use super::week::{Day, WorkCalendar};

/// No calendar has more days off on end.
const LONGEST_HOLIDAY: i32 = 60;

/// Working minutes of one date, `from ≤ t < to`, counted from the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub(super) from: i64,
    pub(super) to: i64,
}

impl WorkCalendar {
    /// The working minutes of a date were it a working day, in order of time.
    pub(super) fn shifts(&self, date: Date) -> impl Iterator<Item = Shift> + '_ {
        self.hours().iter().flat_map(move |period| {
            let (from, to) = (wall(date, period.from), wall(date, period.to));
            let reach = 24 * 60; // no offset is further from UTC
            self.zone()
                .stretches_in(from - reach, to + reach)
                .filter_map(move |stretch| {
                    let from = stretch.from.max(from - stretch.offset);
                    let to = stretch.to.min(to - stretch.offset);
                    (from < to).then_some(Shift { from, to })
                })
        })
    }

    /// Walks the dates from that of `start` on, and the shifts of each working day after `start`.
    pub(super) fn walk(&self, start: i64) -> impl Iterator<Item = (Day, Vec<Shift>)> + '_ {
        let first = self.zone().local(Moment::from_minute(start)).date;
        (first.0..).map(move |date| {
            let day = self.day(Date(date));
            let mut shifts = Vec::new();
            if day.kind.works() {
                let ahead = self.shifts(day.date).filter(|shift| shift.to > start);
                shifts.extend(ahead.map(|s| Shift {
                    from: s.from.max(start),
                    ..s
                }));
            }
            (day, shifts)
        })
    }

    /// When the last working day that begins before a moment begins. The moment itself where there is
    /// none in two months.
    pub fn opening_before(&self, at: Moment) -> Point {
        let last = self.zone().local(at).date;
        let mut provisional = None;
        for back in 0..LONGEST_HOLIDAY {
            let day = self.day(last.plus_days(-back));
            if !day.announced {
                provisional = Some(day.date.year());
            }
            let opening = self.shifts(day.date).next().filter(|_| day.kind.works());
            if let Some(shift) = opening.filter(|shift| shift.from < at.minute()) {
                let at = Moment::from_minute(shift.from);
                return Point { at, provisional };
            }
        }
        Point { at, provisional }
    }

    /// Working minutes in `from..to`.
    pub(super) fn worked(&self, from: i64, to: i64) -> i64 {
        let last = self.zone().local(Moment::from_minute(to)).date;
        self.walk(from)
            .take_while(|(day, _)| day.date <= last)
            .flat_map(|(_, shifts)| shifts)
            .map(|shift| (shift.to.min(to) - shift.from).max(0))
            .sum()
    }
}
