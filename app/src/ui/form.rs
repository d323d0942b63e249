//! A form that an input method cannot submit by accident.

use super::keys;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

/// A form. Enter in a one-line field submits, unless it belongs to composing 汉字.
#[component]
pub fn Form(
    /// The accessible name.
    #[prop(into)]
    label: TextProp,
    /// The `class` that lays it out.
    #[prop(optional)]
    class: &'static str,
    /// What submitting does. The page is never left.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let guard = |event: KeyboardEvent| {
        if event.key() == "Enter" && keys::composing(&event) {
            event.prevent_default();
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        // autocomplete off: browsers keep typed text in their own files.
        <form class=class aria-label=move || label.get() autocomplete="off" novalidate=true on:keydown=guard on:submit=submit>
            {children()}
            // Of several fields Enter submits only where there is a button for it, and a dialog's
            // buttons stand outside of the form.
            <button type="submit" hidden=true></button>
        </form>
    }
}
