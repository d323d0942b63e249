//! Beside a visit: what is to be done and by when, who fetches the guests, where they sleep, checklists,
//! forms on paper.

use super::doing::{at, children, follow, keep};
use crate::features::checklists::begin;
use crate::features::frame::NewDialog;
use crate::features::tasks::{DueOf, matter};
use crate::record::{AskedSteps, RecordForm, Steps, moment, record_title, state_word};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::use_router;
use crate::t;
use crate::ui::{
    Button, ButtonLink, Dialog, Due, Glyph, Head, Kind, Nearness, Size, Tag, Toaster, Tone, opens,
};
use leptos::prelude::*;
use shared::domain::checklists::{ChecklistRun, code, template};
use shared::domain::tasks::{Task, TaskState};
use shared::domain::visits::{FactoryVisit, LodgingBooking, TripLog, trip_fields, visit_tasks};
use shared::entity::{Entity, Id, Kind as Sort, Value, common};
use uuid::Uuid;

const TRIP: &[u16] = &[
    TripLog::DRIVER,
    TripLog::PLATE,
    TripLog::PICK_UP_AT,
    TripLog::NOTE,
];
const LODGING: &[u16] = &[
    LodgingBooking::HOTEL,
    LodgingBooking::ROOM_STANDARD,
    LodgingBooking::ROOMS,
    LodgingBooking::NIGHTS,
    LodgingBooking::ARRIVE_ON,
    LodgingBooking::ESCORT,
    LodgingBooking::NO_ESCORT,
    LodgingBooking::LEISURE,
    LodgingBooking::NO_LEISURE,
    LodgingBooking::RETURN_TICKET,
    LodgingBooking::NO_RETURN_TICKET,
    LodgingBooking::LOCAL_VEHICLE,
    LodgingBooking::NO_LOCAL_VEHICLE,
];

/// The column.
#[component]
pub(super) fn Side(visit: Id) -> impl IntoView {
    let uuid = Uuid::from_bytes(visit.0);
    view! {
        <div class="side">
            <Tasks visit />
            <Trips visit />
            <Lodging visit />
            <Checklists visit />
            <section>
                <Head title=t!("visit-papers") rule=true />
                <div class="acts papers">
                    <ButtonLink href=Route::VisitPapers(uuid).to_string() icon=Glyph::PRINT>{t!("print-forms")}</ButtonLink>
                    <ButtonLink href=Route::VisitProgramme(uuid).to_string() icon=Glyph::GLOBE>{t!("programme-show")}</ButtonLink>
                </div>
            </section>
        </div>
    }
}

#[component]
fn Tasks(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let tasks = move || {
        follow(replica);
        replica.world(|world| visit_tasks(world, visit))
    };
    let count = Signal::derive(move || Some(tasks().len().to_string()));
    let task = move |task: shared::entity::Record| {
        let owner = task
            .reference(Task::OWNER)
            .map(|id| record_title(replica, id));
        let done = at(&task, Task::DONE_AT).map(moment).unwrap_or_default();
        let stands = match TaskState::from_no(task.state()) {
            TaskState::Done => view! { <Due near=Nearness::Done words=done /> }.into_any(),
            // What nobody did is not done, whatever became of its reason.
            TaskState::Cancelled => {
                let released = task.get(Task::RELEASED) == Some(&Value::Bool(true));
                let key = if released {
                    "task-not-wanted"
                } else {
                    "task-state-cancelled"
                };
                view! { <Tag tone=Tone::Neutral words=t!(key) /> }.into_any()
            }
            _ => view! { <DueOf task=task.id /> }.into_any(),
        };
        view! {
            <li>
                <span class="rest"><b>{matter(&task).unwrap_or_else(|| task.text(Task::TITLE).to_owned())}</b><small>{owner}</small></span>
                {stands}
            </li>
        }
    };
    view! {
        <section>
            <Head title=t!("nav-tasks") count rule=true />
            <ul class="rows two-lines">{move || tasks().into_iter().map(task).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Trips(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let adding = RwSignal::new(false);
    let trips = move || {
        replica.revision(TripLog::KIND).track();
        children(replica, TripLog::KIND, TripLog::VISIT, visit)
    };
    let given = move || {
        let fields =
            replica.world(|world| world.get(visit).map(|of| trip_fields(world, of, Id::NIL)));
        let mut fields = fields.unwrap_or_default();
        fields.retain(|(no, _)| *no != TripLog::DRIVER);
        fields
    };
    let trip = move |trip: shared::entity::Record| {
        let state = state_word(TripLog::SCHEMA, trip.state());
        let driver = trip
            .reference(TripLog::DRIVER)
            .map(|id| record_title(replica, id));
        let way = format!("{} → {}", trip.text(TripLog::FROM), trip.text(TripLog::TO));
        let mut about: Vec<String> = at(&trip, TripLog::PICK_UP_AT)
            .map(moment)
            .into_iter()
            .collect();
        about.extend([trip.text(TripLog::PLATE).to_owned(), way]);
        about.retain(|part| !part.is_empty());
        view! {
            <li>
                <a class="rest" href=Route::Trip(Uuid::from_bytes(trip.id.0)).to_string()><b>{driver}</b><small>{about.join(" · ")}</small></a>
                {state.map(|words| view! { <Tag tone=Tone::Neutral words /> })}
            </li>
        }
    };
    view! {
        <section>
            <Head title=t!("trip") rule=true>
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PLUS on_press=opens(adding)>{t!("trip-new")}</Button>
            </Head>
            <ul class="rows two-lines">{move || trips().into_iter().map(trip).collect_view()}</ul>
            // What the driver must know is copied when the dialog opens.
            {move || adding.get().then(|| view! {
                <NewDialog schema=TripLog::SCHEMA only=TRIP open=adding given=given() />
            })}
        </section>
    }
}

#[component]
fn Lodging(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let adding = RwSignal::new(false);
    let of = vec![(LodgingBooking::OF, Value::Ref(FactoryVisit::KIND, visit))];
    let all = Memo::new(move |_| {
        replica.revision(LodgingBooking::KIND).track();
        let found = children(replica, LodgingBooking::KIND, LodgingBooking::OF, visit);
        found.iter().map(|booking| booking.id).collect::<Vec<_>>()
    });
    view! {
        <section>
            <Head title=t!("lodging") rule=true>
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PLUS on_press=opens(adding)>{t!("lodging-new")}</Button>
            </Head>
            {move || all.get().into_iter().map(|id| view! { <Booking id /> }).collect_view()}
            <NewDialog schema=LodgingBooking::SCHEMA only=LODGING open=adding given=of />
        </section>
    }
}

#[component]
fn Booking(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let editing = RwSignal::new(false);
    let name = move || {
        record.with(|_| ());
        record_title(replica, id)
    };
    let state = move || {
        let words = state_word(LodgingBooking::SCHEMA, record.get()?.state())?;
        Some(view! { <Tag tone=Tone::Neutral words /> })
    };
    view! {
        <div class="req">
            <p>{name} " " {state}</p>
            <div class="acts">
                <Steps record /><AskedSteps record />
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PEN on_press=opens(editing)>{t!("edit")}</Button>
            </div>
            <Dialog open=editing title=t!("lodging") wide=true actions=ViewFn::from(|| ())>
                <RecordForm schema=LodgingBooking::SCHEMA record=record.get_untracked() only=LODGING
                    on_saved=move |_| editing.set(false) on_cancel=move |()| editing.set(false) />
            </Dialog>
        </div>
    }
}

/// The lists a visit may need.
const CODES: [&str; 6] = [
    code::MEETING_ROOM,
    code::GREETING,
    code::FAREWELL,
    code::SAMPLE_ROOM,
    code::LINE_5S,
    code::WAREHOUSE_5S,
];

/// Checklists of the visit: those begun, and those that can be.
#[component]
pub(super) fn Checklists(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let router = use_router();
    let runs = move || {
        replica.revision(ChecklistRun::KIND).track();
        children(replica, ChecklistRun::KIND, ChecklistRun::OF, visit)
    };
    let name = move |code: &str| {
        let language = shared::language::Language::nearest(crate::i18n::locale().tag());
        replica.world(|world| template(world, code).map(|list| list.name.text(language).to_owned()))
    };
    let line = move |run: shared::entity::Record| {
        let state = state_word(ChecklistRun::SCHEMA, run.state());
        let at = Route::Checklist(Uuid::from_bytes(run.id.0)).to_string();
        view! {
            <li><a class="rest" href=at><b>{name(run.text(ChecklistRun::TEMPLATE))}</b></a>
            {state.map(|words| view! { <Tag tone=Tone::Neutral words /> })}</li>
        }
    };
    let start = move |code: &'static str| {
        let of = replica.world(|world| world.get(visit).cloned());
        let unit = of.as_ref().and_then(|of| of.reference(common::UNIT));
        let of: Option<(Sort, Id)> = Some((FactoryVisit::KIND, visit));
        if let Some((run, act)) = begin(replica, code, of, unit) {
            keep(replica, toaster, vec![act], move || {
                router.go(Route::Checklist(Uuid::from_bytes(run.0)));
            });
        }
    };
    view! {
        <section>
            <Head title=t!("checklist-run") rule=true />
            <ul class="rows two-lines">{move || runs().into_iter().map(line).collect_view()}</ul>
            <div class="acts lists">
                {CODES.map(|code| view! {
                    <Button size=Size::Small icon=Glyph::PLUS on_press=move || start(code)>{move || name(code)}</Button>
                })}
            </div>
        </section>
    }
}
