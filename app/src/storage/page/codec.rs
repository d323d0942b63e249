//! Records and changes as bytes. A record's own bytes are opaque.
//!
//! Page body: `id[16] len bytes …`. Delta body: `kind[2] id[16] len+1 bytes …`, where 0 instead of `len+1` means the record
//! is gone. Lengths are LEB128, other integers little-endian.

use super::RecordId;
use crate::storage::StoreError;
use crate::storage::keyring::BucketId;

/// A confirmed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A confirmed change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The bucket it is in.
    pub bucket: BucketId,
    /// Number of its kind.
    pub kind: u16,
    /// Id of the record.
    pub id: RecordId,
    /// Its new bytes; none = it left the bucket.
    pub bytes: Option<Vec<u8>>,
}

/// A change inside a delta frame, whose bucket is that of the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number of its kind.
    pub kind: u16,
    /// Id of the record.
    pub id: RecordId,
    /// Its new bytes; none = it left the bucket.
    pub bytes: Option<Vec<u8>>,
}

const DAMAGED: StoreError = StoreError::Format("page body");

/// Page body of some records.
pub fn encode_records<'a>(records: impl IntoIterator<Item = (&'a RecordId, &'a [u8])>) -> Vec<u8> {
    let mut out = Vec::new();
    for (id, bytes) in records {
        out.extend_from_slice(id);
        put_length(&mut out, bytes.len());
        out.extend_from_slice(bytes);
    }
    out
}

/// Records of a page body.
///
/// # Errors
/// [`StoreError::Format`] when the body ends early.
pub fn decode_records(body: &[u8], count: usize) -> Result<Vec<Record>, StoreError> {
    let mut input = Input(body);
    let mut records = Vec::with_capacity(count.min(body.len() / 17));
    while !input.0.is_empty() {
        let id = input.id()?;
        let length = input.length()?;
        records.push(Record {
            id,
            bytes: input.take(length)?.to_vec(),
        });
    }
    if records.len() == count {
        Ok(records)
    } else {
        Err(DAMAGED)
    }
}

/// Appends one change to the body of a delta frame.
pub fn encode_change(out: &mut Vec<u8>, kind: u16, id: &RecordId, bytes: Option<&[u8]>) {
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(id);
    put_length(out, bytes.map_or(0, |bytes| bytes.len() + 1));
    out.extend_from_slice(bytes.unwrap_or_default());
}

/// Changes of a delta frame.
///
/// # Errors
/// [`StoreError::Format`] when the body ends early.
pub fn decode_changes(body: &[u8], count: usize) -> Result<Vec<Entry>, StoreError> {
    let mut input = Input(body);
    let mut entries = Vec::with_capacity(count.min(body.len() / 19));
    while !input.0.is_empty() {
        let kind = u16::from_le_bytes([input.byte()?, input.byte()?]);
        let id = input.id()?;
        let bytes = match input.length()? {
            0 => None,
            length => Some(input.take(length - 1)?.to_vec()),
        };
        entries.push(Entry { kind, id, bytes });
    }
    if entries.len() == count {
        Ok(entries)
    } else {
        Err(DAMAGED)
    }
}

fn put_length(out: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        out.push(0x80 | (value & 0x7f) as u8);
        value >>= 7;
    }
    out.push(value as u8);
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], StoreError> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(DAMAGED)?;
        self.0 = rest;
        Ok(head)
    }

    fn byte(&mut self) -> Result<u8, StoreError> {
        Ok(self.take(1)?[0])
    }

    fn id(&mut self) -> Result<RecordId, StoreError> {
        self.take(16)?.try_into().map_err(|_| DAMAGED)
    }

    fn length(&mut self) -> Result<usize, StoreError> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(DAMAGED)
    }
}
