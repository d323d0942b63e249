//! Real zones and real holiday notices for the tests.

use chrono::{NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use shared::calendar::{HolidayYear, Moment, Period, Weekdays, WorkCalendar, ZoneData};

/// Minutes east of UTC by the zone database.
pub(crate) fn offset(tz: Tz, at: Moment) -> i16 {
    let utc = Utc.timestamp_millis_opt(at.0).unwrap().naive_utc();
    (tz.offset_from_utc_datetime(&utc).fix().local_minus_utc() / 60) as i16
}

pub(crate) fn zone(tz: Tz) -> ZoneData {
    ZoneData::sample(tz.name(), |at| offset(tz, at)).unwrap()
}

/// One notice as `(date, name, off)`.
pub(crate) type Notice = (i32, Vec<(String, String, bool)>);

pub(crate) fn notices() -> Vec<Notice> {
    let files = [
        include_str!("../../fixtures/holidays/cn-2024.json"),
        include_str!("../../fixtures/holidays/cn-2025.json"),
        include_str!("../../fixtures/holidays/cn-2026.json"),
        include_str!("../../fixtures/holidays/cn-2027.json"),
    ];
    files.map(notice).into_iter().collect()
}

fn notice(text: &str) -> Notice {
    let file: serde_json::Value = serde_json::from_str(text).unwrap();
    let days = file["days"].as_array().unwrap().iter();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let days = days.map(|d| {
        (
            word(&d["date"]),
            word(&d["name"]),
            d["isOffDay"].as_bool().unwrap(),
        )
    });
    (file["year"].as_i64().unwrap() as i32, days.collect())
}

pub(crate) fn year(notice: &Notice) -> HolidayYear {
    let entries = notice
        .1
        .iter()
        .map(|(date, name, off)| (&**date, &**name, *off));
    HolidayYear::new(notice.0, entries).unwrap()
}

/// The office of the worked example: Monday to Friday, 09:00-12:00 and 13:30-18:00, China's holidays.
pub(crate) fn office(tz: Tz) -> WorkCalendar {
    calendar(zone(tz), Weekdays::MON_FRI, &[(540, 720), (810, 1080)])
}

pub(crate) fn calendar(zone: ZoneData, workdays: Weekdays, hours: &[(u16, u16)]) -> WorkCalendar {
    let hours = hours
        .iter()
        .map(|&(from, to)| Period { from, to })
        .collect();
    let mut calendar = WorkCalendar::new(zone, workdays, hours).unwrap();
    for notice in notices() {
        calendar.announce(year(&notice));
    }
    calendar
}

/// The moment a wall clock shows `YYYY-MM-DD HH:MM`; of two such moments the first.
pub(crate) fn wall(tz: Tz, text: &str) -> Moment {
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Moment(
        tz.from_local_datetime(&naive)
            .earliest()
            .unwrap()
            .timestamp_millis(),
    )
}
