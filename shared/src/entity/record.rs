//! What is stored of a record: for each field the value with the op that wrote it, so that merge,
//! history and permission need nothing else.

use crate::ordered::SortedMap;

use super::{Hlc, Id, Kind, OpId, Slots, Value};
use crate::ordered::sort_by;

/// One written value of a field. Its version is (`seq`, `op.replica`): see design §4 Causality.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The op that wrote it.
    pub op: OpId,
    /// The server sequence at which it took effect.
    pub seq: u64,
    /// The corrected clock of that op; only compared between concurrent edits of a plain field.
    pub hlc: Hlc,
    /// The value.
    pub value: Value,
}

/// A field written by S or T ops. One version is the value; several are siblings: concurrent
/// values of a critical field, none of which is *the* value until the owner chooses.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// Sorted by op id; never empty in a stored record.
    pub versions: Vec<Version>,
}

impl Cell {
    /// The value, unless there are two.
    pub fn value(&self) -> Option<&Value> {
        match self.versions.as_slice() {
            [one] => Some(&one.value),
            _ => None,
        }
    }

    /// More than one value stands.
    pub fn in_conflict(&self) -> bool {
        self.versions.len() > 1
    }
}

/// One appended fact (F). Keyed by op id: union, never a conflict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The server sequence at which it arrived.
    pub seq: u64,
    /// Corrected clock.
    pub hlc: Hlc,
    /// What was said.
    pub value: Value,
}

/// One item of a collection (C): add-wins, keyed by a client id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Item {
    /// Position among its siblings: a fractional key, compared as bytes.
    pub order: Cell,
    /// The item's own numbered fields.
    pub cells: SortedMap<u16, Cell>,
    /// The last edits taken in, with their sequences: more than one where none had seen the others. A
    /// removal must have seen them all, also those whose values gave way.
    pub edits: Vec<(OpId, u64)>,
    /// The op that removed it and the sequence at which it did, if it is gone.
    pub removed: Option<(OpId, u64)>,
    /// Edited by one person while another removed it: kept, and shown so (design §4, class C).
    pub contested: bool,
}

/// What one field number holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Slot {
    /// S and T fields.
    Cell(Cell),
    /// F fields.
    Facts(SortedMap<OpId, Fact>),
    /// C fields.
    Items(SortedMap<Id, Item>),
    /// A slot shape of a newer peer, byte for byte.
    Raw(Vec<u8>),
}

/// A record: its kind, its identity, its fields.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Which one.
    pub id: Id,
    /// Fields by number.
    pub slots: Slots,
}

impl Record {
    /// An empty record.
    pub fn new(kind: Kind, id: Id) -> Record {
        Record {
            kind,
            id,
            slots: Slots::new(),
        }
    }

    /// The cell of a field.
    pub fn cell(&self, no: u16) -> Option<&Cell> {
        match self.slots.get(&no) {
            Some(Slot::Cell(cell)) => Some(cell),
            _ => None,
        }
    }

    /// The value of a field; `None` when empty, never filled, or in conflict.
    pub fn get(&self, no: u16) -> Option<&Value> {
        self.cell(no)
            .and_then(Cell::value)
            .filter(|value| !value.is_blank())
    }

    /// The text of a field; empty when it has none.
    pub fn text(&self, no: u16) -> &str {
        self.get(no).and_then(Value::text).unwrap_or_default()
    }

    /// The choice number of a field.
    pub fn choice(&self, no: u16) -> Option<u32> {
        self.get(no).and_then(Value::choice)
    }

    /// The id a reference field points to.
    pub fn reference(&self, no: u16) -> Option<Id> {
        self.get(no).and_then(Value::reference)
    }

    /// The state number (0 when the entity has no life cycle).
    pub fn state(&self) -> u32 {
        match self.get(super::common::STATE) {
            Some(Value::Int(n)) => u32::try_from(*n).unwrap_or_default(),
            _ => 0,
        }
    }

    /// Fields that hold two values.
    pub fn conflicts(&self) -> impl Iterator<Item = u16> + '_ {
        self.slots.iter().filter_map(|(no, slot)| match slot {
            Slot::Cell(cell) if cell.in_conflict() => Some(*no),
            Slot::Items(items) => items
                .values()
                .any(|item| item.contested || item.cells.values().any(Cell::in_conflict))
                .then_some(*no),
            _ => None,
        })
    }

    /// Live items of a collection field in their order.
    pub fn live_items(&self, no: u16) -> Vec<(Id, &Item)> {
        let Some(Slot::Items(items)) = self.slots.get(&no) else {
            return Vec::new();
        };
        let mut live: Vec<_> = items
            .iter()
            .filter(|(_, item)| item.removed.is_none())
            .map(|(id, i)| (*id, i))
            .collect();
        sort_by(&mut live, |a, b| {
            let order = a.1.order.value().cmp(&b.1.order.value());
            order.then(a.0.cmp(&b.0))
        });
        live
    }

    /// Facts of a field in op order.
    pub fn facts(&self, no: u16) -> impl Iterator<Item = (&OpId, &Fact)> {
        match self.slots.get(&no) {
            Some(Slot::Facts(facts)) => Some(facts.iter()),
            _ => None,
        }
        .into_iter()
        .flatten()
    }

    /// Sets a field to one version, whatever stood there. For `apply` and for building fixtures.
    pub fn put(&mut self, no: u16, version: Version) {
        self.slots.insert(
            no,
            Slot::Cell(Cell {
                versions: vec![version],
            }),
        );
    }
}
