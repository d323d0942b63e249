//! Attachments in private files until the server has them: `blob-⟨id⟩`, a row of items: the session, then sealed pieces.
//!
//! A piece's content: id\[32\] size\[8\] media type length\[1\] media type, bytes …

use super::BlobId;
use crate::platform::random;
use crate::storage::journal::Disk;
use crate::storage::keyring::DeviceKey;
use crate::storage::keys::{Session, StoredSession};
use sha2::{Digest, Sha256};
use shared::sealed::frame::{Frame, FrameHeader, FrameKind, seal};
use shared::sealed::{SealedKey, framing};

const PIECE: usize = super::CHUNK;
const PREFIX: &str = "blob-";

/// What a rescue file takes from here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    /// Keys of the sessions the pieces are sealed under.
    pub(crate) keys: Vec<SealedKey>,
    /// Sealed pieces.
    pub(crate) frames: Vec<Vec<u8>>,
}

/// An attachment read back from its private file.
pub(super) struct Found {
    pub(super) id: BlobId,
    pub(super) mime: String,
    pub(super) content: Vec<u8>,
}

pub(super) struct Mirror<D> {
    disk: Option<D>,
    session: Session,
    replica: u32,
    epoch: u32,
}

impl<D: Disk> Mirror<D> {
    pub(super) fn new(disk: Option<D>, session: Session, replica: u32, epoch: u32) -> Self {
        Self {
            disk,
            session,
            replica,
            epoch,
        }
    }

    /// Writes the private file. False where that failed: the database has the attachment all the same.
    pub(super) async fn put(&self, id: BlobId, content: &[u8], mime: &str) -> bool {
        let Some(disk) = &self.disk else { return false };
        let mut file = Vec::with_capacity(content.len() + 4096);
        framing::put(&mut file, self.session.stored.bytes());
        let mime = &mime.as_bytes()[..mime.len().min(255)];
        let head = [
            &id.0[..],
            &(content.len() as u64).to_le_bytes(),
            &[mime.len() as u8],
            mime,
        ]
        .concat();
        for (seq, piece) in (0..).zip(content.chunks(PIECE)) {
            let header = FrameHeader {
                kind: FrameKind::BlobPiece,
                replica: self.replica,
                epoch: self.epoch,
                seq,
                session: self.session.key.id,
            };
            let piece = [&head[..], piece].concat();
            framing::put(
                &mut file,
                &seal(&header, &self.session.key, &random::bytes(), &piece),
            );
        }
        disk.put(&name(id), file).await.is_ok()
    }

    pub(super) async fn remove(&self, id: BlobId) {
        if let Some(disk) = &self.disk {
            // A file that stays is found whole at the next recovery and costs only room.
            drop(disk.remove(&name(id)).await);
        }
    }

    /// Every attachment whose file is whole and whose session this device can open.
    pub(super) async fn read_all(&self, device: &DeviceKey) -> Vec<Found> {
        let files = self.files().await;
        files.iter().filter_map(|file| read(file, device)).collect()
    }

    async fn files(&self) -> Vec<Vec<u8>> {
        match &self.disk {
            Some(disk) => files(disk).await,
            None => Vec::new(),
        }
    }
}

/// Sealed pieces and sessions of everything mirrored, for a rescue file. Needs no key.
pub(crate) async fn pieces<D: Disk>(disk: Option<&D>) -> Pieces {
    let mut pieces = Pieces::default();
    let Some(disk) = disk else { return pieces };
    for file in files(disk).await {
        for item in framing::items(&file) {
            if Frame::parse(item.bytes).is_ok() {
                pieces.frames.push(item.bytes.to_vec());
            } else {
                let session = StoredSession::decode(item.bytes);
                pieces
                    .keys
                    .extend(session.and_then(|session| session.sealed));
            }
        }
    }
    pieces
}

async fn files<D: Disk>(disk: &D) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for name in disk.names().await.unwrap_or_default() {
        if name.starts_with(PREFIX) {
            files.extend(disk.get(&name).await.ok().flatten());
        }
    }
    files
}

fn name(id: BlobId) -> String {
    id.0.iter()
        .fold(PREFIX.into(), |name, byte| name + &format!("{byte:02x}"))
}

fn read(file: &[u8], device: &DeviceKey) -> Option<Found> {
    let mut items = framing::items(file);
    let key = StoredSession::decode(items.next()?.bytes)?.open(device)?;
    let mut found: Option<Found> = None;
    for item in items {
        let piece = Frame::parse(item.bytes).ok()?.open(&key).ok()?;
        let (id, rest) = piece.split_first_chunk()?;
        let (_, rest) = rest.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first()?;
        let (mime, bytes) = rest.split_at_checked(usize::from(*length))?;
        let mime = String::from_utf8(mime.to_vec()).ok()?;
        let empty = || Found {
            id: BlobId(*id),
            mime,
            content: Vec::new(),
        };
        found
            .get_or_insert_with(empty)
            .content
            .extend_from_slice(bytes);
    }
    found.filter(|found| Sha256::digest(&found.content).as_slice() == found.id.0)
}
