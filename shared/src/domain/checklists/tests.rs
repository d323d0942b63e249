use super::*;
use crate::domain;
use crate::domain::customers::Customer;
use crate::domain::organisation::{GrantScope, OrgUnit, User};
use crate::entity::{Blob, Day, Entity, FieldType, Id, Instant, Kind, Record, Value};
use crate::sync::op::{Fields, NewItem};
use crate::sync::server::{MemoryStore, author};
use crate::sync::tests::{Device, NOW, house, id, server_op, set, user_fields};
use crate::sync::{Action, Op, Reason, Verdict, apply};

/// The run all tests are about, and the customer it is of.
const RUN: Id = Id([70; 16]);
const START: u16 = 16;
const SUBMIT: u16 = 17;
const CONFIRM: u16 = 18;
const RETURN: u16 = 19;
const RESUME: u16 = 20;

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn at() -> Instant {
    Instant::utc(NOW as i64)
}

fn given(answer: Answer, reason: &str, by: Id) -> Given {
    Given {
        answer,
        reason: reason.into(),
        at: at(),
        by,
        ..Given::default()
    }
}

fn create(fields: Fields, items: Vec<NewItem>) -> Action {
    Action::Create { fields, items }
}

/// The house with an engineer, whose department is led by the manager.
fn works() -> MemoryStore {
    let mut store = house();
    let unit = vec![
        (OrgUnit::NAME, text("工程部")),
        (OrgUnit::PARENT, Value::Ref(Kind(1), id(9))),
        (OrgUnit::HEAD, Value::Ref(Kind(2), id(3))),
    ];
    let mut above = server_op(12, Kind(1), id(9), Vec::new());
    above.action = set(OrgUnit::HEAD, Value::Ref(Kind(2), id(2)));
    let ops = [
        server_op(
            10,
            User::KIND,
            id(3),
            user_fields("林工", "ENG", GrantScope::Own),
        ),
        server_op(11, Kind(1), id(8), unit),
        above,
    ];
    author(&mut store, &ops, NOW).unwrap();
    let seeds = (100..).zip(domain::content()).map(|(seq, seed)| {
        let mut op = server_op(seq, seed.kind, seed.id, Vec::new());
        op.action = create(seed.fields, seed.items);
        op
    });
    author(&mut store, &seeds.collect::<Vec<_>>(), NOW).unwrap();
    store
}

/// Three phones that have been in touch once: they hold the templates.
fn devices() -> (Device, Device, Device) {
    let mut store = works();
    let mut device = |n: u8| {
        let mut device = Device::new(n.into(), id(n));
        device.sync(&mut store);
        device
    };
    (device(1), device(2), device(3))
}

/// Made by the sales person for somebody, of the customer who comes.
fn make_run(sales: &mut Device, code: &str, executor: Id) {
    let owner = (Customer::OWNER, Value::Ref(Kind(2), id(1)));
    let customer = vec![(Customer::NAME, text("Lumen")), owner];
    sales.make(Customer::KIND, id(50), create(customer, Vec::new()));
    let template = template(&sales.client.world, code).unwrap();
    let of = Some((Customer::KIND, id(50)));
    let fields = run_fields(
        &template,
        of,
        Some(id(8)),
        Some(executor),
        Day(20_700),
        Some(at()),
    );
    sales.make(ChecklistRun::KIND, RUN, create(fields, Vec::new()));
}

fn run(device: &Device) -> &Record {
    device.client.world.get(RUN).unwrap()
}

fn put(device: &mut Device, item: impl FnOnce(&Record) -> Result<NewItem, Reason>) -> Op {
    let item = item(run(device)).unwrap();
    device.make(ChecklistRun::KIND, RUN, Action::PutItem(item))
}

fn tick(device: &mut Device, no: u16, said: Answer) -> Op {
    let reason = if said == Answer::No { "缺货" } else { "" };
    let given = given(said, reason, device.user);
    put(device, |run| answer(run, no, &given))
}

fn tick_all(device: &mut Device) {
    for (item, _) in rows(run(device)) {
        tick(device, item.no, Answer::Yes);
        if item.evidence == Evidence::Photo {
            let photo = [Blob(vec![7; 32])];
            let by = device.user;
            put(device, |run| photos(run, item.no, &photo, at(), by));
        }
    }
}

fn step(device: &mut Device, transition: u16, args: Fields) -> Op {
    let from = run(device).state();
    let action = Action::Step {
        transition,
        from,
        bound: None,
        args,
    };
    device.make(ChecklistRun::KIND, RUN, action)
}

fn signed(device: &Device) -> Fields {
    vec![(ChecklistRun::SIGNATURE, sign(device.user, at(), None))]
}

fn submit(device: &mut Device) -> Op {
    let args = signed(device);
    step(device, SUBMIT, args)
}

fn blocks(device: &Device, transition: u16, args: &Fields) -> Vec<Reason> {
    let arrow = apply::transition(ChecklistRun::SCHEMA.states.unwrap(), transition).unwrap();
    let world = &device.client.world;
    apply::blockers(world, ChecklistRun::SCHEMA, run(device), arrow, args)
}

fn codes(reasons: &[Reason]) -> Vec<(&str, &str)> {
    let item = |reason: &'_ Reason| -> usize { reason.args.len().min(1) };
    reasons
        .iter()
        .map(|reason| {
            let no = &reason.args[..item(reason)];
            (reason.code.as_str(), no.first().map_or("", String::as_str))
        })
        .collect()
}

mod cycle;
mod merge;
mod templates;
