//! The language in use. Every text on the screen follows one signal.

use super::message::{self, Arg, Pattern};
use super::{Locale, files, intl, syntax};
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// The texts of one language, as far as they are here.
#[derive(Clone, Default)]
struct Texts {
    locale: Locale,
    messages: HashMap<String, Pattern>,
}

impl Texts {
    fn add(&mut self, source: &str) {
        match syntax::read(source) {
            Ok(messages) => self.messages.extend(messages),
            // A test reads every file; this is a file that was damaged on its way.
            Err(fault) => leptos::logging::error!("texts of {}: {fault:?}", self.locale.tag()),
        }
    }
}

thread_local! {
    // For the whole page, so no owner may drop it.
    static LIVE: ArcRwSignal<Arc<Texts>> = ArcRwSignal::new(Arc::new(built_in()));
}

fn built_in() -> Texts {
    let mut texts = Texts::default();
    texts.add(files::BUILT_IN);
    texts
}

const SETTING: &str = "yingke.locale";

/// Chooses the language from the setting or the browser and loads what the first screen needs.
pub async fn start() {
    let chosen = storage().and_then(|s| s.get_item(SETTING).ok().flatten());
    let tag = chosen
        .or_else(|| window().navigator().language())
        .unwrap_or_default();
    use_locale(Locale::for_tag(&tag)).await;
}

/// Changes the language of the whole screen and remembers it on this device. The old language
/// stays until the new one is here.
pub fn set_locale(locale: Locale) {
    if let Some(storage) = storage() {
        // Forbidden storage costs the memory of the choice, not the choice.
        let _ = storage.set_item(SETTING, locale.tag());
    }
    wasm_bindgen_futures::spawn_local(use_locale(locale));
}

/// The language in use; follows changes.
#[must_use]
pub fn locale() -> Locale {
    LIVE.with(|live| live.read().locale)
}

/// The text of `key` with `args`; follows changes of the language. An unknown key shows itself.
#[must_use]
pub fn tr(key: &str, args: &[(&str, Arg)]) -> String {
    let texts = LIVE.with(|live| live.get());
    let Some(pattern) = texts.messages.get(key) else {
        return key.to_owned();
    };
    let mut out = String::new();
    message::write(pattern, args, &intl::Browser, &mut out);
    out
}

async fn use_locale(locale: Locale) {
    let mut texts = if locale == Locale::default() {
        built_in()
    } else {
        Texts::default()
    };
    texts.locale = locale;
    if texts.messages.is_empty() {
        match files::core(locale.tag()).await {
            Ok(source) => texts.add(&source),
            Err(error) => {
                leptos::logging::error!("language {} is not here: {error:?}", locale.tag());
                return;
            }
        }
    }
    show(texts.clone());
    wasm_bindgen_futures::spawn_local(load_rest(texts));
}

/// The systems behind sign-in come together, so that the screen changes once.
async fn load_rest(mut texts: Texts) {
    match files::rest(texts.locale.tag()).await {
        Ok(source) => texts.add(&source),
        Err(error) => leptos::logging::error!("some texts are not here: {error:?}"),
    }
    // The language may have changed again meanwhile.
    if LIVE.with(|live| live.read_untracked().locale) == texts.locale {
        show(texts);
    }
}

fn show(texts: Texts) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", texts.locale.tag());
    }
    LIVE.with(|live| live.set(Arc::new(texts)));
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
