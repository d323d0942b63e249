//! what is prepared, by whom, until when.

use super::*;
use crate::domain::tasks::{TaskState, wanted_id};

const ALL: [&str; 6] = [
    "visit-sample-room",
    "visit-join",
    "visit-line-5s",
    "visit-warehouse-5s",
    "visit-hospitality",
    "visit-material",
];

fn owners(works: &Works) -> Vec<Option<Id>> {
    let task = |matter: &&str| works.task(id(VISIT), 47, matter).unwrap();
    let tasks = ALL.iter().map(task);
    tasks.map(|task| task.reference(Task::OWNER)).collect()
}

fn dues(works: &Works) -> Vec<String> {
    let mut dues: Vec<String> = ALL
        .iter()
        .map(|matter| works.due(id(VISIT), 47, matter))
        .collect();
    dues.dedup();
    dues
}

#[test]
fn r_047_a_report_gives_every_department_its_task_for_the_day_before() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let who = [ENG, ENG, PMC, PMC, ADMIN, SALES];
    assert_eq!(owners(&works), who.map(|n| Some(id(n))));
    // The end of Monday, the day before.
    assert_eq!(dues(&works), ["2026-11-10 00:00"]);
    let mut engineer = Device::new(ENG.into(), id(ENG));
    engineer.now = works.sales.now;
    engineer.sync(&mut works.store);
    let mine = engineer.client.world.of_kind(Task::KIND);
    assert_eq!(mine.len(), 2, "his own, and nobody else's");
}

#[test]
fn what_is_to_be_done_for_a_visit_is_seen_by_those_who_answer_for_it_and_receive_the_guests() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    works.sync();
    let promise = vec![
        (Task::TITLE, text("发报价")),
        (Task::SOURCE, Value::Ref(FactoryVisit::KIND, id(VISIT))),
        (Task::OWNER, person(HOST)),
        (Task::DUE_AT, instant("2026-11-13 18:00")),
    ];
    works.host.make(Task::KIND, id(80), create(promise));
    works.sync();
    for device in [&works.sales, &works.host] {
        let world = &device.client.world;
        let seen = |matter: &str| world.get(wanted_id(id(VISIT), 47, matter)).is_some();
        assert!(ALL.into_iter().all(seen));
        assert!(world.get(id(80)).is_some());
    }
}

#[test]
fn r_047_where_a_post_is_empty_its_stand_in_prepares_and_else_the_head() {
    let house = House {
        empty: &[ENG, ADMIN],
        stand_ins: &[("ENG", STAND_IN)],
        ..House::default()
    };
    let mut works = works(house);
    reported(&mut works, &[]);
    let who = [STAND_IN, STAND_IN, PMC, PMC, HEAD, SALES];
    assert_eq!(owners(&works), who.map(|n| Some(id(n))));
}

#[test]
fn r_047_p_04_due_the_day_before_or_at_once_as_a_table() {
    // Arrival, announced, due.
    let table = [
        ("2026-11-10 10:00", "2026-11-02 12:00", "2026-11-10 00:00"),
        // After National Day: the day before is a holiday, and still the day before.
        ("2026-10-08 09:00", "2026-09-28 09:00", "2026-10-08 00:00"),
        // The day before is a 调休 working day.
        ("2026-10-11 09:00", "2026-09-28 09:00", "2026-10-11 00:00"),
        // New Year's Day of a year nobody has announced.
        ("2027-01-01 09:00", "2026-12-20 09:00", "2027-01-01 00:00"),
        // The last minute of the day before, and the first that is too late.
        ("2026-11-10 10:00", "2026-11-09 23:59", "2026-11-10 00:00"),
        // Later than that: at once, four working hours (P-04), and before they are here.
        ("2026-11-10 10:00", "2026-11-10 00:00", "2026-11-10 10:00"),
        ("2026-11-10 10:00", "2026-11-10 08:30", "2026-11-10 10:00"),
        ("2026-11-10 18:00", "2026-11-10 08:30", "2026-11-10 14:00"),
        // Guests who are here already when they are reported.
        ("2026-11-10 10:00", "2026-11-10 15:00", "2026-11-11 10:00"),
    ];
    for (arrival, announced, due) in table {
        let mut works = works(House::default());
        works.later(announced);
        reported(&mut works, &[(FactoryVisit::ARRIVE_AT, instant(arrival))]);
        assert_eq!(dues(&works), [due], "{arrival} announced {announced}");
    }
}

#[test]
fn r_047_a_changed_arrival_moves_all_dates_and_a_cancelled_visit_takes_them_away() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let arrive = |local: &str| set(FactoryVisit::ARRIVE_AT, instant(local));
    let moved = arrive("2026-11-18 09:00");
    works.sales.make(FactoryVisit::KIND, id(VISIT), moved);
    works.sync();
    assert_eq!(dues(&works), ["2026-11-18 00:00"]);
    // Brought forward to tomorrow, in the evening: at once.
    works.later("2026-11-05 00:10");
    let moved = arrive("2026-11-05 09:00");
    works.sales.make(FactoryVisit::KIND, id(VISIT), moved);
    works.sync();
    assert_eq!(dues(&works), ["2026-11-05 09:00"]);
    let why = vec![(FactoryVisit::CANCEL_REASON, text("签证没下来"))];
    step_of(&mut works.sales, VISIT, step::CANCEL, why);
    works.sync();
    for matter in ALL {
        let task = works.task(id(VISIT), 47, matter).unwrap();
        assert_eq!(task.state(), TaskState::Cancelled.no(), "{matter}");
    }
}

#[test]
fn r_047_what_somebody_handed_on_stays_with_him() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let task = works.task(id(VISIT), 47, "visit-material").unwrap().id;
    works
        .sales
        .make(Task::KIND, task, set(Task::OWNER, person(HOST)));
    works.sales.make(
        FactoryVisit::KIND,
        id(VISIT),
        set(FactoryVisit::TRANSPORT_NO, text("G123")),
    );
    works.sync();
    assert_eq!(works.get(task).reference(Task::OWNER), Some(id(HOST)));
}

#[test]
fn the_day_before_is_a_day_of_the_units_own_clock() {
    use crate::calendar::{Change, Period, Weekday, Weekdays, WorkCalendar, ZoneData};
    // Rome in 2026: summer time begins on 29 March at 01:00 UTC and ends on 25 October at 01:00 UTC.
    let utc = |date: &str, hour: i64| {
        let days = i64::from(Date::parse(date).unwrap().0);
        (days * 24 + hour) * 3_600_000
    };
    let change = |date: &str, offset| Change {
        at: Moment(utc(date, 1)),
        offset,
    };
    let changes = vec![change("2026-03-29", 120), change("2026-10-25", 60)];
    let zone = ZoneData::new("Europe/Rome", 60, changes).unwrap();
    let hours = vec![Period {
        from: 540,
        to: 1080,
    }];
    let rome = WorkCalendar::new(zone, Weekdays::of(&[Weekday::Monday]), hours).unwrap();
    // The guests come at nine; the day before ends at midnight there, whatever the offset was then.
    for (date, summer, midnight) in [
        ("2026-03-29", true, utc("2026-03-28", 23)),
        ("2026-03-30", true, utc("2026-03-29", 22)),
        ("2026-10-25", false, utc("2026-10-24", 22)),
        ("2026-10-26", false, utc("2026-10-25", 23)),
    ] {
        let arrival = utc(date, if summer { 7 } else { 8 });
        let soon = calendar::Span::WorkingMinutes(240);
        let clock =
            |announced: i64| crate::domain::visits::prepare::clock(arrival, announced, soon, &rome);
        let (began, span, _) = clock(midnight - 1);
        let due = calendar::due(Moment(began), span, &rome);
        assert_eq!(due.at.0, midnight, "{date}");
        let (began, span, _) = clock(midnight);
        let due = calendar::due(Moment(began), span, &rome);
        assert_eq!(due.at.0, arrival, "at once, before they are here, {date}");
        let (began, _, _) = clock(midnight + 60_000);
        assert_eq!(began, arrival, "{date}");
    }
}

#[test]
fn r_047_a_list_that_was_handed_in_shows_that_its_task_is_done() {
    use crate::domain::checklists::{ChecklistRun, RunState, code, run_fields, seeds, sign};
    use crate::entity::Day;
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let mut engineer = Device::new(44, id(ENG));
    engineer.now = works.sales.now;
    engineer.sync(&mut works.store);
    // What is asked in it does not matter here: it is handed in.
    let run = |code: &str| {
        let (_, mut list) = seeds().find(|(_, list)| list.code == code).unwrap();
        list.items.truncate(1);
        list.items[0].mandatory = false;
        let of = Some((FactoryVisit::KIND, id(VISIT)));
        run_fields(&list, of, Some(id(90)), Some(id(ENG)), Day(20_700), None)
    };
    let open = |works: &Works, matter: &str| works.task(id(VISIT), 47, matter).unwrap().state();
    for (n, list) in [(80, code::GREETING), (81, code::SAMPLE_ROOM)] {
        let fields = run(list);
        engineer.make(ChecklistRun::KIND, id(n), create(fields));
        step_of(&mut engineer, n, 16, Vec::new());
        engineer.sync(&mut works.store);
        assert_eq!(open(&works, "visit-sample-room"), TaskState::Open.no());
        let signed = vec![(
            ChecklistRun::SIGNATURE,
            sign(id(ENG), Instant::utc(1), None),
        )];
        step_of(&mut engineer, n, 17, signed);
        engineer.sync(&mut works.store);
        let run = works.get(id(n));
        assert_eq!(run.state(), RunState::Submitted.no());
    }
    assert_eq!(open(&works, "visit-sample-room"), TaskState::Done.no());
    assert_eq!(open(&works, "visit-line-5s"), TaskState::Open.no());
}
