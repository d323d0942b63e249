//! Guests of today and tomorrow, and guests to fetch: what stands first on the start page of whoever
//! receives or drives them.

use super::doing::at;
use crate::i18n::{self, tr};
use crate::record::{minute, record_title, state_word, zone};
use crate::replica::Replica;
use crate::routes::Route;
use crate::t;
use crate::ui::{ButtonLink, Glyph, Kind};
use leptos::prelude::*;
use shared::calendar::{self, Date, Moment};
use shared::domain::title;
use shared::domain::visits::{FactoryVisit, TripLog, TripState, VisitState, crew};
use shared::entity::{Entity, Id, Kind as Sort, Record, Value, common};
use shared::ordered;
use uuid::Uuid;

/// One visit or trip.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    id: Id,
    sort: Sort,
    at_ms: i64,
    name: String,
    about: Vec<String>,
    /// I receive or drive them: it is the thing to do.
    mine: bool,
}

/// The section; nothing where nobody comes.
#[component]
pub fn Guests() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let row = |line: Line| {
        let uuid = Uuid::from_bytes(line.id.0);
        let (page, day, key, icon) = match line.sort {
            TripLog::KIND => (
                Route::Trip(uuid),
                Route::Trip(uuid),
                "trip-open",
                Glyph::CAR,
            ),
            _ => (
                Route::Visit(uuid),
                Route::VisitToday(uuid),
                "visit-today",
                Glyph::TODAY,
            ),
        };
        let kind = if line.mine {
            Kind::Primary
        } else {
            Kind::Plain
        };
        view! {
            <li class="due-row">
                <div class="when"><span class="num">{i18n::when(line.at_ms as f64, minute() as f64, &zone())}</span></div>
                <div class="what">
                    <h3><a href=page.to_string()>{line.name}</a></h3>
                    <p class="sub">{line.about.join(" · ")}</p>
                </div>
                <div class="act"><ButtonLink kind icon href=day.to_string()>{move || tr(key, &[])}</ButtonLink></div>
            </li>
        }
    };
    move || {
        let lines = lines(replica, minute());
        (!lines.is_empty()).then(|| {
            view! {
                <section class="due-group guests">
                    <h2>{t!("today-guests")}</h2>
                    <ul>{lines.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn lines(replica: Replica, now: i64) -> Vec<Line> {
    for kind in [FactoryVisit::KIND, TripLog::KIND] {
        replica.revision(kind).track();
    }
    let me = replica.me();
    let day = |ms: i64| calendar::standard().zone().local(Moment(ms)).date;
    let today = day(now);
    let mut lines: Vec<Line> = replica.world(|world| {
        let all = |kind: Sort| {
            let ids = world.of_kind(kind).into_iter();
            ids.filter_map(|id| world.get(id))
        };
        let visits = all(FactoryVisit::KIND).filter(|visit| concerns(visit, me));
        let visits = visits.filter_map(|visit| {
            let at_ms = at(visit, FactoryVisit::ARRIVE_AT)?;
            comes(visit, day(at_ms), today).then_some((visit, FactoryVisit::KIND, at_ms))
        });
        let trips = all(TripLog::KIND).filter(|trip| {
            trip.reference(TripLog::DRIVER) == Some(me) && trip.state() < TripState::Arrived.no()
        });
        let trips = trips.filter_map(|trip| {
            let at_ms = at(trip, TripLog::PICK_UP_AT).or_else(|| at(trip, common::CREATED_AT))?;
            let soon = day(at_ms) <= today.plus_days(1);
            soon.then_some((trip, TripLog::KIND, at_ms))
        });
        let found = visits.chain(trips).map(|(record, sort, at_ms)| Line {
            id: record.id,
            sort,
            at_ms,
            name: title(record),
            about: about(record),
            mine: sort == TripLog::KIND || record.reference(FactoryVisit::HOST) == Some(me),
        });
        found.collect()
    });
    for line in &mut lines {
        if line.sort == FactoryVisit::KIND {
            let host = replica.world(|world| world.get(line.id)?.reference(FactoryVisit::HOST));
            line.about
                .extend(host.map(|host| record_title(replica, host)));
        }
    }
    ordered::sort_by_key(&mut lines, |line| (!line.mine, line.at_ms, line.id));
    lines
}

/// It is theirs who receive, answer for or work on it.
fn concerns(visit: &Record, me: Id) -> bool {
    visit.reference(FactoryVisit::OWNER) == Some(me) || crew(visit).contains(&me)
}

/// Its guests come today or tomorrow, or are here; until the day is summed up.
fn comes(visit: &Record, arrival: Date, today: Date) -> bool {
    match VisitState::from_no(visit.state()) {
        VisitState::Here | VisitState::OnTheWay | VisitState::ToSum => true,
        VisitState::Reported | VisitState::Preparing | VisitState::Awaited => {
            today <= arrival && arrival <= today.plus_days(1)
        }
        _ => false,
    }
}

fn about(record: &Record) -> Vec<String> {
    let text = |no: u16| record.text(no).to_owned();
    let mut parts = match record.kind {
        TripLog::KIND => vec![
            state_word(TripLog::SCHEMA, record.state()).unwrap_or_default(),
            format!("{} → {}", text(TripLog::FROM), text(TripLog::TO)),
            text(TripLog::PLATE),
        ],
        _ => {
            let guests = match record.get(FactoryVisit::GUESTS) {
                Some(Value::Int(guests)) => tr("today-guest-count", &[("count", (*guests).into())]),
                _ => String::new(),
            };
            vec![
                state_word(FactoryVisit::SCHEMA, record.state()).unwrap_or_default(),
                guests,
                text(FactoryVisit::HUB),
            ]
        }
    };
    parts.retain(|part| !part.is_empty());
    parts
}
