//! Named cases at the boundaries, readable as a table: event, span, due as shown.

use crate::world::{calendar, notices, office, wall, year, zone};
use chrono_tz::Tz;
use chrono_tz::{America::New_York, Asia::Shanghai, Australia::Lord_Howe, Europe::Berlin};
use shared::calendar::Span::{
    CalendarDays, CalendarHours, DaysBefore, MinutesBefore, Months, WorkingDays, WorkingMinutes,
    Years,
};
use shared::calendar::{
    CalendarError, Clock, Date, DayKind, Due, HolidayError, HolidayYear, Moment, Period, Span,
    Step, Weekdays, WorkCalendar, due, judged, point, replay,
};

fn when(tz: Tz, start: &str, span: Span) -> Due {
    let due = due(wall(tz, start), span, &office(tz));
    assert_eq!(replay(&due.trace), Ok(due.at), "{start} {span:?}");
    due
}

/// The due time as people see it.
fn shown(tz: Tz, start: &str, span: Span) -> String {
    when(tz, start, span).local.to_string()
}

fn table(tz: Tz, rows: &[(&str, Span, &str)]) {
    for (start, span, expected) in rows {
        assert_eq!(shown(tz, start, *span), *expected, "{start} {span:?}");
    }
}

#[test]
fn r_115_the_worked_example_of_the_catalogue() {
    let heard = "2025-09-26 16:00";
    table(
        Shanghai,
        &[
            (heard, CalendarHours(24), "2025-09-27 16:00"),
            (heard, WorkingDays(3), "2025-09-30 18:00"),
            (heard, WorkingDays(7), "2025-10-13 18:00"),
            (heard, CalendarDays(30), "2025-10-26 23:59"),
        ],
    );
    let due = when(Shanghai, heard, WorkingDays(7));
    assert_eq!(due.provisional, None);
    let told: Vec<String> = due.trace.iter().map(tell).collect();
    assert_eq!(
        told,
        [
            "start 2025-09-26 16:00",
            "2025-09-27 weekend",
            "2025-09-28 调休 国庆节、中秋节 is 1",
            "2025-09-29 is 2",
            "2025-09-30 is 3",
            "2025-10-01 holiday 国庆节、中秋节",
            "2025-10-02 holiday 国庆节、中秋节",
            "2025-10-03 holiday 国庆节、中秋节",
            "2025-10-04 holiday 国庆节、中秋节",
            "2025-10-05 holiday 国庆节、中秋节",
            "2025-10-06 holiday 国庆节、中秋节",
            "2025-10-07 holiday 国庆节、中秋节",
            "2025-10-08 holiday 国庆节、中秋节",
            "2025-10-09 is 4",
            "2025-10-10 is 5",
            "2025-10-11 调休 国庆节、中秋节 is 6",
            "2025-10-12 weekend",
            "2025-10-13 is 7",
        ]
    );
}

fn tell(step: &Step) -> String {
    let why = |kind: &DayKind| match kind {
        DayKind::Workday => String::new(),
        DayKind::Weekend => " weekend".to_owned(),
        DayKind::Holiday(name) => format!(" holiday {name}"),
        DayKind::MakeUp(name) => format!(" 调休 {name}"),
    };
    match step {
        Step::Start { at, .. } => format!("start {at}"),
        Step::Elapsed { to } => format!("clock to {to}"),
        Step::Moved { to, clamped } => format!("to {to} clamped {clamped}"),
        Step::Skipped { day } => format!("{}{}", day.date, why(&day.kind)),
        Step::Counted { day, number, .. } => {
            format!("{}{} is {number}", day.date, why(&day.kind))
        }
        Step::Ran { day, from, to } => format!("{}{} {from} - {to}", day.date, why(&day.kind)),
    }
}

#[test]
fn working_minutes_run_inside_working_hours_only() {
    table(
        Shanghai,
        &[
            // Exactly filled hours end with them; one minute more goes on in the next period.
            ("2026-03-02 16:00", WorkingMinutes(120), "2026-03-02 18:00"),
            ("2026-03-02 16:00", WorkingMinutes(121), "2026-03-03 09:01"),
            ("2026-03-02 16:01", WorkingMinutes(120), "2026-03-03 09:01"),
            // Lunch does not count.
            ("2026-03-02 11:50", WorkingMinutes(30), "2026-03-02 13:50"),
            ("2026-03-02 11:50", WorkingMinutes(10), "2026-03-02 12:00"),
            ("2026-03-02 12:10", WorkingMinutes(30), "2026-03-02 14:00"),
            // Before opening, at closing, after closing, Friday evening, Sunday.
            ("2026-03-02 07:00", WorkingMinutes(60), "2026-03-02 10:00"),
            ("2026-03-02 18:00", WorkingMinutes(1), "2026-03-03 09:01"),
            ("2026-03-02 17:59", WorkingMinutes(1), "2026-03-02 18:00"),
            ("2026-03-06 17:30", WorkingMinutes(60), "2026-03-09 09:30"),
            ("2026-03-08 12:00", WorkingMinutes(120), "2026-03-09 11:00"),
            // 调休: Saturday 2026-02-14 and 2026-02-28 work, the Spring Festival week between does not.
            ("2026-02-14 17:30", WorkingMinutes(60), "2026-02-24 09:30"),
            ("2026-02-28 10:00", WorkingMinutes(60), "2026-02-28 11:00"),
            // Nothing to do is due at once, even at night.
            ("2026-03-02 23:10", WorkingMinutes(0), "2026-03-02 23:10"),
        ],
    );
}

#[test]
fn working_days_end_with_the_working_hours() {
    table(
        Shanghai,
        &[
            // Day 0 does not count, whatever its hour.
            ("2026-03-02 00:00", WorkingDays(1), "2026-03-03 18:00"),
            ("2026-03-02 23:59", WorkingDays(1), "2026-03-03 18:00"),
            ("2026-03-06 09:00", WorkingDays(1), "2026-03-09 18:00"),
            ("2026-03-07 09:00", WorkingDays(1), "2026-03-09 18:00"),
            // Over the Spring Festival; the Saturday after it is a make-up day.
            ("2026-02-13 09:00", WorkingDays(1), "2026-02-14 18:00"),
            ("2026-02-14 09:00", WorkingDays(1), "2026-02-24 18:00"),
            ("2026-02-24 09:00", WorkingDays(4), "2026-02-28 18:00"),
            // Nought is day 0 itself, or the first working day after.
            ("2026-03-02 09:00", WorkingDays(0), "2026-03-02 18:00"),
            ("2026-03-07 09:00", WorkingDays(0), "2026-03-09 18:00"),
        ],
    );
}

#[test]
fn a_year_without_a_notice_is_provisional_and_named() {
    let cases = [
        ("2026-12-30 10:00", WorkingDays(1), "2026-12-31 18:00", None),
        (
            "2026-12-31 10:00",
            WorkingDays(1),
            "2027-01-01 18:00",
            Some(2027),
        ),
        (
            "2026-12-31 17:00",
            WorkingMinutes(60),
            "2026-12-31 18:00",
            None,
        ),
        (
            "2026-12-31 17:00",
            WorkingMinutes(61),
            "2027-01-01 09:01",
            Some(2027),
        ),
        (
            "2026-12-31 10:00",
            CalendarDays(3),
            "2027-01-03 23:59",
            None,
        ),
        (
            "2023-12-28 10:00",
            WorkingDays(3),
            "2024-01-03 18:00",
            Some(2023),
        ),
    ];
    for (start, span, expected, provisional) in cases {
        let due = when(Shanghai, start, span);
        assert_eq!(
            (&*due.local.to_string(), due.provisional),
            (expected, provisional),
            "{start}"
        );
    }
}

#[test]
fn importing_the_notice_recomputes_what_was_provisional() {
    let mut calendar = office(Shanghai);
    let start = wall(Shanghai, "2026-12-31 10:00");
    let notice = [("2027-01-01", "元旦", true), ("2027-01-02", "元旦", false)];
    calendar.announce(HolidayYear::new(2027, notice).unwrap());
    let after = due(start, WorkingDays(1), &calendar);
    assert_eq!(
        (&*after.local.to_string(), after.provisional),
        ("2027-01-02 18:00", None)
    );
    // A corrected notice takes the place of the first, also for days of the December before.
    let notice = [("2027-01-01", "元旦", true), ("2026-12-27", "元旦", false)];
    calendar.announce(HolidayYear::new(2027, notice).unwrap());
    let corrected = due(start, WorkingDays(1), &calendar);
    assert_eq!(corrected.local.to_string(), "2027-01-04 18:00");
    // Where two notices speak of one day, the later year's wins.
    let notice = [("2026-10-01", "错", true), ("2025-12-31", "元旦", true)];
    calendar.announce(HolidayYear::new(2026, notice).unwrap());
    let wednesday = |calendar: &WorkCalendar| calendar.day(Date::new(2025, 12, 31).unwrap()).kind;
    assert!(!wednesday(&calendar).works());
    calendar.announce(HolidayYear::new(2025, [("2025-12-31", "x", false)]).unwrap());
    assert!(!wednesday(&calendar).works());
    let sunday = calendar.day(Date::new(2026, 12, 27).unwrap());
    assert_eq!(sunday.kind, DayKind::MakeUp("元旦".into()));
}

#[test]
fn i_04_calendar_moves_end_the_day_and_clamp_at_month_ends() {
    table(
        Shanghai,
        &[
            ("2026-03-02 00:00", CalendarDays(7), "2026-03-09 23:59"),
            ("2026-03-02 23:59", CalendarDays(7), "2026-03-09 23:59"),
            ("2026-03-02 10:00", CalendarDays(0), "2026-03-02 23:59"),
            ("2026-01-31 10:00", Months(1), "2026-02-28 23:59"),
            ("2024-01-31 10:00", Months(1), "2024-02-29 23:59"),
            ("2026-08-31 10:00", Months(6), "2027-02-28 23:59"),
            ("2026-11-15 10:00", Months(14), "2028-01-15 23:59"),
            ("2024-02-29 10:00", Years(1), "2025-02-28 23:59"),
            ("2024-02-29 10:00", Years(4), "2028-02-29 23:59"),
            ("2026-03-02 10:00", Years(5), "2031-03-02 23:59"),
        ],
    );
    let steps = when(Shanghai, "2026-01-31 10:00", Months(1)).trace;
    assert_eq!(tell(&steps[1]), "to 2026-02-28 23:59 clamped true");
}

#[test]
fn the_end_of_a_day_is_an_exclusive_instant() {
    let due = when(Shanghai, "2026-03-02 10:00", CalendarDays(7));
    assert_eq!(due.at, wall(Shanghai, "2026-03-10 00:00"));
    assert_eq!(
        (due.local.date, due.local.minute),
        (Date::new(2026, 3, 9).unwrap(), 1440)
    );
    assert_eq!(due.local.shown(), (23, 59));
    // An hour limit that ends at midnight is shown as it is.
    let due = when(Shanghai, "2026-03-02 00:00", CalendarHours(24));
    assert_eq!(
        (due.local.minute, &*due.local.to_string()),
        (0, "2026-03-03 00:00")
    );
}

#[test]
fn clocks_run_to_the_minute() {
    let start = wall(Shanghai, "2026-03-02 16:00");
    let late = Moment(start.0 + 59_999);
    for span in [
        CalendarHours(24),
        WorkingMinutes(30),
        WorkingDays(1),
        CalendarDays(1),
    ] {
        let calendar = office(Shanghai);
        assert_eq!(due(start, span, &calendar), due(late, span, &calendar));
    }
}

#[test]
fn p_05_the_day_before_by_an_hour() {
    table(
        Shanghai,
        &[
            (
                "2026-03-02 09:30",
                DaysBefore { days: 1, by: 1080 },
                "2026-03-01 18:00",
            ),
            (
                "2026-03-01 00:00",
                DaysBefore { days: 1, by: 1080 },
                "2026-02-28 18:00",
            ),
            (
                "2026-03-02 09:30",
                DaysBefore { days: 1, by: 1440 },
                "2026-03-01 23:59",
            ),
            ("2026-03-02 00:10", MinutesBefore(30), "2026-03-01 23:40"),
        ],
    );
}

#[test]
fn clocks_that_jump() {
    // Berlin 2026: 03-29 02:00 → 03:00, 10-25 03:00 → 02:00.
    table(
        Berlin,
        &[
            ("2026-03-28 12:00", CalendarHours(24), "2026-03-29 13:00"),
            ("2026-10-24 12:00", CalendarHours(24), "2026-10-25 11:00"),
            ("2026-03-27 12:00", CalendarDays(2), "2026-03-29 23:59"),
            (
                "2026-03-30 09:00",
                DaysBefore { days: 1, by: 150 },
                "2026-03-29 02:30",
            ),
        ],
    );
    // A skipped deadline ends when the clock jumps, a repeated one at its second pass.
    let skipped = when(Berlin, "2026-03-30 09:00", DaysBefore { days: 1, by: 150 });
    assert_eq!(skipped.at, wall(Berlin, "2026-03-29 03:00"));
    let repeated = when(Berlin, "2026-10-26 09:00", DaysBefore { days: 1, by: 150 });
    assert_eq!(
        repeated.at.0,
        wall(Berlin, "2026-10-25 02:30").0 + 3_600_000
    );
    // New York, round the clock: the day of the change has 23 or 25 working hours.
    let all_day = calendar(
        zone(New_York),
        Weekdays::of(&shared::calendar::Weekday::ALL),
        &[(0, 1440)],
    );
    for (start, minutes, expected) in [
        ("2027-03-14 00:00", 23 * 60, "2027-03-14 23:59"),
        ("2027-11-07 00:00", 25 * 60, "2027-11-07 23:59"),
        ("2027-03-14 01:30", 60, "2027-03-14 03:30"),
        ("2027-11-07 00:30", 120, "2027-11-07 01:30"),
    ] {
        let due = due(wall(New_York, start), WorkingMinutes(minutes), &all_day);
        assert_eq!(due.local.to_string(), expected, "{start} {minutes}");
        assert_eq!(replay(&due.trace), Ok(due.at));
    }
    // Lord Howe moves by half an hour: 2027-04-04 02:00 → 01:30.
    let night = calendar(
        zone(Lord_Howe),
        Weekdays::of(&shared::calendar::Weekday::ALL),
        &[(60, 120)],
    );
    let due = due(
        wall(Lord_Howe, "2027-04-04 00:00"),
        WorkingMinutes(90),
        &night,
    );
    assert_eq!(
        (&*due.local.to_string(), due.local.offset),
        ("2027-04-04 02:00", 630)
    );
}

#[test]
fn r_287_points_lie_on_the_spans_own_clock() {
    let calendar = office(Shanghai);
    let points = |start, span: Span| {
        let began = wall(Shanghai, start);
        let at = due(began, span, &calendar).at;
        [75, 100, 125, 200].map(|percent| {
            let at = point(began, at, span.clock(), percent, &calendar).at;
            calendar.zone().local(at).to_string()
        })
    };
    assert_eq!(
        points("2026-03-02 16:00", WorkingMinutes(120)),
        [
            "2026-03-02 17:30",
            "2026-03-02 18:00",
            "2026-03-03 09:30",
            "2026-03-03 11:00"
        ]
    );
    assert_eq!(
        points("2026-03-02 16:00", CalendarHours(24)),
        [
            "2026-03-03 10:00",
            "2026-03-03 16:00",
            "2026-03-03 22:00",
            "2026-03-04 16:00"
        ]
    );
    // 2 h today and 7.5 h tomorrow: 75 % of 570 min is 427 min, 125 % 712, 200 % 1140.
    assert_eq!(
        points("2026-03-02 16:00", WorkingDays(1)),
        [
            "2026-03-03 15:37",
            "2026-03-03 18:00",
            "2026-03-04 11:22",
            "2026-03-05 11:00"
        ]
    );
    // Begun too late: everything is due.
    let (late, at) = (
        wall(Shanghai, "2026-03-02 19:00"),
        wall(Shanghai, "2026-03-02 18:00"),
    );
    for (clock, percent) in [
        (Clock::Calendar, 75),
        (Clock::Working, 75),
        (Clock::Working, 200),
    ] {
        assert_eq!(point(late, at, clock, percent, &calendar).at, at);
    }
    // A deadline set by the customer may lie outside working hours; the alert still comes with it.
    let (began, at) = (
        wall(Shanghai, "2026-03-02 17:00"),
        wall(Shanghai, "2026-03-02 20:00"),
    );
    assert_eq!(point(began, at, Clock::Working, 100, &calendar).at, at);
    let over = point(began, at, Clock::Working, 200, &calendar).at;
    assert_eq!(over, wall(Shanghai, "2026-03-03 10:00"));
    // An escalation may fall into a year that is not announced.
    let began = wall(Shanghai, "2026-12-31 16:00");
    let at = due(began, WorkingMinutes(120), &calendar).at;
    let years = [75, 125].map(|p| point(began, at, Clock::Working, p, &calendar).provisional);
    assert_eq!(years, [None, Some(2027)]);
}

#[test]
fn a_trace_that_was_tampered_with_is_refused() {
    let spans = [
        WorkingDays(7),
        WorkingMinutes(2000),
        CalendarDays(3),
        CalendarHours(5),
        Months(1),
    ];
    for span in spans {
        let trace = when(Shanghai, "2025-09-26 16:00", span).trace;
        for index in 0..trace.len() {
            let mut shorter = trace.clone();
            shorter.remove(index);
            assert!(replay(&shorter).is_err(), "{span:?} without step {index}");
            let mut longer = trace.clone();
            longer.insert(index, trace[index].clone());
            assert!(replay(&longer).is_err(), "{span:?} with step {index} twice");
        }
    }
    let mut works_on_a_holiday = when(Shanghai, "2025-09-26 16:00", WorkingDays(4)).trace;
    let Some(Step::Counted { day, .. }) = works_on_a_holiday.last_mut() else {
        panic!()
    };
    day.kind = DayKind::Holiday("国庆节".into());
    assert!(replay(&works_on_a_holiday).is_err());
}

#[test]
fn on_time_is_judged_between_last_contact_and_receipt() {
    let at = |event, contact: Option<i64>| {
        let judged = judged(Moment(event), contact.map(Moment), Moment(100));
        (judged.at.0, judged.clamped)
    };
    assert_eq!(at(50, Some(40)), (50, false));
    assert_eq!(at(30, Some(40)), (40, true));
    assert_eq!(at(130, Some(40)), (100, true));
    assert_eq!(at(-5, None), (-5, false));
    // Contact later than receipt cannot be: receipt decides.
    assert_eq!(at(50, Some(120)), (100, true));
}

#[test]
fn what_makes_no_calendar_is_refused() {
    let new = |days, hours: &[(u16, u16)]| {
        let hours = hours
            .iter()
            .map(|&(from, to)| Period { from, to })
            .collect();
        let zone = shared::calendar::ZoneData::fixed("Asia/Shanghai", 480).unwrap();
        WorkCalendar::new(zone, days, hours).err()
    };
    let week = Weekdays::MON_FRI;
    assert_eq!(new(week, &[(540, 720), (720, 1440)]), None);
    assert_eq!(
        new(Weekdays::of(&[]), &[(540, 720)]),
        Some(CalendarError::NoWorkday)
    );
    assert_eq!(new(week, &[]), Some(CalendarError::NoHours));
    for hours in [
        &[(720, 720)][..],
        &[(800, 720)],
        &[(540, 1441)],
        &[(540, 721), (720, 800)],
    ] {
        assert_eq!(new(week, hours), Some(CalendarError::Hours), "{hours:?}");
    }
}

#[test]
fn notices_are_read_as_published() {
    let read: Vec<_> = notices().iter().map(year).collect();
    let sizes = read
        .iter()
        .map(|y| (y.year(), y.days().len(), y.is_announced()));
    let off = |y: &HolidayYear| y.days().values().filter(|d| d.off).count();
    assert_eq!(
        sizes.collect::<Vec<_>>(),
        notices()
            .iter()
            .map(|n| (n.0, n.1.len(), n.0 != 2027))
            .collect::<Vec<_>>()
    );
    assert_eq!(read.iter().map(off).collect::<Vec<_>>(), [28, 28, 33, 0]);
    let bad = |entry| HolidayYear::new(2026, [entry]).err();
    assert_eq!(
        bad(("2026-02-30", "x", true)),
        Some(HolidayError::Date("2026-02-30".into()))
    );
    assert!(matches!(
        bad(("2027-01-01", "x", true)),
        Some(HolidayError::Year { .. })
    ));
    assert_eq!(bad(("2025-12-31", "x", true)), None);
    let twice = [("2026-01-01", "x", true), ("2026-01-01", "y", false)];
    let day = Date::new(2026, 1, 1).unwrap();
    assert_eq!(
        HolidayYear::new(2026, twice).err(),
        Some(HolidayError::Contradiction(day))
    );
}
