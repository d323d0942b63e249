//! Frames that only their device and the organisation can read: journal, outbox and rescue file are made of them.
//!
//! ```text
//! session key (random, one per unlock) ─AES-256-GCM→ every frame of the session
//!      ├─ wrapped by the device key            → the device reads its own journal again
//!      └─ HPKE-sealed to the organisation key  → the server reads it, whoever forgot what
//! ```
//! A frame is encrypted once and stands unchanged in IndexedDB, in the journal and in a rescue file. A device that holds only the
//! organisation's public key can write frames and read none of them.
//!
//! | Module | Holds |
//! |---|---|
//! | [`frame`] | one sealed op or piece of an attachment |
//! | [`session`] | session keys, sealed to the organisation key |
//! | [`framing`] | frames one after another in a file that may be damaged |
//! | [`piece`] | what frames hold once opened |
//! | [`rescue`] | the rescue file |

pub mod clear;
mod crc32c;
pub mod frame;
pub mod framing;
pub mod piece;
pub mod rescue;
pub mod session;
#[cfg(test)]
mod tests;

pub use crc32c::crc32c;
pub use frame::{Frame, FrameHeader, FrameKind};
pub use piece::Piece;
pub use session::{OrgPrivateKey, OrgPublicKey, SealedKey, SessionKey};

/// Why a frame, key or file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not one of ours, cut off, or changed in a length or mark.
    #[error("not a sealed frame")]
    Malformed,
    /// Written by a newer version of the format.
    #[error("sealed by a newer version")]
    Newer,
    /// Wrong key, or changed content.
    #[error("does not authenticate")]
    Forged,
    /// The key is not that of this organisation.
    #[error("sealed to another organisation key")]
    OtherKey,
    /// The file was sealed under a session whose key is not in it.
    #[error("the session key is missing")]
    NoKey,
}

/// Cuts fixed-size parts off the front of some bytes.
struct Cut<'a>(&'a [u8]);

impl<'a> Cut<'a> {
    fn part<const N: usize>(&mut self) -> Result<[u8; N], SealError> {
        let (head, rest) = self.0.split_first_chunk().ok_or(SealError::Malformed)?;
        self.0 = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, SealError> {
        Ok(u32::from_le_bytes(self.part()?))
    }

    fn u64(&mut self) -> Result<u64, SealError> {
        Ok(u64::from_le_bytes(self.part()?))
    }
}
