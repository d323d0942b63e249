//! May this op be done? Asked by the server at receipt, for every op (ASVS 8.2.3, 8.3.1).

use super::grant::{Grant, Scope, day_of, grants_of, is_active};
use super::reach::openings;
use super::role::{reports_only, role, writers};
use super::{assigned, home};
use crate::domain;
use crate::entity::{
    Bucket, Compartment, EntitySchema, Id, Level, Record, ReplicaId, VOID, common,
};
use crate::sync::apply::Stamp;
use crate::sync::{Action, Class, Look, Lookup, Op, Reason};

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// Yes.
    Allowed,
    /// It was allowed when it was done, and is not now: a person decides (design §5).
    Quarantine(Reason),
    /// No.
    Refused(Reason),
}

/// Entities a tablet may create while nobody is signed in (design §4, Who writes).
const ANONYMOUS: [&str; 3] = ["lead", "interaction", "attachment"];

/// Checks an op against role, record and field.
pub fn check(look: &dyn Look, op: &Op, stamp: &Stamp) -> Access {
    if op.id.replica == ReplicaId::SERVER {
        return Access::Allowed;
    }
    let Some(schema) = domain::schema(op.kind) else {
        return Access::Refused(Reason::new("unknown-kind"));
    };
    if op.actor.is_nil() {
        let may = op.class() == Class::F
            || (ANONYMOUS.contains(&schema.key) && matches!(op.action, Action::Create { .. }));
        return if may {
            Access::Allowed
        } else {
            Access::Refused(Reason::new("sign-in-first"))
        };
    }
    let record = match look.record(op.record) {
        Lookup::Known(record) => Some(record),
        Lookup::Absent | Lookup::NotHere => None,
    };
    let grants = grants_of(look, op.actor);
    let now = day_of(stamp.received_ms);
    let then = day_of(stamp.hlc.ms);
    let allowed = |day: i32| {
        grants
            .iter()
            .filter(|grant| grant.holds_on(day))
            .any(|grant| permits(look, schema, record.as_deref(), op, grant))
    };
    let active = is_active(look, op.actor);
    if active && allowed(now) {
        return Access::Allowed;
    }
    if allowed(then) || (!active && allowed(now)) {
        return Access::Quarantine(Reason::new("grant-ended"));
    }
    Access::Refused(Reason::new("not-permitted"))
}

fn permits(
    look: &dyn Look,
    schema: &EntitySchema,
    record: Option<&Record>,
    op: &Op,
    grant: &Grant,
) -> bool {
    let Some(role) = role(&grant.role) else {
        return false;
    };
    let codes = writers(schema.key);
    if !codes.contains(&"*") && !codes.contains(&role.code) {
        return false;
    }
    if reports_only(role.code, schema.key) && !is_report(&op.action) {
        return false;
    }
    let mine = record.is_some_and(|record| assigned(look, record).contains(&op.actor));
    // Whom a record is assigned to sees it at its own level, whatever his role sees of others.
    let top = if mine {
        role.level.max(schema.level)
    } else {
        role.level
    };
    if touched(schema, op).any(|level| level > top) {
        return false;
    }
    match record {
        Some(record) => mine || in_scope(look, schema, record, op.actor, grant),
        None => true,
    }
}

/// A fact of the entity's own, or a step of its life cycle.
fn is_report(action: &Action) -> bool {
    match action {
        Action::Fact { field, .. } => *field > common::LAST,
        Action::Step { transition, .. } => *transition != VOID,
        _ => false,
    }
}

/// Levels of the fields an op writes.
fn touched<'a>(schema: &'a EntitySchema, op: &'a Op) -> impl Iterator<Item = Level> + 'a {
    let numbers: Vec<u16> = match &op.action {
        Action::Create { fields, items } => fields
            .iter()
            .map(|(no, _)| *no)
            .chain(items.iter().map(|item| item.field))
            .collect(),
        Action::Set { fields, .. } => fields.iter().map(|(no, _)| *no).collect(),
        Action::Step { args, .. } => args.iter().map(|(no, _)| *no).collect(),
        Action::Fact { field, .. }
        | Action::RemoveItem { field, .. }
        | Action::Reserve { field, .. }
        | Action::Grant { field, .. } => vec![*field],
        Action::PutItem(item) => vec![item.field],
        Action::Unknown(_) => Vec::new(),
    };
    numbers
        .into_iter()
        .filter(|no| schema.field(*no).is_some())
        .map(|no| schema.level_of(no))
}

fn in_scope(
    look: &dyn Look,
    schema: &EntitySchema,
    record: &Record,
    actor: Id,
    grant: &Grant,
) -> bool {
    let (unit, owner, _) = home(look, record);
    if schema.compartment == Compartment::Reference || grant.scope == Scope::All {
        return true;
    }
    if owner == actor || owner.is_nil() || record.reference(common::CREATOR) == Some(actor) {
        return true;
    }
    if grant.scope == Scope::Own {
        return false;
    }
    let bucket = Bucket {
        unit,
        owner,
        compartment: schema.compartment,
        level: Level::L1,
    };
    unit.is_nil()
        || openings(look, actor, grant)
            .iter()
            .any(|clause| clause.opens(&bucket))
}
