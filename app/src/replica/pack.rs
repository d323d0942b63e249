//! What the device store keeps of the machine, as bytes.

use crate::storage::StoreError;
use crate::storage::outbox::OpBytes;
use sha2::{Digest as _, Sha256};
use shared::entity::Canonical;
use shared::sync::client::{Entry, Marks, State};
use shared::sync::op::Seen;
use shared::sync::wire::{Cursor, SentRow};
use shared::sync::{Op, Receipt};

const CUT: StoreError = StoreError::Format("machine state");

/// An op as the outbox keeps it.
pub(super) fn op(op: &Op) -> OpBytes {
    let bytes = op.to_bytes();
    let hash = Sha256::digest(&bytes).into();
    OpBytes { hash, bytes }
}

/// Reads what [`op`] wrote.
pub(super) fn read_op(stored: &OpBytes) -> Result<Op, StoreError> {
    Op::from_bytes(&stored.bytes).map_err(|_| CUT)
}

/// The answer to an op; empty while it waits.
pub(super) fn note(entry: &Entry) -> Vec<u8> {
    match &entry.state {
        State::Queued => Vec::new(),
        State::Answered { receipt, settled } => {
            let mut note = vec![u8::from(*settled)];
            note.extend_from_slice(&receipt.to_bytes());
            note
        }
    }
}

/// An op with the answer that [`note`] wrote.
pub(super) fn entry(op: Op, note: Option<&[u8]>) -> Result<Entry, StoreError> {
    let Some((settled, receipt)) = note.and_then(<[u8]>::split_first) else {
        return Ok(Entry::queued(op));
    };
    let receipt = Receipt::from_bytes(receipt).map_err(|_| CUT)?;
    let settled = *settled != 0;
    let state = State::Answered { receipt, settled };
    Ok(Entry { op, state })
}

/// The machine's numbers.
pub(crate) fn marks(marks: &Marks) -> Vec<u8> {
    let Seen { server_epoch, seq } = marks.checkpoint;
    let mut out = server_epoch.to_le_bytes().to_vec();
    out.extend_from_slice(&seq.to_le_bytes());
    out.extend_from_slice(&marks.offset_ms.to_le_bytes());
    out.extend_from_slice(&marks.measured_ms.to_le_bytes());
    out.extend_from_slice(&marks.watermark.to_le_bytes());
    out.extend_from_slice(&marks.cursor.to_bytes());
    out
}

/// Reads what [`marks`] wrote.
pub(crate) fn read_marks(mut bytes: &[u8]) -> Result<Marks, StoreError> {
    let checkpoint = Seen {
        server_epoch: u32::from_le_bytes(take(&mut bytes)?),
        seq: u64::from_le_bytes(take(&mut bytes)?),
    };
    Ok(Marks {
        checkpoint,
        offset_ms: i64::from_le_bytes(take(&mut bytes)?),
        measured_ms: u64::from_le_bytes(take(&mut bytes)?),
        watermark: u64::from_le_bytes(take(&mut bytes)?),
        cursor: Cursor::from_bytes(bytes).map_err(|_| CUT)?,
    })
}

/// A confirmed facet.
pub(super) fn row(bytes: &[u8]) -> Result<SentRow, StoreError> {
    SentRow::from_bytes(bytes).map_err(|_| StoreError::Format("facet"))
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], StoreError> {
    let (head, rest) = bytes.split_first_chunk().ok_or(CUT)?;
    *bytes = rest;
    Ok(*head)
}
