//! One folder per business system: the entities and their rules (requirements §3, §4).
//!
//! [`REGISTRY`] is the product at a glance. Adding an entity: a struct with `#[derive(Entity)]` in
//! its system's folder, one line here, its labels in each language.

pub mod approvals;
pub mod audit;
pub mod checklists;
mod content;
pub mod customers;
pub mod exhibitions;
pub mod guidance;
pub mod history;
pub mod notices;
pub mod organisation;
pub mod probe;
pub mod products;
mod search_text;
mod seed_text;
pub mod settings;
pub mod tasks;
pub mod visits;

pub use content::{Seed, content};
pub use search_text::{SearchText, freshness, lenders, lends_to, search_text};

use crate::entity::{
    Binding, Entity, EntitySchema, Id, Kind, Record, Slot, Transition, Value, common, content_hash,
};
use crate::ordered;
use crate::sync::apply::Work;
use crate::sync::look::{child_key, home_key};
use crate::sync::{Look, Reason};

/// Draws the consequences of a change: what the record was, and what it is.
pub type Effect = fn(&mut Work<'_, '_>, Option<&Record>, &Record);

/// An entity with the places where its system acts.
pub struct Entry {
    /// The table.
    pub schema: &'static EntitySchema,
    /// Why a step is blocked, beyond missing fields and roles.
    pub guard: fn(&dyn Look, &Record, &Transition) -> Vec<Reason>,
    /// What to ask a person before a step that the rules allow and that hardly anybody means: (record with
    /// the step's arguments, step, now in UTC ms).
    pub doubts: fn(&dyn Look, &Record, &Transition, i64) -> Vec<Reason>,
    /// Why an op is refused although its values have the right shape.
    pub check: fn(&mut Work<'_, '_>, Option<&Record>) -> Vec<Reason>,
    /// What else changes when a record of this kind changed.
    pub effects: Effect,
    /// Further index keys: how somebody is recognised.
    pub keys: fn(&Record) -> Vec<Vec<u8>>,
    /// What a decision binds.
    pub binds: &'static [Binding],
    /// The reference to a record that is found by the text of this one as well.
    pub lends: Option<u16>,
    /// Whom the record is assigned to: host, driver, executor. It is lent to them with its children, and
    /// what they do with it counts as done by somebody in charge (design §5).
    pub assigned: fn(&Record) -> Vec<Id>,
    /// What belongs to it goes to its own doers alone: of a notice to many everybody sees his own task.
    pub apart: bool,
    /// What the house has in stock of a quota field, over all replicas; `None` where quotas are all
    /// there is.
    pub supply: fn(&Record, u16) -> Option<i64>,
}

const fn plain(schema: &'static EntitySchema) -> Entry {
    Entry {
        schema,
        guard: no_guard,
        doubts: no_doubts,
        check: no_check,
        effects: no_effects,
        keys: no_keys,
        binds: &[],
        lends: None,
        assigned: no_one,
        apart: false,
        supply: no_stock,
    }
}

fn no_guard(_: &dyn Look, _: &Record, _: &Transition) -> Vec<Reason> {
    Vec::new()
}

fn no_doubts(_: &dyn Look, _: &Record, _: &Transition, _: i64) -> Vec<Reason> {
    Vec::new()
}

fn no_one(_: &Record) -> Vec<Id> {
    Vec::new()
}

fn no_stock(_: &Record, _: u16) -> Option<i64> {
    None
}

fn no_check(_: &mut Work<'_, '_>, _: Option<&Record>) -> Vec<Reason> {
    Vec::new()
}

fn no_effects(_: &mut Work<'_, '_>, _: Option<&Record>, _: &Record) {}

fn no_keys(_: &Record) -> Vec<Vec<u8>> {
    Vec::new()
}

/// Every entity there is.
pub static REGISTRY: &[Entry] = &[
    plain(organisation::OrgUnit::SCHEMA),
    Entry {
        keys: organisation::user_keys,
        ..plain(organisation::User::SCHEMA)
    },
    plain(organisation::Device::SCHEMA),
    plain(products::Product::SCHEMA),
    Entry {
        effects: customers::propose_duplicates,
        keys: customers::customer_keys,
        guard: customers::customer_guard,
        ..plain(customers::Customer::SCHEMA)
    },
    Entry {
        effects: customers::propose_duplicates,
        keys: customers::contact_keys,
        lends: Some(customers::Contact::CUSTOMER),
        ..plain(customers::Contact::SCHEMA)
    },
    plain(customers::Interaction::SCHEMA),
    plain(exhibitions::Exhibition::SCHEMA),
    Entry {
        guard: exhibitions::lead_guard,
        effects: exhibitions::lead_effects,
        keys: exhibitions::lead_keys,
        ..plain(exhibitions::BoothLead::SCHEMA)
    },
    Entry {
        keys: tasks::watch_keys,
        assigned: tasks::doer,
        ..plain(tasks::Task::SCHEMA)
    },
    plain(tasks::Attachment::SCHEMA),
    plain(customers::Duplicate::SCHEMA),
    Entry {
        guard: approvals::approval_guard,
        doubts: approvals::approval_doubts,
        assigned: approvals::concerned,
        ..plain(approvals::Approval::SCHEMA)
    },
    Entry {
        assigned: approvals::parties,
        ..plain(approvals::Delegation::SCHEMA)
    },
    Entry {
        effects: notices::notice_effects,
        assigned: notices::receivers,
        apart: true,
        ..plain(notices::InternalNotice::SCHEMA)
    },
    Entry {
        guard: notices::customer_notice_guard,
        ..plain(notices::CustomerNotice::SCHEMA)
    },
    Entry {
        guard: visits::visit_guard,
        doubts: visits::visit_doubts,
        check: visits::visit_check,
        effects: visits::visit_effects,
        assigned: visits::crew,
        ..plain(visits::FactoryVisit::SCHEMA)
    },
    Entry {
        guard: visits::plan_guard,
        doubts: visits::plan_doubts,
        check: visits::plan_check,
        effects: visits::plan_effects,
        binds: visits::PLAN_BINDS,
        assigned: visits::plan_crew,
        ..plain(visits::ReceptionPlan::SCHEMA)
    },
    Entry {
        effects: visits::request_effects,
        assigned: visits::request_leader,
        ..plain(visits::VisitRequest::SCHEMA)
    },
    plain(visits::VisitDebrief::SCHEMA),
    Entry {
        doubts: visits::trip_doubts,
        effects: visits::trip_effects,
        assigned: visits::trip_crew,
        ..plain(visits::TripLog::SCHEMA)
    },
    Entry {
        keys: visits::agreement_keys,
        ..plain(visits::HotelAgreement::SCHEMA)
    },
    Entry {
        guard: visits::lodging_guard,
        assigned: visits::lodging_companions,
        ..plain(visits::LodgingBooking::SCHEMA)
    },
    Entry {
        effects: visits::gift_effects,
        supply: visits::gift_supply,
        ..plain(visits::GiftStock::SCHEMA)
    },
    Entry {
        effects: visits::stop_effects,
        ..plain(visits::TourStop::SCHEMA)
    },
    Entry {
        check: settings::calendar_check,
        effects: settings::calendar_effects,
        ..plain(settings::WorkCalendar::SCHEMA)
    },
    Entry {
        check: settings::parameter_check,
        keys: settings::parameter_keys,
        ..plain(settings::Parameter::SCHEMA)
    },
    plain(&history::SCHEMAS[0]),
    plain(&history::SCHEMAS[1]),
    plain(&history::SCHEMAS[2]),
    plain(&history::SCHEMAS[3]),
    Entry {
        keys: checklists::template_keys,
        ..plain(checklists::ChecklistTemplate::SCHEMA)
    },
    Entry {
        guard: checklists::run_guard,
        effects: checklists::run_effects,
        binds: checklists::BINDS,
        assigned: checklists::executor,
        ..plain(checklists::ChecklistRun::SCHEMA)
    },
    Entry {
        keys: guidance::card_keys,
        ..plain(guidance::GuidanceCard::SCHEMA)
    },
    Entry {
        check: audit::audit_check,
        effects: audit::audit_effects,
        ..plain(audit::AuditEvent::SCHEMA)
    },
    Entry {
        binds: probe::BINDS,
        ..plain(probe::Probe::SCHEMA)
    },
];

fn entry(kind: Kind) -> Option<&'static Entry> {
    REGISTRY.iter().find(|entry| entry.schema.kind == kind)
}

/// The table of a kind; `None` for a newer peer's entity.
pub fn schema(kind: Kind) -> Option<&'static EntitySchema> {
    entry(kind).map(|entry| entry.schema)
}

/// The table with this key.
pub fn by_key(key: &str) -> Option<&'static EntitySchema> {
    REGISTRY
        .iter()
        .map(|entry| entry.schema)
        .find(|schema| schema.key == key)
}

/// Why the system of a record refuses the op at work, beyond the shape of its values. `before` is
/// the record it is about; `None` for a new one.
pub(crate) fn check(
    schema: &EntitySchema,
    work: &mut Work<'_, '_>,
    before: Option<&Record>,
) -> Vec<Reason> {
    entry(schema.kind).map_or_else(Vec::new, |entry| (entry.check)(work, before))
}

/// Lets the system of a changed record draw the consequences.
pub(crate) fn effects(
    schema: &EntitySchema,
    work: &mut Work<'_, '_>,
    before: Option<&Record>,
    id: Id,
) {
    let own = entry(schema.kind).map(|entry| entry.effects);
    let all: [Effect; 4] = [
        customers::follow_merges,
        approvals::follow,
        visits::keep_room,
        visits::keep_prepared,
    ];
    for draw in own.into_iter().chain(all) {
        // Each sees what the one before it made of the record.
        let Some(after) = work.overlay.changed.get(&id).cloned() else {
            return;
        };
        draw(work, before, &after);
    }
}

/// Whom a record itself is assigned to.
pub fn assigned(record: &Record) -> Vec<Id> {
    entry(record.kind).map_or_else(Vec::new, |entry| (entry.assigned)(record))
}

/// Whom what belongs to a record is assigned to with it.
pub fn assigned_below(record: &Record) -> Vec<Id> {
    let below = |entry: &&Entry| !entry.apart;
    entry(record.kind)
        .filter(below)
        .map_or_else(Vec::new, |entry| (entry.assigned)(record))
}

/// What the house has in stock of a quota field.
pub fn supply(record: &Record, no: u16) -> Option<i64> {
    entry(record.kind).and_then(|entry| (entry.supply)(record, no))
}

/// Why the system of a record blocks a step.
pub fn guard(
    schema: &EntitySchema,
    look: &dyn Look,
    record: &Record,
    arrow: &Transition,
) -> Vec<Reason> {
    entry(schema.kind).map_or_else(Vec::new, |entry| (entry.guard)(look, record, arrow))
}

/// What to ask a person before a step.
pub(crate) fn doubts(
    schema: &EntitySchema,
    look: &dyn Look,
    record: &Record,
    arrow: &Transition,
    now_ms: i64,
) -> Vec<Reason> {
    entry(schema.kind).map_or_else(Vec::new, |entry| {
        (entry.doubts)(look, record, arrow, now_ms)
    })
}

/// The content hash a decision on this record binds. A decision on an approval binds its object.
///
/// # Errors
/// The field that holds two values: a conflict cannot be bound.
pub fn bound_hash(
    look: &dyn Look,
    schema: &EntitySchema,
    record: &Record,
) -> Result<[u8; 32], u16> {
    if schema.kind == approvals::Approval::KIND
        && let Some(object) = record
            .reference(approvals::Approval::OBJECT)
            .and_then(|id| look.record(id).known())
        && let Some(schema) = self::schema(object.kind)
    {
        return bound_hash(look, schema, &object);
    }
    let binding = entry(schema.kind).and_then(|entry| entry.binds.first());
    content_hash(binding.unwrap_or(&Binding { fields: &[] }), record, &[])
}

/// The bound fields of a record with their values: what an approval keeps of what it was given for.
pub fn bound_values(record: &Record) -> Vec<(u16, Value)> {
    let fields = entry(record.kind)
        .and_then(|entry| entry.binds.first())
        .map_or(&[][..], |binding| binding.fields);
    fields
        .iter()
        .filter_map(|no| Some((*no, plain_value(record, *no)?)))
        .collect()
}

/// A field as one value; a collection as the list of its live items, each a group of its fields with the
/// item's id as part 0.
fn plain_value(record: &Record, no: u16) -> Option<Value> {
    if let Some(Slot::Items(_)) = record.slots.get(&no) {
        let items = record.live_items(no).into_iter().map(|(id, item)| {
            let mut parts = vec![(0, Value::Bytes(id.0.to_vec()))];
            let cells = item.cells.iter();
            parts.extend(cells.filter_map(|(part, cell)| Some((*part, cell.value()?.clone()))));
            Value::Group(parts)
        });
        return Some(Value::List(items.collect()));
    }
    record.get(no).cloned()
}

/// All index keys of a record: its indexed references, its parts, how it is recognised.
pub fn index_keys(record: &Record) -> Vec<Vec<u8>> {
    let Some(entry) = entry(record.kind) else {
        return Vec::new();
    };
    let mut keys = (entry.keys)(record);
    // both numbers find the record, the provisional one for ever.
    let numbers = [common::DOC_NO, common::PROVISIONAL_NO].map(|no| record.text(no));
    keys.extend(
        numbers
            .into_iter()
            .filter(|number| !number.is_empty())
            .map(number_key),
    );
    for (no, slot) in record.slots.iter() {
        let Some(spec) = entry.schema.field(*no) else {
            continue;
        };
        let home = entry.schema.home == Some(*no);
        let Slot::Cell(cell) = slot else { continue };
        // A field with two values is found under both.
        for version in &cell.versions {
            references(&version.value, &mut |id| {
                if spec.flags.indexed {
                    keys.push(child_key(record.kind, *no, id));
                }
                if home {
                    keys.push(home_key(id));
                }
            });
        }
    }
    ordered::sort(&mut keys);
    keys.dedup();
    keys
}

/// The index key of a document number, final or provisional.
pub fn number_key(number: &str) -> Vec<u8> {
    let mut key = vec![b'n'];
    key.extend_from_slice(number.to_uppercase().as_bytes());
    key
}

fn references(value: &Value, add: &mut impl FnMut(Id)) {
    match value {
        Value::Ref(_, id) => add(*id),
        Value::List(items) => items.iter().for_each(|item| references(item, add)),
        _ => {}
    }
}

/// The text that stands for a record.
pub fn title(record: &Record) -> String {
    let Some(schema) = schema(record.kind) else {
        return String::new();
    };
    let own = record.text(schema.title);
    if !own.is_empty() {
        return own.to_owned();
    }
    [common::DOC_NO, common::PROVISIONAL_NO]
        .iter()
        .map(|no| record.text(*no))
        .find(|t| !t.is_empty())
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests;
