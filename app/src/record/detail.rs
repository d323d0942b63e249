//! The fields of a record, what stands in conflict, and its history.

use super::words::{field_label, moment, record_title, state_word, value_words};
use crate::i18n::tr;
use crate::replica::{Act, Replica};
use crate::t;
use crate::ui::{Banner, Change, Diff, Empty, Facts, Glyph, Head, Side, Toaster, Tone, Versus};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::{self, history};
use shared::entity::{EntitySchema, FieldSpec, Id, Merge, Record, Value, Version, common};
use shared::ordered::sort_by;
use shared::sync::look::{Look, child_key};
use std::sync::Arc;

/// The filled fields of a record; the empty ones are named below them.
#[component]
pub fn RecordFacts(
    /// The record.
    #[prop(into)]
    record: Signal<Option<Arc<Record>>>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let facts = Signal::derive(move || {
        let Some(record) = record.get() else {
            return Vec::new();
        };
        let Some(schema) = catalogue::schema(record.kind) else {
            return Vec::new();
        };
        // What is not so needs no line.
        let said = |spec: &&FieldSpec| record.get(spec.no) != Some(&Value::Bool(false));
        // What the system calls the record stands above it already.
        let named = |spec: &&FieldSpec| spec.no != schema.title || spec.merge != Merge::Computed;
        let own = catalogue::title(&record);
        shown(schema)
            .filter(|spec| said(spec) && named(spec))
            .filter_map(|spec| {
                let words = super::words::field_words(replica, &record, spec)?;
                // What the system put there is called like this one: its number says which it is, if it has one.
                let same = spec.merge == Merge::Computed && words == own;
                let words = match record.reference(spec.no).filter(|_| same) {
                    Some(id) => numbered(replica, id)?,
                    None => words,
                };
                // Who may not see what it names is not told that there is something.
                let seen = words != tr("not-visible", &[]);
                seen.then(|| (field_label(schema, spec), Some(words)))
            })
            .collect()
    });
    let missing = move || {
        let record = record.get()?;
        let schema = catalogue::schema(record.kind)?;
        let gaps: Vec<String> = shown(schema)
            .filter(|spec| {
                spec.merge == Merge::Set
                    && record.get(spec.no).is_none()
                    && !conflicted(&record, spec.no)
            })
            .map(|spec| field_label(schema, spec))
            .collect();
        let words = gaps.join(tr("list-comma", &[]).as_str());
        (!gaps.is_empty())
            .then(|| view! { <p class="fine">{tr("not-given", &[])} ": " {words}</p> })
    };
    view! {
        <Conflicts record />
        <Facts facts />
        {missing}
    }
}

/// The final number of a record, the provisional one before.
fn numbered(replica: Replica, id: Id) -> Option<String> {
    replica.world(|world| {
        let record = world.get(id)?;
        let numbers = [common::DOC_NO, common::PROVISIONAL_NO].map(|no| record.text(no).to_owned());
        numbers.into_iter().find(|number| !number.is_empty())
    })
}

fn shown(schema: &'static EntitySchema) -> impl Iterator<Item = &'static FieldSpec> {
    schema
        .fields
        .iter()
        .filter(|spec| spec.merge != Merge::Fact)
}

fn conflicted(record: &Record, no: u16) -> bool {
    record
        .cell(no)
        .is_some_and(shared::entity::Cell::in_conflict)
}

/// Fields that hold two values: both with who, when; equal buttons.
#[component]
fn Conflicts(record: Signal<Option<Arc<Record>>>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let one = move |record: Arc<Record>, no: u16| {
        let schema = catalogue::schema(record.kind)?;
        let spec = schema.field(no)?;
        let versions = record.cell(no)?.versions.clone();
        let sides: Vec<Side> = versions
            .iter()
            .map(|version| side(replica, spec, version))
            .collect();
        let label = field_label(schema, spec);
        let (kind, id) = (record.kind, record.id);
        let choose = move |place: usize| {
            let Some(chosen) = versions.get(place).cloned() else {
                return;
            };
            let resolves = versions.iter().map(|version| version.op).collect();
            let act = Act::resolve(kind, id, vec![(no, chosen.value)], resolves);
            spawn_local(async move {
                if let Err(error) = replica.act(replica.seen(), vec![act]).await {
                    toaster.say(error.to_string());
                }
            });
        };
        Some(view! {
            <section class="case">
                <Banner tone=Tone::Lamp icon=Glyph::ALERT inset=true
                    fact=move || tr("conflict-two-values", &[("field", label.clone().into())]) />
                <Versus sides=Signal::from(sides) on_choose=choose />
            </section>
        })
    };
    move || {
        let record = record.get()?;
        let fields: Vec<u16> = record.conflicts().collect();
        Some(
            fields
                .into_iter()
                .map(|no| one(record.clone(), no))
                .collect_view(),
        )
    }
}

fn side(replica: Replica, spec: &FieldSpec, version: &Version) -> Side {
    let value =
        value_words(replica, &spec.kind, &version.value).unwrap_or_else(|| tr("not-given", &[]));
    let device = tr(
        "device-no",
        &[("no", i64::from(version.op.replica.0).into())],
    );
    Side {
        who: device.clone(),
        device: (Glyph::USER, device),
        when: moment(i64::try_from(version.hlc.ms).unwrap_or_default()),
        choose: tr("conflict-use", &[("value", value.clone().into())]),
        value: vec![(value, true)],
        context: None,
    }
}

/// What a record was before: every replaced or losing value, newest first.
#[component]
pub fn History(
    /// Of which record.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let changes = Signal::derive(move || {
        record.with(|_| ());
        history::SCHEMAS
            .iter()
            .for_each(|schema| replica.revision(schema.kind).track());
        entries(replica, id)
    });
    move || {
        let changes = changes.get();
        if changes.is_empty() {
            return view! { <Empty title=t!("history-none") /> }.into_any();
        }
        view! {
            <section class="history">
                <Head title=t!("history") count=changes.len().to_string() rule=true />
                {changes.into_iter().map(|(about, change)| view! {
                    <p class="fine">{about}</p>
                    <Diff changes=Signal::from(vec![change]) />
                }).collect_view()}
            </section>
        }
        .into_any()
    }
}

/// Who, when and whether it was contested; and the change.
fn entries(replica: Replica, id: Id) -> Vec<(String, Change)> {
    let found: Vec<Record> = replica.world(|world| {
        let mut ids: Vec<Id> = Vec::new();
        for schema in &history::SCHEMAS {
            ids.extend(world.at(&child_key(schema.kind, history::ABOUT, id)).ids);
        }
        ids.into_iter()
            .filter_map(|id| world.get(id).cloned())
            .collect()
    });
    let schema = replica
        .world(|world| world.get(id).map(|record| record.kind))
        .and_then(catalogue::schema);
    let Some(schema) = schema else {
        return Vec::new();
    };
    let mut entries: Vec<(i64, String, Change)> = found
        .iter()
        .filter_map(|entry| one_entry(replica, schema, entry))
        .collect();
    sort_by(&mut entries, |a, b| b.0.cmp(&a.0));
    entries
        .into_iter()
        .map(|(_, about, change)| (about, change))
        .collect()
}

fn one_entry(
    replica: Replica,
    schema: &'static EntitySchema,
    entry: &Record,
) -> Option<(i64, String, Change)> {
    let Some(Value::Int(no)) = entry.get(history::FIELD) else {
        return None;
    };
    let spec = schema.field(u16::try_from(*no).ok()?)?;
    let words = |no: u16| match entry.get(no)? {
        Value::Int(state) if spec.no == common::STATE => {
            state_word(schema, u32::try_from(*state).ok()?)
        }
        value => value_words(replica, &spec.kind, value),
    };
    let at = if let Some(Value::Instant(at)) = entry.get(common::CREATED_AT) {
        at.utc_ms
    } else {
        0
    };
    let who = entry
        .reference(common::CREATOR)
        .map(|id| record_title(replica, id))
        .unwrap_or_default();
    let contested = entry.get(history::CONTESTED) == Some(&Value::Bool(true));
    let mut about = vec![moment(at), who];
    if contested {
        about.push(tr("history-contested", &[]));
    }
    about.retain(|part| !part.is_empty());
    let change = Change {
        label: field_label(schema, spec),
        was: words(history::OLD),
        now: words(history::NEW),
    };
    Some((at, about.join(" · "), change))
}
