//! Where a driver is, when he will be here, and when he has been silent for too long.
//!
//! Everything here is derived: the reminder is a view on the host's own device and never an op. A logged
//! phone call is a fact, and ends it.

use super::anchor::{self, at, instant, report_every_ms, silence_ms};
use super::rows::part;
use super::trips::{TripLog, TripState, guests_expected, under_way};
use crate::choice;
use crate::entity::{
    Entity, Fact, FieldKind, FieldSpec, FieldType, Id, Kind, Level, Merge, OpId, Record, Value,
    common,
};
use crate::ordered;
use crate::rules;
use crate::sync::Look;
use crate::sync::look::child_key;

choice! {
    /// How a position was told.
    pub enum PingMode: "ping-mode" { Auto = 1 => "auto", Manual = 2 => "manual", Phone = 3 => "phone" }
}

/// Kilometres of straight line that a car covers in an hour. A road is about 1.3 times as long as the
/// straight line, and between a station and an industrial district a car averages some 60 km/h door to
/// door. Rather too fast than too slow: a room that is ready early does no harm.
pub const STRAIGHT_KMH: i64 = 45;

const AT: u16 = 1;
const GEO: u16 = 2;
const KM_LEFT: u16 = 3;
const ETA: u16 = 4;
const MODE: u16 = 5;
const ESTIMATED: u16 = 6;
const BY: u16 = 7;

const fn fact(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    part(no, key, kind, Level::L1, Merge::Fact)
}

/// Parts of a position.
pub const PING: &[FieldSpec] = &[
    fact(AT, "at", FieldKind::Instant),
    fact(GEO, "geo", FieldKind::Place),
    fact(KM_LEFT, "km-left", FieldKind::Decimal),
    fact(ETA, "eta", FieldKind::Instant),
    fact(MODE, "mode", FieldKind::Choice(PingMode::SCHEMA)),
    fact(ESTIMATED, "estimated", FieldKind::Bool),
    fact(BY, "by", FieldKind::Ref(Kind(2))),
];

const CALL_BY: u16 = 2;
const REACHED: u16 = 3;
const CALL_NOTE: u16 = 4;

/// Parts of a phone call.
pub const CALL: &[FieldSpec] = &[
    fact(AT, "at", FieldKind::Instant),
    fact(CALL_BY, "by", FieldKind::Ref(Kind(2))),
    fact(REACHED, "reached", FieldKind::Bool),
    fact(CALL_NOTE, "note", FieldKind::LongText),
];

/// A report of a driver, or of the host who phoned him.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ping {
    /// When it was told, UTC ms, by the corrected clock.
    pub at_ms: i64,
    /// Latitude and longitude in 10⁻⁷ degrees, accuracy in metres.
    pub place: Option<(i32, i32, u32)>,
    /// Tenths of a kilometre to the works, in a straight line.
    pub tenth_km: Option<i64>,
    /// Expected at the works, UTC ms.
    pub eta_ms: Option<i64>,
    /// How it was told.
    pub mode: PingMode,
    /// 估算: the arrival was reckoned from the straight line, nobody said it.
    pub estimated: bool,
}

/// What a phone knows when it reports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// Now, UTC ms.
    pub at_ms: i64,
    /// IANA zone of the phone.
    pub zone: String,
    /// Latitude and longitude in 10⁻⁷ degrees, accuracy in metres; `None` without a signal.
    pub place: Option<(i32, i32, u32)>,
    /// An arrival somebody said, UTC ms.
    pub eta_ms: Option<i64>,
    /// How it is told.
    pub mode: PingMode,
    /// Who tells it.
    pub by: Id,
}

/// The fact to write for a report. On the way back the distance to the works and, where nobody said a
/// time, an arrival are reckoned from the straight line and marked 估算; on the way out neither says when
/// the guests will be here. Off the road no place is written.
pub fn ping_fact(trip: &Record, fix: &Fix) -> Value {
    let mut parts = vec![(AT, at(fix.at_ms, &fix.zone))];
    let place = fix.place.filter(|_| under_way(trip));
    if let Some((lat, lon, accuracy)) = place {
        parts.push((GEO, Value::Place(lat, lon, accuracy)));
    }
    let back = trip.state() == TripState::Returning.no();
    let metres = match (place, trip.get(TripLog::TO_PLACE)) {
        (Some((lat, lon, _)), Some(Value::Place(to_lat, to_lon, _))) if back => {
            Some(straight_metres((lat, lon), (*to_lat, *to_lon)))
        }
        _ => None,
    };
    if let Some(metres) = metres {
        parts.push((KM_LEFT, Value::Decimal((metres + 50) / 100, 1)));
    }
    let reckoned = metres.map(|metres| fix.at_ms + drive_ms(metres));
    if let Some(eta) = fix.eta_ms.or(reckoned) {
        parts.push((ETA, at(eta, &fix.zone)));
    }
    parts.push((MODE, Value::Choice(fix.mode.no())));
    if fix.eta_ms.is_none() && reckoned.is_some() {
        parts.push((ESTIMATED, Value::Bool(true)));
    }
    if !fix.by.is_nil() {
        parts.push((BY, Value::Ref(Kind(2), fix.by)));
    }
    Value::Group(parts)
}

/// The report of a driver without a signal, who standing still tapped how many kilometres are left: on
/// the way back it says when the guests will be here, as [`ping_fact`] does.
pub fn by_hand(trip: &Record, fix: &Fix, km: i64) -> Value {
    let fix = Fix {
        place: None,
        mode: PingMode::Manual,
        ..fix.clone()
    };
    let mut said = ping_fact(trip, &fix);
    let Value::Group(parts) = &mut said else {
        return said;
    };
    if under_way(trip) {
        parts.push((KM_LEFT, Value::Decimal(km.saturating_mul(10), 1)));
    }
    if trip.state() == TripState::Returning.no() && fix.eta_ms.is_none() {
        let eta = fix.at_ms + drive_ms(km.saturating_mul(1_000));
        parts.push((ETA, at(eta, &fix.zone)));
        parts.push((ESTIMATED, Value::Bool(true)));
    }
    ordered::sort_by_key(parts, |(no, _)| *no);
    said
}

/// The fact to write for a phone call of the host: one tap, reached or not.
pub fn call_fact(at_ms: i64, zone: &str, by: Id, reached: bool, note: &str) -> Value {
    let mut parts = vec![
        (AT, at(at_ms, zone)),
        (CALL_BY, Value::Ref(Kind(2), by)),
        (REACHED, Value::Bool(reached)),
    ];
    if !note.trim().is_empty() {
        parts.push((CALL_NOTE, Value::Text(note.to_owned())));
    }
    Value::Group(parts)
}

/// The straight line between two places, kilometres.
pub fn straight_km(from: (i32, i32), to: (i32, i32)) -> i64 {
    (straight_metres(from, to) + 500) / 1_000
}

/// On a plane through both places: a car's way of some hundred kilometres is right to a thousandth, and the
/// app does without the tables of the trigonometric functions.
fn straight_metres(from: (i32, i32), to: (i32, i32)) -> i64 {
    const RADIUS_M: f64 = 6_371_008.8;
    const ROUND: i64 = 3_600_000_000;
    let rad = |tenth_micro: f64| (tenth_micro / 1e7).to_radians();
    let north = rad(f64::from(to.0) - f64::from(from.0));
    // The short way, also over the line where the date changes.
    let apart = (i64::from(to.1) - i64::from(from.1) + ROUND / 2).rem_euclid(ROUND) - ROUND / 2;
    let east = rad(apart as f64) * cosine(rad((f64::from(from.0) + f64::from(to.0)) / 2.0));
    // At most some way round the earth: it fits.
    (RADIUS_M * (north * north + east * east).sqrt()).round() as i64
}

/// Of an angle between the poles, to a millionth: the first members of its series.
fn cosine(angle: f64) -> f64 {
    let square = angle * angle;
    let inner = 1.0 - square / 90.0 * (1.0 - square / 132.0);
    1.0 - square / 2.0
        * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0 * inner)))
}

fn drive_ms(metres: i64) -> i64 {
    // metres / (km/h) in ms; whole minutes, since nobody reads more into an estimate.
    let ms = metres * 3_600 / STRAIGHT_KMH;
    (ms + 30_000) / 60_000 * 60_000
}

/// When a report was made, UTC ms. The corrected clock counts, whatever a phone thinks the time is; of a
/// phone call somebody may write up later, the time he says it was.
pub(super) fn told_at(fact: &Fact) -> i64 {
    let written = i64::try_from(fact.hlc.ms).unwrap_or(i64::MAX);
    let phoned = fact.value.part(MODE).and_then(Value::choice) == Some(PingMode::Phone.no());
    let call = fact.value.part(MODE).is_none();
    match fact.value.part(AT).and_then(instant) {
        Some(said) if phoned || call => said.min(written),
        _ => written,
    }
}

/// Whether a report tells where the driver is.
pub(super) fn tells_where(value: &Value) -> bool {
    value.part(GEO).is_some() || value.part(KM_LEFT).is_some()
}

/// Takes the place out of a report.
pub(super) fn forget_where(value: &mut Value) {
    if let Value::Group(parts) = value {
        parts.retain(|(no, _)| ![GEO, KM_LEFT].contains(no));
    }
}

/// All reports, oldest first.
pub fn pings(trip: &Record) -> Vec<Ping> {
    let mut told: Vec<(i64, OpId, Ping)> = trip
        .facts(TripLog::PINGS)
        .map(|(op, fact)| (told_at(fact), *op, read(fact)))
        .collect();
    ordered::sort_by_key(&mut told, |(at, op, _)| (*at, *op));
    told.into_iter().map(|(_, _, ping)| ping).collect()
}

fn read(fact: &Fact) -> Ping {
    let value = &fact.value;
    Ping {
        at_ms: told_at(fact),
        place: match value.part(GEO) {
            Some(Value::Place(lat, lon, accuracy)) => Some((*lat, *lon, *accuracy)),
            _ => None,
        },
        tenth_km: match value.part(KM_LEFT) {
            Some(Value::Decimal(tenths, 1)) => Some(*tenths),
            Some(Value::Decimal(whole, 0)) => Some(whole.saturating_mul(10)),
            _ => None,
        },
        eta_ms: value.part(ETA).and_then(instant),
        mode: value
            .part(MODE)
            .and_then(PingMode::from_value)
            .unwrap_or_default(),
        estimated: value.part(ESTIMATED) == Some(&Value::Bool(true)),
    }
}

/// The latest report.
pub fn last_ping(trip: &Record) -> Option<Ping> {
    pings(trip).pop()
}

/// When guests are expected at the works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Eta {
    /// UTC ms.
    pub at_ms: i64,
    /// 估算.
    pub estimated: bool,
    /// How it was told; `None` = as planned.
    pub told: Option<PingMode>,
}

/// The arrival of a trip: the latest that was told, else the planned one.
pub fn eta(trip: &Record, visit: Option<&Record>) -> Option<Eta> {
    let told = pings(trip).into_iter().rev().find_map(|ping| {
        Some(Eta {
            at_ms: ping.eta_ms?,
            estimated: ping.estimated,
            told: Some(ping.mode),
        })
    });
    told.or_else(|| {
        Some(Eta {
            at_ms: anchor::moment(visit?, anchor::visit::ARRIVE_AT)?,
            estimated: false,
            told: None,
        })
    })
}

/// Whether a phone on the road is to report now: five minutes after the last report or the start (P-06).
pub fn report_due(look: &dyn Look, trip: &Record, now_ms: i64) -> bool {
    let last = trip
        .facts(TripLog::PINGS)
        .map(|(_, fact)| told_at(fact))
        .chain(leg_began(trip))
        .max();
    let unit = trip.reference(common::UNIT);
    let due = |last: i64| now_ms >= last.saturating_add(report_every_ms(look, unit, last));
    under_way(trip) && last.is_none_or(due)
}

fn leg_began(trip: &Record) -> Option<i64> {
    let field = if trip.state() == TripState::OutBound.no() {
        TripLog::STARTED_AT
    } else {
        TripLog::LEFT_AT
    };
    anchor::moment(trip, field)
}

/// The first moment at which the driver has been silent for too long, UTC ms; `None` while he is not on
/// the road. The last sign of life is a report, a logged call, or the step that put him on the road.
pub fn stale_at(look: &dyn Look, trip: &Record) -> Option<i64> {
    if !under_way(trip) {
        return None;
    }
    let reports = [TripLog::PINGS, TripLog::CALLS]
        .into_iter()
        .flat_map(|no| trip.facts(no))
        .map(|(_, fact)| told_at(fact));
    let sign = reports.chain(leg_began(trip)).max()?;
    let unit = trip.reference(common::UNIT);
    Some(sign.saturating_add(silence_ms(look, unit, sign)))
}

/// 失联提醒: the host is to phone the driver. Not when the guests are here already, whether or not the
/// driver said so.
pub fn is_stale(look: &dyn Look, trip: &Record, now_ms: i64) -> bool {
    rules::on(52)
        && stale_at(look, trip).is_some_and(|at| now_ms >= at)
        && guests_expected(look, trip)
}

/// The trips of a host whose drivers are to be phoned now, longest silence first.
pub fn stale_trips(look: &dyn Look, host: Id, now_ms: i64) -> Vec<Id> {
    let ids = look.at(&child_key(TripLog::KIND, TripLog::HOST, host)).ids;
    let mut stale: Vec<(i64, Id)> = ids
        .into_iter()
        .filter_map(|id| {
            let trip = look.record(id).known()?;
            is_stale(look, &trip, now_ms).then_some(())?;
            Some((stale_at(look, &trip)?, id))
        })
        .collect();
    ordered::sort(&mut stale);
    stale.into_iter().map(|(_, id)| id).collect()
}
