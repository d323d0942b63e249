//! The unit of work: how much, why not yet, the opinion, the signature, the word.

use super::case::Case;
use super::decide::{Desk, Words, decide};
use super::lines::{amount_words, more_than, word_due};
use crate::features::tasks::DueOf;
use crate::i18n::tr;
use crate::record::{Sure, by_rule, moment, reason_words, short, sync_state, why};
use crate::replica::{RecordSync, Replica};
use crate::shell::use_shell;
use crate::t;
use crate::ui::{
    Banner, Button, Field, Glyph, Icon, Kind, SignaturePad, Sync, TextArea, Toaster, Tone, Why,
};
use leptos::prelude::*;
use shared::domain::approvals::{APPROVE, Approval, REFUSE, RETURN};
use shared::entity::{Entity, Value};
use shared::sync::Reason;

/// The panel.
#[component]
pub fn Panel(
    /// What is decided.
    case: Signal<Case>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let words = Words::new(replica, case.with_untracked(|case| case.approval.id));
    let mine = Memo::new(move |_| case.with(|case| case.mine));
    let pending = Memo::new(move |_| case.with(Case::pending));
    let due = Memo::new(move |_| case.with(|case| word_due(replica, &case.approval)));
    view! {
        <section class="decide panel" aria-label=t!("approvals-decision")>
            <Amount case />
            {move || due.get().map(|task| view! { <p class="meta"><DueOf task /></p> })}
            {move || pending.get().then(|| view! { <Reasons case /> })}
            {move || if mine.get() {
                view! { <Say case words /> }.into_any()
            } else if pending.get() {
                view! { <p class="meta">{move || case.with(|case| not_mine(replica, case))}</p> }.into_any()
            } else {
                view! { <Standing case /> }.into_any()
            }}
        </section>
    }
}

/// How much it is, and what it was.
#[component]
fn Amount(case: Signal<Case>) -> impl IntoView {
    let money = |value: &Option<Value>| amount_words(value.as_ref()?);
    let now = move || case.with(|case| money(&case.amounts[0]));
    let was = move || {
        let was = case.with(|case| money(&case.amounts[1]))?;
        (Some(&was) != now().as_ref()).then(|| view! { <del class="was num">{was}</del> })
    };
    let more = move || {
        case.with(|case| {
            let before = case.before.as_ref()?;
            let time = moment(super::case::at(before, Approval::DECIDED_AT)?);
            let more = more_than(&case.amounts)?;
            Some(tr(
                "approvals-more-than",
                &[("time", time.into()), ("more", more.into())],
            ))
        })
    };
    move || {
        now().map(|now| {
            view! {
                <p class="amt">{was} <span class="big num">{now}</span></p>
                <p class="meta">{more}</p>
            }
        })
    }
}

/// What blocks it, what is to be known, what is in order.
#[component]
fn Reasons(case: Signal<Case>) -> impl IntoView {
    let blocked = move || case.with(|case| !case.blocked[0].is_empty());
    let reason = |reason: Reason| {
        let words = reason_words(Approval::SCHEMA, &reason);
        let answer = why(Approval::SCHEMA, words.clone(), &[reason]);
        view! {
            <li data-k="block">
                <Icon glyph=Glyph::STOP /><span>{words}</span>
                {(!answer.rule.is_empty()).then(|| view! { <Why explanation=answer /> })}
            </li>
        }
    };
    let again = move || {
        let word = case.with(|case| match (&case.before, case.changed()) {
            _ if case.touched => Some("approvals-touched"),
            (None, _) => None,
            (Some(_), true) => Some("approvals-changed-since"),
            (Some(_), false) => Some("approvals-once-more"),
        })?;
        let answer = by_rule(tr(word, &[]), 284);
        Some(view! {
            <li data-k="know">
                <Icon glyph=Glyph::ALERT /><span>{move || tr(word, &[])}</span>
                <Why explanation=answer />
            </li>
        })
    };
    let apart = move || {
        case.with(|case| case.mine && !case.own).then(|| {
            view! { <li data-k="ok"><Icon glyph=Glyph::CHECK /><span>{t!("approvals-apart")}</span></li> }
        })
    };
    view! {
        <div class="whys">
            {move || blocked().then(|| view! { <h2>{t!("approvals-not-yet")}</h2> })}
            <ul>
                {move || case.with(|case| case.blocked[0].clone()).into_iter().map(reason).collect_view()}
                {again}
                {apart}
            </ul>
        </div>
    }
}

/// Opinion, signature, and the three words.
#[component]
fn Say(case: Signal<Case>, words: Words) -> impl IntoView {
    let shell = use_shell();
    let desk = Desk {
        replica: expect_context::<Replica>(),
        toaster: expect_context::<Toaster>(),
        sure: expect_context::<Sure>(),
        offline: Signal::derive(move || !shell.online.get()),
    };
    let name = move || {
        shell
            .person
            .get()
            .map(|person| person.name)
            .unwrap_or_default()
    };
    let say = move |no: u16| {
        let name = untrack(name);
        case.with_untracked(|case| decide(desk, case, words, &name, no));
    };
    let blocked = move |place: usize| {
        let reasons = case.with(|case| case.blocked[place].clone());
        let said = reasons
            .iter()
            .map(|reason| reason_words(Approval::SCHEMA, reason));
        Some(said.collect::<Vec<_>>().join(" ")).filter(|said| !said.is_empty())
    };
    let about = move || {
        let hash = case.with(|case| case.hash.map(|hash| short(&hash)));
        tr(
            "approvals-sign-about",
            &[
                ("name", name().into()),
                ("hash", hash.unwrap_or_default().into()),
            ],
        )
    };
    let free = Memo::new(move |_| blocked(0).is_none());
    // A word that has found its reason is not asked for one any more.
    Effect::new(move |_| {
        if words.opinion.with(|text| !text.trim().is_empty()) {
            words.error.set(None);
        }
    });
    view! {
        <Field label=t!("approval-opinion") error=words.error><TextArea value=words.opinion /></Field>
        <SignaturePad ink=words.ink about />
        <Place offline=desk.offline />
        {move || view! { <Deeds free=free.get() blocked=Signal::derive(move || blocked(0)) other=Signal::derive(move || blocked(1)) say=Callback::new(say) /> }}
    }
}

/// The three words. The next step is the primary one: to agree, or what can be done where that is blocked.
#[component]
fn Deeds(
    free: bool,
    blocked: Signal<Option<String>>,
    other: Signal<Option<String>>,
    say: Callback<u16>,
) -> impl IntoView {
    let (agree, give_back) = if free {
        (Kind::Primary, Kind::Plain)
    } else {
        (Kind::Plain, Kind::Primary)
    };
    view! {
        <div class="deeds" role="group" aria-label=t!("approvals-decision")>
            <Button kind=agree icon=Glyph::CHECK blocked on_press=move || say.run(APPROVE)>{t!("approval-do-approve")}</Button>
            <Button kind=give_back icon=Glyph::UNDO blocked=other on_press=move || say.run(RETURN)>{t!("approval-do-return")}</Button>
            <Button kind=Kind::Danger blocked=other on_press=move || say.run(REFUSE)>{t!("approval-do-refuse")}</Button>
        </div>
    }
}

/// Where the word counts: here it is kept, the server confirms it (I-18).
#[component]
fn Place(offline: Signal<bool>) -> impl IntoView {
    move || {
        if offline.get() {
            let more = Signal::derive(|| Some(tr("approvals-offline-means", &[])));
            view! { <Banner tone=Tone::Info icon=Glyph::CLOUD_OFF fact=t!("approvals-offline") more inset=true /> }
                .into_any()
        } else {
            view! { <p class="fine">{t!("approvals-online-means")}</p> }.into_any()
        }
    }
}

/// Somebody else decides it: who.
fn not_mine(replica: Replica, case: &Case) -> String {
    if case.own {
        return tr("approvals-own", &[]);
    }
    let listed = case.approval.get(Approval::DECIDERS).map(Value::items);
    let names: Vec<String> = listed
        .unwrap_or_default()
        .iter()
        .filter_map(Value::reference)
        .map(|id| crate::record::record_title(replica, id))
        .collect();
    let names = names.join(tr("list-comma", &[]).as_str());
    tr("approvals-waits-for", &[("names", names.into())])
}

/// The decision as it stands, and whether the server has it.
#[component]
fn Standing(case: Signal<Case>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let word = replica.sync_word(case.with_untracked(|case| case.approval.id));
    let waits = move || {
        let offline =
            case.with(|case| case.approval.get(Approval::OFFLINE) == Some(&Value::Bool(true)));
        (offline && word.get() != RecordSync::Synced)
            .then(|| view! { <p class="fine">{t!("approvals-offline")}</p> })
    };
    view! {
        <super::past::Decision record=Signal::derive(move || case.with(|case| case.approval.clone())) />
        <p><Sync state=Signal::derive(move || sync_state(word.get())) /></p>
        {waits}
    }
}
