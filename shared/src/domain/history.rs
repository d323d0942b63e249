//! History entries: one kind per level, so that a former value is never seen below its field's
//! level (V4, V7).

use crate::entity::{
    Compartment, EntitySchema, FieldKind, FieldSpec, Flags, Kind, Level, Merge, Need,
};

/// The record the entry is about.
pub const ABOUT: u16 = 16;
/// The number of the field.
pub const FIELD: u16 = 17;
/// The value that gave way.
pub const OLD: u16 = 18;
/// The value that stands.
pub const NEW: u16 = 19;
/// The two were written without sight of each other.
pub const CONTESTED: u16 = 20;
/// The item, when the field is a collection: the sixteen bytes of its id.
pub const ITEM: u16 = 21;
/// The number of the item's own field.
pub const PART: u16 = 22;

const fn field(
    no: u16,
    key: &'static str,
    kind: FieldKind,
    level: Level,
    indexed: bool,
) -> FieldSpec {
    FieldSpec {
        no,
        key,
        kind,
        need: Need::Optional,
        level,
        merge: Merge::Computed,
        flags: Flags {
            critical: false,
            search: false,
            listed: true,
            indexed,
            personal: true,
        },
    }
}

const fn fields(level: Level) -> [FieldSpec; 7] {
    [
        field(ABOUT, "about", FieldKind::Ref(Kind(0)), level, true),
        field(FIELD, "field", FieldKind::Int, level, false),
        field(OLD, "old", FieldKind::Text, level, false),
        field(NEW, "new", FieldKind::Text, level, false),
        field(CONTESTED, "contested", FieldKind::Bool, level, false),
        field(ITEM, "item", FieldKind::Text, level, false),
        field(PART, "part", FieldKind::Int, level, false),
    ]
}

static FIELDS: [[FieldSpec; 7]; 4] = [
    fields(Level::L1),
    fields(Level::L2),
    fields(Level::L3),
    fields(Level::L4),
];

const fn schema(
    kind: u16,
    key: &'static str,
    level: Level,
    fields: &'static [FieldSpec],
) -> EntitySchema {
    EntitySchema {
        kind: Kind(kind),
        key,
        prefix: "",
        compartment: Compartment::Config,
        level,
        fields,
        owner: None,
        home: Some(ABOUT),
        title: FIELD,
        states: None,
    }
}

/// The four kinds, lowest level first.
pub static SCHEMAS: [EntitySchema; 4] = [
    schema(21, "history-l1", Level::L1, &FIELDS[0]),
    schema(22, "history-l2", Level::L2, &FIELDS[1]),
    schema(23, "history-l3", Level::L3, &FIELDS[2]),
    schema(24, "history-l4", Level::L4, &FIELDS[3]),
];

/// The kind of entries about fields of this level.
pub fn kind(level: Level) -> Kind {
    Kind(20 + level as u16)
}

/// Entries have no history of their own.
pub fn is_kept(schema: &EntitySchema) -> bool {
    !(21..=24).contains(&schema.kind.0)
}
