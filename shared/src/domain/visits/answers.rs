//! every item of a plan has its answer; R-050: what money is asked for says how much.

use super::children::visit_of;
use super::intake::gap;
use super::plan::{SUBMIT, expense};
use super::report::no_report;
use super::{Answer, Expense, FactoryVisit, LodgingBooking, ReceptionPlan, TripLog, binds, guest};
use crate::domain::customers::Customer;
use crate::entity::{Entity, Item, Kind, Record, Transition, VOID_STATE, Value};
use crate::sync::look::child_key;
use crate::sync::{Look, Reason};

/// The items a plan answers, in the order of the form.
pub const ANSWERS: [u16; 8] = [
    ReceptionPlan::CATALOGUE,
    ReceptionPlan::DOCUMENTS,
    ReceptionPlan::SAMPLES,
    ReceptionPlan::SLIDES,
    ReceptionPlan::INTERPRETING,
    ReceptionPlan::FRUIT,
    ReceptionPlan::GIFTS,
    ReceptionPlan::MEALS,
];

/// Items that cost money, and the lines that ask for it.
pub(super) const PAID: [(u16, Expense); 3] = [
    (ReceptionPlan::FRUIT, Expense::Fruit),
    (ReceptionPlan::GIFTS, Expense::Gift),
    (ReceptionPlan::MEALS, Expense::Meal),
];

/// Whether a guest speaks another language than Chinese: by the guest list, else by the language agreed
/// with the customer.
pub fn speaks_other(look: &dyn Look, visit: &Record) -> bool {
    let other = |tag: &str| {
        let tag = tag.trim().to_ascii_lowercase();
        !tag.is_empty() && tag != "zh" && !tag.starts_with("zh-")
    };
    let mut languages = visit
        .live_items(FactoryVisit::GUEST_LIST)
        .into_iter()
        .filter_map(|(_, row)| row.cells.get(&guest::LANGUAGE)?.value()?.text())
        .filter(|tag| !tag.trim().is_empty())
        .peekable();
    if languages.peek().is_some() {
        return languages.any(other);
    }
    let customer = visit.reference(FactoryVisit::CUSTOMER);
    customer
        .and_then(|id| look.record(id).known())
        .is_some_and(|customer| other(customer.text(Customer::LANGUAGE)))
}

/// What a new plan starts with: the interpreter is needed where a guest speaks another language.
pub fn preset(look: &dyn Look, visit: &Record) -> Vec<(u16, Value)> {
    if speaks_other(look, visit) {
        let needed = Value::Choice(Answer::Needed.no());
        vec![(ReceptionPlan::INTERPRETING, needed)]
    } else {
        Vec::new()
    }
}

/// What blocks a plan's step: submitting needs the report, the answers, and how much each thing costs.
pub fn plan_guard(look: &dyn Look, plan: &Record, arrow: &Transition) -> Vec<Reason> {
    if arrow.no != SUBMIT || arrow.to == VOID_STATE {
        return Vec::new();
    }
    let Some(visit) = visit_of(look, plan) else {
        return Vec::new();
    };
    let mut reasons: Vec<Reason> = no_report(&visit).into_iter().collect();
    reasons.extend(lacks(look, &visit, plan));
    let asked = |no: u16| visit.get(no) == Some(&Value::Bool(true));
    // A trip or a booking says it already: nobody writes it twice.
    if asked(FactoryVisit::VEHICLE) && !has(look, TripLog::KIND, TripLog::VISIT, &visit) {
        reasons.extend(gap(plan, 301, ReceptionPlan::VEHICLES));
    }
    if asked(FactoryVisit::LODGING) && !has(look, LodgingBooking::KIND, LodgingBooking::OF, &visit)
    {
        reasons.extend(gap(plan, 301, ReceptionPlan::LODGING));
    }
    reasons
}

/// Whether something of a kind belongs to a visit and was not given up.
fn has(look: &dyn Look, kind: Kind, field: u16, visit: &Record) -> bool {
    let found = look.at(&child_key(kind, field, visit.id)).ids;
    let mut there = found.into_iter().filter_map(|id| look.record(id).known());
    there.any(|record| record.state() != VOID_STATE)
}

/// What a plan lacks to be approved: what was changed after it was submitted asks for the same.
pub(super) fn plan_lacks(look: &dyn Look, plan: &Record) -> Vec<Reason> {
    visit_of(look, plan).map_or_else(Vec::new, |visit| lacks(look, &visit, plan))
}

fn lacks(look: &dyn Look, visit: &Record, plan: &Record) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if binds(49, visit) {
        reasons.extend(unanswered(look, visit, plan));
    }
    if binds(50, visit) {
        reasons.extend(uncosted(plan));
    }
    reasons
}

fn answer(plan: &Record, no: u16) -> Answer {
    Answer::from_no(plan.choice(no).unwrap_or_default())
}

fn unanswered(look: &dyn Look, visit: &Record, plan: &Record) -> Vec<Reason> {
    let gaps = ANSWERS.into_iter().filter_map(|no| gap(plan, 49, no));
    let who = match answer(plan, ReceptionPlan::INTERPRETING) {
        Answer::Needed => gap(plan, 49, ReceptionPlan::INTERPRETER),
        Answer::None if speaks_other(look, visit) => gap(plan, 49, ReceptionPlan::NO_INTERPRETER),
        _ => None,
    };
    gaps.chain(who).collect()
}

fn uncosted(plan: &Record) -> Vec<Reason> {
    let lines = plan.live_items(ReceptionPlan::EXPENSES);
    let kind = |line: &Item| line.cells.get(&expense::KIND)?.value()?.choice();
    let asks = |sort: Expense| lines.iter().any(|(_, line)| kind(line) == Some(sort.no()));
    let mut reasons: Vec<Reason> = PAID
        .into_iter()
        .filter(|(no, sort)| answer(plan, *no) == Answer::Needed && !asks(*sort))
        .map(|(no, _)| Reason::of_rule(50, "plan-no-expense").at(no))
        .collect();
    let vague = |line: &Item| kind(line).is_none() || !has_quantity(line) || !has_amount(line);
    if lines.iter().any(|(_, line)| vague(line)) {
        reasons.push(Reason::of_rule(50, "plan-expense-gap").at(ReceptionPlan::EXPENSES));
    } else if !lines.is_empty() && super::plan::total(plan).is_none() {
        reasons.push(Reason::of_rule(50, "plan-two-currencies").at(ReceptionPlan::EXPENSES));
    }
    reasons
}

fn has_quantity(line: &Item) -> bool {
    let qty = line.cells.get(&expense::QTY).and_then(|cell| cell.value());
    match qty {
        Some(Value::Decimal(mantissa, _)) => *mantissa > 0,
        Some(Value::Int(n)) => *n > 0,
        _ => false,
    }
}

fn has_amount(line: &Item) -> bool {
    let amount = line
        .cells
        .get(&expense::AMOUNT)
        .and_then(|cell| cell.value());
    matches!(amount, Some(Value::Money(minor, _)) if *minor >= 0)
}
