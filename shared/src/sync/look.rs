//! How guards and effects read: through [`Look`] alone. A device does not hold everything, so an
//! answer may be "not here", which makes an outcome provisional on a device and is an error on the
//! server (design §4, Partial knowledge).

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use crate::entity::{Id, Kind, Record};

/// The answer about one record.
#[derive(Debug)]
pub enum Lookup<T> {
    /// It exists and this replica holds it.
    Known(T),
    /// It exists nowhere.
    Absent,
    /// This replica cannot say.
    NotHere,
}

impl<T> Lookup<T> {
    /// The value, if known.
    pub fn known(self) -> Option<T> {
        if let Lookup::Known(value) = self {
            Some(value)
        } else {
            None
        }
    }
}

/// A record as a lookup found it.
#[derive(Clone, Debug)]
pub enum RecordRef<'a> {
    /// Where the replica keeps it.
    Lent(&'a Record),
    /// Put together for this reading, and kept for the next.
    Shared(Rc<Record>),
}

impl RecordRef<'_> {
    /// A copy to change.
    pub fn into_owned(self) -> Record {
        match self {
            RecordRef::Lent(record) => record.clone(),
            RecordRef::Shared(record) => Rc::unwrap_or_clone(record),
        }
    }

    /// The record, whatever becomes of the replica it was read from.
    pub fn into_shared(self) -> Rc<Record> {
        match self {
            RecordRef::Lent(record) => Rc::new(record.clone()),
            RecordRef::Shared(record) => record,
        }
    }
}

impl Deref for RecordRef<'_> {
    type Target = Record;

    fn deref(&self) -> &Record {
        match self {
            RecordRef::Lent(record) => record,
            RecordRef::Shared(record) => record,
        }
    }
}

/// The answer about an index key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The records this replica knows at that key, sorted.
    pub ids: Vec<Id>,
    /// There are no others.
    pub complete: bool,
}

/// Read access to records and indexes.
pub trait Look {
    /// One record.
    fn record(&self, id: Id) -> Lookup<RecordRef<'_>>;
    /// The records that carry an index key (see [`crate::domain::index_keys`]).
    fn at(&self, key: &[u8]) -> Found;
}

/// The index key under which a record refers to `parent` by its field `field`.
pub fn child_key(kind: Kind, field: u16, parent: Id) -> Vec<u8> {
    let mut key = vec![b'r'];
    key.extend_from_slice(&kind.0.to_be_bytes());
    key.extend_from_slice(&field.to_be_bytes());
    key.extend_from_slice(&parent.0);
    key
}

/// The index key of everything that lives where `parent` lives (see [`crate::access::home`]).
pub fn home_key(parent: Id) -> Vec<u8> {
    let mut key = vec![b'h'];
    key.extend_from_slice(&parent.0);
    key
}

/// The index key of a normalised way to recognise somebody: a phone, an e-mail, a company.
pub fn match_key(sort: u8, text: &str) -> Vec<u8> {
    let mut key = vec![b'm', sort];
    key.extend_from_slice(text.as_bytes());
    key
}

/// What earlier ops of the same group, or earlier effects of the same op, already changed.
pub struct Overlay<'a> {
    base: &'a dyn Look,
    /// Changed records by id.
    pub changed: BTreeMap<Id, Rc<Record>>,
}

impl<'a> Overlay<'a> {
    /// Nothing changed yet.
    pub fn new(base: &'a dyn Look) -> Overlay<'a> {
        Overlay {
            base,
            changed: BTreeMap::new(),
        }
    }

    /// The changed records.
    pub fn into_changed(self) -> Vec<Record> {
        self.changed
            .into_values()
            .map(Rc::unwrap_or_clone)
            .collect()
    }

    /// Adds a changed record.
    pub fn put(&mut self, record: Record) {
        self.changed.insert(record.id, Rc::new(record));
    }
}

impl Look for Overlay<'_> {
    fn record(&self, id: Id) -> Lookup<RecordRef<'_>> {
        match self.changed.get(&id) {
            Some(record) => Lookup::Known(RecordRef::Shared(Rc::clone(record))),
            None => self.base.record(id),
        }
    }

    fn at(&self, key: &[u8]) -> Found {
        let mut found = self.base.at(key);
        for (id, record) in &self.changed {
            let has = crate::domain::index_keys(record).iter().any(|k| k == key);
            match (found.ids.binary_search(id), has) {
                (Err(place), true) => found.ids.insert(place, *id),
                (Ok(place), false) => {
                    found.ids.remove(place);
                }
                _ => {}
            }
        }
        found
    }
}
