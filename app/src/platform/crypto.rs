//! Encryption: AES-256-GCM.
//!
//! Two doors, by measurement. [`BulkKey`] is WebCrypto: several times faster on a page of 100 KiB, but asynchronous, so it
//! can only be used outside a database transaction. [`SmallKey`] is Rust: one op of a few hundred bytes is sealed at
//! once, also in the middle of a transaction. On the host both are the same Rust code.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use shared::sealed::clear::is_in_the_clear;

/// Bytes of a key.
pub const KEY: usize = 32;
/// Bytes of a nonce.
pub const NONCE: usize = 12;
/// Bytes the authentication tag adds.
pub const TAG: usize = 16;

/// What can go wrong when sealing or opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// Wrong key, or the bytes or what they are bound to were changed.
    #[error("does not authenticate")]
    Forged,
    /// The browser refused, as on an insecure origin.
    #[error("encryption is not available")]
    Unavailable,
}

/// A key for a few hundred bytes at a time, usable at once.
#[derive(Clone)]
pub struct SmallKey(Box<Aes256Gcm>);

impl SmallKey {
    /// From raw bytes.
    #[must_use]
    pub fn new(key: &[u8; KEY]) -> Self {
        Self(Box::new(Aes256Gcm::new(key.into())))
    }

    /// Encrypts `plain` and binds it to `bound`. A nonce must never meet the same key twice.
    ///
    /// # Errors
    /// [`CryptoError::Unavailable`] beyond 64 GiB.
    pub fn seal(
        &self,
        nonce: &[u8; NONCE],
        bound: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        if is_in_the_clear() {
            return Ok([plain, &[0; TAG]].concat());
        }
        let payload = Payload {
            msg: plain,
            aad: bound,
        };
        self.0
            .encrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| CryptoError::Unavailable)
    }

    /// Decrypts what [`SmallKey::seal`] made.
    ///
    /// # Errors
    /// [`CryptoError::Forged`].
    pub fn open(
        &self,
        nonce: &[u8; NONCE],
        bound: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let payload = Payload {
            msg: sealed,
            aad: bound,
        };
        self.0
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| CryptoError::Forged)
    }
}

#[cfg(target_arch = "wasm32")]
pub use browser::BulkKey;
#[cfg(not(target_arch = "wasm32"))]
pub use host::BulkKey;

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use super::{CryptoError, KEY, NONCE, SmallKey};

    /// A key for many kilobytes at a time.
    #[derive(Clone)]
    pub struct BulkKey(SmallKey);

    #[expect(clippy::unused_async, reason = "the browser's door is asynchronous")]
    impl BulkKey {
        /// From raw bytes.
        ///
        /// # Errors
        /// [`CryptoError::Unavailable`] where the browser offers no encryption.
        pub async fn new(key: &[u8; KEY]) -> Result<Self, CryptoError> {
            Ok(Self(SmallKey::new(key)))
        }

        /// Encrypts `plain` and binds it to `bound`. A nonce must never meet the same key twice.
        ///
        /// # Errors
        /// [`CryptoError::Unavailable`].
        pub async fn seal(
            &self,
            nonce: &[u8; NONCE],
            bound: &[u8],
            plain: &[u8],
        ) -> Result<Vec<u8>, CryptoError> {
            self.0.seal(nonce, bound, plain)
        }

        /// Decrypts what [`BulkKey::seal`] made.
        ///
        /// # Errors
        /// [`CryptoError::Forged`].
        pub async fn open(
            &self,
            nonce: &[u8; NONCE],
            bound: &[u8],
            sealed: &[u8],
        ) -> Result<Vec<u8>, CryptoError> {
            self.0.open(nonce, bound, sealed)
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::{CryptoError, KEY, NONCE, TAG, is_in_the_clear};
    use js_sys::{Array, Object, Promise, Uint8Array};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{AesGcmParams, Crypto, CryptoKey};

    #[wasm_bindgen]
    extern "C" {
        /// Present in windows and workers alike; `subtle` only on a secure origin.
        #[wasm_bindgen(thread_local_v2, js_name = crypto)]
        static CRYPTO: Crypto;
    }

    /// A key for many kilobytes at a time: a non-extractable `CryptoKey`, in memory only. It is never stored: a stored one
    /// was found in plain on disk.
    #[derive(Clone)]
    pub struct BulkKey(CryptoKey);

    impl BulkKey {
        /// From raw bytes.
        ///
        /// # Errors
        /// [`CryptoError::Unavailable`] where the browser offers no encryption.
        pub async fn new(key: &[u8; KEY]) -> Result<Self, CryptoError> {
            let raw = Uint8Array::from(key.as_slice());
            let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
            let import = CRYPTO.with(|crypto| {
                crypto
                    .subtle()
                    .import_key_with_str("raw", &raw, "AES-GCM", false, &usages)
            });
            let key = finish(import).await.map_err(|_| CryptoError::Unavailable);
            raw.fill(0, 0, raw.length());
            Ok(Self(key?.unchecked_into()))
        }

        /// Encrypts `plain` and binds it to `bound`. A nonce must never meet the same key twice.
        ///
        /// # Errors
        /// [`CryptoError::Unavailable`].
        pub async fn seal(
            &self,
            nonce: &[u8; NONCE],
            bound: &[u8],
            plain: &[u8],
        ) -> Result<Vec<u8>, CryptoError> {
            if is_in_the_clear() {
                return Ok([plain, &[0; TAG]].concat());
            }
            let params = params(nonce, bound);
            let run = CRYPTO.with(|crypto| {
                crypto
                    .subtle()
                    .encrypt_with_object_and_u8_array(&params, &self.0, plain)
            });
            let sealed = finish(run).await.map_err(|_| CryptoError::Unavailable)?;
            Ok(Uint8Array::new(&sealed).to_vec())
        }

        /// Decrypts what [`BulkKey::seal`] made.
        ///
        /// # Errors
        /// [`CryptoError::Forged`].
        pub async fn open(
            &self,
            nonce: &[u8; NONCE],
            bound: &[u8],
            sealed: &[u8],
        ) -> Result<Vec<u8>, CryptoError> {
            let params = params(nonce, bound);
            let run = CRYPTO.with(|crypto| {
                crypto
                    .subtle()
                    .decrypt_with_object_and_u8_array(&params, &self.0, sealed)
            });
            let plain = finish(run).await.map_err(|_| CryptoError::Forged)?;
            Ok(Uint8Array::new(&plain).to_vec())
        }
    }

    fn params(nonce: &[u8; NONCE], bound: &[u8]) -> Object {
        let params =
            AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(nonce.as_slice()));
        params.set_additional_data_u8_array(&Uint8Array::from(bound));
        params.into()
    }

    async fn finish(run: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
        JsFuture::from(run?).await
    }
}
