//! A file that goes with a step: a mail, a scan, a photograph of a signed page.

use crate::i18n::tr;
use crate::replica::Replica;
use crate::ui::{Field, FilePick, Glyph, Pick, Toaster};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::entity::{Id, Kind};

/// A file that was chosen: its name, and its hash once it is kept.
pub(super) type Chosen = RwSignal<Option<(String, [u8; 32])>>;

/// The control of one file. It is kept with the record as soon as it is chosen.
pub(super) fn file_control(
    replica: Replica,
    of: (Kind, Id),
    label: impl Fn() -> String + Clone + Send + Sync + 'static,
    chosen: Chosen,
) -> AnyView {
    let toaster = expect_context::<Toaster>();
    let pick = Callback::new(move |files: Vec<web_sys::File>| {
        for file in files {
            spawn_local(async move {
                let (name, media_type) = (file.name(), file.type_());
                let Some(bytes) = read_file(file).await else {
                    return toaster.say(tr("file-unread", &[]));
                };
                let kept = replica.attach_document(&bytes, &media_type, of, name.clone());
                match kept.await {
                    Ok(sha256) => chosen.set(Some((name, sha256))),
                    Err(error) => toaster.say(error.to_string()),
                }
            });
        }
    });
    let name = move || chosen.with(|chosen| chosen.as_ref().map(|(name, _)| name.clone()));
    let shown = label.clone();
    view! {
        <Field label=label>
            <span class="acts">
                <FilePick pick=Pick::Files("image/*,application/pdf,.eml,.msg,.doc,.docx,.xls,.xlsx") icon=Glyph::FILE label=shown on_pick=pick />
                <span>{name}</span>
            </span>
        </Field>
    }
    .into_any()
}

/// Reads a chosen file; `None` when it can no longer be read.
#[cfg(target_arch = "wasm32")]
pub async fn read_file(file: web_sys::File) -> Option<Vec<u8>> {
    crate::platform::files::Picked::new(file).read().await
}

/// The host has no files to choose.
#[cfg(not(target_arch = "wasm32"))]
pub fn read_file(_: web_sys::File) -> std::future::Ready<Option<Vec<u8>>> {
    std::future::ready(None)
}
