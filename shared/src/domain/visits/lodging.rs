//! 住宿安排 and 酒店合作协议: agreement hotels first, and nothing about a guest's stay left open.

use super::anchor::{VISIT, moment, visit, visit_of};
use super::rows::part;
use crate::calendar::Moment;
use crate::choice;
use crate::domain::organisation::{OrgUnit, UnitType, User};
use crate::domain::settings::zone_of;
use crate::entity::{
    Blob, Day, Entity, FieldKind, FieldSpec, Id, Kind, Level, Merge, Record, Ref, StateTable, Text,
    Transition, Value, Who, common,
};
use crate::rules;
use crate::sync::look::{child_key, match_key};
use crate::sync::{Look, Reason};
use shared_derive::Entity;

const RULE: u16 = 57;

const fn line(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    part(no, key, kind, Level::L2, Merge::Set)
}

/// Parts of an agreed rate: room and price a night.
pub const RATE: &[FieldSpec] = &[
    line(1, "room", FieldKind::Text),
    line(2, "price", FieldKind::Money).critical(),
];

/// 酒店合作协议.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 33, key = "hotel-agreement", prefix = "XY", compartment = Reference, level = L2, title = hotel)]
pub struct HotelAgreement {
    /// 酒店.
    #[field(16, required, search, listed)]
    pub hotel: Text,
    /// 协议价.
    #[field(17, required, collection, kind = FieldKind::Items(RATE))]
    pub rates: Text,
    /// 生效日.
    #[field(18, required, critical, promised, listed)]
    pub valid_from: Day,
    /// 失效日, the last day it holds.
    #[field(19, required, critical, promised, listed)]
    pub valid_to: Day,
    /// 联系人.
    #[field(20, required, listed)]
    pub contact: Text,
    /// 联系电话.
    #[field(21, personal, kind = FieldKind::Phone)]
    pub phone: Text,
    /// 地址.
    #[field(22, kind = FieldKind::LongText)]
    pub address: Text,
    /// 协议 as a file.
    #[field(23)]
    pub file: Blob,
}

choice! {
    /// 状态 of a booking.
    pub enum LodgingState: "lodging-state" {
        ToBook = 1 => "to-book", Booked = 2 => "booked", CheckedIn = 3 => "checked-in",
        CheckedOut = 4 => "checked-out", Cancelled = 5 => "cancelled",
    }
}

const fn arrow(no: u16, key: &'static str, from: &'static [u32], to: u32, who: Who) -> Transition {
    Transition {
        no,
        key,
        from,
        to,
        who,
        args: &[],
        needs: &[],
    }
}

/// 待订→已订 (ADMIN); 已订→入住→退房; 待订/已订→取消. What a booking needs is asked by `book` alone: one
/// that is called off needs no hotel.
pub static LODGING_STATES: StateTable = StateTable {
    states: LodgingState::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            args: &[
                LodgingBooking::HOTEL,
                LodgingBooking::AGREEMENT,
                LodgingBooking::OFF_AGREEMENT_REASON,
            ],
            needs: &[
                LodgingBooking::OF,
                LodgingBooking::HOTEL,
                LodgingBooking::ROOM_STANDARD,
                LodgingBooking::ROOMS,
                LodgingBooking::NIGHTS,
            ],
            ..arrow(16, "book", &[1], 2, Who::Roles(&["ADMIN"]))
        },
        arrow(17, "check-in", &[2], 3, Who::Assigned),
        arrow(18, "check-out", &[3], 4, Who::Assigned),
        arrow(19, "cancel", &[1, 2], 5, Who::Assigned),
    ],
};

/// 住宿安排.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 34, key = "lodging", prefix = "ZS", compartment = Visit, level = L2, home = of, title = hotel, states = LODGING_STATES)]
pub struct LodgingBooking {
    /// 对象: a visit, an inspection, a resident inspector.
    #[field(16, conditional, indexed, listed)]
    pub of: (Kind, Id),
    /// 酒店.
    #[field(17, conditional, search, listed)]
    pub hotel: Text,
    /// 协议.
    #[field(18, conditional, indexed)]
    pub agreement: Ref<HotelAgreement>,
    /// 非协议理由.
    #[field(19, conditional, kind = FieldKind::LongText)]
    pub off_agreement_reason: Text,
    /// 入住日; the day of arrival where nothing else is said.
    #[field(20, conditional, critical, promised, listed)]
    pub arrive_on: Day,
    /// 房间标准.
    #[field(21, conditional)]
    pub room_standard: Text,
    /// 间数.
    #[field(22, conditional, critical, listed)]
    pub rooms: i64,
    /// 晚数.
    #[field(23, conditional, critical, listed)]
    pub nights: i64,
    /// 随陪人员.
    #[field(24, conditional, critical, indexed, listed)]
    pub escort: Ref<User>,
    /// 不需要随陪.
    #[field(25)]
    pub no_escort: bool,
    /// 业余活动.
    #[field(26, conditional, kind = FieldKind::LongText)]
    pub leisure: Text,
    /// 不需要业余活动.
    #[field(27)]
    pub no_leisure: bool,
    /// 返程机(车)票.
    #[field(28, conditional)]
    pub return_ticket: Text,
    /// 不需要返程票.
    #[field(29)]
    pub no_return_ticket: bool,
    /// 当地用车.
    #[field(30, conditional)]
    pub local_vehicle: Text,
    /// 不需要当地用车.
    #[field(31)]
    pub no_local_vehicle: bool,
}

/// What is either given or not needed: the field, the field that says no, the reason's code.
const EITHER: [(u16, u16, &str); 4] = [
    (
        LodgingBooking::ESCORT,
        LodgingBooking::NO_ESCORT,
        "escort-open",
    ),
    (
        LodgingBooking::LEISURE,
        LodgingBooking::NO_LEISURE,
        "leisure-open",
    ),
    (
        LodgingBooking::RETURN_TICKET,
        LodgingBooking::NO_RETURN_TICKET,
        "return-ticket-open",
    ),
    (
        LodgingBooking::LOCAL_VEHICLE,
        LodgingBooking::NO_LOCAL_VEHICLE,
        "local-vehicle-open",
    ),
];

/// A booking is lent to who accompanies the guests.
pub fn lodging_companions(booking: &Record) -> Vec<Id> {
    booking
        .reference(LodgingBooking::ESCORT)
        .into_iter()
        .collect()
}

/// what keeps a booking from being made.
pub fn lodging_guard(look: &dyn Look, booking: &Record, arrow: &Transition) -> Vec<Reason> {
    if arrow.to != LodgingState::Booked.no() || !rules::on(RULE) {
        return Vec::new();
    }
    let mut reasons: Vec<Reason> = hotel_block(look, booking).into_iter().collect();
    let open = |(given, none, _): &&(u16, u16, &str)| {
        booking.get(*given).is_none() && booking.get(*none) != Some(&Value::Bool(true))
    };
    let open = EITHER.iter().filter(open);
    reasons.extend(open.map(|(given, _, code)| Reason::of_rule(RULE, code).at(*given)));
    reasons
}

/// Agreement hotels first: another one needs a reason while an agreement holds on the day of arrival.
fn hotel_block(look: &dyn Look, booking: &Record) -> Option<Reason> {
    let reason = |code, field| Some(Reason::of_rule(RULE, code).at(field));
    if booking.get(LodgingBooking::OFF_AGREEMENT_REASON).is_some() {
        return None;
    }
    let Some(day) = arrival_day(look, booking) else {
        return reason("no-arrival-day", LodgingBooking::ARRIVE_ON);
    };
    let unit = unit_of(look, booking);
    let held = agreements_on(look, unit, day);
    let hotel = booking.text(LodgingBooking::HOTEL).trim();
    let taken = |id: &Id| {
        let agreed = look.record(*id).known();
        agreed.is_some_and(|agreed| agreed.text(HotelAgreement::HOTEL).trim() == hotel)
    };
    if held.iter().any(taken) {
        return None;
    }
    if booking.get(LodgingBooking::AGREEMENT).is_some() {
        return reason("agreement-not-valid", LodgingBooking::AGREEMENT);
    }
    if held.is_empty() {
        return None;
    }
    reason("off-agreement", LodgingBooking::OFF_AGREEMENT_REASON)
}

/// The day guests move in: as the booking says, else the day they arrive, in the zone of the works.
fn arrival_day(look: &dyn Look, booking: &Record) -> Option<Day> {
    if let Some(Value::Day(day)) = booking.get(LodgingBooking::ARRIVE_ON) {
        return Some(Day(*day));
    }
    let of = visit_of(look, booking.reference(LodgingBooking::OF)?)?;
    let arrival = moment(&of, visit::ARRIVED_AT).or(moment(&of, visit::ARRIVE_AT))?;
    let zone = zone_of(
        look,
        Some(unit_of(look, booking)).filter(|unit| !unit.is_nil()),
    );
    Some(Day(zone.local(Moment(arrival)).date.0))
}

fn unit_of(look: &dyn Look, booking: &Record) -> Id {
    let of = booking.reference(LodgingBooking::OF);
    let above = of.and_then(|id| look.record(id).known()?.reference(common::UNIT));
    above
        .or(booking.reference(common::UNIT))
        .unwrap_or_default()
}

/// Agreements are few and are found together.
pub fn agreement_keys(_: &Record) -> Vec<Vec<u8>> {
    vec![agreements_key()]
}

fn agreements_key() -> Vec<u8> {
    match_key(b'h', "hotel-agreement")
}

/// The agreements that hold on a day for the works a unit belongs to: both ends of their validity count.
pub fn agreements_on(look: &dyn Look, unit: Id, day: Day) -> Vec<Id> {
    let here = site(look, unit);
    let holds = |agreement: &Record| {
        let day_of = |no| match agreement.get(no) {
            Some(Value::Day(day)) => Some(Day(*day)),
            _ => None,
        };
        let (Some(from), Some(to)) = (
            day_of(HotelAgreement::VALID_FROM),
            day_of(HotelAgreement::VALID_TO),
        ) else {
            return false;
        };
        let there = site(look, agreement.reference(common::UNIT).unwrap_or_default());
        // An agreement of no particular works serves all.
        (from..=to).contains(&day) && (there.is_none() || here.is_none() || there == here)
    };
    let mut ids = look.at(&agreements_key()).ids;
    ids.retain(|id| {
        look.record(*id)
            .known()
            .is_some_and(|record| holds(&record))
    });
    ids
}

/// The works or store a unit belongs to; `None` above them: a hotel near one is of no use at another.
fn site(look: &dyn Look, unit: Id) -> Option<Id> {
    /// Units deeper than this are a loop.
    const MAX_DEPTH: usize = 16;
    let sites = [UnitType::Factory, UnitType::Store].map(UnitType::no);
    let mut next = Some(unit).filter(|unit| !unit.is_nil());
    for _ in 0..MAX_DEPTH {
        let at = next?;
        let record = look.record(at).known()?;
        let kind = record.choice(OrgUnit::UNIT_TYPE);
        if kind.is_some_and(|kind| sites.contains(&kind)) {
            return Some(at);
        }
        next = record.reference(OrgUnit::PARENT);
    }
    None
}

/// The guests of a visit have a booking.
pub fn is_booked(look: &dyn Look, visit: Id) -> bool {
    let made = [
        LodgingState::Booked,
        LodgingState::CheckedIn,
        LodgingState::CheckedOut,
    ]
    .map(LodgingState::no);
    let bookings = look.at(&child_key(LodgingBooking::KIND, LodgingBooking::OF, visit));
    bookings
        .ids
        .into_iter()
        .filter_map(|id| look.record(id).known())
        .any(|booking| {
            made.contains(&booking.state())
                && matches!(booking.get(LodgingBooking::OF), Some(Value::Ref(VISIT, _)))
        })
}
