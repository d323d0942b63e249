//! 接送行程: a driver fetches the guests. The record holds all he must know, so that his phone
//! needs nothing else; he starts, says where he is, arrives, and types nothing on the way.

use super::anchor::{self, VISIT, visit, visit_of};
use super::position::{self, CALL, PING};
use crate::calendar::Span;
use crate::choice;
use crate::domain::organisation::{OrgUnit, User};
use crate::domain::tasks::Want;
use crate::entity::{
    Entity, Id, Instant, Kind, Record, Ref, Slot, StateTable, Text, Transition, VOID_STATE, Value,
    Who, common,
};
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::look::child_key;
use crate::sync::op::Fields;
use crate::sync::{Look, RecordRef};
use shared_derive::Entity;

choice! {
    /// 状态 of a trip. 失联提醒 is a derived flag, see [`super::is_stale`].
    pub enum TripState: "trip-state" {
        Waiting = 1 => "waiting", OutBound = 2 => "outbound", PickedUp = 3 => "picked-up",
        Returning = 4 => "returning", Arrived = 5 => "arrived",
    }
}

const fn arrow(
    no: u16,
    key: &'static str,
    from: &'static [u32],
    to: u32,
    args: &'static [u16],
) -> Transition {
    Transition {
        no,
        key,
        from,
        to,
        // The host too: he has the driver on the phone when the driver's own is dead.
        who: Who::Assigned,
        args,
        needs: &[],
    }
}

/// 待出发→途中→已接到→返厂途中→已到厂. No step asks for text: a time that is not given is the step's own.
pub static TRIP_STATES: StateTable = StateTable {
    states: TripState::SCHEMA,
    first: 1,
    transitions: &[
        arrow(
            16,
            "start",
            &[1],
            2,
            &[
                TripLog::PLATE,
                TripLog::FROM,
                TripLog::TO,
                TripLog::STARTED_AT,
            ],
        ),
        arrow(17, "pick-up", &[2], 3, &[TripLog::PICKED_UP_AT]),
        arrow(18, "head-back", &[3], 4, &[TripLog::LEFT_AT]),
        arrow(19, "arrive", &[4], 5, &[TripLog::ARRIVED_AT]),
    ],
};

/// 接送行程.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 32, key = "trip", prefix = "JS", compartment = Visit, level = L1, owner = host, home = visit, title = guest_names, states = TRIP_STATES)]
pub struct TripLog {
    /// 来访.
    #[field(16, required, indexed, kind = FieldKind::Ref(VISIT))]
    pub visit: (Kind, Id),
    /// 接送司机.
    #[field(17, required, critical, indexed, listed)]
    pub driver: Ref<User>,
    /// 车牌.
    #[field(18, required, listed)]
    pub plate: Text,
    /// 起点.
    #[field(19, required, listed)]
    pub from: Text,
    /// 终点.
    #[field(20, required, listed)]
    pub to: Text,
    /// 客人: their names, for the sign he holds up.
    #[field(21, listed, personal, kind = FieldKind::LongText)]
    pub guest_names: Text,
    /// 接待业务员.
    #[field(22, indexed, listed)]
    pub host: Ref<User>,
    /// 接待人电话.
    #[field(23, personal, kind = FieldKind::Phone)]
    pub host_phone: Text,
    /// 班次/航班.
    #[field(24, listed)]
    pub transport_no: Text,
    /// 接站时间.
    #[field(25, critical, promised, listed)]
    pub pick_up_at: Instant,
    /// 交代司机: what else he must know.
    #[field(26, kind = FieldKind::LongText)]
    pub note: Text,
    /// 厂址位置, copied from the works; distances are measured to it.
    #[field(27, kind = FieldKind::Place)]
    pub to_place: Text,
    /// 位置记录.
    #[field(28, fact, kind = FieldKind::Group(PING))]
    pub pings: Text,
    /// 电话记录: the host phoned the driver.
    #[field(29, fact, kind = FieldKind::Group(CALL))]
    pub calls: Text,
    /// 出发时间.
    #[field(30)]
    pub started_at: Instant,
    /// 接到时间.
    #[field(31, listed)]
    pub picked_up_at: Instant,
    /// 返程时间.
    #[field(32)]
    pub left_at: Instant,
    /// 到厂时间.
    #[field(33, listed)]
    pub arrived_at: Instant,
}

/// Whom a trip is lent to: the driver and the host. While two drivers stand in conflict, both.
pub fn trip_crew(trip: &Record) -> Vec<Id> {
    [TripLog::DRIVER, TripLog::HOST]
        .into_iter()
        .filter_map(|no| trip.cell(no))
        .flat_map(|cell| cell.versions.iter())
        .filter_map(|version| version.value.reference())
        .collect()
}

/// The driver is on the road: only now do positions belong on the record.
pub fn under_way(trip: &Record) -> bool {
    [TripState::OutBound, TripState::Returning]
        .map(TripState::no)
        .contains(&trip.state())
}

/// Whether the driver was on the road at a moment, UTC ms.
fn was_under_way(trip: &Record, at_ms: i64) -> bool {
    let legs = [
        (
            TripLog::STARTED_AT,
            TripLog::PICKED_UP_AT,
            TripState::OutBound,
        ),
        (TripLog::LEFT_AT, TripLog::ARRIVED_AT, TripState::Returning),
    ];
    legs.into_iter().any(|(from, to, state)| {
        let began = anchor::moment(trip, from).is_some_and(|from| from <= at_ms);
        let ended = match anchor::moment(trip, to) {
            Some(to) => to < at_ms,
            None => trip.state() != state.no(),
        };
        began && !ended
    })
}

/// A step gets its time, and a position taken while the driver was not on the road is not kept: where he
/// spends his break is his own affair. What else the report said stays.
pub fn trip_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let mut trip = after.clone();
    if before.is_some_and(|before| before.state() != after.state()) {
        let field = match TripState::from_no(after.state()) {
            TripState::OutBound => Some(TripLog::STARTED_AT),
            TripState::PickedUp => Some(TripLog::PICKED_UP_AT),
            TripState::Returning => Some(TripLog::LEFT_AT),
            TripState::Arrived => Some(TripLog::ARRIVED_AT),
            TripState::Waiting | TripState::Unknown(_) => None,
        };
        if let Some(no) = field.filter(|no| after.cell(*no).is_none()) {
            let now = i64::try_from(work.stamp.hlc.ms).unwrap_or(i64::MAX);
            let at = work.version(anchor::at(now, &work.op.zone));
            trip.put(no, at);
        }
    }
    if rules::on(52) {
        withhold(&mut trip);
    }
    if trip != *after {
        work.overlay.put(trip);
    }
    remind(work, after);
    let started = after.state() == TripState::OutBound.no();
    if started
        && before.is_some_and(|before| before.state() != after.state())
        && let Some(visit) = after.reference(TripLog::VISIT)
    {
        super::picked_up(work, visit);
    }
}

/// What the task of a driver says.
const FETCH: &str = "fetch-guests";

/// Whoever drives is told that he is to, by the time the guests are to be fetched; until he starts, or until
/// nobody comes.
fn remind(work: &mut Work<'_, '_>, trip: &Record) {
    let visit = trip
        .reference(TripLog::VISIT)
        .and_then(|id| visit_of(work.overlay, id))
        .map(RecordRef::into_owned);
    // The driver's phone holds the trip alone: whether the guests still come the server knows.
    work.provisional |= visit.is_none();
    if trip.state() == VOID_STATE || visit.as_ref().is_some_and(anchor::is_past_arrival) {
        return work.release(trip.id, 52, FETCH);
    }
    if trip.state() != TripState::Waiting.no() {
        return work.fulfil(trip.id, 52, FETCH);
    }
    let arrival = || anchor::moment(visit.as_ref()?, anchor::visit::ARRIVE_AT);
    let Some(at) = anchor::moment(trip, TripLog::PICK_UP_AT).or_else(arrival) else {
        return;
    };
    if !rules::on(52) {
        return;
    }
    let about = [TripLog::GUEST_NAMES, TripLog::FROM].map(|no| trip.text(no).to_owned());
    let want = Want {
        rule: 52,
        matter: FETCH,
        about: about
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
        owner: trip.reference(TripLog::DRIVER),
        began_ms: at,
        span: Span::MinutesBefore(0),
        parameter: 0,
    };
    work.want(trip, &want);
}

/// What a change of a visit means for those who drive for it.
pub(super) fn remind_drivers(work: &mut Work<'_, '_>, visit: Id) {
    let found = work
        .overlay
        .at(&child_key(TripLog::KIND, TripLog::VISIT, visit));
    for id in found.ids {
        let Some(trip) = work.overlay.record(id).known() else {
            continue;
        };
        let trip = trip.into_owned();
        remind(work, &trip);
    }
}

fn withhold(trip: &mut Record) {
    let off_road: Vec<_> = trip
        .facts(TripLog::PINGS)
        .filter(|(_, fact)| position::tells_where(&fact.value))
        .filter(|(_, fact)| !was_under_way(trip, position::told_at(fact)))
        .map(|(op, _)| *op)
        .collect();
    let Some(Slot::Facts(facts)) = trip.slots.get_mut(&TripLog::PINGS) else {
        return;
    };
    for op in off_road {
        if let Some(fact) = facts.get_mut(&op) {
            position::forget_where(&mut fact.value);
        }
    }
}

/// The fields of a new trip, for a create op: what the driver must know is copied from the visit, as far
/// as this device may see it.
pub fn trip_fields(look: &dyn Look, of: &Record, driver: Id) -> Fields {
    let unit = of.reference(common::UNIT).unwrap_or_default();
    let host = of.reference(visit::HOST);
    let phone = host.and_then(|host| {
        let user = look.record(host).known()?;
        user.get(User::PHONE).cloned()
    });
    let works = works_of(look, unit);
    let copy = |no: u16| of.get(no).cloned().unwrap_or_default();
    let mut fields = vec![
        (TripLog::VISIT, Value::Ref(VISIT, of.id)),
        (TripLog::DRIVER, Value::Ref(User::KIND, driver)),
        (TripLog::FROM, copy(visit::HUB)),
        (TripLog::TRANSPORT_NO, copy(visit::TRANSPORT_NO)),
        (TripLog::GUEST_NAMES, Value::Text(sign(of))),
        (TripLog::HOST_PHONE, phone.unwrap_or_default()),
    ];
    if let Some(host) = host {
        fields.push((TripLog::HOST, Value::Ref(User::KIND, host)));
    }
    if !unit.is_nil() {
        fields.push((common::UNIT, Value::Ref(OrgUnit::KIND, unit)));
    }
    if let Some((name, place)) = works {
        fields.push((TripLog::TO, Value::Text(name)));
        fields.push((TripLog::TO_PLACE, place));
    }
    fields.retain(|(_, value)| !value.is_blank());
    fields
}

/// The works a unit belongs to, name and place: the nearest unit upwards that has a place.
fn works_of(look: &dyn Look, unit: Id) -> Option<(String, Value)> {
    /// Units deeper than this are a loop.
    const MAX_DEPTH: usize = 16;
    let mut next = Some(unit);
    for _ in 0..MAX_DEPTH {
        let record = look.record(next?).known()?;
        if let Some(place @ Value::Place(..)) = record.get(OrgUnit::PLACE) {
            return Some((record.text(OrgUnit::NAME).to_owned(), place.clone()));
        }
        next = record.reference(OrgUnit::PARENT);
    }
    None
}

/// What stands on the sign the driver holds up: the guests, else whose guests they are.
fn sign(of: &Record) -> String {
    let names = guests(of);
    if names.is_empty() {
        of.text(visit::SUBJECT).to_owned()
    } else {
        names.join("、")
    }
}

/// The names of the guests, whether they are a list or lines of their own.
fn guests(of: &Record) -> Vec<String> {
    let lines = of.live_items(visit::GUEST_LIST);
    let lines = lines
        .iter()
        .filter_map(|(_, item)| item.cells.get(&visit::GUEST_NAME)?.value()?.text());
    let listed = of.get(visit::GUEST_LIST).map(Value::items);
    let listed = listed
        .unwrap_or_default()
        .iter()
        .filter_map(|guest| guest.part(visit::GUEST_NAME)?.text());
    lines.chain(listed).map(str::to_owned).collect()
}

/// The visit a trip is for, and whether its guests are still expected, as far as this device can say.
pub(super) fn guests_expected(look: &dyn Look, trip: &Record) -> bool {
    trip.reference(TripLog::VISIT)
        .and_then(|id| visit_of(look, id))
        .is_none_or(|visit| !anchor::is_past_arrival(&visit))
}
