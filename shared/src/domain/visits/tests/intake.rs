//! what is known before a visit is reported, and to whom.

use super::*;
use crate::domain::notices::{InternalNotice, NoticeKind, receivers, told_id};

#[test]
fn r_045_a_visit_leaves_the_wish_only_when_all_eight_things_are_known() {
    let asked = [
        FactoryVisit::PURPOSE,
        FactoryVisit::ARRIVE_AT,
        FactoryVisit::HUB,
        FactoryVisit::GUESTS,
        FactoryVisit::DAYS,
        FactoryVisit::LODGING,
        FactoryVisit::VEHICLE,
        FactoryVisit::OTHER_NEEDS,
    ];
    for missing in asked {
        let mut works = works(House::default());
        visit(&mut works, &[(missing, Value::Empty)]);
        let reasons = blocked(&works.sales, VISIT, step::REPORT);
        assert_eq!(reasons, [Reason::of_rule(45, "gap").at(missing)]);
        let early = step_of(&mut works.sales, VISIT, step::REPORT, Vec::new());
        works.sync();
        assert_eq!(works.sales.receipt(early.id), Verdict::Rejected);
        assert_eq!(works.state(VISIT), VisitState::Wish.no());
    }
    let mut works = works(House::default());
    visit(&mut works, &[]);
    assert_eq!(blocked(&works.sales, VISIT, step::REPORT), []);
}

#[test]
fn r_045_no_is_an_answer_and_two_values_are_none() {
    let mut works = works(House::default());
    // Lodging and vehicle are answered with no.
    visit(&mut works, &[(FactoryVisit::CUSTOMER, Value::Empty)]);
    let reasons = blocked(&works.sales, VISIT, step::REPORT);
    assert_eq!(
        reasons,
        [Reason::of_rule(301, "gap").at(FactoryVisit::CUSTOMER)]
    );
    let guests = |n| set(FactoryVisit::GUESTS, Value::Int(n));
    works.sales.make(FactoryVisit::KIND, id(VISIT), guests(4));
    works.head.make(FactoryVisit::KIND, id(VISIT), guests(5));
    works.sync();
    let reasons = blocked(&works.sales, VISIT, step::REPORT);
    assert!(reasons.contains(&Reason::of_rule(283, "two-values").at(FactoryVisit::GUESTS)));
}

#[test]
fn r_046_i_12_reporting_tells_the_head_and_the_general_manager_and_waits_for_neither() {
    let mut works = works(House::default());
    visit(&mut works, &[]);
    works.later("2026-11-02 14:00");
    step_of(&mut works.sales, VISIT, step::REPORT, Vec::new());
    // Offline the visit has moved on already, and the report waits to be sent.
    let here = works.sales.client.world.get(id(VISIT)).unwrap();
    assert_eq!(here.state(), VisitState::Preparing.no());
    works.sync();
    let visit = works.visit();
    let notice = visit.reference(FactoryVisit::REPORT).unwrap();
    assert_eq!(notice, told_id(id(VISIT), 46, "visit-report"));
    let notice = works.get(notice);
    assert_eq!(receivers(&notice), [id(HEAD), id(GM)]);
    assert_eq!(
        notice.choice(InternalNotice::NOTICE_KIND),
        Some(NoticeKind::Report.no())
    );
    assert_eq!(notice.text(InternalNotice::SUBJECT), "Lumen Srl");
    // Four working hours (P-04): over the evening to Tuesday.
    for leader in [HEAD, GM] {
        let matter = format!("acknowledge:{}", id(leader));
        assert_eq!(works.due(notice.id, 46, &matter), "2026-11-03 09:00");
    }
    // Both hold the visit, and the plan goes on without a word from them.
    assert!(works.gm.client.world.get(id(VISIT)).is_some());
    submitted(&mut works);
}

#[test]
fn r_046_a_plan_is_not_submitted_before_the_visit_is_reported() {
    let mut works = works(House::default());
    visit(&mut works, &[]);
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[]));
    let reasons = blocked(&works.sales, PLAN, plan::SUBMIT);
    assert_eq!(reasons, [Reason::of_rule(46, "visit-no-report")]);
    step_of(&mut works.sales, VISIT, step::REPORT, Vec::new());
    assert_eq!(blocked(&works.sales, PLAN, plan::SUBMIT), []);
}

#[test]
fn r_046_a_head_who_reports_himself_reports_to_the_next_level_alone() {
    let mut works = works(House::default());
    let own = [
        (FactoryVisit::OWNER, person(HEAD)),
        (common::UNIT, Value::Ref(OrgUnit::KIND, id(91))),
    ];
    visit(&mut works, &own);
    step_of(&mut works.head, VISIT, step::REPORT, Vec::new());
    works.sync();
    let notice = works.get(told_id(id(VISIT), 46, "visit-report"));
    assert_eq!(receivers(&notice), [id(GM)]);
}

#[test]
fn r_046_an_absent_head_is_stood_in_for_and_the_notice_says_so() {
    let house = House {
        no_head: true,
        stand_ins: &[("DEPT_HEAD", STAND_IN)],
        ..House::default()
    };
    let mut works = works(house);
    reported(&mut works, &[]);
    let notice = works.get(told_id(id(VISIT), 46, "visit-report"));
    assert_eq!(receivers(&notice), [id(STAND_IN), id(GM)]);
    assert_eq!(
        notice.get(InternalNotice::STAND_IN),
        Some(&Value::Bool(true))
    );
    // He sees what was reported to him, whatever else he may see.
    let mut stand_in = Device::new(STAND_IN.into(), id(STAND_IN));
    stand_in.now = works.sales.now;
    stand_in.sync(&mut works.store);
    assert!(stand_in.client.world.get(id(VISIT)).is_some());
}
