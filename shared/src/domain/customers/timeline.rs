//! everything that happened with a customer in one list, without re-entry.

use super::{Contact, Interaction};
use crate::domain::exhibitions::BoothLead;
use crate::domain::tasks::{Attachment, Task};
use crate::domain::visits::FactoryVisit;
use crate::entity::{Entity, Id, Kind, Record, Value, common};
use crate::ordered;
use crate::rules;
use crate::sync::Look;
use crate::sync::look::child_key;

/// One line of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// When it happened, UTC ms.
    pub at_ms: i64,
    /// What sort of record.
    pub kind: Kind,
    /// Which one.
    pub id: Id,
    /// Its headline.
    pub title: String,
}

/// The references that lead from a record to its customer. Each new system adds its line.
const PATHS: &[(Kind, u16)] = &[
    (Interaction::SCHEMA.kind, Interaction::CUSTOMER),
    (BoothLead::SCHEMA.kind, BoothLead::CUSTOMER),
    (Contact::SCHEMA.kind, Contact::CUSTOMER),
    (FactoryVisit::SCHEMA.kind, FactoryVisit::CUSTOMER),
    (Task::SCHEMA.kind, Task::SOURCE),
    (Attachment::SCHEMA.kind, Attachment::OF),
];

/// The timeline of a customer, newest first, children of its leads included.
pub fn timeline(look: &dyn Look, customer: Id) -> Vec<Entry> {
    if !rules::on(10) {
        return Vec::new();
    }
    let mut entries = Vec::new();
    let mut roots = vec![customer];
    let mut at = 0;
    while let Some(root) = roots.get(at).copied() {
        at += 1;
        for (kind, field) in PATHS {
            for id in look.at(&child_key(*kind, *field, root)).ids {
                let Some(record) = look.record(id).known() else {
                    continue;
                };
                // A lead brings its own notes, tasks and photos along.
                if record.kind == BoothLead::SCHEMA.kind && !roots.contains(&id) {
                    roots.push(id);
                }
                if !entries.iter().any(|entry: &Entry| entry.id == id) {
                    entries.push(entry(&record));
                }
            }
        }
        for id in look
            .at(&child_key(
                Interaction::SCHEMA.kind,
                Interaction::LEAD,
                root,
            ))
            .ids
        {
            if let Some(record) = look.record(id).known()
                && !entries.iter().any(|entry| entry.id == id)
            {
                entries.push(entry(&record));
            }
        }
    }
    ordered::sort_by(&mut entries, |a, b| {
        b.at_ms.cmp(&a.at_ms).then(a.id.cmp(&b.id))
    });
    entries
}

fn entry(record: &Record) -> Entry {
    // When it happened, or is to; else when it was written down.
    let own: &[u16] = match record.kind {
        Interaction::KIND => &[Interaction::AT],
        FactoryVisit::KIND => &[FactoryVisit::ARRIVED_AT, FactoryVisit::ARRIVE_AT],
        _ => &[],
    };
    let at_ms = own
        .iter()
        .chain(&[common::CREATED_AT])
        .find_map(|no| {
            if let Some(Value::Instant(at)) = record.get(*no) {
                Some(at.utc_ms)
            } else {
                None
            }
        })
        .unwrap_or_default();
    Entry {
        at_ms,
        kind: record.kind,
        id: record.id,
        title: crate::domain::title(record),
    }
}
