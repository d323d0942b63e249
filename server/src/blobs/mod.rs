//! Photographs, scans and files: kept by the SHA-256 of their content, so that nothing is kept twice
//! and nothing can be exchanged unseen. They come in chunks and can be interrupted at any point.

pub mod download;
pub mod media;
pub mod shelf;
pub mod upload;

use crate::error::Problem;
use crate::hex;
use crate::http::body::malformed;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

/// Bytes of the largest blob.
pub const MAX_BLOB: u64 = 20_000_000;
/// Bytes of the largest chunk.
pub const MAX_CHUNK: usize = 256 << 10;

/// The hash in the address: 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hash {
    /// As text; safe as a file name.
    pub text: String,
    /// As bytes.
    pub bytes: [u8; 32],
}

impl<S: Send + Sync> FromRequestParts<S> for Hash {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|rejection| malformed(rejection.body_text()))?;
        match hex::decode(&text) {
            Some(bytes) => Ok(Self { text, bytes }),
            None => Err(malformed(
                "a blob is named by 64 lower-case hexadecimal digits",
            )),
        }
    }
}
