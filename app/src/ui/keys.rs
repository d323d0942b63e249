//! Keys that mean what they say. While an input method composes, Enter picks a candidate and must
//! never submit; some browsers report it only as key code 229.

use leptos::ev::{Event, KeyboardEvent};
use wasm_bindgen::JsCast;
use web_sys::InputEvent;

/// Is the key part of composing 汉字 rather than a command?
#[must_use]
pub fn composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Was Enter pressed as a command?
#[must_use]
pub fn is_enter(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !composing(event)
}

/// Is the text that came in still being composed? It is whole with `compositionend`.
#[must_use]
pub fn half_composed(event: &Event) -> bool {
    let input = event.dyn_ref::<InputEvent>();
    input.is_some_and(InputEvent::is_composing)
}
