//! The ways through the office: the rail on a desk, five tabs in a hand.

use super::router::use_router;
use super::state::use_shell;
use crate::i18n::tr;
use crate::routes::Route;
use crate::t;
use crate::ui::{Glyph, Icon, Sync};
use leptos::prelude::*;

/// An entry: where it leads, how it looks, whether a gap stands before it.
struct Entry {
    route: Route,
    icon: Glyph,
    gap: bool,
}

const fn entry(route: Route, icon: Glyph) -> Entry {
    Entry {
        route,
        icon,
        gap: false,
    }
}

const RAIL: [Entry; 9] = [
    entry(Route::Home, Glyph::TODAY),
    entry(Route::Customers, Glyph::USERS),
    entry(Route::Leads, Glyph::TENT),
    entry(Route::Visits, Glyph::DOOR),
    entry(Route::Exhibitions, Glyph::CALENDAR),
    entry(Route::Booth, Glyph::SCAN),
    Entry {
        route: Route::Approvals,
        icon: Glyph::STAMP,
        gap: true,
    },
    entry(Route::Outbox, Glyph::INBOX),
    entry(Route::Settings, Glyph::SLIDERS),
];

const TABS: [Entry; 5] = [
    entry(Route::Home, Glyph::TODAY),
    entry(Route::Customers, Glyph::USERS),
    entry(Route::Leads, Glyph::TENT),
    entry(Route::Approvals, Glyph::STAMP),
    entry(Route::Outbox, Glyph::INBOX),
];

#[component]
fn EntryLink(entry: &'static Entry, #[prop(optional)] short: bool) -> impl IntoView {
    let (router, shell) = (use_router(), use_shell());
    let route = entry.route;
    let count = move || match route {
        Route::Outbox => Some(shell.attention.get()).filter(|n| *n > 0),
        _ => shell.count.run(route),
    };
    let key = route.title_key();
    let name = move || {
        if short {
            tr(&format!("{key}-short"), &[])
        } else {
            tr(key, &[])
        }
    };
    view! {
        <a href=route.to_string() aria-current=move || (router.route().section() == route).then_some("page")>
            <Icon glyph=entry.icon />
            {name}
            // Red is for what went wrong; that there is work is no alarm.
            {move || count().map(|n| view! { <span class="n" data-calm=(route != Route::Outbox).then_some("")>{n}</span> })}
        </a>
    }
}

/// The rail of the office.
#[component]
pub fn Rail() -> impl IntoView {
    let shell = use_shell();
    let me = move || {
        shell
            .person
            .get()
            .map(|p| format!("{} · {}", p.name, p.role))
    };
    view! {
        <nav class="rail" aria-label=t!("nav-main")>
            <a class="org" href=Route::Home.to_string()>
                <Icon glyph=Glyph::LOGO />
                <span><b>{t!("product")}</b><small>{move || shell.organisation.get()}</small></span>
            </a>
            <ul>
                {RAIL.iter().map(|entry| view! {
                    <li data-gap=entry.gap.then_some("")><EntryLink entry /></li>
                }).collect_view()}
            </ul>
            <div class="foot">
                <SyncSummary />
                <span class="me">{me}</span>
            </div>
        </nav>
    }
}

/// The five tabs of a phone.
#[component]
pub fn TabBar() -> impl IntoView {
    view! {
        <nav class="tabbar" aria-label=t!("nav-tabs")>
            <ul>{TABS.iter().map(|entry| view! { <li><EntryLink entry short=true /></li> }).collect_view()}</ul>
        </nav>
    }
}

/// The state of the device in a few words; leads to what it holds.
#[component]
pub fn SyncSummary() -> impl IntoView {
    let shell = use_shell();
    let more = Signal::derive(move || {
        let pending = shell.pending.get();
        if pending > 0 {
            Some(tr("sync-pending", &[("count", pending.into())]))
        } else {
            shell.synced_at.get()
        }
    });
    view! { <Sync state=shell.sync more /> }
}
