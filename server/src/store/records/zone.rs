//! In which year a moment falls where a unit is (document numbers count per year).

use super::Records;
use chrono::{DateTime, Datelike as _};
use chrono_tz::{Asia, Tz};
use shared::domain::organisation::OrgUnit;
use shared::entity::Id;

/// A unit without a zone has its parent's; chains of units are short, and a loop must end.
const MAX_CHAIN: u32 = 8;

/// The calendar year of a moment in the zone of a unit; in China if no unit above it has one.
pub(super) fn year(records: &Records<'_>, unit: Id, at_ms: u64) -> i32 {
    let moment = i64::try_from(at_ms)
        .ok()
        .and_then(DateTime::from_timestamp_millis);
    let zone = zone(records, unit).unwrap_or(Asia::Shanghai);
    moment.map_or(1970, |moment| moment.with_timezone(&zone).year())
}

fn zone(records: &Records<'_>, unit: Id) -> Option<Tz> {
    let mut unit = Some(unit);
    for _ in 0..MAX_CHAIN {
        let record = records.record(unit?).ok()??;
        match record.text(OrgUnit::ZONE) {
            "" => unit = record.reference(OrgUnit::PARENT),
            name => return name.parse().ok(),
        }
    }
    None
}
