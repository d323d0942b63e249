//! From a unit to the units above it: what a unit does not settle itself, the next one above does.

use crate::domain::organisation::OrgUnit;
use crate::entity::Id;
use crate::sync::{Look, Lookup};

/// Chains of units are short, and a loop must end. The server counts years by the same limit.
const MAX_CHAIN: usize = 8;

/// A unit and those above it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Upwards {
    /// The unit itself, then its parent, and so on.
    pub units: Vec<Id>,
    /// Every one of them is here: on a device a parent may be missing, and then the server may
    /// know better.
    pub whole: bool,
}

/// The unit and those above it; nothing for no unit.
pub fn upwards(look: &dyn Look, unit: Option<Id>) -> Upwards {
    let (mut units, mut next) = (Vec::new(), unit);
    while let Some(unit) = next.filter(|id| !id.is_nil() && !units.contains(id)) {
        if units.len() == MAX_CHAIN {
            break;
        }
        units.push(unit);
        next = match look.record(unit) {
            Lookup::Known(record) => record.reference(OrgUnit::PARENT),
            Lookup::Absent => None,
            Lookup::NotHere => {
                return Upwards {
                    units,
                    whole: false,
                };
            }
        };
    }
    Upwards { units, whole: true }
}
