//! What changed between two contents of a record, field by field; items of a collection line by line.
//! Knows the table, never the entity.

use super::words::{field_label, value_words};
use crate::i18n::tr;
use crate::replica::Replica;
use crate::ui::{DiffRow, DiffSheet, Mark, Pair};
use shared::entity::{EntitySchema, FieldKind, FieldSpec, Value};
use shared::ordered;

/// Numbered values of a record; items of a collection are groups with their id as part 0.
type Content = [(u16, Value)];

/// The contents side by side: first the plain fields in one table, then one table for each collection.
/// Without an earlier content nothing is marked.
#[must_use]
pub fn compared(
    replica: Replica,
    schema: &'static EntitySchema,
    was: Option<&Content>,
    now: &Content,
) -> Vec<DiffSheet> {
    let of = |content: &Content, no: u16| {
        let found = content.iter().find(|(field, _)| *field == no);
        found.map(|(_, value)| value.clone())
    };
    let numbers = was.unwrap_or_default().iter().chain(now).map(|(no, _)| *no);
    let mut fields: Vec<&'static FieldSpec> = Vec::new();
    for spec in numbers.filter_map(|no| schema.field(no)) {
        if fields.iter().all(|there| there.no != spec.no) {
            fields.push(spec);
        }
    }
    let mut plain = Vec::new();
    let mut sheets = Vec::new();
    for spec in fields {
        let old = was.map(|was| of(was, spec.no));
        let new = of(now, spec.no);
        let label = field_label(schema, spec);
        match spec.kind {
            FieldKind::Items(parts) => {
                sheets.push(items(replica, label, (schema, spec, parts), old, new));
            }
            _ => {
                let words = |value: Option<Value>| value_words(replica, &spec.kind, &value?);
                let value = pair(old.map(words), words(new));
                plain.push(DiffRow {
                    mark: mark(&[&value]),
                    cells: vec![same(label), value],
                });
            }
        }
    }
    if !plain.is_empty() {
        let columns = ["diff-field", "diff-value"].map(|key| (tr(key, &[]), false));
        sheets.insert(
            0,
            DiffSheet {
                label: tr("diff-fields", &[]),
                columns: columns.into(),
                rows: plain,
            },
        );
    }
    sheets
}

/// A value that nobody compares.
fn same(text: String) -> Pair {
    Pair {
        was: None,
        now: Some(text),
    }
}

/// `old` is `None` without an earlier content, `Some(None)` where that content had no value.
fn pair(old: Option<Option<String>>, now: Option<String>) -> Pair {
    match old {
        Some(old) if old != now => Pair {
            // What was empty is said to have been so: otherwise a filled field looks unchanged.
            was: Some(old.unwrap_or_else(|| tr("not-given", &[]))),
            now: Some(now.unwrap_or_else(|| tr("not-given", &[]))),
        },
        _ => Pair {
            was: None,
            now: Some(now.unwrap_or_else(|| tr("not-given", &[]))),
        },
    }
}

fn mark(values: &[&Pair]) -> Mark {
    if values.iter().any(|value| value.was.is_some()) {
        Mark::Changed
    } else {
        Mark::Same
    }
}

/// One line for each item there is or was.
fn items(
    replica: Replica,
    label: String,
    (schema, field, parts): (&EntitySchema, &FieldSpec, &'static [FieldSpec]),
    old: Option<Option<Value>>,
    new: Option<Value>,
) -> DiffSheet {
    let list = |value: Option<Value>| match value {
        Some(Value::List(items)) => items,
        _ => Vec::new(),
    };
    let compares = old.is_some();
    let (old, new) = (list(old.flatten()), list(new));
    let same_item = |a: &Value, b: &Value| a.part(0) == b.part(0);
    // A part that no item has needs no column.
    let used = |spec: &&&FieldSpec| {
        let has = |item: &Value| item.part(spec.no).is_some_and(|value| !value.is_blank());
        old.iter().chain(&new).any(has)
    };
    let parts: Vec<&FieldSpec> = parts.iter().collect();
    let mut parts: Vec<&FieldSpec> = parts.iter().filter(used).copied().collect();
    // Amounts stand at the end, where the eye adds them up.
    let amount = |spec: &FieldSpec| matches!(spec.kind, FieldKind::Money);
    ordered::sort_by_key(&mut parts, |spec| amount(spec));
    let words = |item: Option<&Value>| {
        let part = |spec: &&FieldSpec| value_words(replica, &spec.kind, item?.part(spec.no)?);
        parts.iter().map(part).collect::<Vec<_>>()
    };
    let row = |was: Option<&Value>, now: Option<&Value>| {
        let cells = words(was).into_iter().zip(words(now));
        let cells: Vec<Pair> = match (was, now) {
            (Some(_), Some(_)) => cells
                .map(|(was, now)| Pair {
                    was: was.filter(|was| Some(was) != now.as_ref()),
                    now,
                })
                .collect(),
            (Some(_), None) => cells.map(|(was, _)| Pair { was, now: None }).collect(),
            _ => cells.map(|(_, now)| Pair { was: None, now }).collect(),
        };
        let mark = match (was, now) {
            (None, _) if compares => Mark::Added,
            (Some(_), None) => Mark::Removed,
            (Some(was), Some(now)) if was != now => Mark::Changed,
            _ => Mark::Same,
        };
        DiffRow { mark, cells }
    };
    // What happens at a time is read in the order of its times.
    let by = parts
        .iter()
        .find(|part| matches!(part.kind, FieldKind::Instant));
    let (mut old, mut new) = (old, new);
    if let Some(by) = by {
        let time = |item: &Value| match item.part(by.no) {
            Some(Value::Instant(at)) => at.utc_ms,
            _ => i64::MAX,
        };
        ordered::sort_by_key(&mut old, time);
        ordered::sort_by_key(&mut new, time);
    }
    let mut rows: Vec<DiffRow> = new
        .iter()
        .map(|now| row(old.iter().find(|was| same_item(was, now)), Some(now)))
        .collect();
    let gone = old
        .iter()
        .filter(|was| new.iter().all(|now| !same_item(was, now)));
    rows.extend(gone.map(|was| row(Some(was), None)));
    let columns = parts.iter().map(|part| {
        let name = tr(&format!("{}-{}-{}", schema.key, field.key, part.key), &[]);
        (name, amount(part))
    });
    DiffSheet {
        label,
        columns: columns.collect(),
        rows,
    }
}
