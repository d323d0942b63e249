//! Schema, values, records: what every entity is made of (design §3).
//!
//! A plain struct with `#[derive(Entity)]` emits an [`EntitySchema`] table. Storage, sync, forms,
//! lists, search and export interpret that table over an untyped [`Record`]; only rules see the
//! typed struct. Start at [`schema`] for the table and at [`record`] for what is stored.

mod bound;
mod bucket;
mod check;
mod choice;
pub(crate) mod codec;
mod facet;
mod fields;
mod id;
mod record;
mod schema;
mod slots;
mod time;
mod value;

pub use bound::{Binding, content_hash};
pub use bucket::Bucket;
pub use check::check_value;
pub use codec::{Canonical, DecodeError, decode_value, encode_value};
pub use facet::{FacetHash, FacetRow};
pub use fields::{Blob, Day, Decimal, Entity, FieldType, ListOf, Money, Ref, Text};
pub use id::{Id, Kind, OpId, ReplicaId};
pub use record::{Cell, Fact, Item, Record, Slot, Version};
pub use schema::{
    Choice, ChoiceSchema, Compartment, EntitySchema, FieldKind, FieldSpec, Flags, Level, Merge,
    Need, StateTable, Transition, VOID, VOID_STATE, Who, common,
};
pub use slots::Slots;
pub use time::{Hlc, Instant};
pub use value::{Currency, Value};
