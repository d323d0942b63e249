//! The browser's own reader of codes, where it has one (Android, macOS, ChromeOS).

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ImageBitmap;

#[wasm_bindgen]
extern "C" {
    type BarcodeDetector;

    #[wasm_bindgen(constructor, catch)]
    fn new(options: &Object) -> Result<BarcodeDetector, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn detect(this: &BarcodeDetector, image: &ImageBitmap) -> Result<Promise, JsValue>;
}

/// The texts of the QR codes the browser sees; none where it cannot look.
pub(super) async fn read(bitmap: &ImageBitmap) -> Vec<String> {
    look(bitmap).await.unwrap_or_default()
}

async fn look(bitmap: &ImageBitmap) -> Option<Vec<String>> {
    if !Reflect::has(&js_sys::global(), &"BarcodeDetector".into()).unwrap_or(false) {
        return None;
    }
    let options = Object::new();
    Reflect::set(&options, &"formats".into(), &Array::of1(&"qr_code".into())).ok()?;
    let detector = BarcodeDetector::new(&options).ok()?;
    let found = JsFuture::from(detector.detect(bitmap).ok()?).await.ok()?;
    let text = |code: JsValue| Reflect::get(&code, &"rawValue".into()).ok()?.as_string();
    Some(
        Array::from(&found)
            .iter()
            .filter_map(text)
            .filter(|text| !text.is_empty())
            .collect(),
    )
}
