//! What a person is asked before a step the rules allow and hardly anybody means: the day is another one,
//! or something is still open. And the numbers no visit can have.

use super::children::instant;
use super::prepare::unprepared;
use super::report::unit_of;
use super::screen::schedule;
use super::{FactoryVisit, ReceptionPlan, TripLog, TripState, expense, plan, step, visit_of};
use crate::calendar::{Date, Moment};
use crate::domain::settings::calendar_of;
use crate::entity::{Record, Transition, Value};
use crate::sync::apply::Work;
use crate::sync::{Action, Look, Reason};

/// Before a step of a visit.
pub fn visit_doubts(
    look: &dyn Look,
    visit: &Record,
    arrow: &Transition,
    now_ms: i64,
) -> Vec<Reason> {
    let arrival = instant(visit, FactoryVisit::ARRIVE_AT);
    let doubt = match arrow.no {
        step::REPORT => arrival
            .filter(|at| *at < now_ms)
            .map(|at| timed("doubt-arrival-past", at)),
        step::ARRIVE | step::PICK_UP => arrival
            .filter(|at| day_of(look, visit, *at) > day_of(look, visit, now_ms))
            .map(|at| timed("doubt-visit-early", at)),
        step::READY | step::CLOSE => {
            let open = unprepared(look, visit).len();
            let code = if arrow.no == step::READY {
                "doubt-unprepared"
            } else {
                "doubt-close-open"
            };
            (open > 0).then(|| Reason {
                args: vec![open.to_string()],
                ..Reason::of_rule(47, code)
            })
        }
        _ => None,
    };
    doubt.into_iter().collect()
}

/// Before a plan is submitted: a stop of its schedule lies on a day the guests are not here.
pub fn plan_doubts(look: &dyn Look, plan: &Record, arrow: &Transition, _: i64) -> Vec<Reason> {
    let Some(visit) = visit_of(look, plan).filter(|_| arrow.no == plan::SUBMIT) else {
        return Vec::new();
    };
    let Some(arrival) = instant(&visit, FactoryVisit::ARRIVE_AT) else {
        return Vec::new();
    };
    let days = match visit.get(FactoryVisit::DAYS) {
        Some(Value::Int(days)) => i32::try_from(*days).unwrap_or(1).max(1),
        _ => 1,
    };
    let first = day_of(look, &visit, arrival);
    let here = first..first.plus_days(days);
    let stops = schedule(plan).into_iter();
    let outside = stops.filter(|stop| !here.contains(&day_of(look, &visit, stop.at_ms)));
    outside
        .map(|stop| {
            let mut doubt = timed("doubt-stop-outside", stop.at_ms);
            doubt.args.push(stop.place);
            doubt
        })
        .collect()
}

/// Before a driver starts: he is to fetch them on another day.
pub fn trip_doubts(look: &dyn Look, trip: &Record, arrow: &Transition, now_ms: i64) -> Vec<Reason> {
    let starts = arrow.to == TripState::OutBound.no();
    let at = instant(trip, TripLog::PICK_UP_AT).filter(|_| starts);
    at.filter(|at| day_of(look, trip, *at) > day_of(look, trip, now_ms))
        .map(|at| timed("doubt-trip-early", at))
        .into_iter()
        .collect()
}

/// A visit is of somebody, and lasts: what is written into it is refused where it says otherwise.
pub fn visit_check(work: &mut Work<'_, '_>, _: Option<&Record>) -> Vec<Reason> {
    let (Action::Create { fields, .. } | Action::Set { fields, .. }) = &work.op.action else {
        return Vec::new();
    };
    let counted = [FactoryVisit::GUESTS, FactoryVisit::DAYS];
    let none = |(no, value): &&(u16, Value)| {
        counted.contains(no) && matches!(value, Value::Int(count) if *count < 1)
    };
    fields
        .iter()
        .filter(none)
        .map(|(no, _)| Reason::new("at-least-one").at(*no))
        .collect()
}

/// What is asked for is something: nobody plans minus three gifts.
pub fn plan_check(work: &mut Work<'_, '_>, _: Option<&Record>) -> Vec<Reason> {
    let Action::PutItem(line) = &work.op.action else {
        return Vec::new();
    };
    let absurd = |(no, value): &(u16, Value)| match value {
        Value::Decimal(quantity, _) | Value::Int(quantity) => *no == expense::QTY && *quantity <= 0,
        Value::Money(amount, _) => *no == expense::AMOUNT && *amount < 0,
        _ => false,
    };
    let wrong = line.field == ReceptionPlan::EXPENSES && line.fields.iter().any(absurd);
    wrong
        .then(|| Reason::of_rule(50, "plan-less-than-nothing").at(ReceptionPlan::EXPENSES))
        .into_iter()
        .collect()
}

/// The day of a moment where the record belongs.
fn day_of(look: &dyn Look, record: &Record, at_ms: i64) -> Date {
    let calendar = calendar_of(look, unit_of(look, record));
    calendar.zone().local(Moment(at_ms)).date
}

/// A doubt that names a moment: the words show it in the reader's zone.
fn timed(code: &str, at_ms: i64) -> Reason {
    Reason {
        args: vec![format!("@{at_ms}")],
        ..Reason::new(code)
    }
}
