//! The screen stays on for as long as somebody needs it without touching it (Screen Wake Lock). Where the
//! browser cannot, the device dims as it always does.

use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A screen that is to stay on; dropping this lets it go.
#[derive(Debug, Default)]
pub struct Awake(Rc<RefCell<Option<JsValue>>>);

impl Awake {
    /// Asks for the screen, and again where the browser took it back, as it does whenever the page is
    /// hidden: call it from time to time.
    pub fn ask(&self) {
        let held = self
            .0
            .borrow()
            .as_ref()
            .is_some_and(|lock| !flag(lock, "released"));
        let Some(promise) = request().filter(|_| !held) else {
            return;
        };
        let slot = Rc::downgrade(&self.0);
        spawn_local(async move {
            let Ok(lock) = JsFuture::from(promise).await else {
                return;
            };
            match slot.upgrade() {
                Some(slot) => *slot.borrow_mut() = Some(lock),
                None => release(&lock),
            }
        });
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        if let Some(lock) = self.0.borrow_mut().take() {
            release(&lock);
        }
    }
}

fn request() -> Option<Promise> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"wakeLock".into()).ok()?;
    let request: Function = method(&locks, "request")?;
    request
        .call1(&locks, &"screen".into())
        .ok()?
        .dyn_into()
        .ok()
}

fn release(lock: &JsValue) {
    if let Some(release) = method(lock, "release") {
        // One that is gone is as good as released.
        drop(release.call0(lock));
    }
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn flag(of: &JsValue, name: &str) -> bool {
    Reflect::get(of, &name.into()).is_ok_and(|value| value.is_truthy())
}
