//! The one reader worker of the stand.

use crate::platform::assets;
use crate::platform::reader::{Reader, ReaderError};
use leptos::prelude::*;

/// The reader, started by its first use and ended with the screen.
#[derive(Clone, Copy)]
pub(super) struct Reading(StoredValue<Option<Reader>, LocalStorage>);

impl Reading {
    pub(super) fn new() -> Self {
        let url = assets::url("workers/reader.js");
        Self(StoredValue::new_local(url.map(|url| Reader::new(&url))))
    }

    /// # Errors
    /// [`ReaderError::NotStarted`] when this build has no reader, or the screen is gone.
    pub(super) fn reader(self) -> Result<Reader, ReaderError> {
        let reader = self.0.try_get_value().flatten();
        reader.ok_or(ReaderError::NotStarted)
    }
}
