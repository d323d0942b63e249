//! Local storage: a few short texts that are there at once, without waiting.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<web_sys::Window>;
}

fn storage() -> Option<web_sys::Storage> {
    WINDOW.with(|window| window.as_ref()?.local_storage().ok()?)
}

/// The text under `key`; none when there is none or the browser forbids it.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a text. A browser that forbids it, or has no room, is not an error.
pub fn write(key: &str, text: &str) {
    if let Some(storage) = storage() {
        drop(storage.set_item(key, text));
    }
}

/// Removes a text.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(key));
    }
}

/// Names of all texts.
#[must_use]
pub fn names() -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let length = storage.length().unwrap_or_default();
    (0..length)
        .filter_map(|index| storage.key(index).ok()?)
        .collect()
}
