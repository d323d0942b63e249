//! One approval: the content with what changed on one side, the decision and its past on the other.

use super::case::{Case, at, case};
use super::late::LateWords;
use super::lines::title;
use super::panel::Panel;
use super::past::Past;
use crate::features::{frame::number_of, places};
use crate::i18n::tr;
use crate::record::{
    by_rule, compared, field_label, field_words, moment, record_title, state_word,
};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::Office;
use crate::t;
use crate::ui::{Banner, Check, DiffTable, Empty, Facts, Glyph, Head, Icon, Tag, Tone, Why};
use leptos::prelude::*;
use shared::domain;
use shared::domain::approvals::{Approval, ApprovalState};
use shared::entity::{Entity, FieldSpec, Id, Value, common};

/// The page.
#[component]
pub fn ApprovalPage(
    /// Which approval.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let case = Memo::new(move |_| case(replica, id));
    let here = Memo::new(move |_| case.with(Option::is_some));
    // Typing an opinion must survive a colleague's change of the object: the parts follow by
    // themselves, the page is made once.
    let shown = Signal::derive(move || case.get().unwrap_or_else(Case::none));
    view! {
        <Office>
            {move || if here.get() {
                view! { <Whole case=shown /> }.into_any()
            } else {
                view! { <h1 class="vh">{t!("approval")}</h1><Empty title=t!("record-not-here") text=Some(tr("approvals-not-here", &[])) /> }.into_any()
            }}
        </Office>
    }
}

#[component]
fn Whole(case: Signal<Case>) -> impl IntoView {
    let touched = move || {
        case.with(|case| case.touched).then(|| {
            view! { <Banner tone=Tone::Lamp icon=Glyph::ALERT inset=true fact=t!("approvals-touched") /> }
        })
    };
    view! {
        <Top case />
        {touched}
        <div class="two-columns approval">
            <div class="content"><About case /><Content case /></div>
            <aside aria-label=t!("approval")>
                <LateWords case />
                <Panel case />
                <Past case />
            </aside>
        </div>
    }
}

#[component]
fn Top(case: Signal<Case>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let number = move || case.with(|case| case.object.as_ref().map(number_of));
    let name = move || case.with(|case| title(&case.approval));
    let state = move || case.with(state);
    let facts = move || case.with(|case| facts(replica, case));
    let source = move || {
        let route = case.with(|case| {
            let object = case.object.as_ref()?;
            places::place_of(object.kind, object.id)
        })?;
        Some(view! { <a href=route.to_string()>{t!("approvals-open-object")}</a> })
    };
    let why = Signal::derive(move || {
        case.with(|case| {
            let rule = case.approval.text(Approval::RULE);
            let no = rule.trim_start_matches("R-").parse().unwrap_or_default();
            by_rule(title(&case.approval), no)
        })
    });
    view! {
        <nav class="crumb" aria-label=t!("place")>
            <a href=Route::Approvals.to_string()>{t!("nav-approvals")}</a>
            <Icon glyph=Glyph::RIGHT flip=true />
            <span class="code">{number}</span>
        </nav>
        <header class="record-head">
            <div class="name"><h1 class="page-title">{name}</h1>{state}</div>
            <div class="facts">
                {move || facts().into_iter().map(|fact| view! { <span>{fact}</span> }).collect_view()}
                {source}
                {move || why.with(|why| !why.source.is_empty()).then(|| view! { <Why explanation=why /> })}
            </div>
        </header>
    }
}

fn state(case: &Case) -> impl IntoView + use<> {
    let approval = &case.approval;
    let again = case.pending() && case.changed();
    let word = if again {
        Some(tr("approvals-again", &[]))
    } else {
        state_word(Approval::SCHEMA, approval.state())
    };
    let tone = match ApprovalState::from_no(approval.state()) {
        ApprovalState::Pending => Tone::Lamp,
        ApprovalState::Approved => Tone::Brand,
        ApprovalState::Refused => Tone::Danger,
        _ => Tone::Neutral,
    };
    let offline = approval.get(Approval::OFFLINE) == Some(&Value::Bool(true));
    view! {
        <Tag tone words=word.unwrap_or_default() />
        {offline.then(|| view! { <Tag tone=Tone::Info words=t!("approval-offline") /> })}
    }
}

/// Who asks, since when, whose word is wanted.
fn facts(replica: Replica, case: &Case) -> Vec<String> {
    let approval = &case.approval;
    let name = |no: u16| approval.reference(no).map(|id| record_title(replica, id));
    let said = |key: &str, what: Option<String>| what.map(|what| tr(key, &[("what", what.into())]));
    let asked = at(approval, common::CREATED_AT).map(moment);
    let role = approval.text(Approval::ROLE).to_lowercase();
    let role = (!role.is_empty()).then(|| tr(&format!("role-{role}"), &[]));
    [
        said("approvals-by", name(Approval::AUTHOR)),
        said("approvals-since", asked),
        said("approvals-word-of", role),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the object belongs to: a plan is nothing without who comes, when, and why.
#[component]
fn About(case: Signal<Case>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let whole = Memo::new(move |_| {
        case.with(|case| {
            let object = case.object.as_ref()?;
            object.reference(domain::schema(object.kind)?.home?)
        })
    });
    move || {
        let id = whole.get()?;
        let record = replica.record(id);
        let schema = record.with(|record| domain::schema(record.as_ref()?.kind))?;
        let said =
            |spec: &&FieldSpec| (spec.flags.listed || spec.flags.search) && spec.no != schema.title;
        let facts = Signal::derive(move || {
            let record = record.get();
            let fields = schema.fields.iter().filter(said);
            let fact = |spec: &FieldSpec| {
                let words = field_words(replica, record.as_ref()?, spec)?;
                Some((field_label(schema, spec), Some(words)))
            };
            fields.filter_map(fact).collect::<Vec<_>>()
        });
        let place = places::place_of(schema.kind, id);
        Some(view! {
            <section class="sheet about">
                <Head title=move || tr(schema.key, &[])>
                    {place.map(|route| view! { <a href=route.to_string()>{t!("approvals-open-object")}</a> })}
                </Head>
                <Facts facts />
            </section>
        })
    }
}

#[component]
fn Content(case: Signal<Case>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let marked = RwSignal::new(true);
    let sheets = Memo::new(move |_| {
        case.with(|case| {
            let schema = case.schema()?;
            Some(compared(replica, schema, case.was.as_deref(), &case.now))
        })
    });
    let compares = Memo::new(move |_| case.with(|case| case.was.is_some()));
    let with = move || case.with(against);
    let none = move || sheets.with(|sheets| sheets.as_ref().is_none_or(Vec::is_empty));
    view! {
        {move || compares.get().then(|| view! {
            <div class="tools">
                <span class="faint">{with}</span>
                <span class="end"><Check value=marked>{t!("approvals-mark")}</Check></span>
            </div>
        })}
        {move || sheets.get().unwrap_or_default().into_iter().map(|sheet| {
            let heading = sheet.label.clone();
            view! { <section class="sheet"><Head title=heading /><DiffTable sheet marked /></section> }
        }).collect_view()}
        {move || none().then(|| view! { <Empty title=t!("approvals-no-content") text=Some(tr("approvals-no-content-text", &[])) /> })}
    }
}

/// Which content this one is laid beside.
fn against(case: &Case) -> Option<String> {
    let Some(before) = &case.before else {
        let asked = at(&case.approval, common::CREATED_AT)?;
        return Some(tr(
            "approvals-against-asked",
            &[("time", moment(asked).into())],
        ));
    };
    let time = moment(at(before, Approval::DECIDED_AT)?);
    let word = state_word(Approval::SCHEMA, before.state())?;
    Some(tr(
        "approvals-against",
        &[("time", time.into()), ("word", word.into())],
    ))
}
