//! The host's one screen on the day: what is going on, what comes next, what is still missing. Made for
//! one thumb and for places without a network; choices come before typing.

mod arrival;
mod band;
mod debrief;
mod given;
mod guide;
mod missing;
mod next;
mod photo;
mod promise;
mod requests;
mod stop;

use super::doing::{children, follow};
use super::gifts::Give;
use super::side::Checklists;
use crate::record::{Sure, now, state_word};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::use_shell;
use crate::t;
use crate::ui::{Button, Glyph, Icon, Kind, Sync, Toaster, opens};
use leptos::prelude::*;
use shared::domain::visits::{FactoryVisit, Standing, TourStop, VisitState, now_next_missing};
use shared::entity::{Entity, Id, Record, Value};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The clock of the screen moves as often.
const TICK: Duration = Duration::from_secs(30);

/// What all parts of the screen share.
#[derive(Clone, Copy)]
pub(super) struct Day {
    replica: Replica,
    toaster: Toaster,
    sure: Sure,
    id: Id,
    visit: Signal<Option<Arc<Record>>>,
    standing: Memo<Option<Standing>>,
    /// The stop the guests are at: the last that was noted.
    stop: Memo<Option<Id>>,
    now: RwSignal<i64>,
    sheets: Sheets,
}

/// What comes from below, open or not.
#[derive(Clone, Copy)]
pub(super) struct Sheets {
    promise: RwSignal<bool>,
    request: RwSignal<bool>,
    stop: RwSignal<bool>,
    remark: RwSignal<bool>,
    photo: RwSignal<bool>,
    gift: RwSignal<bool>,
    farewell: RwSignal<bool>,
    debrief: RwSignal<bool>,
}

impl Day {
    fn new(id: Id) -> Self {
        let replica = expect_context::<Replica>();
        let moment = RwSignal::new(now().utc_ms);
        let closed = || RwSignal::new(false);
        Self {
            replica,
            toaster: expect_context::<Toaster>(),
            sure: expect_context::<Sure>(),
            id,
            visit: replica.record(id),
            standing: Memo::new(move |_| {
                follow(replica);
                let at = moment.get();
                replica.world(|world| Some(now_next_missing(world, world.get(id)?, at)))
            }),
            stop: Memo::new(move |_| {
                replica.revision(TourStop::KIND).track();
                let stops = children(replica, TourStop::KIND, TourStop::VISIT, id);
                let last = stops
                    .iter()
                    .max_by_key(|stop| super::doing::at(stop, TourStop::AT));
                last.map(|stop| stop.id)
            }),
            now: moment,
            sheets: Sheets {
                promise: closed(),
                request: closed(),
                stop: closed(),
                remark: closed(),
                photo: closed(),
                gift: closed(),
                farewell: closed(),
                debrief: closed(),
            },
        }
    }

    fn state(self) -> VisitState {
        let state = self
            .visit
            .with(|visit| visit.as_ref().map_or(0, |visit| visit.state()));
        VisitState::from_no(state)
    }
}

/// The screen.
#[component]
pub fn TodayPage(
    /// Which visit.
    id: Id,
) -> impl IntoView {
    let day = Day::new(id);
    let tick = set_interval_with_handle(move || day.now.set(now().utc_ms), TICK).ok();
    on_cleanup(move || {
        if let Some(tick) = tick {
            tick.clear();
        }
    });
    let here = move || day.state() == VisitState::Here;
    view! {
        <div class="app day" data-density="touch">
            <Bar day />
            <main id="main" tabindex="-1">
                <Jump day />
                <band::Band day />
                <next::Next day />
                <missing::Missing day />
                <requests::Requests day />
                <promise::Promises day />
                <guide::Guides day />
                <div class="sec"><Checklists visit=id /></div>
            </main>
            {move || here().then(|| view! { <Dock day /> })}
            <promise::Sheet day />
            <requests::Sheet day />
            <stop::Sheet day />
            <stop::Remark day />
            <photo::Sheet day />
            <Gift day />
            <arrival::Farewell day />
            <debrief::Sheet day />
        </div>
    }
}

/// What was given at this stop goes down in stock.
#[component]
fn Gift(day: Day) -> impl IntoView {
    let at = Signal::derive(move || Some((TourStop::KIND, day.stop.get()?)));
    let guests = Signal::derive(move || {
        let guests = day
            .visit
            .with(|visit| visit.as_ref()?.get(FactoryVisit::GUESTS).cloned());
        match guests {
            Some(Value::Int(guests)) => guests,
            _ => 1,
        }
    });
    view! { <Give open=day.sheets.gift at guests /> }
}

/// Whose visit, how far it is, what is still on this device.
#[component]
fn Bar(day: Day) -> impl IntoView {
    let shell = use_shell();
    let uuid = Uuid::from_bytes(day.id.0);
    let name = move || {
        day.visit.with(|visit| {
            visit
                .as_ref()
                .map(|visit| visit.text(FactoryVisit::SUBJECT).to_owned())
        })
    };
    let sub = move || {
        let visit = day.visit.get()?;
        let guests = match visit.get(FactoryVisit::GUESTS) {
            Some(Value::Int(guests)) => *guests,
            _ => 0,
        };
        let state = state_word(FactoryVisit::SCHEMA, visit.state()).unwrap_or_default();
        Some(crate::i18n::tr(
            "today-sub",
            &[("state", state.into()), ("count", guests.into())],
        ))
    };
    let more = Signal::derive(move || {
        Some(shell.pending.get())
            .filter(|pending| *pending > 0)
            .map(|pending| pending.to_string())
    });
    view! {
        <header class="day-bar">
            <a class="tap" href=Route::Visit(uuid).to_string() aria-label=t!("back")><Icon glyph=Glyph::LEFT flip=true /></a>
            <div><h1>{name}</h1><span class="sub">{sub}</span></div>
            <div class="end">
                <Sync state=shell.sync more />
                <a class="tap" href=Route::VisitProgramme(uuid).to_string() aria-label=t!("programme-show")><Icon glyph=Glyph::GLOBE /></a>
            </div>
        </header>
    }
}

/// The three anchors. They scroll; the address stays as it is.
#[component]
fn Jump(day: Day) -> impl IntoView {
    let at = RwSignal::new("now");
    let lacks = move || {
        let count = day.standing.with(|all| {
            all.as_ref()
                .map_or(0, |all| all.missing.len() + all.unready.len())
        });
        (count > 0).then(|| view! { <b>{count}</b> })
    };
    let go = move |part: &'static str| {
        at.set(part);
        if let Some(section) = document().get_element_by_id(part) {
            section.scroll_into_view();
        }
    };
    let anchor = move |part: &'static str, key: &'static str| {
        view! {
            <button type="button" aria-current=move || (at.get() == part).then_some("true") on:click=move |_| go(part)>
                {move || crate::i18n::tr(key, &[])}
                {move || (part == "missing").then(lacks)}
            </button>
        }
    };
    view! {
        <nav class="jump" aria-label=t!("today-parts")>
            {anchor("now", "visit-now")}
            {anchor("next", "today-next")}
            {anchor("missing", "today-missing")}
        </nav>
    }
}

/// What is wanted at any moment, under the thumb; the promise is the widest.
#[component]
fn Dock(day: Day) -> impl IntoView {
    let sheets = day.sheets;
    view! {
        <div class="dock" role="region" aria-label=t!("today-dock")>
            <Button kind=Kind::Primary icon=Glyph::FLAG on_press=opens(sheets.promise)>{t!("promise-note")}</Button>
            <Button icon=Glyph::CHAT on_press=opens(sheets.request)>{t!("today-request")}</Button>
            <photo::Take day />
        </div>
    }
}
