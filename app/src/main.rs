//! How people use Yingke: the browser app.

mod features;
mod i18n;
mod platform;
mod storage;
mod ui;

use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <main><h1>"迎客"</h1></main> });
}
