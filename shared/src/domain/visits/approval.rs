//! the plan is approved by DEPT_HEAD by 18:00 the day before the guests come (P-05).

use super::answers::{PAID, plan_lacks};
use super::children::{instant, plan_of, visit_of};
use super::intake::is_regular;
use super::plan::{self, expense};
use super::report::{answers_for, unit_of};
use super::{Answer, Exemption, FactoryVisit, PlanState, ReceptionPlan, VisitState, binds};
use crate::calendar::Span;
use crate::domain;
use crate::domain::approvals::{Approver, Limit, Route};
use crate::domain::settings::{in_force, keys};
use crate::domain::tasks::Want;
use crate::entity::{Currency, Id, Record, Value, common};
use crate::rules;
use crate::sync::Look;
use crate::sync::apply::Work;

/// What is due at once is due as a notice is acknowledged (P-04).
pub(super) const AT_ONCE: u16 = keys::NOTICE_ACKNOWLEDGED.no;

/// The line of the matrix: reception plan, by DEPT_HEAD.
pub const PLAN_ROUTE: Route = Route {
    no: 1,
    object: plan::KIND,
    waits: &[2, 5],
    approved: 3,
    returned: 4,
    refused: 4,
    reopened: 5,
    approver: Approver::Head,
    rule: 48,
    amount: ReceptionPlan::TOTAL,
    lacks: plan_lacks,
    covers,
    limit,
};

/// what was approved covers the plan unless a line was added, says something else, the total rose,
/// or something that costs money is needed that was not. Less than was approved is covered.
fn covers(approved: &[(u16, Value)], plan: &Record) -> bool {
    if !rules::on(50) || plan.state() != PlanState::Approved.no() {
        return true;
    }
    let value = |no: u16| {
        approved
            .iter()
            .find(|(field, _)| *field == no)
            .map(|(_, value)| value)
    };
    let lines = value(ReceptionPlan::EXPENSES)
        .map(Value::items)
        .unwrap_or_default();
    let known = |id: Id, kind: Option<&Value>| {
        let id = Value::Bytes(id.0.to_vec());
        let line = lines.iter().find(|line| line.part(0) == Some(&id));
        line.is_some_and(|line| line.part(expense::KIND) == kind)
    };
    let now = plan.live_items(ReceptionPlan::EXPENSES);
    let same_lines = now.iter().all(|(id, line)| {
        let kind = line.cells.get(&expense::KIND).and_then(|cell| cell.value());
        known(*id, kind)
    });
    let money = |value: Option<&Value>| match value {
        Some(Value::Money(minor, currency)) => Some((*minor, *currency)),
        _ => None,
    };
    let newly = |no: u16| {
        let needed = Value::Choice(Answer::Needed.no());
        plan.get(no) == Some(&needed) && value(no) != Some(&needed)
    };
    if PAID.iter().any(|(no, _)| newly(*no)) {
        return false;
    }
    let none_left = now.is_empty();
    let (was, is) = (money(value(ReceptionPlan::TOTAL)), plan::total(plan));
    let within = |was: (i64, Currency), is: (i64, Currency)| is.1 == was.1 && is.0 <= was.0;
    same_lines && (none_left || was.zip(is).is_some_and(|(was, is)| within(was, is)) || was == is)
}

/// Whether a visit is exempt from the deadline: 熟客 by the customer's flag, 特殊情况 by its reason.
pub fn is_exempt(look: &dyn Look, visit: &Record) -> bool {
    match Exemption::from_no(visit.choice(FactoryVisit::EXEMPTION).unwrap_or_default()) {
        Exemption::Regular => is_regular(look, visit),
        Exemption::Special => visit.get(FactoryVisit::EXEMPTION_REASON).is_some(),
        _ => false,
    }
}

/// An approved plan stands; one whose change is still looked at holds nobody up.
pub fn plan_stands(look: &dyn Look, visit: Id) -> bool {
    let stands = [PlanState::Approved, PlanState::Changing].map(PlanState::no);
    plan_of(look, visit).is_some_and(|plan| stands.contains(&plan.state()))
}

/// By when the plan of a visit is approved: the event, the span that counts from it, the parameter. An
/// exempt one, and one that is only offered, has until the end of the visit's last day. `None` as
/// long as nobody knows when the guests come.
pub fn plan_deadline(look: &dyn Look, visit: &Record) -> Option<(i64, Span, u16)> {
    let arrival = instant(visit, FactoryVisit::ARRIVE_AT)?;
    if binds(48, visit) && !is_exempt(look, visit) {
        // As it held when the visit was reported: a later change moves no running deadline.
        let since = instant(visit, FactoryVisit::REPORTED_AT).unwrap_or(arrival);
        let key = keys::VISIT_PLAN_APPROVED;
        let span = in_force(look, key, unit_of(look, visit), since);
        return Some((arrival, span, key.no));
    }
    let days = match visit.get(FactoryVisit::DAYS) {
        Some(Value::Int(days)) => u16::try_from(days.saturating_sub(1)).unwrap_or_default(),
        _ => 0,
    };
    Some((arrival, Span::CalendarDays(days), 0))
}

/// The clock of who decides: the deadline of the visit; at once when the guests are here already.
fn limit(look: &dyn Look, plan: &Record) -> Option<Limit> {
    if !rules::on(48) {
        return None;
    }
    let visit = visit_of(look, plan);
    let ahead = visit
        .as_ref()
        .filter(|visit| visit.get(FactoryVisit::ARRIVED_AT).is_none());
    let clock = ahead.and_then(|visit| plan_deadline(look, visit));
    Some(match clock {
        Some((event, span, parameter)) => Limit {
            matter: "approve-plan",
            from_ms: Some(event),
            span,
            parameter,
        },
        None => Limit {
            matter: "approve-plan",
            from_ms: None,
            span: at_once(
                look,
                plan,
                instant(plan, common::CREATED_AT).unwrap_or_default(),
            ),
            parameter: AT_ONCE,
        },
    })
}

/// How long what is due at once may take, P-04.
pub(super) fn at_once(look: &dyn Look, of: &Record, at_ms: i64) -> Span {
    in_force(look, keys::NOTICE_ACKNOWLEDGED, unit_of(look, of), at_ms)
}

/// Whoever answers for a reported visit is asked for its plan until one waits for a word or has it.
pub(super) fn file_plan(work: &mut Work<'_, '_>, visit: &Record) {
    let filed = [PlanState::Waiting, PlanState::Approved, PlanState::Changing].map(PlanState::no);
    let ahead = VisitState::Reported.no()..VisitState::Here.no();
    let there = plan_of(work.overlay, visit.id).is_some_and(|plan| filed.contains(&plan.state()));
    let wanted = binds(48, visit)
        && visit.get(FactoryVisit::REPORTED_AT).is_some()
        && ahead.contains(&visit.state())
        && !there;
    if !wanted {
        return work.release(visit.id, 48, "file-plan");
    }
    // Two arrivals, or none: what was asked stays until there is one.
    let Some((began_ms, span, parameter)) = plan_deadline(work.overlay, visit) else {
        return;
    };
    let want = Want {
        rule: 48,
        matter: "file-plan",
        about: domain::title(visit),
        owner: answers_for(visit),
        began_ms,
        span,
        parameter,
    };
    work.want(visit, &want);
}
