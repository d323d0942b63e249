//! Photographs taken at work: made small by the reader, kept encrypted at once, then attached to the
//! record they belong to.

use crate::i18n::tr;
use crate::platform::assets;
use crate::platform::reader::Reader;
use crate::replica::Replica;
use leptos::prelude::*;
use shared::domain::tasks::{Attachment, AttachmentKind};
use shared::entity::{Blob, Id, Kind};
use web_sys::File;

/// What photographs are kept as.
const JPEG: &str = "image/jpeg";

/// The reader of one screen; started by its first use, ended with the screen.
#[derive(Clone, Copy)]
pub struct Camera(StoredValue<Option<Reader>, LocalStorage>);

impl Camera {
    /// Nothing runs yet.
    pub fn new() -> Self {
        let url = assets::url("workers/reader.js");
        Self(StoredValue::new_local(url.map(|url| Reader::new(&url))))
    }

    /// Keeps a photograph on this device and says what it is as an attachment.
    ///
    /// # Errors
    /// What to tell the person.
    pub async fn keep(
        self,
        replica: Replica,
        file: &File,
        of: (Kind, Id),
        caption: String,
    ) -> Result<Attachment, String> {
        let failed = || tr("photo-not-kept", &[]);
        let reader = self.0.try_get_value().flatten().ok_or_else(failed)?;
        let (_, bytes) = reader.photo(file).await.map_err(|_| failed())?;
        let sha256 = replica
            .keep_blob(&bytes, JPEG)
            .await
            .map_err(|error| error.to_string())?;
        Ok(Attachment {
            of,
            sha256: Blob(sha256.to_vec()),
            attachment_kind: AttachmentKind::Photo,
            caption,
            file_name: file.name(),
            media_type: JPEG.to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            ..Attachment::default()
        })
    }
}

/// The hash an act has to name beside the attachment.
pub fn hash(about: &Attachment) -> Vec<[u8; 32]> {
    about.sha256.0.clone().try_into().into_iter().collect()
}
