//! What the guests asked for, as the office sees it: whoever decides answers here.

use super::doing::fact;
use crate::record::{AskedSteps, Steps, record_title, state_word, sync_state};
use crate::replica::Replica;
use crate::t;
use crate::ui::{Head, Sync, Tag, Tone};
use leptos::prelude::*;
use shared::domain::visits::{VisitRequest, requests_of};
use shared::entity::{Entity, Id};

/// The requests of a visit; nothing where there are none.
#[component]
pub(super) fn Requests(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let all = Memo::new(move |_| {
        replica.revision(VisitRequest::KIND).track();
        let found = replica.world(|world| requests_of(world, visit));
        found.iter().map(|request| request.id).collect::<Vec<_>>()
    });
    let count = Signal::derive(move || Some(all.with(Vec::len).to_string()));
    move || {
        (!all.with(Vec::is_empty)).then(|| {
            view! {
                <section class="part" id="requests">
                    <Head title=t!("visit-request") count rule=true />
                    {all.get().into_iter().map(|id| view! { <One id /> }).collect_view()}
                </section>
            }
        })
    }
}

#[component]
fn One(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let word = replica.sync_word(id);
    let state = move || {
        let state = record.get()?.state();
        state_word(VisitRequest::SCHEMA, state)
            .map(|words| view! { <Tag tone=Tone::Neutral words /> })
    };
    let about = move || {
        let request = record.get()?;
        let shown = [
            VisitRequest::RAISED_BY,
            VisitRequest::AT,
            VisitRequest::EXPLANATION,
            VisitRequest::LEADER_ANSWER,
        ];
        let said = shown.iter().filter_map(|no| fact(replica, &request, *no));
        let said: Vec<String> = said
            .map(|(name, words)| format!("{name} {words}"))
            .collect();
        Some(said.join(" · "))
    };
    let text = move || {
        record.with(|_| ());
        record_title(replica, id)
    };
    view! {
        <div class="req">
            <p>{text} " " {state}</p>
            <div class="meta"><span>{about}</span><Sync state=Signal::derive(move || sync_state(word.get())) /></div>
            <div class="acts"><Steps record /><AskedSteps record /></div>
        </div>
    }
}
