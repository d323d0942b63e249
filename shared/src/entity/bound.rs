//! What an approval or signature binds: a hash over named fields (design §8, R-284).

use sha2::{Digest, Sha256};

use super::codec::encode_value;
use super::{Record, Slot};
use crate::ordered::sort_by;

/// Version of the way the hash is computed; stored with every approval.
const HASH_VERSION: u8 = 1;

/// What is bound: fields of the record, and child records by kind number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Field numbers, sorted.
    pub fields: &'static [u16],
}

/// The content hash over the bound fields of a record and its bound children.
///
/// # Errors
/// The number of the first bound field that holds two values: a conflict cannot be bound.
pub fn content_hash(
    binding: &Binding,
    record: &Record,
    children: &[&Record],
) -> Result<[u8; 32], u16> {
    let mut bytes = Vec::new();
    let mut e = minicbor::Encoder::new(&mut bytes);
    // Writing into memory is infallible.
    let _ = e.u8(HASH_VERSION);
    let mut sorted: Vec<_> = children.to_vec();
    sort_by(&mut sorted, |a, b| a.id.cmp(&b.id));
    for one in core::iter::once(&record).chain(sorted.iter()) {
        let _ = e.u16(one.kind.0).and_then(|e| e.bytes(&one.id.0));
        for (no, slot) in one.slots.iter() {
            let bound = !core::ptr::eq(*one, record) || binding.fields.contains(no);
            if !bound {
                continue;
            }
            match slot {
                Slot::Cell(cell) => {
                    let value = cell.value().ok_or(*no)?;
                    let _ = e.u16(*no);
                    let _ = encode_value(value, &mut e);
                }
                Slot::Items(_) => {
                    let _ = e.u16(*no);
                    for (id, item) in one.live_items(*no) {
                        let _ = e.bytes(&id.0);
                        for (part, cell) in &item.cells {
                            let _ = e.u16(*part);
                            let _ = encode_value(cell.value().ok_or(*no)?, &mut e);
                        }
                    }
                }
                Slot::Facts(_) | Slot::Raw(_) => {}
            }
        }
    }
    Ok(Sha256::digest(&bytes).into())
}
