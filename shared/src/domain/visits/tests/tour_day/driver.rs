//! what a driver's phone holds, may do, and keeps to itself.

use super::*;
use crate::domain::visits::position::{PingMode, ping_fact};
use crate::domain::visits::{
    Fix, GiftStock, LodgingBooking, TourStop, TripState, call_fact, last_ping, pings,
};
use crate::entity::VOID;

pub(super) fn fix(device: &Device, place: Option<(i32, i32)>) -> Fix {
    Fix {
        at_ms: i64::try_from(device.now).unwrap(),
        zone: "Asia/Shanghai".into(),
        place: place.map(|(lat, lon)| (lat, lon, 20)),
        eta_ms: None,
        mode: PingMode::Auto,
        by: device.user,
    }
}

pub(super) fn ping(device: &mut Device, place: Option<(i32, i32)>) -> Op {
    let value = ping_fact(&trip(device), &fix(device, place));
    device.make(TripLog::KIND, TRIP, fact(TripLog::PINGS, value))
}

/// A position written whatever the trip's state.
fn bare_place(device: &mut Device) -> Op {
    let at = at(i64::try_from(device.now).unwrap());
    let value = Value::Group(vec![
        (1, at),
        (2, place(STATION)),
        (3, Value::Decimal(550, 1)),
        (5, Value::Choice(1)),
    ]);
    device.make(TripLog::KIND, TRIP, fact(TripLog::PINGS, value))
}

#[test]
fn r_052_the_driver_holds_all_he_must_know_and_nothing_of_the_visit() {
    let mut store = works();
    let (_, driver) = on_two_phones(&mut store);
    let trip = TripLog::read(&trip(&driver));
    assert_eq!(
        (
            trip.from.as_str(),
            trip.to.as_str(),
            trip.transport_no.as_str(),
            trip.host_phone.as_str()
        ),
        ("广州南站", "明庭照明", "G1009", "13800138000")
    );
    assert!(driver.client.world.get(VISIT).is_none());
}

#[test]
fn r_052_the_whole_trip_is_driven_without_a_word_typed() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    let mut times = Vec::new();
    for transition in [16, 17, 18, 19] {
        wait(&mut driver, 10);
        times.push(i64::try_from(driver.now).unwrap());
        let done = drive(&mut driver, transition);
        driver.sync(&mut store);
        assert_eq!(driver.receipt(done.id), Verdict::Accepted);
    }
    host.now = driver.now;
    host.sync(&mut store);
    let trip = TripLog::read(&trip(&host));
    assert_eq!(
        [
            trip.started_at,
            trip.picked_up_at,
            trip.left_at,
            trip.arrived_at
        ]
        .map(|at| at.utc_ms)
        .to_vec(),
        times
    );
}

#[test]
fn r_052_an_awaited_visit_is_on_its_way_when_the_driver_starts() {
    for (state, expected) in [(3, 3), (4, 5), (6, 6)] {
        let mut store = works();
        let (_, mut driver) = on_two_phones(&mut store);
        if state != 3 {
            visit_to(&mut store, 30, state);
        }
        drive(&mut driver, 16);
        driver.sync(&mut store);
        assert_eq!(stored(&store, VISIT).state(), expected);
    }
}

#[test]
fn r_052_two_phones_report_offline_and_both_reports_are_there() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    drive(&mut driver, 16);
    driver.sync(&mut store);
    host.sync(&mut store);
    wait(&mut driver, 5);
    ping(&mut driver, Some(STATION));
    wait(&mut host, 7);
    let said = Fix {
        eta_ms: Some(arrival() + 20 * MINUTE),
        mode: PingMode::Phone,
        ..fix(&host, None)
    };
    let value = ping_fact(&trip(&host), &said);
    host.make(TripLog::KIND, TRIP, fact(TripLog::PINGS, value));
    wait(&mut driver, 5);
    ping(&mut driver, Some(STATION));
    host.now = driver.now;
    for device in [&mut host, &mut driver] {
        device.sync(&mut store);
    }
    host.sync(&mut store);
    let (here, there) = (pings(&trip(&host)), pings(&trip(&driver)));
    let modes: Vec<PingMode> = here.iter().map(|ping| ping.mode).collect();
    assert_eq!(modes, [PingMode::Auto, PingMode::Phone, PingMode::Auto]);
    assert_eq!(here, there);
}

#[test]
fn r_052_positions_are_kept_only_while_the_driver_is_on_the_road() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    let place_at = |driver: &mut Device, store: &mut MemoryStore| {
        wait(driver, 1);
        let op = bare_place(driver);
        driver.sync(store);
        assert_eq!(driver.receipt(op.id), Verdict::Accepted);
        last_ping(&stored(store, TRIP)).unwrap().place.is_some()
    };
    let mut kept = vec![place_at(&mut driver, &mut store)];
    for transition in [16, 17, 18, 19] {
        wait(&mut driver, 1);
        drive(&mut driver, transition);
        kept.push(place_at(&mut driver, &mut store));
    }
    assert_eq!(kept, [false, true, false, true, false]);
    // What else was said stays, and nothing is lost on either phone.
    host.now = driver.now;
    host.sync(&mut store);
    assert_eq!(pings(&trip(&host)).len(), 5);
    assert_eq!(trip(&host), stored(&store, TRIP));
}

#[test]
fn r_052_a_place_that_comes_after_the_host_closed_the_trip_is_not_kept() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    drive(&mut driver, 16);
    drive(&mut driver, 17);
    drive(&mut driver, 18);
    driver.sync(&mut store);
    wait(&mut driver, 4);
    ping(&mut driver, Some(STATION));
    wait(&mut driver, 6);
    ping(&mut driver, Some(WORKS));
    wait(&mut host, 5);
    host.sync(&mut store);
    drive(&mut host, 19);
    host.sync(&mut store);
    driver.sync(&mut store);
    let places: Vec<bool> = pings(&stored(&store, TRIP))
        .iter()
        .map(|ping| ping.place.is_some())
        .collect();
    assert_eq!(places, [true, false]);
}

#[test]
fn a_driver_writes_his_own_trip_and_nothing_else() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    let visit = host.client.world.get(VISIT).unwrap().clone();
    let fields = trip_fields(&host.client.world, &visit, OTHER_DRIVER);
    host.make(TripLog::KIND, id(71), create(fields.clone()));
    host.sync(&mut store);
    driver.sync(&mut store);
    assert!(driver.client.world.get(id(71)).is_none());
    let value = ping_fact(&trip(&driver), &fix(&driver, None));
    let share = Value::Group(vec![(1, user(OTHER_DRIVER)), (2, Value::Int(1))]);
    let stop = vec![(TourStop::VISIT, Value::Ref(visit.kind, VISIT))];
    let lodging = vec![(LodgingBooking::OF, Value::Ref(visit.kind, VISIT))];
    let set = |no, value| Action::Set {
        fields: vec![(no, value)],
        resolves: Vec::new(),
    };
    let (yes, no) = (Verdict::Accepted, Verdict::Rejected);
    let table = [
        (
            TripLog::KIND,
            TRIP,
            fact(TripLog::PINGS, value.clone()),
            yes,
        ),
        (
            TripLog::KIND,
            TRIP,
            fact(
                TripLog::CALLS,
                call_fact(now(), "Asia/Shanghai", DRIVER, true, ""),
            ),
            yes,
        ),
        (TripLog::KIND, TRIP, set(TripLog::PLATE, text("粤A")), no),
        (
            TripLog::KIND,
            TRIP,
            set(TripLog::DRIVER, user(OTHER_DRIVER)),
            no,
        ),
        (TripLog::KIND, TRIP, fact(common::SHARES, share), no),
        (
            TripLog::KIND,
            TRIP,
            step(VOID, 1, vec![(common::VOID_REASON, text("不去"))]),
            no,
        ),
        (TripLog::KIND, id(71), fact(TripLog::PINGS, value), no),
        (TripLog::KIND, id(71), step(16, 1, Vec::new()), no),
        (TripLog::KIND, id(72), create(fields), no),
        (TourStop::KIND, id(73), create(stop), no),
        (LodgingBooking::KIND, id(74), create(lodging), no),
        (
            GiftStock::KIND,
            id(75),
            create(vec![(GiftStock::ITEM, text("画册"))]),
            no,
        ),
        (TripLog::KIND, TRIP, step(16, 1, Vec::new()), yes),
    ];
    for (kind, record, action, expected) in table {
        let op = driver.make(kind, record, action.clone());
        driver.sync(&mut store);
        assert_eq!(driver.receipt(op.id), expected, "{action:?}");
    }
    assert_eq!(stored(&store, TRIP).state(), TripState::OutBound.no());
}

#[test]
fn a_driver_taken_off_the_trip_loses_it() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    let mut other = Device::new(3, OTHER_DRIVER);
    other.sync(&mut store);
    assert!(other.client.world.get(TRIP).is_none());
    let change = Action::Set {
        fields: vec![(TripLog::DRIVER, user(OTHER_DRIVER))],
        resolves: Vec::new(),
    };
    host.make(TripLog::KIND, TRIP, change);
    host.sync(&mut store);
    driver.sync(&mut store);
    other.sync(&mut store);
    assert!(driver.client.world.get(TRIP).is_none());
    assert_eq!(trip(&other), stored(&store, TRIP));
    // What he reports from now on is not taken, and waits on his phone.
    let late = driver.make(TripLog::KIND, TRIP, fact(TripLog::PINGS, Value::Bool(true)));
    driver.sync(&mut store);
    assert_eq!(driver.receipt(late.id), Verdict::Rejected);
}

#[test]
fn two_drivers_named_at_once_both_see_the_trip_until_one_is_chosen() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    let mut admin = Device::new(4, ADMIN);
    admin.now = host.now;
    admin.sync(&mut store);
    let name = |id| Action::Set {
        fields: vec![(TripLog::DRIVER, user(id))],
        resolves: Vec::new(),
    };
    host.make(TripLog::KIND, TRIP, name(OTHER_DRIVER));
    admin.make(TripLog::KIND, TRIP, name(ADMIN));
    host.sync(&mut store);
    admin.sync(&mut store);
    let mut other = Device::new(3, OTHER_DRIVER);
    other.sync(&mut store);
    driver.sync(&mut store);
    assert!(other.client.world.get(TRIP).is_some());
    assert!(driver.client.world.get(TRIP).is_none());
}

/// The task that tells the driver of a trip, as the server has it.
fn told(store: &MemoryStore) -> Option<Record> {
    let id = crate::domain::tasks::wanted_id(TRIP, 52, "fetch-guests");
    StoreLook::new(store)
        .record(id)
        .known()
        .map(|task| task.into_owned())
}

#[test]
fn r_052_the_driver_is_told_that_he_is_to_drive_until_he_does() {
    use crate::domain::tasks::{Task, TaskState};
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    let task = told(&store).unwrap();
    assert_eq!(task.reference(Task::OWNER), Some(DRIVER));
    // Nobody said when they are to be fetched: when they come.
    assert_eq!(
        task.get(Task::DUE_AT),
        Some(&Value::Instant(Instant {
            utc_ms: arrival(),
            zone: "Asia/Shanghai".into(),
            wall: String::new()
        }))
    );
    assert!(driver.client.world.get(task.id).is_some());
    let set = |fields| Action::Set {
        fields,
        resolves: Vec::new(),
    };
    host.make(
        TripLog::KIND,
        TRIP,
        set(vec![
            (TripLog::PICK_UP_AT, at(arrival() - 60 * MINUTE)),
            (TripLog::DRIVER, user(OTHER_DRIVER)),
        ]),
    );
    host.sync(&mut store);
    let task = told(&store).unwrap();
    let due = |task: &Record| match task.get(Task::DUE_AT) {
        Some(Value::Instant(at)) => at.utc_ms,
        _ => 0,
    };
    assert_eq!(
        (task.reference(Task::OWNER), due(&task)),
        (Some(OTHER_DRIVER), arrival() - 60 * MINUTE)
    );
    host.make(
        TripLog::KIND,
        TRIP,
        set(vec![(TripLog::DRIVER, user(DRIVER))]),
    );
    host.sync(&mut store);
    driver.sync(&mut store);
    drive(&mut driver, 16);
    driver.sync(&mut store);
    assert_eq!(told(&store).unwrap().state(), TaskState::Done.no());
}

#[test]
fn r_052_nobody_is_told_to_fetch_guests_who_are_here_or_will_not_come() {
    use crate::domain::tasks::TaskState;
    for to in [6, 9] {
        let mut store = works();
        on_two_phones(&mut store);
        assert_eq!(told(&store).unwrap().state(), TaskState::Open.no());
        visit_to(&mut store, 30, to);
        assert_eq!(
            told(&store).unwrap().state(),
            TaskState::Cancelled.no(),
            "{to}"
        );
    }
}

#[test]
fn a_driver_who_starts_days_early_is_asked() {
    let mut store = works();
    let (mut host, _) = on_two_phones(&mut store);
    let pick_up = at(arrival());
    host.make(
        TripLog::KIND,
        TRIP,
        Action::Set {
            fields: vec![(TripLog::PICK_UP_AT, pick_up)],
            resolves: Vec::new(),
        },
    );
    let arrow = &crate::domain::visits::TRIP_STATES.transitions[0];
    let asked = |now: i64| {
        let world = &host.client.world;
        crate::sync::apply::doubts(
            world,
            TripLog::SCHEMA,
            &trip(&host),
            arrow,
            &Vec::new(),
            now,
        )
        .len()
    };
    assert_eq!(asked(arrival() - 24 * 60 * MINUTE), 1);
    assert_eq!(asked(arrival() - 60 * MINUTE), 0);
}
