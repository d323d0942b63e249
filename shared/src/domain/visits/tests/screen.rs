//! The host's one screen, the tasks of a visit, its forms, its place in the customer's timeline.

use super::*;
use crate::domain::customers::timeline;
use crate::entity::Transition;

#[test]
fn now_next_and_what_is_missing() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[]));
    for (n, local) in [(63, "2026-11-10 14:00"), (64, "2026-11-10 12:00")] {
        let stop = Action::PutItem(stop_line(n, local, &[]));
        works.sales.make(ReceptionPlan::KIND, id(PLAN), stop);
    }
    works.sync();
    let standing = |works: &Works, local: &str| {
        let now = i64::try_from(at(local)).unwrap();
        now_next_missing(&works.sales.client.world, &works.visit(), now)
    };
    let stops = |standing: &Standing| {
        let id_of = |stop: &Option<Stop>| stop.as_ref().map(|stop| stop.id);
        (id_of(&standing.now), id_of(&standing.next))
    };
    let before = standing(&works, "2026-11-10 10:29");
    assert_eq!(stops(&before), (None, Some(id(60))));
    assert_eq!(before.step.map(|step| step.no), Some(step::READY));
    assert_eq!(codes(&before.missing, 48), ["visit-plan-not-approved"]);
    let noon = standing(&works, "2026-11-10 12:00");
    assert_eq!(stops(&noon), (Some(id(64)), Some(id(63))));
    let last = standing(&works, "2026-11-10 20:00");
    assert_eq!(stops(&last), (Some(id(63)), None));
    // While the guests are here it is said what can still be asked of them.
    step_of(&mut works.sales, VISIT, step::ARRIVE, Vec::new());
    works.sync();
    let here = standing(&works, "2026-11-10 12:00");
    assert_eq!(here.step.map(|step| step.no), Some(step::FAREWELL));
    assert_eq!(codes(&here.missing, 59), ["visit-no-debrief"]);
    step_of(&mut works.sales, VISIT, step::FAREWELL, Vec::new());
    works.sync();
    assert_eq!(stops(&standing(&works, "2026-11-10 12:00")), (None, None));
}

#[test]
fn only_steps_that_have_something_to_do_are_offered() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    for no in [step::ARRIVE, step::FAREWELL] {
        step_of(&mut works.sales, VISIT, no, Vec::new());
        works.sync();
    }
    let offered = |device: &Device, me: u8| {
        let world = &device.client.world;
        let visit = world.get(id(VISIT)).unwrap();
        let steps = apply::offered(world, id(me), FactoryVisit::SCHEMA, visit);
        let named = |(arrow, reasons): (&Transition, Vec<Reason>)| (arrow.no, reasons.is_empty());
        steps.into_iter().map(named).collect::<Vec<_>>()
    };
    // It was reported in time, so not again; what closing lacks is said.
    assert_eq!(offered(&works.sales, SALES), [(step::CLOSE, false)]);
    // The signature it asks for is still missing.
    let both = [(step::SIGN_LATE, false), (step::CLOSE, false)];
    assert_eq!(offered(&works.head, HEAD), both);
    let signed = vec![(FactoryVisit::EXCEPTION_SIGNATURE, signature())];
    step_of(&mut works.head, VISIT, step::SIGN_LATE, signed);
    works.sync();
    assert_eq!(offered(&works.head, HEAD), [(step::CLOSE, false)]);
}

#[test]
fn the_tasks_of_a_visit_are_all_found_open_ones_first() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let found = visit_tasks(&works.gm.client.world, id(VISIT));
    let matters: Vec<&str> = found.iter().map(|task| task.text(Task::MATTER)).collect();
    assert_eq!(matters[0], "approve-plan");
    assert_eq!(matters.last(), Some(&"file-plan"));
    // Six preparations, the room, the plan to file and the word on it.
    assert_eq!(matters.len(), 9);
}

#[test]
fn the_forms_say_everything_in_their_order() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    approved(&mut works);
    let world = &works.sales.client.world;
    let labels =
        |lines: &[Line]| -> Vec<String> { lines.iter().map(|line| line.label.clone()).collect() };
    let report = report_form(world, &works.visit());
    assert_eq!(report.len(), 14);
    assert_eq!(labels(&report)[..2], ["visit-customer", "visit-purpose"]);
    assert_eq!(
        report[12].value,
        Value::List(vec![person(HEAD), person(GM)])
    );
    let plan = reception_form(world, &works.get(id(PLAN)));
    assert_eq!(plan.len(), 20);
    let total = plan
        .iter()
        .find(|line| line.label == "reception-plan-total");
    assert_eq!(total.unwrap().value, money(120));
    let late = Action::PutItem(stop_line(64, "2026-11-10 08:00", &[]));
    works.sales.make(ReceptionPlan::KIND, id(PLAN), late);
    works.sync();
    let world = &works.sales.client.world;
    let again = reception_form(world, &works.get(id(PLAN)));
    let times = again[1]
        .value
        .items()
        .iter()
        .map(|row| row.part(stop::AT).cloned());
    let times: Vec<Option<Value>> = times.collect();
    assert_eq!(
        times,
        ["2026-11-10 08:00", "2026-11-10 10:30"].map(|at| Some(instant(at)))
    );
    let word = plan.iter().find(|line| line.label == "approval-opinion");
    assert_eq!(word.unwrap().value, text("同意"));
    let record = visit_form(world, &works.visit());
    assert_eq!(labels(&record)[4..6], ["visit-request", "visit-promises"]);
    assert_eq!(labels(&record).last().unwrap(), "visit-left-at");
}

#[test]
fn r_010_a_visit_stands_in_the_timeline_of_its_customer() {
    let mut works = works(House::default());
    visit(&mut works, &[]);
    let entries = timeline(&works.sales.client.world, id(CUSTOMER));
    let visit = entries.iter().find(|entry| entry.id == id(VISIT)).unwrap();
    let comes = i64::try_from(at("2026-11-10 10:00")).unwrap();
    assert_eq!((visit.title.as_str(), visit.at_ms), ("Lumen Srl", comes));
}
