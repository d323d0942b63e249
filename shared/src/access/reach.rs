//! What a user's grants open: a short list of clauses, each opening all buckets that match it.

use minicbor::Decoder;

use super::grant::{Grant, Scope, day_of};
use super::role::role;
use super::{grants_of, is_active};
use crate::domain::organisation::{OrgUnit, User};
use crate::entity::codec::{Enc, Written, array, read_id, tuple};
use crate::entity::{Bucket, Canonical, Compartment, DecodeError, Entity, Id, Level, Value};
use crate::ordered::sort_by;
use crate::rules;
use crate::sync::Look;
use crate::sync::look::child_key;

/// One opening.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Clause {
    /// Only this unit; `None` = any.
    pub unit: Option<Id>,
    /// Only this owner; `None` = any.
    pub owner: Option<Id>,
    /// This compartment.
    pub compartment: Compartment,
    /// Up to this level.
    pub level: Level,
}

impl Clause {
    pub(super) fn opens(&self, bucket: &Bucket) -> bool {
        self.compartment == bucket.compartment
            && bucket.level <= self.level
            && self.unit.is_none_or(|unit| unit == bucket.unit)
            && self.owner.is_none_or(|owner| owner == bucket.owner)
    }
}

/// All openings of a user, sorted. Its bytes are the bucket-set version of the cursor: while they
/// stand, a pull needs no other comparison.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reach(pub Vec<Clause>);

impl Reach {
    /// Whether the user may see this bucket.
    pub fn opens(&self, bucket: &Bucket) -> bool {
        self.0.iter().any(|clause| clause.opens(bucket))
    }
}

/// The reach of a user at a moment.
pub fn reach(look: &dyn Look, user: Id, now_ms: u64) -> Reach {
    if !is_active(look, user) {
        return Reach::default();
    }
    let today = day_of(now_ms);
    let grants = grants_of(look, user);
    let mut clauses: Vec<Clause> = grants
        .iter()
        .filter(|grant| grant.holds_on(today))
        .flat_map(|grant| openings(look, user, grant))
        .collect();
    sort_by(&mut clauses, Ord::cmp);
    clauses.dedup();
    Reach(clauses)
}

/// What one grant opens, whenever it holds.
pub(super) fn openings(look: &dyn Look, user: Id, grant: &Grant) -> Vec<Clause> {
    let Some(role) = role(&grant.role) else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    // shows, products and colleagues are in everybody's pack, booth tablets first of all.
    if rules::on(99) {
        clauses.push(Clause {
            unit: None,
            owner: None,
            compartment: Compartment::Reference,
            level: role.level,
        });
    }
    let places = places(look, user, grant);
    for compartment in role.reads {
        clauses.extend(places.iter().map(|(unit, owner)| Clause {
            unit: *unit,
            owner: *owner,
            compartment: *compartment,
            level: role.level,
        }));
    }
    clauses
}

fn places(look: &dyn Look, user: Id, grant: &Grant) -> Vec<(Option<Id>, Option<Id>)> {
    match grant.scope {
        Scope::All => vec![(None, None)],
        Scope::Own => vec![(None, Some(user))],
        Scope::Department | Scope::Site => {
            let mut roots = if grant.unit.is_nil() {
                units_of(look, user)
            } else {
                vec![grant.unit]
            };
            let mut at = 0;
            // Everything below the unit; a unit that is its own ancestor is met once.
            while let Some(unit) = roots.get(at).copied() {
                at += 1;
                for child in look
                    .at(&child_key(OrgUnit::SCHEMA.kind, OrgUnit::PARENT, unit))
                    .ids
                {
                    if !roots.contains(&child) {
                        roots.push(child);
                    }
                }
            }
            let mut places: Vec<_> = roots.into_iter().map(|unit| (Some(unit), None)).collect();
            places.push((None, Some(user)));
            places
        }
    }
}

fn units_of(look: &dyn Look, user: Id) -> Vec<Id> {
    look.record(user).known().map_or_else(Vec::new, |record| {
        record
            .get(User::UNITS)
            .map(Value::items)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::reference)
            .collect()
    })
}

impl Canonical for Clause {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(4)?;
        for id in [self.unit, self.owner] {
            // An opening for "any" and one for "nobody" differ, so nil cannot stand for both.
            match id {
                Some(id) => e.bytes(&id.0)?.ok()?,
                None => e.bytes(&[])?.ok()?,
            }
        }
        e.u8(self.compartment as u8)?.u8(self.level as u8)?.ok()
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        fn optional(d: &mut Decoder<'_>) -> Result<Option<Id>, DecodeError> {
            let at = d.position();
            if d.bytes()?.is_empty() {
                return Ok(None);
            }
            d.set_position(at);
            read_id(d).map(Some)
        }
        tuple(d, 4)?;
        let (unit, owner) = (optional(d)?, optional(d)?);
        let compartment =
            Compartment::from_u8(d.u8()?).ok_or_else(|| DecodeError("compartment".into()))?;
        let level = Level::from_u8(d.u8()?).ok_or_else(|| DecodeError("level".into()))?;
        Ok(Clause {
            unit,
            owner,
            compartment,
            level,
        })
    }
}

impl Canonical for Reach {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(self.0.len() as u64)?;
        self.0.iter().try_for_each(|clause| clause.write(e))
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Reach(array(d, Clause::read)?))
    }
}
