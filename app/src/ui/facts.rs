//! Facts in pairs, section heads, search, what floats over a selection.

use super::button::IconButton;
use super::icon::{Glyph, Icon};
use super::keys as command;
use crate::t;
use leptos::html;
use leptos::prelude::*;

/// Names and values. A value that is missing says so.
#[component]
pub fn Facts(
    /// Name and value of each.
    #[prop(into)]
    facts: Signal<Vec<(String, Option<String>)>>,
) -> impl IntoView {
    let row = |(name, value): (String, Option<String>)| {
        view! {
            <dt>{name}</dt>
            {match value {
                Some(value) => view! { <dd>{value}</dd> }.into_any(),
                None => view! { <dd class="faint">{t!("not-given")}</dd> }.into_any(),
            }}
        }
    };
    view! { <dl class="kv">{move || facts.get().into_iter().map(row).collect_view()}</dl> }
}

/// The head of a section: what it is, how many, what can be done.
#[component]
pub fn Head(
    /// What it is.
    #[prop(into)]
    title: TextProp,
    /// How many, or which device.
    #[prop(optional, into)]
    count: MaybeProp<String>,
    /// A line below, for sections beside the main column.
    #[prop(optional)]
    rule: bool,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="head" data-rule=rule.then_some("")>
            <h2>{move || title.get()} " " {move || count.get().map(|count| view! { <span class="count">{count}</span> })}</h2>
            {children.map(|children| view! { <span class="end">{children()}</span> })}
        </div>
    }
}

/// A search box. Searching happens while typing; the text never reaches an address or the history.
#[component]
pub fn SearchBox(
    /// What is searched for.
    text: RwSignal<String>,
    /// What can be found.
    #[prop(into)]
    label: TextProp,
    /// The keys that lead here, for a hint.
    #[prop(optional)]
    keys: Option<&'static str>,
    /// The native element, for focus.
    #[prop(optional)]
    node: NodeRef<html::Input>,
    /// Somebody is about to search.
    #[prop(optional, into)]
    on_focus: Option<Callback<()>>,
) -> impl IntoView {
    let name = label.clone();
    view! {
        <div class="input-group" role="search">
            <Icon glyph=Glyph::SEARCH />
            <input
                class="input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                node_ref=node
                aria-label=move || name.get()
                placeholder=move || label.get()
                prop:value=move || text.get()
                on:focus=move |_| if let Some(on_focus) = on_focus { on_focus.run(()) }
                // Half a word is nothing to look for: what is being composed counts when it is done.
                on:input:target=move |event| if !command::half_composed(&event) { text.set(event.target().value()) }
                on:compositionend:target=move |event| text.set(event.target().value())
                on:keydown=move |event| if event.key() == "Escape" {
                    if command::composing(&event) {
                        // It gives up what is composed; the browser would clear all of it.
                        event.prevent_default();
                    } else {
                        text.set(String::new());
                    }
                }
            />
            {move || {
                let empty = text.with(String::is_empty);
                match keys {
                    Some(keys) if empty => Some(view! { <span class="kbd" aria-hidden="true">{keys}</span> }.into_any()),
                    _ if empty => None,
                    _ => Some(view! { <IconButton icon=Glyph::CLOSE label=t!("clear") on_press=move || text.set(String::new()) /> }.into_any()),
                }
            }}
        </div>
    }
}

/// What can be done with the selected rows. Every action shows first what it will do.
#[component]
pub fn BulkBar(
    /// How many are selected.
    #[prop(into)]
    count: Signal<usize>,
    /// Selects nothing.
    #[prop(into)]
    on_clear: Callback<()>,
    /// The actions, the most likely one first.
    children: ChildrenFn,
) -> impl IntoView {
    let some = Memo::new(move |_| count.get() > 0);
    move || {
        some.get().then(|| {
            view! {
                <div class="bulk" role="group" aria-label=t!("bulk-label")>
                    <strong role="status">{t!("bulk-count", count = count.get())}</strong>
                    {children()}
                    <span class="end"><IconButton icon=Glyph::CLOSE label=t!("bulk-clear") on_press=on_clear /></span>
                </div>
            }
        })
    }
}
