//! An op: one intent, fixed when it is made. Ids, times and random values are inside it, so that
//! replaying it needs no clock and no dice.

use minicbor::Decoder;
use sha2::{Digest, Sha256};

use crate::entity::codec::{
    Enc, Written, array, encoded, raw_bytes, read_id, sorted_map, tuple, write_numbered,
};
use crate::entity::{
    Canonical, DecodeError, Hlc, Id, Kind, OpId, Value, decode_value, encode_value,
};

/// The schema version this build writes. Raised when a field or entity is added.
pub const SCHEMA_VERSION: u16 = 1;

/// Numbered values.
pub type Fields = Vec<(u16, Value)>;

/// What the author had seen when the form was opened: the last complete checkpoint, in the numbers
/// of one server epoch. Earlier ops of the same replica are always seen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Seen {
    /// The server's life the sequence belongs to.
    pub server_epoch: u32,
    /// The last server sequence known completely.
    pub seq: u64,
}

/// The five classes of design §4.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Class {
    /// Fact: union by op id.
    F,
    /// Set field.
    S,
    /// Collection.
    C,
    /// Transition.
    T,
    /// Reservation.
    R,
}

/// What the op does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// S: a new record with these fields and, for each collection, these items.
    Create { fields: Fields, items: Vec<NewItem> },
    /// S: these fields get these values; `resolves` names the siblings the author replaces.
    Set { fields: Fields, resolves: Vec<OpId> },
    /// F: one more fact.
    Fact { field: u16, value: Value },
    /// C: an item is added or some of its fields change.
    PutItem(NewItem),
    /// C: an item is removed.
    RemoveItem { field: u16, item: Id },
    /// T: a step of the life cycle, from the state the author saw; `bound` is the content hash
    /// that an approval or signature binds.
    Step {
        transition: u16,
        from: u32,
        bound: Option<[u8; 32]>,
        args: Fields,
    },
    /// R: take from the quota this replica holds.
    Reserve { field: u16, amount: i64 },
    /// R: the server hands a quota to a replica.
    Grant {
        field: u16,
        replica: u32,
        amount: i64,
    },
    /// An action of a newer peer, byte for byte.
    Unknown(Vec<u8>),
}

/// An item as an op carries it. An empty order leaves the position as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewItem {
    /// The collection field.
    pub field: u16,
    /// The item's client id.
    pub item: Id,
    /// Fractional position key.
    pub order: String,
    /// The item's fields.
    pub fields: Fields,
}

/// An op with its envelope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Op {
    /// Which op.
    pub id: OpId,
    /// The signed-in user; nil on a locked tablet (未登录采集).
    pub actor: Id,
    /// What the record is.
    pub kind: Kind,
    /// Which record.
    pub record: Id,
    /// What is done.
    pub action: Action,
    /// What the author had seen.
    pub seen: Seen,
    /// Device clock, raw.
    pub hlc: Hlc,
    /// Server clock minus device clock in ms, as last measured.
    pub offset_ms: i64,
    /// IANA zone of the device when the op was made.
    pub zone: String,
    /// Schema version of the build that made it.
    pub schema: u16,
    /// Ops of one group take effect together or not at all.
    pub group: Option<Id>,
    /// Blobs the op refers to, by SHA-256; they may arrive later.
    pub blobs: Vec<[u8; 32]>,
}

impl Op {
    /// SHA-256 over the canonical bytes without the id: the same intent under another number (its
    /// device was rolled back) has the same hash. The receiver computes it; it is never sent per op.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(encoded(|e| self.write_content(e))).into()
    }

    /// The class; an unknown action counts as a fact: kept, never guessed at.
    pub fn class(&self) -> Class {
        match self.action {
            Action::Create { .. } | Action::Set { .. } => Class::S,
            Action::Fact { .. } | Action::Unknown(_) => Class::F,
            Action::PutItem(_) | Action::RemoveItem { .. } => Class::C,
            Action::Step { .. } => Class::T,
            Action::Reserve { .. } | Action::Grant { .. } => Class::R,
        }
    }
}

pub(crate) fn write_fields(fields: &Fields, e: &mut Enc<'_>) -> Written {
    write_numbered(fields, e)
}

fn read_fields(d: &mut Decoder<'_>) -> Result<Fields, DecodeError> {
    sorted_map(d, decode_value)
}

impl Canonical for NewItem {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(4)?
            .u16(self.field)?
            .bytes(&self.item.0)?
            .str(&self.order)?;
        write_fields(&self.fields, e)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 4)?;
        Ok(NewItem {
            field: d.u16()?,
            item: read_id(d)?,
            order: d.str()?.to_owned(),
            fields: read_fields(d)?,
        })
    }
}

const CREATE: u8 = 1;
const SET: u8 = 2;
const FACT: u8 = 3;
const PUT_ITEM: u8 = 4;
const REMOVE_ITEM: u8 = 5;
const STEP: u8 = 6;
const RESERVE: u8 = 7;
const GRANT: u8 = 8;

impl Canonical for Action {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        match self {
            Action::Create { fields, items } => {
                e.array(3)?.u8(CREATE)?;
                write_fields(fields, e)?;
                e.array(items.len() as u64)?;
                items.iter().try_for_each(|item| item.write(e))
            }
            // The commonest op by far: a set without siblings is two items long.
            Action::Set { fields, resolves } => {
                e.array(if resolves.is_empty() { 2 } else { 3 })?.u8(SET)?;
                write_fields(fields, e)?;
                if !resolves.is_empty() {
                    e.array(resolves.len() as u64)?;
                    resolves.iter().try_for_each(|op| op.write(e))?;
                }
                Ok(())
            }
            Action::Fact { field, value } => {
                e.array(3)?.u8(FACT)?.u16(*field)?;
                encode_value(value, e)
            }
            Action::PutItem(item) => {
                e.array(2)?.u8(PUT_ITEM)?;
                item.write(e)
            }
            Action::RemoveItem { field, item } => e
                .array(3)?
                .u8(REMOVE_ITEM)?
                .u16(*field)?
                .bytes(&item.0)?
                .ok(),
            Action::Step {
                transition,
                from,
                bound,
                args,
            } => {
                e.array(5)?.u8(STEP)?.u16(*transition)?.u32(*from)?;
                match bound {
                    Some(hash) => e.bytes(hash)?.ok()?,
                    None => e.null()?.ok()?,
                }
                write_fields(args, e)
            }
            Action::Reserve { field, amount } => {
                e.array(3)?.u8(RESERVE)?.u16(*field)?.i64(*amount)?.ok()
            }
            Action::Grant {
                field,
                replica,
                amount,
            } => e
                .array(4)?
                .u8(GRANT)?
                .u16(*field)?
                .u32(*replica)?
                .i64(*amount)?
                .ok(),
            Action::Unknown(bytes) => {
                e.writer_mut().extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = d.position();
        let len = d
            .array()?
            .ok_or_else(|| DecodeError("indefinite length".into()))?;
        Ok(match (d.u8()?, len) {
            (CREATE, 3) => Action::Create {
                fields: read_fields(d)?,
                items: array(d, NewItem::read)?,
            },
            (SET, 2) => Action::Set {
                fields: read_fields(d)?,
                resolves: Vec::new(),
            },
            (SET, 3) => Action::Set {
                fields: read_fields(d)?,
                resolves: array(d, OpId::read)?,
            },
            (FACT, 3) => Action::Fact {
                field: d.u16()?,
                value: decode_value(d)?,
            },
            (PUT_ITEM, 2) => Action::PutItem(NewItem::read(d)?),
            (REMOVE_ITEM, 3) => Action::RemoveItem {
                field: d.u16()?,
                item: read_id(d)?,
            },
            (STEP, 5) => Action::Step {
                transition: d.u16()?,
                from: d.u32()?,
                bound: read_hash(d)?,
                args: read_fields(d)?,
            },
            (RESERVE, 3) => Action::Reserve {
                field: d.u16()?,
                amount: d.i64()?,
            },
            (GRANT, 4) => Action::Grant {
                field: d.u16()?,
                replica: d.u32()?,
                amount: d.i64()?,
            },
            _ => {
                d.set_position(start);
                Action::Unknown(raw_bytes(d)?)
            }
        })
    }
}

pub(crate) fn read_hash(d: &mut Decoder<'_>) -> Result<Option<[u8; 32]>, DecodeError> {
    if d.datatype()? == minicbor::data::Type::Null {
        d.null()?;
        return Ok(None);
    }
    Ok(Some(
        d.bytes()?
            .try_into()
            .map_err(|_| DecodeError("a hash has 32 bytes".into()))?,
    ))
}

impl Op {
    /// Everything but the id.
    fn write_content(&self, e: &mut Enc<'_>) -> Written {
        e.bytes(&self.actor.0)?
            .u16(self.kind.0)?
            .bytes(&self.record.0)?;
        self.action.write(e)?;
        e.u32(self.seen.server_epoch)?.u64(self.seen.seq)?;
        e.array(2)?.u64(self.hlc.ms)?.u32(self.hlc.count)?;
        e.array(2)?.i64(self.offset_ms)?.str(&self.zone)?;
        e.u16(self.schema)?;
        match &self.group {
            Some(group) => e.bytes(&group.0)?.ok()?,
            None => e.null()?.ok()?,
        }
        e.array(self.blobs.len() as u64)?;
        for blob in &self.blobs {
            e.bytes(blob)?;
        }
        Ok(())
    }
}

impl Canonical for Op {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(12)?;
        self.id.write(e)?;
        self.write_content(e)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 12)?;
        let id = OpId::read(d)?;
        let actor = read_id(d)?;
        let kind = Kind(d.u16()?);
        let record = read_id(d)?;
        let action = Action::read(d)?;
        let seen = Seen {
            server_epoch: d.u32()?,
            seq: d.u64()?,
        };
        tuple(d, 2)?;
        let hlc = Hlc {
            ms: d.u64()?,
            count: d.u32()?,
        };
        tuple(d, 2)?;
        let (offset_ms, zone) = (d.i64()?, d.str()?.to_owned());
        let schema = d.u16()?;
        let group = if d.datatype()? == minicbor::data::Type::Null {
            d.null()?;
            None
        } else {
            Some(read_id(d)?)
        };
        let blobs = array(d, |d| {
            read_hash(d)?.ok_or_else(|| DecodeError("blob".into()))
        })?;
        Ok(Op {
            id,
            actor,
            kind,
            record,
            action,
            seen,
            hlc,
            offset_ms,
            zone,
            schema,
            group,
            blobs,
        })
    }
}
