//! one visit, four types; the type selects the rules that bind.

use super::{FactoryVisit, VisitType};
use crate::entity::Record;
use crate::rules;

/// Rules that are offered, not required, when somebody inspects goods or stays as a resident.
const OFFERED: [u16; 7] = [48, 49, 50, 51, 55, 56, 59];

/// Whether a rule binds a visit of this type.
pub fn binds(rule: u16, visit: &Record) -> bool {
    let works_here = [VisitType::Inspection, VisitType::Resident]
        .iter()
        .any(|sort| visit.choice(FactoryVisit::VISIT_TYPE) == Some(sort.no()));
    rules::on(rule) && !(works_here && OFFERED.contains(&rule) && rules::on(63))
}
