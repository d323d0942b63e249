//! Factory visits (requirements §3.3, §4.4): from the wish to come until the visit is closed.
//!
//! [`visit`] is the visit with its life cycle and [`plan`] its reception plan; what guests ask for on the
//! tour is in [`requests`], what they thought of it in [`debrief`]. [`steps`] gathers what blocks a step of
//! a visit and what follows from it; each rule has a file of its own: [`intake`] R-045, [`report`] R-046,
//! [`prepare`] R-047, [`approval`] R-048, [`answers`], [`exception`] R-051, [`closing`]
//! [`follow_ups`] R-061, [`binds`] R-063.
//! [`doubts`] is what a person is asked before a step on another day than planned.
//!
//! The day itself: [`trips`] is where a driver's day is, [`position`] what his phone says and [`room`] what
//! that moves, [`guides`] the cards of the day, [`stops`] the tour (R-054, R-055, R-060,
//! R-062), [`lodging`] R-057, [`gifts`] what the guests are given. [`anchor`] is what these read of the rest.

mod anchor;
mod answers;
mod approval;
mod binds;
mod children;
mod closing;
mod debrief;
mod doubts;
mod exception;
mod follow_ups;
mod forms;
mod gifts;
mod guides;
mod intake;
mod lodging;
mod parts;
mod plan;
mod position;
mod prepare;
mod report;
mod requests;
mod room;
mod rows;
mod screen;
mod steps;
mod stops;
mod trips;
mod visit;

pub use answers::{ANSWERS, plan_guard, preset, speaks_other};
pub use approval::{PLAN_ROUTE, is_exempt, plan_deadline, plan_stands};
pub use binds::binds;
pub use children::{debriefs_of, plan_of, plans_of, requests_of, visit_of};
pub use closing::{closing_gaps, debrief_gaps, debrief_of};
pub use debrief::{FOLLOW_UP, FollowUp, VisitDebrief, follow_up};
pub use doubts::{plan_check, plan_doubts, trip_doubts, visit_check, visit_doubts};
pub use exception::Lack;
pub use follow_ups::{follow_ups, promise, promises_of};
pub use forms::{Line, reception_form, report_form, visit_form};
pub use gifts::{
    GiftStock, MOVE, can_issue, gift_effects, gift_supply, issue, moves, on_hand, receive,
};
pub use guides::{Farewell, Greeting, Guide, farewell, greeting, guides};
pub use intake::{intake_gaps, intake_promise};
pub use lodging::{
    HotelAgreement, LODGING_STATES, LodgingBooking, LodgingState, RATE, agreement_keys,
    agreements_on, is_booked, lodging_companions, lodging_guard,
};
pub use plan::{
    Answer, EXPENSE, Expense, PLAN_BINDS, PLAN_STATES, PlanState, ReceptionPlan, STOP, expense,
    plan_crew, plan_effects, stop,
};
pub use position::{
    CALL, Eta, Fix, PING, Ping, PingMode, STRAIGHT_KMH, by_hand, call_fact, eta, is_stale,
    last_ping, ping_fact, pings, report_due, stale_at, stale_trips, straight_km,
};
pub use prepare::{PREPARATIONS, Preparation, keep_prepared, list_of, unprepared};
pub use requests::{
    Handling, REQUEST_STATES, RequestState, VisitRequest, request_effects, request_leader,
};
pub use room::{Expected, expected_arrival, keep_room, room_due, room_late, room_ready};
pub use screen::{Standing, Stop, now_next_missing, schedule, visit_tasks};
pub use steps::{picked_up, visit_effects, visit_guard};
pub use stops::{
    Place, Presented, Topic, TourStop, has_tour_stop, presented, stop_effects, stop_fields,
};
pub use trips::{TRIP_STATES, TripLog, TripState, trip_crew, trip_effects, trip_fields, under_way};
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
