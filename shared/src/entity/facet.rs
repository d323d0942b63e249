//! A facet: the fields of a record that stand at one level. It is the unit of storage, of the
//! feed and of permission (design §5).

use minicbor::Decoder;
use sha2::{Digest, Sha256};

use super::codec::{Enc, Written, encoded, read_id, read_slots, tuple, write_slots};
use super::{Bucket, Canonical, DecodeError, EntitySchema, Id, Kind, Level, Record, Slots};

/// A facet as it travels and as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FacetRow {
    /// What the record is.
    pub kind: Kind,
    /// Which record.
    pub id: Id,
    /// Its home; `bucket.level` is the facet's level.
    pub bucket: Bucket,
    /// The server sequence of its last change.
    pub seq: u64,
    /// The fields of this level.
    pub slots: Slots,
}

/// A facet's share of its bucket's hash.
pub type FacetHash = u128;

impl FacetRow {
    /// Truncated SHA-256 over kind, id, level, version and canonical fields. Bucket hashes are
    /// wrapping sums of these, so that one changed row changes the sum in constant time.
    pub fn hash(&self) -> FacetHash {
        let mut hash = Sha256::new();
        hash.update(self.kind.0.to_be_bytes());
        hash.update(self.id.0);
        hash.update([self.bucket.level as u8]);
        hash.update(self.seq.to_be_bytes());
        hash.update(encoded(|e| write_slots(&self.slots, e)));
        let digest = hash.finalize();
        let mut low = [0; 16];
        low.copy_from_slice(&digest[..16]);
        u128::from_be_bytes(low)
    }
}

impl Canonical for FacetRow {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(5)?
            .u16(self.kind.0)?
            .bytes(&self.id.0)?
            .bytes(&self.bucket.to_bytes())?
            .u64(self.seq)?;
        write_slots(&self.slots, e)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 5)?;
        Ok(FacetRow {
            kind: Kind(d.u16()?),
            id: read_id(d)?,
            bucket: Bucket::from_bytes(d.bytes()?).ok_or_else(|| DecodeError("bucket".into()))?,
            seq: d.u64()?,
            slots: read_slots(d)?,
        })
    }
}

impl Record {
    /// The record's fields of one level; empty if it has none there.
    pub fn facet(&self, schema: &EntitySchema, level: Level) -> Slots {
        self.slots.only(|no| schema.level_of(no) == level)
    }

    /// Puts a record together from its facets, lowest level first.
    pub fn from_facets(rows: impl IntoIterator<Item = FacetRow>) -> Option<Record> {
        let mut rows = rows.into_iter();
        let first = rows.next()?;
        let mut record = Record {
            kind: first.kind,
            id: first.id,
            slots: first.slots,
        };
        for row in rows {
            record.slots.extend(&row.slots);
        }
        Some(record)
    }
}
