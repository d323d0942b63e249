//! Attachments in private files until the server has them: `blob-⟨id⟩`, a row of items: the session, then sealed pieces.

use super::{BlobId, BlobMeta};
use crate::platform::random;
use crate::storage::journal::Disk;
use crate::storage::keyring::DeviceKey;
use crate::storage::keys::{Session, StoredSession};
use sha2::{Digest, Sha256};
use shared::sealed::frame::{Frame, FrameHeader, FrameKind, seal};
use shared::sealed::{Piece, SealedKey, framing};

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
    pub(super) mime: String,
    pub(super) thumbnail: Option<BlobId>,
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
    pub(super) async fn put(&self, id: BlobId, content: &[u8], meta: &BlobMeta) -> bool {
        let Some(disk) = &self.disk else { return false };
        let mut file = Vec::with_capacity(content.len() + 4096);
        framing::put(&mut file, self.session.stored.bytes());
        // An empty attachment is one empty piece.
        let empty = content.is_empty().then_some(content);
        for (seq, bytes) in (0..).zip(content.chunks(PIECE).chain(empty)) {
            let piece = Piece {
                attachment: id.0,
                thumbnail: meta.thumbnail.map(|id| id.0),
                size: meta.size,
                mime: &meta.mime,
                bytes,
            };
            let header = FrameHeader {
                kind: FrameKind::BlobPiece,
                replica: self.replica,
                epoch: self.epoch,
                seq,
                session: self.session.key.id,
            };
            let key = &self.session.key;
            framing::put(
                &mut file,
                &seal(&header, key, &random::bytes(), &piece.encode()),
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

    /// Ids of the attachments that have a private file.
    pub(super) async fn ids(&self) -> Vec<BlobId> {
        let Some(disk) = &self.disk else {
            return Vec::new();
        };
        let names = disk.names().await.unwrap_or_default();
        names.iter().filter_map(|name| id_of(name)).collect()
    }

    /// An attachment whose file is whole and whose session this device can open.
    pub(super) async fn read(&self, id: BlobId, device: &DeviceKey) -> Option<Found> {
        let file = self.disk.as_ref()?.get(&name(id)).await.ok()??;
        read(&file, device).filter(|found| Sha256::digest(&found.content).as_slice() == id.0)
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
        if id_of(&name).is_some() {
            files.extend(disk.get(&name).await.ok().flatten());
        }
    }
    files
}

fn name(id: BlobId) -> String {
    id.0.iter()
        .fold(PREFIX.into(), |name, byte| name + &format!("{byte:02x}"))
}

fn id_of(name: &str) -> Option<BlobId> {
    let hex = name.strip_prefix(PREFIX)?;
    let mut id = [0; 32];
    for (index, byte) in id.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(BlobId(id))
}

fn read(file: &[u8], device: &DeviceKey) -> Option<Found> {
    let mut items = framing::items(file);
    let key = StoredSession::decode(items.next()?.bytes)?.open(device)?;
    let mut found: Option<Found> = None;
    for item in items {
        let content = Frame::parse(item.bytes).ok()?.open(&key).ok()?;
        let piece = Piece::parse(&content).ok()?;
        let start = || Found {
            mime: piece.mime.into(),
            thumbnail: piece.thumbnail.map(BlobId),
            content: Vec::new(),
        };
        found
            .get_or_insert_with(start)
            .content
            .extend_from_slice(piece.bytes);
    }
    found
}
