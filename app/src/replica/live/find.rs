//! Search over what this device knows.

use super::{Inner, Replica};
use crate::platform::timers;
use leptos::prelude::*;
use shared::catalogue;
use shared::entity::{Id, Kind};
use shared::search::{Finder, Tables};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// What can be found, and whether the tables are on their way.
#[derive(Default)]
pub(super) struct Search {
    pub(super) finder: RefCell<Finder>,
    /// They are here.
    tables: ArcRwSignal<bool>,
    fetching: Cell<bool>,
}

impl Replica {
    /// Records of a kind that match every word of `query`, best first (汉字, pinyin, initials, numbers,
    /// e-mail). Follows changes.
    #[must_use]
    pub fn find(&self, kind: Kind, query: &str) -> Vec<Id> {
        self.with(|inner| {
            for kind in std::iter::once(kind).chain(catalogue::lenders(kind)) {
                inner.kind(kind).track();
            }
            inner.search.tables.track();
            inner.find(kind, query)
        })
    }

    /// Somebody is about to search: makes the index and fetches pinyin and 繁简. Until these are here,
    /// and on a device that never got them, everything else is found.
    pub fn prepare_search(&self, kind: Kind) {
        let inner = self.inner.get_value();
        inner.core.host().clone().spawn(Box::pin(async move {
            // The box shows the focus first.
            timers::sleep(0).await;
            inner.find(kind, "");
            inner.fetch_tables().await;
        }));
    }
}

impl Inner {
    fn find(&self, kind: Kind, query: &str) -> Vec<Id> {
        let mut finder = self.search.finder.borrow_mut();
        self.core.world(|world| finder.find(world, kind, query))
    }

    async fn fetch_tables(&self) {
        let search = &self.search;
        if search.finder.borrow().has_tables() || search.fetching.replace(true) {
            return;
        }
        let bytes = fetch_tables().await;
        search.fetching.set(false);
        // What did not come is fetched at the next search.
        if let Some(tables) = bytes.and_then(|bytes| Tables::decode(&bytes).ok()) {
            search.finder.borrow_mut().set_tables(Arc::new(tables));
            search.tables.set(true);
        }
    }
}

#[cfg(target_arch = "wasm32")]
async fn fetch_tables() -> Option<Vec<u8>> {
    use crate::platform::assets;
    use crate::sync::browser::{Body, Method, fetch};
    let url = assets::url("assets/search/tables.bin")?;
    let answer = fetch(Method::Get, &url, &[], Body::None, 60_000)
        .await
        .ok()?;
    (answer.status == 200).then_some(answer.bytes)
}

/// The host has no page that lists files.
#[cfg(not(target_arch = "wasm32"))]
fn fetch_tables() -> std::future::Ready<Option<Vec<u8>>> {
    std::future::ready(None)
}
