//! Which change of a parameter holds: the nearest unit, then the latest effective day.

use super::super::{in_force, keys, screen_lock_ms, upwards};
use super::*;
use crate::access::{day_of, may_create};
use crate::calendar::Span;
use crate::domain::exhibitions::{BoothLead, follow_up_id};
use crate::domain::tasks::Task;
use crate::entity::{Instant, common};
use crate::sync::tests::{lead, set};

fn first_reply(device: &Device, unit: Option<Id>, at_ms: i64) -> u16 {
    match in_force(&device.client.world, keys::FIRST_REPLY, unit, at_ms) {
        Span::WorkingMinutes(minutes) => minutes / 60,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_change_holds_from_the_first_minute_of_its_day_until_the_next() {
    let mut house = office();
    decide(&mut house, id(70), (1, "3wh", None, "2026-03-01"));
    decide(&mut house, id(71), (1, "4wh", None, "2026-06-01"));
    let ask = |wall| first_reply(&house.1, Some(FACTORY), china(wall));
    assert_eq!(ask("2026-02-28 23:59"), 2);
    assert_eq!(ask("2026-03-01 00:00"), 3);
    assert_eq!(ask("2026-05-31 23:59"), 3);
    assert_eq!(ask("2026-06-01 00:00"), 4);
    // The server says the same.
    let look = crate::sync::server::StoreLook::new(&house.0);
    let may = in_force(
        &look,
        keys::FIRST_REPLY,
        Some(FACTORY),
        china("2026-05-31 23:59"),
    );
    assert_eq!(may, Span::WorkingMinutes(180));
}

#[test]
fn the_nearest_unit_upwards_decides_even_when_the_one_above_changed_later() {
    let mut house = office();
    decide(&mut house, id(70), (1, "3wh", None, "2026-01-01"));
    decide(&mut house, id(71), (1, "4wh", Some(COMPANY), "2026-02-01"));
    decide(&mut house, id(72), (1, "5wh", Some(FACTORY), "2026-03-01"));
    decide(&mut house, id(73), (1, "6wh", Some(COMPANY), "2026-04-01"));
    let ask = |unit, wall| first_reply(&house.1, unit, china(wall));
    assert_eq!(ask(Some(WORKSHOP), "2026-01-15 10:00"), 3);
    assert_eq!(ask(Some(WORKSHOP), "2026-02-15 10:00"), 4);
    assert_eq!(ask(Some(WORKSHOP), "2026-05-01 10:00"), 5);
    assert_eq!(ask(Some(FACTORY), "2026-05-01 10:00"), 5);
    assert_eq!(ask(Some(SHOP), "2026-05-01 10:00"), 6);
    assert_eq!(ask(Some(COMPANY), "2026-05-01 10:00"), 6);
    assert_eq!(ask(None, "2026-05-01 10:00"), 3);
    // A unit nobody knows has nobody above it.
    assert_eq!(ask(Some(id(200)), "2026-05-01 10:00"), 3);
}

#[test]
fn of_two_changes_for_one_day_the_later_record_holds_whichever_came_first() {
    for order in [[70_u8, 71], [71, 70]] {
        let mut house = office();
        for n in order {
            let value = if n == 71 { "7wh" } else { "5wh" };
            decide(&mut house, id(n), (1, value, None, "2026-03-01"));
        }
        assert_eq!(first_reply(&house.1, None, china("2026-03-02 10:00")), 7);
    }
}

#[test]
fn what_was_saved_stays_and_a_change_is_a_new_record() {
    let mut house = office();
    decide(&mut house, id(70), (1, "3wh", None, "2026-03-01"));
    let (store, device) = (&mut house.0, &mut house.1);
    for (no, value) in [
        (Parameter::VALUE, text("9wh")),
        (Parameter::EFFECTIVE_FROM, Value::Day(0)),
        (Parameter::REASON, Value::Empty),
        (common::UNIT, Value::Ref(Kind(1), SHOP)),
    ] {
        let edit = device.make(Parameter::KIND, id(70), set(no, value));
        device.sync(store);
        assert_eq!(device.receipt(edit.id), Verdict::Rejected);
        assert_eq!(
            reasons(device, edit.id),
            [Reason::new("entry-stays").at(no)]
        );
    }
    let kept = Change::read(device.client.world.get(id(70)).unwrap()).unwrap();
    assert_eq!((kept.number, kept.value.to_string()), (1, "3wh".to_owned()));
}

#[test]
fn nobody_but_the_administrator_changes_a_parameter_or_a_calendar() {
    let (mut store, _) = office();
    let mut manager = Device::new(2, MANAGER);
    manager.sync(&mut store);
    let fields = change(1, "9wh", None, "2026-01-01");
    let ops = [
        manager.make(Parameter::KIND, id(70), create(fields)),
        manager.make(
            WorkCalendar::KIND,
            id(71),
            super::super::starting(FACTORY, "Asia/Shanghai"),
        ),
    ];
    manager.sync(&mut store);
    for op in ops {
        assert_eq!(manager.receipt(op.id), Verdict::Rejected);
        assert_eq!(reasons(&manager, op.id)[0].code, "not-permitted");
    }
    assert_eq!(first_reply(&manager, None, china("2026-05-01 10:00")), 2);
}

#[test]
fn a_screen_offers_a_change_to_those_whose_role_makes_it() {
    let (_, device) = office();
    let offered = |user, schema| may_create(&device.client.world, user, schema, day_of(NOW));
    for schema in [Parameter::SCHEMA, WorkCalendar::SCHEMA] {
        assert!(offered(ADMIN, schema));
        assert!(!offered(MANAGER, schema));
        assert!(!offered(Id::NIL, schema), "nobody");
    }
}

#[test]
fn everybody_holds_the_changes_offline() {
    let mut house = office();
    decide(&mut house, id(70), (1, "3wh", None, "2026-03-01"));
    let mut booth = Device::new(1, id(1));
    booth.sync(&mut house.0);
    assert_eq!(
        first_reply(&booth, Some(WORKSHOP), china("2026-03-02 10:00")),
        3
    );
}

#[test]
fn units_that_stand_above_each_other_in_a_circle_end() {
    let (mut store, mut device) = office();
    let parent = set(OrgUnit::PARENT, Value::Ref(Kind(1), WORKSHOP));
    device.make(OrgUnit::KIND, COMPANY, parent);
    device.sync(&mut store);
    let chain = upwards(&device.client.world, Some(WORKSHOP));
    assert_eq!((chain.units.len(), chain.whole), (3, true));
    assert_eq!(
        first_reply(&device, Some(WORKSHOP), china("2026-03-02 10:00")),
        2
    );
}

/// A lead of grade A, captured on Friday 16 October 2026 at 10:38, of the shop.
fn captured(device: &mut Device, record: Id) {
    let Action::Create { mut fields, items } = lead(MANAGER, "Marco", "+39 02 1234567") else {
        unreachable!()
    };
    let at = Value::Instant(Instant::utc(china("2026-10-16 10:38")));
    fields.push((BoothLead::CAPTURED_AT, at));
    fields.push((common::UNIT, Value::Ref(Kind(1), SHOP)));
    device.make(BoothLead::KIND, record, Action::Create { fields, items });
}

fn due(device: &Device, lead: Id) -> String {
    let task = Task::read(device.client.world.get(follow_up_id(lead)).unwrap());
    let zone = crate::calendar::standard().zone();
    zone.local(Moment(task.due_at.utc_ms)).to_string()
}

#[test]
fn r_098_p_14_the_follow_up_takes_the_limit_of_the_leads_unit_on_the_day_of_capture() {
    let mut house = office();
    let mut manager = Device::new(2, MANAGER);
    manager.sync(&mut house.0);
    captured(&mut manager, id(50));
    manager.sync(&mut house.0);
    assert_eq!(due(&manager, id(50)), "2026-10-20 17:30");
    decide(&mut house, id(70), (14, "4wh", Some(SHOP), "2026-10-16"));
    decide(&mut house, id(71), (14, "1wh", Some(SHOP), "2026-10-17"));
    decide(&mut house, id(72), (14, "9wd", Some(FACTORY), "2026-01-01"));
    manager.sync(&mut house.0);
    captured(&mut manager, id(51));
    manager.sync(&mut house.0);
    assert_eq!(due(&manager, id(51)), "2026-10-16 16:08");
    // A deadline that the server knows is not moved by a later decision.
    assert_eq!(due(&manager, id(50)), "2026-10-20 17:30");
}

#[test]
fn r_098_what_was_due_by_guess_is_due_by_the_holidays_once_their_year_is_announced() {
    let mut house = office();
    let calendar = super::super::starting(COMPANY, "Asia/Shanghai");
    house.1.make(WorkCalendar::KIND, id(80), calendar);
    house.1.sync(&mut house.0);
    let mut manager = Device::new(2, MANAGER);
    manager.sync(&mut house.0);
    let Action::Create { mut fields, items } = lead(MANAGER, "Marco", "+39 02 1234567") else {
        unreachable!()
    };
    let at = Value::Instant(Instant::utc(china("2026-12-30 10:00")));
    fields.push((BoothLead::CAPTURED_AT, at));
    fields.push((common::UNIT, Value::Ref(Kind(1), SHOP)));
    manager.make(BoothLead::KIND, id(50), Action::Create { fields, items });
    manager.sync(&mut house.0);
    let year = |device: &Device| {
        let task = device.client.world.get(follow_up_id(id(50))).unwrap();
        Task::read(task).provisional_year
    };
    assert_eq!(
        (due(&manager, id(50)).as_str(), year(&manager)),
        ("2027-01-01 17:30", 2027)
    );
    let days = [("2027-01-01", "元旦", true), ("2027-01-02", "元旦", true)];
    let notice = crate::calendar::HolidayYear::new(2027, days).unwrap();
    let put = Action::PutItem(super::super::holiday_item(&notice, ""));
    house.1.make(WorkCalendar::KIND, id(80), put);
    house.1.sync(&mut house.0);
    manager.sync(&mut house.0);
    assert_eq!(
        (due(&manager, id(50)).as_str(), year(&manager)),
        ("2027-01-04 17:30", 0)
    );
}

#[test]
fn p_43_a_screen_locks_after_what_its_unit_decided() {
    const MINUTE: u64 = 60_000;
    let mut house = office();
    decide(
        &mut house,
        id(70),
        (43, "2min / 1h", Some(FACTORY), "2026-03-01"),
    );
    let limits = |unit| screen_lock_ms(&house.1.client.world, unit, china("2026-03-02 10:00"));
    assert_eq!(limits(Some(WORKSHOP)), [2 * MINUTE, 60 * MINUTE]);
    assert_eq!(limits(Some(SHOP)), [5 * MINUTE, 15 * MINUTE]);
    assert_eq!(limits(None), [5 * MINUTE, 15 * MINUTE]);
}
