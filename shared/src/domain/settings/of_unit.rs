//! The calendar a unit works by: its own, or that of the nearest unit above it, or the standard one.

use std::borrow::Cow;

use super::calendar_parts::{read_hours, read_workdays, read_year};
use super::upwards::upwards;
use super::work_calendar::{WorkCalendar, year};
use crate::calendar::{self, Change, Moment, Period, Weekdays, ZoneData};
use crate::entity::{Cell, Entity, Id, Record, Value};
use crate::sync::look::child_key;
use crate::sync::{Look, RecordRef};

/// The calendar of a unit (`None` = of nobody in particular).
pub fn calendar_of(look: &dyn Look, unit: Option<Id>) -> Cow<'static, calendar::WorkCalendar> {
    nearest(look, unit)
        .and_then(|(record, frame)| with_years(&record, frame))
        .map_or_else(|| Cow::Borrowed(calendar::standard()), Cow::Owned)
}

/// The zone of a unit: cheaper than its calendar.
pub fn zone_of(look: &dyn Look, unit: Option<Id>) -> Cow<'static, ZoneData> {
    nearest(look, unit).map_or_else(
        || Cow::Borrowed(calendar::standard().zone()),
        |(_, (zone, ..))| Cow::Owned(zone),
    )
}

/// The calendar a record describes. `None` while something required is empty, or on a
/// device until the server has written the rules of the zone.
pub fn calendar_in(record: &Record) -> Option<calendar::WorkCalendar> {
    with_years(record, frame(record)?)
}

/// Zone, working days and hours.
type Frame = (ZoneData, Weekdays, Vec<Period>);

fn with_years(record: &Record, frame: Frame) -> Option<calendar::WorkCalendar> {
    let (zone, workdays, hours) = frame;
    let mut calendar = calendar::WorkCalendar::new(zone, workdays, hours).ok()?;
    for (id, item) in record.live_items(WorkCalendar::YEARS) {
        let part = |no: u16| item.cells.get(&no).and_then(settled);
        // What does not read was refused when it was written; a newer peer's year stays 暂定.
        if let Some(Ok(notice)) = year::of_item(id).map(|number| read_year(number, part)) {
            calendar.announce(notice);
        }
    }
    Some(calendar)
}

/// The record of the nearest unit upwards that has a whole one; of two the later one.
fn nearest(look: &dyn Look, unit: Option<Id>) -> Option<(RecordRef<'_>, Frame)> {
    upwards(look, unit).units.into_iter().find_map(|unit| {
        let key = child_key(WorkCalendar::KIND, WorkCalendar::APPLIES_TO, unit);
        let found = look.at(&key).ids.into_iter().rev();
        found
            .filter_map(|id| look.record(id).known())
            .find_map(|record| frame(&record).map(|frame| (record, frame)))
    })
}

/// Everything but the years.
fn frame(record: &Record) -> Option<Frame> {
    let value = |no: u16| record.cell(no).and_then(settled);
    let name = value(WorkCalendar::TZ)?.text()?;
    let zone = read_zone(name, value(WorkCalendar::ZONE_RULES)?)?;
    let workdays = read_workdays(value(WorkCalendar::WORKDAYS)?)?;
    let hours = read_hours(value(WorkCalendar::HOURS)?)?;
    Some((zone, workdays, hours))
}

/// Of two values that both stand, the one the server took first, until the owner chooses: a
/// deadline needs some calendar, and no clock decides which.
pub(super) fn settled(cell: &Cell) -> Option<&Value> {
    let first = cell.versions.iter().min_by_key(|v| (v.seq, v.op));
    first
        .map(|version| &version.value)
        .filter(|value| !value.is_blank())
}

/// A zone as a list of whole numbers.
pub(super) fn zone_rules(zone: &ZoneData) -> Value {
    let mut numbers = vec![i64::from(zone.first())];
    let mut before = 0;
    for change in zone.changes() {
        let minute = change.at.0.div_euclid(60_000);
        numbers.extend([minute - before, i64::from(change.offset)]);
        before = minute;
    }
    Value::List(numbers.into_iter().map(Value::Int).collect())
}

fn read_zone(name: &str, rules: &Value) -> Option<ZoneData> {
    let number = |value: &Value| {
        if let Value::Int(n) = value {
            Some(*n)
        } else {
            None
        }
    };
    let numbers: Vec<i64> = rules.items().iter().map(number).collect::<Option<_>>()?;
    let (first, rest) = numbers.split_first()?;
    let mut minute = 0_i64;
    let mut changes = Vec::new();
    for pair in rest.chunks(2) {
        let [later, offset] = pair else { return None };
        minute = minute.checked_add(*later)?;
        changes.push(Change {
            at: Moment(minute.checked_mul(60_000)?),
            offset: i16::try_from(*offset).ok()?,
        });
    }
    ZoneData::new(name, i16::try_from(*first).ok()?, changes).ok()
}
