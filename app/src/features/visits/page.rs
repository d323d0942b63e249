//! One visit in the office: what is known, what blocks the next step, the plan, who comes and what is to
//! be done.

use super::answer::TwoWays;
use super::doing::follow;
use super::plan::Plan;
use super::requests::Requests;
use super::side::Side;
use super::stops::Stops;
use crate::features::frame::RecordPage;
use crate::i18n::tr;
use crate::record::{AskedSteps, RecordFacts, RecordForm, Rows, why};
use crate::replica::Replica;
use crate::routes::Route;
use crate::t;
use crate::ui::{Banner, Button, ButtonLink, Dialog, Glyph, Head, Kind, Tone, Why, opens};
use leptos::prelude::*;
use shared::domain::visits::{
    FactoryVisit, VisitDebrief, VisitState, debrief_of, now_next_missing,
};
use shared::entity::{Entity, Id, Record, Value};
use std::sync::Arc;
use uuid::Uuid;

/// The page.
#[component]
pub fn VisitPage(
    /// Which visit.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let today = Route::VisitToday(Uuid::from_bytes(id.0)).to_string();
    // On the way to the guests and while they are here the day has a screen of its own.
    let near = Signal::derive(move || {
        let state = record.with(|visit| visit.as_ref().map_or(0, |visit| visit.state()));
        (VisitState::Awaited.no()..=VisitState::ToSum.no()).contains(&state)
    });
    let acts = move || {
        let kind = if near.get() {
            Kind::Primary
        } else {
            Kind::Plain
        };
        view! {
            <ButtonLink kind href=today.clone() icon=Glyph::TODAY>{t!("visit-today")}</ButtonLink>
            <AskedSteps record />
        }
    };
    view! {
        <RecordPage
            id
            back=Route::Visits
            acts=acts
            busy=near
            notice=move || view! { <Missing id /> }
            below=move || view! {
                <div class="answers">
                    <TwoWays record no=FactoryVisit::LODGING values=[true, false].map(Value::Bool) />
                    <TwoWays record no=FactoryVisit::VEHICLE values=[true, false].map(Value::Bool) />
                </div>
                <Rows record field=FactoryVisit::GUEST_LIST />
                <Plan visit=id />
                <Stops visit=id />
                <Requests visit=id />
                <Debrief visit=id />
            }
            side=move || view! { <Side visit=id /> }
        />
    }
}

/// What the next step lacks, before anybody tries it.
#[component]
fn Missing(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let lacks = move || {
        follow(replica);
        let now = crate::record::now().utc_ms;
        let standing = replica.world(|world| {
            let visit = world.get(id)?;
            Some(now_next_missing(world, visit, now))
        })?;
        let step = standing.step?;
        let name = tr(&format!("visit-do-{}", step.key), &[]);
        (!standing.missing.is_empty()).then(|| {
            (
                name.clone(),
                standing.missing.len(),
                why(FactoryVisit::SCHEMA, name, &standing.missing),
            )
        })
    };
    move || {
        lacks().map(|(step, count, explain)| {
            let named = explain.way_out.clone();
            let fact = tr(
                "visit-step-lacks",
                &[("step", step.into()), ("count", count.into())],
            );
            view! {
                <Banner tone=Tone::Lamp icon=Glyph::ALERT inset=true fact=fact more=named>
                    <Why explanation=Signal::from(explain) />
                </Banner>
            }
        })
    }
}

const DEBRIEF: &[u16] = &[
    VisitDebrief::INTENTION,
    VisitDebrief::REASON,
    VisitDebrief::IMPRESSION,
    VisitDebrief::IMPRESSION_TEXT,
    VisitDebrief::NO_IMPRESSION,
    VisitDebrief::SERVICE_OPINION,
    VisitDebrief::NO_OPINION,
    VisitDebrief::FAREWELL_AT,
    VisitDebrief::FAREWELL_PEOPLE,
    VisitDebrief::INVITED_BACK,
];

/// What the guests thought, and what they wait for.
#[component]
fn Debrief(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let which = Memo::new(move |_| {
        replica.revision(VisitDebrief::KIND).track();
        replica.world(|world| debrief_of(world, visit).map(|debrief| debrief.id))
    });
    let editing = RwSignal::new(false);
    let one = move |id: Id| {
        let record = replica.record(id);
        view! {
            <RecordFacts record />
            <Rows record field=VisitDebrief::FOLLOW_UPS />
        }
    };
    let given = vec![(VisitDebrief::VISIT, Value::Ref(FactoryVisit::KIND, visit))];
    let given = StoredValue::new(given);
    let now = move || -> Option<Arc<Record>> {
        replica.world(|world| {
            which
                .get_untracked()
                .and_then(|id| world.get(id).cloned())
                .map(Arc::new)
        })
    };
    view! {
        <section class="part">
            <Head title=t!("visit-debrief") rule=true>
                <Button kind=Kind::Quiet icon=Glyph::PEN on_press=opens(editing)>{t!("edit")}</Button>
            </Head>
            {move || which.get().map(one)}
            <Dialog open=editing title=t!("visit-debrief") wide=true actions=ViewFn::from(|| ())>
                <RecordForm schema=VisitDebrief::SCHEMA record=now() only=DEBRIEF given=given.get_value()
                    on_saved=move |_| editing.set(false) on_cancel=move |()| editing.set(false) />
            </Dialog>
        </section>
    }
}
