//! The general form: create a record, or change some of its fields.

use super::draft::DraftNote;
use super::fields::Fields;
use crate::i18n::tr;
use crate::replica::{Act, Replica};
use crate::t;
use crate::ui::{Banner, Button, Form, Glyph, Kind, Toaster, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::entity::{EntitySchema, Id, Record, Value};
use std::sync::Arc;

/// A form over a record (`record`), or for a new one (`None`). Saving always works; what is
/// missing is asked for later.
#[component]
pub fn RecordForm(
    /// What the record is.
    schema: &'static EntitySchema,
    /// The record as it was when the form opened.
    record: Option<Arc<Record>>,
    /// Fields a new record has besides those typed.
    #[prop(optional)]
    given: Vec<(u16, Value)>,
    /// What stands in some fields of a new record to begin with.
    #[prop(optional)]
    begin: Vec<(u16, String)>,
    /// Nothing that is required may be left out: what is saved can never be completed.
    #[prop(optional)]
    whole: bool,
    /// Only these fields, in this order; none named for all of them.
    #[prop(optional)]
    only: &'static [u16],
    /// After saving: the record.
    #[prop(into)]
    on_saved: Callback<Id>,
    /// Gives up.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let only = Some(only).filter(|only| !only.is_empty());
    let fields = Fields::new(schema, record.as_deref(), only);
    // Whoever makes something answers for it until he names somebody else.
    let owner = schema.owner.filter(|_| record.is_none());
    let own = owner.map(|no| (no, replica.me().to_string()));
    for (no, text) in own.into_iter().chain(begin) {
        if let Some(field) = fields.text(no) {
            field.set(text);
        }
    }
    let draft = fields.draft(replica, draft_key(schema, record.as_deref(), &given));
    let controls = controls(replica, fields, only);
    let busy = RwSignal::new(false);
    let said = RwSignal::new(None::<String>);
    let target = record.as_ref().map(|record| record.id);
    let given = StoredValue::new(given);
    let save = move |()| {
        said.set(None);
        let Some(mut values) = fields.changed() else {
            return;
        };
        if whole && !fields.are_whole() {
            return;
        }
        let id = target.unwrap_or_else(|| replica.new_id());
        let act = if target.is_some() {
            if values.is_empty() {
                draft.done();
                on_saved.run(id);
                return;
            }
            Act::set(schema.kind, id, values)
        } else {
            values.extend(given.get_value());
            Act::create_from(schema.kind, id, values, Vec::new())
        };
        let refused = fields.refuse(&replica.refusal(&act));
        if refused.is_some() {
            said.set(refused);
            return;
        }
        if fields.errors.with_untracked(|errors| !errors.is_empty()) {
            return;
        }
        if target.is_none() && fields.are_blank(owner) {
            said.set(Some(tr("form-blank", &[])));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let saved = replica.act(draft.seen(), vec![act]).await;
            busy.set(false);
            match saved {
                Ok(_) => {
                    draft.done();
                    toaster.say(tr("sync-local", &[]));
                    on_saved.run(id);
                }
                Err(error) => toaster.say(error.to_string()),
            }
        });
    };
    let cancel = move || {
        draft.done();
        on_cancel.run(());
    };
    view! {
        <Form class="record-form" label=t!("edit") on_submit=save>
            <DraftNote draft />
            {controls}
            {trouble(said)}
            <div class="actions">
                <Button on_press=cancel>{t!("cancel")}</Button>
                <Button kind=Kind::Primary submit=true busy=busy>{t!("save")}</Button>
            </div>
        </Form>
    }
}

/// What is wrong with a form as a whole, inside it: a toast would stand behind the dialog.
pub(super) fn trouble(words: RwSignal<Option<String>>) -> impl IntoView {
    move || {
        words.get().map(|words| {
            view! { <Banner tone=Tone::Danger icon=Glyph::STOP inset=true fact=words /> }
        })
    }
}

/// The controls: what is needed comes first, unless somebody chose the fields and with them their order.
fn controls(replica: Replica, fields: Fields, only: Option<&'static [u16]>) -> impl IntoView {
    let (needed, rest) = match only {
        Some(only) => (Vec::new(), only.to_vec()),
        None => fields.numbers(),
    };
    let two = !needed.is_empty() && !rest.is_empty();
    let group = move |title: &'static str, numbers: Vec<u16>| {
        let controls = numbers.into_iter().map(|no| fields.control(replica, no));
        let controls = controls.collect_view();
        view! {
            <fieldset>
                {two.then(|| view! { <legend>{t!(title)}</legend> })}
                <div class="fields">{controls}</div>
            </fieldset>
        }
    };
    let needed = (!needed.is_empty()).then(|| group("form-needed", needed));
    let rest = (!rest.is_empty()).then(|| group("form-rest", rest));
    (needed, rest)
}

/// One form for each record, and for each thing that a new one belongs to.
fn draft_key(schema: &EntitySchema, record: Option<&Record>, given: &[(u16, Value)]) -> String {
    let of = given.iter().find_map(|(_, value)| match value {
        Value::Ref(_, id) => Some(id.to_string()),
        Value::Choice(no) => Some(no.to_string()),
        _ => None,
    });
    match record {
        Some(record) => format!("edit/{}/{}", schema.key, record.id),
        None => format!("new/{}/{}", schema.key, of.unwrap_or_default()),
    }
}
