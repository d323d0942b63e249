//! Banners and toasts: first that it is safe, then what to do.

use super::button::{Button, Size};
use super::icon::{Glyph, Icon};
use super::state::Tone;
use crate::t;
use leptos::prelude::*;
use std::time::Duration;

/// A fact about the page or a part of it, with what can be done about it.
#[component]
pub fn Banner(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// Drawn before the words.
    icon: Glyph,
    /// The fact.
    #[prop(into)]
    fact: TextProp,
    /// What it means, weaker.
    #[prop(optional, into)]
    more: MaybeProp<String>,
    /// Stands inside a page instead of across it.
    #[prop(optional)]
    inset: bool,
    /// The way out: a button or a why.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="banner" role="status" data-tone=tone.attribute() data-inset=inset.then_some("")>
            <Icon glyph=icon />
            <span>
                <strong>{move || fact.get()}</strong>
                {move || more.get().map(|more| view! { " "<span class="more">{more}</span> })}
            </span>
            {children.map(|children| view! { <span class="end">{children()}</span> })}
        </div>
    }
}

/// How long a toast stays.
const STAY: Duration = Duration::from_secs(6);

#[derive(Clone)]
struct Toast {
    no: u64,
    text: String,
    undo: Option<Callback<()>>,
}

/// Says that something was done. Kept in context by [`Toasts`].
#[derive(Clone, Copy)]
pub struct Toaster {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

impl Default for Toaster {
    fn default() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }
}

impl Toaster {
    /// Shows `text` for six seconds, longer while the pointer or the focus is on it.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    /// Shows `text` with 撤销, which runs `undo`.
    pub fn say_undoable(self, text: impl Into<String>, undo: impl Into<Callback<()>>) {
        self.show(text.into(), Some(undo.into()));
    }

    fn show(self, text: String, undo: Option<Callback<()>>) {
        let no = self.next.get_value();
        self.next.set_value(no + 1);
        self.shown.update(|shown| {
            // The same words again are not more news.
            shown.retain(|toast| toast.undo.is_some() || toast.text != text);
            // Three at most: a fourth says that nobody reads them.
            if shown.len() == 3 {
                shown.remove(0);
            }
            shown.push(Toast { no, text, undo });
        });
    }

    fn drop(self, no: u64) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.no != no));
    }
}

/// Where toasts appear. Once per page, at its end.
#[component]
pub fn Toasts(
    /// What is to be shown.
    toaster: Toaster,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status">
            <For each=move || toaster.shown.get() key=|toast| toast.no let(toast)>
                <OneToast toaster toast />
            </For>
        </div>
    }
}

#[component]
fn OneToast(toaster: Toaster, toast: Toast) -> impl IntoView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
    };
    let no = toast.no;
    let start = move || {
        stop();
        timer.set_value(set_timeout_with_handle(move || toaster.drop(no), STAY).ok());
    };
    start();
    on_cleanup(stop);
    view! {
        <div
            class="toast"
            on:pointerenter=move |_| stop()
            on:pointerleave=move |_| start()
            on:focusin=move |_| stop()
            on:focusout=move |_| start()
        >
            <span>{toast.text}</span>
            {toast.undo.map(|undo| view! {
                <Button size=Size::Small on_press=move || { undo.run(()); toaster.drop(no); }>{t!("undo")}</Button>
            })}
        </div>
    }
}
