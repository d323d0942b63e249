//! Rows of the tables inside a record: guests, stops, expenses, follow-ups.

use crate::entity::{FieldKind, FieldSpec, Level};

/// A part whose later value stands.
pub(super) const fn part(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec::part(Level::L2, no, key, kind)
}

/// A part of which two values stay beside each other.
pub(super) const fn critical(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    part(no, key, kind).critical()
}

/// What tells who somebody is.
pub(super) const fn personal(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    part(no, key, kind).personal()
}
