//! Tabs: parts of one page. Saved views of a list look the same.

use super::icon::{Glyph, Icon};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// One tab.
#[derive(Clone)]
pub struct Tab {
    /// What it stands for.
    pub value: &'static str,
    /// What it says.
    pub label: TextProp,
    /// How many there are.
    pub count: MaybeProp<String>,
}

/// A line of tabs. Arrows move between them, and what they move to is shown at once.
#[component]
pub fn Tabs(
    /// What is switched.
    #[prop(into)]
    label: TextProp,
    /// The tab in use.
    chosen: RwSignal<&'static str>,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The id of the panel they switch.
    #[prop(into)]
    panel: String,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let panel = StoredValue::new(panel);
    let tab = move |Tab {
                        value,
                        label,
                        count,
                    }: Tab| {
        view! {
            <button
                type="button"
                role="tab"
                aria-selected=move || (chosen.get() == value).to_string()
                aria-controls=panel.get_value()
                tabindex=move || if chosen.get() == value { "0" } else { "-1" }
                on:click=move |_| chosen.set(value)
            >
                {move || label.get()}
                {move || count.get().map(|count| view! { <span class="n">{count}</span> })}
            </button>
        }
    };
    let keys = move |event: KeyboardEvent| {
        if let Some(next) = neighbour(&event.key(), chosen.get_untracked(), &tabs.get_untracked()) {
            event.prevent_default();
            chosen.set(tabs.with_untracked(|tabs| tabs[next].value));
            let button = node
                .get_untracked()
                .and_then(|list| list.children().item(u32::try_from(next).ok()?));
            if let Some(button) = button.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
                let _ = button.focus();
            }
        }
    };
    view! {
        <div class="tabs" role="tablist" node_ref=node aria-label=move || label.get() on:keydown=keys>
            {move || tabs.get().into_iter().map(tab).collect_view()}
        </div>
    }
}

/// The tab a key leads to.
fn neighbour(key: &str, here: &str, tabs: &[Tab]) -> Option<usize> {
    let at = tabs.iter().position(|tab| tab.value == here)?;
    match key {
        "ArrowRight" => Some((at + 1) % tabs.len()),
        "ArrowLeft" => Some((at + tabs.len() - 1) % tabs.len()),
        "Home" => Some(0),
        "End" => Some(tabs.len() - 1),
        _ => None,
    }
}

/// A way of looking at a list, kept under a name.
#[component]
pub fn Views(
    /// What is switched.
    #[prop(into)]
    label: TextProp,
    /// The view in use.
    chosen: RwSignal<String>,
    /// Key, name and count of each view.
    #[prop(into)]
    views: Signal<Vec<(String, String, Option<String>)>>,
    /// Keeps the filters in use as a new view.
    #[prop(optional, into)]
    on_keep: Option<Callback<()>>,
) -> impl IntoView {
    let one = move |(key, name, count): (String, String, Option<String>)| {
        let own = key.clone();
        view! {
            <button
                type="button"
                aria-current=move || chosen.with(|c| *c == own).then_some("true")
                on:click=move |_| chosen.set(key.clone())
            >
                {name}
                {count.map(|count| view! { <span class="n">{count}</span> })}
            </button>
        }
    };
    view! {
        <nav class="tabs" aria-label=move || label.get()>
            {move || views.get().into_iter().map(one).collect_view()}
            {on_keep.map(|keep| view! {
                <button type="button" on:click=move |_| keep.run(())>
                    <Icon glyph=Glyph::PLUS />
                    {crate::t!("view-keep")}
                </button>
            })}
        </nav>
    }
}
