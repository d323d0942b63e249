//! Requests inside one transaction. Nothing but the database is awaited here.

use super::errors::{running, thrown};
use crate::storage::StoreError;
use crate::storage::store::{Batch, Durability, Keys, Row, Table, Write};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

pub(super) type Range = KeyRange<JsValue>;

/// Starts a read-write transaction.
pub(super) fn begin<'a>(
    db: &'a Database,
    tables: &[Table],
    durability: Durability,
) -> Result<Transaction<'a>, StoreError> {
    let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
    let durability = match durability {
        Durability::Strict => TransactionDurability::Strict,
        Durability::Relaxed => TransactionDurability::Relaxed,
    };
    db.transaction(names.as_slice())
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(durability))
        .build()
        .map_err(running)
}

/// Reads, decides, writes, commits. A transaction dropped before the commit rolls back.
pub(super) async fn run<F>(
    tx: Transaction<'_>,
    reads: &[(Table, &[u8])],
    decide: &mut Option<F>,
) -> Result<(), StoreError>
where
    F: FnOnce(Vec<Option<Vec<u8>>>) -> Result<Batch, StoreError>,
{
    let mut found = Vec::with_capacity(reads.len());
    for (table, key) in reads {
        let store = tx.object_store(table.name()).map_err(running)?;
        let get = store
            .get::<JsValue, JsValue, _>(js_bytes(key))
            .primitive()
            .map_err(running)?;
        found.push(get.await.map_err(running)?.map(rust_bytes).transpose()?);
    }
    let Some(decide) = decide.take() else {
        return Err(StoreError::Closed);
    };
    for write in decide(found)?.writes() {
        request(&tx, write)?;
    }
    tx.commit().await.map_err(running)
}

/// Issues one write. Its success is that of the transaction, so it is not awaited.
fn request(tx: &Transaction<'_>, write: &Write) -> Result<(), StoreError> {
    let store = tx.object_store(write.table().name()).map_err(running)?;
    match write {
        Write::Put(_, row) => {
            let put = store.put(js_bytes(&row.value)).with_key(js_bytes(&row.key));
            put.primitive().map(drop).map_err(running)
        }
        Write::Delete(_, keys) => {
            let Some(range) = key_range(keys)? else {
                return Ok(());
            };
            store
                .delete::<JsValue, _>(range)
                .primitive()
                .map(drop)
                .map_err(running)
        }
    }
}

/// Rows of a range, in key order.
pub(super) async fn read_rows(
    db: &Database,
    table: Table,
    range: &Range,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    let tx = db.transaction(table.name()).build().map_err(running)?;
    let store = tx.object_store(table.name()).map_err(running)?;
    // Both requests are made before the first is awaited: they run in order, in one transaction.
    let keys = store
        .get_all_keys::<JsValue>()
        .with_query::<JsValue, _>(range.clone());
    let keys = keys.with_limit(limit).primitive().map_err(running)?;
    let values = store
        .get_all::<JsValue>()
        .with_query::<JsValue, _>(range.clone());
    let values = values.with_limit(limit).primitive().map_err(running)?;
    let keys = keys.await.map_err(running)?;
    let values = values.await.map_err(running)?;
    keys.zip(values)
        .map(|(key, value)| {
            let key = rust_bytes(key.map_err(running)?)?;
            Ok(Row {
                key,
                value: rust_bytes(value.map_err(running)?)?,
            })
        })
        .collect()
}

/// Keys of a range, in order.
pub(super) async fn read_keys(
    db: &Database,
    table: Table,
    range: &Range,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let tx = db.transaction(table.name()).build().map_err(running)?;
    let store = tx.object_store(table.name()).map_err(running)?;
    let keys = store
        .get_all_keys::<JsValue>()
        .with_query::<JsValue, _>(range.clone());
    let keys = keys.primitive().map_err(running)?.await.map_err(running)?;
    keys.map(|key| rust_bytes(key.map_err(running)?)).collect()
}

/// The browser's form of a range; none when no key can be in it (the browser throws at such a range).
pub(super) fn key_range(keys: &Keys) -> Result<Option<Range>, StoreError> {
    if keys.is_empty() {
        return Ok(None);
    }
    let from = js_bytes(&keys.from);
    let range = match &keys.until {
        None => web_sys::IdbKeyRange::lower_bound(&from),
        Some(until) => {
            let until = js_bytes(until);
            web_sys::IdbKeyRange::bound_with_lower_open_and_upper_open(&from, &until, false, true)
        }
    };
    Ok(Some(KeyRange::Only(range.map_err(thrown)?.into())))
}

fn js_bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// Values come back as `Uint8Array`, keys as `ArrayBuffer`.
fn rust_bytes(value: JsValue) -> Result<Vec<u8>, StoreError> {
    if let Some(array) = value.dyn_ref::<Uint8Array>() {
        return Ok(array.to_vec());
    }
    if value.is_instance_of::<js_sys::ArrayBuffer>() {
        return Ok(Uint8Array::new(&value).to_vec());
    }
    Err(StoreError::Format("not bytes"))
}
