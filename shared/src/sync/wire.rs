//! The one exchange there is: push and pull in a single request (design §4 Transport).

use minicbor::Decoder;
use minicbor::data::Type;

use super::receipt::Receipt;
use super::slice::Slice;
use crate::entity::codec::{Enc, Written, array, read_id, tuple};
use crate::entity::{Bucket, Canonical, DecodeError, FacetRow, Id, Level, OpId};

/// Version of the exchange. The server answers this one and the one before.
pub const PROTOCOL: u16 = 1;

/// Most bytes of rows in one pull page.
pub const MAX_PAGE: usize = 256 * 1024;

/// How far a device has read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cursor {
    /// The server's life; another one resets the device's confirmed rows, never its outbox.
    pub server_epoch: u32,
    /// Everything up to here is on the device, for the buckets of `reach`.
    pub seq: u64,
    /// Fingerprint of the bucket set; 0 = none yet.
    pub reach: u64,
    /// Older rows still to be fetched.
    pub fill: Option<Fill>,
}

/// Rows at or below the cursor that are still missing, read in order of sequence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fill {
    /// What is being filled.
    pub what: Filling,
    /// Done up to this sequence.
    pub pos: u64,
}

/// Why older rows are missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filling {
    /// The user's grants now open the buckets of this reach.
    Reach(u64),
    /// These buckets did not match the server's hash and were emptied.
    Buckets(Vec<Bucket>),
}

/// Why a facet is on a device: bit set.
pub mod via {
    /// Its home bucket is within reach.
    pub const HOME: u8 = 1;
    /// It is lent by an assignment.
    pub const SHARE: u8 = 2;
}

/// A facet row as sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentRow {
    /// The row.
    pub row: FacetRow,
    /// See [`via`].
    pub via: u8,
}

/// A facet that went out of reach.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Leave {
    /// The bucket it left; [`share_bucket`] for a share that ended.
    pub bucket: Bucket,
    /// The record.
    pub id: Id,
    /// The facet.
    pub level: Level,
    /// When.
    pub seq: u64,
}

/// The bucket that stands for "lent to this user".
pub fn share_bucket(user: Id, level: Level) -> Bucket {
    Bucket {
        unit: Id([0xff; 16]),
        owner: user,
        compartment: crate::entity::Compartment::Reference,
        level,
    }
}

/// What a device says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Request {
    /// Exchange version.
    pub protocol: u16,
    /// How far it has read.
    pub cursor: Cursor,
    /// Its clock, UTC ms, for the offset.
    pub device_ms: u64,
    /// Highest sequence it holds of its current epoch: the server sees a rolled-back device.
    pub epoch: u32,
    /// See `epoch`.
    pub head: u64,
    /// Ops.
    pub slices: Vec<Slice>,
    /// Wants the hash of each bucket, after the sum did not match.
    pub detail: bool,
    /// Wants no rows now: a push-only credential gets receipts alone.
    pub push_only: bool,
}

/// What the server answers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Response {
    /// Exchange version.
    pub protocol: u16,
    /// Whom it speaks to: a device that is answered under another credential must not believe it.
    pub replica: u32,
    /// The server's life.
    pub server_epoch: u32,
    /// Its clock, UTC ms.
    pub now_ms: u64,
    /// For each epoch of this replica: every op up to here is durable at the server.
    pub progress: Vec<(u32, u64)>,
    /// Backups hold every op whose receipt is at or below this sequence.
    pub watermark: u64,
    /// Op ids that came a second time with other content: the device must begin a new epoch.
    pub alarms: Vec<OpId>,
    /// Forget every confirmed row first.
    pub reset: bool,
    /// Buckets out of reach: delete their rows and keys.
    pub drops: Vec<Bucket>,
    /// Changed facets, in order of sequence.
    pub rows: Vec<SentRow>,
    /// Facets that went out of reach.
    pub leaves: Vec<Leave>,
    /// Answers to ops.
    pub receipts: Vec<Receipt>,
    /// Where to go on.
    pub cursor: Cursor,
    /// There is more to fetch now.
    pub more: bool,
    /// At the end of a pull: wrapping sum of all bucket hashes in reach.
    pub sum: Option<u128>,
    /// Each bucket's hash, if asked for.
    pub hashes: Vec<(Bucket, u128)>,
}

fn read_bucket(d: &mut Decoder<'_>) -> Result<Bucket, DecodeError> {
    Bucket::from_bytes(d.bytes()?).ok_or_else(|| DecodeError("bucket".into()))
}

fn write_u128(n: u128, e: &mut Enc<'_>) -> Written {
    e.bytes(&n.to_be_bytes())?.ok()
}

fn read_u128(d: &mut Decoder<'_>) -> Result<u128, DecodeError> {
    Ok(u128::from_be_bytes(
        d.bytes()?
            .try_into()
            .map_err(|_| DecodeError("a sum has 16 bytes".into()))?,
    ))
}

fn null(d: &mut Decoder<'_>) -> Result<bool, DecodeError> {
    let is = d.datatype()? == Type::Null;
    if is {
        d.null()?;
    }
    Ok(is)
}

impl Canonical for Cursor {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(4)?
            .u32(self.server_epoch)?
            .u64(self.seq)?
            .u64(self.reach)?;
        match &self.fill {
            None => e.null()?.ok(),
            Some(Fill {
                what: Filling::Reach(next),
                pos,
            }) => e.array(2)?.u64(*pos)?.u64(*next)?.ok(),
            Some(Fill {
                what: Filling::Buckets(buckets),
                pos,
            }) => {
                e.array(2)?.u64(*pos)?.array(buckets.len() as u64)?;
                for bucket in buckets {
                    e.bytes(&bucket.to_bytes())?;
                }
                Ok(())
            }
        }
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 4)?;
        let (server_epoch, seq, reach) = (d.u32()?, d.u64()?, d.u64()?);
        let fill = if null(d)? {
            None
        } else {
            tuple(d, 2)?;
            let pos = d.u64()?;
            let what = if d.datatype()? == Type::Array {
                Filling::Buckets(array(d, read_bucket)?)
            } else {
                Filling::Reach(d.u64()?)
            };
            Some(Fill { what, pos })
        };
        Ok(Cursor {
            server_epoch,
            seq,
            reach,
            fill,
        })
    }
}

impl Canonical for SentRow {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(2)?.u8(self.via)?;
        self.row.write(e)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 2)?;
        Ok(SentRow {
            via: d.u8()?,
            row: FacetRow::read(d)?,
        })
    }
}

impl Canonical for Leave {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(4)?
            .bytes(&self.bucket.to_bytes())?
            .bytes(&self.id.0)?
            .u8(self.level as u8)?
            .u64(self.seq)?
            .ok()
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 4)?;
        let (bucket, id) = (read_bucket(d)?, read_id(d)?);
        let level = Level::from_u8(d.u8()?).ok_or_else(|| DecodeError("level".into()))?;
        Ok(Leave {
            bucket,
            id,
            level,
            seq: d.u64()?,
        })
    }
}

impl Canonical for Request {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(8)?.u16(self.protocol)?;
        self.cursor.write(e)?;
        e.u64(self.device_ms)?.u32(self.epoch)?.u64(self.head)?;
        e.array(self.slices.len() as u64)?;
        self.slices.iter().try_for_each(|slice| slice.write(e))?;
        e.bool(self.detail)?.bool(self.push_only)?.ok()
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 8)?;
        Ok(Request {
            protocol: d.u16()?,
            cursor: Cursor::read(d)?,
            device_ms: d.u64()?,
            epoch: d.u32()?,
            head: d.u64()?,
            slices: array(d, Slice::read)?,
            detail: d.bool()?,
            push_only: d.bool()?,
        })
    }
}

impl Canonical for Response {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(16)?
            .u16(self.protocol)?
            .u32(self.replica)?
            .u32(self.server_epoch)?
            .u64(self.now_ms)?;
        e.array(self.progress.len() as u64)?;
        for (epoch, seq) in &self.progress {
            e.array(2)?.u32(*epoch)?.u64(*seq)?;
        }
        e.u64(self.watermark)?.array(self.alarms.len() as u64)?;
        self.alarms.iter().try_for_each(|op| op.write(e))?;
        e.bool(self.reset)?.array(self.drops.len() as u64)?;
        for bucket in &self.drops {
            e.bytes(&bucket.to_bytes())?;
        }
        e.array(self.rows.len() as u64)?;
        self.rows.iter().try_for_each(|row| row.write(e))?;
        e.array(self.leaves.len() as u64)?;
        self.leaves.iter().try_for_each(|leave| leave.write(e))?;
        e.array(self.receipts.len() as u64)?;
        self.receipts
            .iter()
            .try_for_each(|receipt| receipt.write(e))?;
        self.cursor.write(e)?;
        e.bool(self.more)?;
        match self.sum {
            Some(sum) => write_u128(sum, e)?,
            None => e.null()?.ok()?,
        }
        e.array(self.hashes.len() as u64)?;
        for (bucket, hash) in &self.hashes {
            e.array(2)?.bytes(&bucket.to_bytes())?;
            write_u128(*hash, e)?;
        }
        Ok(())
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 16)?;
        Ok(Response {
            protocol: d.u16()?,
            replica: d.u32()?,
            server_epoch: d.u32()?,
            now_ms: d.u64()?,
            progress: array(d, |d| {
                tuple(d, 2)?;
                Ok((d.u32()?, d.u64()?))
            })?,
            watermark: d.u64()?,
            alarms: array(d, OpId::read)?,
            reset: d.bool()?,
            drops: array(d, read_bucket)?,
            rows: array(d, SentRow::read)?,
            leaves: array(d, Leave::read)?,
            receipts: array(d, Receipt::read)?,
            cursor: Cursor::read(d)?,
            more: d.bool()?,
            sum: if null(d)? { None } else { Some(read_u128(d)?) },
            hashes: array(d, |d| {
                tuple(d, 2)?;
                Ok((read_bucket(d)?, read_u128(d)?))
            })?,
        })
    }
}
