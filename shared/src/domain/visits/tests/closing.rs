//! what a visit needs to be closed, and what follows from it.

use super::*;
use crate::domain::exhibitions::Interest;

const DEBRIEF: u8 = 38;

/// A visit whose guests have left, with plan and report.
fn parted(works: &mut Works, changes: &[(u16, Value)]) {
    reported(works, changes);
    approved(works);
    step_of(&mut works.sales, VISIT, step::READY, Vec::new());
    step_of(&mut works.sales, VISIT, step::ARRIVE, Vec::new());
    step_of(&mut works.sales, VISIT, step::FAREWELL, Vec::new());
    works.sync();
    assert_eq!(works.state(VISIT), VisitState::ToSum.no());
}

fn whole_debrief() -> Fields {
    vec![
        (
            VisitDebrief::VISIT,
            Value::Ref(FactoryVisit::KIND, id(VISIT)),
        ),
        (VisitDebrief::IMPRESSION, Value::Int(4)),
        (VisitDebrief::SERVICE_OPINION, text("接待周到")),
        (VisitDebrief::INTENTION, Value::Choice(Interest::B.no())),
        (VisitDebrief::REASON, text("问了交期和付款")),
        (VisitDebrief::FAREWELL_AT, instant("2026-11-11 17:00")),
        (
            VisitDebrief::FAREWELL_PEOPLE,
            Value::List(vec![person(HOST)]),
        ),
        (VisitDebrief::INVITED_BACK, Value::Bool(true)),
    ]
}

fn debriefed(works: &mut Works, changes: &[(u16, Value)]) {
    let fields = with(whole_debrief(), changes);
    works
        .sales
        .make(VisitDebrief::KIND, id(DEBRIEF), create(fields));
}

fn no_tour(works: &mut Works) {
    let no = set(FactoryVisit::NO_TOUR, Value::Bool(true));
    works.sales.make(FactoryVisit::KIND, id(VISIT), no);
}

#[test]
fn r_056_the_guests_saw_something_or_did_not_wish_to() {
    let mut works = works(House::default());
    parted(&mut works, &[]);
    debriefed(&mut works, &[]);
    let expected = Reason::of_rule(56, "visit-no-tour").at(FactoryVisit::NO_TOUR);
    assert_eq!(blocked(&works.sales, VISIT, step::CLOSE), [expected]);
    no_tour(&mut works);
    assert_eq!(blocked(&works.sales, VISIT, step::CLOSE), []);
    step_of(&mut works.sales, VISIT, step::CLOSE, Vec::new());
    works.sync();
    assert_eq!(works.state(VISIT), VisitState::Closed.no());
}

#[test]
fn r_058_a_visit_does_not_close_with_an_open_request() {
    let mut works = works(House::default());
    parted(&mut works, &[]);
    debriefed(&mut works, &[]);
    no_tour(&mut works);
    let request = vec![
        (
            VisitRequest::VISIT,
            Value::Ref(FactoryVisit::KIND, id(VISIT)),
        ),
        (VisitRequest::TEXT, text("要一份 CE 证书")),
    ];
    works
        .sales
        .make(VisitRequest::KIND, id(37), create(request));
    let reasons = blocked(&works.sales, VISIT, step::CLOSE);
    assert_eq!(codes(&reasons, 58), ["visit-open-request"]);
    assert_eq!(reasons[0].args, ["1", "要一份 CE 证书"]);
    step_of(&mut works.sales, 37, 16, Vec::new());
    assert_eq!(blocked(&works.sales, VISIT, step::CLOSE), []);
}

#[test]
fn r_059_closing_needs_impression_opinion_intention_and_why() {
    let mut works = works(House::default());
    parted(&mut works, &[]);
    no_tour(&mut works);
    let codes_now = |works: &Works| -> Vec<String> {
        let reasons = blocked(&works.sales, VISIT, step::CLOSE);
        reasons.into_iter().map(|reason| reason.code).collect()
    };
    assert_eq!(codes_now(&works), ["visit-no-debrief"]);
    let all = whole_debrief().split_off(1).into_iter();
    let empty: Fields = all.map(|(no, _)| (no, Value::Empty)).collect();
    debriefed(&mut works, &empty);
    assert_eq!(
        codes_now(&works),
        [
            "debrief-no-impression",
            "debrief-no-opinion",
            "debrief-no-intention",
            "debrief-no-reason",
            "debrief-no-farewell"
        ]
    );
    // 客人未表态 is an answer to what was asked, not to what the reporter thinks.
    for no in [VisitDebrief::NO_IMPRESSION, VisitDebrief::NO_OPINION] {
        works
            .sales
            .make(VisitDebrief::KIND, id(DEBRIEF), set(no, Value::Bool(true)));
    }
    assert_eq!(
        codes_now(&works),
        [
            "debrief-no-intention",
            "debrief-no-reason",
            "debrief-no-farewell"
        ]
    );
    for (no, value) in whole_debrief().split_off(3) {
        works
            .sales
            .make(VisitDebrief::KIND, id(DEBRIEF), set(no, value));
    }
    assert_eq!(codes_now(&works), [""; 0]);
}

#[test]
fn r_059_an_impression_is_one_to_five() {
    for (score, holds) in [(0, false), (1, true), (5, true), (6, false)] {
        let mut works = works(House::default());
        reported(&mut works, &[]);
        debriefed(&mut works, &[(VisitDebrief::IMPRESSION, Value::Int(score))]);
        let debrief = works.sales.client.world.get(id(DEBRIEF)).unwrap();
        assert_eq!(debrief_gaps(debrief).is_empty(), holds, "{score}");
    }
}

#[test]
fn r_061_what_the_guests_wait_for_becomes_tasks_at_closing() {
    let mut works = works(House::default());
    parted(&mut works, &[]);
    no_tour(&mut works);
    let row = |n: u8, what: FollowUp, more: Fields| NewItem {
        field: VisitDebrief::FOLLOW_UPS,
        item: id(n),
        order: format!("a{n}"),
        fields: [vec![(follow_up::WHAT, Value::Choice(what.no()))], more].concat(),
    };
    let day = Value::Day(Date::parse("2026-11-20").unwrap().0);
    let items = vec![
        row(
            70,
            FollowUp::Sample,
            vec![
                (follow_up::TEXT, text("轨道灯两支")),
                (follow_up::OWNER, person(ENG)),
                (follow_up::DUE, day),
            ],
        ),
        row(71, FollowUp::Quote, Vec::new()),
    ];
    let fields = whole_debrief();
    works.sales.make(
        VisitDebrief::KIND,
        id(DEBRIEF),
        Action::Create { fields, items },
    );
    works.sync();
    let sample = format!("follow-sample:{}", id(70));
    assert!(works.task(id(VISIT), 61, &sample).is_none());
    works.later("2026-11-12 09:00");
    step_of(&mut works.sales, VISIT, step::CLOSE, Vec::new());
    works.sync();
    let task = works.task(id(VISIT), 61, &sample).unwrap();
    assert_eq!(
        (task.reference(Task::OWNER), task.text(Task::TITLE)),
        (Some(id(ENG)), "轨道灯两支")
    );
    assert_eq!(works.due(id(VISIT), 61, &sample), "2026-11-21 00:00");
    // Nobody said who and when: the seller, within two working days.
    let quote = format!("follow-quote:{}", id(71));
    let task = works.task(id(VISIT), 61, &quote).unwrap();
    assert_eq!(task.reference(Task::OWNER), Some(id(SALES)));
    assert_eq!(works.due(id(VISIT), 61, &quote), "2026-11-16 17:30");
}

#[test]
fn a_promise_on_the_tour_is_a_task_in_one_act() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    let due = Instant::utc(i64::try_from(at("2026-11-12 18:00")).unwrap());
    let fields = promise(&works.visit(), "寄一份检测报告", id(SALES), due);
    let made = works.sales.make(Task::KIND, id(50), create(fields));
    works.sync();
    assert_eq!(works.sales.receipt(made.id), Verdict::Accepted);
    let found = visit_tasks(&works.sales.client.world, id(VISIT));
    assert!(found.iter().any(|task| task.id == id(50)));
    // What the rules ask for is no promise; what was promised stands on the record of the visit.
    let record = visit_form(&works.sales.client.world, &works.visit());
    let promised = record.iter().find(|line| line.label == "visit-promises");
    assert_eq!(
        promised.unwrap().value,
        Value::List(vec![text("寄一份检测报告")])
    );
}

#[test]
fn r_063_inspectors_and_residents_are_bound_by_less() {
    for (sort, binds) in [
        (VisitType::Study, true),
        (VisitType::Call, true),
        (VisitType::Inspection, false),
        (VisitType::Resident, false),
    ] {
        let mut works = works(House::default());
        let sort_of = (FactoryVisit::VISIT_TYPE, Value::Choice(sort.no()));
        // R-045 binds them all.
        visit(&mut works, &[sort_of, (FactoryVisit::HUB, Value::Empty)]);
        assert_eq!(
            codes(&blocked(&works.sales, VISIT, step::REPORT), 45),
            ["gap"]
        );
        let hub = set(FactoryVisit::HUB, text("广州南站"));
        works.sales.make(FactoryVisit::KIND, id(VISIT), hub);
        step_of(&mut works.sales, VISIT, step::REPORT, Vec::new());
        works.sync();
        // too.
        assert!(works.visit().reference(FactoryVisit::REPORT).is_some());
        assert!(works.task(id(VISIT), 47, "visit-material").is_some());
        // are offered.
        let asked = works.task(id(VISIT), 48, "file-plan").is_some();
        assert_eq!(asked, binds, "{sort:?}");
        assert_eq!(blocked(&works.sales, VISIT, step::READY).is_empty(), !binds);
        step_of(&mut works.sales, VISIT, step::ARRIVE, Vec::new());
        step_of(&mut works.sales, VISIT, step::FAREWELL, Vec::new());
        works.sync();
        let unapproved = works.visit().get(FactoryVisit::UNAPPROVED).is_some();
        assert_eq!(unapproved, binds, "{sort:?}");
        // too, and nothing is left to be asked.
        let reasons = blocked(&works.sales, VISIT, step::CLOSE);
        let rules: Vec<u16> = reasons.iter().map(|reason| reason.rule).collect();
        assert_eq!(
            rules,
            if binds { vec![51, 56, 59] } else { vec![] },
            "{sort:?}"
        );
    }
}

#[test]
fn r_063_a_plan_that_is_only_offered_goes_without_answers() {
    let mut works = works(House::default());
    let resident = (
        FactoryVisit::VISIT_TYPE,
        Value::Choice(VisitType::Resident.no()),
    );
    reported(&mut works, &[resident]);
    let open = ANSWERS.map(|no| (no, Value::Empty));
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&open));
    assert_eq!(blocked(&works.sales, PLAN, plan::SUBMIT), []);
}
