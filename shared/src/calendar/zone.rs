//! A time zone as data: its UTC offsets over the years that matter, and nothing else.

use super::civil::{DAY, Date, Local, Moment, wall};

/// From this moment on another offset holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// First moment of the new offset, on a whole minute.
    pub at: Moment,
    /// Minutes east of UTC.
    pub offset: i16,
}

/// Why offset data was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// Changes must follow each other in time.
    #[error("offset changes are not in order of time")]
    Order,
    /// A change must fall on a whole minute.
    #[error("an offset change is not on a whole minute")]
    Minute,
    /// No zone on earth is more than 18 hours from UTC.
    #[error("an offset is beyond 18 hours")]
    Offset,
}

/// The UTC offsets of one IANA zone, 2020-2040; before and after, the nearest known offset goes on.
///
/// The server writes it from its zone database; devices never ask their own, so both ends agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneData {
    name: String,
    first: i16,
    changes: Vec<Change>,
}

/// Minutes over which one offset holds, `from ≤ t < to`.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) offset: i64,
}

impl ZoneData {
    /// Years covered by [`ZoneData::sample`].
    pub const YEARS: std::ops::RangeInclusive<i32> = 2020..=2040;

    /// A zone that began with `first` minutes east of UTC and then changed.
    pub fn new(name: &str, first: i16, changes: Vec<Change>) -> Result<ZoneData, ZoneError> {
        let far = |offset: i16| offset.unsigned_abs() > 18 * 60;
        if far(first) || changes.iter().any(|c| far(c.offset)) {
            return Err(ZoneError::Offset);
        }
        if changes
            .iter()
            .any(|c| c.at != Moment::from_minute(c.at.minute()))
        {
            return Err(ZoneError::Minute);
        }
        if changes.windows(2).any(|pair| pair[0].at >= pair[1].at) {
            return Err(ZoneError::Order);
        }
        Ok(ZoneData {
            name: name.to_owned(),
            first,
            changes,
        })
    }

    /// A zone that never changes.
    pub fn fixed(name: &str, offset: i16) -> Result<ZoneData, ZoneError> {
        ZoneData::new(name, offset, Vec::new())
    }

    /// Reads a zone database through `offset_at` (minutes east of UTC at a moment) over [`ZoneData::YEARS`].
    ///
    /// Looks every six hours, so it would miss two changes within six hours that cancel out; no zone does that.
    pub fn sample(
        name: &str,
        mut offset_at: impl FnMut(Moment) -> i16,
    ) -> Result<ZoneData, ZoneError> {
        let start_of = |year| Date::new(year, 1, 1).map_or(0, |date| wall(date, 0));
        let (start, end) = (
            start_of(*Self::YEARS.start()),
            start_of(*Self::YEARS.end() + 1),
        );
        let mut at = |minute| offset_at(Moment::from_minute(minute));

        let first = at(start);
        let mut changes = Vec::new();
        let mut known = (start, first);
        while known.0 < end {
            let next = (known.0 + 360).min(end);
            if at(next) == known.1 {
                known.0 = next;
                continue;
            }
            // Halve the gap until `same` still has the old offset and `other`, a minute later, has not.
            let (mut same, mut other) = (known.0, next);
            while other - same > 1 {
                let middle = same + (other - same) / 2;
                if at(middle) == known.1 {
                    same = middle
                } else {
                    other = middle
                }
            }
            known = (other, at(other));
            if other < end {
                changes.push(Change {
                    at: Moment::from_minute(other),
                    offset: known.1,
                });
            }
        }
        ZoneData::new(name, first, changes)
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The offset before the first change.
    pub fn first(&self) -> i16 {
        self.first
    }

    /// The changes in order of time.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Minutes east of UTC at a moment.
    pub fn offset_at(&self, at: Moment) -> i16 {
        let later = self.changes.partition_point(|change| change.at <= at);
        later
            .checked_sub(1)
            .map_or(self.first, |last| self.changes[last].offset)
    }

    /// The wall clock at a moment, seconds dropped.
    pub fn local(&self, at: Moment) -> Local {
        let offset = self.offset_at(at);
        let shown = at.minute() + i64::from(offset);
        Local {
            date: Date(shown.div_euclid(DAY) as i32),
            minute: shown.rem_euclid(DAY) as u16,
            offset,
        }
    }

    /// The wall clock at the end of a stretch of time: midnight is 24:00 of the day that ends.
    pub(super) fn local_end(&self, minute: i64) -> Local {
        let last = self.local(Moment::from_minute(minute - 1));
        Local {
            minute: last.minute + 1,
            ..last
        }
    }

    /// The end of all minutes in which the wall shows less than `date` `minute`. Skipped wall times end where
    /// the clock jumps; repeated ones at the second pass, in favour of whoever has to keep the deadline.
    pub(super) fn end_of(&self, date: Date, minute: u16) -> Local {
        let limit = wall(date, minute);
        let end = self
            .stretches()
            .rev()
            .find(|s| s.from < limit - s.offset)
            .map_or(limit - i64::from(self.first), |s| {
                s.to.min(limit - s.offset)
            });
        Local {
            date,
            minute,
            offset: (limit - end) as i16,
        }
    }

    /// The stretches that touch the minutes `from..to`.
    pub(super) fn stretches_in(&self, from: i64, to: i64) -> impl Iterator<Item = Stretch> + '_ {
        let before = self
            .changes
            .partition_point(|change| change.at.minute() <= from);
        (before..=self.changes.len())
            .map(|index| self.stretch(index))
            .take_while(move |stretch| stretch.from < to)
    }

    fn stretches(&self) -> impl DoubleEndedIterator<Item = Stretch> + '_ {
        (0..=self.changes.len()).map(|index| self.stretch(index))
    }

    /// The stretch that ends with change number `index`.
    fn stretch(&self, index: usize) -> Stretch {
        let begin = index.checked_sub(1).map(|before| self.changes[before]);
        Stretch {
            from: begin.map_or(i64::MIN, |change| change.at.minute()),
            to: self
                .changes
                .get(index)
                .map_or(i64::MAX, |change| change.at.minute()),
            offset: i64::from(begin.map_or(self.first, |change| change.offset)),
        }
    }
}
