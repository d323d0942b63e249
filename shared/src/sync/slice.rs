//! A slice: consecutive ops of one replica and epoch as they travel. Each op is written as its
//! difference from the one before it, so that a field edit costs little more than its record id
//! and its text (design §11: ≤ 36 bytes). One chain hash guards the whole slice.

use minicbor::Decoder;
use minicbor::data::Type;
use sha2::{Digest, Sha256};

use super::op::{Action, Op, Seen, read_hash};
use crate::entity::codec::{Enc, Written, array, read_id, tuple};
use crate::entity::{Canonical, DecodeError, Hlc, Id, Kind, OpId, ReplicaId};

/// Most ops in one slice; only an atomic group may be longer, for it travels whole.
pub const MAX_OPS: usize = 500;
/// Longest atomic group (a customer merged with all its children).
pub const MAX_GROUP: usize = 5_000;
/// Most bytes in one slice before compression.
pub const MAX_BYTES: usize = 256 * 1024;

/// Consecutive ops.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slice {
    /// The ops; ids are consecutive.
    pub ops: Vec<Op>,
}

/// SHA-256 over the first id and the hashes of the ops, in order.
pub fn chain(ops: &[Op]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(ops.first().map(|op| op.id).unwrap_or_default().to_bytes());
    for op in ops {
        hash.update(op.hash());
    }
    hash.finalize().into()
}

const RECORD: u8 = 1;
const ACTION: u8 = 2;
const CLOCK: u8 = 3;
const KIND: u8 = 4;
const SEEN: u8 = 5;
const OFFSET: u8 = 6;
const ZONE: u8 = 7;
const ACTOR: u8 = 8;
const SCHEMA: u8 = 9;
const GROUP: u8 = 10;
const BLOBS: u8 = 11;

/// What an op inherits from the one before it.
#[derive(Clone)]
struct Before {
    kind: Kind,
    record: Id,
    seen: Seen,
    hlc: Hlc,
    offset_ms: i64,
    zone: String,
    actor: Id,
    schema: u16,
    group: Option<Id>,
}

impl Before {
    fn nothing() -> Before {
        Before {
            kind: Kind(0),
            record: Id::NIL,
            seen: Seen::default(),
            hlc: Hlc::default(),
            offset_ms: 0,
            zone: String::new(),
            actor: Id::NIL,
            schema: super::op::SCHEMA_VERSION,
            group: None,
        }
    }

    fn of(op: &Op) -> Before {
        Before {
            kind: op.kind,
            record: op.record,
            seen: op.seen,
            hlc: op.hlc,
            offset_ms: op.offset_ms,
            zone: op.zone.clone(),
            actor: op.actor,
            schema: op.schema,
            group: op.group,
        }
    }
}

fn write_op(op: &Op, before: &Before, e: &mut Enc<'_>) -> Written {
    let changed = [
        (RECORD, op.record != before.record),
        (ACTION, true),
        (CLOCK, true),
        (KIND, op.kind != before.kind),
        (SEEN, op.seen != before.seen),
        (OFFSET, op.offset_ms != before.offset_ms),
        (ZONE, op.zone != before.zone),
        (ACTOR, op.actor != before.actor),
        (SCHEMA, op.schema != before.schema),
        (GROUP, op.group != before.group),
        (BLOBS, !op.blobs.is_empty()),
    ];
    let written = changed.iter().filter(|(_, changed)| *changed);
    e.map(written.clone().count() as u64)?;
    for (key, _) in written {
        e.u8(*key)?;
        match *key {
            RECORD => e.bytes(&op.record.0)?.ok()?,
            ACTION => op.action.write(e)?,
            CLOCK => {
                // Milliseconds and counter differ independently; both are small most of the time.
                let ms = i64::try_from(op.hlc.ms).unwrap_or(i64::MAX);
                let last = i64::try_from(before.hlc.ms).unwrap_or(i64::MAX);
                if op.hlc.count == 0 {
                    e.i64(ms.wrapping_sub(last))?.ok()?;
                } else {
                    e.array(2)?
                        .i64(ms.wrapping_sub(last))?
                        .u32(op.hlc.count)?
                        .ok()?;
                }
            }
            KIND => e.u16(op.kind.0)?.ok()?,
            SEEN => e
                .array(2)?
                .u32(op.seen.server_epoch)?
                .u64(op.seen.seq)?
                .ok()?,
            OFFSET => e.i64(op.offset_ms)?.ok()?,
            ZONE => e.str(&op.zone)?.ok()?,
            ACTOR => e.bytes(&op.actor.0)?.ok()?,
            SCHEMA => e.u16(op.schema)?.ok()?,
            GROUP => match &op.group {
                Some(group) => e.bytes(&group.0)?.ok()?,
                None => e.null()?.ok()?,
            },
            _ => {
                e.array(op.blobs.len() as u64)?;
                for blob in &op.blobs {
                    e.bytes(blob)?;
                }
            }
        }
    }
    Ok(())
}

fn read_op(d: &mut Decoder<'_>, id: OpId, before: &Before) -> Result<Op, DecodeError> {
    let mut op = Op {
        id,
        actor: before.actor,
        kind: before.kind,
        record: before.record,
        action: Action::Unknown(Vec::new()),
        seen: before.seen,
        hlc: before.hlc,
        offset_ms: before.offset_ms,
        zone: before.zone.clone(),
        schema: before.schema,
        group: before.group,
        blobs: Vec::new(),
    };
    let len = d
        .map()?
        .ok_or_else(|| DecodeError("indefinite length".into()))?;
    let mut last = 0;
    for _ in 0..len {
        let key = d.u8()?;
        if key <= last {
            return Err(DecodeError("keys out of order".into()));
        }
        last = key;
        match key {
            RECORD => op.record = read_id(d)?,
            ACTION => op.action = Action::read(d)?,
            CLOCK => {
                let pair = d.datatype()? == Type::Array;
                if pair {
                    tuple(d, 2)?;
                }
                let ms = i64::try_from(before.hlc.ms)
                    .unwrap_or(i64::MAX)
                    .wrapping_add(d.i64()?);
                op.hlc.ms = u64::try_from(ms).map_err(|_| DecodeError("clock".into()))?;
                op.hlc.count = if pair { d.u32()? } else { 0 };
            }
            KIND => op.kind = Kind(d.u16()?),
            SEEN => {
                tuple(d, 2)?;
                op.seen = Seen {
                    server_epoch: d.u32()?,
                    seq: d.u64()?,
                };
            }
            OFFSET => op.offset_ms = d.i64()?,
            ZONE => op.zone = d.str()?.to_owned(),
            ACTOR => op.actor = read_id(d)?,
            SCHEMA => op.schema = d.u16()?,
            GROUP => {
                op.group = if d.datatype()? == Type::Null {
                    d.null()?;
                    None
                } else {
                    Some(read_id(d)?)
                };
            }
            BLOBS => {
                op.blobs = array(d, |d| {
                    read_hash(d)?.ok_or_else(|| DecodeError("blob".into()))
                })?
            }
            _ => return Err(DecodeError(format!("op part {key}"))),
        }
    }
    Ok(op)
}

impl Canonical for Slice {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        let first = self.ops.first().map(|op| op.id).unwrap_or_default();
        e.array(5)?
            .u32(first.replica.0)?
            .u32(first.epoch)?
            .u64(first.seq)?;
        e.array(self.ops.len() as u64)?;
        let mut before = Before::nothing();
        for op in &self.ops {
            write_op(op, &before, e)?;
            before = Before::of(op);
        }
        e.bytes(&chain(&self.ops))?.ok()
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 5)?;
        let (replica, epoch, first) = (ReplicaId(d.u32()?), d.u32()?, d.u64()?);
        let len = d
            .array()?
            .ok_or_else(|| DecodeError("indefinite length".into()))?;
        if len > MAX_GROUP as u64 {
            return Err(DecodeError("too many ops in one slice".into()));
        }
        let mut ops: Vec<Op> = Vec::new();
        let mut before = Before::nothing();
        for n in 0..len {
            let seq = first
                .checked_add(n)
                .ok_or_else(|| DecodeError("sequence".into()))?;
            let op = read_op(
                d,
                OpId {
                    replica,
                    epoch,
                    seq,
                },
                &before,
            )?;
            before = Before::of(&op);
            ops.push(op);
        }
        let sent = read_hash(d)?.ok_or_else(|| DecodeError("chain".into()))?;
        if sent != chain(&ops) {
            return Err(DecodeError(
                "chain hash differs: the slice was damaged".into(),
            ));
        }
        Ok(Slice { ops })
    }
}
