//! Bespoke screens, one folder per business system (same names as `shared::domain`).

#[cfg(debug_assertions)]
mod gallery;
mod start;

use crate::routes::Route;
use leptos::prelude::*;

/// The screen of a route.
pub fn screen(route: Route) -> AnyView {
    match route {
        #[cfg(debug_assertions)]
        Route::Gallery => view! { <gallery::Gallery /> }.into_any(),
        _ => view! { <start::NotFound /> }.into_any(),
    }
}
