//! the meeting room is ready before the guests are here, wherever they are by now.

use super::anchor::{self, VISIT, room_lead, run, visit, visit_of};
use super::position::eta;
use super::trips::{TripLog, TripState};
use crate::access;
use crate::calendar::{self, Moment};
use crate::domain::settings::calendar_of;
use crate::domain::tasks::Want;
use crate::entity::{Entity, Id, Record, VOID_STATE, Value, common};
use crate::rules;
use crate::sync::Look;
use crate::sync::apply::Work;
use crate::sync::look::child_key;

const RULE: u16 = 53;
/// 布置会议室.
pub(super) const MATTER: &str = "meeting-room";

/// When the guests of a visit are expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
    /// UTC ms.
    pub at_ms: i64,
    /// 估算.
    pub estimated: bool,
    /// The trip that says so; `None` = as planned.
    pub trip: Option<Id>,
}

/// When the guests are expected: by the trip that will be here first, else as planned. `None` when no
/// arrival is planned.
pub fn expected_arrival(look: &dyn Look, of: &Record) -> Option<Expected> {
    let on_the_way = [
        TripState::OutBound,
        TripState::PickedUp,
        TripState::Returning,
    ]
    .map(TripState::no);
    let trips = look.at(&child_key(TripLog::KIND, TripLog::VISIT, of.id));
    let told = trips.ids.into_iter().filter_map(|id| {
        let trip = look.record(id).known()?;
        let eta = on_the_way
            .contains(&trip.state())
            .then(|| eta(&trip, None))??;
        Some((eta.at_ms, id, eta.estimated))
    });
    match told.min() {
        Some((at_ms, trip, estimated)) => Some(Expected {
            at_ms,
            estimated,
            trip: Some(trip),
        }),
        None => Some(Expected {
            at_ms: anchor::moment(of, visit::ARRIVE_AT)?,
            estimated: false,
            trip: None,
        }),
    }
}

/// CK-17 of this visit was handed in.
pub fn room_ready(look: &dyn Look, visit: Id) -> bool {
    let runs = look.at(&child_key(run::KIND, run::OF, visit)).ids;
    runs.into_iter()
        .filter_map(|id| look.record(id).known())
        .any(|done| {
            done.text(run::TEMPLATE) == run::MEETING_ROOM && run::HANDED_IN.contains(&done.state())
        })
}

/// When the room must be ready, exclusive, UTC ms; `None` when no guests are expected.
pub fn room_due(look: &dyn Look, of: &Record) -> Option<i64> {
    if !expects_guests(of) {
        return None;
    }
    let arrival = expected_arrival(look, of)?.at_ms;
    let unit = of.reference(common::UNIT);
    let lead = room_lead(look, unit, arrival);
    let due = calendar::due(Moment(arrival), lead, &calendar_of(look, unit));
    Some(due.at.0)
}

/// The alert of the host, derived on his own device; ADMIN has the task.
pub fn room_late(look: &dyn Look, of: &Record, now_ms: i64) -> bool {
    rules::on(RULE)
        && room_due(look, of).is_some_and(|due| now_ms >= due)
        && !room_ready(look, of.id)
}

fn expects_guests(of: &Record) -> bool {
    (visit::REPORTED..=visit::FETCHED).contains(&of.state()) && of.get(visit::ARRIVED_AT).is_none()
}

/// Keeps the task true whenever a visit, a trip or a checklist changes: a new arrival moves it, a run that
/// was handed in fulfils it, a visit that is over needs no room.
pub fn keep_room(work: &mut Work<'_, '_>, _: Option<&Record>, changed: &Record) {
    let id = match (changed.kind, changed.get(run::OF)) {
        (kind, _) if kind == VISIT => Some(changed.id),
        (kind, _) if kind == TripLog::KIND => changed.reference(TripLog::VISIT),
        (kind, Some(Value::Ref(of, id))) if kind == run::KIND && *of == VISIT => Some(*id),
        _ => None,
    };
    // A driver's phone holds no visit, and would not be shown the task either.
    let Some(of) = id.and_then(|id| visit_of(work.overlay, id)) else {
        return;
    };
    let of = of.into_owned();
    if !rules::on(RULE) {
        return;
    }
    if room_ready(work.overlay, of.id) {
        return work.fulfil(of.id, RULE, MATTER);
    }
    if [visit::CLOSED, visit::CANCELLED, VOID_STATE].contains(&of.state()) {
        return work.release(of.id, RULE, MATTER);
    }
    let Some(arrival) = expected_arrival(work.overlay, &of).filter(|_| expects_guests(&of)) else {
        return;
    };
    let unit = of.reference(common::UNIT).unwrap_or_default();
    let admin = access::acting(work.overlay, unit, "ADMIN").map(|rung| rung.user);
    let want = Want {
        rule: RULE,
        matter: MATTER,
        about: crate::domain::title(&of),
        owner: admin.or(of.reference(visit::HOST)),
        began_ms: arrival.at_ms,
        span: room_lead(work.overlay, of.reference(common::UNIT), arrival.at_ms),
        parameter: anchor::P_ROOM,
    };
    work.want(&of, &want);
}
