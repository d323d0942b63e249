//! What the browser says about this device's storage, and files it saves. The host has no browser.

#[cfg(target_arch = "wasm32")]
pub use crate::platform::files::save;
#[cfg(target_arch = "wasm32")]
pub use crate::platform::quota::ask_persistence;

/// What the browser grants this origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// It promised not to clear the origin by itself.
    pub persistent: bool,
    /// Bytes used and allowed, where it says.
    pub room: Option<(u64, u64)>,
}

/// Asks the browser.
#[cfg(target_arch = "wasm32")]
pub async fn grant() -> Grant {
    use crate::platform::quota;
    let room = quota::room().await;
    Grant {
        persistent: quota::is_persistent().await,
        room: room.map(|room| (room.used, room.quota)),
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub fn grant() -> std::future::Ready<Grant> {
    std::future::ready(Grant::default())
}

#[cfg(not(target_arch = "wasm32"))]
pub fn ask_persistence() -> std::future::Ready<bool> {
    std::future::ready(false)
}

#[cfg(not(target_arch = "wasm32"))]
pub fn save(_: &str, _: &str, _: &[u8]) {}
