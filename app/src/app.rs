//! The app as a whole: who is here, what every screen shares, and which screen is shown.

use crate::features::{self, start};
use crate::house;
use crate::routes::Route;
use crate::session::{Session, State};
use crate::shell::{self, Router, use_shell};
use crate::ui::{Toaster, Toasts, keys};
use leptos::context::Provider;
use leptos::ev;
use leptos::prelude::*;
use shared::surface::Surface;

/// The root of the page.
#[component]
pub fn App(
    /// Who works on this device.
    session: Session,
) -> impl IntoView {
    let router = Router::start();
    let toaster = Toaster::default();
    provide_context(router);
    provide_context(toaster);
    let shell = house::shell(session, router);
    provide_context(shell);
    shell::keep_title(router, shell);
    shell::keep_focus();
    keep_shortcuts();
    keep_way_in(session, router);
    let state = session.state();
    let open = move || match (state.get(), session.replica().get()) {
        (State::Ready, Some(replica)) => view! {
            <Provider value=replica>{features::screens(router)}</Provider>
        }
        .into_any(),
        (state, _) => start::gate(session, state),
    };
    view! {
        {open}
        <Toasts toaster />
    }
}

/// The address follows the state: gates have their own, and whoever comes in lands where the work is:
/// at the stand on a tablet, at 今日 on a desk and in a hand.
fn keep_way_in(session: Session, router: Router) {
    let state = session.state();
    Effect::new(move |was_in: Option<bool>| {
        let route = router.route();
        let is_in = state.get() == State::Ready;
        let came_in = is_in && was_in != Some(true);
        let gate = [Route::Setup, Route::SignIn, Route::Unlock].contains(&route);
        match state.get() {
            // Later on the way home leads to 今日 on every device.
            State::Ready if gate || came_in && route == Route::Home => {
                let first = first_screen();
                if first != route {
                    router.replace(first);
                }
            }
            State::SetupNeeded if route != Route::Setup => router.replace(Route::Setup),
            State::SignedOut if route != Route::SignIn => router.replace(Route::SignIn),
            _ => {}
        }
        is_in
    });
}

fn first_screen() -> Route {
    let width = window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .unwrap_or_default();
    match Surface::of(width as u32) {
        Surface::Desktop | Surface::Phone => Route::Home,
        Surface::Tablet => Route::Booth,
    }
}

/// Ctrl K or ⌘ K finds, from everywhere.
fn keep_shortcuts() {
    let shell = use_shell();
    let keys = window_event_listener(ev::keydown, move |event| {
        let k = event.key().eq_ignore_ascii_case("k") && !keys::composing(&event);
        if k && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            shell.find.run(());
        }
    });
    on_cleanup(move || keys.remove());
}
