//! What the guests ask for: written in one sheet, dealt with by one of three buttons.

use super::super::doing::{at, clock, keep};
use super::Day;
use crate::i18n::tr;
use crate::record::{Draft, StepDialog, Steps, now, record_title, state_word, sync_state};
use crate::replica::Act;
use crate::t;
use crate::ui::{
    Button, ChipOne, Chips, Dialog, Field, Kind, Sync, Tag, TextArea, Tone, closes, opens,
};
use leptos::prelude::*;
use shared::domain::visits::{FactoryVisit, RequestState, VisitRequest, guest, requests_of};
use shared::entity::{Entity, Id, Value};

const SOLVE: u16 = 16;
const DECLINE: u16 = 17;
const REPORT: u16 = 18;

/// The requests so far.
#[component]
pub(super) fn Requests(day: Day) -> impl IntoView {
    let all = Memo::new(move |_| {
        day.replica.revision(VisitRequest::KIND).track();
        let found = day.replica.world(|world| requests_of(world, day.id));
        found.iter().map(|request| request.id).collect::<Vec<_>>()
    });
    move || {
        (!all.with(Vec::is_empty)).then(|| view! {
            <section class="sec" aria-labelledby="requests-h">
                <h2 id="requests-h">{t!("today-request")} " " <span>{move || all.with(Vec::len)}</span></h2>
                {all.get().into_iter().map(|id| view! { <One day id /> }).collect_view()}
            </section>
        })
    }
}

#[component]
fn One(day: Day, id: Id) -> impl IntoView {
    let replica = day.replica;
    let record = replica.record(id);
    let word = replica.sync_word(id);
    let raised = move || {
        record.with(|request| {
            request
                .as_ref()
                .is_some_and(|request| request.state() == RequestState::Raised.no())
        })
    };
    let meta = move || {
        let request = record.get()?;
        let mut parts = vec![request.text(VisitRequest::RAISED_BY).to_owned()];
        parts.extend(at(&request, VisitRequest::AT).map(clock));
        parts.retain(|part| !part.is_empty());
        Some(parts.join(" · "))
    };
    let text = move || {
        record.with(|_| ());
        record_title(replica, id)
    };
    let state = move || {
        let words = state_word(VisitRequest::SCHEMA, record.get()?.state())?;
        Some(view! { <Tag tone=Tone::Brand words /> })
    };
    view! {
        <div class="req" data-done=move || (!raised()).then_some("")>
            <p>{text}</p>
            <div class="meta">
                <span>{meta}</span>
                {move || (!raised()).then(state)}
                <Sync state=Signal::derive(move || sync_state(word.get())) />
            </div>
            {move || if raised() {
                view! { <Ways day id /> }.into_any()
            } else {
                view! { <div class="acts"><Steps record /></div> }.into_any()
            }}
        </div>
    }
}

/// Solved, reported, explained: one of the three, always.
#[component]
fn Ways(day: Day, id: Id) -> impl IntoView {
    let record = day.replica.record(id);
    let (reporting, declining) = (RwSignal::new(false), RwSignal::new(false));
    let solve = move || {
        let from = RequestState::Raised.no();
        let act = Act::step(VisitRequest::KIND, id, SOLVE, from, None, Vec::new());
        keep(day.replica, day.toaster, vec![act], || ());
    };
    view! {
        <div class="three" role="group" aria-label=t!("visit-request-handling")>
            <Button on_press=solve>{t!("visit-request-handling-solved")}</Button>
            <Button on_press=opens(reporting)>{t!("visit-request-handling-reported")}</Button>
            <Button on_press=opens(declining)>{t!("visit-request-handling-declined")}</Button>
        </div>
        <StepDialog record step=REPORT open=reporting />
        <StepDialog record step=DECLINE open=declining />
    }
}

/// A new request: who, and what. Who is chosen from the guest list.
#[component]
pub(super) fn Sheet(day: Day) -> impl IntoView {
    let open = day.sheets.request;
    let (text, who) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let typed = vec![(VisitRequest::TEXT, text), (VisitRequest::RAISED_BY, who)];
    let draft = Draft::new(day.replica, format!("request/{}", day.id), typed);
    draft.begin();
    let missing = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        text.track();
        missing.set(None);
    });
    let names = move || -> Vec<String> {
        let Some(visit) = day.visit.get_untracked() else {
            return Vec::new();
        };
        let rows = visit.live_items(FactoryVisit::GUEST_LIST);
        let name = |item: &shared::entity::Item| {
            item.cells
                .get(&guest::NAME)?
                .value()?
                .text()
                .map(str::to_owned)
        };
        rows.into_iter()
            .filter_map(|(_, item)| name(item))
            .collect()
    };
    let save = move || {
        let words = text.get_untracked();
        if words.trim().is_empty() {
            missing.set(Some(tr("today-request-empty", &[])));
            return;
        }
        let fields = vec![
            (VisitRequest::VISIT, Value::Ref(FactoryVisit::KIND, day.id)),
            (VisitRequest::TEXT, Value::Text(words.trim().to_owned())),
            (VisitRequest::RAISED_BY, Value::Text(who.get_untracked())),
            (VisitRequest::AT, Value::Instant(now())),
        ];
        let fields = fields
            .into_iter()
            .filter(|(_, value)| !value.is_blank())
            .collect();
        let act = Act::create_from(VisitRequest::KIND, day.replica.new_id(), fields, Vec::new());
        keep(day.replica, day.toaster, vec![act], move || {
            text.set(String::new());
            draft.done();
            draft.begin();
            open.set(false);
        });
    };
    let chip =
        move |name: String| view! { <ChipOne chosen=who value=name.clone()>{name}</ChipOne> };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=save>{t!("save")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("today-request-what") actions=actions>
            {move || (!names().is_empty()).then(|| view! {
                <Chips class="chips" legend=t!("visit-request-raised-by")>{names().into_iter().map(chip).collect_view()}</Chips>
            })}
            <Field label=t!("visit-request-text") error=missing><TextArea value=text /></Field>
        </Dialog>
    }
}
