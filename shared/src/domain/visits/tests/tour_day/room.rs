//! the meeting room, half an hour before the guests.

use super::driver::ping;
use super::*;
use crate::domain::checklists::ChecklistRun;
use crate::domain::tasks::{Task, TaskState, wanted_id};
use crate::domain::visits::{expected_arrival, room_due, room_late, room_ready};

fn task(store: &MemoryStore) -> Option<Record> {
    let id = wanted_id(VISIT, 53, "meeting-room");
    let look = StoreLook::new(store);
    look.record(id).known().map(|task| task.into_owned())
}

fn due(store: &MemoryStore) -> i64 {
    Task::read(&task(store).unwrap()).due_at.utc_ms
}

/// ADMIN goes through a checklist of the visit; `n` tells runs apart.
fn run(store: &mut MemoryStore, n: u8, template: &str, submitted: bool) {
    let mut admin = Device::new(u32::from(n), ADMIN);
    let fields = vec![
        (ChecklistRun::TEMPLATE, text(template)),
        (ChecklistRun::OF, Value::Ref(FactoryVisit::KIND, VISIT)),
        (
            ChecklistRun::ITEMS,
            Value::List(vec![Value::Group(vec![(7, Value::Int(1))])]),
        ),
        (ChecklistRun::DATE, Value::Day(20_000)),
        (ChecklistRun::EXECUTOR, user(ADMIN)),
    ];
    admin.make(ChecklistRun::KIND, id(n), create(fields));
    let mut last = admin.make(ChecklistRun::KIND, id(n), step(16, 1, Vec::new()));
    if submitted {
        let signed = vec![(
            ChecklistRun::SIGNATURE,
            Value::Group(vec![
                (1, Value::Bytes(vec![1])),
                (2, user(ADMIN)),
                (3, at(now())),
            ]),
        )];
        last = admin.make(ChecklistRun::KIND, id(n), step(17, 2, signed));
    }
    admin.sync(store);
    assert_eq!(admin.receipt(last.id), Verdict::Accepted);
}

#[test]
fn r_053_the_room_is_a_task_of_admin_due_half_an_hour_before_the_planned_arrival() {
    let store = works();
    let task = Task::read(&task(&store).unwrap());
    assert_eq!(
        (
            task.owner.get(),
            task.rule.as_str(),
            task.parameter.as_str()
        ),
        (Some(ADMIN), "R-053", "P-07")
    );
    assert_eq!(task.due_at.utc_ms, arrival() - 30 * MINUTE);
}

#[test]
fn r_053_without_admin_the_host_has_it() {
    let mut store = works();
    let off = Action::Set {
        fields: vec![(User::STATUS, Value::Choice(2))],
        resolves: Vec::new(),
    };
    order(&mut store, 30, User::KIND, ADMIN, off);
    visit_to(&mut store, 31, 4);
    assert_eq!(Task::read(&task(&store).unwrap()).owner.get(), Some(HOST));
}

#[test]
fn r_053_a_changed_arrival_moves_it_and_so_does_a_position() {
    let mut store = works();
    let later = Action::Set {
        fields: vec![(FactoryVisit::ARRIVE_AT, at(arrival() + 60 * MINUTE))],
        resolves: Vec::new(),
    };
    order(&mut store, 30, FactoryVisit::KIND, VISIT, later);
    assert_eq!(due(&store), arrival() + 30 * MINUTE);
    let (mut host, mut driver) = on_two_phones(&mut store);
    drive(&mut driver, 16);
    drive(&mut driver, 17);
    driver.sync(&mut store);
    assert_eq!(due(&store), arrival() + 30 * MINUTE);
    drive(&mut driver, 18);
    ping(&mut driver, Some(STATION));
    driver.sync(&mut store);
    // 72 minutes to drive.
    assert_eq!(due(&store), now() + 42 * MINUTE);
    host.sync(&mut store);
    let visit = host.client.world.get(VISIT).unwrap().clone();
    let expected = expected_arrival(&host.client.world, &visit).unwrap();
    assert_eq!(
        (expected.at_ms, expected.estimated, expected.trip),
        (now() + 72 * MINUTE, true, Some(TRIP))
    );
}

#[test]
fn r_053_late_to_the_minute_on_the_hosts_own_device() {
    let mut store = works();
    let mut host = Device::new(1, HOST);
    host.sync(&mut store);
    let late = |host: &Device, at| {
        let world = &host.client.world;
        room_late(world, world.get(VISIT).unwrap(), at)
    };
    let world = &host.client.world;
    let limit = arrival() - 30 * MINUTE;
    assert_eq!(room_due(world, world.get(VISIT).unwrap()), Some(limit));
    for (at, expected) in [
        (limit - MINUTE, false),
        (limit - 1, false),
        (limit, true),
        (limit + MINUTE, true),
    ] {
        assert_eq!(late(&host, at), expected, "{}", at - limit);
    }
    run(&mut store, 40, "CK-17", true);
    host.sync(&mut store);
    assert!(!late(&host, limit));
}

#[test]
fn r_053_a_submitted_run_of_this_checklist_fulfils_it_and_no_other() {
    let mut store = works();
    run(&mut store, 40, "CK-18", true);
    run(&mut store, 42, "CK-17", false);
    assert!(!room_ready(&StoreLook::new(&store), VISIT));
    assert_eq!(task(&store).unwrap().state(), TaskState::Open.no());
    run(&mut store, 44, "CK-17", true);
    assert!(room_ready(&StoreLook::new(&store), VISIT));
    assert_eq!(task(&store).unwrap().state(), TaskState::Done.no());
}

#[test]
fn r_053_a_visit_that_is_off_needs_no_room() {
    let mut store = works();
    visit_to(&mut store, 30, 9);
    assert_eq!(task(&store).unwrap().state(), TaskState::Cancelled.no());
}
