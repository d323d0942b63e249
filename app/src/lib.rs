//! How people use Yingke: the browser app.
//!
//! Everything lives in this library, so that storage and platform code is tested without starting the app;
//! `main.rs` only mounts it. Modules that draw sit behind the feature `screens` (on by default).

#![cfg_attr(
    feature = "screens",
    expect(unreachable_pub, reason = "the component macro makes its items pub")
)]

#[cfg(feature = "screens")]
pub mod app;
#[cfg(all(feature = "screens", target_arch = "wasm32"))]
pub mod boot;
#[cfg(feature = "screens")]
pub mod features;
#[cfg(feature = "screens")]
mod house;
#[cfg(any(feature = "screens", all(test, not(target_arch = "wasm32"))))]
pub mod i18n;
pub mod plain;
pub mod platform;
#[cfg(feature = "screens")]
pub mod record;
pub mod replica;
#[cfg(feature = "screens")]
pub mod routes;
pub mod session;
#[cfg(feature = "screens")]
pub mod shell;
pub mod storage;
pub mod sync;
#[cfg(feature = "screens")]
pub mod ui;

/// Mounts the app into the page's body, in the language of the person. `start.js` calls it once the
/// module stands, so that the page can bring the later half of the code at any moment.
#[cfg(all(feature = "screens", target_arch = "wasm32"))]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    // Leptos brings its executor with the mount, and the texts come before it.
    wasm_bindgen_futures::spawn_local(async {
        i18n::start().await;
        leptos::mount::mount_to_body(|| leptos::view! { <app::App session=boot::start() /> });
    });
}
