//! every answer, every amount; what reopens an approved plan.

use super::*;
use crate::domain::approvals::{APPROVE, Approval, ApprovalState, RETURN, snapshot};

fn draft(works: &mut Works, changes: &[(u16, Value)]) {
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(changes));
}

fn english() -> House<'static> {
    House {
        customer: vec![(Customer::LANGUAGE, text("en"))],
        ..House::default()
    }
}

#[test]
fn r_049_each_of_eight_things_is_needed_or_not() {
    for missing in ANSWERS {
        let mut works = works(House::default());
        reported(&mut works, &[]);
        draft(&mut works, &[(missing, Value::Empty)]);
        let reasons = blocked(&works.sales, PLAN, plan::SUBMIT);
        assert_eq!(reasons, [Reason::of_rule(49, "gap").at(missing)]);
    }
}

#[test]
fn r_049_guests_who_speak_another_language_have_an_interpreter_or_a_reason() {
    let mut works = super::works(english());
    reported(&mut works, &[]);
    let needed = (
        ReceptionPlan::INTERPRETING,
        Value::Choice(Answer::Needed.no()),
    );
    assert_eq!(
        preset(&works.sales.client.world, &works.visit()),
        std::slice::from_ref(&needed)
    );
    draft(&mut works, &[]);
    let reason = |no| [Reason::of_rule(49, "gap").at(no)];
    let reasons = blocked(&works.sales, PLAN, plan::SUBMIT);
    assert_eq!(reasons, reason(ReceptionPlan::NO_INTERPRETER));
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), set(needed.0, needed.1));
    let reasons = blocked(&works.sales, PLAN, plan::SUBMIT);
    assert_eq!(reasons, reason(ReceptionPlan::INTERPRETER));
    works.sales.make(
        ReceptionPlan::KIND,
        id(PLAN),
        set(ReceptionPlan::INTERPRETER, person(HOST)),
    );
    assert_eq!(blocked(&works.sales, PLAN, plan::SUBMIT), []);
    // The guest list knows better than the archive.
    let guest = NewItem {
        field: FactoryVisit::GUEST_LIST,
        item: id(65),
        order: "a".into(),
        fields: vec![(guest::LANGUAGE, text("zh-Hant"))],
    };
    works
        .sales
        .make(FactoryVisit::KIND, id(VISIT), Action::PutItem(guest));
    works.sync();
    assert!(!speaks_other(&works.sales.client.world, &works.visit()));
}

#[test]
fn the_plan_lends_the_visit_to_those_it_names() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    draft(&mut works, &[]);
    works.sync();
    let mut engineer = Device::new(ENG.into(), id(ENG));
    engineer.now = works.sales.now;
    engineer.sync(&mut works.store);
    assert!(engineer.client.world.get(id(VISIT)).is_some());
    let gone = Action::RemoveItem {
        field: ReceptionPlan::SCHEDULE,
        item: id(60),
    };
    works.sales.make(ReceptionPlan::KIND, id(PLAN), gone);
    works.sync();
    engineer.sync(&mut works.store);
    assert!(engineer.client.world.get(id(VISIT)).is_none());
}

#[test]
fn r_050_what_costs_money_says_how_much() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let meals = (ReceptionPlan::MEALS, Value::Choice(Answer::Needed.no()));
    draft(&mut works, &[meals]);
    let reasons = blocked(&works.sales, PLAN, plan::SUBMIT);
    assert_eq!(
        reasons,
        [Reason::of_rule(50, "plan-no-expense").at(ReceptionPlan::MEALS)]
    );
    let mut line = expense_line(62, Expense::Meal, 800);
    line.fields.retain(|(no, _)| *no != expense::AMOUNT);
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), Action::PutItem(line));
    let vague = [Reason::of_rule(50, "plan-expense-gap").at(ReceptionPlan::EXPENSES)];
    assert_eq!(blocked(&works.sales, PLAN, plan::SUBMIT), vague);
    let line = expense_line(62, Expense::Meal, 800);
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), Action::PutItem(line));
    assert_eq!(blocked(&works.sales, PLAN, plan::SUBMIT), []);
    works.sync();
    let total = works.get(id(PLAN)).get(ReceptionPlan::TOTAL).cloned();
    assert_eq!(total, Some(money(920)));
    let dollars = NewItem {
        fields: vec![(expense::AMOUNT, Value::Money(100, Currency(*b"USD")))],
        ..expense_line(62, Expense::Meal, 0)
    };
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), Action::PutItem(dollars));
    let mixed = [Reason::of_rule(50, "plan-two-currencies").at(ReceptionPlan::EXPENSES)];
    assert_eq!(blocked(&works.sales, PLAN, plan::SUBMIT), mixed);
}

#[test]
fn r_050_more_than_was_approved_reopens_and_less_does_not() {
    let state = |works: &Works| works.state(PLAN);
    let (approved_no, changing) = (PlanState::Approved.no(), PlanState::Changing.no());
    let table: [(&str, Action, u32); 7] = [
        (
            "a further item",
            Action::PutItem(expense_line(62, Expense::Gift, 1)),
            changing,
        ),
        (
            "a higher amount",
            Action::PutItem(expense_line(61, Expense::Fruit, 121)),
            changing,
        ),
        (
            "another thing for the same",
            Action::PutItem(expense_line(61, Expense::Gift, 120)),
            changing,
        ),
        (
            "the same amount",
            Action::PutItem(expense_line(61, Expense::Fruit, 120)),
            approved_no,
        ),
        (
            "a lower amount",
            Action::PutItem(expense_line(61, Expense::Fruit, 119)),
            approved_no,
        ),
        (
            "no item at all",
            Action::RemoveItem {
                field: ReceptionPlan::EXPENSES,
                item: id(61),
            },
            approved_no,
        ),
        (
            "another time",
            Action::PutItem(stop_line(60, "2026-11-10 11:00", &[ENG])),
            approved_no,
        ),
    ];
    for (what, action, expected) in table {
        let mut works = works(House::default());
        reported(&mut works, &[]);
        approved(&mut works);
        let first = works.sales.client.world.of_kind(Approval::KIND)[0];
        works.sales.make(ReceptionPlan::KIND, id(PLAN), action);
        works.sync();
        assert_eq!(state(&works), expected, "{what}");
        if expected == changing {
            assert_eq!(works.get(first).state(), ApprovalState::Lapsed.no());
            let again = works.get(pending(&works.head));
            assert_eq!(again.reference(Approval::PREVIOUS), Some(first), "{what}");
            assert_eq!(
                again.get(Approval::AMOUNT),
                works.get(id(PLAN)).get(ReceptionPlan::TOTAL)
            );
            // The visit goes on meanwhile, and nobody is received unapproved.
            step_of(&mut works.sales, VISIT, step::READY, Vec::new());
            step_of(&mut works.sales, VISIT, step::ARRIVE, Vec::new());
            if what == "another thing for the same" {
                let none = Value::Choice(Answer::None.no());
                let fruit = set(ReceptionPlan::FRUIT, none);
                works.sales.make(ReceptionPlan::KIND, id(PLAN), fruit);
            }
            works.sync();
            assert_eq!(works.visit().get(FactoryVisit::UNAPPROVED), None, "{what}");
            let again = pending(&works.head);
            decide(&mut works.head, again, APPROVE, "同意");
            works.sync();
            assert_eq!(state(&works), approved_no, "{what}");
        }
    }
}

#[test]
fn r_050_what_is_needed_after_the_approval_is_asked_about_and_says_how_much() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    approved(&mut works);
    let gifts = set(ReceptionPlan::GIFTS, Value::Choice(Answer::Needed.no()));
    works.sales.make(ReceptionPlan::KIND, id(PLAN), gifts);
    works.sync();
    assert_eq!(works.state(PLAN), PlanState::Changing.no());
    let again = pending(&works.head);
    let lacks = [Reason::of_rule(50, "plan-no-expense").at(ReceptionPlan::GIFTS)];
    assert_eq!(word_blocked(&works.head, again, APPROVE), lacks);
    // It can be given back all the same.
    assert_eq!(word_blocked(&works.head, again, RETURN), []);
    let op = decide(&mut works.head, again, APPROVE, "同意");
    works.sync();
    assert_eq!(works.head.receipt(op.id), Verdict::Rejected);
    let line = Action::PutItem(expense_line(62, Expense::Gift, 300));
    works.sales.make(ReceptionPlan::KIND, id(PLAN), line);
    works.sync();
    decide(&mut works.head, again, APPROVE, "同意");
    works.sync();
    assert_eq!(works.state(PLAN), PlanState::Approved.no());
}

#[test]
fn r_284_what_was_changed_while_it_waits_is_known_to_who_decides() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let approval = pending(&works.head);
    let asked = snapshot(&works.get(approval));
    assert_eq!(asked, crate::domain::bound_values(&works.get(id(PLAN))));
    let slides = set(ReceptionPlan::SLIDES, Value::Choice(Answer::Needed.no()));
    works.sales.make(ReceptionPlan::KIND, id(PLAN), slides);
    works.sync();
    assert_eq!(snapshot(&works.get(approval)), asked);
    decide(&mut works.head, approval, APPROVE, "同意");
    works.sync();
    let decided = snapshot(&works.get(approval));
    assert_eq!(decided, crate::domain::bound_values(&works.get(id(PLAN))));
    assert_ne!(decided, asked);
}

#[test]
fn a_car_that_is_ordered_and_a_room_that_is_booked_are_not_written_twice() {
    let mut works = works(House::default());
    let yes = [FactoryVisit::VEHICLE, FactoryVisit::LODGING].map(|no| (no, Value::Bool(true)));
    reported(&mut works, &yes);
    draft(&mut works, &[]);
    let fields = |works: &Works| -> Vec<u16> {
        let reasons = blocked(&works.sales, PLAN, plan::SUBMIT);
        reasons.iter().map(|reason| reason.field).collect()
    };
    assert_eq!(
        fields(&works),
        [ReceptionPlan::VEHICLES, ReceptionPlan::LODGING]
    );
    let of = |no: u16| (no, Value::Ref(FactoryVisit::KIND, id(VISIT)));
    works
        .sales
        .make(TripLog::KIND, id(70), create(vec![of(TripLog::VISIT)]));
    assert_eq!(fields(&works), [ReceptionPlan::LODGING]);
    works.sales.make(
        LodgingBooking::KIND,
        id(71),
        create(vec![of(LodgingBooking::OF)]),
    );
    assert_eq!(fields(&works), []);
}
