//! guests are received without an approved plan or a booking. Arrival is never blocked; what was
//! not approved is signed by DEPT_HEAD before the visit closes (I-13).

use super::approval::{AT_ONCE, at_once, is_exempt, plan_stands};
use super::children::instant;
use super::report::{head_of, inform};
use super::{FactoryVisit, binds, is_booked, moment, now_ms, user};
use crate::choice;
use crate::domain;
use crate::domain::tasks::Want;
use crate::entity::{Record, Value};
use crate::sync::apply::Work;
use crate::sync::{Look, Reason};

choice! {
    /// What was missing when the guests came.
    pub enum Lack: "visit-lack" { Plan = 1 => "plan", Booking = 2 => "booking" }
}

/// What the task says.
const MATTER: &str = "sign-exception";

/// What guests who come now would be received without.
pub(super) fn lacks(look: &dyn Look, visit: &Record) -> Vec<Lack> {
    if !binds(51, visit) || is_exempt(look, visit) {
        return Vec::new();
    }
    let lodging = visit.get(FactoryVisit::LODGING) == Some(&Value::Bool(true));
    let plan = (!plan_stands(look, visit.id)).then_some(Lack::Plan);
    let booking = (lodging && !is_booked(look, visit.id)).then_some(Lack::Booking);
    plan.into_iter().chain(booking).collect()
}

/// 未核准接待 is open and nobody has signed it.
pub(super) fn is_open(visit: &Record) -> bool {
    visit.get(FactoryVisit::UNAPPROVED) == Some(&Value::Bool(true))
        && visit.reference(FactoryVisit::SIGNED_BY).is_none()
}

/// The visit cannot close before the exception is signed.
pub(super) fn unsigned(visit: &Record) -> Option<Reason> {
    let open = binds(51, visit) && is_open(visit);
    open.then(|| Reason::of_rule(51, "visit-exception-unsigned"))
}

/// Signing needs something to sign.
pub(super) fn sign_blocks(visit: &Record) -> Option<Reason> {
    (!is_open(visit)).then(|| Reason::of_rule(51, "idle-visit-nothing-to-sign"))
}

/// The guests are here: the time is kept, and what was not approved opens the exception.
pub(super) fn arrived(work: &mut Work<'_, '_>, visit: &mut Record) {
    let now = moment(work, now_ms(work));
    if visit.get(FactoryVisit::ARRIVED_AT).is_none() {
        visit.put(FactoryVisit::ARRIVED_AT, work.version(now));
    }
    let lacks = lacks(work.overlay, visit);
    if lacks.is_empty() {
        return;
    }
    let lacks = lacks.into_iter().map(|lack| Value::Choice(lack.no()));
    let lacks = Value::List(lacks.collect());
    visit.put(FactoryVisit::LACKING, work.version(lacks));
    visit.put(FactoryVisit::UNAPPROVED, work.version(Value::Bool(true)));
    if let Some(head) = head_of(work.overlay, visit) {
        inform(work, visit, &[head.user]);
    }
}

/// A signature closes the exception with who gave it and when.
pub(super) fn signed(work: &Work<'_, '_>, visit: &mut Record) {
    if is_open(visit) && visit.get(FactoryVisit::EXCEPTION_SIGNATURE).is_some() {
        let who = user(work.op.actor);
        visit.put(FactoryVisit::SIGNED_BY, work.version(who));
        let now = moment(work, now_ms(work));
        visit.put(FactoryVisit::SIGNED_AT, work.version(now));
    }
}

/// DEPT_HEAD is asked at once, and no longer once somebody has signed.
pub(super) fn ask(work: &mut Work<'_, '_>, visit: &Record) {
    if !is_open(visit) {
        return work.fulfil(visit.id, 51, MATTER);
    }
    let Some(arrived) = instant(visit, FactoryVisit::ARRIVED_AT) else {
        return;
    };
    let want = Want {
        rule: 51,
        matter: MATTER,
        about: domain::title(visit),
        owner: head_of(work.overlay, visit).map(|rung| rung.user),
        began_ms: arrived,
        span: at_once(work.overlay, visit, arrived),
        parameter: AT_ONCE,
    };
    work.want(visit, &want);
}
