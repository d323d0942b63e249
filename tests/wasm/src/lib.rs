//! What the browser tests share. The tests themselves are in `tests/`, one file per subject; they run in real Chromium.

use app::storage::IndexedDb;
use app::storage::keyring::{BucketId, DeviceKey, Keyring};
use app::storage::page::{Change, PageStore};

/// Opens the database of a test.
///
/// # Panics
/// When the browser refuses.
pub async fn open(name: &str) -> IndexedDb {
    match IndexedDb::open(name).await {
        Ok(store) => store,
        Err(error) => panic!("{name}: {error}"),
    }
}

/// A page store over a database, under a fixed key.
///
/// # Panics
/// When the browser refuses.
pub async fn pages(store: &IndexedDb) -> PageStore<IndexedDb> {
    match Keyring::open(store, DeviceKey::new([7; 32]), 42, 1).await {
        Ok(keyring) => PageStore::new(store.clone(), keyring),
        Err(error) => panic!("{error}"),
    }
}

/// A bucket of a test.
///
/// # Panics
/// Never: the name is not empty.
#[must_use]
pub fn bucket(name: &str) -> BucketId {
    match BucketId::new(name.as_bytes()) {
        Some(bucket) => bucket,
        None => panic!("empty bucket name"),
    }
}

/// `count` records of about `size` bytes with half-random content.
#[must_use]
pub fn records(bucket: &BucketId, kind: u16, count: u32, size: usize) -> Vec<Change> {
    (0..count)
        .map(|n| {
            let mut id = [0; 16];
            id[12..].copy_from_slice(&n.to_be_bytes());
            let text = format!(
                "深圳市明亮照明有限公司 {n} name{n}@example.com +86 755 {:07}",
                n * 7919
            );
            let bytes = text.into_bytes().into_iter().cycle().take(size).collect();
            Change {
                bucket: bucket.clone(),
                kind,
                id,
                bytes: Some(bytes),
            }
        })
        .collect()
}
