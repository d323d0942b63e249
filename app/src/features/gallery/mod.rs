//! Every component in every state, and every screen with sample data, for the eye and for the
//! tests. Development builds only. `/gallery` shows the sheet, `/gallery#leads` one screen.

mod actions;
mod data;
mod entry;
mod flow;
mod people;
mod screens;
mod sheet;
mod states;

use leptos::ev;
use leptos::prelude::*;

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    let part = || window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned();
    let shown = RwSignal::new(part());
    let follow = window_event_listener(ev::hashchange, move |_| shown.set(part()));
    on_cleanup(move || follow.remove());
    move || screens::screen(&shown.get()).unwrap_or_else(|| view! { <sheet::Sheet /> }.into_any())
}
