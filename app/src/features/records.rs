//! 资料: products, agreements, stock, templates and the like, as the schema has them.

use super::frame::{RecordPage, list_page};
use super::start::NotFound;
use super::visits::Stock;
use crate::record::{AskedSteps, Rows, Shape};
use crate::replica::Replica;
use crate::routes::{Archive, Route};
use leptos::prelude::*;
use shared::domain;
use shared::entity::{FieldKind, Id};
use std::sync::Arc;
use uuid::Uuid;

/// All records of a sort.
pub fn list(sort: Archive) -> AnyView {
    let Some(schema) = domain::by_key(sort.key()) else {
        return view! { <NotFound /> }.into_any();
    };
    let route = move |id: Id| Some(Route::Record(sort, Uuid::from_bytes(id.0)));
    let title = Route::Records(sort).title_key();
    list_page(
        Shape::of(schema),
        title,
        Some(&[]),
        |_| true,
        Arc::new(route),
    )
}

/// One record, with the steps of its life and the rows of its collections.
pub fn page(sort: Archive, id: Id) -> AnyView {
    let Some(schema) = domain::by_key(sort.key()) else {
        return view! { <NotFound /> }.into_any();
    };
    let record = expect_context::<Replica>().record(id);
    let acts = move || view! { <AskedSteps record /> };
    let rows = move || {
        let collections = schema
            .fields
            .iter()
            .filter(|spec| matches!(spec.kind, FieldKind::Items(_)));
        let rows = collections.map(|spec| view! { <Rows record field=spec.no /> });
        let rows = rows.collect_view();
        let stock = (sort == Archive::GiftStock).then(|| view! { <Stock id /> });
        view! { {rows}{stock} }
    };
    view! { <RecordPage id back=sort.list() acts=acts below=rows /> }.into_any()
}
