//! Choosing a language: the ones customers of manufacturers speak, by their names, and any other that
//! is there already.

use crate::i18n;
use crate::t;
use crate::ui::{Combo, Select};
use leptos::prelude::*;

/// What is offered, by BCP 47 tag; the ones met most often first.
const OFFERED: [&str; 36] = [
    "zh-Hans", "zh-Hant", "en", "es", "pt", "fr", "de", "it", "ru", "ar", "ja", "ko", "tr", "pl",
    "nl", "cs", "sv", "da", "nb", "fi", "el", "hu", "ro", "uk", "he", "fa", "hi", "bn", "ur", "th",
    "vi", "id", "ms", "fil", "kk", "uz",
];

fn named(tag: &str) -> (String, String) {
    (tag.to_owned(), i18n::language(tag))
}

/// One language.
pub fn one(text: RwSignal<String>) -> AnyView {
    let options = Signal::derive(move || {
        let mut options: Vec<_> = OFFERED.iter().map(|tag| named(tag)).collect();
        let now = text.get();
        if !now.is_empty() && !OFFERED.contains(&now.as_str()) {
            options.push(named(&now));
        }
        options
    });
    view! { <Select value=text options=options none=t!("none-chosen") /> }.into_any()
}

/// Several languages: chips and a search by name or tag.
pub fn several(text: RwSignal<String>) -> AnyView {
    let find = |query: String| {
        let query = query.trim().to_lowercase();
        let fits = |(tag, name): &(String, String)| {
            name.to_lowercase().contains(&query) || tag.to_lowercase().starts_with(&query)
        };
        OFFERED
            .iter()
            .map(|tag| named(tag))
            .filter(fits)
            .collect::<Vec<_>>()
    };
    view! { <Combo value=text name=|tag: String| i18n::language(&tag) find=find on_focus=|()| () /> }
        .into_any()
}
