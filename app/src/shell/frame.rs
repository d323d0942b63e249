//! The frames: office, booth, gate. A screen chooses one and fills it.

use super::look::{LanguageMenu, ThemeMenu};
use super::nav::{Rail, SyncSummary, TabBar};
use super::router::use_router;
use super::state::use_shell;
use crate::i18n::tr;
use crate::routes::Route;
use crate::t;
use crate::ui::{Banner, ButtonLink, Glyph, Icon, IconButton, Kind, Menu, Size, Tone};
use leptos::prelude::*;

/// The office: rail and top bar on a desk, app bar and tabs in a hand.
#[component]
pub fn Office(
    /// The screen.
    children: Children,
) -> impl IntoView {
    view! {
        <SkipLink />
        <div class="app shell" data-density="regular">
            <StandingBanner />
            <Rail />
            <TopBar />
            <AppBar />
            <main class="main" id="main" tabindex="-1">{children()}</main>
        </div>
        <TabBar />
    }
}

#[component]
fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main">{t!("skip")}</a> }
}

#[component]
fn TopBar() -> impl IntoView {
    let shell = use_shell();
    let create = shell.create.get_value();
    view! {
        <header class="topbar">
            <button class="find" type="button" on:click=move |_| shell.find.run(())>
                <Icon glyph=Glyph::SEARCH />
                {t!("find-hint")}
                <span class="kbd" aria-hidden="true">"Ctrl K"</span>
            </button>
            <div class="end">
                <LanguageMenu />
                <ThemeMenu />
                <IconButton icon=Glyph::LOCK label=t!("lock") on_press=shell.lock />
                {(!create.is_empty()).then(|| view! {
                    <Menu label=t!("new") items=create kind="primary"><Icon glyph=Glyph::PLUS />{t!("new")}</Menu>
                })}
            </div>
        </header>
    }
}

#[component]
fn AppBar() -> impl IntoView {
    let router = use_router();
    let start = move || {
        match router.route().parent() {
        Some(parent) => view! {
            <a class="tap" href=parent.to_string() aria-label=t!("back")><Icon glyph=Glyph::LEFT flip=true /></a>
        }.into_any(),
        None => view! { <span class="tap" data-brand=""><Icon glyph=Glyph::LOGO /></span> }.into_any(),
    }
    };
    view! {
        <header class="appbar">
            {start}
            <span class="title">{move || tr(router.route().title_key(), &[])}</span>
            <div class="end">
                <SyncSummary />
                <a class="tap" href=Route::Settings.to_string() aria-label=t!("nav-settings")><Icon glyph=Glyph::SLIDERS /></a>
            </div>
        </header>
    }
}

/// Offline, or demonstration data: what is true for every screen.
#[component]
pub fn StandingBanner() -> impl IntoView {
    let shell = use_shell();
    let waiting = move || tr("offline-safe", &[("count", shell.pending.get().into())]);
    let since = Signal::derive(move || {
        shell
            .offline_since
            .get()
            .map(|time| tr("offline-since", &[("time", time.into())]))
    });
    move || {
        if !shell.online.get() {
            view! {
                <Banner tone=Tone::Info icon=Glyph::CLOUD_OFF fact=waiting more=since>
                    <ButtonLink kind=Kind::Quiet size=Size::Small href=Route::Outbox.to_string()>
                        {t!("show")}<Icon glyph=Glyph::RIGHT flip=true />
                    </ButtonLink>
                </Banner>
            }
            .into_any()
        } else if shell.demo.get() {
            view! { <Banner tone=Tone::Lamp icon=Glyph::INFO fact=t!("demo-data") /> }.into_any()
        } else {
            ().into_any()
        }
    }
}

/// The stand: one screen, no way around it; capture left, today's list right.
#[component]
pub fn BoothFrame(
    /// The show, the stand and the day, in words.
    #[prop(into)]
    show: TextProp,
    /// Leads to another show.
    #[prop(into)]
    choose: ViewFn,
    /// Opens the screen for the guest; no button where there is none.
    #[prop(optional, into)]
    on_guest: Option<Callback<()>>,
    /// Capture form and list of today.
    children: Children,
) -> impl IntoView {
    let shell = use_shell();
    view! {
        <div class="app booth" data-density="touch">
            <header class="booth-bar">
                <a class="logo" href=Route::Leads.to_string() aria-label=t!("booth-leave")><Icon glyph=Glyph::LOGO /></a>
                <div><h1>{t!("nav-booth")}</h1><span class="sub">{move || show.get()}</span></div>
                <div class="end">
                    {choose.run()}
                    {on_guest.map(|show| view! {
                        <button class="btn" type="button" data-kind="quiet" on:click=move |_| show.run(())>
                            <Icon glyph=Glyph::GLOBE />{t!("booth-guest")}
                        </button>
                    })}
                    <IconButton icon=Glyph::LOCK label=t!("lock") on_press=shell.lock />
                </div>
            </header>
            <StandingBanner />
            {children()}
        </div>
    }
}

/// Setup, sign-in, unlock: one desk in the middle of a calm page.
#[component]
pub fn Gate(
    /// Stands beside the desk on wide screens.
    #[prop(optional, into)]
    hero: Option<ViewFn>,
    /// The desk.
    children: Children,
) -> impl IntoView {
    let plain = hero.is_none();
    view! {
        <div class="app gate" data-density="regular" data-plain=plain.then_some("")>
            <header>
                <span class="brandmark"><Icon glyph=Glyph::LOGO /><b>{t!("product")}</b></span>
                <span class="end"><LanguageMenu /><ThemeMenu /></span>
            </header>
            <main id="main" tabindex="-1">
                <div class="desk">{children()}</div>
                {hero.map(|hero| view! { <div class="hero">{hero.run()}</div> })}
            </main>
            <footer>{t!("gate-foot")}</footer>
        </div>
    }
}

/// The head of an office page: what it is, how much, what can be done.
#[component]
pub fn PageHead(
    /// What it is.
    #[prop(into)]
    title: TextProp,
    /// How much there is, beside the title.
    #[prop(optional, into)]
    sub: MaybeProp<String>,
    /// What is so, below the title.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <h1 class="page-title">{move || title.get()}</h1>
            {move || sub.get().map(|sub| view! { <span class="sub">{sub}</span> })}
            {children.map(|children| view! { <div class="end">{children()}</div> })}
            {move || lead.get().map(|lead| view! { <p class="lead">{lead}</p> })}
        </div>
    }
}
