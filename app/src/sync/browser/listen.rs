//! Events of the page.

use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, EventTarget};

type Handler = Closure<dyn FnMut(web_sys::Event)>;

/// One listener; gone when dropped.
pub(super) struct Listening {
    target: EventTarget,
    name: &'static str,
    handler: Handler,
}

impl Listening {
    /// Calls `heard` at every event `name`, before the page's own listeners.
    pub(super) fn to(
        target: &EventTarget,
        name: &'static str,
        mut heard: impl FnMut() + 'static,
    ) -> Option<Self> {
        let handler = Handler::new(move |_| heard());
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        options.set_passive(true);
        let listener = handler.as_ref().unchecked_ref();
        target
            .add_event_listener_with_callback_and_add_event_listener_options(
                name, listener, &options,
            )
            .ok()?;
        Some(Self {
            target: target.clone(),
            name,
            handler,
        })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let listener = self.handler.as_ref().unchecked_ref();
        // Nothing to do about a target that is gone.
        let _ = self
            .target
            .remove_event_listener_with_callback_and_bool(self.name, listener, true);
    }
}
