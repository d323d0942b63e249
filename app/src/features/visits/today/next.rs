//! What comes next: guests on the road with the driver's last word, and the stops of the plan.

use super::super::doing::{children, clock, keep, tel};
use super::Day;
use crate::i18n::{list, tr};
use crate::record::{now, record_title, zone};
use crate::replica::Act;
use crate::t;
use crate::ui::{Button, Glyph, Icon, Size};
use leptos::prelude::*;
use shared::domain::organisation::User;
use shared::domain::visits::{
    Stop, TripLog, TripState, call_fact, eta, is_stale, last_ping, plan_of, room_late, schedule,
};
use shared::entity::{Entity, Record};

/// The section.
#[component]
pub(super) fn Next(day: Day) -> impl IntoView {
    let stops = move || -> Vec<Stop> {
        // Follows the plan with everything else.
        day.standing.with(|_| ());
        let at = day.now.get();
        let stops = day
            .replica
            .world(|world| plan_of(world, day.id).map(|plan| schedule(&plan)));
        let ahead = stops.unwrap_or_default().into_iter();
        ahead.filter(|stop| stop.at_ms > at).collect()
    };
    let trips = move || {
        day.standing.with(|_| ());
        // Who was silent for too long is known by the clock alone.
        day.now.track();
        let all = children(day.replica, TripLog::KIND, TripLog::VISIT, day.id);
        all.into_iter()
            .filter(|trip| trip.state() != TripState::Arrived.no())
            .collect::<Vec<_>>()
    };
    let late = move || {
        let at = day.now.get();
        let visit = day.visit.get()?;
        day.replica
            .world(|world| room_late(world, &visit, at))
            .then(|| {
                view! {
                    <li><span class="num"></span><b class="danger">{t!("room-late")}</b></li>
                }
            })
    };
    let none = move || {
        (stops().is_empty() && trips().is_empty())
            .then(|| view! { <p class="fine">{t!("today-next-none")}</p> })
    };
    view! {
        <section class="sec" id="next" aria-labelledby="next-h">
            <h2 id="next-h">{t!("today-next")}</h2>
            <ol class="next">
                {late}
                {move || trips().into_iter().map(|trip| view! { <OnTheRoad day trip /> }).collect_view()}
                {move || stops().into_iter().map(|stop| one(day, stop)).collect_view()}
            </ol>
            {none}
        </section>
    }
}

fn one(day: Day, stop: Stop) -> impl IntoView + use<> {
    let people: Vec<String> = stop
        .people
        .iter()
        .map(|id| record_title(day.replica, *id))
        .collect();
    let mut about = vec![stop.content];
    about.push(list(&people));
    about.retain(|part| !part.is_empty());
    view! {
        <li><span class="num">{clock(stop.at_ms)}</span><span>{stop.place}<small>{about.join(" · ")}</small></span></li>
    }
}

/// A driver on the way: when he will be here, how far he is, and his number. Silent for too long: call.
#[component]
fn OnTheRoad(day: Day, trip: Record) -> impl IntoView {
    let replica = day.replica;
    let id = trip.id;
    let when = eta(&trip, day.visit.get().as_deref()).map(|eta| clock(eta.at_ms));
    let driver = trip.reference(TripLog::DRIVER);
    let name = driver
        .map(|id| record_title(replica, id))
        .unwrap_or_default();
    let phone = driver.and_then(|id| {
        replica.world(|world| world.get(id).map(|user| user.text(User::PHONE).to_owned()))
    });
    let mut about = vec![tr("today-fetched-by", &[("name", name.clone().into())])];
    let at = day.now.get();
    if let Some(ping) = last_ping(&trip) {
        if let Some(tenths) = ping.tenth_km {
            about.push(tr(
                "today-km-left",
                &[("count", ((tenths + 5) / 10).into())],
            ));
        }
        let minutes = (at - ping.at_ms).max(0) / 60_000;
        about.push(tr("today-minutes-ago", &[("count", minutes.into())]));
    }
    let stale = replica.world(|world| is_stale(world, &trip, at));
    let called = move |reached: bool| {
        let fact = call_fact(now().utc_ms, &zone(), replica.me(), reached, "");
        let act = Act::fact(TripLog::KIND, id, TripLog::CALLS, fact);
        keep(replica, day.toaster, vec![act], || ());
    };
    let guests = trip.text(TripLog::GUEST_NAMES).to_owned();
    let title = tr("today-arriving", &[("name", guests.into())]);
    view! {
        <li>
            <span class="num">{when}</span>
            <span><b>{title}</b><small>{about.join(" · ")}</small>
                {stale.then(|| view! {
                    <span class="acts">
                        <Button size=Size::Small on_press=move || called(true)>{t!("call-reached")}</Button>
                        <Button size=Size::Small on_press=move || called(false)>{t!("call-not-reached")}</Button>
                    </span>
                })}
            </span>
            {phone.as_deref().and_then(tel).map(|href| view! {
                <a class="btn" data-kind="quiet" data-icon-only="" href=href aria-label=tr("call-person", &[("name", name.into())])><Icon glyph=Glyph::PHONE /></a>
            })}
        </li>
    }
}
