//! Attachments go up behind the ops, one after another, piece by piece from where the server stands.

use super::{Failure, Link, Piece};
use crate::replica::Core;
use crate::replica::blobs::CHUNK;
use crate::replica::depot::{BlobNote, Standing};

/// An upload that begins anew more often than this has a fault that time does not heal.
const ATTEMPTS: usize = 3;

/// Sends everything that waits. Ends at the first failure: the next exchange that works calls again.
///
/// # Errors
/// [`Failure`].
pub(super) async fn all(core: &Core, link: &dyn Link) -> Result<(), Failure> {
    for sha256 in core.blobs_to_send() {
        // What cannot be read now is tried again after the next start.
        let Ok(Some((note, bytes))) = core.depot().blob(sha256).await else {
            continue;
        };
        let standing = match one(link, &note, &bytes).await {
            Ok(()) => Standing::Sent,
            Err(Failure::Refused(_)) => Standing::Refused,
            Err(failure) => return Err(failure),
        };
        // Not noted means offered again, and the server says that it has it.
        let _ = core.blob_done(&BlobNote { standing, ..note }).await;
    }
    Ok(())
}

/// Sends one attachment to its end.
async fn one(link: &dyn Link, note: &BlobNote, bytes: &[u8]) -> Result<(), Failure> {
    let mut refused = Failure::Refused(422);
    for _ in 0..ATTEMPTS {
        match pieces(link, note, bytes).await {
            // The whole did not have its hash: the server threw it away.
            Err(Failure::Refused(422)) => refused = Failure::Refused(422),
            done => return done,
        }
    }
    Err(refused)
}

async fn pieces(link: &dyn Link, note: &BlobNote, bytes: &[u8]) -> Result<(), Failure> {
    let mut there = link.blob_standing(note.sha256).await?;
    while !there.complete {
        let from = usize::try_from(there.offset).unwrap_or(usize::MAX);
        let rest = bytes.get(from..).ok_or(Failure::NotOurs)?;
        let piece = Piece {
            sha256: note.sha256,
            media_type: note.media_type.clone(),
            offset: there.offset,
            length: bytes.len() as u64,
            bytes: rest[..rest.len().min(CHUNK)].to_vec(),
        };
        there = link.send_piece(piece).await?;
    }
    Ok(())
}
