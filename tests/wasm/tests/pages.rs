//! Pages on IndexedDB with WebCrypto.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use app::storage::page::{Chunk, Update};
use app::storage::{Batch, Durability, IndexedDb, Keys, Store, Table};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use wasm_tests::{bucket, open, pages, records};

wasm_bindgen_test_configure!(run_in_browser);

/// Records and damaged buckets that a fresh start finds.
async fn read(store: &IndexedDb) -> (usize, usize) {
    let mut pages = pages(store).await;
    let chunks = pages.load(|_, _| 0).await.unwrap().collect().await.unwrap();
    chunks
        .iter()
        .fold((0, 0), |(rows, damaged), chunk| match chunk {
            Chunk::Rows { records, .. } => (rows + records.len(), damaged),
            Chunk::Damaged { .. } => (rows, damaged + 1),
        })
}

#[wasm_bindgen_test]
async fn pages_and_changes_survive_a_restart_and_folding() {
    let store = open("pages").await;
    let bucket = bucket("sales");
    let mut writer = pages(&store).await;
    writer
        .append(records(&bucket, 3, 2000, 600).into(), Batch::new())
        .await
        .unwrap();
    let mut changes = records(&bucket, 3, 40, 700);
    changes.truncate(30);
    changes[0].bytes = None;
    writer.append(changes.into(), Batch::new()).await.unwrap();
    assert_eq!(read(&store).await, (1999, 0));
    writer.fold().await.unwrap();
    assert!(
        store
            .keys(Table::Delta, Keys::all())
            .await
            .unwrap()
            .is_empty()
    );
    store.close();
    assert_eq!(read(&store).await, (1999, 0));
}

#[wasm_bindgen_test]
async fn a_dropped_bucket_leaves_no_page_that_decodes() {
    let store = open("drop").await;
    let mut writer = pages(&store).await;
    for name in ["sales", "finance"] {
        writer
            .append(records(&bucket(name), 3, 300, 600).into(), Batch::new())
            .await
            .unwrap();
    }
    let old = store
        .load(Table::Pages, Keys::all(), u32::MAX)
        .await
        .unwrap();
    writer
        .append(
            Update {
                drops: vec![bucket("finance")],
                ..Update::default()
            },
            Batch::new(),
        )
        .await
        .unwrap();
    assert_eq!(read(&store).await, (300, 0));
    let mut batch = Batch::new();
    for row in old {
        batch.put(Table::Pages, row.key, row.value);
    }
    store.commit(batch, Durability::Strict).await.unwrap();
    assert_eq!(
        read(&store).await,
        (300, 2),
        "pages put back from a copy stay shut"
    );
}
