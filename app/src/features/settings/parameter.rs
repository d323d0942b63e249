//! One parameter: what it says, where that comes from, which rules use it, and its history.

use super::history::History;
use super::today;
use super::words::{name, origin_words, setting_words};
use crate::features::frame::may_make;
use crate::i18n::tr;
use crate::record::{RecordForm, clause_words, field_label, now_ms};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{Button, ButtonLink, Dialog, Empty, Glyph, Kind, Size, opens};
use leptos::prelude::*;
use shared::calendar::Date;
use shared::domain::settings::{Parameter, Spec, in_force_by_number, spec};
use shared::entity::{Entity, Value};
use shared::rules::book;

/// What a change says, in the order in which it is asked.
const ASKED: &[u16] = &[
    Parameter::VALUE,
    Parameter::APPLIES_TO,
    Parameter::EFFECTIVE_FROM,
    Parameter::DECIDED_BY,
    Parameter::REASON,
];

/// The page.
#[component]
pub fn ParameterPage(
    /// n of P-nn.
    no: u16,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let Some(spec) = spec(no) else {
        return view! { <Office><h1 class="vh">{t!("nav-parameters")}</h1><Empty title=t!("setting-unknown") drawn=true><All /></Empty></Office> }.into_any();
    };
    let changing = RwSignal::new(false);
    let may = may_make(replica, Parameter::SCHEMA);
    let holds = move || {
        replica.revision(Parameter::KIND).track();
        let now = now_ms() as i64;
        let holds = replica.world(|world| in_force_by_number(world, no, None, now));
        holds.map(|holds| setting_words(holds.value))
    };
    let rules = move || {
        let code = format!("P-{no:02}");
        let uses = book().filter(move |rule| rule.text[0].contains(&code));
        let link = |id: u16| view! { <a class="code" href=Route::Rule(id).to_string()>{format!("R-{id:03}")}</a> " " };
        uses.map(|rule| link(rule.id)).collect_view()
    };
    view! {
        <Office>
            <PageHead title=format!("P-{no:02}") sub=Signal::derive(move || Some(name(no)))>
                {move || may.get().then(|| view! {
                    <Button kind=Kind::Primary icon=Glyph::PEN on_press=opens(changing)>{t!("setting-change")}</Button>
                })}
            </PageHead>
            <article class="rule-alone">
                <p class="setting-now">{holds}</p>
                <dl class="kv">
                    <dt>{t!("setting-default")}</dt><dd>{move || setting_words(spec.default)}</dd>
                    <dt>{t!("rules-clause")}</dt>
                    <dd>{move || origin_words(spec.origin)} " " {move || clause_words(spec.clause)}</dd>
                    <dt>{t!("setting-rules")}</dt><dd>{rules()}</dd>
                </dl>
                <History no />
                <All />
            </article>
            <ChangeDialog spec open=changing />
        </Office>
    }
    .into_any()
}

#[component]
fn All() -> impl IntoView {
    view! { <p><ButtonLink size=Size::Small href=Route::Parameters.to_string()>{t!("setting-all")}</ButtonLink></p> }
}

/// A change is a record of its own that nobody alters later, so nothing of it may be missing.
#[component]
fn ChangeDialog(spec: &'static Spec, open: RwSignal<bool>) -> impl IntoView {
    let schema = Parameter::SCHEMA;
    let how = move || {
        let field = schema.field(Parameter::VALUE);
        let field = field.map(|field| field_label(schema, field));
        let key = format!("reason-{}", spec.sort.code());
        tr(&key, &[("field", field.unwrap_or_default().into())])
    };
    let close = move || open.set(false);
    let title = move || format!("P-{:02} {}", spec.no, name(spec.no));
    let begin = vec![(Parameter::EFFECTIVE_FROM, Date(today()).to_string())];
    view! {
        <Dialog open title wide=true actions=ViewFn::from(|| ())>
            <p class="fine">{how}</p>
            <RecordForm
                schema
                record=None
                only=ASKED
                whole=true
                begin=begin.clone()
                given=vec![(Parameter::NUMBER, Value::Choice(spec.no.into()))]
                on_saved=move |_| close()
                on_cancel=move |()| close()
            />
        </Dialog>
    }
}
