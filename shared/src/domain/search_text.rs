//! What a record can be found by, read off its table.

use super::{REGISTRY, entry};
use crate::entity::{Cell, FieldKind, Id, Kind, Record, Slot, Value, Version};

/// The text of a record that a search looks through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText<'a> {
    /// What it is called: its searched lines of plain text. A match at the start of one ranks highest.
    pub names: Vec<&'a str>,
    /// Numbers, phones, e-mails, notes.
    pub others: Vec<&'a str>,
}

/// Every field marked `search`, under both values where two stand.
#[must_use]
pub fn search_text(record: &Record) -> SearchText<'_> {
    let mut text = SearchText::default();
    let Some(entry) = entry(record.kind) else {
        return text;
    };
    for (no, slot) in record.slots.iter() {
        let Some(spec) = entry.schema.field(*no).filter(|spec| spec.flags.search) else {
            continue;
        };
        let is_name = spec.no >= 16 && spec.kind == FieldKind::Text;
        let into = if is_name {
            &mut text.names
        } else {
            &mut text.others
        };
        versions(slot).for_each(|version| collect(&version.value, into));
    }
    text
}

/// When a record last changed: milliseconds of the corrected clock.
#[must_use]
pub fn freshness(record: &Record) -> u64 {
    let all = record.slots.values().flat_map(versions);
    all.map(|version| version.hlc.ms).max().unwrap_or_default()
}

/// The record that is found by the text of this one as well: a customer by its people.
#[must_use]
pub fn lends_to(record: &Record) -> Option<Id> {
    record.reference(entry(record.kind)?.lends?)
}

/// The kinds whose records lend their text to records of `kind`.
pub fn lenders(kind: Kind) -> impl Iterator<Item = Kind> {
    REGISTRY
        .iter()
        .filter(move |entry| {
            let field = entry.lends.and_then(|no| entry.schema.field(no));
            field.is_some_and(|spec| spec.kind == FieldKind::Ref(kind))
        })
        .map(|entry| entry.schema.kind)
}

fn versions(slot: &Slot) -> impl Iterator<Item = &Version> {
    let cell = if let Slot::Cell(cell) = slot {
        Some(cell)
    } else {
        None
    };
    cell.map_or(&[][..], |Cell { versions }| versions).iter()
}

fn collect<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
    match value {
        Value::Text(text) if !text.is_empty() => into.push(text),
        Value::List(items) => items.iter().for_each(|item| collect(item, into)),
        _ => {}
    }
}
