//! The keyboard never loses its place: when what had the focus goes away, the content of the screen
//! has it. A form that closes, a row that is dealt with and a dialog whose button is gone would
//! otherwise leave it nowhere, and a screen reader silent.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};

/// Watches the page for as long as it is there.
pub fn keep() {
    let last = StoredValue::new_local(None::<Element>);
    let seen = window_event_listener(ev::focusin, move |event| {
        last.set_value(event.target().and_then(|it| it.dyn_into().ok()));
    });
    // A closed dialog keeps its buttons, unseen.
    let gone = |element: &Element| element.get_bounding_client_rect().width() == 0.0;
    let look = Closure::<dyn FnMut()>::new(move || {
        if last.with_value(|element| element.as_ref().is_some_and(gone)) && is_lost() {
            last.set_value(None);
            focus_content();
        }
    });
    let Ok(observer) = MutationObserver::new(look.as_ref().unchecked_ref()) else {
        return;
    };
    let watched = MutationObserverInit::new();
    watched.set_child_list(true);
    watched.set_subtree(true);
    watched.set_attribute_filter(&js_sys::Array::of1(&"open".into()));
    if let Some(body) = document().body() {
        let _ = observer.observe_with_options(&body, &watched);
    }
    let kept = StoredValue::new_local((observer, look));
    on_cleanup(move || {
        seen.remove();
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}

/// Is the focus nowhere, and free to be put somewhere? In an open dialog the browser keeps it.
fn is_lost() -> bool {
    let nowhere = document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY");
    nowhere && matches!(document().query_selector("dialog[open]"), Ok(None))
}

/// Puts the keyboard at the content of the screen, where Tab finds its first control.
pub(super) fn focus_content() {
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = main.focus_with_options(&options);
    }
}
