//! A works with a host, a manager, ADMIN and two drivers, and one visit.

mod driver;
mod gifts;
mod guides;
mod lodging;
mod position;
mod room;
mod tour;

use super::super::step as visit_step;
use super::super::trips::trip_fields;
use super::super::{Exemption, FactoryVisit, TripLog, VisitType};
use crate::domain::customers::Customer;
use crate::domain::organisation::{GrantScope, OrgUnit, User};
use crate::entity::{Entity, Id, Instant, Kind, Record, Value, common};
use crate::sync::op::Fields;
use crate::sync::server::{MemoryStore, StoreLook, author};
use crate::sync::tests::{Device, NOW, house, id, server_op, user_fields};
use crate::sync::{Action, Look, Op, Verdict};

pub(super) const HOST: Id = Id([1; 16]);
pub(super) const ADMIN: Id = Id([3; 16]);
pub(super) const DRIVER: Id = Id([4; 16]);
pub(super) const OTHER_DRIVER: Id = Id([5; 16]);
pub(super) const VISIT: Id = Id([60; 16]);
pub(super) const TRIP: Id = Id([70; 16]);
pub(super) const MINUTE: i64 = 60_000;
/// 广州南 and the works in 中山.
pub(super) const STATION: (i32, i32) = (229_886_000, 1_132_690_000);
pub(super) const WORKS: (i32, i32) = (225_170_000, 1_133_930_000);

/// Now and the planned arrival five hours later, to the minute.
pub(super) fn now() -> i64 {
    i64::try_from(NOW).unwrap() / MINUTE * MINUTE
}

pub(super) fn arrival() -> i64 {
    now() + 300 * MINUTE
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub(super) fn user(id: Id) -> Value {
    Value::Ref(User::KIND, id)
}

pub(super) fn at(ms: i64) -> Value {
    Value::Instant(Instant::utc(ms))
}

pub(super) fn place((lat, lon): (i32, i32)) -> Value {
    Value::Place(lat, lon, 20)
}

pub(super) fn create(fields: Fields) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

pub(super) fn step(transition: u16, from: u32, args: Fields) -> Action {
    Action::Step {
        transition,
        from,
        bound: None,
        args,
    }
}

pub(super) fn fact(field: u16, value: Value) -> Action {
    Action::Fact { field, value }
}

/// The server does something itself; `seq` is its op's number.
pub(super) fn order(store: &mut MemoryStore, seq: u64, kind: Kind, record: Id, action: Action) {
    let op = Op {
        action,
        ..server_op(seq, kind, record, Vec::new())
    };
    let receipts = author(store, &[op], NOW).unwrap();
    assert_eq!(
        receipts[0].verdict,
        Verdict::Accepted,
        "{:?}",
        receipts[0].reasons
    );
}

/// The house with its people and one visit that is prepared: an inspection, so that it needs no plan.
pub(super) fn works() -> MemoryStore {
    let mut store = house();
    let set = |no, value| Action::Set {
        fields: vec![(no, value)],
        resolves: Vec::new(),
    };
    order(
        &mut store,
        10,
        OrgUnit::KIND,
        id(9),
        set(OrgUnit::PLACE, place(WORKS)),
    );
    order(
        &mut store,
        9,
        OrgUnit::KIND,
        id(9),
        set(OrgUnit::HEAD, user(id(2))),
    );
    let people = [
        (11, ADMIN, "ADMIN", GrantScope::All),
        (12, DRIVER, "DRIVER", GrantScope::Own),
        (13, OTHER_DRIVER, "DRIVER", GrantScope::Own),
        (15, id(6), "GM", GrantScope::All),
    ];
    for (seq, id, role, scope) in people {
        order(
            &mut store,
            seq,
            User::KIND,
            id,
            create(user_fields(role, role, scope)),
        );
    }
    let phone = set(User::PHONE, text("13800138000"));
    order(&mut store, 14, User::KIND, HOST, phone);
    let visit = vec![
        (FactoryVisit::PURPOSE, text("看射灯产线")),
        (FactoryVisit::ARRIVE_AT, at(arrival())),
        (FactoryVisit::HUB, text("广州南站")),
        (FactoryVisit::TRANSPORT_NO, text("G1009")),
        (FactoryVisit::HOST, user(HOST)),
        (FactoryVisit::OWNER, user(HOST)),
        (FactoryVisit::CUSTOMER, Value::Ref(Customer::KIND, id(61))),
        (
            FactoryVisit::VISIT_TYPE,
            Value::Choice(VisitType::Inspection.no()),
        ),
        (FactoryVisit::GUESTS, Value::Int(2)),
        (FactoryVisit::DAYS, Value::Int(1)),
        (FactoryVisit::LODGING, Value::Bool(false)),
        (FactoryVisit::VEHICLE, Value::Bool(true)),
        (FactoryVisit::OTHER_NEEDS, text("无")),
        (FactoryVisit::EXEMPTION, Value::Choice(Exemption::None.no())),
        (common::UNIT, Value::Ref(OrgUnit::KIND, id(9))),
    ];
    order(&mut store, 20, FactoryVisit::KIND, VISIT, create(visit));
    visit_to(&mut store, 21, 3);
    store
}

/// The visit moves on, step by step, until it stands in a state; the first op is number `seq` × 10.
pub(super) fn visit_to(store: &mut MemoryStore, seq: u64, to: u32) {
    for n in 0.. {
        let state = stored(store, VISIT).state();
        if state == to {
            return;
        }
        let (no, args) = match (state, to) {
            (1, _) => (visit_step::REPORT, Vec::new()),
            (2..=5, 9) => {
                let reason = (FactoryVisit::CANCEL_REASON, text("客人改期"));
                (visit_step::CANCEL, vec![reason])
            }
            (3, 4 | 5) => (visit_step::READY, Vec::new()),
            (4, 5) => (visit_step::PICK_UP, Vec::new()),
            (3..=5, _) => (
                visit_step::ARRIVE,
                vec![(FactoryVisit::ARRIVED_AT, at(arrival()))],
            ),
            _ => (
                visit_step::FAREWELL,
                vec![(FactoryVisit::LEFT_AT, at(arrival()))],
            ),
        };
        let op = Op {
            actor: HOST,
            action: step(no, state, args),
            ..server_op(seq * 10 + n, FactoryVisit::KIND, VISIT, Vec::new())
        };
        let receipts = author(store, &[op], NOW).unwrap();
        let receipt = &receipts[0];
        assert_eq!(receipt.verdict, Verdict::Accepted, "{:?}", receipt.reasons);
    }
}

/// The host's and the driver's phone, with a trip of the driver on both.
pub(super) fn on_two_phones(store: &mut MemoryStore) -> (Device, Device) {
    let (mut host, mut driver) = (Device::new(1, HOST), Device::new(2, DRIVER));
    host.now = u64::try_from(now()).unwrap();
    driver.now = host.now;
    host.sync(store);
    let visit = host.client.world.get(VISIT).unwrap().clone();
    let mut fields = trip_fields(&host.client.world, &visit, DRIVER);
    fields.push((TripLog::PLATE, text("粤T·88888")));
    host.make(TripLog::KIND, TRIP, create(fields));
    host.sync(store);
    driver.sync(store);
    (host, driver)
}

pub(super) fn trip(device: &Device) -> Record {
    device.client.world.get(TRIP).unwrap().clone()
}

/// A step of the trip, at its device's time.
pub(super) fn drive(device: &mut Device, transition: u16) -> Op {
    let from = trip(device).state();
    device.make(TripLog::KIND, TRIP, step(transition, from, Vec::new()))
}

/// Later on a device.
pub(super) fn wait(device: &mut Device, minutes: u64) {
    device.now += minutes * 60_000;
}

/// A record as the server has it.
pub(super) fn stored(store: &MemoryStore, id: Id) -> Record {
    StoreLook::new(store)
        .record(id)
        .known()
        .unwrap()
        .into_owned()
}

/// Why a step of a record is blocked, before it is tried.
pub(super) fn blocked(
    look: &dyn Look,
    record: &Record,
    transition: u16,
) -> Vec<crate::sync::Reason> {
    let schema = crate::domain::schema(record.kind).unwrap();
    let arrow = crate::sync::apply::transition(schema.states.unwrap(), transition).unwrap();
    crate::sync::apply::blockers(look, schema, record, arrow, &Vec::new())
}
