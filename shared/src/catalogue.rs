//! What generic code may know of the domain: the tables by kind and by key, titles, the history, the audit.
//! Screens drawn from the schema go through here and never name an entity.

pub use crate::domain::{
    REGISTRY, SearchText, audit, bound_hash, by_key, freshness, history, lenders, lends_to, schema,
    search_text, title,
};
