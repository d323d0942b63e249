//! Where a facet lives. Permission is decided when a row is written; a pull is then
//! `bucket IN (mine) AND seq > cursor` on one index (design §5).

use super::{Compartment, Id, Level};

/// The home of a facet: unit, owner (or none), compartment, level.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Bucket {
    /// The unit the record belongs to; nil = the whole organisation.
    pub unit: Id,
    /// The user who owns it; nil = nobody in particular.
    pub owner: Id,
    /// Which part of the business.
    pub compartment: Compartment,
    /// How confidential its fields are.
    pub level: Level,
}

impl Bucket {
    /// Thirty-four bytes that sort by unit, then owner.
    pub fn to_bytes(self) -> [u8; 34] {
        let mut bytes = [0; 34];
        bytes[..16].copy_from_slice(&self.unit.0);
        bytes[16..32].copy_from_slice(&self.owner.0);
        bytes[32] = self.compartment as u8;
        bytes[33] = self.level as u8;
        bytes
    }

    /// Reads what [`Bucket::to_bytes`] wrote; `None` for any other length or an unknown part.
    pub fn from_bytes(bytes: &[u8]) -> Option<Bucket> {
        let bytes: &[u8; 34] = bytes.try_into().ok()?;
        let (mut unit, mut owner) = ([0; 16], [0; 16]);
        unit.copy_from_slice(&bytes[..16]);
        owner.copy_from_slice(&bytes[16..32]);
        Some(Bucket {
            unit: Id(unit),
            owner: Id(owner),
            compartment: Compartment::from_u8(bytes[32])?,
            level: Level::from_u8(bytes[33])?,
        })
    }
}
