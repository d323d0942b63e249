//! Guests: some are expected, one plan waits for a word, one visit is only a wish so far.

use super::house::House;
use super::writer::{DAY_MS, Writer, text};
use shared::domain::customers::Customer;
use shared::domain::visits::{
    Answer, Exemption, Expense, FactoryVisit, GiftStock, PlanState, ReceptionPlan, VisitState,
    VisitType, expense, guest, receive, step, stop,
};
use shared::entity::{Currency, Entity, Id, Instant, Ref, Value};
use shared::sync::op::NewItem;

const HOUR_MS: u64 = 3_600_000;
/// Draft → 待核准.
const SUBMIT: u16 = 16;

pub(super) fn visits(writer: &mut Writer, house: &House) {
    let hosts = customers_of(writer, house.user("chen"));
    let [first, second, third, ..] = hosts.as_slice() else {
        return;
    };
    writer.at_ms = writer.now_ms - 2 * DAY_MS;
    writer.actor = house.user("chen");
    let expected = visit(writer, house, *first, in_days(writer.now_ms, 2, 10));
    report(writer, expected);
    plan(writer, house, expected, in_days(writer.now_ms, 2, 10));
    let later = visit(writer, house, *second, in_days(writer.now_ms, 9, 14));
    report(writer, later);
    let wish = FactoryVisit {
        customer: Ref::to(*third),
        visit_type: VisitType::Study,
        purpose: "想看面板灯产线，时间还没定".to_owned(),
        owner: Ref::to(house.user("chen")),
        ..FactoryVisit::default()
    };
    writer.create(&wish, Vec::new());
    writer.actor = house.user("xu");
    for (item, pieces) in [("画册", 200), ("灯珠钥匙扣", 40)] {
        let gift = GiftStock {
            item: item.to_owned(),
            ..GiftStock::default()
        };
        let id = writer.create(&gift, Vec::new());
        let at = Value::Instant(instant(writer.at_ms));
        let came = receive(pieces, None, house.user("xu"), at);
        writer.act(GiftStock::KIND, id, came);
    }
}

/// Customers somebody answers for, oldest first.
fn customers_of(writer: &Writer, owner: Id) -> Vec<Id> {
    let mine = |op: &&shared::sync::Op| op.kind == Customer::KIND && op.actor == owner;
    let ops = writer.ops.iter().filter(mine);
    ops.map(|op| op.record).collect()
}

/// An hour of a day in China, so many days from today.
fn in_days(now_ms: u64, days: u64, hour: u64) -> u64 {
    let midnight = (now_ms + 8 * HOUR_MS) / DAY_MS * DAY_MS - 8 * HOUR_MS;
    midnight + days * DAY_MS + hour * HOUR_MS
}

fn instant(ms: u64) -> Instant {
    Instant {
        utc_ms: i64::try_from(ms).unwrap_or(i64::MAX),
        zone: "Asia/Shanghai".to_owned(),
        wall: String::new(),
    }
}

fn visit(writer: &mut Writer, house: &House, customer: Id, arrival: u64) -> Id {
    let visit = FactoryVisit {
        customer: Ref::to(customer),
        visit_type: VisitType::Study,
        purpose: "看射灯与轨道灯产线，谈明年框架".to_owned(),
        arrive_at: instant(arrival),
        hub: "惠州南站".to_owned(),
        transport_no: "G6341".to_owned(),
        guests: Some(3),
        days: Some(1),
        lodging: Some(false),
        vehicle: Some(true),
        other_needs: "无".to_owned(),
        host: Ref::to(house.user("wu")),
        owner: Ref::to(house.user("chen")),
        exemption: Exemption::None,
        ..FactoryVisit::default()
    };
    let id = writer.create(&visit, Vec::new());
    for (name, title) in [("Marco Bianchi", "采购总监"), ("Elena Conti", "设计师")] {
        let fields = vec![
            (guest::NAME, text(name)),
            (guest::TITLE, text(title)),
            (guest::LANGUAGE, text("it")),
        ];
        row(
            writer,
            FactoryVisit::KIND,
            id,
            FactoryVisit::GUEST_LIST,
            fields,
        );
    }
    id
}

fn report(writer: &mut Writer, visit: Id) {
    let from = VisitState::Wish.no();
    writer.step(FactoryVisit::KIND, visit, step::REPORT, from, Vec::new());
}

fn plan(writer: &mut Writer, house: &House, visit: Id, arrival: u64) {
    let plan = ReceptionPlan {
        visit: Ref::to(visit),
        catalogue: Answer::Needed,
        documents: Answer::None,
        samples: Answer::Needed,
        slides: Answer::Needed,
        interpreting: Answer::Needed,
        fruit: Answer::Needed,
        gifts: Answer::Needed,
        meals: Answer::Needed,
        interpreter: Ref::to(house.user("zhang")),
        vehicles: vec!["别克 GL8 · 周师傅".to_owned()],
        ..ReceptionPlan::default()
    };
    let id = writer.create(&plan, Vec::new());
    let stops = [
        (0, "会客室", "致意，公司介绍 PPT"),
        (1, "样品室", "射灯、轨道灯样板"),
        (2, "产线", "压铸与总装，质量标准"),
    ];
    for (hour, place, content) in stops {
        let fields = vec![
            (stop::AT, Value::Instant(instant(arrival + hour * HOUR_MS))),
            (stop::PLACE, text(place)),
            (stop::CONTENT, text(content)),
        ];
        row(
            writer,
            ReceptionPlan::KIND,
            id,
            ReceptionPlan::SCHEDULE,
            fields,
        );
    }
    let lines = [
        (Expense::Fruit, 1, 12_000, "果盘两份"),
        (Expense::Gift, 3, 54_000, "样灯礼盒"),
        (Expense::Meal, 6, 98_000, "午餐，含陪同"),
    ];
    for (kind, qty, minor, note) in lines {
        let fields = vec![
            (expense::KIND, Value::Choice(kind.no())),
            (expense::QTY, Value::Decimal(qty, 0)),
            (expense::AMOUNT, Value::Money(minor, Currency(*b"CNY"))),
            (expense::NOTE, text(note)),
        ];
        row(
            writer,
            ReceptionPlan::KIND,
            id,
            ReceptionPlan::EXPENSES,
            fields,
        );
    }
    let from = PlanState::Draft.no();
    writer.step(ReceptionPlan::KIND, id, SUBMIT, from, Vec::new());
}

/// A row of a collection; rows stand in the order they are written.
fn row(
    writer: &mut Writer,
    kind: shared::entity::Kind,
    record: Id,
    field: u16,
    fields: Vec<(u16, Value)>,
) {
    let item = writer.id();
    let order = format!("{:020}", writer.at_ms);
    writer.put(
        kind,
        record,
        NewItem {
            field,
            item,
            order,
            fields,
        },
    );
}
