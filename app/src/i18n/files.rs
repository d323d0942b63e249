//! Where the texts of a language come from.

use js_sys::{JSON, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// 简体中文 of the screens before sign-in: there even when nothing can be fetched.
pub(super) const BUILT_IN: &str = include_str!("../../locales/zh-Hans/core.ftl");

/// Fetches one of the two files of a language.
pub(super) async fn fetch(tag: &str, part: &str) -> Result<String, JsValue> {
    let url = address(&format!("locales/{tag}/{part}.ftl"));
    let response: web_sys::Response = JsFuture::from(window().fetch_with_str(&url))
        .await?
        .dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from(format!("{url}: {}", response.status())));
    }
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or(text)
}

/// The page lists every file under its plain name with the name that carries its hash.
fn address(name: &str) -> String {
    let listed = || {
        let list = document()
            .get_element_by_id("yingke-files")?
            .text_content()?;
        let files = Reflect::get(&JSON::parse(&list).ok()?, &"files".into()).ok()?;
        Reflect::get(&files, &name.into()).ok()?.as_string()
    };
    listed().unwrap_or_else(|| format!("/{name}"))
}
