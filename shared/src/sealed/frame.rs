//! One sealed op, or one piece of an attachment.
//!
//! ```text
//! magic[4] version[1] kind[1] replica[4] epoch[4] seq[8] session[8] nonce[12] ciphertext tag[16]
//! ```
//! Everything in front of the nonce is bound to the content.

use super::session::{SessionId, SessionKey};
use super::{Cut, SealError};

pub(super) const MAGIC: [u8; 4] = *b"YKSF";
const VERSION: u8 = 1;
const HEAD: usize = 30;
/// Bytes of a nonce.
pub const NONCE: usize = 12;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// One op; `seq` is its number.
    Op,
    /// One piece of an attachment; `seq` is the number of the piece.
    BlobPiece,
    /// Something a newer version wrote. It is carried along unread.
    Other(u8),
}

impl FrameKind {
    const fn number(self) -> u8 {
        match self {
            Self::Op => 1,
            Self::BlobPiece => 2,
            Self::Other(number) => number,
        }
    }

    const fn of(number: u8) -> Self {
        match number {
            1 => Self::Op,
            2 => Self::BlobPiece,
            other => Self::Other(other),
        }
    }
}

/// What a frame says in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameHeader {
    /// What it holds.
    pub kind: FrameKind,
    /// The replica that wrote it.
    pub replica: u32,
    /// Epoch of the replica.
    pub epoch: u32,
    /// Number within the epoch.
    pub seq: u64,
    /// The session whose key seals it.
    pub session: SessionId,
}

impl FrameHeader {
    fn encode(&self) -> [u8; HEAD] {
        let mut out = [0; HEAD];
        out[..4].copy_from_slice(&MAGIC);
        out[4] = VERSION;
        out[5] = self.kind.number();
        out[6..10].copy_from_slice(&self.replica.to_le_bytes());
        out[10..14].copy_from_slice(&self.epoch.to_le_bytes());
        out[14..22].copy_from_slice(&self.seq.to_le_bytes());
        out[22..].copy_from_slice(&self.session);
        out
    }
}

/// A sealed frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What it says in the clear.
    pub header: FrameHeader,
    bytes: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads the header of a frame. The content is checked when it is opened.
    ///
    /// # Errors
    /// [`SealError::Malformed`], [`SealError::Newer`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, SealError> {
        let mut cut = Cut(bytes);
        if cut.part()? != MAGIC {
            return Err(SealError::Malformed);
        }
        let [version, kind] = cut.part()?;
        if version > VERSION {
            return Err(SealError::Newer);
        }
        let (replica, epoch, seq) = (cut.u32()?, cut.u32()?, cut.u64()?);
        let session = cut.part()?;
        if cut.0.len() < NONCE + 16 {
            return Err(SealError::Malformed);
        }
        let kind = FrameKind::of(kind);
        Ok(Self {
            header: FrameHeader {
                kind,
                replica,
                epoch,
                seq,
                session,
            },
            bytes,
        })
    }

    /// The whole frame.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its content.
    ///
    /// # Errors
    /// [`SealError::Forged`].
    pub fn open(&self, key: &SessionKey) -> Result<Vec<u8>, SealError> {
        let (head, rest) = self.bytes.split_at(HEAD);
        let (nonce, sealed) = rest
            .split_first_chunk::<NONCE>()
            .ok_or(SealError::Malformed)?;
        key.open(nonce, head, sealed)
    }
}

/// Seals some content. `nonce` is random and never used twice.
#[must_use]
pub fn seal(
    header: &FrameHeader,
    key: &SessionKey,
    nonce: &[u8; NONCE],
    content: &[u8],
) -> Vec<u8> {
    let head = header.encode();
    let sealed = key.seal(nonce, &head, content);
    [&head[..], nonce, &sealed].concat()
}
