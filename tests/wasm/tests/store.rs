//! The store's conformance suite on IndexedDB, and what only a browser can do to a database.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use app::storage::{Batch, Durability, IndexedDb, Keys, Store, StoreError, Table, conformance};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use wasm_tests::open;

wasm_bindgen_test_configure!(run_in_browser);

macro_rules! case {
    ($name:ident, $open:expr) => {
        #[wasm_bindgen_test]
        async fn $name() {
            conformance::$name($open).await;
        }
    };
}
app::store_conformance!(case, open);

fn one(key: &[u8], value: &[u8]) -> Batch {
    let mut batch = Batch::new();
    batch.put(Table::Meta, key, value);
    batch
}

#[wasm_bindgen_test]
async fn a_closed_connection_is_opened_again() {
    let store = open("closed").await;
    assert!(store.was_created());
    store
        .commit(one(b"k", b"v"), Durability::Strict)
        .await
        .unwrap();
    store.close();
    assert_eq!(store.get(Table::Meta, b"k").await.unwrap().unwrap(), b"v");
    assert!(!open("closed").await.was_created());
}

#[wasm_bindgen_test]
async fn a_deleted_database_is_not_taken_for_an_empty_one() {
    let store = open("deleted").await;
    store
        .commit(one(b"k", b"v"), Durability::Strict)
        .await
        .unwrap();
    // Ends although `store` holds a connection: the connection is given up when another wants to delete.
    IndexedDb::delete("deleted").await.unwrap();
    assert_eq!(store.get(Table::Meta, b"k").await, Err(StoreError::Wiped));
    assert_eq!(
        store.commit(one(b"k", b"v"), Durability::Strict).await,
        Err(StoreError::Wiped)
    );
    let fresh = open("deleted").await;
    assert!(fresh.was_created());
    assert_eq!(
        fresh.keys(Table::Meta, Keys::all()).await.unwrap(),
        Vec::<Vec<u8>>::new()
    );
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_build_opens_within_the_same_hundred_only() {
    drop(open("newer").await);
    raise("newer", 101).await;
    let store = open("newer").await;
    store
        .commit(one(b"k", b"v"), Durability::Strict)
        .await
        .unwrap();
    raise("newer", 200).await;
    let refused = IndexedDb::open("newer").await.map(drop);
    assert_eq!(
        refused,
        Err(StoreError::TooNew {
            found: 200,
            known: 100
        })
    );
}

async fn raise(name: &str, version: u32) {
    let script = format!(
        "return new Promise((ok, no) => {{ const r = indexedDB.open('{name}', {version});
         r.onsuccess = () => {{ r.result.close(); ok(); }}; r.onerror = no; r.onblocked = no; }})"
    );
    let promise = js_sys::Function::new_no_args(&script)
        .call0(&wasm_bindgen::JsValue::NULL)
        .unwrap();
    wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(promise))
        .await
        .unwrap();
}
