//! The general list: default columns of the table, search while typing, sorting, everything by
//! keyboard.

use super::words::{field_label, field_words, record_title, state_word, sync_state};
use crate::i18n::tr;
use crate::replica::Replica;
use crate::ui::{Column, GridModel, Sort, Sync, Tag, Tone};
use leptos::prelude::*;
use shared::entity::{EntitySchema, FieldSpec, Id, Record};
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// A list over all records of an entity.
#[derive(Clone, Copy)]
pub struct ListModel {
    /// Rows, selection, order.
    pub grid: GridModel,
    /// What is searched for.
    pub search: RwSignal<String>,
    /// Somebody is about to search.
    pub about_to_search: Callback<()>,
    /// How many there are in all.
    pub total: Signal<usize>,
    schema: &'static EntitySchema,
}

/// What a column shows.
#[derive(Clone, Copy)]
enum Shows {
    Field(&'static FieldSpec),
    State,
    Sync,
}

fn columns_of(schema: &'static EntitySchema) -> Vec<Shows> {
    let fields = schema
        .fields
        .iter()
        .filter(|spec| spec.flags.listed)
        .take(7)
        .map(Shows::Field);
    let state = schema.states.map(|_| Shows::State);
    fields.chain(state).chain([Shows::Sync]).collect()
}

/// A list of an entity; `keep` narrows it, `open` opens a record.
pub fn record_list(
    replica: Replica,
    schema: &'static EntitySchema,
    keep: impl Fn(&Record) -> bool + Send + Sync + 'static,
    open: impl Fn(Id) + Send + Sync + 'static,
) -> ListModel {
    let search = RwSignal::new(String::new());
    let sort = RwSignal::new(None::<Sort>);
    let ids = replica.ids(schema.kind);
    let revision = replica.revision(schema.kind);
    let by = columns_of(schema);
    let rows = Memo::new(move |_| {
        revision.track();
        // A search is in the order of how well each fits, the whole list newest first.
        let query = search.get();
        let order = if query.trim().is_empty() {
            ids.get()
        } else {
            Arc::new(replica.find(schema.kind, &query))
        };
        let mut rows: Vec<Id> = replica.world(|world| {
            let fits = |id: &Id| world.get(*id).is_some_and(&keep);
            order.iter().copied().filter(fits).collect()
        });
        if let Some((sort, shows)) = sort
            .get()
            .and_then(|sort| Some((sort, *by.get(sort.column)?)))
        {
            let record = |id: &Id| replica.world(|world| world.get(*id).cloned());
            let key = |id: &Id| record(id).map(|record| sort_key(replica, schema, &record, shows));
            rows.sort_by_cached_key(|id| empty_last(key(id).unwrap_or_default()));
            if sort.descending {
                rows.reverse();
            }
        }
        let rows = rows.into_iter().map(|id| Uuid::from_bytes(id.0));
        Arc::new(rows.collect::<Vec<_>>())
    });
    let cell = Callback::new(move |(row, column): (Uuid, usize)| {
        let shows = columns_of(schema).get(column).copied();
        shows.map_or_else(
            || ().into_any(),
            |shows| cell(replica, schema, Id(row.into_bytes()), shows),
        )
    });
    let grid = GridModel {
        rows: rows.into(),
        cell,
        name: Callback::new(move |row: Uuid| record_title(replica, Id(row.into_bytes()))),
        selected: RwSignal::new(HashSet::new()),
        sort,
        open: Callback::new(move |row: Uuid| open(Id(row.into_bytes()))),
    };
    ListModel {
        grid,
        search,
        about_to_search: Callback::new(move |()| replica.prepare_search(schema.kind)),
        total: Signal::derive(move || ids.with(|ids| ids.len())),
        schema,
    }
}

impl ListModel {
    /// What it lists.
    #[must_use]
    pub const fn schema(&self) -> &'static EntitySchema {
        self.schema
    }

    /// The columns for [`crate::ui::Grid`].
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let schema = self.schema;
        columns_of(schema)
            .into_iter()
            .map(|shows| match shows {
                Shows::Field(spec) => Column {
                    heading: spec.no == schema.title,
                    ..Column::new(
                        move || field_label(schema, spec),
                        if spec.no == schema.title { 14.0 } else { 8.0 },
                    )
                },
                Shows::State => Column::new(|| tr("field-state", &[]), 6.0),
                Shows::Sync => Column {
                    sortable: false,
                    ..Column::new(|| tr("sync", &[]), 7.0)
                },
            })
            .collect()
    }
}

fn cell(replica: Replica, schema: &'static EntitySchema, id: Id, shows: Shows) -> AnyView {
    let record = replica.record(id);
    match shows {
        Shows::Field(spec) => (move || {
            record
                .get()
                .and_then(|record| field_words(replica, &record, spec))
        })
        .into_any(),
        Shows::State => (move || {
            let word = record
                .get()
                .and_then(|record| state_word(schema, record.state()))?;
            Some(view! { <Tag tone=Tone::Neutral words=word /> })
        })
        .into_any(),
        Shows::Sync => {
            let word = replica.sync_word(id);
            view! { <Sync state=Signal::derive(move || sync_state(word.get())) /> }.into_any()
        }
    }
}

fn sort_key(
    replica: Replica,
    schema: &'static EntitySchema,
    record: &Record,
    shows: Shows,
) -> String {
    match shows {
        // Numbers and dates sort by what they are, words by how they read.
        Shows::Field(spec) => match record.get(spec.no) {
            Some(shared::entity::Value::Day(day)) => {
                format!("{:020}", i64::from(*day) + i64::from(u32::MAX))
            }
            Some(shared::entity::Value::Instant(at)) => format!("{:020}", at.utc_ms),
            Some(shared::entity::Value::Choice(no)) => format!("{no:020}"),
            _ => field_words(replica, record, spec).unwrap_or_default(),
        },
        Shows::State => state_word(schema, record.state()).unwrap_or_default(),
        Shows::Sync => String::new(),
    }
}

fn empty_last(key: String) -> (bool, String) {
    (key.is_empty(), key)
}
