//! From a passphrase to the device key, and from there to a session.
//!
//! ```text
//! passphrase ─Argon2id, in the vault worker→ wrapping key ─AES-256-GCM→ device key (random)
//! ```
//! What is stored (the [`Lock`], in the [`Identity`]) opens nothing without the passphrase. Nothing unwrapped is ever stored.

#[cfg(test)]
pub(crate) mod cheap;
mod identity;
mod lock;
mod session;
#[cfg(test)]
mod tests;

pub use identity::Identity;
pub use lock::{Lock, UnlockError};
pub use session::{Session, StoredSession};

use std::future::Future;
use vault::{Request, VaultError};
use zeroize::Zeroizing;

/// Where slow key work runs.
pub trait Vault {
    /// Does one piece of work.
    ///
    /// # Errors
    /// [`VaultError`].
    fn ask(&self, request: Request)
    -> impl Future<Output = Result<Zeroizing<Vec<u8>>, VaultError>>;
}

/// The vault in this very thread: for tests. It blocks for as long as the work takes.
#[derive(Debug, Clone, Copy, Default)]
pub struct InThread;

impl Vault for InThread {
    async fn ask(&self, request: Request) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        vault::answer(&request)
    }
}

/// The vault in a worker that is started for each piece of work and terminated after it.
#[cfg(target_arch = "wasm32")]
#[derive(Debug, Clone)]
pub struct InWorker {
    /// Address of the worker's script.
    pub url: String,
}

#[cfg(target_arch = "wasm32")]
impl Vault for InWorker {
    async fn ask(&self, request: Request) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        const PATIENCE: u32 = 60_000;
        let answer = crate::platform::worker::once(&self.url, &request.encode(), PATIENCE).await;
        vault::message::decode_answer(&Zeroizing::new(answer.map_err(|_| VaultError::Silent)?))
    }
}
