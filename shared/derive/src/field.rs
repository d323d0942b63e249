//! One field: its row in the table.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Expr, Ident, LitInt, Result, Type};

/// What `#[field(…)]` says.
pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) no: LitInt,
    ty: Type,
    kind: Option<Expr>,
    level: Ident,
    need: TokenStream,
    merge: Ident,
    flags: Vec<Ident>,
}

/// Types that decide business: no clock may decide between two of them (V5).
const WEIGHTY: [&str; 2] = ["Money", "Decimal"];

impl Field {
    pub(crate) fn read(field: &syn::Field, entity_level: &Ident) -> Result<Field> {
        let name = field
            .ident
            .clone()
            .ok_or_else(|| Error::new_spanned(field, "fields have names"))?;
        let attr = field
            .attrs
            .iter()
            .find(|attr| attr.path().is_ident("field"))
            .ok_or_else(|| Error::new_spanned(field, "#[field(number, …)] is missing"))?;
        let mut out = Field {
            no: LitInt::new("0", name.span()),
            ty: field.ty.clone(),
            kind: None,
            level: entity_level.clone(),
            need: quote!(Need::Optional),
            merge: Ident::new("Set", name.span()),
            flags: Vec::new(),
            name,
        };
        let mut promised = false;
        attr.parse_args_with(|input: syn::parse::ParseStream<'_>| {
            out.no = input.parse()?;
            while !input.is_empty() {
                input.parse::<syn::Token![,]>()?;
                if input.is_empty() {
                    break;
                }
                let word: Ident = input.parse()?;
                match word.to_string().as_str() {
                    "required" => out.need = quote!(Need::Required),
                    "conditional" => out.need = quote!(Need::Conditional),
                    "leaving" => {
                        input.parse::<syn::Token![=]>()?;
                        let state: Expr = input.parse()?;
                        out.need = quote!(Need::Leaving(#state));
                    }
                    "promised" => promised = true,
                    "critical" | "search" | "listed" | "indexed" | "personal" => {
                        out.flags.push(word)
                    }
                    "fact" => out.merge = Ident::new("Fact", word.span()),
                    "collection" => out.merge = Ident::new("Collection", word.span()),
                    "quota" => out.merge = Ident::new("Quota", word.span()),
                    "state" => out.merge = Ident::new("State", word.span()),
                    "computed" => out.merge = Ident::new("Computed", word.span()),
                    "level" => {
                        input.parse::<syn::Token![=]>()?;
                        out.level = input.parse()?;
                    }
                    "kind" => {
                        input.parse::<syn::Token![=]>()?;
                        out.kind = Some(input.parse()?);
                    }
                    _ => return Err(Error::new(word.span(), "unknown field property")),
                }
            }
            Ok(())
        })?;
        let plain = out.merge == "Set" && !out.flags.iter().any(|flag| flag == "critical");
        if plain && (promised || weighty(&out.ty)) {
            return Err(Error::new_spanned(
                field,
                "money, quantities and promised dates are never decided by a clock (V5): say `critical`, \
                 `collection`, `quota`, `state` or `computed`",
            ));
        }
        Ok(out)
    }

    /// The row of the table.
    pub(crate) fn spec(&self) -> TokenStream {
        let (no, level, need, merge, ty) =
            (&self.no, &self.level, &self.need, &self.merge, &self.ty);
        let key = self.name.to_string().replace('_', "-");
        let kind = match &self.kind {
            Some(kind) => quote!(#kind),
            None => quote!(<#ty as FieldType>::KIND),
        };
        let flag = |name: &str| self.flags.iter().any(|flag| flag == name);
        let (critical, search, listed) = (flag("critical"), flag("search"), flag("listed"));
        let (indexed, personal) = (flag("indexed"), flag("personal"));
        quote! {
            FieldSpec {
                no: #no,
                key: #key,
                kind: #kind,
                need: #need,
                level: Level::#level,
                merge: Merge::#merge,
                flags: Flags { critical: #critical, search: #search, listed: #listed, indexed: #indexed, personal: #personal },
            }
        }
    }

    pub(crate) fn read_expr(&self) -> TokenStream {
        let (name, no, ty) = (&self.name, &self.no, &self.ty);
        quote! {
            #name: record
                .get(#no)
                .and_then(<#ty as crate::entity::FieldType>::from_value)
                .unwrap_or_default()
        }
    }

    /// Only what an author may write: facts, items, states and computed fields have their own ops.
    pub(crate) fn write_expr(&self) -> TokenStream {
        if self.merge != "Set" {
            return TokenStream::new();
        }
        let (name, no, ty) = (&self.name, &self.no, &self.ty);
        quote! {
            match <#ty as crate::entity::FieldType>::to_value(&self.#name) {
                crate::entity::Value::Empty => {}
                value => fields.push((#no, value)),
            }
        }
    }
}

/// Money or a decimal, also inside `Option<…>` or `Vec<…>`.
fn weighty(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.iter().any(|segment| {
        WEIGHTY.iter().any(|name| segment.ident == name)
            || match &segment.arguments {
                syn::PathArguments::AngleBracketed(inner) => inner
                    .args
                    .iter()
                    .any(|arg| matches!(arg, syn::GenericArgument::Type(inner) if weighty(inner))),
                _ => false,
            }
    })
}
