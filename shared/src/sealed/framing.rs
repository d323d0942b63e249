//! Items one after another in a file that may be cut off or damaged anywhere.
//!
//! ```text
//! mark[4] length[4] crc32c[4] bytes …      little-endian; the CRC covers length and bytes
//! ```
//! Every whole item is found again: behind damage the reader looks for the next mark whose length and CRC hold.

use super::crc32c;

/// Starts every item. No text and no run of equal bytes contains it.
const MARK: [u8; 4] = [0xf5, b'Y', b'K', 0x1a];
const HEAD: usize = 12;
/// No item is longer; so that a damaged length cannot hide what follows.
pub const LONGEST: usize = 1 << 20;

/// Appends one item.
///
/// # Panics
/// When the item is longer than [`LONGEST`]: nobody could read it back.
pub fn put(out: &mut Vec<u8>, item: &[u8]) {
    assert!(item.len() <= LONGEST, "item of {} bytes", item.len());
    let length = (item.len() as u32).to_le_bytes();
    out.reserve(HEAD + item.len());
    out.extend_from_slice(&MARK);
    out.extend_from_slice(&length);
    out.extend_from_slice(&checksum(length, item).to_le_bytes());
    out.extend_from_slice(item);
}

fn checksum(length: [u8; 4], item: &[u8]) -> u32 {
    crc32c(item) ^ crc32c(&length)
}

/// An item found in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Where it ends in the file: the next item may be written here.
    pub end: usize,
    /// Bytes in front of it that belong to no whole item.
    pub skipped: usize,
}

/// Whole items of a file, in order.
#[must_use]
pub fn items(file: &[u8]) -> Items<'_> {
    Items { file, at: 0 }
}

/// Iterator of [`items`].
#[derive(Debug, Clone)]
pub struct Items<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let from = self.at;
        loop {
            let rest = self.file.get(self.at..)?;
            let distance = rest.windows(MARK.len()).position(|window| window == MARK)?;
            self.at += distance;
            if let Some(bytes) = item_at(&self.file[self.at..]) {
                let skipped = self.at - from;
                self.at += HEAD + bytes.len();
                return Some(Item {
                    bytes,
                    end: self.at,
                    skipped,
                });
            }
            self.at += 1;
        }
    }
}

fn item_at(bytes: &[u8]) -> Option<&[u8]> {
    let (_, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (crc, rest) = rest.split_first_chunk::<4>()?;
    let size = u32::from_le_bytes(*length) as usize;
    if size > LONGEST {
        return None;
    }
    let item = rest.get(..size)?;
    (checksum(*length, item) == u32::from_le_bytes(*crc)).then_some(item)
}
