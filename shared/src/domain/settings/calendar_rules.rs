//! What is refused of a calendar, and what the server adds to it.

use super::calendar_parts::{read_hours, read_workdays, read_year};
use super::of_unit::{settled, zone_rules};
use super::work_calendar::{WorkCalendar, year};
use crate::entity::{Item, Record, Slot, Value};
use crate::sync::apply::Work;
use crate::sync::op::{Fields, NewItem};
use crate::sync::{Action, Lookup, Reason};

/// What is refused: a zone, days, hours or a year that no calendar could be built from.
pub(in crate::domain) fn calendar_check(
    work: &mut Work<'_, '_>,
    before: Option<&Record>,
) -> Vec<Reason> {
    match &work.op.action {
        Action::Create { fields, items } => {
            let mut reasons = bad_fields(work, fields);
            reasons.extend(items.iter().filter_map(|item| bad_year(None, item)));
            reasons
        }
        Action::Set { fields, .. } => bad_fields(work, fields),
        Action::PutItem(item) => bad_year(before, item).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn bad_fields(work: &mut Work<'_, '_>, fields: &Fields) -> Vec<Reason> {
    let filled = fields.iter().filter(|(_, value)| !value.is_blank());
    filled
        .filter_map(|(no, value)| {
            let code = match (*no, value) {
                (WorkCalendar::TZ, Value::Text(name)) => {
                    let unknown = matches!(work.numbers.zone(name), Lookup::Absent);
                    unknown.then_some("unknown-zone")
                }
                (WorkCalendar::WORKDAYS, Value::List(_)) => {
                    read_workdays(value).is_none().then_some("expects-workdays")
                }
                (WorkCalendar::HOURS, Value::List(_)) => {
                    read_hours(value).is_none().then_some("expects-hours")
                }
                _ => None,
            };
            code.map(|code| Reason::new(code).at(*no))
        })
        .collect()
}

/// A year whose item does not stand for it, or whose days contradict each other, together with
/// what the item held before.
fn bad_year(before: Option<&Record>, new: &NewItem) -> Option<Reason> {
    if new.field != WorkCalendar::YEARS {
        return None;
    }
    let refused = |code: &str| Some(Reason::new(code).at(WorkCalendar::YEARS));
    let Some(number) = year::of_item(new.item) else {
        return refused("expects-year");
    };
    let slot = before.and_then(|record| record.slots.get(&WorkCalendar::YEARS));
    let kept: Option<&Item> = match slot {
        Some(Slot::Items(items)) => items.get(&new.item),
        _ => None,
    };
    let part = |no: u16| {
        let written = new
            .fields
            .iter()
            .find(|(n, _)| *n == no)
            .map(|(_, value)| value);
        written.or_else(|| settled(kept?.cells.get(&no)?))
    };
    let says = |value: Option<&Value>| match value {
        Some(Value::Int(year)) => *year == i64::from(number),
        _ => true,
    };
    if !says(part(year::YEAR)) {
        return refused("expects-year");
    }
    if read_year(number, part).is_err() {
        return refused("expects-holidays");
    }
    None
}

/// The server writes the rules of the zone into the record; a device, which has no zone database,
/// only takes out those of another zone.
pub(in crate::domain) fn calendar_effects(
    work: &mut Work<'_, '_>,
    before: Option<&Record>,
    after: &Record,
) {
    let name = |record: &Record| {
        let value = record.cell(WorkCalendar::TZ).and_then(settled);
        value.and_then(Value::text).map(str::to_owned)
    };
    let (was, is) = (before.and_then(name), name(after));
    let rules = match is.as_deref().map(|name| work.numbers.zone(name)) {
        Some(Lookup::Known(zone)) => zone_rules(&zone),
        Some(Lookup::NotHere) if was == is => return,
        _ => Value::Empty,
    };
    let stands = after.cell(WorkCalendar::ZONE_RULES).and_then(settled);
    if stands.unwrap_or(&Value::Empty) != &rules {
        let mut record = after.clone();
        record.put(WorkCalendar::ZONE_RULES, work.version(rules));
        work.overlay.put(record);
    }
    // What was due by a year nobody had announced is due anew once it is.
    let years = |record: &Record| -> Vec<i32> {
        let items = record.live_items(WorkCalendar::YEARS);
        items
            .iter()
            .filter_map(|(id, _)| year::of_item(*id))
            .collect()
    };
    let known = before.map(years).unwrap_or_default();
    for year in years(after)
        .into_iter()
        .filter(|year| !known.contains(year))
    {
        work.reckon_anew(year);
    }
}
