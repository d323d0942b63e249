//! what guests ask for on the tour.

use super::*;
use crate::domain::notices::{InternalNotice, receivers, told_id};
use crate::domain::tasks::TaskState;

const REQUEST: u8 = 37;
const DECLINE: u16 = 17;
const REPORT: u16 = 18;
const ANSWER: u16 = 19;
const TELL: u16 = 20;
const PUT_OFF: u16 = 21;

fn asked(works: &mut Works) {
    reported(works, &[]);
    let request = vec![
        (
            VisitRequest::VISIT,
            Value::Ref(FactoryVisit::KIND, id(VISIT)),
        ),
        (VisitRequest::TEXT, text("付款改 90 天")),
        (VisitRequest::RAISED_BY, text("Marco")),
    ];
    works
        .host
        .make(VisitRequest::KIND, id(REQUEST), create(request));
    works.sync();
}

fn explained() -> Fields {
    vec![(VisitRequest::EXPLANATION, text("要领导定"))]
}

#[test]
fn r_058_what_cannot_be_solved_is_explained_and_reported_whether_declined_or_not() {
    for (step, matter, state) in [
        (DECLINE, "visit-request-declined", RequestState::Declined),
        (REPORT, "visit-request-reported", RequestState::Reported),
    ] {
        let mut works = works(House::default());
        asked(&mut works);
        let gap = [Reason::of_rule(301, "gap").at(VisitRequest::EXPLANATION)];
        assert_eq!(blocked(&works.host, REQUEST, step), gap);
        step_of(&mut works.host, REQUEST, step, explained());
        works.sync();
        assert_eq!(works.state(REQUEST), state.no());
        let notice = works.get(told_id(id(REQUEST), 58, matter));
        assert_eq!(receivers(&notice), [id(HEAD)]);
        assert_eq!(notice.text(InternalNotice::BODY), "要领导定");
        // At once (P-04), and acknowledged like every report.
        let acknowledge = format!("acknowledge:{}", id(HEAD));
        assert!(works.task(notice.id, 58, &acknowledge).is_some());
        let leader = works.get(id(REQUEST)).reference(VisitRequest::LEADER);
        assert_eq!(leader, Some(id(HEAD)));
    }
}

#[test]
fn r_058_a_leaders_answer_is_told_to_the_guest() {
    let mut works = works(House::default());
    asked(&mut works);
    step_of(&mut works.host, REQUEST, REPORT, explained());
    works.sync();
    let word = vec![(VisitRequest::LEADER_ANSWER, text("60 天可以"))];
    let not_his = step_of(&mut works.host, REQUEST, ANSWER, word.clone());
    works.sync();
    assert_eq!(works.host.receipt(not_his.id), Verdict::Rejected);
    step_of(&mut works.head, REQUEST, ANSWER, word);
    works.sync();
    let task = works.task(id(REQUEST), 58, "visit-tell-guest").unwrap();
    assert_eq!(task.reference(Task::OWNER), Some(id(HOST)));
    step_of(&mut works.host, REQUEST, TELL, Vec::new());
    works.sync();
    assert_eq!(works.state(REQUEST), RequestState::Told.no());
    let task = works.task(id(REQUEST), 58, "visit-tell-guest").unwrap();
    assert_eq!(task.state(), TaskState::Done.no());
    assert!(
        works
            .get(id(REQUEST))
            .get(VisitRequest::RESOLVED_AT)
            .is_some()
    );
}

#[test]
fn r_058_a_long_one_becomes_a_task_with_owner_and_day() {
    let mut works = works(House::default());
    asked(&mut works);
    let gaps = [VisitRequest::TASK_OWNER, VisitRequest::TASK_DUE];
    let gaps = gaps.map(|no| Reason::of_rule(301, "gap").at(no));
    assert_eq!(blocked(&works.host, REQUEST, PUT_OFF), gaps);
    let day = Date::parse("2026-11-30").unwrap().0;
    let args = vec![
        (VisitRequest::TASK_OWNER, person(SALES)),
        (VisitRequest::TASK_DUE, Value::Day(day)),
    ];
    step_of(&mut works.host, REQUEST, PUT_OFF, args);
    works.sync();
    let task = works.task(id(REQUEST), 58, "visit-put-off").unwrap();
    assert_eq!(task.reference(Task::OWNER), Some(id(SALES)));
    assert_eq!(
        works.due(id(REQUEST), 58, "visit-put-off"),
        "2026-12-01 00:00"
    );
    assert!(!RequestState::from_no(works.state(REQUEST)).is_open());
    let handling = works.get(id(REQUEST)).choice(VisitRequest::HANDLING);
    assert_eq!(handling, Some(Handling::Later.no()));
}
