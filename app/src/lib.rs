//! How people use Yingke: the browser app.
//!
//! Everything lives in this library, so that storage and platform code is tested without starting the app;
//! `main.rs` only mounts it. Modules that draw sit behind the feature `screens` (on by default).

#[cfg(all(feature = "screens", target_arch = "wasm32"))]
pub mod boot;
#[cfg(feature = "screens")]
pub mod features;
#[cfg(feature = "screens")]
pub mod i18n;
pub mod platform;
pub mod replica;
pub mod session;
pub mod storage;
pub mod sync;
#[cfg(feature = "screens")]
pub mod ui;

#[cfg(feature = "screens")]
use leptos::prelude::*;

/// Mounts the app into the page's body.
#[cfg(feature = "screens")]
pub fn start() {
    leptos::mount::mount_to_body(|| view! { <main><h1>"迎客"</h1></main> });
}
