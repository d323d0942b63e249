//! A collection inside a record, row by row. A row is edited in the general form: its parts stand there as
//! the fields of a small record of their own.

use super::draft::DraftNote;
use super::fields::{Fields, now};
use super::form::trouble;
use super::steps::reason_words;
use super::words::{field_label, value_words};
use crate::i18n::tr;
use crate::replica::{Act, Replica};
use crate::t;
use crate::ui::{Button, Dialog, Form, Glyph, Head, IconButton, Kind, Size, Toaster};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue;
use shared::entity::{EntitySchema, FieldKind, FieldSpec, Id, Item, Record, Slot, Value};
use shared::ordered;
use shared::sync::op::NewItem;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Parts are numbered from 1, where every record has its common fields.
const SHIFT: u16 = 100;

thread_local! {
    static SHAPES: RefCell<HashMap<(u16, u16), &'static EntitySchema>> = RefCell::default();
}

/// A row as an entity of its own. Made once for each collection of the product.
fn shape(of: &'static EntitySchema, field: &'static FieldSpec) -> Option<&'static EntitySchema> {
    let FieldKind::Items(parts) = field.kind else {
        return None;
    };
    let make = || -> &'static EntitySchema {
        let fields = parts.iter().map(|part| FieldSpec {
            no: part.no + SHIFT,
            ..*part
        });
        Box::leak(Box::new(EntitySchema {
            key: Box::leak(format!("{}-{}", of.key, field.key).into_boxed_str()),
            prefix: "",
            fields: Box::leak(fields.collect::<Vec<_>>().into_boxed_slice()),
            owner: None,
            home: None,
            title: SHIFT + 1,
            states: None,
            ..*of
        }))
    };
    let key = (of.kind.0, field.no);
    Some(SHAPES.with_borrow_mut(|shapes| *shapes.entry(key).or_insert_with(make)))
}

/// The rows of a collection: read, added, changed, removed.
#[component]
pub fn Rows(
    /// The record.
    #[prop(into)]
    record: Signal<Option<Arc<Record>>>,
    /// Its collection.
    field: u16,
    /// What stands below the rows: a sum.
    #[prop(optional, into)]
    foot: ViewFn,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let open = RwSignal::new(false);
    let edited = RwSignal::new(None::<Id>);
    let specs = move || {
        let schema = catalogue::schema(record.with(|r| r.as_ref().map(|r| r.kind))?)?;
        let spec = schema.field(field)?;
        Some((schema, spec, shape(schema, spec)?))
    };
    let title =
        move || specs().map_or_else(String::new, |(schema, spec, _)| field_label(schema, spec));
    let lines = Memo::new(move |_| {
        let record = record.get()?;
        let FieldKind::Items(parts) = specs()?.1.kind else {
            return None;
        };
        Some(lines(replica, &record, field, parts))
    });
    let line = move |(id, words): (Id, String)| {
        let change = move || {
            edited.set(Some(id));
            open.set(true);
        };
        let name = words.clone();
        view! {
            <li>
                <span class="rest">{words}</span>
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PEN on_press=change>{t!("edit")}</Button>
                <IconButton icon=Glyph::CLOSE size=Size::Small label=move || tr("row-remove", &[("name", name.clone().into())])
                    on_press=move || remove(replica, record, field, id) />
            </li>
        }
    };
    let editor = move || Some((record.get_untracked()?, specs()?.2));
    let add = move || {
        edited.set(None);
        open.set(true);
    };
    view! {
        <section class="item-rows">
            <Head title=title rule=true>
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PLUS on_press=add>{t!("row-add")}</Button>
            </Head>
            <ul class="rows">{move || lines.get().unwrap_or_default().into_iter().map(line).collect_view()}</ul>
            {move || foot.run()}
            <Dialog open title=title actions=ViewFn::from(|| ())>
                {move || editor().map(|(record, shape)| view! {
                    <RowForm record field shape row=edited.get_untracked() open />
                })}
            </Dialog>
        </section>
    }
}

#[component]
fn RowForm(
    record: Arc<Record>,
    field: u16,
    shape: &'static EntitySchema,
    row: Option<Id>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let items = record.live_items(field);
    let before = row.and_then(|row| items.iter().find(|(id, _)| *id == row));
    let as_record = before.map(|(id, item)| row_record(shape, *id, item));
    let fields = Fields::new(shape, as_record.as_ref(), None);
    let place = row.unwrap_or(Id::NIL);
    let draft = fields.draft(replica, format!("row/{}/{field}/{place}", record.id));
    let order = before
        .and_then(|(_, item)| item.order.value()?.text().map(str::to_owned))
        // Rows stand as they were made; the clock of whoever makes them is enough for that.
        .unwrap_or_else(|| format!("{:015}", now().utc_ms));
    let (kind, id) = (record.kind, record.id);
    let said = RwSignal::new(None::<String>);
    let save = move |()| {
        said.set(None);
        let Some(values) = fields.changed() else {
            return;
        };
        let item = NewItem {
            field,
            item: row.unwrap_or_else(|| replica.new_id()),
            order: order.clone(),
            fields: values
                .into_iter()
                .map(|(no, value)| (no - SHIFT, value))
                .collect(),
        };
        let act = Act::put_item(kind, id, item);
        let refused = replica.refusal(&act);
        if !refused.is_empty() {
            let of = catalogue::schema(kind).unwrap_or(shape);
            let words = refused.iter().map(|reason| reason_words(of, reason));
            return said.set(Some(words.collect::<Vec<_>>().join(" ")));
        }
        spawn_local(async move {
            match replica.act(draft.seen(), vec![act]).await {
                Ok(_) => {
                    draft.close(open);
                    toaster.say(tr("sync-local", &[]));
                }
                Err(error) => toaster.say(error.to_string()),
            }
        });
    };
    let (needed, rest) = fields.numbers();
    view! {
        <Form class="record-form" label=t!("edit") on_submit=save>
            <DraftNote draft />
            {needed.into_iter().chain(rest).map(|no| fields.control(replica, no)).collect_view()}
            {trouble(said)}
            <div class="actions">
                <Button on_press=move || draft.close(open)>{t!("cancel")}</Button>
                <Button kind=Kind::Primary submit=true>{t!("save")}</Button>
            </div>
        </Form>
    }
}

fn row_record(shape: &EntitySchema, id: Id, item: &Item) -> Record {
    let mut record = Record::new(shape.kind, id);
    for (no, cell) in &item.cells {
        record.slots.insert(no + SHIFT, Slot::Cell(cell.clone()));
    }
    record
}

/// Each row in words. Rows that have a time stand in the order of time.
fn lines(
    replica: Replica,
    record: &Record,
    field: u16,
    parts: &'static [FieldSpec],
) -> Vec<(Id, String)> {
    let when = |item: &Item| {
        item.cells.values().find_map(|cell| match cell.value()? {
            Value::Instant(at) => Some(at.utc_ms),
            _ => None,
        })
    };
    let mut rows = record.live_items(field);
    ordered::sort_by_key(&mut rows, |(_, item)| when(item));
    let words = |item: &Item| {
        let said = parts.iter().filter_map(|part| {
            let value = item.cells.get(&part.no)?.value()?;
            value_words(replica, &part.kind, value)
        });
        said.collect::<Vec<_>>().join(" · ")
    };
    rows.into_iter()
        .map(|(id, item)| (id, words(item)))
        .collect()
}

fn remove(replica: Replica, record: Signal<Option<Arc<Record>>>, field: u16, row: Id) {
    let Some(record) = record.get_untracked() else {
        return;
    };
    let toaster = expect_context::<Toaster>();
    let act = Act::remove_item(record.kind, record.id, field, row);
    spawn_local(async move {
        let done = replica.act(replica.seen(), vec![act]).await;
        toaster.say(done.map_or_else(|error| error.to_string(), |_| tr("sync-local", &[])));
    });
}
