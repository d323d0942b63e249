//! One stored value: a header in the clear, and a body that is compressed, then encrypted and bound to the header.
//!
//! ```text
//! magic[4] format[2] compression[1] bucket length[1] bucket kind[2] number[8] generation[8] epoch[4] count[4] size[4]
//! nonce[12] ciphertext tag[16]
//! ```
//! Integers are little-endian. Bound to the body besides the header: the replica and the table, so that no value can be put
//! in another's place.

use crate::platform::random;
use crate::storage::StoreError;
use crate::storage::keyring::{BucketId, Keyring};
use crate::storage::store::Table;
use shared::sealed::clear::is_in_the_clear;

const MAGIC: [u8; 4] = *b"YKPG";
/// Newest format this build writes; it reads all up to it.
const FORMAT: u16 = 1;
const LZ4: u8 = 1;
const PLAIN: u8 = 0;
const NONCE: usize = crate::platform::crypto::NONCE;
/// No body may claim more, so that a damaged size cannot exhaust memory. Far above any page.
const LARGEST: usize = 64 << 20;

/// What a stored value says of itself in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Bucket of every record inside.
    pub bucket: BucketId,
    /// Kind of every record inside; 0 in a delta frame, which holds several.
    pub kind: u16,
    /// Number of the page in its run, or of the delta frame.
    pub number: u64,
    /// How often the page was written.
    pub generation: u64,
    /// Epoch of the key.
    pub epoch: u32,
    /// Number of records or changes inside.
    pub count: u32,
}

/// A value before encryption: header and body.
pub struct Draft {
    table: Table,
    header: Header,
    head: Vec<u8>,
    body: Vec<u8>,
}

impl Draft {
    /// Compresses the body of a page or frame.
    #[must_use]
    pub fn new(table: Table, header: Header, body: &[u8]) -> Self {
        let packed = lz4_flex::block::compress(body);
        let worth_it = packed.len() < body.len() && !is_in_the_clear();
        let (compression, packed) = if worth_it {
            (LZ4, packed)
        } else {
            (PLAIN, body.to_vec())
        };
        let head = head(&header, compression, body.len());
        Self {
            table,
            header,
            head,
            body: packed,
        }
    }

    /// Encrypts it under its bucket's key.
    ///
    /// # Errors
    /// [`StoreError::Other`] where the browser offers no encryption.
    pub async fn seal(self, keyring: &Keyring) -> Result<Vec<u8>, StoreError> {
        let key = keyring
            .bucket_key(&self.header.bucket, self.header.epoch)
            .await?;
        let nonce = random::bytes::<NONCE>();
        let bound = bound(&self.head, keyring.replica(), self.table);
        let sealed = key.seal(&nonce, &bound, &self.body).await?;
        let mut value = self.head;
        value.reserve_exact(NONCE + sealed.len());
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&sealed);
        Ok(value)
    }
}

/// Decrypts and unpacks a stored value.
///
/// # Errors
/// [`StoreError::Format`] when it is damaged, of a newer format, of a forgotten bucket, or not where it was written.
pub async fn open(
    keyring: &Keyring,
    table: Table,
    value: &[u8],
) -> Result<(Header, Vec<u8>), StoreError> {
    let parsed = parse(value)?;
    let key = keyring
        .bucket_key(&parsed.header.bucket, parsed.header.epoch)
        .await?;
    let bound = bound(parsed.head, keyring.replica(), table);
    let packed = key.open(&parsed.nonce, &bound, parsed.sealed).await?;
    let body = match parsed.compression {
        PLAIN if packed.len() == parsed.size => packed,
        LZ4 => lz4_flex::block::decompress(&packed, parsed.size)
            .map_err(|_| StoreError::Format("compressed body"))?,
        _ => return Err(StoreError::Format("compression")),
    };
    Ok((parsed.header, body))
}

/// Key of a page.
#[must_use]
pub fn page_key(bucket: &BucketId, kind: u16, number: u64) -> Vec<u8> {
    let mut key = bucket_prefix(bucket);
    key.extend_from_slice(&kind.to_be_bytes());
    key.extend_from_slice(&number.to_be_bytes());
    key
}

/// What the keys of all pages of a bucket start with.
#[must_use]
pub fn bucket_prefix(bucket: &BucketId) -> Vec<u8> {
    let mut key = vec![bucket.length()];
    key.extend_from_slice(bucket.bytes());
    key
}

/// Bucket, kind and number that a page's key names.
#[must_use]
pub fn parse_page_key(key: &[u8]) -> Option<(BucketId, u16, u64)> {
    let (length, rest) = key.split_first()?;
    let (bucket, rest) = rest.split_at_checked(usize::from(*length))?;
    let (kind, number) = rest.split_at_checked(2)?;
    let kind = u16::from_be_bytes(kind.try_into().ok()?);
    Some((
        BucketId::new(bucket)?,
        kind,
        u64::from_be_bytes(number.try_into().ok()?),
    ))
}

/// Key of a delta frame: frames sort by number, one value per bucket in each.
#[must_use]
pub fn delta_key(number: u64, bucket: &BucketId) -> Vec<u8> {
    let mut key = number.to_be_bytes().to_vec();
    key.extend_from_slice(bucket.bytes());
    key
}

/// True when the delta key belongs to the bucket.
#[must_use]
pub fn is_delta_of(key: &[u8], bucket: &BucketId) -> bool {
    key.get(8..) == Some(bucket.bytes())
}

fn head(header: &Header, compression: u8, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&FORMAT.to_le_bytes());
    out.push(compression);
    out.push(header.bucket.length());
    out.extend_from_slice(header.bucket.bytes());
    out.extend_from_slice(&header.kind.to_le_bytes());
    out.extend_from_slice(&header.number.to_le_bytes());
    out.extend_from_slice(&header.generation.to_le_bytes());
    out.extend_from_slice(&header.epoch.to_le_bytes());
    out.extend_from_slice(&header.count.to_le_bytes());
    out.extend_from_slice(&u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
    out
}

fn bound(head: &[u8], replica: u32, table: Table) -> Vec<u8> {
    let mut out = head.to_vec();
    out.extend_from_slice(&replica.to_le_bytes());
    out.extend_from_slice(table.name().as_bytes());
    out
}

struct Parsed<'a> {
    header: Header,
    compression: u8,
    size: usize,
    head: &'a [u8],
    nonce: [u8; NONCE],
    sealed: &'a [u8],
}

fn parse(value: &[u8]) -> Result<Parsed<'_>, StoreError> {
    const CUT: StoreError = StoreError::Format("value too short");
    let mut at = 0;
    let mut take = |length: usize| {
        let part = value.get(at..at + length).ok_or(CUT)?;
        at += length;
        Ok::<_, StoreError>(part)
    };
    if take(4)? != MAGIC {
        return Err(StoreError::Format("magic"));
    }
    if number(take(2)?) > u64::from(FORMAT) {
        return Err(StoreError::Format("newer format"));
    }
    let compression = take(1)?[0];
    let length = usize::from(take(1)?[0]);
    let bucket = BucketId::new(take(length)?).ok_or(StoreError::Format("bucket"))?;
    let kind = number(take(2)?) as u16;
    let page = number(take(8)?);
    let generation = number(take(8)?);
    let epoch = number(take(4)?) as u32;
    let count = number(take(4)?) as u32;
    let size = number(take(4)?) as usize;
    let nonce = take(NONCE)?.try_into().map_err(|_| CUT)?;
    if size > LARGEST {
        return Err(StoreError::Format("size"));
    }
    let (front, sealed) = value.split_at(at);
    let header = Header {
        bucket,
        kind,
        number: page,
        generation,
        epoch,
        count,
    };
    Ok(Parsed {
        header,
        compression,
        size,
        head: &front[..at - NONCE],
        nonce,
        sealed,
    })
}

/// Little-endian integer of up to 8 bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}
