//! The rescue file: unsent work that any device can carry to the server, and only the server can read.
//!
//! ```text
//! item 0      header: magic[8] version[2] organisation key[8] replica[4] ops[4] pieces[4]
//! items 1 …   sealed session keys and frames, in any order, each as often as it likes
//! ```
//! Import is idempotent: ops are known by (replica, epoch, seq) and their hash, attachments by their SHA-256. A damaged file
//! gives every whole frame that is left.

use super::frame::{Frame, FrameKind};
use super::framing;
use super::session::{OrgKeyId, OrgPrivateKey, SealedKey, SessionId, SessionKey};
use super::{Cut, SealError};
use crate::ordered::SortedMap;

const MAGIC: [u8; 8] = *b"YKRESCUE";
const VERSION: u16 = 1;

/// What a rescue file says in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RescueHeader {
    /// The organisation key it is sealed to.
    pub org_key: OrgKeyId,
    /// The replica whose work it holds.
    pub replica: u32,
    /// Number of ops inside.
    pub ops: u32,
    /// Number of pieces of attachments inside.
    pub pieces: u32,
}

/// Writes a rescue file from sealed keys and frames.
#[must_use]
pub fn write<'a>(
    org_key: OrgKeyId,
    replica: u32,
    keys: impl IntoIterator<Item = &'a SealedKey>,
    frames: impl IntoIterator<Item = Frame<'a>> + Clone,
) -> Vec<u8> {
    let count = |kind| {
        let frames = frames
            .clone()
            .into_iter()
            .filter(|frame| frame.header.kind == kind);
        u32::try_from(frames.count()).unwrap_or(u32::MAX)
    };
    let mut head = Vec::with_capacity(30);
    head.extend_from_slice(&MAGIC);
    head.extend_from_slice(&VERSION.to_le_bytes());
    head.extend_from_slice(&org_key);
    head.extend_from_slice(&replica.to_le_bytes());
    head.extend_from_slice(&count(FrameKind::Op).to_le_bytes());
    head.extend_from_slice(&count(FrameKind::BlobPiece).to_le_bytes());
    let mut file = Vec::new();
    framing::put(&mut file, &head);
    for key in keys {
        framing::put(&mut file, key.bytes());
    }
    for frame in frames {
        framing::put(&mut file, frame.bytes());
    }
    file
}

/// A rescue file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescue<'a> {
    /// What it says in the clear.
    pub header: RescueHeader,
    /// Every sealed session key found.
    pub keys: Vec<SealedKey>,
    /// Every frame found, in the order of the file.
    pub frames: Vec<Frame<'a>>,
    /// Bytes that belong to no whole item: more than 0 means the file is damaged.
    pub damaged: usize,
}

impl<'a> Rescue<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// [`SealError::Malformed`] when it does not start as a rescue file, [`SealError::Newer`].
    pub fn parse(file: &'a [u8]) -> Result<Self, SealError> {
        let mut items = framing::items(file);
        let first = items.next().ok_or(SealError::Malformed)?;
        let header = header(first.bytes)?;
        let mut rescue = Self {
            header,
            keys: Vec::new(),
            frames: Vec::new(),
            damaged: first.skipped,
        };
        let mut end = first.end;
        for item in items {
            rescue.damaged += item.skipped;
            end = item.end;
            match (SealedKey::parse(item.bytes), Frame::parse(item.bytes)) {
                (Ok(key), _) => rescue.keys.push(key),
                (_, Ok(frame)) => rescue.frames.push(frame),
                _ => rescue.damaged += item.bytes.len(),
            }
        }
        rescue.damaged += file.len() - end;
        Ok(rescue)
    }

    /// Opens every frame with the organisation key. What cannot be opened says why.
    pub fn open(
        &self,
        key: &OrgPrivateKey,
    ) -> impl Iterator<Item = (Frame<'a>, Result<Vec<u8>, SealError>)> {
        let sessions: SortedMap<SessionId, Result<SessionKey, SealError>> = self
            .keys
            .iter()
            .map(|sealed| (sealed.session, key.open(sealed)))
            .collect();
        self.frames.iter().map(move |frame| {
            let content = match sessions.get(&frame.header.session) {
                None => Err(SealError::NoKey),
                Some(Err(error)) => Err(*error),
                Some(Ok(session)) => frame.open(session),
            };
            (*frame, content)
        })
    }
}

fn header(bytes: &[u8]) -> Result<RescueHeader, SealError> {
    let mut cut = Cut(bytes);
    if cut.part()? != MAGIC {
        return Err(SealError::Malformed);
    }
    if u16::from_le_bytes(cut.part()?) > VERSION {
        return Err(SealError::Newer);
    }
    let (org_key, replica) = (cut.part()?, cut.u32()?);
    Ok(RescueHeader {
        org_key,
        replica,
        ops: cut.u32()?,
        pieces: cut.u32()?,
    })
}
