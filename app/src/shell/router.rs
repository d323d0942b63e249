//! Which screen is shown. Addresses are [`Route`]s; links are ordinary links, so that they can be
//! opened beside, copied and read out.

use super::focus::focus_content;
use crate::routes::Route;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement};

/// The screen in use. Cheap to copy; in context as `use_context::<Router>()`.
#[derive(Clone, Copy)]
pub struct Router {
    here: RwSignal<Route>,
}

impl Router {
    /// Reads the address and follows links, back and forward from now on.
    #[must_use]
    pub fn start() -> Self {
        let router = Self {
            here: RwSignal::new(address()),
        };
        let back = window_event_listener(ev::popstate, move |_| router.here.set(address()));
        let click = window_event_listener(ev::click, move |event| {
            if let Some(route) = followed(&event) {
                event.prevent_default();
                router.go(route);
            }
        });
        on_cleanup(move || {
            back.remove();
            click.remove();
        });
        router
    }

    /// The screen in use; follows changes.
    #[must_use]
    pub fn route(self) -> Route {
        self.here.get()
    }

    /// Goes to a screen; "back" leads here again.
    pub fn go(self, route: Route) {
        if route != self.here.get_untracked() {
            let path = route.to_string();
            let _ = history().and_then(|h| h.push_state_with_url(&JsValue::NULL, "", Some(&path)));
            self.arrive(route);
        }
    }

    /// Goes to a screen in place of this one: after signing in, "back" must not lead to the gate.
    pub fn replace(self, route: Route) {
        let path = route.to_string();
        let _ = history().and_then(|h| h.replace_state_with_url(&JsValue::NULL, "", Some(&path)));
        self.arrive(route);
    }

    /// The screen starts at its top, and the keyboard at its content.
    fn arrive(self, route: Route) {
        self.here.set(route);
        window().scroll_to_with_x_and_y(0.0, 0.0);
        request_animation_frame(focus_content);
    }
}

/// The router of the page.
///
/// # Panics
/// Never in the app: [`crate::app::App`] provides it before any screen.
#[must_use]
pub fn use_router() -> Router {
    expect_context()
}

fn history() -> Result<web_sys::History, JsValue> {
    window().history()
}

fn address() -> Route {
    Route::parse(&window().location().pathname().unwrap_or_default())
}

/// The screen a plain click on one of our own links leads to. Everything else is the browser's.
fn followed(event: &ev::MouseEvent) -> Option<Route> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let link = event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest("a[href]")
        .ok()??;
    let link: HtmlAnchorElement = link.dyn_into().ok()?;
    let inside = link.origin() == window().location().origin().ok()?
        && link.hash().is_empty()
        && link.target().is_empty()
        && !link.has_attribute("download");
    Some(Route::parse(&link.pathname())).filter(|route| inside && *route != Route::NotFound)
}
