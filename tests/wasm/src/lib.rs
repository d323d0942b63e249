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

/// The journal worker's script, served from memory: the tests have no server of their own.
///
/// # Panics
/// When the browser refuses.
#[must_use]
pub fn journal_url() -> String {
    script_url(include_str!("../../../app/workers/journal.js"))
}

/// A script served from memory.
///
/// # Panics
/// When the browser refuses.
#[must_use]
pub fn script_url(script: &str) -> String {
    let parts = js_sys::Array::of1(&script.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    let url = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    match url {
        Ok(url) => url,
        Err(error) => panic!("{error:?}"),
    }
}

/// The vault worker's start, reached through this test's own module.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn serve_vault() {
    #[cfg(target_arch = "wasm32")]
    vault::worker::serve();
}

/// A worker script that runs the vault from this test's own module.
#[must_use]
pub fn vault_url(origin: &str) -> String {
    script_url(&format!(
        "import init, {{ serve_vault }} from '{origin}/wasm-bindgen-test';
         await init({{ module_or_path: '{origin}/wasm-bindgen-test_bg.wasm' }});
         serve_vault();"
    ))
}
