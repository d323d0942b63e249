//! Identities. Record ids are UUIDv7 made on the device; ids of records created inside `apply`
//! are UUIDv8 derived from the op that caused them, so every replica derives the same one.

use core::fmt;
use core::str::FromStr;

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The identity of a record, user, unit or atomic group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// No record: "no owner", "no unit", "no user signed in".
    pub const NIL: Id = Id([0; 16]);

    /// A UUIDv7 from `ms` (UTC milliseconds) and ten random bytes drawn by the caller.
    pub fn v7(ms: u64, random: [u8; 10]) -> Id {
        Id(Builder::from_unix_timestamp_millis(ms, &random)
            .into_uuid()
            .into_bytes())
    }

    /// A UUIDv8 from the op, the rule that asks for the record, and the n-th such record (design §4).
    pub fn derived(op: OpId, rule: &str, n: u32) -> Id {
        let mut hash = Sha256::new();
        hash.update(op.to_bytes());
        hash.update(rule.as_bytes());
        hash.update(n.to_be_bytes());
        Id::from_digest(&hash.finalize())
    }

    /// A UUIDv8 that two records share, whichever comes first (duplicate proposals, R-008).
    pub fn of_pair(a: Id, b: Id, rule: &str) -> Id {
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        let mut hash = Sha256::new();
        hash.update(low.0);
        hash.update(high.0);
        hash.update(rule.as_bytes());
        Id::from_digest(&hash.finalize())
    }

    /// A UUIDv8 of something that belongs to one record and is there once, whoever writes it first: the
    /// task a rule wants for it, the notice of its being late.
    pub fn of_part(whole: Id, part: &str) -> Id {
        let mut hash = Sha256::new();
        hash.update(whole.0);
        hash.update(part.as_bytes());
        Id::from_digest(&hash.finalize())
    }

    fn from_digest(digest: &[u8]) -> Id {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Id(Builder::from_custom_bytes(bytes).into_uuid().into_bytes())
    }

    /// True for [`Id::NIL`].
    pub fn is_nil(self) -> bool {
        self == Id::NIL
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Uuid::from_bytes(self.0).hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(s: &str) -> Result<Id, uuid::Error> {
        Ok(Id(Uuid::parse_str(s)?.into_bytes()))
    }
}

/// One (device, user) pair, numbered by the server at first sign-in. 0 is the server itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ReplicaId(pub u32);

impl ReplicaId {
    /// The server as an author: escalations, derived notices, setup.
    pub const SERVER: ReplicaId = ReplicaId(0);
}

/// The identity of an op. `seq` has no gap within (replica, epoch); a new epoch begins when a
/// device finds that its storage went back in time, so that no number is ever used twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct OpId {
    /// Who wrote it.
    pub replica: ReplicaId,
    /// Which life of that replica's storage.
    pub epoch: u32,
    /// Its place in that life, from 1.
    pub seq: u64,
}

impl OpId {
    /// Sixteen bytes that sort like the id.
    pub fn to_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&self.replica.0.to_be_bytes());
        bytes[4..8].copy_from_slice(&self.epoch.to_be_bytes());
        bytes[8..].copy_from_slice(&self.seq.to_be_bytes());
        bytes
    }
}

/// What sort of entity a record is. Numbers are wire names: never reused (see `domain::REGISTRY`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Kind(pub u16);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_sort_by_time() {
        let early = Id::v7(1_000, [7; 10]);
        let late = Id::v7(2_000, [1; 10]);
        assert!(early < late);
        assert_eq!(early.to_string().parse::<Id>().unwrap(), early);
        assert_eq!(Uuid::from_bytes(early.0).get_version_num(), 7);
    }

    #[test]
    fn derived_ids_are_equal_everywhere_and_differ_by_rule() {
        let op = OpId {
            replica: ReplicaId(3),
            epoch: 1,
            seq: 9,
        };
        assert_eq!(Id::derived(op, "R-098", 0), Id::derived(op, "R-098", 0));
        assert_ne!(Id::derived(op, "R-098", 0), Id::derived(op, "R-098", 1));
        assert_ne!(Id::derived(op, "R-098", 0), Id::derived(op, "R-008", 0));
        assert_eq!(
            Uuid::from_bytes(Id::derived(op, "R-098", 0).0).get_version_num(),
            8
        );
        let (a, b) = (Id([1; 16]), Id([2; 16]));
        assert_eq!(Id::of_pair(a, b, "R-008"), Id::of_pair(b, a, "R-008"));
    }
}
