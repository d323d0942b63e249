//! V3: every device holds byte for byte what the server holds within its reach. V7: and nothing
//! else. Reach is worked out here anew from the user's record, not asked of the engine.

use std::collections::{BTreeMap, BTreeSet};

use shared::access::{Scope, grants_of, role};
use shared::domain::organisation::{OrgUnit, User, UserStatus};
use shared::entity::{Bucket, Canonical, Compartment, Entity, FacetRow, Id, Level, Record};
use shared::sync::server::{Store, StoreLook};
use shared::sync::wire::{SentRow, via};
use shared::sync::{Look, look};

use super::super::run::Sim;

pub(super) fn check(sim: &Sim, records: &BTreeMap<Id, Record>) -> Vec<String> {
    let mut breaches: Vec<String> = sim.house.misplaced(records).into_iter().collect();
    let rows: BTreeMap<Key, &FacetRow> = sim
        .house
        .store
        .inner
        .all_rows()
        .map(|row| (key(row), row))
        .collect();
    breaches.extend(sums(sim, &rows));
    for device in &sim.devices {
        let Some(machine) = &device.machine else {
            continue;
        };
        let eyes = Eyes::of(sim, device.user());
        let reason = |row: &FacetRow| {
            let home = if eyes.see(&row.bucket) { via::HOME } else { 0 };
            let lent = lent(sim, row, device.user());
            home | if lent { via::SHARE } else { 0 }
        };
        let signed_in = rows.iter().filter(|_| device.person.is_some());
        let expected: Rows<'_> = signed_in
            .map(|(key, row)| (*key, (*row, reason(row))))
            .filter(|(_, (_, via))| *via != 0)
            .collect();
        let held: Vec<SentRow> = machine.world.rows().collect();
        let stored = device.disk.rows();
        for (what, mine) in [
            ("in memory", held.iter().map(here).collect::<Rows<'_>>()),
            ("on disk", stored.values().map(|row| here(row)).collect()),
        ] {
            if let Some(breach) = differ(&mine, &expected) {
                breaches.push(format!(
                    "{breach} {what} of {:?} ({:?})",
                    device.replica, device.person
                ));
            }
        }
    }
    breaches.truncate(4);
    breaches
}

/// A facet.
type Key = (Id, u8);

/// Facets, and why each is there.
type Rows<'a> = BTreeMap<Key, (&'a FacetRow, u8)>;

fn key(row: &FacetRow) -> Key {
    (row.id, row.bucket.level as u8)
}

fn here(sent: &SentRow) -> (Key, (&FacetRow, u8)) {
    (key(&sent.row), (&sent.row, sent.via))
}

/// Equal rows have equal bytes; rows that differ may still.
fn same(mine: &FacetRow, their: &FacetRow) -> bool {
    mine == their || mine.to_bytes() == their.to_bytes()
}

fn differ(mine: &Rows<'_>, theirs: &Rows<'_>) -> Option<String> {
    let extra = mine.keys().find(|key| !theirs.contains_key(*key));
    if let Some(key) = extra {
        return Some(format!("V7: {key:?} is out of reach and still"));
    }
    let missing = theirs.keys().find(|key| !mine.contains_key(*key));
    if let Some(key) = missing {
        return Some(format!("V3: {key:?} is missing"));
    }
    mine.iter().find_map(|(key, (row, via))| {
        let (their, wanted) = theirs.get(key)?;
        let same = same(row, their);
        (!same || via != wanted).then(|| {
            format!(
                "V3: {key:?} differs (content equal: {same}, here by {via}, should be by {wanted})"
            )
        })
    })
}

/// The server's running sums are the sums of its rows.
fn sums(sim: &Sim, rows: &BTreeMap<Key, &FacetRow>) -> Option<String> {
    let mut sums: BTreeMap<Bucket, u128> = BTreeMap::new();
    for row in rows.values() {
        let sum = sums.entry(row.bucket).or_default();
        *sum = sum.wrapping_add(row.hash());
    }
    let kept = sim.house.store.inner.buckets().unwrap_or_default();
    let kept: BTreeMap<Bucket, u128> = kept.into_iter().filter(|(_, sum)| *sum != 0).collect();
    sums.retain(|_, sum| *sum != 0);
    (kept != sums).then(|| "V3: the server's bucket sums are not those of its rows".into())
}

fn lent(sim: &Sim, row: &FacetRow, user: Id) -> bool {
    sim.house.store.inner.shares(row.id).is_ok_and(|shares| {
        shares
            .iter()
            .any(|(to, upto)| *to == user && row.bucket.level <= *upto)
    })
}

/// Highest level, compartments, and `None` for everything, else units besides one's own.
type Sight = (Level, &'static [Compartment], Option<BTreeSet<Id>>);

/// What a user may see.
struct Eyes {
    user: Id,
    grants: Vec<Sight>,
}

impl Eyes {
    fn of(sim: &Sim, user: Id) -> Eyes {
        let look = StoreLook::new(&sim.house.store.inner);
        let active = look
            .record(user)
            .known()
            .is_some_and(|record| User::read(&record).status != UserStatus::Disabled);
        let grants = grants_of(&look, user)
            .into_iter()
            .filter(|_| active)
            .filter_map(|grant| {
                let role = role(&grant.role)?;
                let units = match grant.scope {
                    Scope::All => None,
                    Scope::Own => Some(BTreeSet::new()),
                    Scope::Department | Scope::Site => Some(below(&look, user)),
                };
                Some((role.level, role.reads, units))
            });
        let grants = grants.collect();
        Eyes { user, grants }
    }

    fn see(&self, bucket: &Bucket) -> bool {
        self.grants.iter().any(|(level, reads, units)| {
            if bucket.level > *level {
                return false;
            }
            if bucket.compartment == Compartment::Reference {
                return true;
            }
            let place = match units {
                None => true,
                Some(units) => units.contains(&bucket.unit) || bucket.owner == self.user,
            };
            reads.contains(&bucket.compartment) && place
        })
    }
}

/// A user's units and all below them.
fn below(look: &dyn Look, user: Id) -> BTreeSet<Id> {
    let mut units: BTreeSet<Id> = look
        .record(user)
        .known()
        .map(|record| {
            User::read(&record)
                .units
                .iter()
                .filter_map(|u| u.get())
                .collect()
        })
        .unwrap_or_default();
    let mut todo: Vec<Id> = units.iter().copied().collect();
    while let Some(unit) = todo.pop() {
        for child in look
            .at(&look::child_key(OrgUnit::KIND, OrgUnit::PARENT, unit))
            .ids
        {
            if units.insert(child) {
                todo.push(child);
            }
        }
    }
    units
}
