//! Clock, dice, tasks, timers.

use crate::platform::{clock, random, timers};
use crate::sync::Host;
use futures::future::{FutureExt as _, LocalBoxFuture};
use wasm_bindgen::JsValue;

/// Longest timer of a browser, in milliseconds; longer ones would end at once.
const LONGEST: u64 = i32::MAX as u64;

/// The browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

impl Host for Browser {
    fn now_ms(&self) -> u64 {
        u64::try_from(clock::wall_ms()).unwrap_or_default()
    }

    fn dice(&self) -> u64 {
        u64::from_le_bytes(random::bytes())
    }

    fn zone(&self) -> String {
        let format =
            js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
        let zone = js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone"));
        zone.ok()
            .and_then(|zone| zone.as_string())
            .unwrap_or_default()
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(task);
    }

    fn sleep(&self, ms: u64) -> LocalBoxFuture<'static, ()> {
        timers::sleep(u32::try_from(ms.min(LONGEST)).unwrap_or_default()).boxed_local()
    }

    fn show(&self, bytes: &[u8], media_type: &str) -> String {
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let kind = web_sys::BlobPropertyBag::new();
        kind.set_type(media_type);
        let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &kind);
        let address = blob.and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
        address.unwrap_or_default()
    }

    fn hide(&self, address: &str) {
        // An address that is gone already is as good.
        let _ = web_sys::Url::revoke_object_url(address);
    }
}
