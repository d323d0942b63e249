//! What the device store keeps of the machine, as bytes.

use crate::storage::StoreError;
use shared::entity::Canonical;
use shared::sync::client::{Entry, Marks, State};
use shared::sync::op::Seen;
use shared::sync::wire::{Cursor, SentRow};
use shared::sync::{Op, Receipt};

const CUT: StoreError = StoreError::Format("machine state");

/// A kept op with its answer.
pub(super) fn entry(entry: &Entry) -> Vec<u8> {
    let op = entry.op.to_bytes();
    let (receipt, settled) = match &entry.state {
        State::Queued => (Vec::new(), false),
        State::Answered { receipt, settled } => (receipt.to_bytes(), *settled),
    };
    let mut out = Vec::with_capacity(5 + op.len() + receipt.len());
    out.push(u8::from(settled));
    out.extend_from_slice(&u32::try_from(op.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(&op);
    out.extend_from_slice(&receipt);
    out
}

/// Reads what [`entry`] wrote.
pub(super) fn read_entry(bytes: &[u8]) -> Result<Entry, StoreError> {
    let (settled, rest) = bytes.split_first().ok_or(CUT)?;
    let (length, rest) = rest.split_first_chunk().ok_or(CUT)?;
    let (op, receipt) = rest
        .split_at_checked(u32::from_le_bytes(*length) as usize)
        .ok_or(CUT)?;
    let op = Op::from_bytes(op).map_err(|_| CUT)?;
    if receipt.is_empty() {
        return Ok(Entry::queued(op));
    }
    let receipt = Receipt::from_bytes(receipt).map_err(|_| CUT)?;
    let settled = *settled != 0;
    let state = State::Answered { receipt, settled };
    Ok(Entry { op, state })
}

/// The machine's numbers.
pub(super) fn marks(marks: &Marks) -> Vec<u8> {
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
pub(super) fn read_marks(mut bytes: &[u8]) -> Result<Marks, StoreError> {
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
