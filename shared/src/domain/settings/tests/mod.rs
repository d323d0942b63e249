//! Parameters and calendars, each by its number. The house of these tests: a company with a factory
//! and a shop, the factory with a workshop.

mod calendars;
mod grammar;
mod history;
mod notices;
mod parameters;

use super::{Change, Parameter, WorkCalendar};
use crate::calendar::{Date, Local, Moment};
use crate::domain::organisation::{GrantScope, OrgUnit, User};
use crate::entity::{Entity, Id, Kind, OpId, Value};
use crate::sync::server::{MemoryStore, author};
use crate::sync::tests::{Device, NOW, house, id, server_op, user_fields};
use crate::sync::{Action, Reason, Verdict};

const COMPANY: Id = Id([9; 16]);
const FACTORY: Id = Id([8; 16]);
const WORKSHOP: Id = Id([7; 16]);
const SHOP: Id = Id([6; 16]);
const ADMIN: Id = Id([3; 16]);
const MANAGER: Id = Id([2; 16]);

/// A server and the device of the system administrator, synced.
fn office() -> (MemoryStore, Device) {
    let mut store = house();
    let unit = |seq, unit, name: &str, parent| {
        let fields = vec![
            (OrgUnit::NAME, text(name)),
            (OrgUnit::PARENT, Value::Ref(Kind(1), parent)),
        ];
        server_op(seq, OrgUnit::KIND, unit, fields)
    };
    let admin = user_fields("管理员", "SYS_ADMIN", GrantScope::All);
    let ops = [
        unit(20, FACTORY, "工厂", COMPANY),
        unit(21, WORKSHOP, "车间", FACTORY),
        unit(22, SHOP, "门店", COMPANY),
        server_op(23, User::KIND, ADMIN, admin),
    ];
    author(&mut store, &ops, NOW).unwrap();
    let mut device = Device::new(3, ADMIN);
    device.sync(&mut store);
    (store, device)
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn create(fields: Vec<(u16, Value)>) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

/// A whole change of a parameter, decided by the manager.
fn change(number: u32, value: &str, unit: Option<Id>, from: &str) -> Vec<(u16, Value)> {
    let mut fields = vec![
        (Parameter::NUMBER, Value::Choice(number)),
        (Parameter::VALUE, text(value)),
        (
            Parameter::EFFECTIVE_FROM,
            Value::Day(Date::parse(from).unwrap().0),
        ),
        (Parameter::DECIDED_BY, Value::Ref(Kind(2), MANAGER)),
        (Parameter::REASON, text("总经理办公会")),
    ];
    fields.extend(unit.map(|unit| (Parameter::APPLIES_TO, Value::Ref(Kind(1), unit))));
    fields
}

/// Makes a change and lets the server take it.
fn decide(
    (store, device): &mut (MemoryStore, Device),
    record: Id,
    (number, value, unit, from): (u32, &str, Option<Id>, &str),
) {
    let op = device.make(
        Parameter::KIND,
        record,
        create(change(number, value, unit, from)),
    );
    device.sync(store);
    assert_eq!(device.receipt(op.id), Verdict::Accepted, "{number} {value}");
}

/// Why the server did not take an op.
fn reasons(device: &Device, op: OpId) -> Vec<Reason> {
    let entry = device.client.outbox().find(|entry| entry.op.id == op);
    entry.unwrap().receipt().unwrap().reasons.clone()
}

/// The moment a clock `east` minutes east of UTC shows `YYYY-MM-DD HH:MM`.
fn at(wall: &str, east: i16) -> Moment {
    let (date, time) = wall.split_once(' ').unwrap();
    let minute = super::grammar::clock(time).unwrap();
    let date = Date::parse(date).unwrap();
    Local {
        date,
        minute,
        offset: east,
    }
    .moment()
}

fn china(wall: &str) -> i64 {
    at(wall, 480).0
}
