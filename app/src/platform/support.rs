//! What this browser and this origin offer. On plain HTTP most of it is missing.

use super::worker::field;
use wasm_bindgen::JsValue;

/// What is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// The origin is secure: HTTPS or loopback. Without it nothing else here is.
    pub secure: bool,
    /// Encryption by the browser.
    pub crypto: bool,
    /// A database.
    pub database: bool,
    /// Private files, for the second journal.
    pub files: bool,
    /// Locks between tabs.
    pub locks: bool,
    /// Starting without a network.
    pub offline_start: bool,
    /// A camera, if there is one and the person allows it.
    pub camera: bool,
}

impl Support {
    /// Looks.
    #[must_use]
    pub fn look() -> Self {
        let global: JsValue = js_sys::global().into();
        let navigator = field(&global, "navigator");
        let has = |object: &JsValue, name: &str| {
            let value = if object.is_object() {
                field(object, name)
            } else {
                JsValue::UNDEFINED
            };
            !value.is_undefined() && !value.is_null()
        };
        Self {
            secure: field(&global, "isSecureContext").is_truthy(),
            crypto: has(&field(&global, "crypto"), "subtle"),
            database: has(&global, "indexedDB"),
            files: has(&field(&navigator, "storage"), "getDirectory"),
            locks: has(&navigator, "locks"),
            offline_start: has(&navigator, "serviceWorker"),
            camera: has(&navigator, "mediaDevices"),
        }
    }

    /// True when the app can keep its promises here: everything but the second journal and the camera is there.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.secure && self.crypto && self.database && self.locks
    }
}
