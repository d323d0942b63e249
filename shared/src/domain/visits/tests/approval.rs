//! by when a plan is approved, who hears when it is not, who is exempt.

use super::*;
use crate::domain::approvals::APPROVE;
use crate::domain::audit::{AuditAction, AuditEvent};
use crate::domain::tasks::{TaskState, clock, escalations};

fn regular() -> House<'static> {
    House {
        customer: vec![(Customer::REGULAR, Value::Bool(true))],
        ..House::default()
    }
}

#[test]
fn r_048_the_plan_is_asked_for_until_it_waits_and_then_the_head_is() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let filing = works.task(id(VISIT), 48, "file-plan").unwrap();
    assert_eq!(filing.reference(Task::OWNER), Some(id(SALES)));
    assert_eq!(works.due(id(VISIT), 48, "file-plan"), "2026-11-09 18:00");
    submitted(&mut works);
    let filing = works.task(id(VISIT), 48, "file-plan").unwrap();
    assert_eq!(filing.state(), TaskState::Cancelled.no());
    let approval = pending(&works.head);
    let task = works.task(approval, 48, "approve-plan").unwrap();
    assert_eq!(task.reference(Task::OWNER), Some(id(HEAD)));
    assert_eq!(task.text(Task::PARAMETER), "P-05");
    assert_eq!(task.text(Task::TITLE), "Lumen Srl");
    assert_eq!(works.due(approval, 48, "approve-plan"), "2026-11-09 18:00");
    // Returned: the plan is asked for again, and the head is not.
    use crate::domain::approvals::RETURN;
    decide(&mut works.head, approval, RETURN, "太贵");
    works.sync();
    assert_eq!(works.state(PLAN), PlanState::Returned.no());
    let filing = works.task(id(VISIT), 48, "file-plan").unwrap();
    assert_eq!(filing.state(), TaskState::Open.no());
    let task = works.task(approval, 48, "approve-plan").unwrap();
    assert_eq!(task.state(), TaskState::Done.no());
    // Revised and submitted, a new approval with a new task.
    step_of(&mut works.sales, PLAN, 19, Vec::new());
    step_of(&mut works.sales, PLAN, plan::SUBMIT, Vec::new());
    works.sync();
    let again = pending(&works.head);
    assert_ne!(again, approval);
    assert!(works.task(again, 48, "approve-plan").is_some());
}

#[test]
fn r_048_by_18_the_day_before_and_reminded_on_the_last_working_day_as_a_table() {
    // Arrival, due, reminder.
    let table = [
        ("2026-11-10 10:00", "2026-11-09 18:00", "2026-11-09 08:30"),
        // Tuesday at one minute past midnight is Tuesday.
        ("2026-11-10 00:01", "2026-11-09 18:00", "2026-11-09 08:30"),
        ("2026-11-09 23:59", "2026-11-08 18:00", "2026-11-06 08:30"),
        // Monday: due on Sunday, reminded on Friday.
        ("2026-11-09 09:00", "2026-11-08 18:00", "2026-11-06 08:30"),
        // After National Day: due in the holiday, reminded before it.
        ("2026-10-08 09:00", "2026-10-07 18:00", "2026-09-30 08:30"),
        // Sunday after a 调休 Saturday: reminded on that Saturday.
        ("2026-10-11 09:00", "2026-10-10 18:00", "2026-10-10 08:30"),
        // New Year's Day of a year nobody has announced.
        ("2027-01-01 09:00", "2026-12-31 18:00", "2026-12-31 08:30"),
    ];
    for (arrival, due, remind) in table {
        let mut works = works(House::default());
        works.later("2026-09-21 23:00");
        reported(&mut works, &[(FactoryVisit::ARRIVE_AT, instant(arrival))]);
        assert_eq!(works.due(id(VISIT), 48, "file-plan"), due);
        let task = works.task(id(VISIT), 48, "file-plan").unwrap();
        let clock = clock(&task, calendar::standard()).unwrap();
        assert_eq!(shown(clock.remind.at.0), remind, "{arrival}");
    }
}

#[test]
fn r_048_an_overdue_plan_is_late_at_18_and_goes_to_the_general_manager_then() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let task = works
        .task(pending(&works.head), 48, "approve-plan")
        .unwrap();
    let look = StoreLook::new(&works.store);
    let told = escalations(&look, &task, calendar::standard());
    assert_eq!(told[0].to.user, id(GM));
    let at = |told: &crate::domain::tasks::Escalation| shown(told.at.0);
    assert_eq!(at(&told[0]), "2026-11-09 18:00");
    let due = i64::try_from(super::at("2026-11-09 18:00")).unwrap();
    let early = crate::domain::tasks::escalate(&look, due - 1);
    let mine = |found: &[(Id, Fields)]| {
        use crate::domain::notices::InternalNotice;
        let about = Value::Ref(Task::KIND, task.id);
        let about = (InternalNotice::OBJECT, about);
        found
            .iter()
            .filter(|(_, fields)| fields.contains(&about))
            .count()
    };
    assert_eq!(mine(&early), 0);
    assert_eq!(mine(&crate::domain::tasks::escalate(&look, due)), 1);
}

#[test]
fn r_048_a_changed_arrival_moves_what_the_head_is_asked() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    works.sales.make(
        FactoryVisit::KIND,
        id(VISIT),
        set(FactoryVisit::ARRIVE_AT, instant("2026-11-20 09:00")),
    );
    works.sync();
    let approval = pending(&works.head);
    assert_eq!(works.due(approval, 48, "approve-plan"), "2026-11-19 18:00");
}

#[test]
fn r_048_guests_are_awaited_with_an_approved_plan() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let not_yet = [Reason::of_rule(48, "visit-plan-not-approved")];
    assert_eq!(blocked(&works.sales, VISIT, step::READY), not_yet);
    submitted(&mut works);
    assert_eq!(blocked(&works.sales, VISIT, step::READY), not_yet);
    let approval = pending(&works.head);
    decide(
        &mut works.head,
        approval,
        crate::domain::approvals::APPROVE,
        "同意",
    );
    works.sync();
    step_of(&mut works.sales, VISIT, step::READY, Vec::new());
    works.sync();
    assert_eq!(works.state(VISIT), VisitState::Awaited.no());
}

#[test]
fn r_048_i_13_a_regular_customer_is_exempt_from_the_deadline_and_not_from_the_plan() {
    let exempt = [(
        FactoryVisit::EXEMPTION,
        Value::Choice(Exemption::Regular.no()),
    )];
    // Claimed for somebody who is none.
    let mut works = super::works(House::default());
    visit(&mut works, &exempt);
    let expected = Reason::of_rule(48, "visit-not-regular").at(FactoryVisit::EXEMPTION);
    assert_eq!(blocked(&works.sales, VISIT, step::REPORT), [expected]);
    let mut works = super::works(regular());
    reported(&mut works, &exempt);
    // Until the end of the second day.
    assert_eq!(works.due(id(VISIT), 48, "file-plan"), "2026-11-12 00:00");
    assert_eq!(blocked(&works.sales, VISIT, step::READY), []);
    step_of(&mut works.sales, VISIT, step::ARRIVE, Vec::new());
    step_of(&mut works.sales, VISIT, step::FAREWELL, Vec::new());
    works.sync();
    assert_eq!(works.visit().get(FactoryVisit::UNAPPROVED), None);
    let reasons = blocked(&works.sales, VISIT, step::CLOSE);
    assert_eq!(codes(&reasons, 48), ["visit-no-plan"]);
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[]));
    let reasons = blocked(&works.sales, VISIT, step::CLOSE);
    assert_eq!(codes(&reasons, 48), ["visit-plan-open"]);
}

#[test]
fn r_048_a_special_situation_needs_its_reason() {
    let mut works = works(House::default());
    let special = (
        FactoryVisit::EXEMPTION,
        Value::Choice(Exemption::Special.no()),
    );
    visit(&mut works, &[special]);
    let expected = Reason::of_rule(48, "gap").at(FactoryVisit::EXEMPTION_REASON);
    assert_eq!(blocked(&works.sales, VISIT, step::REPORT), [expected]);
    works.sales.make(
        FactoryVisit::KIND,
        id(VISIT),
        set(FactoryVisit::EXEMPTION_REASON, text("台风改期，今天就到")),
    );
    assert_eq!(blocked(&works.sales, VISIT, step::REPORT), []);
    works.sync();
    assert!(is_exempt(&works.sales.client.world, &works.visit()));
}

#[test]
fn r_048_two_arrivals_leave_what_was_asked_until_one_is_chosen() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let arrive = |local: &str| set(FactoryVisit::ARRIVE_AT, instant(local));
    let earlier = arrive("2026-11-12 09:00");
    works.sales.make(FactoryVisit::KIND, id(VISIT), earlier);
    let later = arrive("2026-11-13 09:00");
    works.head.make(FactoryVisit::KIND, id(VISIT), later);
    works.sales.sync(&mut works.store);
    works.head.sync(&mut works.store);
    works.sync();
    let visit = works.visit();
    let both = &visit.cell(FactoryVisit::ARRIVE_AT).unwrap().versions;
    assert_eq!(both.len(), 2);
    assert_eq!(works.due(id(VISIT), 48, "file-plan"), "2026-11-11 18:00");
    let action = Action::Set {
        fields: vec![(FactoryVisit::ARRIVE_AT, instant("2026-11-13 09:00"))],
        resolves: both.iter().map(|version| version.op).collect(),
    };
    works.sales.make(FactoryVisit::KIND, id(VISIT), action);
    works.sync();
    assert_eq!(works.due(id(VISIT), 48, "file-plan"), "2026-11-12 18:00");
}

#[test]
fn r_048_the_day_before_ends_its_day_by_the_clock_of_a_factory_abroad() {
    use crate::calendar::{Change, ZoneData};
    use crate::domain::settings::{WorkCalendar, starting};
    let utc = |text: &str| super::at(text) + 8 * 3_600_000;
    let moment = |text: &str| i64::try_from(utc(text)).unwrap();
    // Summer time ends on 25 October 2026 at 01:00 UTC.
    let winter = Change {
        at: Moment(moment("2026-10-25 01:00")),
        offset: 60,
    };
    let zone = ZoneData::new("Europe/Rome", 120, vec![winter]).unwrap();
    // Nine in the morning in Rome, and 18:00 the day before.
    for (arrival, due) in [
        ("2026-10-24 07:00", "2026-10-23 16:00"),
        ("2026-10-25 08:00", "2026-10-24 16:00"),
        ("2026-10-26 08:00", "2026-10-25 17:00"),
    ] {
        let mut works = works(House::default());
        works.store.zones.push(zone.clone());
        let mut calendar = server_op(40, WorkCalendar::KIND, id(80), Vec::new());
        calendar.action = starting(id(91), "Europe/Rome");
        author(&mut works.store, &[calendar], NOW).unwrap();
        works.sync();
        works.later("2026-10-01 09:00");
        let arrival = Value::Instant(Instant::utc(moment(arrival)));
        reported(&mut works, &[(FactoryVisit::ARRIVE_AT, arrival)]);
        let task = works.task(id(VISIT), 48, "file-plan").unwrap();
        let found = children::instant(&task, Task::DUE_AT);
        assert_eq!(found, Some(moment(due)));
        // The plan's approver is asked by the same clock, on the server as on the device.
        submitted(&mut works);
        let approval = pending(&works.head);
        let task = works.task(approval, 48, "approve-plan").unwrap();
        assert_eq!(children::instant(&task, Task::DUE_AT), Some(moment(due)));
        assert_eq!(works.head.client.world.get(task.id), Some(&task));
    }
}

#[test]
fn r_277_a_decision_is_kept_in_the_audit() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let approval = pending(&works.head);
    let word = decide(&mut works.head, approval, APPROVE, "同意");
    works.sync();
    let event = works.get(Id::derived(word.id, "R-277", 0));
    let action = event.choice(AuditEvent::ACTION);
    assert_eq!(action, Some(AuditAction::Approval.no()));
    assert_eq!(event.reference(AuditEvent::OBJECT), Some(approval));
    assert_eq!(event.reference(AuditEvent::USER), Some(id(HEAD)));
}
