//! What is asked before a step nobody forbids, and numbers that no visit has.

use super::*;
use crate::domain::approvals::{APPROVE, Approval, RETURN};

fn asked(device: &Device, record: Id, step: u16, local: &str) -> Vec<(String, Vec<String>)> {
    let found = doubts(device, record, step, local, &Vec::new());
    found
        .into_iter()
        .map(|doubt| (doubt.code, doubt.args))
        .collect()
}

fn moment_of(local: &str) -> String {
    format!("@{}", at(local))
}

#[test]
fn guests_of_another_day_are_asked_about_before_they_are_said_to_be_here() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let device = &works.sales;
    let early = [(
        "doubt-visit-early".into(),
        vec![moment_of("2026-11-10 10:00")],
    )];
    assert_eq!(
        asked(device, id(VISIT), step::ARRIVE, "2026-11-09 23:59"),
        early
    );
    // Two hours early is still the day; late is known.
    assert_eq!(
        asked(device, id(VISIT), step::ARRIVE, "2026-11-10 00:00"),
        []
    );
    assert_eq!(
        asked(device, id(VISIT), step::ARRIVE, "2026-11-11 09:00"),
        []
    );
}

#[test]
fn an_arrival_that_lies_behind_is_asked_about_before_it_is_reported() {
    let mut works = works(House::default());
    visit(&mut works, &[]);
    let past = [(
        "doubt-arrival-past".into(),
        vec![moment_of("2026-11-10 10:00")],
    )];
    let device = &works.sales;
    assert_eq!(
        asked(device, id(VISIT), step::REPORT, "2026-11-10 10:01"),
        past
    );
    assert_eq!(
        asked(device, id(VISIT), step::REPORT, "2026-11-10 10:00"),
        []
    );
}

#[test]
fn r_047_what_nobody_prepared_is_said_before_the_visit_is_ready_and_before_it_closes() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let ready = asked(&works.gm, id(VISIT), step::READY, "2026-11-09 12:00");
    assert_eq!(ready, [("doubt-unprepared".into(), vec!["6".into()])]);
    let now = i64::try_from(at("2026-11-09 12:00")).unwrap();
    let standing = |works: &Works| now_next_missing(&works.gm.client.world, &works.visit(), now);
    let open = standing(&works).unready;
    assert_eq!(open.len(), 6);
    assert_eq!(
        (open[0].code.as_str(), open[0].args[0].as_str()),
        ("visit-unprepared", "visit-sample-room")
    );
    // It blocks nothing by itself.
    assert_eq!(codes(&standing(&works).missing, 47), Vec::<&str>::new());
    let task = works.task(id(VISIT), 47, "visit-sample-room").unwrap();
    let action = Action::Step {
        transition: 17,
        from: task.state(),
        bound: None,
        args: vec![(Task::RESULT, text("好了"))],
    };
    let mut engineer = Device::new(44, id(ENG));
    engineer.now = works.sales.now;
    engineer.sync(&mut works.store);
    engineer.make(Task::KIND, task.id, action);
    engineer.sync(&mut works.store);
    works.sync();
    assert_eq!(standing(&works).unready.len(), 5);
    step_of(&mut works.sales, VISIT, step::ARRIVE, Vec::new());
    works.sync();
    // With the guests here it is too late to prepare, and closing says what it gives up.
    assert_eq!(standing(&works).unready, []);
    step_of(&mut works.sales, VISIT, step::FAREWELL, Vec::new());
    works.sync();
    let close = asked(&works.gm, id(VISIT), step::CLOSE, "2026-11-10 18:00");
    assert_eq!(close, [("doubt-close-open".into(), vec!["5".into()])]);
}

#[test]
fn a_stop_on_a_day_without_guests_is_asked_about_before_the_plan_is_submitted() {
    let mut works = works(House::default());
    reported(&mut works, &[(FactoryVisit::DAYS, Value::Int(2))]);
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[]));
    // Before the arrival, on its day; the evening of the second day; the day after.
    for (n, local) in [
        (63, "2026-11-10 07:00"),
        (64, "2026-11-11 20:00"),
        (65, "2026-11-12 09:00"),
        (66, "2026-11-09 20:00"),
    ] {
        let stop = Action::PutItem(stop_line(n, local, &[]));
        works.sales.make(ReceptionPlan::KIND, id(PLAN), stop);
    }
    let found = asked(&works.sales, id(PLAN), plan::SUBMIT, "2026-11-02 12:00");
    let times: Vec<&str> = found.iter().map(|(_, args)| args[0].as_str()).collect();
    assert_eq!(
        times,
        [moment_of("2026-11-09 20:00"), moment_of("2026-11-12 09:00")]
    );
}

#[test]
fn r_284_one_tap_without_a_signature_is_asked_about_and_a_signature_is_enough() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let approval = pending(&works.head);
    let word =
        |step: u16, args: Fields| doubts(&works.head, approval, step, "2026-11-02 12:00", &args);
    let unsigned = [Reason::of_rule(284, "doubt-unsigned")];
    assert_eq!(word(APPROVE, Vec::new()), unsigned);
    assert_eq!(
        word(APPROVE, vec![(Approval::OPINION, text("同意"))]),
        unsigned
    );
    assert_eq!(word(APPROVE, vec![(Approval::SIGNATURE, signature())]), []);
    // A word against carries its reason already.
    assert_eq!(word(RETURN, Vec::new()), []);
    // What was changed after it was handed in is said, signed or not.
    let gifts = set(ReceptionPlan::GIFTS, Value::Choice(Answer::Needed.no()));
    works.sales.make(ReceptionPlan::KIND, id(PLAN), gifts);
    works.sync();
    let signed = vec![(Approval::SIGNATURE, signature())];
    let asked = doubts(&works.head, approval, APPROVE, "2026-11-02 12:00", &signed);
    assert_eq!(asked, [Reason::of_rule(284, "doubt-touched")]);
}

#[test]
fn no_visit_has_no_guests_or_lasts_no_day() {
    let mut works = works(House::default());
    visit(&mut works, &[]);
    for field in [FactoryVisit::GUESTS, FactoryVisit::DAYS] {
        for (count, expected) in [
            (-3, Verdict::Rejected),
            (0, Verdict::Rejected),
            (1, Verdict::Accepted),
        ] {
            let op = works
                .sales
                .make(FactoryVisit::KIND, id(VISIT), set(field, Value::Int(count)));
            works.sync();
            assert_eq!(works.sales.receipt(op.id), expected, "{field} {count}");
        }
    }
}

#[test]
fn r_050_nobody_plans_less_than_nothing() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[]));
    works.sync();
    let line = |quantity: i64, amount: i64| {
        let mut line = expense_line(62, Expense::Gift, amount);
        line.fields.retain(|(no, _)| *no != expense::QTY);
        line.fields
            .push((expense::QTY, Value::Decimal(quantity, 0)));
        Action::PutItem(line)
    };
    for (quantity, amount, verdict) in [
        (-3, 600, Verdict::Rejected),
        (0, 600, Verdict::Rejected),
        (3, -600, Verdict::Rejected),
        (3, 0, Verdict::Accepted),
    ] {
        let op = works
            .sales
            .make(ReceptionPlan::KIND, id(PLAN), line(quantity, amount));
        works.sync();
        assert_eq!(works.sales.receipt(op.id), verdict, "{quantity} {amount}");
    }
}
