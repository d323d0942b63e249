//! What blocks a step of a visit, each reason with its rule, and what follows from a change.

use super::approval::{file_plan, is_exempt, plan_stands};
use super::children::{plan_of, plans_of};
use super::closing::closing_gaps;
use super::exception::{arrived, ask, sign_blocks, signed};
use super::follow_ups::follow_ups;
use super::intake::{intake_gaps, intake_promise};
use super::prepare::prepare;
use super::report::{announce, report_blocks, send};
use super::trips::remind_drivers;
use super::{
    FactoryVisit, PlanState, ReceptionPlan, VisitState, binds, is_booked, moment, now_ms, step,
};
use crate::domain::{self, approvals};
use crate::entity::{Entity, Id, Record, Transition, VOID_STATE, Value, common};
use crate::sync::apply::Work;
use crate::sync::{Look, Reason};

/// What blocks a step of a visit beyond the fields it carries and who may do it.
pub fn visit_guard(look: &dyn Look, visit: &Record, arrow: &Transition) -> Vec<Reason> {
    match arrow.no {
        step::REPORT | step::REPORT_HERE | step::REPORT_LATE => {
            let mut reasons = intake_gaps(visit);
            reasons.extend(intake_promise(look, visit));
            reasons.extend(report_blocks(look, visit));
            reasons
        }
        step::READY => ready_blocks(look, visit),
        step::SIGN | step::SIGN_LATE => sign_blocks(visit).into_iter().collect(),
        step::CLOSE => closing_gaps(look, visit),
        _ => Vec::new(),
    }
}

/// 待到达 needs an approved plan, unless the visit is exempt or its type needs none; and the booking.
fn ready_blocks(look: &dyn Look, visit: &Record) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if binds(48, visit) && !is_exempt(look, visit) && !plan_stands(look, visit.id) {
        reasons.push(Reason::of_rule(48, "visit-plan-not-approved"));
    }
    let lodging = visit.get(FactoryVisit::LODGING) == Some(&Value::Bool(true));
    if binds(57, visit) && lodging && !is_booked(look, visit.id) {
        reasons.push(Reason::of_rule(57, "visit-no-booking").at(FactoryVisit::LODGING));
    }
    reasons
}

/// What follows from a change of a visit: its name, the report, the exception; then the tasks, which read
/// it as it is now.
pub fn visit_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let was = before.map_or(0, Record::state);
    let entered = |state: VisitState| was != state.no() && after.state() == state.no();
    let mut visit = after.clone();
    name(work, &mut visit);
    send(work, &mut visit);
    announce(work, before, &mut visit);
    if entered(VisitState::Here) {
        arrived(work, &mut visit);
    }
    if entered(VisitState::ToSum) && visit.get(FactoryVisit::LEFT_AT).is_none() {
        let now = moment(work, now_ms(work));
        visit.put(FactoryVisit::LEFT_AT, work.version(now));
    }
    signed(work, &mut visit);
    if visit != *after {
        work.overlay.put(visit.clone());
    }
    tasks(work, before, &visit);
    if entered(VisitState::Cancelled) {
        give_up_plans(work, &visit);
    }
    if entered(VisitState::Closed) {
        follow_ups(work, &visit);
    }
}

/// What the tasks of a visit depend on. Nothing else touches them: somebody may have handed one on.
const WHO: [u16; 2] = [FactoryVisit::OWNER, common::STATE];
const WHEN: [u16; 6] = [
    FactoryVisit::ARRIVE_AT,
    FactoryVisit::ANNOUNCED_AT,
    FactoryVisit::EXEMPTION,
    FactoryVisit::EXEMPTION_REASON,
    FactoryVisit::DAYS,
    FactoryVisit::VISIT_TYPE,
];

fn tasks(work: &mut Work<'_, '_>, before: Option<&Record>, visit: &Record) {
    let changed = |no: &u16| before.is_none_or(|before| before.get(*no) != visit.get(*no));
    let moved = WHEN.iter().any(changed);
    if moved || WHO.iter().any(changed) {
        prepare(work, visit);
        file_plan(work, visit);
    }
    if changed(&common::STATE) || changed(&FactoryVisit::SIGNED_BY) {
        ask(work, visit);
    }
    if moved || changed(&common::STATE) {
        remind_drivers(work, visit.id);
    }
    if (moved || changed(&common::STATE))
        && let Some(plan) = plan_of(work.overlay, visit.id)
    {
        approvals::reschedule(work, plan.id);
    }
}

/// A visit is called by its customer.
fn name(work: &mut Work<'_, '_>, visit: &mut Record) {
    let Some(customer) = visit.reference(FactoryVisit::CUSTOMER) else {
        return;
    };
    let Some(customer) = work.overlay.record(customer).known() else {
        work.provisional = true;
        return;
    };
    let name = Value::Text(domain::title(&customer));
    if !name.is_blank() && visit.get(FactoryVisit::SUBJECT) != Some(&name) {
        visit.put(FactoryVisit::SUBJECT, work.version(name));
    }
}

/// A visit that is off needs no word on its plan: what was not approved is given up with it.
fn give_up_plans(work: &mut Work<'_, '_>, visit: &Record) {
    let why = visit.get(FactoryVisit::CANCEL_REASON).cloned();
    for plan in plans_of(work.overlay, visit.id) {
        if plan.state() == PlanState::Approved.no() {
            continue;
        }
        let mut gone = plan.clone();
        let void = Value::Int(VOID_STATE.into());
        work.rewrite(ReceptionPlan::SCHEMA, &mut gone, common::STATE, void);
        if let Some(why) = &why {
            gone.put(common::VOID_REASON, work.version(why.clone()));
        }
        work.overlay.put(gone);
        domain::effects(ReceptionPlan::SCHEMA, work, Some(&plan), plan.id);
    }
}

/// The driver has started: an awaited visit is 接送中.
pub fn picked_up(work: &mut Work<'_, '_>, visit: Id) {
    let Some(visit) = work.overlay.record(visit).known() else {
        work.provisional = true;
        return;
    };
    let visit = visit.into_owned();
    if visit.kind != FactoryVisit::KIND || visit.state() != VisitState::Awaited.no() {
        return;
    }
    let mut moved = visit.clone();
    let to = Value::Int(VisitState::OnTheWay.no().into());
    work.rewrite(FactoryVisit::SCHEMA, &mut moved, common::STATE, to);
    work.overlay.put(moved);
    domain::effects(FactoryVisit::SCHEMA, work, Some(&visit), visit.id);
}
