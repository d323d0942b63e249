//! Calendars of units: whose holds, what is refused, where the clock changes, where a year ends.

use super::super::{
    calendar_of, holiday_item, in_force, keys, read_notice, starting, year, zone_of,
};
use super::*;
use crate::calendar::{self, Change as Shift, DayKind, HolidayYear, Span, ZoneData, due, replay};
use crate::sync::op::NewItem;
use crate::sync::tests::set;

/// Central European time of 2026.
fn berlin() -> ZoneData {
    let shift = |wall, offset| Shift {
        at: at(wall, 0),
        offset,
    };
    let changes = vec![
        shift("2026-03-29 01:00", 120),
        shift("2026-10-25 01:00", 60),
    ];
    ZoneData::new("Europe/Berlin", 60, changes).unwrap()
}

fn with_berlin() -> (MemoryStore, Device) {
    let (mut store, device) = office();
    store.zones.push(berlin());
    (store, device)
}

/// Makes a calendar and lets the server take it.
fn give((store, device): &mut (MemoryStore, Device), record: Id, unit: Id, tz: &str) {
    let made = device.make(WorkCalendar::KIND, record, starting(unit, tz));
    device.sync(store);
    assert_eq!(device.receipt(made.id), Verdict::Accepted);
}

fn zone(device: &Device, unit: Id) -> String {
    let calendar = calendar_of(&device.client.world, Some(unit));
    assert_eq!(calendar.zone(), &*zone_of(&device.client.world, Some(unit)));
    calendar.zone().name().to_owned()
}

fn shown(device: &Device, unit: Id, start: Moment, span: Span) -> (String, Option<i32>) {
    let due = due(start, span, &calendar_of(&device.client.world, Some(unit)));
    assert_eq!(replay(&due.trace), Ok(due.at));
    (due.local.to_string(), due.provisional)
}

#[test]
fn a_unit_without_a_calendar_works_by_that_of_the_nearest_unit_above() {
    let mut house = with_berlin();
    assert_eq!(zone(&house.1, WORKSHOP), "Asia/Shanghai");
    give(&mut house, id(80), FACTORY, "Europe/Berlin");
    for (unit, name) in [
        (WORKSHOP, "Europe/Berlin"),
        (FACTORY, "Europe/Berlin"),
        (SHOP, "Asia/Shanghai"),
        (COMPANY, "Asia/Shanghai"),
    ] {
        assert_eq!(zone(&house.1, unit), name);
    }
    give(&mut house, id(81), WORKSHOP, "Asia/Shanghai");
    assert_eq!(zone(&house.1, WORKSHOP), "Asia/Shanghai");
    assert_eq!(zone(&house.1, FACTORY), "Europe/Berlin");
    let nobody = calendar_of(&house.1.client.world, None);
    assert_eq!(&*nobody, calendar::standard());
}

#[test]
fn a_calendar_that_starts_as_the_standard_one_is_the_standard_one() {
    let mut house = office();
    give(&mut house, id(80), FACTORY, "Asia/Shanghai");
    let calendar = calendar_of(&house.1.client.world, Some(FACTORY));
    assert_eq!(&*calendar, calendar::standard());
    let look = crate::sync::server::StoreLook::new(&house.0);
    assert_eq!(&*calendar_of(&look, Some(WORKSHOP)), calendar::standard());
}

#[test]
fn the_rules_of_the_zone_are_written_by_the_server_and_until_then_the_unit_above_decides() {
    let mut house = with_berlin();
    house.1.make(
        WorkCalendar::KIND,
        id(80),
        starting(FACTORY, "Europe/Berlin"),
    );
    assert_eq!(zone(&house.1, FACTORY), "Asia/Shanghai");
    house.1.sync(&mut house.0);
    assert_eq!(*zone_of(&house.1.client.world, Some(FACTORY)), berlin());
    // Another zone, offline: its rules are not known here yet.
    house.1.make(
        WorkCalendar::KIND,
        id(80),
        set(WorkCalendar::TZ, text("Asia/Shanghai")),
    );
    let record = house.1.client.world.get(id(80)).unwrap();
    assert_eq!(record.get(WorkCalendar::ZONE_RULES), None);
    // Hours alone leave them as they are.
    house.1.sync(&mut house.0);
    let hours = Value::List(vec![text("07:00-15:00")]);
    house
        .1
        .make(WorkCalendar::KIND, id(80), set(WorkCalendar::HOURS, hours));
    assert_eq!(
        calendar_of(&house.1.client.world, Some(FACTORY)).hours()[0].from,
        420
    );
    let typed = set(WorkCalendar::ZONE_RULES, Value::List(vec![Value::Int(0)]));
    let typed = house.1.make(WorkCalendar::KIND, id(80), typed);
    house.1.sync(&mut house.0);
    assert_eq!(reasons(&house.1, typed.id)[0].code, "computed");
}

#[test]
fn what_makes_no_calendar_is_refused_at_its_field() {
    let mut house = office();
    give(&mut house, id(80), FACTORY, "Asia/Shanghai");
    let list = |items: &[&str]| Value::List(items.iter().map(|item| text(item)).collect());
    for (no, value, code) in [
        (WorkCalendar::TZ, text("Mars/Olympus"), "unknown-zone"),
        (
            WorkCalendar::WORKDAYS,
            Value::List(vec![Value::Choice(8)]),
            "expects-workdays",
        ),
        (
            WorkCalendar::WORKDAYS,
            Value::List(vec![Value::Choice(0)]),
            "expects-workdays",
        ),
        (WorkCalendar::HOURS, list(&["8-12"]), "expects-hours"),
        (WorkCalendar::HOURS, list(&["12:00-08:00"]), "expects-hours"),
        (
            WorkCalendar::HOURS,
            list(&["08:00-12:00", "11:00-15:00"]),
            "expects-hours",
        ),
        (WorkCalendar::HOURS, list(&["08:00-24:01"]), "expects-hours"),
        (WorkCalendar::HOURS, text("08:00-12:00"), "wrong-type"),
    ] {
        let bad = house
            .1
            .make(WorkCalendar::KIND, id(80), set(no, value.clone()));
        house.1.sync(&mut house.0);
        assert_eq!(house.1.receipt(bad.id), Verdict::Rejected, "{value:?}");
        assert_eq!(
            reasons(&house.1, bad.id),
            [Reason::new(code).at(no)],
            "{value:?}"
        );
    }
    let good = Value::List(vec![text("00:00-06:00"), text("22:00 - 24:00")]);
    let night = house
        .1
        .make(WorkCalendar::KIND, id(80), set(WorkCalendar::HOURS, good));
    house.1.sync(&mut house.0);
    assert_eq!(house.1.receipt(night.id), Verdict::Accepted);
}

#[test]
fn a_gap_is_saved_and_the_unit_above_decides_until_it_is_filled() {
    let mut house = office();
    let Action::Create { fields, items } = starting(FACTORY, "Asia/Shanghai") else {
        unreachable!()
    };
    let gap = fields
        .iter()
        .filter(|(no, _)| *no != WorkCalendar::HOURS)
        .cloned()
        .collect();
    house.1.make(
        WorkCalendar::KIND,
        id(80),
        Action::Create { fields: gap, items },
    );
    house.1.sync(&mut house.0);
    let first = |house: &(MemoryStore, Device)| {
        calendar_of(&house.1.client.world, Some(FACTORY)).hours()[0].from
    };
    assert_eq!(first(&house), 510);
    house.1.make(
        WorkCalendar::KIND,
        id(80),
        set(WorkCalendar::HOURS, Value::List(vec![text("07:00-15:00")])),
    );
    assert_eq!(first(&house), 420);
}

#[test]
fn of_two_hours_that_both_stand_those_the_server_took_first_hold() {
    let mut house = office();
    give(&mut house, id(80), FACTORY, "Asia/Shanghai");
    let mut other = Device::new(4, ADMIN);
    other.sync(&mut house.0);
    let hours = |from: &str| {
        set(
            WorkCalendar::HOURS,
            Value::List(vec![text(&format!("{from}-16:00"))]),
        )
    };
    // The second has the later clock; no clock decides.
    other.now += 60_000;
    other.make(WorkCalendar::KIND, id(80), hours("06:00"));
    house.1.make(WorkCalendar::KIND, id(80), hours("07:00"));
    house.1.sync(&mut house.0);
    other.sync(&mut house.0);
    house.1.sync(&mut house.0);
    for device in [&house.1, &other] {
        let calendar = calendar_of(&device.client.world, Some(FACTORY));
        assert_eq!(calendar.hours()[0].from, 420);
    }
}

#[test]
fn p_14_where_the_clock_changes_a_working_day_ends_by_the_new_clock() {
    let mut house = with_berlin();
    give(&mut house, id(80), FACTORY, "Europe/Berlin");
    let world = &house.1.client.world;
    // Friday before summer time: the second working day is Tuesday, 17:30 at two hours from UTC.
    let start = at("2026-03-27 16:00", 60);
    let limit = in_force(world, keys::LEAD_FOLLOW_UP, Some(WORKSHOP), start.0);
    let calendar = calendar_of(world, Some(WORKSHOP));
    let due = due(start, limit, &calendar);
    assert_eq!(
        (due.at, replay(&due.trace)),
        (at("2026-03-31 17:30", 120), Ok(due.at))
    );
    // Midnight in Berlin, not in Shanghai, starts a change's day.
    decide(&mut house, id(70), (14, "1wd", None, "2026-03-27"));
    let ask = |wall| {
        in_force(
            &house.1.client.world,
            keys::LEAD_FOLLOW_UP,
            Some(WORKSHOP),
            at(wall, 60).0,
        )
    };
    assert_eq!(ask("2026-03-26 23:59"), Span::WorkingDays(2));
    assert_eq!(ask("2026-03-27 00:00"), Span::WorkingDays(1));
}

#[test]
fn make_up_days_count_and_holidays_do_not() {
    let mut house = office();
    give(&mut house, id(80), FACTORY, "Asia/Shanghai");
    let calendar = calendar_of(&house.1.client.world, Some(FACTORY)).into_owned();
    let kind = |date: &str| calendar.day(Date::parse(date).unwrap()).kind;
    assert_eq!(kind("2026-02-14"), DayKind::MakeUp("春节".into()));
    assert_eq!(kind("2026-02-16"), DayKind::Holiday("春节".into()));
    // Friday the 13th: 调休 on Saturday is 1, then the whole festival, Tuesday the 24th is 2.
    let start = at("2026-02-13 10:00", 480);
    assert_eq!(
        shown(&house.1, WORKSHOP, start, Span::WorkingDays(2)).0,
        "2026-02-24 17:30"
    );
}

#[test]
fn a_year_without_a_notice_is_provisional_until_it_is_imported() {
    let mut house = office();
    give(&mut house, id(80), FACTORY, "Asia/Shanghai");
    let start = at("2026-12-31 16:30", 480);
    let ask =
        |house: &(MemoryStore, Device)| shown(&house.1, WORKSHOP, start, Span::WorkingMinutes(120));
    assert_eq!(ask(&house), ("2027-01-01 09:30".into(), Some(2027)));
    // Not a minute of the new year is needed: nothing is provisional.
    assert_eq!(
        shown(&house.1, WORKSHOP, start, Span::WorkingMinutes(60)),
        ("2026-12-31 17:30".into(), None)
    );
    let notice = r#"{"year": 2027, "papers": ["https://example.com"], "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": false}]}"#;
    let (notice, source) = read_notice(notice).unwrap();
    let put = Action::PutItem(holiday_item(&notice, &source));
    let op = house.1.make(WorkCalendar::KIND, id(80), put);
    house.1.sync(&mut house.0);
    assert_eq!(house.1.receipt(op.id), Verdict::Accepted);
    assert_eq!(ask(&house), ("2027-01-03 09:30".into(), None));
    // A second import of the year takes the place of the first.
    let shorter = HolidayYear::new(2027, [("2027-01-01", "元旦", true)]).unwrap();
    house.1.make(
        WorkCalendar::KIND,
        id(80),
        Action::PutItem(holiday_item(&shorter, "")),
    );
    house.1.sync(&mut house.0);
    assert_eq!(ask(&house), ("2027-01-04 09:30".into(), None));
    // Taken out, the year is 暂定 again.
    let item = year::item(2027);
    house.1.make(
        WorkCalendar::KIND,
        id(80),
        Action::RemoveItem {
            field: WorkCalendar::YEARS,
            item,
        },
    );
    house.1.sync(&mut house.0);
    assert_eq!(ask(&house), ("2027-01-01 09:30".into(), Some(2027)));
}

#[test]
fn a_year_that_contradicts_itself_is_refused_also_with_what_stood_before() {
    let mut house = office();
    give(&mut house, id(80), FACTORY, "Asia/Shanghai");
    let days = |date: &str| {
        let day = Value::Day(Date::parse(date).unwrap().0);
        Value::List(vec![Value::Group(vec![(1, day), (2, text("元旦"))])])
    };
    let put = |item: Id, fields: Vec<(u16, Value)>| {
        Action::PutItem(NewItem {
            field: WorkCalendar::YEARS,
            item,
            order: String::new(),
            fields,
        })
    };
    for (action, code) in [
        // 2026-01-01 is off already.
        (
            put(year::item(2026), vec![(year::MAKEUP, days("2026-01-01"))]),
            "expects-holidays",
        ),
        (
            put(year::item(2026), vec![(year::HOLIDAYS, days("2025-11-30"))]),
            "expects-holidays",
        ),
        (
            put(year::item(2026), vec![(year::YEAR, Value::Int(2027))]),
            "expects-year",
        ),
        (
            put(id(90), vec![(year::HOLIDAYS, days("2026-01-01"))]),
            "expects-year",
        ),
        (put(year::item(3000), Vec::new()), "expects-year"),
    ] {
        let bad = house.1.make(WorkCalendar::KIND, id(80), action);
        house.1.sync(&mut house.0);
        assert_eq!(house.1.receipt(bad.id), Verdict::Rejected);
        assert_eq!(
            reasons(&house.1, bad.id),
            [Reason::new(code).at(WorkCalendar::YEARS)]
        );
    }
}
