//! How much room this origin has, and whether the browser may clear it.

use super::worker::field;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// Room of this origin, in bytes, as far as the browser tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// Used.
    pub used: u64,
    /// Allowed.
    pub quota: u64,
}

fn storage() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let storage = field(&navigator, "storage");
    (!storage.is_undefined()).then(|| storage.unchecked_into())
}

/// Room used and allowed; none where the browser does not say.
pub async fn room() -> Option<Room> {
    let estimate = JsFuture::from(storage()?.estimate().ok()?).await.ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes in bytes"
    )]
    let number = |name| field(&estimate, name).as_f64().unwrap_or_default() as u64;
    Some(Room {
        used: number("usage"),
        quota: number("quota"),
    })
}

/// True when the browser promised not to clear this origin by itself.
pub async fn is_persistent() -> bool {
    said_yes(|storage| storage.persisted()).await
}

/// Asks the browser not to clear this origin by itself; true when it promised.
pub async fn ask_persistence() -> bool {
    said_yes(|storage| storage.persist()).await
}

async fn said_yes(ask: impl FnOnce(&StorageManager) -> Result<js_sys::Promise, JsValue>) -> bool {
    let Some(promise) = storage().and_then(|storage| ask(&storage).ok()) else {
        return false;
    };
    JsFuture::from(promise)
        .await
        .is_ok_and(|answer| answer.is_truthy())
}
