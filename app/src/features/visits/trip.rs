//! The driver's screen: one large button for each step, the position by itself while he is on the road,
//! the host one tap away. Nothing is typed on the way.

use super::doing::{keep, tel};
use crate::i18n::tr;
use crate::platform::awake::Awake;
use crate::platform::position::{Place, PositionError, Watch};
use crate::record::{Sure, moment, now, record_title, state_word, sync_state, zone};
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::session::Session;
use crate::shell::use_shell;
use crate::t;
use crate::ui::{Banner, Button, Empty, Glyph, Icon, Kind, Size, Sync, Toaster, Tone};
use leptos::prelude::*;
use shared::access::may_step;
use shared::domain::visits::{
    Fix, PingMode, TripLog, TripState, by_hand, last_ping, ping_fact, report_due, under_way,
};
use shared::entity::{Entity, Id, Record, Transition};
use shared::sync::apply::starts_in;
use std::sync::Arc;
use std::time::Duration;

/// How often the screen looks whether a report is due.
const TICK: Duration = Duration::from_secs(30);
/// Kilometres that can be tapped.
const KM: [i64; 6] = [5, 10, 20, 30, 50, 80];

#[derive(Clone, Copy)]
struct Drive {
    replica: Replica,
    toaster: Toaster,
    sure: Sure,
    id: Id,
    trip: Signal<Option<Arc<Record>>>,
    /// Where the phone is, as far as it knows.
    place: RwSignal<Option<Place>>,
    trouble: RwSignal<Option<PositionError>>,
}

impl Drive {
    /// Only who drives is followed, and only on the road.
    fn followed(self) -> bool {
        self.trip.with(|trip| {
            trip.as_ref().is_some_and(|trip| {
                under_way(trip) && trip.reference(TripLog::DRIVER) == Some(self.replica.me())
            })
        })
    }

    fn fix(self, mode: PingMode) -> Fix {
        Fix {
            at_ms: now().utc_ms,
            zone: zone(),
            place: self.place.get_untracked(),
            eta_ms: None,
            mode,
            by: self.replica.me(),
        }
    }

    /// Reports where the car is, when it is time.
    fn report(self) {
        let Some(trip) = self.trip.get_untracked() else {
            return;
        };
        let due = self
            .replica
            .world(|world| report_due(world, &trip, now().utc_ms));
        if due && self.followed() && self.place.get_untracked().is_some() {
            let fact = ping_fact(&trip, &self.fix(PingMode::Auto));
            self.tell(fact);
        }
    }

    fn tell(self, fact: shared::entity::Value) {
        let act = Act::fact(TripLog::KIND, self.id, TripLog::PINGS, fact);
        keep(self.replica, self.toaster, vec![act], || ());
    }
}

/// The screen.
#[component]
pub fn TripPage(
    /// Which trip.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let drive = Drive {
        replica,
        toaster: expect_context::<Toaster>(),
        sure: expect_context::<Sure>(),
        id,
        trip: replica.record(id),
        place: RwSignal::new(None),
        trouble: RwSignal::new(None),
    };
    let awake = StoredValue::new_local(None::<Awake>);
    watch(drive, awake);
    let tick = move || {
        // A screen that was just locked has nothing to report with.
        if awake.try_with_value(|_| ()).is_some() {
            drive.report();
            stay_on(awake);
        }
    };
    let tick = set_interval_with_handle(tick, TICK).ok();
    on_cleanup(move || {
        if let Some(tick) = tick {
            tick.clear();
        }
    });
    let there = Memo::new(move |_| drive.trip.with(Option::is_some));
    view! {
        <div class="app drive" data-density="touch">
            <Bar drive />
            <main id="main" tabindex="-1">
                {move || if there.get() {
                    view! { <Way drive /><BigButton drive /><Where drive /><Host drive /> }.into_any()
                } else {
                    view! { <Empty title=t!("record-not-here") /> }.into_any()
                }}
            </main>
        </div>
    }
}

fn stay_on(awake: StoredValue<Option<Awake>, LocalStorage>) {
    awake.with_value(|awake| awake.as_ref().map(Awake::ask));
}

/// Listens to the position while the driver is on the road, and never else. Meanwhile nobody touches the
/// phone: the screen stays on and does not lock, or it would report nothing.
fn watch(drive: Drive, awake: StoredValue<Option<Awake>, LocalStorage>) {
    let session = expect_context::<Session>();
    let running = StoredValue::new_local(None::<Watch>);
    let follow = Memo::new(move |_| drive.followed());
    on_cleanup(move || session.set_hands_free(false));
    Effect::new(move |_| {
        session.set_hands_free(follow.get());
        awake.set_value(follow.get().then(Awake::default));
        stay_on(awake);
        let started = follow.get().then(|| {
            Watch::start(move |heard| match heard {
                Ok(place) => {
                    drive.trouble.try_set(None);
                    drive.place.try_set(Some(place));
                    drive.report();
                }
                Err(error) => {
                    drive.trouble.try_set(Some(error));
                }
            })
        });
        match started {
            Some(Ok(watch)) => running.set_value(Some(watch)),
            Some(Err(error)) => drive.trouble.set(Some(error)),
            None => running.set_value(None),
        }
    });
}

#[component]
fn Bar(drive: Drive) -> impl IntoView {
    let shell = use_shell();
    let state = move || state_word(TripLog::SCHEMA, drive.trip.get()?.state());
    let more = Signal::derive(move || {
        Some(shell.pending.get())
            .filter(|pending| *pending > 0)
            .map(|pending| pending.to_string())
    });
    view! {
        <header class="day-bar">
            <a class="tap" href=Route::Home.to_string() aria-label=t!("back")><Icon glyph=Glyph::LEFT flip=true /></a>
            <div><h1>{t!("trip")}</h1><span class="sub">{state}</span></div>
            <div class="end"><Sync state=shell.sync more /></div>
        </header>
    }
}

/// From where to where, for whom: what stands on the sign he holds up is the largest.
#[component]
fn Way(drive: Drive) -> impl IntoView {
    let text = move |no: u16| {
        drive
            .trip
            .with(|trip| trip.as_ref().map(|trip| trip.text(no).to_owned()))
    };
    let way = move || Some(format!("{} → {}", text(TripLog::FROM)?, text(TripLog::TO)?));
    let more = move || {
        let trip = drive.trip.get()?;
        let mut parts = vec![trip.text(TripLog::TRANSPORT_NO).to_owned()];
        parts.extend(super::doing::at(&trip, TripLog::PICK_UP_AT).map(moment));
        parts.push(trip.text(TripLog::PLATE).to_owned());
        parts.retain(|part| !part.is_empty());
        Some(parts.join(" · "))
    };
    view! {
        <section class="way">
            <p class="sign">{move || text(TripLog::GUEST_NAMES)}</p>
            <p>{way}</p>
            <p class="muted">{more}</p>
            <p class="muted">{move || text(TripLog::NOTE)}</p>
        </section>
    }
}

/// The one thing to do now.
#[component]
fn BigButton(drive: Drive) -> impl IntoView {
    let next = move || -> Option<&'static Transition> {
        let trip = drive.trip.get()?;
        let table = TripLog::SCHEMA.states?;
        table.transitions.iter().find(|arrow| {
            starts_in(table, arrow, trip.state())
                && drive.replica.world(|world| {
                    may_step(world, drive.replica.me(), arrow.who, TripLog::SCHEMA, &trip)
                })
        })
    };
    let go = move |arrow: &'static Transition| {
        let Some(trip) = drive.trip.get_untracked() else {
            return;
        };
        let act = Act::step(
            TripLog::KIND,
            trip.id,
            arrow.no,
            trip.state(),
            None,
            Vec::new(),
        );
        let take = move || keep(drive.replica, drive.toaster, vec![act], || ());
        drive
            .sure
            .step(drive.replica, &trip, arrow.no, &Vec::new(), take);
    };
    move || {
        next().map(|arrow| view! {
        <Button kind=Kind::Primary size=Size::Large wide=true icon=Glyph::CAR on_press=move || go(arrow)>
            {move || tr(&format!("trip-do-{}", arrow.key), &[])}
        </Button>
    })
    }
}

/// What is known of where he is; by hand where the phone knows nothing.
#[component]
fn Where(drive: Drive) -> impl IntoView {
    let last = move || {
        let trip = drive.trip.get()?;
        let ping = last_ping(&trip)?;
        let mut parts = vec![tr("trip-told-at", &[("time", moment(ping.at_ms).into())])];
        parts.extend(
            ping.tenth_km
                .map(|tenths| tr("today-km-left", &[("count", ((tenths + 5) / 10).into())])),
        );
        Some(parts.join(" · "))
    };
    let trouble = move || {
        drive.trouble.get().map(|error| {
        let key = match error {
            PositionError::Refused => "position-refused",
            PositionError::Absent => "position-absent",
        };
        view! { <Banner tone=Tone::Lamp icon=Glyph::PIN inset=true fact=tr(key, &[]) more=tr("position-way-out", &[]) /> }
    })
    };
    let by = move |km: i64| {
        if let Some(trip) = drive.trip.get_untracked() {
            drive.tell(by_hand(&trip, &drive.fix(PingMode::Manual), km));
        }
    };
    let chip = move |km: i64| view! { <Button on_press=move || by(km)>{move || tr("trip-km", &[("count", km.into())])}</Button> };
    let back = move || {
        drive.trip.with(|trip| {
            trip.as_ref()
                .is_some_and(|trip| trip.state() == TripState::Returning.no())
        })
    };
    view! {
        {move || drive.followed().then(|| view! {
            <section class="where">
                <p class="muted"><Icon glyph=Glyph::PIN />{t!("position-why")}</p>
                <p class="num">{last}</p>
                {trouble}
                {move || (back() && drive.place.get().is_none()).then(|| view! {
                    <div class="kms" role="group" aria-label=t!("trip-pings-km-left")>
                        <span class="muted">{t!("trip-by-hand")}</span>
                        <div class="three">{KM.map(chip).into_iter().collect_view()}</div>
                    </div>
                })}
            </section>
        })}
    }
}

/// The host, one tap away.
#[component]
fn Host(drive: Drive) -> impl IntoView {
    let word = drive.replica.sync_word(drive.id);
    let host = move || {
        let trip = drive.trip.get()?;
        let name = record_title(drive.replica, trip.reference(TripLog::HOST)?);
        let href = tel(trip.text(TripLog::HOST_PHONE))?;
        Some(view! {
            <a class="btn" data-size="lg" data-wide="" href=href><Icon glyph=Glyph::PHONE />{tr("call-person", &[("name", name.into())])}</a>
        })
    };
    view! { {host}<p class="state"><Sync state=Signal::derive(move || sync_state(word.get())) /></p> }
}
