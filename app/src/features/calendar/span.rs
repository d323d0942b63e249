//! Which days a view shows, and where its arrows lead.

use shared::calendar::Date;

/// The views.
pub(super) const MONTH: &str = "month";
pub(super) const WEEK: &str = "week";
pub(super) const DAY: &str = "day";

/// The Monday of a week.
fn monday(date: Date) -> Date {
    // 1970-01-01 was a Thursday.
    date.plus_days(-(date.0 + 3).rem_euclid(7))
}

/// First day and number of days; a month is shown in whole weeks.
pub(super) fn days(view: &str, date: Date) -> (Date, i32) {
    match view {
        DAY => (date, 1),
        WEEK => (monday(date), 7),
        _ => {
            let first = monday(first_of_month(date, 0));
            let next = first_of_month(date, 1);
            let weeks = (next.0 - first.0 + 6) / 7;
            (first, weeks * 7)
        }
    }
}

/// The day a view stands at after so many steps forward, or back.
pub(super) fn moved(view: &str, date: Date, by: i32) -> Date {
    match view {
        DAY => date.plus_days(by),
        WEEK => date.plus_days(7 * by),
        _ => first_of_month(date, by),
    }
}

/// The first day of the month so many months away.
pub(super) fn first_of_month(date: Date, by: i32) -> Date {
    let (year, month, _) = date.ymd();
    let months = year * 12 + month.cast_signed() - 1 + by;
    let month = months.rem_euclid(12).cast_unsigned() + 1;
    Date::new(months.div_euclid(12), month, 1).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks_from_monday() {
        // December 2026 begins on a Tuesday; February 2027 begins on a Monday and has four weeks.
        for (of, first, count) in [
            ("2026-12-31", "2026-11-30", 35),
            ("2027-02-10", "2027-02-01", 28),
            ("2026-08-15", "2026-07-27", 42),
        ] {
            assert_eq!(days(MONTH, date(of)), (date(first), count), "{of}");
        }
        assert_eq!(days(WEEK, date("2026-12-06")), (date("2026-11-30"), 7));
        assert_eq!(days(DAY, date("2026-12-06")), (date("2026-12-06"), 1));
    }

    #[test]
    fn arrows_lead_over_the_end_of_a_year() {
        assert_eq!(moved(MONTH, date("2026-12-31"), 1), date("2027-01-01"));
        assert_eq!(moved(MONTH, date("2027-01-31"), -1), date("2026-12-01"));
        assert_eq!(moved(WEEK, date("2026-12-30"), 1), date("2027-01-06"));
        assert_eq!(moved(DAY, date("2027-01-01"), -1), date("2026-12-31"));
    }
}
