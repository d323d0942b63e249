//! The programme for the guests' eyes, in their language: where they go and when, who looks after them.
//! No inner words, no numbers, no way around the house.

use super::doing::{clock, printed, tel};
use crate::i18n::{self, tr};
use crate::record::{record_title, zone};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::StandingBanner;
use crate::t;
use crate::ui::{Button, Glyph, Icon, Segment, Segmented};
use leptos::prelude::*;
use shared::domain::organisation::User;
use shared::domain::visits::{FactoryVisit, Stop, guest, plan_of, schedule};
use shared::entity::{Id, Item, Record, Value};
use shared::language::{Language, agreed};
use shared::sync::Look;
use uuid::Uuid;

/// A text in the guests' language: they are there in every language of the product, whatever the person
/// who holds the phone reads.
fn said(language: &str, key: &str) -> String {
    tr(&format!("programme-{language}-{key}"), &[])
}

/// The language the guests read: of the guest list, else the one agreed with the customer.
fn language(replica: Replica, visit: &Record) -> &'static str {
    let tag = |item: &Item| {
        item.cells
            .get(&guest::LANGUAGE)?
            .value()?
            .text()
            .map(str::to_owned)
    };
    let rows = visit.live_items(FactoryVisit::GUEST_LIST);
    let listed = rows.iter().find_map(|(_, item)| tag(item));
    let tag = listed.unwrap_or_else(|| {
        replica.world(|world| {
            let customer = visit.reference(FactoryVisit::CUSTOMER);
            let customer = customer.and_then(|id| world.record(id).known());
            agreed(customer.as_deref(), None)
        })
    });
    Language::nearest(&tag).tag()
}

/// The screen.
#[component]
pub fn Programme(
    /// Of which visit.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let visit = replica.record(id);
    let first = visit
        .get_untracked()
        .map_or("en", |visit| language(replica, &visit));
    let tongue = RwSignal::new(first);
    let back = Route::VisitToday(Uuid::from_bytes(id.0)).to_string();
    let name = move || {
        visit.with(|visit| {
            visit
                .as_ref()
                .map(|visit| visit.text(FactoryVisit::SUBJECT).to_owned())
        })
    };
    let stops = move || -> Vec<Stop> {
        visit.with(|_| ());
        let plan = replica.world(|world| plan_of(world, id).map(|plan| schedule(&plan)));
        plan.unwrap_or_default()
    };
    let segments = [("zh-Hans", "简体"), ("zh-Hant", "繁體"), ("en", "English")];
    let segments = segments.map(|(value, label)| Segment {
        value,
        label: label.into(),
        icon: None,
    });
    let print = move || {
        // Refused in a frame only; the page stays readable.
        let _ = window().print();
        printed(replica, id);
    };
    view! {
        <div class="app programme" data-density="touch" lang=move || tongue.get()>
            <StandingBanner />
            <header class="bar">
                <a class="tap" href=back aria-label=t!("back")><Icon glyph=Glyph::LEFT flip=true /></a>
                <Segmented label=t!("programme-language") chosen=tongue segments=segments.to_vec() />
                <Button icon=Glyph::PRINT on_press=print>{t!("print")}</Button>
            </header>
            <main id="main" tabindex="-1">
                <p class="muted">{move || said(tongue.get(), "welcome")}</p>
                <h1>{name}</h1>
                <ol>{move || stops().into_iter().map(|stop| one(tongue.get(), stop)).collect_view()}</ol>
                <Host id tongue />
            </main>
        </div>
    }
}

fn one(tongue: &'static str, stop: Stop) -> impl IntoView + use<> {
    let day = i18n::date(stop.at_ms as f64, &zone());
    view! {
        <li>
            <span class="num">{clock(stop.at_ms)}<small>{day}</small></span>
            <span><b>{place(tongue, &stop.place)}</b><small>{stop.content}</small></span>
        </li>
    }
}

/// A place of the works in the guests' language; others as they were written.
fn place(tongue: &str, place: &str) -> String {
    const PLACES: [&str; 5] = [
        "sample-room",
        "line",
        "warehouse",
        "laboratory",
        "meeting-room",
    ];
    let written = |key: &&str| {
        let own = ["zh-Hans", "zh-Hant", "en"].map(|tongue| said(tongue, key));
        own.iter().any(|name| name == place.trim())
    };
    let known = PLACES.iter().find(|key| written(key));
    known.map_or_else(|| place.to_owned(), |key| said(tongue, key))
}

/// Whom the guests can call at any time.
#[component]
fn Host(id: Id, tongue: RwSignal<&'static str>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let visit = replica.record(id);
    let host = move || {
        let host = visit.get()?.reference(FactoryVisit::HOST)?;
        let phone = replica.world(|world| {
            world
                .get(host)
                .map(|user| user.text(User::PHONE).to_owned())
        });
        let phone = phone.unwrap_or_default();
        let href = tel(&phone);
        Some(view! {
            <p class="host">
                <span class="muted">{move || said(tongue.get(), "host")}</span>
                <b>{record_title(replica, host)}</b>
                {href.map(|href| view! { <a href=href>{phone}</a> })}
            </p>
        })
    };
    let guests = move || {
        visit.with(|visit| {
            let guests = visit
                .as_ref()
                .and_then(|visit| visit.get(FactoryVisit::GUESTS).cloned());
            matches!(guests, Some(Value::Int(n)) if n > 0).then_some(())
        })
    };
    view! { {move || guests().map(|()| view! { <p class="muted">{said(tongue.get(), "anything")}</p> })}{host} }
}
