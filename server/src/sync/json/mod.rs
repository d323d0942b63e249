//! The exchange as JSON, for people and third parties. The same model as the compact form: nothing is
//! left out, and unknown parts come through as hexadecimal text.
//!
//! Fields carry the keys of the schema (`name`), or their number where this build knows no key.
//! An op id is `replica.epoch.number`; a bucket is its 34 bytes in hexadecimal.

mod answer;
mod request;
mod value;

pub use answer::{AnswerSchema, ReceiptSchema, receipt, write_answer};
pub use request::{RequestSchema, read_request};

use crate::error::Problem;
use crate::hex;
use crate::http::body::malformed;
use serde::{Deserialize, Serialize};
use shared::entity::{Bucket, Id, OpId, ReplicaId};
use shared::sync::wire::{Cursor, Fill, Filling};
use utoipa::ToSchema;

/// How far a device has read: to be kept and sent back as it is.
#[derive(Default, Serialize, Deserialize, ToSchema)]
pub struct CursorSchema {
    /// The server's life.
    #[serde(default)]
    server_epoch: u32,
    /// Everything up to here is on the device.
    #[serde(default)]
    seq: u64,
    /// Fingerprint of the bucket set, 16 hexadecimal digits; empty = none yet.
    #[serde(default)]
    reach: String,
    /// Older rows still to be fetched.
    #[serde(default)]
    fill: Option<FillSchema>,
}

/// Older rows still to be fetched.
#[derive(Serialize, Deserialize, ToSchema)]
struct FillSchema {
    /// Done up to this sequence.
    pos: u64,
    /// The bucket set that is being filled, 16 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reach: Option<String>,
    /// The buckets that are fetched anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    buckets: Vec<String>,
}

impl From<&Cursor> for CursorSchema {
    fn from(cursor: &Cursor) -> Self {
        let fill = cursor.fill.as_ref().map(|fill| match &fill.what {
            Filling::Reach(reach) => FillSchema {
                pos: fill.pos,
                reach: Some(write_reach(*reach)),
                buckets: Vec::new(),
            },
            Filling::Buckets(buckets) => FillSchema {
                pos: fill.pos,
                reach: None,
                buckets: buckets.iter().map(write_bucket).collect(),
            },
        });
        let Cursor {
            server_epoch,
            seq,
            reach,
            ..
        } = *cursor;
        Self {
            server_epoch,
            seq,
            reach: write_reach(reach),
            fill,
        }
    }
}

impl CursorSchema {
    fn read(self) -> Result<Cursor, Problem> {
        let fill = match self.fill {
            None => None,
            Some(FillSchema {
                pos,
                reach: Some(reach),
                ..
            }) => Some(Fill {
                what: Filling::Reach(read_reach(&reach)?),
                pos,
            }),
            Some(FillSchema { pos, buckets, .. }) => {
                let buckets = buckets
                    .iter()
                    .map(|text| read_bucket(text))
                    .collect::<Result<_, _>>()?;
                Some(Fill {
                    what: Filling::Buckets(buckets),
                    pos,
                })
            }
        };
        let reach = if self.reach.is_empty() {
            0
        } else {
            read_reach(&self.reach)?
        };
        Ok(Cursor {
            server_epoch: self.server_epoch,
            seq: self.seq,
            reach,
            fill,
        })
    }
}

fn write_reach(reach: u64) -> String {
    hex::encode(&reach.to_be_bytes())
}

fn read_reach(text: &str) -> Result<u64, Problem> {
    hex::decode(text)
        .map(u64::from_be_bytes)
        .ok_or_else(|| malformed("reach: 16 hexadecimal digits"))
}

fn write_bucket(bucket: &Bucket) -> String {
    hex::encode(&bucket.to_bytes())
}

fn read_bucket(text: &str) -> Result<Bucket, Problem> {
    let bytes = hex::decode::<34>(text);
    bytes
        .and_then(|bytes| Bucket::from_bytes(&bytes))
        .ok_or_else(|| malformed("no such bucket"))
}

pub(super) fn write_op_id(id: &OpId) -> String {
    format!("{}.{}.{}", id.replica.0, id.epoch, id.seq)
}

fn read_op_id(text: &str) -> Result<OpId, Problem> {
    let mut parts = text.split('.');
    let mut next = || parts.next()?.parse::<u64>().ok();
    let parts = (next(), next(), next());
    let (Some(replica), Some(epoch), Some(seq)) = parts else {
        return Err(malformed(format!(
            "{text}: an op id is replica.epoch.number"
        )));
    };
    let small = |n: u64| u32::try_from(n).map_err(|_| malformed("an op id is out of range"));
    Ok(OpId {
        replica: ReplicaId(small(replica)?),
        epoch: small(epoch)?,
        seq,
    })
}

fn read_id(text: &str) -> Result<Id, Problem> {
    text.parse()
        .map_err(|_| malformed(format!("{text}: not an id")))
}
