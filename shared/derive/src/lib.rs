//! `#[derive(Entity)]`: one definition per entity (design §3). It emits a `const` schema table and
//! the typed reading and writing of a record, nothing else: behaviour lives in `shared`, over data.
//!
//! On the struct: `#[entity(kind = 11, key = "lead", prefix = "XS", compartment = Customer,
//! level = L2, owner = owner, title = name, states = STATES)]`.
//! On each field: `#[field(17, required, search, listed, indexed, critical, personal, level = L3,
//! kind = FieldKind::Phone)]`; a merge other than S is `fact`, `collection`, `quota`, `state` or
//! `computed`; a later need is `conditional` or `leaving = N`.

mod entity;
mod field;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Emits `impl shared::entity::Entity` with its schema table.
///
/// Money, quantities (decimals) and promised dates decide business, and no clock may decide them
/// (V5): such a field must say `critical`, `collection`, `quota`, `state` or `computed`, or the
/// struct does not compile.
#[proc_macro_derive(Entity, attributes(entity, field))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    entity::expand(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
