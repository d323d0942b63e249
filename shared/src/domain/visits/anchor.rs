//! What the trip, the room, the lodging and the tour read of the visit itself, of its checklists and of
//! its debrief: kinds, field numbers and states in one place.

use crate::calendar::Span;
use crate::domain::settings::{in_force, keys};
use crate::entity::{Id, Instant, Kind, Record, Value};
use crate::sync::{Look, RecordRef};

/// 来厂考察.
pub(super) const VISIT: Kind = Kind(30);

/// Fields and states of a visit.
pub(super) mod visit {
    pub(in super::super) const ARRIVE_AT: u16 = 19;
    pub(in super::super) const HUB: u16 = 20;
    pub(in super::super) const TRANSPORT_NO: u16 = 21;
    pub(in super::super) const GUEST_LIST: u16 = 23;
    pub(in super::super) const HOST: u16 = 28;
    pub(in super::super) const ARRIVED_AT: u16 = 33;
    pub(in super::super) const SUBJECT: u16 = 47;
    /// Part of a guest.
    pub(in super::super) const GUEST_NAME: u16 = 1;

    /// 已汇报: from here on guests are expected.
    pub(in super::super) const REPORTED: u32 = 2;
    /// 待到达.
    pub(in super::super) const AWAITED: u32 = 4;
    /// 接送中: the last state before they are here.
    pub(in super::super) const FETCHED: u32 = 5;
    /// 接待中.
    pub(in super::super) const RECEIVED: u32 = 6;
    /// 待总结.
    pub(in super::super) const TO_SUM_UP: u32 = 7;
    /// 已关闭.
    pub(in super::super) const CLOSED: u32 = 8;
    /// 取消.
    pub(in super::super) const CANCELLED: u32 = 9;
}

/// Checklist runs.
pub(super) mod run {
    use crate::entity::Kind;

    pub(in super::super) const KIND: Kind = Kind(27);
    /// The code of the template.
    pub(in super::super) const TEMPLATE: u16 = 16;
    /// The record a run belongs to.
    pub(in super::super) const OF: u16 = 21;
    /// 已提交, 已确认.
    pub(in super::super) const HANDED_IN: [u32; 2] = [3, 4];
    /// 会议室布置.
    pub(in super::super) const MEETING_ROOM: &str = "CK-17";
}

/// The debrief of a visit.
pub(super) mod debrief {
    use crate::entity::Kind;

    pub(in super::super) const KIND: Kind = Kind(38);
    pub(in super::super) const VISIT: u16 = 16;
    pub(in super::super) const FAREWELL_AT: u16 = 24;
    pub(in super::super) const FAREWELL_PEOPLE: u16 = 25;
    pub(in super::super) const INVITED_BACK: u16 = 26;
}

/// P-07: how long before the guests the meeting room is ready.
pub(super) const P_ROOM: u16 = 7;

/// How often a phone on the road reports by itself, ms (P-06).
pub(super) fn report_every_ms(look: &dyn Look, unit: Option<Id>, at_ms: i64) -> i64 {
    millis(in_force(look, keys::DRIVER_POSITION, unit, at_ms)[0])
}

/// After how much silence a driver is phoned, ms (P-06).
pub(super) fn silence_ms(look: &dyn Look, unit: Option<Id>, at_ms: i64) -> i64 {
    millis(in_force(look, keys::DRIVER_POSITION, unit, at_ms)[1])
}

/// The timers of P-06 are short and by the clock; nothing else can be written there.
fn millis(span: Span) -> i64 {
    span.by_clock_ms().unwrap_or(15 * 60_000)
}

/// How long before the guests the room is ready (P-07).
pub(super) fn room_lead(look: &dyn Look, unit: Option<Id>, at_ms: i64) -> Span {
    in_force(look, keys::ROOM_READY, unit, at_ms)
}

/// The visit with this id, if it is here.
pub(super) fn visit_of(look: &dyn Look, id: Id) -> Option<RecordRef<'_>> {
    look.record(id)
        .known()
        .filter(|record| record.kind == VISIT)
}

/// The guests of a visit that is no more expected: they are here, they left, or they will not come.
pub(super) fn is_past_arrival(visit: &Record) -> bool {
    visit.get(visit::ARRIVED_AT).is_some() || visit.state() > visit::FETCHED
}

/// A moment a field holds, UTC ms.
pub(super) fn moment(record: &Record, no: u16) -> Option<i64> {
    instant(record.get(no)?)
}

/// The moment a value is, UTC ms.
pub(super) fn instant(value: &Value) -> Option<i64> {
    match value {
        Value::Instant(at) => Some(at.utc_ms),
        _ => None,
    }
}

/// A moment as a value.
pub(super) fn at(utc_ms: i64, zone: &str) -> Value {
    Value::Instant(Instant {
        utc_ms,
        zone: zone.to_owned(),
        wall: String::new(),
    })
}
