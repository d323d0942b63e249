//! Factory visits (requirements §3.3, §4.4): from the wish to come until the visit is closed.
//!
//! [`visit`] is the visit with its life cycle and [`plan`] its reception plan; what guests ask for on the
//! tour is in [`requests`], what they thought of it in [`debrief`]. [`steps`] gathers what blocks a step of
//! a visit and what follows from it; each rule has a file of its own: [`intake`] R-045, [`report`] R-046,
//! [`prepare`] R-047, [`approval`] R-048, [`answers`], [`exception`] R-051, [`closing`]
//! [`follow_ups`] R-061, [`binds`] R-063.

mod answers;
mod approval;
mod beside;
mod binds;
mod children;
mod closing;
mod debrief;
mod exception;
mod follow_ups;
mod forms;
mod intake;
mod parts;
mod plan;
mod prepare;
mod report;
mod requests;
mod screen;
mod steps;
mod visit;

pub use answers::{ANSWERS, plan_guard, preset, speaks_other};
pub use approval::{PLAN_ROUTE, is_exempt, plan_deadline, plan_stands};
pub use binds::binds;
pub use children::{debriefs_of, plan_of, plans_of, requests_of, visit_of};
pub use closing::{closing_gaps, debrief_gaps, debrief_of};
pub use debrief::{FOLLOW_UP, FollowUp, VisitDebrief, follow_up};
pub use exception::Lack;
pub use follow_ups::{follow_ups, promise};
pub use forms::{Line, reception_form, report_form, visit_form};
pub use intake::{intake_gaps, intake_promise};
pub use plan::{
    Answer, EXPENSE, Expense, PLAN_BINDS, PLAN_STATES, PlanState, ReceptionPlan, STOP, expense,
    plan_crew, plan_effects, stop,
};
pub use prepare::{PREPARATIONS, Preparation};
pub use requests::{
    Handling, REQUEST_STATES, RequestState, VisitRequest, request_effects, request_leader,
};
pub use screen::{Standing, Stop, now_next_missing, visit_tasks};
pub use steps::{picked_up, visit_effects, visit_guard};
pub use visit::{
    Exemption, FactoryVisit, GUEST, VISIT_STATES, VisitState, VisitType, crew, guest, step,
};

use crate::entity::{Id, Instant, Value};
use crate::sync::apply::Work;

/// When the op that is at work was done, UTC ms.
fn now_ms(work: &Work<'_, '_>) -> i64 {
    i64::try_from(work.stamp.hlc.ms).unwrap_or(i64::MAX)
}

/// A moment in the zone of whoever did the op.
fn moment(work: &Work<'_, '_>, utc_ms: i64) -> Value {
    Value::Instant(Instant {
        utc_ms,
        zone: work.op.zone.clone(),
        wall: String::new(),
    })
}

/// A user as a value.
fn user(id: Id) -> Value {
    Value::Ref(crate::entity::Kind(2), id)
}

#[cfg(test)]
mod tests;
