//! Rows of the tables inside a field.

use crate::entity::{FieldKind, FieldSpec, Level, Merge};

/// A part that merges as a whole with its group, fact or item.
pub(super) const fn part(
    no: u16,
    key: &'static str,
    kind: FieldKind,
    level: Level,
    merge: Merge,
) -> FieldSpec {
    let plain = FieldSpec::part(level, no, key, kind);
    FieldSpec { merge, ..plain }
}
