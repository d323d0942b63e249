//! The app as a whole: what every screen shares, and which screen is shown.

use crate::features;
use crate::shell::{self, Router, ShellState, use_shell};
use crate::ui::{Toaster, Toasts};
use leptos::ev;
use leptos::prelude::*;

/// The root of the page.
#[component]
pub fn App(
    /// What the frame shows.
    shell: ShellState,
) -> impl IntoView {
    let router = Router::start();
    let toaster = Toaster::default();
    provide_context(router);
    provide_context(toaster);
    provide_context(shell);
    shell::keep_title(router, shell);
    keep_shortcuts();
    view! {
        {move || features::screen(router.route())}
        <Toasts toaster />
    }
}

/// Ctrl K or ⌘ K finds, from everywhere.
fn keep_shortcuts() {
    let shell = use_shell();
    let keys = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            shell.find.run(());
        }
    });
    on_cleanup(move || keys.remove());
}
