//! Attachments go up behind the ops, one after another, piece by piece from where the server stands.

use super::{Failure, Link, Piece};
use crate::replica::Core;
use crate::replica::depot::Attached;
use crate::storage::blobs::CHUNK;

/// An upload that begins anew more often than this has a fault that time does not heal.
const ATTEMPTS: usize = 3;

/// Sends everything that waits. Ends at the first failure: the next exchange that works calls again.
///
/// # Errors
/// [`Failure`].
pub(super) async fn all(core: &Core, link: &dyn Link) -> Result<(), Failure> {
    for sha256 in core.blobs_to_send() {
        // What cannot be read now is tried again after the next start.
        let Ok(Some(blob)) = core.depot().blob(sha256).await else {
            continue;
        };
        let kept = match one(link, sha256, &blob).await {
            Ok(()) => true,
            Err(Failure::Refused(_)) => false,
            Err(failure) => return Err(failure),
        };
        // Not noted means offered again, and the server says that it has it.
        let _ = core.blob_done(sha256, kept).await;
    }
    Ok(())
}

/// Sends one attachment to its end.
async fn one(link: &dyn Link, sha256: [u8; 32], blob: &Attached) -> Result<(), Failure> {
    for _ in 1..ATTEMPTS {
        match pieces(link, sha256, blob).await {
            // The whole did not have its hash: the server threw it away.
            Err(Failure::Refused(422)) => {}
            done => return done,
        }
    }
    pieces(link, sha256, blob).await
}

async fn pieces(link: &dyn Link, sha256: [u8; 32], blob: &Attached) -> Result<(), Failure> {
    let mut there = link.blob_standing(sha256).await?;
    while !there.complete {
        let from = usize::try_from(there.offset).unwrap_or(usize::MAX);
        let rest = blob.bytes.get(from..).ok_or(Failure::NotOurs)?;
        let piece = Piece {
            sha256,
            media_type: blob.media_type.clone(),
            offset: there.offset,
            length: blob.bytes.len() as u64,
            bytes: rest[..rest.len().min(CHUNK)].to_vec(),
        };
        there = link.send_piece(piece).await?;
    }
    Ok(())
}
