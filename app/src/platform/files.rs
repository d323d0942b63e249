//! Files that a person opens or saves.

use futures::channel::oneshot;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

/// A file a person chose.
#[derive(Debug, Clone)]
pub struct Picked {
    /// Its name.
    pub name: String,
    /// Its media type as the system guesses it; may be empty.
    pub mime: String,
    file: web_sys::File,
}

impl Picked {
    /// From an input or a drop.
    #[must_use]
    pub fn new(file: web_sys::File) -> Self {
        Self {
            name: file.name(),
            mime: file.type_(),
            file,
        }
    }

    /// Its size in bytes, without reading it.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size in bytes"
    )]
    pub fn size(&self) -> u64 {
        self.file.size() as u64
    }

    /// Reads it. None when it can no longer be read.
    pub async fn read(&self) -> Option<Vec<u8>> {
        let buffer = JsFuture::from(self.file.array_buffer()).await.ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    /// The browser's own file, for the image decoder.
    #[must_use]
    pub const fn file(&self) -> &web_sys::File {
        &self.file
    }
}

/// Lets a person choose files. `accept` as in an input element. Empty when they chose none. To be called from a click.
pub async fn pick(accept: &str, several: bool) -> Vec<Picked> {
    pick_with(accept, several).await.unwrap_or_default()
}

async fn pick_with(accept: &str, several: bool) -> Option<Vec<Picked>> {
    let input: HtmlInputElement = element("input")?;
    input.set_type("file");
    input.set_accept(accept);
    input.set_multiple(several);
    let (sender, chosen) = oneshot::channel::<()>();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let done = Closure::<dyn FnMut()>::new(move || {
        // The other of the two events came first.
        let Some(sender) = sender.borrow_mut().take() else {
            return;
        };
        let _ = sender.send(());
    });
    for event in ["change", "cancel"] {
        input
            .add_event_listener_with_callback(event, done.as_ref().unchecked_ref())
            .ok()?;
    }
    input.click();
    chosen.await.ok()?;
    let files = input.files()?;
    Some(
        (0..files.length())
            .filter_map(|index| files.item(index))
            .map(Picked::new)
            .collect(),
    )
}

/// Offers some bytes as a file to save. To be called from a click.
pub fn save(name: &str, mime: &str, bytes: &[u8]) {
    // Nothing to do for the app when the browser refuses: it tells the person itself.
    let _ = save_with(name, mime, bytes);
}

fn save_with(name: &str, mime: &str, bytes: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = element("a")?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url).ok()
}

fn element<T: JsCast>(tag: &str) -> Option<T> {
    web_sys::window()?
        .document()?
        .create_element(tag)
        .ok()?
        .dyn_into()
        .ok()
}
