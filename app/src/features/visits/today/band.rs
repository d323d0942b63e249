//! The band on top: what is going on now, and the one thing to do about it.

use super::super::doing::{at, choice, clock, fact, keep};
use super::given::Given;
use super::{Day, arrival};
use crate::i18n::tr;
use crate::record::{Steps as StateSteps, record_title};
use crate::replica::Act;
use crate::t;
use crate::ui::{Button, ChipMany, Chips, Glyph, Icon, Kind, opens};
use leptos::prelude::*;
use shared::domain::visits::{
    FactoryVisit, Place, Topic, TourStop, VisitDebrief, VisitState, debrief_gaps, debrief_of,
};
use shared::entity::{Entity, Id, Record, Value};
use std::sync::Arc;

/// The band.
#[component]
pub(super) fn Band(day: Day) -> impl IntoView {
    let inside = move || match day.state() {
        VisitState::Here => match day.stop.get() {
            Some(id) => view! { <AtStop day id /> }.into_any(),
            None => view! { <Received day /> }.into_any(),
        },
        VisitState::ToSum | VisitState::Closed => view! { <Over day /> }.into_any(),
        VisitState::Cancelled => {
            view! { <h2 id="now-h">{t!("visit-state-cancelled")}</h2> }.into_any()
        }
        _ => view! { <Awaited day /> }.into_any(),
    };
    view! { <section class="now-block" id="now" aria-labelledby="now-h">{inside}</section> }
}

/// Before they are here: when they come, and one button.
#[component]
fn Awaited(day: Day) -> impl IntoView {
    let facts = move || {
        let visit = day.visit.get()?;
        let shown = [
            FactoryVisit::ARRIVE_AT,
            FactoryVisit::HUB,
            FactoryVisit::TRANSPORT_NO,
        ];
        let said = shown.iter().filter_map(|no| fact(day.replica, &visit, *no));
        Some(said.map(|(_, words)| words).collect::<Vec<_>>().join(" · "))
    };
    view! {
        <div class="k"><span>{t!("visit-now")}</span></div>
        <h2 id="now-h">{t!("today-awaited")}</h2>
        <p class="sub">{facts}</p>
        <div class="one"><Button kind=Kind::Primary icon=Glyph::DOOR on_press=move || arrival::arrive(day)>{t!("visit-do-arrive")}</Button></div>
    }
}

/// They are here and were not led anywhere yet.
#[component]
fn Received(day: Day) -> impl IntoView {
    let since = move || {
        day.visit
            .get()
            .and_then(|visit| at(&visit, FactoryVisit::ARRIVED_AT))
    };
    view! {
        <div class="k"><span>{t!("visit-now")}</span><Since day since=Signal::derive(since) /></div>
        <h2 id="now-h">{t!("today-received")}</h2>
        <Steps day />
    }
}

/// 14:25 开始 · 已 12 分
#[component]
fn Since(day: Day, since: Signal<Option<i64>>) -> impl IntoView {
    let words = move || {
        let since = since.get()?;
        let minutes = (day.now.get() - since).max(0) / 60_000;
        Some(tr(
            "today-since",
            &[("time", clock(since).into()), ("count", minutes.into())],
        ))
    };
    view! { <span class="num">{words}</span> }
}

/// On to the next stop, or off.
#[component]
fn Steps(day: Day) -> impl IntoView {
    view! {
        <div class="two">
            <Button icon=Glyph::RIGHT on_press=opens(day.sheets.stop)>{t!("today-next-stop")}</Button>
            <Button icon=Glyph::LEAVE on_press=opens(day.sheets.farewell)>{t!("visit-do-farewell")}</Button>
        </div>
    }
}

/// At a stop: what was told is tapped, what they said is noted.
#[component]
fn AtStop(day: Day, id: Id) -> impl IntoView {
    let stop = day.replica.record(id);
    let place = move || {
        let place = stop.get()?.choice(TourStop::PLACE)?;
        Some(choice(Place::SCHEMA, place))
    };
    let since = Signal::derive(move || stop.get().and_then(|stop| at(&stop, TourStop::AT)));
    let escort = move || {
        let escort = stop.get()?.reference(TourStop::ESCORT)?;
        let name = record_title(day.replica, escort);
        Some(tr("today-escort", &[("name", name.into())]))
    };
    let remark = move || {
        stop.get()
            .map(|stop| stop.text(TourStop::REMARKS).to_owned())
    };
    view! {
        <div class="k"><span>{t!("visit-now")}</span><Since day since /></div>
        <h2 id="now-h">{place}</h2>
        <p class="sub">{escort}</p>
        <Topics day id stop />
        <Given day id stop />
        <p class="sub">{remark}</p>
        <div class="one"><Button icon=Glyph::PEN on_press=opens(day.sheets.remark)>{t!("tour-stop-remarks")}</Button></div>
        <Steps day />
    }
}

/// What the guests were told here: kept with every tap.
#[component]
fn Topics(day: Day, id: Id, stop: Signal<Option<Arc<Record>>>) -> impl IntoView {
    let told = move || -> Vec<String> {
        let topics = stop
            .get()
            .and_then(|stop| stop.get(TourStop::TOPICS).cloned());
        let topics = topics.unwrap_or_default();
        topics
            .items()
            .iter()
            .filter_map(Value::choice)
            .map(|no| no.to_string())
            .collect()
    };
    let chosen = RwSignal::new(untrack(told));
    // Who walks along may tap on another phone.
    Effect::new(move |_| chosen.set(told()));
    Effect::new(move |before: Option<Vec<String>>| {
        let now = chosen.get();
        let tapped = before.is_some_and(|before| before != now) && now != untrack(told);
        if tapped {
            let topics = now
                .iter()
                .filter_map(|no| no.parse().ok())
                .map(Value::Choice);
            let topics = Value::List(topics.collect());
            let act = Act::set(TourStop::KIND, id, vec![(TourStop::TOPICS, topics)]);
            keep(day.replica, day.toaster, vec![act], || ());
        }
        now
    });
    let chip = move |topic: &Topic| {
        let no = topic.no();
        view! {
            <ChipMany chosen value=no.to_string()><Icon glyph=Glyph::CHECK />{move || choice(Topic::SCHEMA, no)}</ChipMany>
        }
    };
    view! {
        <Chips class="chips topics" legend=t!("tour-stop-topics") quiet=true>
            {Topic::ALL.iter().map(chip).collect_view()}
        </Chips>
    }
}

/// They have left: what they thought is written while it is fresh.
#[component]
fn Over(day: Day) -> impl IntoView {
    let closed = move || day.state() == VisitState::Closed;
    let summed = Memo::new(move |_| {
        day.replica.revision(VisitDebrief::KIND).track();
        let debrief = day.replica.world(|world| debrief_of(world, day.id));
        debrief.is_some_and(|debrief| debrief_gaps(&debrief).is_empty())
    });
    let title = move || {
        let key = match (closed(), summed.get()) {
            (true, _) => "visit-state-closed",
            (false, true) => "today-summed",
            (false, false) => "today-to-sum",
        };
        tr(key, &[])
    };
    let write = move || {
        if summed.get() {
            Kind::Plain
        } else {
            Kind::Primary
        }
    };
    view! {
        <div class="k"><span>{t!("visit-now")}</span></div>
        <h2 id="now-h">{title}</h2>
        {move || (!closed()).then(|| view! {
            <div class="one">{move || view! { <Button kind=write() icon=Glyph::PEN on_press=opens(day.sheets.debrief)>{t!("today-debrief-do")}</Button> }}</div>
            <div class="acts"><StateSteps record=day.visit lead=summed /></div>
        })}
    }
}
