//! Pages that are a list or a record of the schema: exhibitions, tasks, people, customers.

use crate::i18n::tr;
use crate::record::{
    History, RecordFacts, RecordForm, Shape, Steps, export, exportable, field_label, now,
    record_list, record_title, report, state_word, sync_state,
};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::{Office, PageHead, use_router};
use crate::t;
use crate::ui::{
    Button, Dialog, Empty, Glyph, Grid, Icon, Kind, SearchBox, Sync, Tag, Toaster, Tone, opens,
};
use leptos::prelude::*;
use shared::access::{day_of, may_create};
use shared::domain::audit::{AuditAction, is_confidential};
use shared::entity::{EntitySchema, Id, Record, Value, common};
use std::sync::Arc;

/// A page with a list of an entity; `create` names what a new one is asked first, nothing for everything; `route` is where one of its records is.
pub fn list_page(
    shape: Shape,
    title: &'static str,
    create: Option<&'static [u16]>,
    keep: fn(&Record) -> bool,
    route: Arc<dyn Fn(Id) -> Option<Route> + Send + Sync>,
) -> AnyView {
    let schema = shape.schema;
    let replica = expect_context::<Replica>();
    let router = use_router();
    let to = route.clone();
    let open = move |id| {
        if let Some(route) = to(id) {
            router.go(route);
        }
    };
    let address = move |id| route(id).map(|route| route.to_string());
    let list = record_list(replica, shape, keep, open, address);
    let making = RwSignal::new(false);
    let may = may_make(replica, schema);
    let none = move || list.grid.rows.with(|rows| rows.is_empty());
    let sub = Signal::derive(move || {
        Some(tr(
            "list-count",
            &[("count", list.grid.rows.with(|r| r.len()).into())],
        ))
    });
    let searching = move || !list.search.with(String::is_empty);
    let exportable = exportable(replica, schema);
    let toaster = expect_context::<Toaster>();
    let take = move || {
        let count = export(replica, list, &tr(title, &[]));
        toaster.say(tr("list-exported", &[("count", count.into())]));
    };
    view! {
        <Office>
            <div class="list-page" data-density="compact">
                <PageHead title=move || tr(title, &[]) sub=sub>
                    {move || (exportable.get() && !none()).then(|| view! {
                        <Button icon=Glyph::DOWNLOAD on_press=move || take()>{t!("export")}</Button>
                    })}
                    {move || (create.is_some() && may.get()).then(|| view! {
                        <Button kind=Kind::Primary icon=Glyph::PLUS on_press=opens(making)>{t!("new")}</Button>
                    })}
                </PageHead>
                <div class="filters" role="group" aria-label=t!("filters")>
                    <SearchBox text=list.search label=t!("list-search") on_focus=list.about_to_search />
                </div>
                {move || if none() {
                    let text = Signal::derive(move || Some(tr(if searching() { "list-none-found" } else { "list-none-yet" }, &[])));
                    view! { <Empty title=move || tr(title, &[]) text drawn=true /> }.into_any()
                } else {
                    view! { <Grid label=move || tr(title, &[]) model=list.grid columns=list.columns() /> }.into_any()
                }}
            </div>
            {create.map(|only| view! { <NewDialog schema only open=making /> })}
        </Office>
    }
    .into_any()
}

/// Whether who works here makes such records; grants may arrive later than the screen.
pub fn may_make(replica: Replica, schema: &'static EntitySchema) -> Signal<bool> {
    Signal::derive(move || {
        replica.changes().track();
        makes(replica, schema)
    })
}

fn makes(replica: Replica, schema: &EntitySchema) -> bool {
    let today = day_of(now().utc_ms.unsigned_abs());
    replica.world(|world| may_create(world, replica.me(), schema, today))
}

/// A new record in a dialog: the fields that matter first.
#[component]
pub fn NewDialog(
    /// What is made.
    schema: &'static EntitySchema,
    /// The fields asked for.
    only: &'static [u16],
    /// Open?
    open: RwSignal<bool>,
    /// Fields it has besides those typed.
    #[prop(optional)]
    given: Vec<(u16, Value)>,
) -> impl IntoView {
    let given = StoredValue::new(given);
    view! {
        <Dialog open title=move || tr("new-of", &[("what", tr(schema.key, &[]).into())]) wide=true actions=ViewFn::from(|| ())>
            <RecordForm schema record=None only given=given.get_value() on_saved=move |_| open.set(false) on_cancel=move |()| open.set(false) />
        </Dialog>
    }
}

/// A page with one record: head, steps, fields or the form, history.
#[component]
pub fn RecordPage(
    /// Which record.
    id: Id,
    /// The list it belongs to.
    back: Route,
    /// Further actions in the head.
    #[prop(optional, into)]
    acts: ViewFn,
    /// Something else than its next step is the thing to do.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// What stands beside the fields.
    #[prop(optional, into)]
    side: ViewFn,
    /// What stands above everything: a look-alike, where it went.
    #[prop(optional, into)]
    notice: ViewFn,
    /// What belongs to it, below its fields.
    #[prop(optional, into)]
    below: ViewFn,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let editing = RwSignal::new(false);
    let word = replica.sync_word(id);
    let name = move || {
        record.with(|_| ());
        record_title(replica, id)
    };
    // Seeing what is confidential is kept, once for each time the page is opened.
    let secret = Memo::new(move |_| {
        record.with(|record| {
            let schema = shared::domain::schema(record.as_ref()?.kind)?;
            is_confidential(schema, record.as_ref()?).then_some(schema.kind)
        })
    });
    Effect::new(move |_| {
        if let Some(kind) = secret.get() {
            let about = record_title(replica, id);
            report(replica, AuditAction::View, Some((kind, id)), about);
        }
    });
    let number = move || {
        record
            .get()
            .map(|record| number_of(&record))
            .unwrap_or_default()
    };
    let may = Memo::new(move |_| {
        let schema = record.with(|record| shared::domain::schema(record.as_ref()?.kind));
        schema.is_some_and(|schema| makes(replica, schema))
    });
    let state = move || {
        let record = record.get()?;
        let word = state_word(shared::domain::schema(record.kind)?, record.state())?;
        Some(view! { <Tag tone=Tone::Neutral words=word /> })
    };
    view! {
        <Office>
            <nav class="crumb" aria-label=t!("place")>
                <a href=back.to_string()>{move || tr(back.title_key(), &[])}</a>
                <Icon glyph=Glyph::RIGHT flip=true />
                <span class="code">{number}</span>
                <span class="end"><Sync state=Signal::derive(move || sync_state(word.get())) /></span>
            </nav>
            <header class="record-head">
                <div class="name"><h1 class="page-title">{name}</h1>{state}</div>
                <div class="acts">
                    <Steps record lead=Signal::derive(move || !busy.get()) />
                    {acts.run()}
                    {move || may.get().then(|| view! { <Button icon=Glyph::PEN on_press=opens(editing)>{t!("edit")}</Button> })}
                </div>
            </header>
            {notice.run()}
            <div class="two-columns">
                <div>
                    {move || match record.get() {
                        None => view! { <Empty title=t!("record-not-here") /> }.into_any(),
                        Some(_) if editing.get() => edit(record.get_untracked(), editing),
                        Some(_) => view! { <RecordFacts record /> }.into_any(),
                    }}
                    {below.run()}
                    <History id />
                </div>
                <aside>{side.run()}</aside>
            </div>
        </Office>
    }
}

fn edit(record: Option<Arc<Record>>, editing: RwSignal<bool>) -> AnyView {
    let Some(schema) = record
        .as_ref()
        .and_then(|record| shared::domain::schema(record.kind))
    else {
        return ().into_any();
    };
    let done = move || editing.set(false);
    view! { <RecordForm schema record on_saved=move |_| done() on_cancel=move |()| done() /> }
        .into_any()
}

/// The final number, the provisional one before.
#[must_use]
pub fn number_of(record: &Record) -> String {
    [common::DOC_NO, common::PROVISIONAL_NO]
        .map(|no| record.text(no).to_owned())
        .into_iter()
        .find(|t| !t.is_empty())
        .unwrap_or_default()
}

/// `名称: 值` of some fields, for a line of meta text.
#[must_use]
pub fn short_facts(replica: Replica, record: &Record, fields: &[u16]) -> Vec<(String, String)> {
    let Some(schema) = shared::domain::schema(record.kind) else {
        return Vec::new();
    };
    fields
        .iter()
        .filter_map(|no| schema.field(*no))
        .filter_map(|spec| {
            Some((
                field_label(schema, spec),
                crate::record::field_words(replica, record, spec)?,
            ))
        })
        .collect()
}
