//! Every component in every state, for the eye and for the tests. Development builds only.

use leptos::prelude::*;

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    view! { <main id="main"></main> }
}
