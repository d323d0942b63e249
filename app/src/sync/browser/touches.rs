//! Somebody uses the screen.

use super::listen::Listening;
use std::rc::Rc;

/// Listens until it is dropped.
pub struct Touches {
    _listening: Vec<Listening>,
}

impl Touches {
    /// Calls `touched` at every touch, key and wheel.
    pub fn new(touched: impl Fn() + 'static) -> Self {
        let touched = Rc::new(touched);
        let window = web_sys::window();
        let names = ["pointerdown", "pointermove", "keydown", "wheel"];
        let listening = window.iter().flat_map(|window| {
            names.iter().filter_map(|name| {
                let touched = touched.clone();
                Listening::to(window, name, move || touched())
            })
        });
        Self {
            _listening: listening.collect(),
        }
    }
}
