//! What every [`Store`] does alike. One suite, run on the memory store on the host and on IndexedDB in a browser.
#![cfg(any(test, feature = "testing"))]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use super::StoreError;
use super::store::{Batch, Durability, Keys, Store, Table};

/// Calls `$run!(case, $open)` for every case of the suite. `$open` is an `async fn(&str) -> impl Store` that opens a store by
/// name, creating it when there is none.
#[macro_export]
macro_rules! store_conformance {
    ($run:ident, $open:expr) => {
        $run!(starts_empty, $open);
        $run!(reads_back_what_was_committed, $open);
        $run!(reads_ranges_in_key_order, $open);
        $run!(limits_a_range, $open);
        $run!(applies_writes_in_order, $open);
        $run!(keeps_tables_apart, $open);
        $run!(writes_all_or_nothing, $open);
        $run!(decides_inside_the_transaction, $open);
        $run!(serialises_counters, $open);
        $run!(survives_reopening, $open);
        $run!(stores_large_values, $open);
        $run!(treats_empty_ranges_as_empty, $open);
    };
}

fn one(table: Table, key: &[u8], value: &[u8]) -> Batch {
    let mut batch = Batch::new();
    batch.put(table, key, value);
    batch
}

fn some_keys(n: u8) -> Batch {
    let mut batch = Batch::new();
    for i in (0..n).rev() {
        batch.put(Table::Pages, [7, i], [i]);
    }
    batch
}

/// A new store holds nothing.
pub async fn starts_empty<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("starts_empty").await;
    for table in Table::ALL {
        assert!(
            store
                .load(table, Keys::all(), u32::MAX)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(store.keys(table, Keys::all()).await.unwrap().is_empty());
    }
    assert_eq!(store.get(Table::Meta, b"nothing").await.unwrap(), None);
}

/// Keys and values are arbitrary bytes, also empty ones.
pub async fn reads_back_what_was_committed<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("reads_back").await;
    let pairs: [(&[u8], &[u8]); 4] = [
        (b"", b"empty key"),
        (b"\0", b""),
        (b"\xff\xff", b"\0\xff"),
        ("键".as_bytes(), b"v"),
    ];
    let mut batch = Batch::new();
    for (key, value) in pairs {
        batch.put(Table::Meta, key, value);
    }
    store.commit(batch, Durability::Strict).await.unwrap();
    for (key, value) in pairs {
        assert_eq!(
            store.get(Table::Meta, key).await.unwrap().as_deref(),
            Some(value)
        );
    }
    store
        .commit(Batch::new(), Durability::Strict)
        .await
        .unwrap();
    assert_eq!(store.keys(Table::Meta, Keys::all()).await.unwrap().len(), 4);
}

/// Order is bytewise, ranges are half-open, prefixes do not leak into their neighbours.
pub async fn reads_ranges_in_key_order<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("ranges").await;
    let mut batch = some_keys(5);
    for key in [
        &[6, 255][..],
        &[7],
        &[8],
        &[255],
        &[255, 255],
        &[255, 255, 1],
    ] {
        batch.put(Table::Pages, key, b"");
    }
    store.commit(batch, Durability::Relaxed).await.unwrap();
    let keys = async |keys| store.keys(Table::Pages, keys).await.unwrap();
    assert_eq!(keys(Keys::prefix(&[7])).await.len(), 6);
    assert_eq!(keys(Keys::prefix(&[255, 255])).await.len(), 2);
    assert_eq!(keys(Keys::prefix(&[])).await.len(), 11);
    assert_eq!(
        keys(Keys::between(&[7, 1], &[7, 3])).await,
        [[7, 1], [7, 2]]
    );
    assert_eq!(
        keys(Keys::through(&[7, 1], &[7, 3])).await,
        [[7, 1], [7, 2], [7, 3]]
    );
    assert_eq!(keys(Keys::one(&[7])).await, [[7]]);
    let rows = store
        .load(Table::Pages, Keys::prefix(&[7]), u32::MAX)
        .await
        .unwrap();
    let keys: Vec<_> = rows.iter().map(|row| row.key.as_slice()).collect();
    assert_eq!(
        keys,
        [&[7][..], &[7, 0], &[7, 1], &[7, 2], &[7, 3], &[7, 4]]
    );
    assert_eq!(rows[3].value, [2]);
}

/// A limit cuts the range from its start.
pub async fn limits_a_range<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("limits").await;
    store
        .commit(some_keys(9), Durability::Relaxed)
        .await
        .unwrap();
    let rows = store
        .load(Table::Pages, Keys::prefix(&[7]), 2)
        .await
        .unwrap();
    assert_eq!(
        rows.iter().map(|row| row.value[0]).collect::<Vec<_>>(),
        [0, 1]
    );
}

/// A later write of a batch sees the earlier ones.
pub async fn applies_writes_in_order<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("order").await;
    let mut batch = some_keys(3);
    batch.delete(Table::Pages, Keys::prefix(&[7]));
    batch.put(Table::Pages, [7, 1], b"a");
    batch.put(Table::Pages, [7, 1], b"b");
    store.commit(batch, Durability::Relaxed).await.unwrap();
    let rows = store
        .load(Table::Pages, Keys::all(), u32::MAX)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].value, b"b");
}

/// The same key in two tables is two values.
pub async fn keeps_tables_apart<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("tables").await;
    let mut batch = Batch::new();
    for table in Table::ALL {
        batch.put(table, b"k", table.name());
    }
    batch.delete(Table::Delta, Keys::all());
    store.commit(batch, Durability::Relaxed).await.unwrap();
    for table in Table::ALL {
        let expected = (table != Table::Delta).then(|| table.name().as_bytes().to_vec());
        assert_eq!(store.get(table, b"k").await.unwrap(), expected);
    }
}

/// A transaction that fails leaves nothing behind, and the store usable.
pub async fn writes_all_or_nothing<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("atomic").await;
    store
        .commit(one(Table::Meta, b"k", b"before"), Durability::Strict)
        .await
        .unwrap();
    let refused = store
        .update(
            &[Table::Meta],
            &[(Table::Meta, b"k")],
            Durability::Strict,
            |_| Err(StoreError::Conflict),
        )
        .await;
    assert_eq!(refused, Err(StoreError::Conflict));
    let outside = store
        .update(&[Table::Meta], &[], Durability::Strict, |_| {
            let mut batch = one(Table::Meta, b"k", b"after");
            batch.put(Table::Outbox, b"k", b"outside the transaction");
            Ok(batch)
        })
        .await;
    assert!(outside.is_err());
    assert_eq!(
        store.get(Table::Meta, b"k").await.unwrap().unwrap(),
        b"before"
    );
    assert_eq!(store.get(Table::Outbox, b"k").await.unwrap(), None);
}

/// Reads come in the order asked for, absent ones as none.
pub async fn decides_inside_the_transaction<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("decides").await;
    store
        .commit(one(Table::Meta, b"a", b"1"), Durability::Relaxed)
        .await
        .unwrap();
    let reads: [(Table, &[u8]); 3] = [
        (Table::Meta, b"b"),
        (Table::Meta, b"a"),
        (Table::Outbox, b"a"),
    ];
    let decide = |found: Vec<Option<Vec<u8>>>| {
        assert_eq!(found, [None, Some(b"1".to_vec()), None]);
        Ok(one(Table::Outbox, b"x", b"y"))
    };
    store
        .update(
            &[Table::Meta, Table::Outbox],
            &reads,
            Durability::Strict,
            decide,
        )
        .await
        .unwrap();
    assert_eq!(store.get(Table::Outbox, b"x").await.unwrap().unwrap(), b"y");
}

/// Counting up from many tasks at once loses no step.
pub async fn serialises_counters<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("counter").await;
    let second = open("counter").await;
    let step = |found: Vec<Option<Vec<u8>>>| {
        let last = found[0].as_ref().map_or(0, |value| value[0]);
        let mut batch = one(Table::Meta, b"counter", &[last + 1]);
        batch.put(Table::Outbox, [last + 1], b"op");
        Ok(batch)
    };
    let tables = [Table::Meta, Table::Outbox];
    let reads: [(Table, &[u8]); 1] = [(Table::Meta, b"counter")];
    let steps = (0..20).map(|i| {
        let store = if i % 2 == 0 { &store } else { &second };
        store.update(&tables, &reads, Durability::Relaxed, step)
    });
    for done in futures::future::join_all(steps).await {
        done.unwrap();
    }
    assert_eq!(
        store.get(Table::Meta, b"counter").await.unwrap().unwrap(),
        [20]
    );
    assert_eq!(
        store.keys(Table::Outbox, Keys::all()).await.unwrap().len(),
        20
    );
}

/// What is committed is there after the store was closed.
pub async fn survives_reopening<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("reopen").await;
    store
        .commit(one(Table::Outbox, b"k", b"v"), Durability::Strict)
        .await
        .unwrap();
    drop(store);
    let store = open("reopen").await;
    assert_eq!(store.get(Table::Outbox, b"k").await.unwrap().unwrap(), b"v");
}

/// Values beyond every page size come back whole.
pub async fn stores_large_values<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("large").await;
    let large: Vec<u8> = (0..3_000_000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    store
        .commit(one(Table::BlobChunk, b"k", &large), Durability::Strict)
        .await
        .unwrap();
    assert!(store.get(Table::BlobChunk, b"k").await.unwrap().unwrap() == large);
}

/// A range nothing can be in is empty, not an error.
pub async fn treats_empty_ranges_as_empty<S: Store>(open: impl AsyncFn(&str) -> S) {
    let store = open("empty_ranges").await;
    store
        .commit(some_keys(3), Durability::Relaxed)
        .await
        .unwrap();
    let nothing = || Keys::between(&[7, 2], &[7, 1]);
    assert!(
        store
            .keys(Table::Pages, nothing())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .load(Table::Pages, nothing(), 5)
            .await
            .unwrap()
            .is_empty()
    );
    let mut batch = Batch::new();
    batch.delete(Table::Pages, nothing());
    store.commit(batch, Durability::Relaxed).await.unwrap();
    assert_eq!(
        store.keys(Table::Pages, Keys::all()).await.unwrap().len(),
        3
    );
}
