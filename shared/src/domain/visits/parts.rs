//! Rows of the tables inside a record: guests, stops, expenses, follow-ups.

use crate::entity::{FieldKind, FieldSpec, Flags, Level, Merge, Need};

/// A part whose later value stands.
pub(super) const fn part(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec {
        no,
        key,
        kind,
        need: Need::Optional,
        level: Level::L2,
        merge: Merge::Set,
        flags: Flags {
            critical: false,
            search: false,
            listed: false,
            indexed: false,
            personal: false,
        },
    }
}

/// A quantity, an amount, a promised time: two values stay beside each other (V5).
pub(super) const fn critical(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    let plain = part(no, key, kind);
    FieldSpec {
        flags: Flags {
            critical: true,
            ..plain.flags
        },
        ..plain
    }
}

/// What tells who somebody is.
pub(super) const fn personal(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    let plain = part(no, key, kind);
    FieldSpec {
        flags: Flags {
            personal: true,
            ..plain.flags
        },
        ..plain
    }
}
