//! Zone data against the zone database it was read from.

use crate::world::{offset, zone};
use shared::calendar::{Change, Date, Moment, ZoneData, ZoneError};
use shared::entity::Canonical;

/// 2020-01-01 and 2041-01-01 in milliseconds.
const FROM: i64 = 1_577_836_800_000;
const TO: i64 = 2_240_611_200_000;

#[test]
fn every_zone_on_earth_is_read_whole() {
    for tz in chrono_tz::TZ_VARIANTS {
        let data = zone(tz);
        let step = (TO - FROM) / 2_000;
        let spread = (0..2_000).map(|n| FROM + n * step);
        let edges = data
            .changes()
            .iter()
            .flat_map(|c| [c.at.0 - 60_000, c.at.0 - 1, c.at.0]);
        for at in spread.chain(edges).map(Moment) {
            assert_eq!(data.offset_at(at), offset(tz, at), "{tz} at {at:?}");
        }
    }
}

#[test]
fn familiar_zones_have_the_expected_changes() {
    let berlin = zone(chrono_tz::Europe::Berlin);
    assert_eq!((berlin.first(), berlin.changes().len()), (60, 42));
    // 2026-03-29 01:00 UTC.
    let spring = Change {
        at: Moment(1_774_746_000_000),
        offset: 120,
    };
    assert!(berlin.changes().contains(&spring));
    assert_eq!(
        zone(chrono_tz::Asia::Shanghai),
        ZoneData::fixed("Asia/Shanghai", 480).unwrap()
    );
    let half = zone(chrono_tz::Australia::Lord_Howe).changes()[0].offset;
    assert_eq!(half, 630);
}

#[test]
fn broken_zone_data_is_refused() {
    let change = |at, offset| Change {
        at: Moment(at),
        offset,
    };
    let new = |changes: &[Change]| ZoneData::new("X", 0, changes.to_vec());
    assert_eq!(
        new(&[change(60_000, 60), change(60_000, 0)]),
        Err(ZoneError::Order)
    );
    assert_eq!(new(&[change(60_001, 60)]), Err(ZoneError::Minute));
    assert_eq!(new(&[change(60_000, 1081)]), Err(ZoneError::Offset));
    assert_eq!(
        ZoneData::new("X", -1081, Vec::new()),
        Err(ZoneError::Offset)
    );
}

#[test]
fn civil_dates_agree_with_chrono() {
    use chrono::{Datelike, Months, NaiveDate};
    let first = NaiveDate::from_ymd_opt(1899, 1, 1).unwrap();
    for date in first.iter_days().take(150_000) {
        let ours = Date::new(date.year(), date.month(), date.day()).unwrap();
        assert_eq!(ours.to_string(), date.to_string());
        assert_eq!(Date::parse(&date.to_string()), Some(ours));
        assert_eq!(ours.ymd(), (date.year(), date.month(), date.day()));
        assert_eq!(ours.weekday() as u32, date.weekday().num_days_from_monday());
        let months = date.num_days_from_ce() as u32 % 61;
        let later = date.checked_add_months(Months::new(months)).unwrap();
        assert_eq!(ours.plus_months(months).to_string(), later.to_string());
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "2025-02-29",
        "2024-02-30",
        "2024-13-01",
        "2024-00-01",
        "2024-04-31",
        "2024-01-00",
    ] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
    for text in [
        "2024-1-01",
        "+024-01-01",
        "20240101",
        "2024-01-01 ",
        "２０２４-01-01",
        "",
    ] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}

#[test]
fn zone_data_survives_the_wire_and_damage_is_refused_or_read() {
    for tz in chrono_tz::TZ_VARIANTS {
        let data = zone(tz);
        let bytes = data.to_bytes();
        assert!(bytes.len() < 500, "{tz} takes {}", bytes.len());
        assert_eq!(ZoneData::from_bytes(&bytes), Ok(data));
    }
    let bytes = zone(chrono_tz::Europe::Berlin).to_bytes();
    for cut in 0..bytes.len() {
        assert!(ZoneData::from_bytes(&bytes[..cut]).is_err());
    }
    for at in 0..bytes.len() {
        for byte in 0..=255 {
            let mut damaged = bytes.clone();
            damaged[at] = byte;
            // Whatever is still read is whole and works.
            if let Ok(data) = ZoneData::from_bytes(&damaged) {
                assert_eq!(ZoneData::from_bytes(&data.to_bytes()).as_ref(), Ok(&data));
                data.local(Moment(FROM));
            }
        }
    }
}
