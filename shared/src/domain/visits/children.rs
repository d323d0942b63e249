//! What belongs to a visit.

use super::{FactoryVisit, PlanState, ReceptionPlan, VisitDebrief, VisitRequest};
use crate::entity::{Entity, Id, Kind, Record, VOID_STATE, Value, common};
use crate::ordered;
use crate::sync::Look;
use crate::sync::look::child_key;

/// The visit a plan, request or debrief belongs to, if it is known here.
pub fn visit_of(look: &dyn Look, child: &Record) -> Option<Record> {
    // All of them name their visit first.
    let id = child.reference(ReceptionPlan::VISIT)?;
    let visit = look.record(id).known()?;
    (visit.kind == FactoryVisit::KIND).then(|| visit.into_owned())
}

/// All plans of a visit that were not given up, oldest first.
pub fn plans_of(look: &dyn Look, visit: Id) -> Vec<Record> {
    children(look, ReceptionPlan::KIND, ReceptionPlan::VISIT, visit)
}

/// The plan that counts: of several the one that got furthest, then the latest.
pub fn plan_of(look: &dyn Look, visit: Id) -> Option<Record> {
    let rank = |plan: &Record| match PlanState::from_no(plan.state()) {
        PlanState::Approved => 4,
        PlanState::Changing => 3,
        PlanState::Waiting => 2,
        PlanState::Returned => 1,
        _ => 0,
    };
    plans_of(look, visit).into_iter().max_by_key(rank)
}

/// What the guests asked for, oldest first.
pub fn requests_of(look: &dyn Look, visit: Id) -> Vec<Record> {
    children(look, VisitRequest::KIND, VisitRequest::VISIT, visit)
}

/// The debriefs of a visit, oldest first.
pub fn debriefs_of(look: &dyn Look, visit: Id) -> Vec<Record> {
    children(look, VisitDebrief::KIND, VisitDebrief::VISIT, visit)
}

fn children(look: &dyn Look, kind: Kind, field: u16, visit: Id) -> Vec<Record> {
    let found = look.at(&child_key(kind, field, visit));
    let mut children: Vec<Record> = found
        .ids
        .into_iter()
        .filter_map(|id| Some(look.record(id).known()?.into_owned()))
        .filter(|record| record.state() != VOID_STATE)
        .collect();
    ordered::sort_by_key(&mut children, |record| {
        (instant(record, common::CREATED_AT), record.id)
    });
    children
}

/// A moment of a record, UTC ms.
pub(super) fn instant(record: &Record, no: u16) -> Option<i64> {
    match record.get(no)? {
        Value::Instant(at) => Some(at.utc_ms),
        _ => None,
    }
}
