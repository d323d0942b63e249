//! 国务院 notices for 2024-2026 as data, and the calendar a unit works by until its own is entered.
//! Source: holiday-cn (MIT), from State Council notices; see tests/fixtures/holidays/SOURCES.md.

use std::sync::LazyLock;

use super::{HolidayYear, Period, Weekday, Weekdays, WorkCalendar, ZoneData};

/// Date, name, day off (false = 调休 working day).
type Entry = (&'static str, &'static str, bool);

const Y2024: &[Entry] = &[
    ("2024-01-01", "元旦", true),
    ("2024-02-04", "春节", false),
    ("2024-02-10", "春节", true),
    ("2024-02-11", "春节", true),
    ("2024-02-12", "春节", true),
    ("2024-02-13", "春节", true),
    ("2024-02-14", "春节", true),
    ("2024-02-15", "春节", true),
    ("2024-02-16", "春节", true),
    ("2024-02-17", "春节", true),
    ("2024-02-18", "春节", false),
    ("2024-04-04", "清明节", true),
    ("2024-04-05", "清明节", true),
    ("2024-04-06", "清明节", true),
    ("2024-04-07", "清明节", false),
    ("2024-04-28", "劳动节", false),
    ("2024-05-01", "劳动节", true),
    ("2024-05-02", "劳动节", true),
    ("2024-05-03", "劳动节", true),
    ("2024-05-04", "劳动节", true),
    ("2024-05-05", "劳动节", true),
    ("2024-05-11", "劳动节", false),
    ("2024-06-10", "端午节", true),
    ("2024-09-14", "中秋节", false),
    ("2024-09-15", "中秋节", true),
    ("2024-09-16", "中秋节", true),
    ("2024-09-17", "中秋节", true),
    ("2024-09-29", "国庆节", false),
    ("2024-10-01", "国庆节", true),
    ("2024-10-02", "国庆节", true),
    ("2024-10-03", "国庆节", true),
    ("2024-10-04", "国庆节", true),
    ("2024-10-05", "国庆节", true),
    ("2024-10-06", "国庆节", true),
    ("2024-10-07", "国庆节", true),
    ("2024-10-12", "国庆节", false),
];

const Y2025: &[Entry] = &[
    ("2025-01-01", "元旦", true),
    ("2025-01-26", "春节", false),
    ("2025-01-28", "春节", true),
    ("2025-01-29", "春节", true),
    ("2025-01-30", "春节", true),
    ("2025-01-31", "春节", true),
    ("2025-02-01", "春节", true),
    ("2025-02-02", "春节", true),
    ("2025-02-03", "春节", true),
    ("2025-02-04", "春节", true),
    ("2025-02-08", "春节", false),
    ("2025-04-04", "清明节", true),
    ("2025-04-05", "清明节", true),
    ("2025-04-06", "清明节", true),
    ("2025-04-27", "劳动节", false),
    ("2025-05-01", "劳动节", true),
    ("2025-05-02", "劳动节", true),
    ("2025-05-03", "劳动节", true),
    ("2025-05-04", "劳动节", true),
    ("2025-05-05", "劳动节", true),
    ("2025-05-31", "端午节", true),
    ("2025-06-01", "端午节", true),
    ("2025-06-02", "端午节", true),
    ("2025-09-28", "国庆节、中秋节", false),
    ("2025-10-01", "国庆节、中秋节", true),
    ("2025-10-02", "国庆节、中秋节", true),
    ("2025-10-03", "国庆节、中秋节", true),
    ("2025-10-04", "国庆节、中秋节", true),
    ("2025-10-05", "国庆节、中秋节", true),
    ("2025-10-06", "国庆节、中秋节", true),
    ("2025-10-07", "国庆节、中秋节", true),
    ("2025-10-08", "国庆节、中秋节", true),
    ("2025-10-11", "国庆节、中秋节", false),
];

const Y2026: &[Entry] = &[
    ("2026-01-01", "元旦", true),
    ("2026-01-02", "元旦", true),
    ("2026-01-03", "元旦", true),
    ("2026-01-04", "元旦", false),
    ("2026-02-14", "春节", false),
    ("2026-02-15", "春节", true),
    ("2026-02-16", "春节", true),
    ("2026-02-17", "春节", true),
    ("2026-02-18", "春节", true),
    ("2026-02-19", "春节", true),
    ("2026-02-20", "春节", true),
    ("2026-02-21", "春节", true),
    ("2026-02-22", "春节", true),
    ("2026-02-23", "春节", true),
    ("2026-02-28", "春节", false),
    ("2026-04-04", "清明节", true),
    ("2026-04-05", "清明节", true),
    ("2026-04-06", "清明节", true),
    ("2026-05-01", "劳动节", true),
    ("2026-05-02", "劳动节", true),
    ("2026-05-03", "劳动节", true),
    ("2026-05-04", "劳动节", true),
    ("2026-05-05", "劳动节", true),
    ("2026-05-09", "劳动节", false),
    ("2026-06-19", "端午节", true),
    ("2026-06-20", "端午节", true),
    ("2026-06-21", "端午节", true),
    ("2026-09-20", "国庆节", false),
    ("2026-09-25", "中秋节", true),
    ("2026-09-26", "中秋节", true),
    ("2026-09-27", "中秋节", true),
    ("2026-10-01", "国庆节", true),
    ("2026-10-02", "国庆节", true),
    ("2026-10-03", "国庆节", true),
    ("2026-10-04", "国庆节", true),
    ("2026-10-05", "国庆节", true),
    ("2026-10-06", "国庆节", true),
    ("2026-10-07", "国庆节", true),
    ("2026-10-10", "国庆节", false),
];

/// Monday to Friday, 8:30-12:00 and 13:30-17:30, China Standard Time, with the notices above. A
/// later year is 暂定 until its notice is imported.
pub fn standard() -> &'static WorkCalendar {
    static STANDARD: LazyLock<WorkCalendar> = LazyLock::new(built_in);
    &STANDARD
}

fn built_in() -> WorkCalendar {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    let hours = vec![
        Period { from: 510, to: 720 },
        Period {
            from: 810,
            to: 1050,
        },
    ];
    let built = ZoneData::fixed("Asia/Shanghai", 480).ok().and_then(|zone| {
        WorkCalendar::new(
            zone,
            Weekdays::of(&[Monday, Tuesday, Wednesday, Thursday, Friday]),
            hours,
        )
        .ok()
    });
    // Constants above: a test builds it, so the fallback can never be met.
    let Some(mut calendar) = built else {
        unreachable!("the standard calendar is valid")
    };
    for (year, entries) in [(2024, Y2024), (2025, Y2025), (2026, Y2026)] {
        if let Ok(notice) = HolidayYear::new(year, entries.iter().copied()) {
            calendar.announce(notice);
        }
    }
    calendar
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Date;

    #[test]
    fn the_notices_are_all_taken() {
        let calendar = standard();
        assert_eq!(calendar.years().count(), 3);
        let day = |text: &str| calendar.day(Date::parse(text).unwrap());
        assert!(!day("2026-10-01").kind.works());
        assert!(!day("2027-01-02").announced);
    }
}
