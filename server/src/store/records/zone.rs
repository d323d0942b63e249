//! The server's database of time zones: in which year a moment falls where a unit is (document
//! numbers count per year), and the rules of a zone as work calendars carry them.

use super::Records;
use chrono::{DateTime, Datelike as _, Offset as _, TimeZone as _};
use chrono_tz::{Asia, Tz};
use shared::calendar::{Moment, ZoneData};
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

/// The offsets of a zone as data; `None` when there is no such zone. Devices never ask their own
/// zone database, so both ends agree.
pub(super) fn rules(name: &str) -> Option<ZoneData> {
    let zone: Tz = name.parse().ok()?;
    let offset = |at: Moment| {
        let utc = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
        let east = zone.offset_from_utc_datetime(&utc.naive_utc()).fix();
        i16::try_from(east.local_minus_utc() / 60).unwrap_or_default()
    };
    ZoneData::sample(zone.name(), offset).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_a_zone_say_what_the_database_says_and_an_unknown_zone_has_none() {
        let berlin = rules("Europe/Berlin").unwrap();
        let noon = |text| {
            DateTime::parse_from_rfc3339(text)
                .unwrap()
                .timestamp_millis()
        };
        let east = |text| berlin.offset_at(Moment(noon(text)));
        assert_eq!(east("2026-03-28T12:00:00Z"), 60);
        assert_eq!(east("2026-03-29T12:00:00Z"), 120);
        assert_eq!(rules("Asia/Shanghai").unwrap().changes(), []);
        assert!(rules("Mars/Olympus").is_none() && rules("").is_none());
    }
}
