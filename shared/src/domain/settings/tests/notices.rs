//! Holiday notices as they come from outside.

use super::super::json::{self, Json};
use super::super::{NoticeError, WorkCalendar, holiday_item, read_notice, year};
use crate::calendar::{HolidayError, standard};
use crate::entity::Value;
use proptest::prelude::*;

const FILES: [&str; 4] = [
    include_str!("../../../../../tests/fixtures/holidays/cn-2024.json"),
    include_str!("../../../../../tests/fixtures/holidays/cn-2025.json"),
    include_str!("../../../../../tests/fixtures/holidays/cn-2026.json"),
    include_str!("../../../../../tests/fixtures/holidays/cn-2027.json"),
];

#[test]
fn the_notices_of_three_years_read_as_the_standard_calendar_has_them() {
    for (built_in, file) in standard().years().zip(FILES) {
        let (notice, source) = read_notice(file).unwrap();
        assert_eq!(&notice, built_in);
        assert!(source.starts_with("https://www.gov.cn/"), "{source}");
        let item = holiday_item(&notice, &source);
        let part = |no: u16| item.fields.iter().find(|(n, _)| *n == no).map(|(_, v)| v);
        assert_eq!(
            (item.field, year::of_item(item.item)),
            (WorkCalendar::YEARS, Some(notice.year()))
        );
        assert_eq!(part(year::YEAR), Some(&Value::Int(notice.year().into())));
        let days: usize = [year::HOLIDAYS, year::MAKEUP]
            .iter()
            .map(|no| part(*no).unwrap().items().len())
            .sum();
        assert_eq!(days, notice.days().len());
    }
    assert_eq!(read_notice(FILES[3]), Err(NoticeError::NotAnnounced(2027)));
}

#[test]
fn a_notice_that_cannot_be_is_refused_in_words() {
    let of = |days: &str| {
        read_notice(&format!(r#"{{"year": 2027, "days": [{days}]}}"#))
            .map(|(notice, _)| notice.days().len())
    };
    let day = |date: &str, off: bool| {
        format!(r#"{{"name": "元旦", "date": "{date}", "isOffDay": {off}}}"#)
    };
    assert_eq!(of(&day("2027-01-01", true)), Ok(1));
    assert_eq!(of(&day("2026-12-31", true)), Ok(1));
    let told = |days: &str| of(days).unwrap_err().to_string();
    assert_eq!(
        told(&day("2027-02-29", true)),
        "\"2027-02-29\" is not a date"
    );
    assert_eq!(
        told(&day("2026-11-30", true)),
        "2026-11-30 does not belong to the notice for 2027"
    );
    assert_eq!(
        told(&format!(
            "{},{}",
            day("2027-01-01", true),
            day("2027-01-01", false)
        )),
        "2027-01-01 is both off and working"
    );
    assert_eq!(
        told(r#"{"name": "元旦", "date": "2027-01-01"}"#),
        "day 1 of the notice has no name, date or isOffDay"
    );
    assert_eq!(
        told(""),
        "the notice for 2027 names no day: it is not announced yet"
    );
    assert_eq!(read_notice("2027"), Err(NoticeError::Missing("year")));
    assert_eq!(
        read_notice(r#"{"year": 2027}"#),
        Err(NoticeError::Missing("days"))
    );
    assert_eq!(
        read_notice(r#"{"year": 20270, "days": []}"#),
        Err(NoticeError::Year(20_270))
    );
    assert_eq!(
        read_notice(r#"{"year": 2027, "days": [}"#),
        Err(NoticeError::Json(24))
    );
    assert!(matches!(
        of(&day("2028-01-01", true)),
        Err(NoticeError::Holiday(HolidayError::Year { .. }))
    ));
}

#[test]
fn json_reads_as_it_is_meant() {
    let text = r#" {"a": [1, -2.5, "x\n\"\u5143\/", true, false, null, [], {}], "a": {"b": 9007199254740993}} "#;
    let read = json::read(text).unwrap();
    assert_eq!(
        read.member("a").and_then(|a| a.member("b")),
        Some(&Json::Int(9_007_199_254_740_993))
    );
    let Json::Map(members) = &read else {
        unreachable!()
    };
    let items = members[0].1.list().unwrap();
    assert_eq!(
        (&items[0], &items[1], items[2].text()),
        (&Json::Int(1), &Json::Other, Some("x\n\"元/"))
    );
    for bad in [
        "",
        "{",
        "[1,]",
        "{\"a\" 1}",
        "\"\\x\"",
        "\"\n\"",
        "\"a",
        "tru",
        "1 2",
        "{a: 1}",
        "--1",
        "\"\\u12\"",
    ] {
        assert!(json::read(bad).is_err(), "{bad}");
    }
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    assert!(json::read(&deep).is_err());
}

proptest! {
    #[test]
    fn damage_is_refused_or_read(at in 0_usize..600, byte in 0_u8..128) {
        let mut bytes = FILES[2].as_bytes()[..600.min(FILES[2].len())].to_vec();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        // Nothing but an answer is asked for.
        let _ = read_notice(&String::from_utf8_lossy(&bytes));
    }
}
