//! What happens to the page and the network.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget, VisibilityState};

type Handler = Closure<dyn FnMut(Event)>;

/// Something the page is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The browser believes the network is back. It may be wrong.
    Online,
    /// The network is gone.
    Offline,
    /// The page came to the front, or out of the browser's cache.
    Shown,
    /// The page went to the back. It may never come again: store drafts now.
    Hidden,
}

impl Moment {
    const fn event(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Offline => "offline",
            Self::Shown | Self::Hidden => "visibilitychange",
        }
    }
}

/// Listens until dropped.
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    handler: Handler,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let handler = self.handler.as_ref().unchecked_ref();
        drop(
            self.target
                .remove_event_listener_with_callback(self.event, handler),
        );
    }
}

/// Calls `run` at every such moment. None outside of a page.
#[must_use]
pub fn on(moment: Moment, mut run: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    let target: EventTarget = match moment {
        Moment::Online | Moment::Offline => window.into(),
        Moment::Shown | Moment::Hidden => window.document()?.into(),
    };
    let handler = Handler::new(move |_| {
        let fits = match moment {
            Moment::Shown => is_shown(),
            Moment::Hidden => !is_shown(),
            Moment::Online | Moment::Offline => true,
        };
        if fits {
            run();
        }
    });
    let event = moment.event();
    let callback = handler.as_ref().unchecked_ref();
    target
        .add_event_listener_with_callback(event, callback)
        .ok()?;
    Some(Listener {
        target,
        event,
        handler,
    })
}

/// False when the browser is sure that there is no network.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// True when the page is in front.
#[must_use]
pub fn is_shown() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}
