//! The general list: default columns of the table, search while typing, sorting, everything by
//! keyboard.

use super::words::{field_label, field_words, record_title, state_word, sync_state};
use crate::i18n::tr;
use crate::replica::Replica;
use crate::ui::{Column, GridModel, Phone, Sort, Sync, Tag, Tone};
use leptos::prelude::*;
use shared::entity::{EntitySchema, FieldSpec, Id, Record, Value, common};
use shared::ordered;
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
    shape: Shape,
}

/// What a list is of, what it shows, and how its rows stand before anybody sorts them.
#[derive(Clone, Copy)]
pub struct Shape {
    /// What it lists.
    pub schema: &'static EntitySchema,
    /// The fields that are columns; empty for those the schema lists.
    pub fields: &'static [u16],
    /// The order to begin with.
    pub order: Order,
}

/// An order by a moment.
#[derive(Clone, Copy)]
pub enum Order {
    /// Latest made first.
    Made,
    /// Latest first; where it is not given, the moment the record was made counts.
    Latest(u16),
    /// Earliest first; where it is not given, last.
    Earliest(u16),
}

impl Shape {
    /// The list of an entity as its schema has it.
    #[must_use]
    pub const fn of(schema: &'static EntitySchema) -> Self {
        Self {
            schema,
            fields: &[],
            order: Order::Made,
        }
    }
}

/// What a column shows.
#[derive(Clone, Copy)]
enum Shows {
    Field(&'static FieldSpec),
    State,
    Sync,
}

fn columns_of(shape: Shape) -> Vec<Shows> {
    let schema = shape.schema;
    let listed = schema.fields.iter().filter(|spec| spec.flags.listed);
    let fields: Vec<Shows> = if shape.fields.is_empty() {
        listed.take(7).map(Shows::Field).collect()
    } else {
        let chosen = shape.fields.iter().filter_map(|no| schema.field(*no));
        chosen.map(Shows::Field).collect()
    };
    let state = schema.states.map(|_| Shows::State);
    fields
        .into_iter()
        .chain(state)
        .chain([Shows::Sync])
        .collect()
}

/// The column that names a row: the title, or the first where the title is not among them.
fn heading(shape: Shape) -> usize {
    let title =
        |shows: &Shows| matches!(shows, Shows::Field(spec) if spec.no == shape.schema.title);
    columns_of(shape).iter().position(title).unwrap_or_default()
}

/// A list of an entity; `keep` narrows it and is followed, `open` opens a record, `address` is where it
/// is.
pub fn record_list(
    replica: Replica,
    shape: Shape,
    keep: impl Fn(&Record) -> bool + Send + Sync + 'static,
    open: impl Fn(Id) + Send + Sync + 'static,
    address: impl Fn(Id) -> Option<String> + Send + Sync + 'static,
) -> ListModel {
    let search = RwSignal::new(String::new());
    let sort = RwSignal::new(None::<Sort>);
    let schema = shape.schema;
    let ids = replica.ids(schema.kind);
    let revision = replica.revision(schema.kind);
    let by = columns_of(shape);
    let rows = Memo::new(move |_| {
        revision.track();
        // A search is in the order of how well each fits.
        let query = search.get();
        let searching = !query.trim().is_empty();
        let order = if searching {
            Arc::new(replica.find(schema.kind, &query))
        } else {
            ids.get()
        };
        let mut rows: Vec<Id> = replica.world(|world| {
            let fits = |id: &Id| world.get(*id).is_some_and(&keep);
            order.iter().copied().filter(fits).collect()
        });
        let chosen = sort.get();
        if let Some((sort, shows)) = chosen.and_then(|sort| Some((sort, *by.get(sort.column)?))) {
            let record = |id: &Id| replica.world(|world| world.get(*id).cloned());
            let key = |id: &Id| record(id).map(|record| sort_key(replica, schema, &record, shows));
            ordered::sort_by_cached_key(&mut rows, |id| empty_last(key(id).unwrap_or_default()));
            if sort.descending {
                rows.reverse();
            }
        } else if !searching {
            put_in_order(replica, &mut rows, shape.order);
        }
        let rows = rows.into_iter().map(|id| Uuid::from_bytes(id.0));
        Arc::new(rows.collect::<Vec<_>>())
    });
    let address = StoredValue::new(address);
    let cell = Callback::new(move |(row, column): (Uuid, usize)| {
        let shows = columns_of(shape).get(column).copied();
        let id = Id(row.into_bytes());
        match shows {
            Some(Shows::Field(spec)) if column == heading(shape) => name(
                replica,
                schema,
                id,
                spec,
                address.with_value(|address| address(id)),
            ),
            Some(shows) => cell(replica, schema, id, shows),
            None => ().into_any(),
        }
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
        shape,
    }
}

fn put_in_order(replica: Replica, rows: &mut [Id], order: Order) {
    let at = |record: &Record, no: u16| match record.get(no) {
        Some(Value::Instant(at)) => Some(at.utc_ms),
        _ => None,
    };
    replica.world(|world| match order {
        // Ids carry the time they were made at, and come latest first.
        Order::Made => {}
        Order::Latest(no) => ordered::sort_by_cached_key(rows, |id| {
            let made = |record| at(record, no).or_else(|| at(record, common::CREATED_AT));
            std::cmp::Reverse(world.get(*id).and_then(made))
        }),
        Order::Earliest(no) => ordered::sort_by_cached_key(rows, |id| {
            let due = world.get(*id).and_then(|record| at(record, no));
            due.unwrap_or(i64::MAX)
        }),
    });
}

impl ListModel {
    /// What it lists.
    #[must_use]
    pub const fn schema(&self) -> &'static EntitySchema {
        self.shape.schema
    }

    /// The column of a field, as [`Column`]s and cells count.
    #[must_use]
    pub fn column_of(&self, field: u16) -> Option<usize> {
        let is_it = |shows: &Shows| matches!(shows, Shows::Field(spec) if spec.no == field);
        columns_of(self.shape).iter().position(is_it)
    }

    /// The columns for [`crate::ui::Grid`].
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let schema = self.shape.schema;
        let heading = heading(self.shape);
        columns_of(self.shape)
            .into_iter()
            .enumerate()
            .map(|(at, shows)| match shows {
                Shows::Field(spec) if at == heading => Column {
                    heading: true,
                    phone: Phone::Rest,
                    ..Column::new(move || field_label(schema, spec), 14.0)
                },
                Shows::Field(spec) => Column::new(move || field_label(schema, spec), 8.0),
                Shows::State => Column {
                    phone: Phone::Rem(6.0),
                    ..Column::new(|| tr("field-state", &[]), 6.0)
                },
                Shows::Sync => Column {
                    sortable: false,
                    ..Column::new(|| tr("sync", &[]), 7.0)
                },
            })
            .collect()
    }

    /// The columns, as wide as `widths` says: in rem, and in a hand.
    #[must_use]
    pub fn sized(&self, widths: &[(f64, Phone)]) -> Vec<Column> {
        let sized = |(column, (width, phone)): (Column, &(f64, Phone))| Column {
            width: *width,
            phone: *phone,
            ..column
        };
        self.columns().into_iter().zip(widths).map(sized).collect()
    }
}

/// The name of a row, which leads to it: its title, or what else stands in the column that names it.
fn name(
    replica: Replica,
    schema: &'static EntitySchema,
    id: Id,
    spec: &'static FieldSpec,
    address: Option<String>,
) -> AnyView {
    let record = replica.record(id);
    let name = move || {
        let record = record.get();
        let words = || field_words(replica, record.as_deref()?, spec);
        let own = (spec.no != schema.title).then(words).flatten();
        own.unwrap_or_else(|| record_title(replica, id))
    };
    match address {
        // The grid has one tab stop; Enter opens the row.
        Some(address) => view! { <a href=address tabindex="-1">{name}</a> }.into_any(),
        None => name.into_any(),
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
            Some(Value::Day(day)) => {
                format!("{:020}", i64::from(*day) + i64::from(u32::MAX))
            }
            Some(Value::Instant(at)) => format!("{:020}", at.utc_ms),
            Some(Value::Choice(no)) => format!("{no:020}"),
            _ => field_words(replica, record, spec).unwrap_or_default(),
        },
        Shows::State => state_word(schema, record.state()).unwrap_or_default(),
        Shows::Sync => String::new(),
    }
}

fn empty_last(key: String) -> (bool, String) {
    (key.is_empty(), key)
}
