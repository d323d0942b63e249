//! 接待方案: what is prepared for the guests, and what it costs (requirements §3.3, R-048 to R-050).

use super::approval::file_plan;
use super::children::{plan_of, visit_of};
use super::parts::{critical, part};
use super::{FactoryVisit, user};
use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{
    Binding, Currency, Entity, FieldKind, FieldSpec, Id, Item, Kind, ListOf, Money, Record, Ref,
    StateTable, Text, Transition, Value, Who,
};
use crate::ordered;
use crate::sync::apply::Work;
use shared_derive::Entity;

choice! {
    /// 准备答复: whether something is to be ready. Without an answer the plan is not submitted.
    pub enum Answer: "plan-answer" { Needed = 1 => "needed", None = 2 => "none" }
}

choice! {
    /// What money is asked for.
    pub enum Expense: "plan-expense" { Fruit = 1 => "fruit", Gift = 2 => "gift", Meal = 3 => "meal", Other = 4 => "other" }
}

choice! {
    /// State of a plan.
    pub enum PlanState: "reception-plan-state" {
        Draft = 1 => "draft", Waiting = 2 => "waiting", Approved = 3 => "approved", Returned = 4 => "returned",
        Changing = 5 => "changing",
    }
}

/// Draft → 待核准.
pub(super) const SUBMIT: u16 = 16;

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

/// 草稿→待核准→已核准 or 退回→草稿; 已核准→变更待核准→已核准 or 退回. The words of 待核准 are steps of
/// the approval beside the plan.
pub static PLAN_STATES: StateTable = StateTable {
    states: PlanState::SCHEMA,
    first: 1,
    transitions: &[
        arrow(SUBMIT, "submit", &[1], 2, Who::Assigned),
        arrow(17, "approve", &[2, 5], 3, Who::Auto),
        arrow(18, "return", &[2, 5], 4, Who::Auto),
        arrow(19, "revise", &[4], 1, Who::Assigned),
        arrow(20, "change", &[3], 5, Who::Auto),
    ],
};

/// Part numbers of a stop of the schedule.
pub mod stop {
    /// 时间.
    pub const AT: u16 = 1;
    /// 地点.
    pub const PLACE: u16 = 2;
    /// 内容.
    pub const CONTENT: u16 = 3;
    /// 人员: colleagues who take part.
    pub const PEOPLE: u16 = 4;
    /// Others who take part.
    pub const OTHERS: u16 = 5;
}

/// A row of the schedule.
pub const STOP: &[FieldSpec] = &[
    critical(stop::AT, "at", FieldKind::Instant),
    part(stop::PLACE, "place", FieldKind::Text),
    part(stop::CONTENT, "content", FieldKind::Text),
    part(
        stop::PEOPLE,
        "people",
        FieldKind::List(&FieldKind::Ref(Kind(2))),
    ),
    part(stop::OTHERS, "others", FieldKind::Text),
];

/// Part numbers of an expense.
pub mod expense {
    /// What for.
    pub const KIND: u16 = 1;
    /// 数量.
    pub const QTY: u16 = 2;
    /// 金额 of the whole line.
    pub const AMOUNT: u16 = 3;
    /// 说明.
    pub const NOTE: u16 = 4;
}

/// A row of 请示项目.
pub const EXPENSE: &[FieldSpec] = &[
    part(expense::KIND, "kind", FieldKind::Choice(Expense::SCHEMA)),
    critical(expense::QTY, "qty", FieldKind::Decimal),
    critical(expense::AMOUNT, "amount", FieldKind::Money),
    part(expense::NOTE, "note", FieldKind::Text),
];

/// 接待方案.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 31, key = "reception-plan", prefix = "JD", compartment = Visit, level = L2, home = visit, title = subject, states = PLAN_STATES)]
pub struct ReceptionPlan {
    /// 来访.
    #[field(16, required, indexed, listed)]
    pub visit: Ref<FactoryVisit>,
    /// 日程.
    #[field(17, required, collection, kind = FieldKind::Items(STOP))]
    pub schedule: Text,
    /// 画册.
    #[field(18, conditional)]
    pub catalogue: Answer,
    /// 资料.
    #[field(19, conditional)]
    pub documents: Answer,
    /// 样板.
    #[field(20, conditional)]
    pub samples: Answer,
    /// PPT.
    #[field(21, conditional)]
    pub slides: Answer,
    /// 翻译, needed or not.
    #[field(22, conditional)]
    pub interpreting: Answer,
    /// 水果.
    #[field(23, conditional)]
    pub fruit: Answer,
    /// 礼品.
    #[field(24, conditional)]
    pub gifts: Answer,
    /// 餐食.
    #[field(25, conditional)]
    pub meals: Answer,
    /// 翻译: who interprets.
    #[field(26, conditional, indexed)]
    pub interpreter: Ref<User>,
    /// Why nobody interprets although a guest speaks another language.
    #[field(27, conditional, kind = FieldKind::LongText)]
    pub no_interpreter: Text,
    /// 请示项目.
    #[field(28, collection, kind = FieldKind::Items(EXPENSE))]
    pub expenses: Text,
    /// 合计.
    #[field(29, computed, listed)]
    pub total: Option<Money>,
    /// 车辆.
    #[field(30, conditional)]
    pub vehicles: ListOf<Text>,
    /// 住宿安排.
    #[field(31, conditional, kind = FieldKind::LongText)]
    pub lodging: Text,
    /// What the visit is called.
    #[field(32, computed, search, listed)]
    pub subject: Text,
}

/// What a decision on a plan binds.
pub const PLAN_BINDS: &[Binding] = &[Binding {
    fields: &[
        ReceptionPlan::SCHEDULE,
        ReceptionPlan::CATALOGUE,
        ReceptionPlan::DOCUMENTS,
        ReceptionPlan::SAMPLES,
        ReceptionPlan::SLIDES,
        ReceptionPlan::INTERPRETING,
        ReceptionPlan::FRUIT,
        ReceptionPlan::GIFTS,
        ReceptionPlan::MEALS,
        ReceptionPlan::INTERPRETER,
        ReceptionPlan::NO_INTERPRETER,
        ReceptionPlan::EXPENSES,
        ReceptionPlan::TOTAL,
        ReceptionPlan::VEHICLES,
        ReceptionPlan::LODGING,
    ],
}];

/// The sum of the lines; of an amount with two values the higher. `None` when there is no line with an
/// amount, or when there are two currencies.
pub(super) fn total(plan: &Record) -> Option<(i64, Currency)> {
    let mut sum: Option<(i64, Currency)> = None;
    for (_, line) in plan.live_items(ReceptionPlan::EXPENSES) {
        let Some((minor, currency)) = amount(line) else {
            continue;
        };
        sum = match sum {
            None => Some((minor, currency)),
            Some((so_far, same)) if same == currency => {
                Some((so_far.saturating_add(minor), currency))
            }
            Some(_) => return None,
        };
    }
    sum
}

fn amount(line: &Item) -> Option<(i64, Currency)> {
    let versions = &line.cells.get(&expense::AMOUNT)?.versions;
    let amounts = versions.iter().filter_map(|version| match version.value {
        Value::Money(minor, currency) => Some((minor, currency)),
        _ => None,
    });
    amounts.max_by_key(|(minor, _)| *minor)
}

/// The colleagues a plan names: its interpreter and those of its schedule; sorted.
pub fn plan_crew(plan: &Record) -> Vec<Id> {
    let stops = plan.live_items(ReceptionPlan::SCHEDULE);
    let people = stops
        .iter()
        .filter_map(|(_, stop)| stop.cells.get(&stop::PEOPLE));
    let mut users: Vec<Id> = people
        .filter_map(|cell| cell.value())
        .flat_map(Value::items)
        .filter_map(Value::reference)
        .collect();
    users.extend(plan.reference(ReceptionPlan::INTERPRETER));
    ordered::sort(&mut users);
    users.dedup();
    users
}

/// Keeps total and title of a plan true, and the crew of its visit; asks for the plan while none stands.
pub fn plan_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let mut plan = after.clone();
    let sum = total(after).map_or(Value::Empty, |(minor, unit)| Value::Money(minor, unit));
    let visit = visit_of(work.overlay, after);
    work.provisional |= visit.is_none() && after.reference(ReceptionPlan::VISIT).is_some();
    let subject = visit
        .as_ref()
        .map(|visit| visit.text(FactoryVisit::SUBJECT).to_owned());
    let fields = [
        (ReceptionPlan::TOTAL, sum),
        (
            ReceptionPlan::SUBJECT,
            Value::Text(subject.unwrap_or_default()),
        ),
    ];
    for (no, value) in fields {
        if plan.get(no).cloned().unwrap_or_default() != value
            && !(plan.get(no).is_none() && value.is_blank())
        {
            plan.put(no, work.version(value));
        }
    }
    if plan != *after {
        work.overlay.put(plan);
    }
    let Some(mut visit) = visit else { return };
    let crew = plan_of(work.overlay, visit.id).map_or_else(Vec::new, |plan| plan_crew(&plan));
    let crew = Value::List(crew.into_iter().map(user).collect());
    let now = visit.get(FactoryVisit::CREW).cloned();
    if now.unwrap_or(Value::List(Vec::new())) != crew {
        visit.put(FactoryVisit::CREW, work.version(crew));
        work.overlay.put(visit.clone());
    }
    if before.is_none_or(|before| before.state() != after.state()) {
        file_plan(work, &visit);
    }
}

/// The kind of a plan, for those who look it up.
pub(super) const KIND: Kind = ReceptionPlan::KIND;
