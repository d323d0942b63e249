//! A visit ahead: guests from abroad, a plan that was approved and then grew, so that the head of sales has
//! a word to give on it again.

use super::house::House;
use super::writer::{DAY_MS, Writer, text};
use shared::calendar::{self, Moment};
use shared::domain::approvals::{APPROVE, Approval};
use shared::domain::customers::Customer;
use shared::domain::organisation::User;
use shared::domain::visits::{
    ANSWERS, Answer, Exemption, Expense, FactoryVisit, PlanState, ReceptionPlan, VisitType,
    expense, guest, step, stop,
};
use shared::entity::{Currency, Entity, Id, Instant, Value};
use shared::sync::op::{Fields, NewItem};
use shared::sync::{Action, Op};

/// Minute of the day at which the guests come.
const ARRIVES: u16 = 10 * 60;
/// The step of a plan that asks for the word.
const SUBMIT: u16 = 16;

/// Writes the visit with its plan.
pub(super) fn ahead(writer: &mut Writer, house: &House) {
    let (seller, head) = (house.user("chen"), house.user("lin"));
    let Some(customer) = owned_by(&writer.ops, seller) else {
        return;
    };
    writer.actor = seller;
    writer.at_ms = writer.now_ms - 4 * DAY_MS;
    let visit = writer.id();
    let guests = guests(writer);
    let fields = report(writer, customer, house);
    writer.put(FactoryVisit::KIND, visit, fields, guests);
    writer.step(FactoryVisit::KIND, visit, step::REPORT, 1, Vec::new());
    let plan = writer.id();
    let (fruit, meal) = (writer.id(), writer.id());
    let items = vec![
        stop_at(writer, "a", 0, "会客室", "公司介绍", &[seller]),
        stop_at(
            writer,
            "b",
            40,
            "样品室",
            "看磁吸灯和灯带",
            &[seller, house.user("deng")],
        ),
        stop_at(writer, "c", 130, "厂内小餐厅", "午餐", &[head, seller]),
        cost(fruit, "a", Expense::Fruit, (2, 120), "应季果盘"),
        cost(meal, "b", Expense::Meal, (6, 600), "午餐，厂内小餐厅"),
    ];
    writer.put(ReceptionPlan::KIND, plan, answers(visit, house), items);
    let asked = writer.step(
        ReceptionPlan::KIND,
        plan,
        SUBMIT,
        PlanState::Draft.no(),
        Vec::new(),
    );
    // The approval stands beside the plan under an id that follows from the step.
    let approval = Id::derived(asked, &format!("approval R-048 {plan}"), 0);
    writer.actor = head;
    writer.at_ms = writer.now_ms - 2 * DAY_MS;
    let word = vec![(Approval::OPINION, text("同意，按这个准备。"))];
    writer.step(Approval::KIND, approval, APPROVE, 1, word);
    // The guests grew in number: what was approved covers it no more.
    writer.actor = seller;
    writer.at_ms = writer.now_ms - 3_600_000;
    let tea = writer.id();
    let gifts = (ReceptionPlan::GIFTS, Value::Choice(Answer::Needed.no()));
    writer.set(ReceptionPlan::KIND, plan, vec![gifts]);
    let change = |item: NewItem| Action::PutItem(item);
    writer.act(
        ReceptionPlan::KIND,
        plan,
        change(cost(tea, "c", Expense::Gift, (3, 420), "罗浮山茶礼盒")),
    );
    writer.act(
        ReceptionPlan::KIND,
        plan,
        change(cost(fruit, "a", Expense::Fruit, (3, 180), "应季果盘")),
    );
}

/// The first customer somebody looks after.
fn owned_by(ops: &[Op], owner: Id) -> Option<Id> {
    let owner = (Customer::OWNER, Value::Ref(User::KIND, owner));
    let mine = |op: &&Op| {
        op.kind == Customer::KIND
            && matches!(&op.action, Action::Create { fields, .. } if fields.contains(&owner))
    };
    ops.iter().find(mine).map(|op| op.record)
}

/// 10:00 the day after tomorrow and so many minutes, on the factory's clock.
fn arrival(writer: &Writer, minutes: u16) -> Value {
    let calendar = calendar::standard();
    let now = i64::try_from(writer.now_ms).unwrap_or_default();
    let date = calendar.zone().local(Moment(now)).date.plus_days(2);
    let at = calendar.moment_of(date, ARRIVES + minutes);
    Value::Instant(Instant {
        utc_ms: at.0,
        zone: calendar.zone().name().to_owned(),
        wall: String::new(),
    })
}

fn report(writer: &Writer, customer: Id, house: &House) -> Fields {
    let person = |login: &str| Value::Ref(User::KIND, house.user(login));
    vec![
        (FactoryVisit::CUSTOMER, Value::Ref(Customer::KIND, customer)),
        (
            FactoryVisit::VISIT_TYPE,
            Value::Choice(VisitType::Study.no()),
        ),
        (FactoryVisit::PURPOSE, text("看磁吸灯产线，谈年框")),
        (FactoryVisit::ARRIVE_AT, arrival(writer, 0)),
        (FactoryVisit::HUB, text("白云机场")),
        (FactoryVisit::GUESTS, Value::Int(3)),
        (FactoryVisit::DAYS, Value::Int(1)),
        (FactoryVisit::LODGING, Value::Bool(false)),
        (FactoryVisit::VEHICLE, Value::Bool(false)),
        (FactoryVisit::OTHER_NEEDS, text("无")),
        (FactoryVisit::HOST, person("wu")),
        (FactoryVisit::OWNER, person("chen")),
        (FactoryVisit::EXEMPTION, Value::Choice(Exemption::None.no())),
    ]
}

fn guests(writer: &mut Writer) -> Vec<NewItem> {
    let one = |item: Id, order: &str, name: &str, title: &str| NewItem {
        field: FactoryVisit::GUEST_LIST,
        item,
        order: order.to_owned(),
        fields: vec![
            (guest::NAME, text(name)),
            (guest::TITLE, text(title)),
            (guest::LANGUAGE, text("en")),
        ],
    };
    let (first, second) = (writer.id(), writer.id());
    vec![
        one(first, "a", "Omar Haddad", "Purchasing"),
        one(second, "b", "Layla Nasser", "Designer"),
    ]
}

fn answers(visit: Id, house: &House) -> Fields {
    let mut fields = vec![(ReceptionPlan::VISIT, Value::Ref(FactoryVisit::KIND, visit))];
    fields.extend(ANSWERS.map(|no| {
        let none = no == ReceptionPlan::GIFTS;
        let answer = if none { Answer::None } else { Answer::Needed };
        (no, Value::Choice(answer.no()))
    }));
    let interpreter = Value::Ref(User::KIND, house.user("zhang"));
    fields.push((ReceptionPlan::INTERPRETER, interpreter));
    fields
}

fn stop_at(
    writer: &mut Writer,
    order: &str,
    minutes: u16,
    place: &str,
    content: &str,
    people: &[Id],
) -> NewItem {
    let people = people.iter().map(|id| Value::Ref(User::KIND, *id));
    NewItem {
        field: ReceptionPlan::SCHEDULE,
        item: writer.id(),
        order: order.to_owned(),
        fields: vec![
            (stop::AT, arrival(writer, minutes)),
            (stop::PLACE, text(place)),
            (stop::CONTENT, text(content)),
            (stop::PEOPLE, Value::List(people.collect())),
        ],
    }
}

/// A line of 请示项目: how many, and yuan for all of it.
fn cost(item: Id, order: &str, sort: Expense, (count, yuan): (i64, i64), note: &str) -> NewItem {
    NewItem {
        field: ReceptionPlan::EXPENSES,
        item,
        order: order.to_owned(),
        fields: vec![
            (expense::KIND, Value::Choice(sort.no())),
            (expense::QTY, Value::Decimal(count, 0)),
            (expense::AMOUNT, Value::Money(yuan * 100, Currency(*b"CNY"))),
            (expense::NOTE, text(note)),
        ],
    }
}
