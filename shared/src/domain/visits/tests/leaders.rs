//! Two leaders, no network; a head whose own plan it is; a plan that changed under the pen.

use super::*;
use crate::domain::approvals::{APPROVE, Approval, ApprovalState, RETURN};

#[test]
fn r_284_i_18_of_two_leaders_offline_the_first_word_stands_and_the_other_keeps_his_opinion() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let approval = pending(&works.head);
    let yes = decide(&mut works.head, approval, APPROVE, "同意");
    let no = decide(&mut works.gm, approval, RETURN, "礼品太贵");
    works.sync();
    assert_eq!(works.head.receipt(yes.id), Verdict::Accepted);
    assert_eq!(works.gm.receipt(no.id), Verdict::NeedsReview);
    assert_eq!(works.state(PLAN), PlanState::Approved.no());
    let approval = works.get(approval);
    assert_eq!(approval.state(), ApprovalState::Approved.no());
    assert_eq!(approval.reference(Approval::DECIDED_BY), Some(id(HEAD)));
    let (op, late) = approval.facts(common::LATE).next().unwrap();
    let words = late
        .value
        .part(2)
        .and_then(|args| args.part(Approval::OPINION));
    assert_eq!((*op, words), (no.id, Some(&text("礼品太贵"))));
}

#[test]
fn r_284_i_18_a_word_on_what_has_changed_since_is_asked_for_again() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let approval = pending(&works.head);
    let line = Action::PutItem(expense_line(61, Expense::Fruit, 500));
    works.sales.make(ReceptionPlan::KIND, id(PLAN), line);
    works.sales.sync(&mut works.store);
    let yes = decide(&mut works.head, approval, APPROVE, "同意");
    works.sync();
    assert_eq!(works.head.receipt(yes.id), Verdict::NeedsReview);
    assert_eq!(works.state(PLAN), PlanState::Waiting.no());
    let yes = decide(&mut works.head, approval, APPROVE, "同意");
    works.sync();
    assert_eq!(works.head.receipt(yes.id), Verdict::Accepted);
}

#[test]
fn r_048_a_head_never_decides_on_his_own_plan() {
    let mut works = works(House::default());
    let own = [
        (FactoryVisit::OWNER, person(HEAD)),
        (common::UNIT, Value::Ref(OrgUnit::KIND, id(91))),
    ];
    visit(&mut works, &own);
    step_of(&mut works.head, VISIT, step::REPORT, Vec::new());
    works
        .head
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[]));
    step_of(&mut works.head, PLAN, plan::SUBMIT, Vec::new());
    works.sync();
    let approval = pending(&works.head);
    let task = works.task(approval, 48, "approve-plan").unwrap();
    assert_eq!(task.reference(Task::OWNER), Some(id(GM)));
    let own = decide(&mut works.head, approval, APPROVE, "同意");
    works.sync();
    assert_eq!(works.head.receipt(own.id), Verdict::Rejected);
    let word = decide(&mut works.gm, approval, APPROVE, "同意");
    works.sync();
    assert_eq!(works.gm.receipt(word.id), Verdict::Accepted);
    assert_eq!(works.state(PLAN), PlanState::Approved.no());
}

#[test]
fn a_stand_in_decides_for_an_absent_head_and_the_approval_says_so() {
    let house = House {
        no_head: true,
        stand_ins: &[("DEPT_HEAD", STAND_IN)],
        ..House::default()
    };
    let mut works = works(house);
    reported(&mut works, &[]);
    submitted(&mut works);
    let mut stand_in = Device::new(STAND_IN.into(), id(STAND_IN));
    stand_in.now = works.sales.now;
    stand_in.sync(&mut works.store);
    let approval = pending(&stand_in);
    let word = decide(&mut stand_in, approval, APPROVE, "代批");
    stand_in.sync(&mut works.store);
    assert_eq!(stand_in.receipt(word.id), Verdict::Accepted);
    let approval = works.get(approval);
    assert_eq!(approval.get(Approval::STAND_IN), Some(&Value::Bool(true)));
    assert_eq!(works.state(PLAN), PlanState::Approved.no());
}

#[test]
fn r_048_a_cancelled_visit_takes_its_plan_out_of_the_heads_hands() {
    let mut works = works(House::default());
    reported(&mut works, &[]);
    submitted(&mut works);
    let approval = pending(&works.head);
    let why = vec![(FactoryVisit::CANCEL_REASON, text("改期"))];
    step_of(&mut works.sales, VISIT, step::CANCEL, why);
    works.sync();
    assert_eq!(works.state(PLAN), crate::entity::VOID_STATE);
    assert_eq!(works.get(approval).state(), ApprovalState::Lapsed.no());
    use crate::domain::tasks::TaskState;
    let task = works.task(approval, 48, "approve-plan").unwrap();
    assert_eq!(task.state(), TaskState::Cancelled.no());
}

#[test]
fn where_the_top_asks_himself_who_stands_in_for_him_is_asked() {
    let mut works = works(House::default());
    let top = unit("总部", None, None, &[("GM", STAND_IN)]);
    let op = server_op(40, OrgUnit::KIND, id(95), top);
    author(&mut works.store, &[op], NOW).unwrap();
    let look = StoreLook::new(&works.store);
    let rungs = crate::access::ladder(&look, id(95), id(GM));
    let expected = crate::access::Rung {
        user: id(STAND_IN),
        stand_in: true,
    };
    assert_eq!(rungs, [expected]);
}
