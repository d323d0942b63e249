//! Where the texts of a language come from.

use futures::future::try_join;
use js_sys::{JSON, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// 简体中文 of the screens before sign-in: there even when nothing can be fetched.
pub(super) const BUILT_IN: &str = include_str!("../../locales/zh-Hans/core.ftl");

/// Fetches what a language has for the screens before sign-in.
pub(super) async fn core(tag: &str) -> Result<String, JsValue> {
    fetch(&format!("locales/{tag}/core.ftl")).await
}

/// Fetches the texts of all other screens. The build keeps the names of the messages apart, once for all
/// languages; here each gets its own again.
pub(super) async fn rest(tag: &str) -> Result<String, JsValue> {
    let file = format!("locales/{tag}/rest.ftl");
    let (names, texts) = try_join(fetch("locales/names.txt"), fetch(&file)).await?;
    Ok(named(&names, &texts))
}

async fn fetch(name: &str) -> Result<String, JsValue> {
    let url = address(name);
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

fn named(names: &str, texts: &str) -> String {
    let mut names = names.lines();
    let mut whole = String::with_capacity(texts.len() * 2);
    for line in texts.lines() {
        if line.starts_with('=') {
            whole.push_str(names.next().unwrap_or_default());
            whole.push(' ');
        }
        whole.push_str(line);
        whole.push('\n');
    }
    whole
}
