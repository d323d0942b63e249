//! The half of the app's code that is downloaded while the person stands at a gate (`app/later.txt`,
//! `xtask/splitter`; the page's side is `app/start.js`).

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Settles when the later half is here.
    #[wasm_bindgen(js_namespace = yingkeLater, js_name = ready)]
    fn later_half() -> js_sys::Promise;

    /// Brings the later half before it returns. The splitter finds it by this name and lets every call
    /// that comes too early go through it, with the callee's place in the table.
    #[wasm_bindgen(js_namespace = yingkeLater, js_name = bringTheLaterHalf)]
    fn bring_the_later_half(place: u32);
}

/// Waits for the later half without blocking the screen. Nothing depends on it: whoever does not wait
/// calls all the same, and the page stands still until the code is here.
pub async fn ready() {
    if JsFuture::from(later_half()).await.is_err() {
        // Once more, and with an error that is seen.
        bring_the_later_half(u32::MAX);
    }
}
