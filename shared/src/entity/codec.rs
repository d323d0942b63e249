//! Deterministic CBOR (design §4 Transport): definite lengths, sorted integer keys, one way to
//! write each value. The same bytes are hashed, stored, sent and compared.

use crate::ordered::SortedMap;
use crate::ordered::ordered;
use std::collections::BTreeMap;

use minicbor::data::Type;
use minicbor::encode::write::EndOfSlice;
use minicbor::{Decoder, Encoder};

use super::{
    Cell, Currency, Fact, Hlc, Id, Instant, Item, Kind, OpId, Record, ReplicaId, Slot, Slots,
    Value, Version,
};

/// Bytes that are not what they should be. The text is for logs; people see a translated message.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("malformed data: {0}")]
pub struct DecodeError(pub String);

impl From<minicbor::decode::Error> for DecodeError {
    fn from(error: minicbor::decode::Error) -> Self {
        DecodeError(error.to_string())
    }
}

impl From<EndOfSlice> for DecodeError {
    fn from(_: EndOfSlice) -> Self {
        DecodeError("buffer too small".into())
    }
}

/// An encoder into memory, which cannot fail.
pub(crate) type Enc<'a> = Encoder<&'a mut Vec<u8>>;
/// The result of writing to memory.
pub(crate) type Written = Result<(), minicbor::encode::Error<core::convert::Infallible>>;

/// Things with exactly one byte form.
pub trait Canonical: Sized {
    /// Appends the canonical bytes.
    fn write(&self, e: &mut Enc<'_>) -> Written;
    /// Reads what [`Canonical::write`] wrote.
    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError>;

    /// The canonical bytes.
    fn to_bytes(&self) -> Vec<u8> {
        encoded(|e| self.write(e))
    }

    /// Reads one value and nothing more.
    fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut d = Decoder::new(bytes);
        let value = Self::read(&mut d)?;
        if d.position() == bytes.len() {
            Ok(value)
        } else {
            Err(DecodeError("trailing bytes".into()))
        }
    }
}

/// What `write` appends to nothing. Most things we encode fit the first allocation.
pub(crate) fn encoded(write: impl FnOnce(&mut Enc<'_>) -> Written) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512);
    // Writing into a Vec is infallible: the error type has no value.
    let _ = write(&mut Encoder::new(&mut bytes));
    bytes
}

/// Room for a list whose length a stranger names: no more than a short one takes at once.
fn room(len: u64) -> usize {
    len.min(16) as usize
}

const DECIMAL: u8 = 1;
const MONEY: u8 = 2;
const PERCENT: u8 = 3;
const DAY: u8 = 4;
const INSTANT: u8 = 5;
const CHOICE: u8 = 6;
const REF: u8 = 7;
const LIST: u8 = 8;
const GROUP: u8 = 9;
const PLACE: u8 = 10;

/// Deeper than any value we write; a deeper one is an attack on the stack.
const MAX_DEPTH: u32 = 16;

/// Appends a value's canonical bytes.
pub fn encode_value(value: &Value, e: &mut Enc<'_>) -> Written {
    match value {
        Value::Empty => e.null()?.ok(),
        Value::Bool(b) => e.bool(*b)?.ok(),
        Value::Int(n) => e.i64(*n)?.ok(),
        Value::Text(text) => e.str(text)?.ok(),
        Value::Bytes(bytes) => e.bytes(bytes)?.ok(),
        Value::Decimal(mantissa, scale) => {
            e.array(3)?.u8(DECIMAL)?.i64(*mantissa)?.u8(*scale)?.ok()
        }
        Value::Money(minor, currency) => e
            .array(3)?
            .u8(MONEY)?
            .i64(*minor)?
            .str(currency.as_str())?
            .ok(),
        Value::Percent(points) => e.array(2)?.u8(PERCENT)?.i64(*points)?.ok(),
        Value::Day(days) => e.array(2)?.u8(DAY)?.i32(*days)?.ok(),
        Value::Instant(at) => e
            .array(4)?
            .u8(INSTANT)?
            .i64(at.utc_ms)?
            .str(&at.zone)?
            .str(&at.wall)?
            .ok(),
        Value::Choice(n) => e.array(2)?.u8(CHOICE)?.u32(*n)?.ok(),
        Value::Ref(kind, id) => e.array(3)?.u8(REF)?.u16(kind.0)?.bytes(&id.0)?.ok(),
        Value::List(items) => {
            e.array(1 + items.len() as u64)?.u8(LIST)?;
            items.iter().try_for_each(|item| encode_value(item, e))
        }
        Value::Group(parts) => {
            e.array(2)?.u8(GROUP)?;
            write_numbered(parts, e)
        }
        Value::Place(lat, lon, accuracy) => e
            .array(4)?
            .u8(PLACE)?
            .i32(*lat)?
            .i32(*lon)?
            .u32(*accuracy)?
            .ok(),
        Value::Raw(bytes) => {
            e.writer_mut().extend_from_slice(bytes);
            Ok(())
        }
    }
}

/// Appends numbered values as a map with growing keys, whatever order they come in; of two with one
/// number the later counts. A reader refuses any other form, so a writer must not produce it.
pub(crate) fn write_numbered(parts: &[(u16, Value)], e: &mut Enc<'_>) -> Written {
    let sorted = parts.windows(2).all(|pair| pair[0].0 < pair[1].0);
    if sorted {
        e.map(parts.len() as u64)?;
        return parts.iter().try_for_each(|(no, part)| {
            e.u16(*no)?;
            encode_value(part, e)
        });
    }
    let unique: BTreeMap<u16, &Value> = ordered(parts.iter().map(|(no, part)| (*no, part)));
    e.map(unique.len() as u64)?;
    unique.into_iter().try_for_each(|(no, part)| {
        e.u16(no)?;
        encode_value(part, e)
    })
}

/// Reads a value; what this build does not know is kept as [`Value::Raw`].
pub fn decode_value(d: &mut Decoder<'_>) -> Result<Value, DecodeError> {
    value_at(d, 0)
}

fn value_at(d: &mut Decoder<'_>, depth: u32) -> Result<Value, DecodeError> {
    if depth > MAX_DEPTH {
        return Err(DecodeError("nested too deeply".into()));
    }
    let start = d.position();
    Ok(match d.datatype()? {
        Type::Null => {
            d.null()?;
            Value::Empty
        }
        Type::Bool => Value::Bool(d.bool()?),
        Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64 => Value::Int(d.i64()?),
        Type::String => Value::Text(d.str()?.to_owned()),
        Type::Bytes => Value::Bytes(d.bytes()?.to_vec()),
        Type::Array => match tagged(d, depth)? {
            Some(value) => value,
            None => {
                d.set_position(start);
                raw(d)?
            }
        },
        _ => raw(d)?,
    })
}

/// A tagged array; `None` when the tag or its shape is unknown.
fn tagged(d: &mut Decoder<'_>, depth: u32) -> Result<Option<Value>, DecodeError> {
    let Some(len) = d.array()? else {
        return Err(DecodeError("indefinite length".into()));
    };
    if len == 0 || !matches!(d.datatype()?, Type::U8) {
        return Ok(None);
    }
    let value = match (d.u8()?, len) {
        (DECIMAL, 3) => Value::Decimal(d.i64()?, d.u8()?),
        (MONEY, 3) => {
            let minor = d.i64()?;
            let code = d.str()?.as_bytes();
            Value::Money(
                minor,
                Currency(
                    code.try_into()
                        .map_err(|_| DecodeError("currency".into()))?,
                ),
            )
        }
        (PERCENT, 2) => Value::Percent(d.i64()?),
        (DAY, 2) => Value::Day(d.i32()?),
        (INSTANT, 4) => Value::Instant(Instant {
            utc_ms: d.i64()?,
            zone: d.str()?.to_owned(),
            wall: d.str()?.to_owned(),
        }),
        (CHOICE, 2) => Value::Choice(d.u32()?),
        (REF, 3) => Value::Ref(Kind(d.u16()?), read_id(d)?),
        (LIST, _) => {
            let items = (1..len)
                .map(|_| value_at(d, depth + 1))
                .collect::<Result<_, _>>()?;
            Value::List(items)
        }
        (GROUP, 2) => {
            let parts = sorted_map(d, |d| value_at(d, depth + 1))?;
            Value::Group(parts)
        }
        (PLACE, 4) => Value::Place(d.i32()?, d.i32()?, d.u32()?),
        _ => return Ok(None),
    };
    Ok(Some(value))
}

/// Skips one item and keeps its bytes.
pub(crate) fn raw_bytes(d: &mut Decoder<'_>) -> Result<Vec<u8>, DecodeError> {
    let start = d.position();
    d.skip()?;
    Ok(d.input()[start..d.position()].to_vec())
}

fn raw(d: &mut Decoder<'_>) -> Result<Value, DecodeError> {
    Ok(Value::Raw(raw_bytes(d)?))
}

/// A map with strictly growing u16 keys.
pub(crate) fn sorted_map<T>(
    d: &mut Decoder<'_>,
    mut read: impl FnMut(&mut Decoder<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<(u16, T)>, DecodeError> {
    let len = d
        .map()?
        .ok_or_else(|| DecodeError("indefinite length".into()))?;
    let mut entries: Vec<(u16, T)> = Vec::with_capacity(room(len));
    for _ in 0..len {
        let no = d.u16()?;
        if entries.last().is_some_and(|(last, _)| *last >= no) {
            return Err(DecodeError("keys out of order".into()));
        }
        entries.push((no, read(d)?));
    }
    Ok(entries)
}

/// A definite array.
pub(crate) fn array<T>(
    d: &mut Decoder<'_>,
    mut read: impl FnMut(&mut Decoder<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let len = d
        .array()?
        .ok_or_else(|| DecodeError("indefinite length".into()))?;
    let mut items = Vec::with_capacity(room(len));
    for _ in 0..len {
        items.push(read(d)?);
    }
    Ok(items)
}

/// A definite array of exactly `len` items.
pub(crate) fn tuple(d: &mut Decoder<'_>, len: u64) -> Result<(), DecodeError> {
    if d.array()? == Some(len) {
        Ok(())
    } else {
        Err(DecodeError(format!("expected {len} items")))
    }
}

/// Sixteen bytes.
pub(crate) fn read_id(d: &mut Decoder<'_>) -> Result<Id, DecodeError> {
    Ok(Id(d
        .bytes()?
        .try_into()
        .map_err(|_| DecodeError("an id has 16 bytes".into()))?))
}

impl Canonical for OpId {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(3)?
            .u32(self.replica.0)?
            .u32(self.epoch)?
            .u64(self.seq)?
            .ok()
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 3)?;
        Ok(OpId {
            replica: ReplicaId(d.u32()?),
            epoch: d.u32()?,
            seq: d.u64()?,
        })
    }
}

impl Canonical for Value {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        encode_value(self, e)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decode_value(d)
    }
}

impl Canonical for Version {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(5)?;
        self.op.write(e)?;
        e.u64(self.seq)?.u64(self.hlc.ms)?.u32(self.hlc.count)?;
        encode_value(&self.value, e)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 5)?;
        Ok(Version {
            op: OpId::read(d)?,
            seq: d.u64()?,
            hlc: Hlc {
                ms: d.u64()?,
                count: d.u32()?,
            },
            value: decode_value(d)?,
        })
    }
}

impl Canonical for Cell {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(self.versions.len() as u64)?;
        self.versions
            .iter()
            .try_for_each(|version| version.write(e))
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Cell {
            versions: array(d, Version::read)?,
        })
    }
}

impl Canonical for Item {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(5)?;
        self.order.write(e)?;
        e.map(self.cells.len() as u64)?;
        for (no, cell) in &self.cells {
            e.u16(*no)?;
            cell.write(e)?;
        }
        e.array(self.edits.len() as u64)?;
        for (op, seq) in &self.edits {
            e.array(2)?;
            op.write(e)?;
            e.u64(*seq)?.ok()?;
        }
        match &self.removed {
            Some((op, seq)) => {
                e.array(2)?;
                op.write(e)?;
                e.u64(*seq)?.ok()?;
            }
            None => e.null()?.ok()?,
        }
        e.bool(self.contested)?.ok()
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 5)?;
        let order = Cell::read(d)?;
        let cells = sorted_map(d, Cell::read)?.into_iter().collect();
        let edits = array(d, |d| {
            tuple(d, 2)?;
            Ok((OpId::read(d)?, d.u64()?))
        })?;
        let removed = if d.datatype()? == Type::Null {
            d.null()?;
            None
        } else {
            tuple(d, 2)?;
            Some((OpId::read(d)?, d.u64()?))
        };
        Ok(Item {
            order,
            cells,
            edits,
            removed,
            contested: d.bool()?,
        })
    }
}

const CELL: u8 = 0;
const FACTS: u8 = 1;
const ITEMS: u8 = 2;

impl Canonical for Slot {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        match self {
            Slot::Cell(cell) => {
                e.array(2)?.u8(CELL)?;
                cell.write(e)
            }
            Slot::Facts(facts) => {
                e.array(2)?.u8(FACTS)?.array(facts.len() as u64)?;
                for (op, fact) in facts {
                    e.array(5)?;
                    op.write(e)?;
                    e.u64(fact.seq)?.u64(fact.hlc.ms)?.u32(fact.hlc.count)?;
                    encode_value(&fact.value, e)?;
                }
                Ok(())
            }
            Slot::Items(items) => {
                e.array(2)?.u8(ITEMS)?.array(items.len() as u64)?;
                for (id, item) in items {
                    e.array(2)?.bytes(&id.0)?;
                    item.write(e)?;
                }
                Ok(())
            }
            Slot::Raw(bytes) => {
                e.writer_mut().extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = d.position();
        if d.array()? != Some(2) {
            d.set_position(start);
            return Ok(Slot::Raw(raw_bytes(d)?));
        }
        Ok(match d.u8()? {
            CELL => Slot::Cell(Cell::read(d)?),
            FACTS => Slot::Facts(SortedMap::from_iter(array(d, |d| {
                tuple(d, 5)?;
                let op = OpId::read(d)?;
                let seq = d.u64()?;
                let hlc = Hlc {
                    ms: d.u64()?,
                    count: d.u32()?,
                };
                Ok((
                    op,
                    Fact {
                        seq,
                        hlc,
                        value: decode_value(d)?,
                    },
                ))
            })?)),
            ITEMS => Slot::Items(SortedMap::from_iter(array(d, |d| {
                tuple(d, 2)?;
                Ok((read_id(d)?, Item::read(d)?))
            })?)),
            _ => {
                d.set_position(start);
                Slot::Raw(raw_bytes(d)?)
            }
        })
    }
}

/// Writes numbered slots as a map with sorted keys.
pub(crate) fn write_slots(slots: &Slots, e: &mut Enc<'_>) -> Written {
    e.map(slots.len() as u64)?;
    for (no, slot) in slots.iter() {
        e.u16(*no)?;
        slot.write(e)?;
    }
    Ok(())
}

/// Reads what [`write_slots`] wrote.
pub(crate) fn read_slots(d: &mut Decoder<'_>) -> Result<Slots, DecodeError> {
    Ok(sorted_map(d, Slot::read)?.into_iter().collect())
}

impl Canonical for Record {
    fn write(&self, e: &mut Enc<'_>) -> Written {
        e.array(3)?.u16(self.kind.0)?.bytes(&self.id.0)?;
        write_slots(&self.slots, e)
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        tuple(d, 3)?;
        Ok(Record {
            kind: Kind(d.u16()?),
            id: read_id(d)?,
            slots: read_slots(d)?,
        })
    }
}
