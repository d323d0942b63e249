//! Rows of the tables inside a field.

use crate::entity::{FieldKind, FieldSpec, Flags, Level, Merge, Need};

/// A part that merges as a whole with its group, fact or item.
pub(super) const fn part(
    no: u16,
    key: &'static str,
    kind: FieldKind,
    level: Level,
    merge: Merge,
) -> FieldSpec {
    FieldSpec {
        no,
        key,
        kind,
        need: Need::Optional,
        level,
        merge,
        flags: Flags {
            critical: false,
            search: false,
            listed: false,
            indexed: false,
            personal: false,
        },
    }
}

/// A part of which two values are both kept: money, quantities.
pub(super) const fn weighty(spec: FieldSpec) -> FieldSpec {
    FieldSpec {
        flags: Flags {
            critical: true,
            ..spec.flags
        },
        ..spec
    }
}
