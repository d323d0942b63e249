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

/// As many are shown at once.
const MOST: usize = 8;

/// A key and the words for it.
pub type Named = (String, String);

/// What the parts of one box share.
#[derive(Clone, Copy)]
struct Inside {
    value: RwSignal<String>,
    text: RwSignal<String>,
    open: RwSignal<bool>,
    /// The place of the marked one among those found.
    at: RwSignal<usize>,
    found: Memo<Vec<Named>>,
    node: NodeRef<html::Input>,
    list: StoredValue<String>,
}

impl Inside {
    fn keys(self) -> Vec<String> {
        self.value
            .with(|all| all.lines().map(str::to_owned).collect())
    }

    fn take(self, key: &str) {
        self.value.update(|all| {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(key);
        });
        self.text.set(String::new());
        self.at.set(0);
        if let Some(input) = self.node.get_untracked() {
            let _ = input.focus();
        }
    }

    fn remove(self, key: &str) {
        self.value.update(|all| {
            let left: Vec<&str> = all.lines().filter(|line| *line != key).collect();
            *all = left.join("\n");
        });
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.found.with_untracked(Vec::len);
        let open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if open => self
                .at
                .update(|at| *at = (*at + 1).min(count.saturating_sub(1))),
            "ArrowDown" => self.open.set(true),
            "ArrowUp" if open => self.at.update(|at| *at = at.saturating_sub(1)),
            "Escape" if open => self.open.set(false),
            "Backspace" if self.text.with_untracked(String::is_empty) => {
                if let Some(last) = untrack(|| self.keys()).last() {
                    self.remove(last);
                }
            }
            _ if keys::is_enter(event) && open => {
                let at = self.at.get_untracked();
                let marked = self.found.with_untracked(|found| found.get(at).cloned());
                if let Some((key, _)) = marked {
                    self.take(&key);
                }
            }
            _ => return,
        }
        event.prevent_default();
    }

    fn option_id(self, place: usize) -> String {
        format!("{}-{place}", self.list.get_value())
    }

    fn shown(self) -> bool {
        !self.found.with(Vec::is_empty)
    }
}

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
    let (text, open) = (RwSignal::new(String::new()), RwSignal::new(false));
    let found = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        let mut found = find.run(text.get());
        value.with(|chosen| found.retain(|(key, _)| !chosen.lines().any(|line| line == key)));
        found.truncate(MOST);
        found
    });
    let inside = Inside {
        value,
        text,
        open,
        at: RwSignal::new(0),
        found,
        node: NodeRef::new(),
        list: StoredValue::new(id::unique()),
    };
    view! {
        <div class="combo">
            <Chosen inside name />
            <Searching inside on_focus />
            <Found inside />
        </div>
    }
}

#[component]
fn Chosen(inside: Inside, name: Callback<String, String>) -> impl IntoView {
    let chip = move |key: String| {
        let words = name.run(key.clone());
        let named = words.clone();
        let label = t!("remove", name = named.clone());
        view! {
            <li>
                <span>{words}</span>
                <IconButton icon=Glyph::CLOSE label on_press=move || inside.remove(&key) />
            </li>
        }
    };
    view! { <ul class="picked">{move || inside.keys().into_iter().map(chip).collect_view()}</ul> }
}

#[component]
fn Searching(inside: Inside, on_focus: Callback<()>) -> impl IntoView {
    let ties = FieldTies::here();
    let described = ties.clone();
    let marked = move || inside.shown().then(|| inside.option_id(inside.at.get()));
    let typed = move |text: String| {
        inside.text.set(text);
        inside.at.set(0);
        inside.open.set(true);
    };
    view! {
        <input
            node_ref=inside.node
            class="input"
            id=ties.id
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-autocomplete="list"
            aria-expanded=move || inside.shown().to_string()
            aria-controls=inside.list.get_value()
            aria-activedescendant=marked
            aria-invalid=move || ties.invalid.get().then_some("true")
            aria-describedby=move || described.described_by()
            placeholder=t!("search-to-add")
            prop:value=move || inside.text.get()
            on:focus=move |_| on_focus.run(())
            on:click=move |_| inside.open.set(true)
            on:input:target=move |event| typed(event.target().value())
            on:keydown=move |event| inside.press(&event)
            on:blur=move |_| inside.open.set(false)
        />
    }
}

#[component]
fn Found(inside: Inside) -> impl IntoView {
    let option = move |(place, (key, words)): (usize, Named)| {
        view! {
            <li
                role="option"
                id=inside.option_id(place)
                aria-selected=move || (inside.at.get() == place).to_string()
                // Before the box loses the focus.
                on:pointerdown=move |event| { event.prevent_default(); inside.take(&key); }
            >
                {words}
            </li>
        }
    };
    let options = move || {
        let found = inside.found.get();
        found.into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <ul class="found" role="listbox" id=inside.list.get_value() hidden=move || !inside.shown() aria-label=t!("search-found")>
            {options}
        </ul>
    }
}
