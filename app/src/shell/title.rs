//! The title of the browser tab: the screen, and how much is not at the server yet. Never a name:
//! titles end up in the browser's history.

use super::router::Router;
use super::state::ShellState;
use crate::i18n::tr;
use leptos::prelude::*;

/// Keeps the title true.
pub fn keep(router: Router, shell: ShellState) {
    Effect::new(move |_| {
        let screen = tr(router.route().title_key(), &[]);
        let product = tr("product", &[]);
        let title = match shell.pending.get() {
            0 => format!("{screen} · {product}"),
            pending => format!("({pending}) {screen} · {product}"),
        };
        document().set_title(&title);
    });
}
