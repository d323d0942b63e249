//! What a person did, before it has a number, a time and an author.

use crate::storage::StoreError;
use crate::storage::outbox::{self, Kept};
use shared::domain;
use shared::domain::tasks::Attachment;
use shared::entity::{Entity, Id, Kind, OpId, Value, common};
use shared::sync::Action;
use shared::sync::op::{Fields, NewItem};

/// One thing a person did to one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// What the record is.
    pub kind: Kind,
    /// Which record.
    pub record: Id,
    /// What is done.
    pub action: Action,
    /// Attachments it refers to, by SHA-256; they travel beside it and may arrive later.
    pub blobs: Vec<[u8; 32]>,
}

impl Act {
    /// Any action on a record.
    #[must_use]
    pub const fn new(kind: Kind, record: Id, action: Action) -> Self {
        Self {
            kind,
            record,
            action,
            blobs: Vec::new(),
        }
    }

    /// A new record from a typed one.
    #[must_use]
    pub fn create<E: Entity>(record: Id, entity: &E) -> Self {
        Self::create_from(E::KIND, record, entity.fields(), Vec::new())
    }

    /// A new record from numbered values and items of collections.
    #[must_use]
    pub const fn create_from(kind: Kind, record: Id, fields: Fields, items: Vec<NewItem>) -> Self {
        Self::new(kind, record, Action::Create { fields, items })
    }

    /// Some fields get new values; [`Value::Empty`] empties one.
    #[must_use]
    pub const fn set(kind: Kind, record: Id, fields: Fields) -> Self {
        let resolves = Vec::new();
        Self::new(kind, record, Action::Set { fields, resolves })
    }

    /// A field with two values gets one; `resolves` names every value that is replaced.
    #[must_use]
    pub const fn resolve(kind: Kind, record: Id, fields: Fields, resolves: Vec<OpId>) -> Self {
        Self::new(kind, record, Action::Set { fields, resolves })
    }

    /// One more fact.
    #[must_use]
    pub const fn fact(kind: Kind, record: Id, field: u16, value: Value) -> Self {
        Self::new(kind, record, Action::Fact { field, value })
    }

    /// An item of a collection is added or changed.
    #[must_use]
    pub const fn put_item(kind: Kind, record: Id, item: NewItem) -> Self {
        Self::new(kind, record, Action::PutItem(item))
    }

    /// An item of a collection is removed.
    #[must_use]
    pub const fn remove_item(kind: Kind, record: Id, field: u16, item: Id) -> Self {
        Self::new(kind, record, Action::RemoveItem { field, item })
    }

    /// A step of the life cycle, from the state the person saw. `bound` is what a decision binds:
    /// [`domain::bound_hash`].
    #[must_use]
    pub const fn step(
        kind: Kind,
        record: Id,
        transition: u16,
        from: u32,
        bound: Option<[u8; 32]>,
        args: Fields,
    ) -> Self {
        let action = Action::Step {
            transition,
            from,
            bound,
            args,
        };
        Self::new(kind, record, action)
    }

    /// A file of a record, whose bytes were kept with [`crate::replica::Core::keep_blob`].
    #[must_use]
    pub fn attach(record: Id, attachment: &Attachment) -> Self {
        let blob = attachment.sha256.0.clone();
        let blobs = blob.try_into().map(|sha256| vec![sha256]);
        Self::create(record, attachment).with_blobs(blobs.unwrap_or_default())
    }

    /// The same, referring to attachments.
    #[must_use]
    pub fn with_blobs(mut self, blobs: Vec<[u8; 32]>) -> Self {
        self.blobs = blobs;
        self
    }

    /// Gives a new record of a numbered kind the number it has until the server gives the final one
    /// . It stays a searchable alias.
    pub(super) fn number(&mut self, op: OpId) {
        let Action::Create { fields, .. } = &mut self.action else {
            return;
        };
        let numbered = domain::schema(self.kind).is_some_and(|schema| !schema.prefix.is_empty());
        if numbered && !fields.iter().any(|(no, _)| *no == common::PROVISIONAL_NO) {
            fields.push((common::PROVISIONAL_NO, Value::Text(provisional_number(op))));
        }
    }
}

/// 离线-⟨replica in base32⟩-⟨n⟩. After the device lost data and began a new epoch, that epoch stands
/// beside the replica, so that no number is ever given twice.
fn provisional_number(op: OpId) -> String {
    let replica = base32(op.replica.0);
    match op.epoch {
        0 | 1 => format!("离线-{replica}-{}", op.seq),
        epoch => format!("离线-{replica}.{epoch}-{}", op.seq),
    }
}

/// Digits and letters without I, L, O and U, which people misread.
fn base32(mut number: u32) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[(number % 32) as usize]));
        number /= 32;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// What was saved, as the screen confirms it: 已存本机.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The ops, in the order of the acts.
    pub ops: Vec<OpId>,
    /// Which journals of this device hold them.
    pub kept: Kept,
}

/// Why something was not saved. Nothing of the acts is kept then; the form still holds it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// No room left on this device: upload or free some space.
    #[error("no room left on this device")]
    NoRoom,
    /// An attachment is larger than the server takes.
    #[error("an attachment has {size} bytes, at most {limit} are taken")]
    TooLarge {
        /// Bytes of the attachment.
        size: u64,
        /// Most bytes of one attachment.
        limit: u64,
    },
    /// More text than one step may hold.
    #[error("too large to save as one step")]
    TooMuch,
    /// The data was closed in the meantime: unlock and save again.
    #[error("the device is locked")]
    Locked,
    /// The device store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<outbox::SaveError> for SaveError {
    fn from(error: outbox::SaveError) -> Self {
        match error {
            outbox::SaveError::Locked => Self::Locked,
            outbox::SaveError::TooLarge => Self::TooMuch,
            outbox::SaveError::NotKept { database, .. } => database.into(),
        }
    }
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Quota => Self::NoRoom,
            other => Self::Store(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::entity::ReplicaId;

    #[test]
    fn r_285_provisional_numbers_name_replica_and_epoch() {
        let op = |replica, epoch, seq| OpId {
            replica: ReplicaId(replica),
            epoch,
            seq,
        };
        assert_eq!(provisional_number(op(7, 1, 12)), "离线-7-12");
        assert_eq!(provisional_number(op(1000, 1, 1)), "离线-Z8-1");
        assert_eq!(provisional_number(op(7, 3, 12)), "离线-7.3-12");
    }
}
