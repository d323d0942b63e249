//! what is known before a visit is reported; R-048: what an exemption rests on.

use super::{Exemption, FactoryVisit};
use crate::domain::customers::Customer;
use crate::entity::{Record, Value};
use crate::rules;
use crate::sync::{Look, Reason};

/// Purpose, arrival, station or airport, guests, days, lodging, vehicle, other needs.
const ASKED: [u16; 8] = [
    FactoryVisit::PURPOSE,
    FactoryVisit::ARRIVE_AT,
    FactoryVisit::HUB,
    FactoryVisit::GUESTS,
    FactoryVisit::DAYS,
    FactoryVisit::LODGING,
    FactoryVisit::VEHICLE,
    FactoryVisit::OTHER_NEEDS,
];

/// What every visit has beside: without rule of its own.
const BESIDE: [u16; 4] = [
    FactoryVisit::CUSTOMER,
    FactoryVisit::VISIT_TYPE,
    FactoryVisit::HOST,
    FactoryVisit::EXEMPTION,
];

/// one reason for each thing that is missing, or of which two values stand.
pub fn intake_gaps(visit: &Record) -> Vec<Reason> {
    let asked = ASKED.iter().filter(|_| rules::on(45)).map(|no| (45, *no));
    let beside = BESIDE.iter().map(|no| (301, *no));
    asked
        .chain(beside)
        .filter_map(|(rule, no)| gap(visit, rule, no))
        .collect()
}

/// Why an exemption does not hold: 熟客 is a flag of the customer, 特殊情况 needs its reason.
pub fn intake_promise(look: &dyn Look, visit: &Record) -> Vec<Reason> {
    if !super::binds(48, visit) {
        return Vec::new();
    }
    let claimed = Exemption::from_no(visit.choice(FactoryVisit::EXEMPTION).unwrap_or_default());
    let reason = match claimed {
        Exemption::Regular if !is_regular(look, visit) => {
            Some(Reason::of_rule(48, "visit-not-regular").at(FactoryVisit::EXEMPTION))
        }
        Exemption::Special => gap(visit, 48, FactoryVisit::EXEMPTION_REASON),
        _ => None,
    };
    reason.into_iter().collect()
}

/// The customer is a 熟客.
pub(super) fn is_regular(look: &dyn Look, visit: &Record) -> bool {
    let customer = visit.reference(FactoryVisit::CUSTOMER);
    customer
        .and_then(|id| look.record(id).known())
        .is_some_and(|customer| customer.get(Customer::REGULAR) == Some(&Value::Bool(true)))
}

/// The reason for an empty field, or for one with two values.
pub(super) fn gap(record: &Record, rule: u16, no: u16) -> Option<Reason> {
    if record.get(no).is_some() {
        return None;
    }
    let two = record
        .cell(no)
        .is_some_and(crate::entity::Cell::in_conflict);
    Some(if two {
        Reason::of_rule(283, "two-values").at(no)
    } else {
        Reason::of_rule(rule, "gap").at(no)
    })
}
