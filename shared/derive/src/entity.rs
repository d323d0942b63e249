//! The struct: its table and its two conversions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Expr, Ident, LitInt, LitStr, Result};

use crate::field::Field;

/// What `#[entity(…)]` says.
struct Head {
    kind: LitInt,
    key: LitStr,
    prefix: String,
    compartment: Ident,
    level: Ident,
    owner: Option<Ident>,
    title: Option<Ident>,
    home: Option<Ident>,
    states: Option<Expr>,
}

impl Head {
    fn read(input: &DeriveInput) -> Result<Head> {
        let (mut kind, mut key, mut prefix, mut compartment) = (None, None, String::new(), None);
        let (mut level, mut owner, mut title, mut home, mut states) =
            (None, None, None, None, None);
        for attr in input
            .attrs
            .iter()
            .filter(|attr| attr.path().is_ident("entity"))
        {
            attr.parse_nested_meta(|meta| {
                let name = meta.path.require_ident()?.to_string();
                let value = meta.value()?;
                match name.as_str() {
                    "kind" => kind = Some(value.parse()?),
                    "key" => key = Some(value.parse()?),
                    "prefix" => prefix = value.parse::<LitStr>()?.value(),
                    "compartment" => compartment = Some(value.parse()?),
                    "level" => level = Some(value.parse()?),
                    "owner" => owner = Some(value.parse()?),
                    "title" => title = Some(value.parse()?),
                    "home" => home = Some(value.parse()?),
                    "states" => states = Some(value.parse()?),
                    _ => return Err(meta.error("unknown entity property")),
                }
                Ok(())
            })?;
        }
        let missing =
            |what| Error::new_spanned(&input.ident, format!("#[entity({what} = …)] is missing"));
        Ok(Head {
            kind: kind.ok_or_else(|| missing("kind"))?,
            key: key.ok_or_else(|| missing("key"))?,
            prefix,
            compartment: compartment.ok_or_else(|| missing("compartment"))?,
            level: level.ok_or_else(|| missing("level"))?,
            owner,
            title,
            home,
            states,
        })
    }
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let head = Head::read(input)?;
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            input,
            "an entity is a struct with named fields",
        ));
    };
    let fields = data
        .fields
        .iter()
        .map(|f| Field::read(f, &head.level))
        .collect::<Result<Vec<_>>>()?;
    let mut numbers: Vec<u16> = Vec::new();
    for field in &fields {
        let no = field.no.base10_parse::<u16>()?;
        if no < 16 {
            return Err(Error::new(
                field.no.span(),
                "numbers 1-15 are common to all entities",
            ));
        }
        if numbers.contains(&no) {
            return Err(Error::new(
                field.no.span(),
                "this number is taken: numbers are wire names",
            ));
        }
        numbers.push(no);
    }
    let number_of = |name: &Ident| -> Result<&LitInt> {
        fields
            .iter()
            .find(|field| field.name == *name)
            .map(|field| &field.no)
            .ok_or_else(|| Error::new(name.span(), "no such field"))
    };
    let optional = |name: &Option<Ident>| -> Result<TokenStream> {
        Ok(match name {
            Some(name) => {
                let no = number_of(name)?;
                quote!(::core::option::Option::Some(#no))
            }
            None => quote!(::core::option::Option::None),
        })
    };
    let owner = optional(&head.owner)?;
    let home = optional(&head.home)?;
    let title = match &head.title {
        Some(name) => {
            let no = number_of(name)?;
            quote!(#no)
        }
        None => quote!(0),
    };
    let states = match &head.states {
        Some(expr) => quote!(::core::option::Option::Some(&#expr)),
        None => quote!(::core::option::Option::None),
    };
    let name = &input.ident;
    let (kind, key, prefix) = (&head.kind, &head.key, &head.prefix);
    let (compartment, level) = (&head.compartment, &head.level);
    let specs = fields.iter().map(Field::spec);
    let reads = fields.iter().map(Field::read_expr);
    let writes = fields.iter().map(Field::write_expr);
    let consts = fields.iter().map(|field| {
        let (name, no) = (
            format_ident!("{}", field.name.to_string().to_uppercase()),
            &field.no,
        );
        let doc = format!("Number of field `{}`.", field.name);
        quote!(#[doc = #doc] pub const #name: u16 = #no;)
    });
    Ok(quote! {
        impl #name {
            #(#consts)*
        }
        impl crate::entity::Entity for #name {
            const KIND: crate::entity::Kind = crate::entity::Kind(#kind);
            const SCHEMA: &'static crate::entity::EntitySchema = {
                use crate::entity::{Compartment, FieldKind, FieldSpec, FieldType, Flags, Kind, Level, Merge, Need};
                &crate::entity::EntitySchema {
                    kind: Kind(#kind),
                    key: #key,
                    prefix: #prefix,
                    compartment: Compartment::#compartment,
                    level: Level::#level,
                    fields: &[#(#specs),*],
                    owner: #owner,
                    home: #home,
                    title: #title,
                    states: #states,
                }
            };

            fn read(record: &crate::entity::Record) -> Self {
                Self { #(#reads),* }
            }

            fn fields(&self) -> ::std::vec::Vec<(u16, crate::entity::Value)> {
                let mut fields = ::std::vec::Vec::new();
                #(#writes)*
                fields
            }
        }
    })
}
