//! Several out of many: what is chosen as chips, the rest by searching.
//!
//! Arrows move through what was found, Enter takes it, Backspace in the empty box takes the last chip
//! away, Esc closes the list.

use super::button::IconButton;
use super::field::FieldTies;
use super::icon::Glyph;
use super::{id, keys};
use crate::t;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// A key and the words for it.
pub type Named = (String, String);

/// A search box with chips for what was chosen.
#[component]
pub fn Combo(
    /// The chosen keys, one a line, in the order they were chosen.
    value: RwSignal<String>,
    /// The words for a key.
    #[prop(into)]
    name: Callback<String, String>,
    /// What is found for a text; for none, what is likely.
    #[prop(into)]
    find: Callback<String, Vec<Named>>,
    /// Somebody is about to search.
    #[prop(into)]
    on_focus: Callback<()>,
) -> impl IntoView {
    let (ties, described) = (FieldTies::here(), FieldTies::here());
    let (text, open, at) = (
        RwSignal::new(String::new()),
        RwSignal::new(false),
        RwSignal::new(0_usize),
    );
    let list = StoredValue::new(id::unique());
    let node = NodeRef::<html::Input>::new();
    let keys_of = move || value.with(|all| all.lines().map(str::to_owned).collect::<Vec<_>>());
    let found = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        let chosen = keys_of();
        let mut found = find.run(text.get());
        found.retain(|(key, _)| !chosen.contains(key));
        found.truncate(8);
        found
    });
    let take = move |key: String| {
        value.update(|all| {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&key);
        });
        text.set(String::new());
        at.set(0);
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
        }
    };
    let drop = move |key: &str| {
        value.update(|all| {
            let left: Vec<&str> = all.lines().filter(|line| *line != key).collect();
            *all = left.join("\n");
        });
    };
    let press = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => {
                open.set(true);
                at.update(|at| *at = (*at + 1).min(count.saturating_sub(1)));
            }
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Escape" if open.get_untracked() => open.set(false),
            "Backspace" if text.with_untracked(String::is_empty) => {
                if let Some(last) = keys_of().last() {
                    drop(last);
                }
                return;
            }
            _ if keys::is_enter(&event) && open.get_untracked() => {
                let chosen = found.with_untracked(|found| found.get(at.get_untracked()).cloned());
                if let Some((key, _)) = chosen {
                    take(key);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let chip = move |key: String| {
        let words = name.run(key.clone());
        let named = words.clone();
        let label = t!("remove", name = named.clone());
        view! {
            <li>
                <span>{words}</span>
                <IconButton icon=Glyph::CLOSE label on_press=move || drop(&key) />
            </li>
        }
    };
    let option = move |(place, (key, words)): (usize, Named)| {
        view! {
            <li
                role="option"
                id=format!("{}-{place}", list.get_value())
                aria-selected=move || (at.get() == place).to_string()
                // Before the box loses the focus.
                on:pointerdown=move |event| { event.prevent_default(); take(key.clone()); }
            >
                {words}
            </li>
        }
    };
    let shown = move || !found.with(Vec::is_empty);
    view! {
        <div class="combo">
            <ul class="picked">{move || keys_of().into_iter().map(chip).collect_view()}</ul>
            <input
                node_ref=node
                class="input"
                id=ties.id
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=move || shown().to_string()
                aria-controls=list.get_value()
                aria-activedescendant=move || shown().then(|| format!("{}-{}", list.get_value(), at.get()))
                aria-invalid=move || ties.invalid.get().then_some("true")
                aria-describedby=move || described.described_by()
                placeholder=t!("search-to-add")
                prop:value=move || text.get()
                on:focus=move |_| on_focus.run(())
                on:click=move |_| open.set(true)
                on:input:target=move |event| { text.set(event.target().value()); at.set(0); open.set(true); }
                on:keydown=press
                on:blur=move |_| open.set(false)
            />
            <ul class="found" role="listbox" id=list.get_value() hidden=move || !shown() aria-label=t!("search-found")>
                {move || found.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
        </div>
    }
}
