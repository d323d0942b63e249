//! Two records field by field: what differs is chosen, what is equal is folded away.

use super::Pair;
use crate::i18n::tr;
use crate::record::{field_label, value_words};
use crate::replica::{BlobState, Replica};
use crate::t;
use crate::ui::{ChipOne, Chips};
use leptos::prelude::*;
use shared::domain::customers::{Pick, is_chosen, latest, picked, proposed};
use shared::entity::{EntitySchema, FieldKind, FieldSpec, Record, Value};
use shared::sync::op::Fields;

/// What was picked for one field: `1`, `2` or `+`.
#[derive(Clone, Copy)]
pub struct Row {
    spec: &'static FieldSpec,
    pick: RwSignal<String>,
}

const fn key(pick: Pick) -> &'static str {
    match pick {
        Pick::First => "1",
        Pick::Second => "2",
        Pick::Both => "+",
    }
}

/// The fields in which the two differ, with what is proposed for each.
pub fn rows(schema: &'static EntitySchema, pair: &Pair) -> Vec<Row> {
    let chosen = schema.fields.iter().filter(|spec| is_chosen(schema, spec));
    let row = |spec: &'static FieldSpec| {
        let pick = proposed(&pair.first, &pair.second, spec.no)?;
        let pick = RwSignal::new(key(pick).to_owned());
        Some(Row { spec, pick })
    };
    chosen.filter_map(row).collect()
}

/// The values the survivor has to take over.
pub fn taken(rows: &[Row], pair: &Pair, kept: &Record) -> Fields {
    let value = |row: &Row| {
        let pick = match row.pick.get_untracked().as_str() {
            "1" => Pick::First,
            "2" => Pick::Second,
            _ => Pick::Both,
        };
        let value = picked(&pair.first, &pair.second, row.spec.no, pick);
        let stands = kept.get(row.spec.no).cloned().unwrap_or_default();
        (stands != value).then_some((row.spec.no, value))
    };
    rows.iter().filter_map(value).collect()
}

/// One field that differs.
pub fn row(replica: Replica, schema: &'static EntitySchema, pair: &Pair, row: Row) -> AnyView {
    let label = move || field_label(schema, row.spec);
    let cell = |record: &Record, pick: Pick| {
        let value = latest(record, row.spec.no).map(|version| version.value.clone());
        view! { <ChipOne chosen=row.pick value=key(pick) must=true>{shown(replica, row.spec, value)}</ChipOne> }
    };
    let (first, second) = (
        cell(&pair.first, Pick::First),
        cell(&pair.second, Pick::Second),
    );
    let lists = proposed(&pair.first, &pair.second, row.spec.no) == Some(Pick::Both);
    let both = lists.then(|| {
        view! { <ChipOne chosen=row.pick value=key(Pick::Both) must=true>{t!("twins-both")}</ChipOne> }
    });
    view! {
        <Chips legend=label class="twin">{first}{second}{both}</Chips>
    }
    .into_any()
}

fn shown(replica: Replica, spec: &'static FieldSpec, value: Option<Value>) -> AnyView {
    if let (FieldKind::Attachment, Some(Value::Bytes(sha256))) = (spec.kind, &value)
        && let Ok(sha256) = <[u8; 32]>::try_from(sha256.as_slice())
    {
        let state = replica.blob_url(sha256);
        return (move || match state.get() {
            BlobState::Here(url) => view! { <img src=url alt=t!("file-one") /> }.into_any(),
            _ => tr("file-one", &[]).into_any(),
        })
        .into_any();
    }
    match value.and_then(|value| value_words(replica, &spec.kind, &value)) {
        Some(words) => words.into_any(),
        None => view! { <span class="faint">{t!("not-given")}</span> }.into_any(),
    }
}

/// What both agree in: label and value.
pub fn equal(
    replica: Replica,
    schema: &'static EntitySchema,
    pair: &Pair,
) -> Vec<(String, Option<String>)> {
    let fact = |spec: &FieldSpec| {
        let (a, b) = (
            latest(&pair.first, spec.no)?,
            latest(&pair.second, spec.no)?,
        );
        let words = (a.value == b.value)
            .then(|| value_words(replica, &spec.kind, &a.value))
            .flatten()?;
        Some((field_label(schema, spec), Some(words)))
    };
    schema.fields.iter().filter_map(fact).collect()
}
