//! Visits, each rule by its number. The house of these tests and the deeds they share.

mod answers;
mod approval;
mod closing;
mod doubts;
mod exception;
mod intake;
mod leaders;
mod prepare;
mod requests;
mod screen;
mod tour_day;

use super::*;
use crate::calendar::{self, Date, Moment};
use crate::domain::customers::Customer;
use crate::domain::organisation::{GrantScope, OrgUnit, STAND_IN_ROLE, STAND_IN_USER, User};
use crate::domain::tasks::Task;
use crate::entity::{Currency, Entity, Record, common};
use crate::sync::op::{Fields, NewItem};
use crate::sync::server::{MemoryStore, StoreLook, author};
use crate::sync::tests::{Device, NOW, id, server_op, set, user_fields};
use crate::sync::{Action, Look, Op, Reason, Verdict, apply};

const SALES: u8 = 1;
const HEAD: u8 = 2;
const GM: u8 = 3;
const ENG: u8 = 4;
const PMC: u8 = 5;
const ADMIN: u8 = 7;
const HOST: u8 = 8;
const STAND_IN: u8 = 9;
const CUSTOMER: u8 = 20;
const VISIT: u8 = 30;
const PLAN: u8 = 31;

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn person(n: u8) -> Value {
    Value::Ref(User::KIND, id(n))
}

fn create(fields: Fields) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

/// A moment on the factory's clock, for example `2026-11-10 14:30`, UTC ms.
fn at(local: &str) -> u64 {
    let (date, time) = local.split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    let minute = hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap();
    let date = Date::parse(date).unwrap();
    u64::try_from(calendar::standard().moment_of(date, minute).0).unwrap()
}

fn instant(local: &str) -> Value {
    Value::Instant(Instant::utc(i64::try_from(at(local)).unwrap()))
}

/// A moment as the factory's clock shows it.
fn shown(ms: i64) -> String {
    calendar::standard().zone().local(Moment(ms)).to_string()
}

fn unit(name: &str, parent: Option<u8>, head: Option<u8>, stand_ins: &[(&str, u8)]) -> Fields {
    let mut fields = vec![(OrgUnit::NAME, text(name))];
    fields.extend(parent.map(|n| (OrgUnit::PARENT, Value::Ref(OrgUnit::KIND, id(n)))));
    fields.extend(head.map(|n| (OrgUnit::HEAD, person(n))));
    let line = |(role, who): &(&str, u8)| {
        Value::Group(vec![
            (STAND_IN_ROLE, text(role)),
            (STAND_IN_USER, person(*who)),
        ])
    };
    let lines = Value::List(stand_ins.iter().map(line).collect());
    fields.push((OrgUnit::STAND_INS, lines));
    fields
}

/// The works and their devices.
struct Works {
    store: MemoryStore,
    sales: Device,
    head: Device,
    gm: Device,
    host: Device,
}

/// How the house of a test differs from the usual one.
#[derive(Default)]
struct House<'a> {
    /// DEPT_HEAD has left.
    no_head: bool,
    /// Who stands in for whom in the sales department.
    stand_ins: &'a [(&'a str, u8)],
    /// Posts nobody holds.
    empty: &'a [u8],
    /// The customer's further fields.
    customer: Fields,
}

/// Works 90 ⊃ sales 91 under 2; a general manager, an engineer, production control, administration, a
/// receptionist, a colleague. It is noon on Monday 2 November 2026.
fn works(house: House<'_>) -> Works {
    let mut store = MemoryStore::new();
    let people = [
        (SALES, "SALES", GrantScope::Own, 91),
        (HEAD, "SALES_MGR", GrantScope::Department, 91),
        (GM, "GM", GrantScope::All, 90),
        (ENG, "ENG", GrantScope::Own, 90),
        (PMC, "PMC", GrantScope::Own, 90),
        (ADMIN, "ADMIN", GrantScope::Own, 90),
        (HOST, "RECEPTION", GrantScope::Own, 90),
        (STAND_IN, "SALES", GrantScope::Own, 91),
    ];
    let head = (!house.no_head).then_some(HEAD);
    let mut ops = vec![
        server_op(1, OrgUnit::KIND, id(90), unit("明庭照明", None, None, &[])),
        server_op(
            2,
            OrgUnit::KIND,
            id(91),
            unit("业务部", Some(90), head, house.stand_ins),
        ),
    ];
    for (seq, (n, role, scope, home)) in (3..).zip(people) {
        if house.empty.contains(&n) {
            continue;
        }
        let mut fields = user_fields(&format!("用户{n}"), role, scope);
        fields.retain(|(no, _)| *no != User::UNITS);
        let home = Value::List(vec![Value::Ref(OrgUnit::KIND, id(home))]);
        fields.push((User::UNITS, home));
        ops.push(server_op(seq, User::KIND, id(n), fields));
    }
    let mut customer = vec![
        (Customer::NAME, text("Lumen Srl")),
        (Customer::OWNER, person(SALES)),
        (common::UNIT, Value::Ref(OrgUnit::KIND, id(91))),
    ];
    customer.extend(house.customer);
    ops.push(server_op(20, Customer::KIND, id(CUSTOMER), customer));
    author(&mut store, &ops, NOW).unwrap();
    let device = |n: u8| {
        let mut device = Device::new(n.into(), id(n));
        device.now = at("2026-11-02 12:00");
        device
    };
    let mut works = Works {
        store,
        sales: device(SALES),
        head: device(HEAD),
        gm: device(GM),
        host: device(HOST),
    };
    works.sync();
    works
}

impl Works {
    /// Everybody hears of everything.
    fn sync(&mut self) {
        for _ in 0..2 {
            let devices = [
                &mut self.sales,
                &mut self.head,
                &mut self.gm,
                &mut self.host,
            ];
            for device in devices {
                device.sync(&mut self.store);
            }
        }
    }

    /// It is later, on every clock.
    fn later(&mut self, local: &str) {
        for device in [
            &mut self.sales,
            &mut self.head,
            &mut self.gm,
            &mut self.host,
        ] {
            device.now = at(local);
        }
    }

    fn get(&self, record: Id) -> Record {
        let look = StoreLook::new(&self.store);
        look.record(record).known().unwrap().into_owned()
    }

    fn visit(&self) -> Record {
        self.get(id(VISIT))
    }

    fn state(&self, record: u8) -> u32 {
        self.get(id(record)).state()
    }

    /// The task of a rule, as the server has it.
    fn task(&self, source: Id, rule: u16, matter: &str) -> Option<Record> {
        let task = crate::domain::tasks::wanted_id(source, rule, matter);
        let look = StoreLook::new(&self.store);
        look.record(task).known().map(|task| task.into_owned())
    }

    fn due(&self, source: Id, rule: u16, matter: &str) -> String {
        let task = self.task(source, rule, matter).unwrap();
        shown(children::instant(&task, Task::DUE_AT).unwrap())
    }
}

/// A visit with everything R-045 asks for: Lumen comes on Tuesday 10 November 2026 at ten.
fn whole_visit() -> Fields {
    vec![
        (
            FactoryVisit::CUSTOMER,
            Value::Ref(Customer::KIND, id(CUSTOMER)),
        ),
        (
            FactoryVisit::VISIT_TYPE,
            Value::Choice(VisitType::Study.no()),
        ),
        (FactoryVisit::PURPOSE, text("看产线，谈年度合作")),
        (FactoryVisit::ARRIVE_AT, instant("2026-11-10 10:00")),
        (FactoryVisit::HUB, text("广州南站")),
        (FactoryVisit::GUESTS, Value::Int(3)),
        (FactoryVisit::DAYS, Value::Int(2)),
        (FactoryVisit::LODGING, Value::Bool(false)),
        (FactoryVisit::VEHICLE, Value::Bool(false)),
        (FactoryVisit::OTHER_NEEDS, text("无")),
        (FactoryVisit::HOST, person(HOST)),
        (FactoryVisit::OWNER, person(SALES)),
        (FactoryVisit::EXEMPTION, Value::Choice(Exemption::None.no())),
    ]
}

fn with(mut fields: Fields, changes: &[(u16, Value)]) -> Fields {
    fields.retain(|(no, _)| changes.iter().all(|(changed, _)| changed != no));
    fields.extend(
        changes
            .iter()
            .filter(|(_, value)| *value != Value::Empty)
            .cloned(),
    );
    fields
}

/// The visit exists, with these fields changed (Empty = missing).
fn visit(works: &mut Works, changes: &[(u16, Value)]) {
    let fields = with(whole_visit(), changes);
    works
        .sales
        .make(FactoryVisit::KIND, id(VISIT), create(fields));
    works.sync();
}

/// The visit exists and is reported.
fn reported(works: &mut Works, changes: &[(u16, Value)]) {
    visit(works, changes);
    step_of(&mut works.sales, VISIT, step::REPORT, Vec::new());
    works.sync();
    assert_eq!(works.state(VISIT), VisitState::Preparing.no());
}

fn money(yuan: i64) -> Value {
    Value::Money(yuan * 100, Currency(*b"CNY"))
}

fn expense_line(n: u8, kind: Expense, yuan: i64) -> NewItem {
    NewItem {
        field: ReceptionPlan::EXPENSES,
        item: id(n),
        order: format!("a{n}"),
        fields: vec![
            (expense::KIND, Value::Choice(kind.no())),
            (expense::QTY, Value::Decimal(2, 0)),
            (expense::AMOUNT, money(yuan)),
        ],
    }
}

fn stop_line(n: u8, local: &str, people: &[u8]) -> NewItem {
    NewItem {
        field: ReceptionPlan::SCHEDULE,
        item: id(n),
        order: format!("a{n}"),
        fields: vec![
            (stop::AT, instant(local)),
            (stop::PLACE, text("样品室")),
            (stop::CONTENT, text("看样")),
            (
                stop::PEOPLE,
                Value::List(people.iter().map(|n| person(*n)).collect()),
            ),
        ],
    }
}

/// A plan that answers everything: fruit for 120, no interpreter, since the guests speak Chinese.
fn whole_plan(changes: &[(u16, Value)]) -> Action {
    let mut fields = vec![(
        ReceptionPlan::VISIT,
        Value::Ref(FactoryVisit::KIND, id(VISIT)),
    )];
    fields.extend(ANSWERS.map(|no| (no, Value::Choice(Answer::None.no()))));
    let fruit = (ReceptionPlan::FRUIT, Value::Choice(Answer::Needed.no()));
    Action::Create {
        fields: with(with(fields, &[fruit]), changes),
        items: vec![
            stop_line(60, "2026-11-10 10:30", &[ENG]),
            expense_line(61, Expense::Fruit, 120),
        ],
    }
}

/// A plan that waits for a word.
fn submitted(works: &mut Works) {
    works
        .sales
        .make(ReceptionPlan::KIND, id(PLAN), whole_plan(&[]));
    step_of(&mut works.sales, PLAN, plan::SUBMIT, Vec::new());
    works.sync();
    assert_eq!(works.state(PLAN), PlanState::Waiting.no());
}

/// A plan that DEPT_HEAD approved.
fn approved(works: &mut Works) {
    submitted(works);
    let approval = pending(&works.head);
    let op = decide(
        &mut works.head,
        approval,
        crate::domain::approvals::APPROVE,
        "同意",
    );
    works.sync();
    assert_eq!(works.head.receipt(op.id), Verdict::Accepted);
    assert_eq!(works.state(PLAN), PlanState::Approved.no());
}

fn pending(device: &Device) -> Id {
    crate::domain::approvals::pending_of(&device.client.world, id(PLAN))
        .unwrap()
        .id
}

/// A word on an approval, bound to what its giver sees.
fn decide(device: &mut Device, approval: Id, transition: u16, opinion: &str) -> Op {
    use crate::domain::approvals::Approval;
    let world = &device.client.world;
    let record = world.get(approval).unwrap();
    let bound = crate::domain::bound_hash(world, Approval::SCHEMA, record).unwrap();
    let from = record.state();
    let action = Action::Step {
        transition,
        from,
        bound: Some(bound),
        args: vec![(Approval::OPINION, text(opinion))],
    };
    device.make(Approval::KIND, approval, action)
}

fn step_of(device: &mut Device, record: u8, transition: u16, args: Fields) -> Op {
    let record = device.client.world.get(id(record)).unwrap();
    let (kind, record, from) = (record.kind, record.id, record.state());
    let action = Action::Step {
        transition,
        from,
        bound: None,
        args,
    };
    device.make(kind, record, action)
}

/// Why a step would be blocked, as the screen says it.
fn blocked(device: &Device, record: u8, step: u16) -> Vec<Reason> {
    let world = &device.client.world;
    let record = world.get(id(record)).unwrap();
    let schema = crate::domain::schema(record.kind).unwrap();
    let arrow = apply::transition(schema.states.unwrap(), step).unwrap();
    apply::blockers(world, schema, record, arrow, &Vec::new())
}

/// Why a word on an approval is not taken, whatever is said with it.
fn word_blocked(device: &Device, approval: Id, word: u16) -> Vec<Reason> {
    use crate::domain::approvals::{Approval, STATES};
    let world = &device.client.world;
    let arrow = apply::transition(&STATES, word).unwrap();
    let opinion = vec![(Approval::OPINION, text("x"))];
    let approval = world.get(approval).unwrap();
    apply::blockers(world, Approval::SCHEMA, approval, arrow, &opinion)
}

/// What a person is asked before a step at a time of the factory's clock.
fn doubts(device: &Device, record: Id, step: u16, local: &str, args: &Fields) -> Vec<Reason> {
    let world = &device.client.world;
    let record = world.get(record).unwrap();
    let schema = crate::domain::schema(record.kind).unwrap();
    let arrow = apply::transition(schema.states.unwrap(), step).unwrap();
    let now = i64::try_from(at(local)).unwrap();
    apply::doubts(world, schema, record, arrow, args, now)
}

fn codes(reasons: &[Reason], rule: u16) -> Vec<&str> {
    let of_rule = reasons.iter().filter(|reason| reason.rule == rule);
    of_rule.map(|reason| reason.code.as_str()).collect()
}

fn signature() -> Value {
    Value::Bytes(vec![7; 32])
}
