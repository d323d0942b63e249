//! guests at the door are received; what was not approved is signed.

use super::*;
use crate::domain::tasks::TaskState;

fn arrive(works: &mut Works) {
    let here = step_of(&mut works.host, VISIT, step::ARRIVE, Vec::new());
    works.sync();
    assert_eq!(works.host.receipt(here.id), Verdict::Accepted);
    assert_eq!(works.state(VISIT), VisitState::Here.no());
}

fn is_unapproved(works: &Works) -> bool {
    works.visit().get(FactoryVisit::UNAPPROVED) == Some(&Value::Bool(true))
}

fn lacks(works: &Works) -> Option<Value> {
    works.visit().get(FactoryVisit::LACKING).cloned()
}

fn lacking(lacks: &[Lack]) -> Option<Value> {
    let lacks = lacks.iter().map(|lack| Value::Choice(lack.no()));
    Some(Value::List(lacks.collect()))
}

#[test]
fn r_051_i_13_guests_who_come_early_are_received_and_the_head_signs_before_closing() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    works.later("2026-11-03 09:00");
    arrive(&mut works);
    assert!(is_unapproved(&works));
    assert_eq!(lacks(&works), lacking(&[Lack::Plan]));
    let task = works.task(id(VISIT), 51, "sign-exception").unwrap();
    assert_eq!(task.reference(Task::OWNER), Some(id(HEAD)));
    // Four working hours from the arrival (P-04).
    assert_eq!(
        works.due(id(VISIT), 51, "sign-exception"),
        "2026-11-03 14:30"
    );
    step_of(&mut works.host, VISIT, step::FAREWELL, Vec::new());
    works.sync();
    let reasons = blocked(&works.host, VISIT, step::CLOSE);
    assert_eq!(codes(&reasons, 51), ["visit-exception-unsigned"]);
    // His own visit: the seller does not sign it.
    let signed = vec![(FactoryVisit::EXCEPTION_SIGNATURE, signature())];
    let own = step_of(&mut works.sales, VISIT, step::SIGN_LATE, signed.clone());
    works.sync();
    assert_eq!(works.sales.receipt(own.id), Verdict::Rejected);
    let word = step_of(&mut works.head, VISIT, step::SIGN_LATE, signed);
    works.sync();
    assert_eq!(works.head.receipt(word.id), Verdict::Accepted);
    assert_eq!(
        works.visit().reference(FactoryVisit::SIGNED_BY),
        Some(id(HEAD))
    );
    let task = works.task(id(VISIT), 51, "sign-exception").unwrap();
    assert_eq!(task.state(), TaskState::Done.no());
    let reasons = blocked(&works.host, VISIT, step::CLOSE);
    assert_eq!(codes(&reasons, 51), [""; 0]);
    // Signed is signed: there was no plan, and none is asked for.
    assert_eq!(codes(&reasons, 48), [""; 0]);
    assert_eq!(blocked(&works.head, VISIT, step::SIGN_LATE).len(), 1);
}

#[test]
fn r_051_unannounced_guests_are_received_from_the_wish_with_nothing_filled_in() {
    let mut works = works(House::default());
    let bare = vec![
        (FactoryVisit::HOST, person(HOST)),
        (FactoryVisit::OWNER, person(SALES)),
    ];
    works
        .sales
        .make(FactoryVisit::KIND, id(VISIT), create(bare));
    works.sync();
    arrive(&mut works);
    assert!(is_unapproved(&works));
    let closing = closing_gaps(&works.host.client.world, &works.visit());
    assert_eq!(codes(&closing, 45).len(), 8);
    assert_eq!(codes(&closing, 46), ["visit-no-report"]);
    // What was not known before is written down, and reported while they are here.
    for (no, value) in whole_visit() {
        works
            .sales
            .make(FactoryVisit::KIND, id(VISIT), set(no, value));
    }
    let report = step_of(&mut works.sales, VISIT, step::REPORT_HERE, Vec::new());
    works.sync();
    assert_eq!(works.sales.receipt(report.id), Verdict::Accepted);
    assert_eq!(works.state(VISIT), VisitState::Here.no());
    let closing = closing_gaps(&works.host.client.world, &works.visit());
    assert_eq!(
        (codes(&closing, 45).len(), codes(&closing, 46).len()),
        (0, 0)
    );
}

#[test]
fn r_051_a_missing_booking_is_an_exception_too() {
    let mut works = works(House::default());
    reported(&mut works, &[(FactoryVisit::LODGING, Value::Bool(true))]);
    let lodging = (ReceptionPlan::LODGING, text("万豪，两晚"));
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[lodging]));
    step_of(&mut works.sales, PLAN, plan::SUBMIT, Vec::new());
    works.sync();
    let approval = pending(&works.head);
    decide(
        &mut works.head,
        approval,
        crate::domain::approvals::APPROVE,
        "同意",
    );
    works.sync();
    assert_eq!(
        codes(&blocked(&works.sales, VISIT, step::READY), 57),
        ["visit-no-booking"]
    );
    arrive(&mut works);
    assert_eq!(lacks(&works), lacking(&[Lack::Booking]));
}

#[test]
fn r_051_no_exception_with_a_plan_nor_for_the_exempt() {
    for with_plan in [false, true] {
        let mut works = works(House::default());
        reported(&mut works, &[]);
        if with_plan {
            approved(&mut works);
        }
        arrive(&mut works);
        assert_eq!(is_unapproved(&works), !with_plan);
    }
    let mut works = super::works(House::default());
    let special = [
        (
            FactoryVisit::EXEMPTION,
            Value::Choice(Exemption::Special.no()),
        ),
        (FactoryVisit::EXEMPTION_REASON, text("台风")),
    ];
    reported(&mut works, &special);
    arrive(&mut works);
    assert!(!is_unapproved(&works));
}

#[test]
fn r_051_the_head_who_receives_guests_himself_is_signed_for_by_the_next_level() {
    let mut works = works(House::default());
    let own = [
        (FactoryVisit::OWNER, person(HEAD)),
        (common::UNIT, Value::Ref(OrgUnit::KIND, id(91))),
    ];
    visit(&mut works, &own);
    step_of(&mut works.head, VISIT, step::REPORT, Vec::new());
    works.sync();
    arrive(&mut works);
    let signed = vec![(FactoryVisit::EXCEPTION_SIGNATURE, signature())];
    let own = step_of(&mut works.head, VISIT, step::SIGN, signed.clone());
    works.sync();
    assert_eq!(works.head.receipt(own.id), Verdict::Rejected);
    let word = step_of(&mut works.gm, VISIT, step::SIGN, signed);
    works.sync();
    assert_eq!(works.gm.receipt(word.id), Verdict::Accepted);
}

#[test]
fn r_051_an_approval_that_comes_after_the_guests_does_not_undo_the_exception() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    arrive(&mut works);
    let approval = pending(&works.head);
    decide(
        &mut works.head,
        approval,
        crate::domain::approvals::APPROVE,
        "同意",
    );
    works.sync();
    assert!(is_unapproved(&works));
}
