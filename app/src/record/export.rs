//! A list as a file for spreadsheets: what is shown, in the order it is shown.

use super::audit::report;
use super::list::ListModel;
use super::words::{field_label, record_title, state_word, value_words};
use crate::i18n::tr;
use crate::platform::clock;
use crate::replica::Replica;
use leptos::prelude::*;
use shared::access::{day_of, may_export};
use shared::calendar;
use shared::catalogue::audit::AuditAction;
use shared::entity::{EntitySchema, FieldKind, FieldSpec, Id, Record, Value, common};
use shared::exchange::csv::{Bom, Writer};
use shared::exchange::plain::{file_name, plain};

/// Whether the person who works here may take lists of this kind away; follows their grants.
#[must_use]
pub fn exportable(replica: Replica, schema: &'static EntitySchema) -> Signal<bool> {
    let me = replica.record(replica.me());
    Signal::derive(move || {
        // Grants may arrive later than the screen.
        me.with(|_| ());
        let today = day_of(u64::try_from(clock::wall_ms()).unwrap_or_default());
        replica.world(|world| may_export(world, replica.me(), schema, today))
    })
}

/// Offers what a list shows as a file. Gives the number of records in it.
pub fn export(replica: Replica, list: ListModel, title: &str) -> usize {
    let schema = list.schema();
    let ids = list.grid.rows.get_untracked();
    let records: Vec<Record> = replica.world(|world| {
        let ids = ids.iter().map(|id| Id(id.into_bytes()));
        ids.filter_map(|id| world.get(id).cloned()).collect()
    });
    let today = plain(&Value::Instant(super::now()), calendar::standard().zone());
    let today = today.as_deref().and_then(|now| now.split(' ').next());
    let about = subject(schema, &records).map(|id| record_title(replica, id));
    let parts = [title, &about.unwrap_or_default(), today.unwrap_or_default()];
    save(
        &file_name(&parts, "csv"),
        "text/csv;charset=utf-8",
        &table(replica, schema, &records),
    );
    let about = format!("{title} × {}", records.len());
    report(replica, AuditAction::Export, None, about);
    records.len()
}

/// One row per record, one column per field, under its label.
fn table(replica: Replica, schema: &'static EntitySchema, records: &[Record]) -> String {
    let fields: Vec<&FieldSpec> = schema.fields.iter().filter(|f| is_text(f)).collect();
    let label = |no| schema.field(no).map(|spec| field_label(schema, spec));
    let mut table = Writer::new(Bom::With);
    let mut head: Vec<String> = label(common::DOC_NO).into_iter().collect();
    head.extend(fields.iter().map(|spec| field_label(schema, spec)));
    head.push(tr("field-state", &[]));
    head.extend(label(common::CREATED_AT));
    table.row(&head);
    for record in records {
        let numbers = [common::DOC_NO, common::PROVISIONAL_NO].map(|no| record.text(no));
        let number = numbers.into_iter().find(|number| !number.is_empty());
        let mut row = vec![number.unwrap_or_default().to_owned()];
        row.extend(fields.iter().map(|spec| cell(replica, record, spec)));
        row.push(state_word(schema, record.state()).unwrap_or_default());
        let made = schema.field(common::CREATED_AT);
        row.extend(made.map(|spec| cell(replica, record, spec)));
        table.row(&row);
    }
    table.finish()
}

/// Has a value that can stand in a cell.
fn is_text(spec: &FieldSpec) -> bool {
    !matches!(
        spec.kind,
        FieldKind::Attachment | FieldKind::Signature | FieldKind::Items(_)
    )
}

/// A field in one cell. Of a conflict both values are given: a file must not decide it.
fn cell(replica: Replica, record: &Record, spec: &FieldSpec) -> String {
    let versions = record.cell(spec.no).map(|cell| cell.versions.as_slice());
    let values = versions.unwrap_or_default().iter();
    let words = values.filter_map(|version| words(replica, &spec.kind, &version.value));
    words.collect::<Vec<_>>().join(" | ")
}

fn words(replica: Replica, kind: &FieldKind, value: &Value) -> Option<String> {
    if let (Value::List(items), FieldKind::List(kind)) = (value, kind) {
        let items = items.iter().filter_map(|item| words(replica, kind, item));
        return Some(items.collect::<Vec<_>>().join("; "));
    }
    plain(value, calendar::standard().zone()).or_else(|| value_words(replica, kind, value))
}

/// What all records are about, such as the show of its leads: the record that the first reference among
/// the columns of the list leads to from every one of them.
fn subject(schema: &EntitySchema, records: &[Record]) -> Option<Id> {
    let is_reference =
        |spec: &&FieldSpec| spec.flags.listed && matches!(spec.kind, FieldKind::Ref(_));
    let field = schema.fields.iter().find(is_reference)?.no;
    let first = records.first()?.reference(field)?;
    let same = |record: &Record| record.reference(field) == Some(first);
    records.iter().all(same).then_some(first)
}

/// Offers a text as a file.
#[cfg(target_arch = "wasm32")]
pub fn save(name: &str, sort: &str, text: &str) {
    crate::platform::files::save(name, sort, text.as_bytes());
}

/// The host has nobody to save a file.
#[cfg(not(target_arch = "wasm32"))]
pub fn save(_: &str, _: &str, _: &str) {}
