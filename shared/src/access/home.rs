//! The home of a record: the unit and owner that decide its buckets.

use crate::domain;
use crate::entity::{Bucket, Compartment, EntitySchema, Id, Level, Record, common};
use crate::sync::Look;

/// A contact of a lead of a show: deeper chains do not occur; a loop must end.
pub(super) const MAX_CHAIN: u32 = 4;

/// Unit, owner and compartment of a record. A record with a `home` field lives where the record
/// it names lives (a contact with its customer), and moves with it.
pub fn home(look: &dyn Look, record: &Record) -> (Id, Id, Compartment) {
    home_at(look, record, 0)
}

fn home_at(look: &dyn Look, record: &Record, depth: u32) -> (Id, Id, Compartment) {
    let Some(schema) = domain::schema(record.kind) else {
        return (Id::NIL, Id::NIL, Compartment::Config);
    };
    if let Some(parent) = schema.home.and_then(|no| record.reference(no))
        && depth < MAX_CHAIN
        && let Some(parent) = look.record(parent).known()
    {
        return home_at(look, &parent, depth + 1);
    }
    if schema.compartment == Compartment::Reference {
        // What everybody works with has one bucket per level.
        return (Id::NIL, Id::NIL, Compartment::Reference);
    }
    let unit = record.reference(common::UNIT).unwrap_or(Id::NIL);
    // What nobody owns yet stays with who made it: nobody loses sight of his own capture.
    let owner = schema.owner.and_then(|no| record.reference(no));
    let owner = owner
        .or(record.reference(common::CREATOR))
        .unwrap_or(Id::NIL);
    (unit, owner, schema.compartment)
}

/// The unit a record belongs to, whose head is DEPT_HEAD, and whose work it is. A record with an owner of
/// its own stands where it says; one without (a plan, an approval) where the record stands it lives with.
pub fn led(look: &dyn Look, record: &Record) -> (Id, Id) {
    led_at(look, record, 0)
}

/// The unit of [`led`].
pub fn belongs_to(look: &dyn Look, record: &Record) -> Id {
    led(look, record).0
}

fn led_at(look: &dyn Look, record: &Record, depth: u32) -> (Id, Id) {
    let schema = domain::schema(record.kind);
    let owner = schema.and_then(|schema| schema.owner);
    let parent = schema
        .filter(|_| owner.is_none() && depth < MAX_CHAIN)
        .and_then(|schema| record.reference(schema.home?))
        .and_then(|id| look.record(id).known());
    if let Some(parent) = parent {
        return led_at(look, &parent, depth + 1);
    }
    let whose = owner
        .and_then(|no| record.reference(no))
        .or_else(|| record.reference(common::CREATOR));
    let unit = record.reference(common::UNIT);
    (unit.unwrap_or_default(), whose.unwrap_or_default())
}

/// The bucket of a record's facet at one level.
pub fn bucket_of(look: &dyn Look, _schema: &EntitySchema, record: &Record, level: Level) -> Bucket {
    let (unit, owner, compartment) = home(look, record);
    Bucket {
        unit,
        owner,
        compartment,
        level,
    }
}
