//! The other two sides, in JavaScript as they are at home in it.

use js_sys::{Array, JSON};
use serde_json::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/benches/store/peers.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub(crate) async fn enter(side: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub(crate) async fn clear(side: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = size)]
    async fn size_of(side: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = version)]
    async fn version_of_dexie() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = persist)]
    async fn persist_on(side: &str, records: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = first)]
    async fn first_of(side: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = all)]
    async fn all_of(side: &str, count: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn opened(side: &str, durability: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = save)]
    async fn save_on(peer: &JsValue, op: &JsValue) -> Result<JsValue, JsValue>;
    fn close(peer: &JsValue);
}

/// Sizes and times, as the script answers.
fn number(answer: Result<JsValue, JsValue>) -> f64 {
    answer.unwrap().as_f64().unwrap()
}

/// Objects of the page's own.
pub(crate) fn object(json: &Value) -> JsValue {
    JSON::parse(&json.to_string()).unwrap()
}

/// Size of a side's files in bytes.
pub(crate) async fn size(side: &str) -> f64 {
    number(size_of(side).await)
}

/// Version of Dexie.
pub(crate) async fn version() -> String {
    version_of_dexie().await.unwrap().as_string().unwrap()
}

/// Milliseconds to store the records in an empty database.
pub(crate) async fn persist(side: &str, records: &Array) -> f64 {
    number(persist_on(side, records).await)
}

/// Milliseconds from the closed database to its first fifty records.
pub(crate) async fn first(side: &str) -> f64 {
    number(first_of(side).await)
}

/// Milliseconds from the closed database to all its records.
pub(crate) async fn all(side: &str, count: usize) -> f64 {
    number(all_of(side, count as u32).await)
}

/// A database into which ops are saved one by one, each on the medium before it counts.
pub(crate) struct Desk(JsValue);

impl Desk {
    pub(crate) async fn open(side: &str) -> Self {
        Self(opened(side, "strict").await.unwrap())
    }

    /// Milliseconds to save an op.
    pub(crate) async fn save(&self, op: &JsValue) -> f64 {
        number(save_on(&self.0, op).await)
    }

    pub(crate) fn close(self) {
        close(&self.0);
    }
}
