//! One notice: what it says, who has acknowledged it and when, who has not and since when.

use super::inbox::{about, acknowledge, at, heading, sender};
use crate::features::frame::number_of;
use crate::features::tasks::why as why_due;
use crate::i18n::tr;
use crate::record::{by_rule, minute, moment, now, record_title, state_word};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::Office;
use crate::t;
use crate::ui::{
    Button, Due, DueWhy, Empty, Explanation, Glyph, Head, Icon, Kind, Nearness, Tag, Toaster, Tone,
    Who, Why,
};
use leptos::prelude::*;
use shared::domain::notices::{
    InternalNotice, NoticeKind, NoticeState, acknowledged, receivers, waiting_for,
};
use shared::domain::tasks::wanted_id;
use shared::entity::{Entity, Id, Record, common};
use shared::ordered;
use std::sync::Arc;

/// The page.
#[component]
pub fn NoticePage(
    /// Which notice.
    id: Id,
) -> impl IntoView {
    let record = expect_context::<Replica>().record(id);
    view! {
        <Office>
            {move || match record.get() {
                Some(notice) => view! { <Notice notice /> }.into_any(),
                None => view! { <h1 class="vh">{t!("internal-notice")}</h1><Empty title=t!("record-not-here") text=Some(tr("notice-not-here", &[])) /> }.into_any(),
            }}
        </Office>
    }
}

#[component]
fn Notice(notice: Arc<Record>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let id = notice.id;
    let mine = waiting_for(&notice).contains(&replica.me());
    let body = notice.text(InternalNotice::BODY).to_owned();
    let source = about(replica, &notice);
    let facts = facts(replica, &notice);
    view! {
        <nav class="crumb" aria-label=t!("place")>
            <a href=Route::Home.to_string()>{t!("nav-home")}</a>
            <Icon glyph=Glyph::RIGHT flip=true />
            <span class="code">{number_of(&notice)}</span>
        </nav>
        <header class="record-head">
            <div class="name"><h1 class="page-title">{heading(&notice)}</h1>{state(&notice)}</div>
            <div class="facts">{facts}</div>
            <div class="acts">
                {source.map(|route| view! { <a class="btn" href=route.to_string()>{t!("notice-open-source")}</a> })}
                {mine.then(|| view! {
                    <Button kind=Kind::Primary icon=Glyph::CHECK on_press=move || acknowledge(replica, id, toaster)>
                        {t!("notice-do-acknowledge")}
                    </Button>
                })}
            </div>
        </header>
        {(!body.is_empty()).then(|| view! { <p class="letter">{body}</p> })}
        <Readers notice />
    }
}

fn state(notice: &Record) -> impl IntoView + use<> {
    let word = state_word(InternalNotice::SCHEMA, notice.state()).unwrap_or_default();
    let tone = match NoticeState::from_no(notice.state()) {
        NoticeState::Overdue => Tone::Danger,
        NoticeState::Whole => Tone::Brand,
        _ => Tone::Neutral,
    };
    view! { <Tag tone words=word /> }
}

/// Who sent it, when, by which rule.
fn facts(replica: Replica, notice: &Record) -> impl IntoView + use<> {
    let kind = InternalNotice::SCHEMA
        .field(InternalNotice::NOTICE_KIND)
        .and_then(|spec| crate::record::field_words(replica, notice, spec));
    let sent = at(notice, common::CREATED_AT).map(moment);
    let stand_in = (notice.get(InternalNotice::STAND_IN)
        == Some(&shared::entity::Value::Bool(true)))
    .then(|| tr("notice-stand-in", &[]));
    let parts: Vec<String> = [kind, Some(sender(replica, notice)), sent, stand_in]
        .into_iter()
        .flatten()
        .collect();
    let rule = notice.text(InternalNotice::RULE).trim_start_matches("R-");
    let why: Option<Explanation> = rule
        .parse()
        .ok()
        .map(|no| by_rule(heading(notice), no))
        .filter(|why| !why.source.is_empty());
    view! {
        <span>{parts.join(" · ")}</span>
        {until(replica, notice)}
        {why.map(|why| view! { <Why explanation=why /> })}
    }
}

/// Until when I am to acknowledge it, and why until then.
fn until(replica: Replica, notice: &Record) -> Option<impl IntoView + use<>> {
    let due = at(notice, InternalNotice::DUE_AT)?;
    let me = replica.me();
    if !waiting_for(notice).contains(&me) {
        return None;
    }
    let rule = notice.text(InternalNotice::RULE).trim_start_matches("R-");
    // The task that asks for it knows its clock; reports of lateness have none.
    let task = wanted_id(
        notice.id,
        rule.parse().unwrap_or_default(),
        &format!("acknowledge:{me}"),
    );
    replica.world(|world| world.get(task).map(|_| ()))?;
    let near = Signal::derive(move || {
        if due <= minute() {
            Nearness::Late
        } else {
            Nearness::Soon
        }
    });
    let words = move || tr("notice-until", &[("time", moment(due).into())]);
    Some(view! { <DueWhy near words answer=Callback::new(move |()| why_due(replica, task)) /> })
}

/// Everybody it went to: those who have not acknowledged it first.
#[component]
fn Readers(notice: Arc<Record>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let acks = acknowledged(&notice);
    let due = at(&notice, InternalNotice::DUE_AT);
    let sent = at(&notice, common::CREATED_AT).unwrap_or_else(|| now().utc_ms);
    // Nobody is late with reading that somebody is late.
    let runs = notice.choice(InternalNotice::NOTICE_KIND) != Some(NoticeKind::Escalation.no());
    let mut people: Vec<(Id, Option<i64>)> = receivers(&notice)
        .into_iter()
        .map(|user| {
            let when = acks.iter().find(|(id, _)| *id == user).map(|(_, at)| *at);
            (user, when)
        })
        .collect();
    ordered::sort_by_key(&mut people, |(_, when)| when.unwrap_or(i64::MIN));
    let (all, done) = (
        people.len(),
        people.iter().filter(|p| p.1.is_some()).count(),
    );
    let count = tr(
        "notice-read-count",
        &[("done", done.into()), ("count", all.into())],
    );
    let row = move |(user, when): (Id, Option<i64>)| {
        let words = move || match when {
            Some(at) => (
                Nearness::Done,
                tr("notice-read-at", &[("time", moment(at).into())]),
            ),
            None => match due.filter(|due| runs && *due <= minute()) {
                Some(due) => (
                    Nearness::Late,
                    tr("notice-unread-late", &[("time", moment(due).into())]),
                ),
                None => (
                    Nearness::Plain,
                    tr("notice-unread-since", &[("time", moment(sent).into())]),
                ),
            },
        };
        let near = Signal::derive(move || words().0);
        view! { <li><Who name=record_title(replica, user) /><Due near words=move || words().1 /></li> }
    };
    view! {
        <section class="readers">
            <Head title=t!("internal-notice-acks") count rule=true />
            <ul>{people.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}
