//! Opaque tokens: 256 random bits on the device, their SHA-256 here.

use crate::{hex, random};
use sha2::{Digest as _, Sha256};

/// A token as the device holds it.
pub struct Token(String);

impl Token {
    /// A new token.
    pub fn new() -> Result<Self, random::NoRandomness> {
        Ok(Self(hex::encode(&random::bytes::<32>()?)))
    }

    /// The text that travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is kept.
    pub fn hash(&self) -> [u8; 32] {
        digest(&self.0)
    }
}

/// The kept form of a token that came in; `None` if it cannot be one of ours.
pub fn hash_of(text: &str) -> Option<[u8; 32]> {
    hex::decode::<32>(text).map(|_| digest(text))
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
