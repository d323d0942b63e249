//! The device store in this browser: where its parts are, and which replicas are here.

use super::device::{Device, Parts};
use super::journal::opfs::Opfs;
use super::outbox::StartReport;
use super::witness::LocalWitness;
use super::{IndexedDb, StoreError};
use crate::platform::{assets, local};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A replica in this browser, locked.
pub type BrowserDevice = Device<IndexedDb, Rc<Opfs>, LocalWitness>;

const PREFIX: &str = "yingke-";
const IDENTITY: &str = "yingke-identity-";

/// Opens the store of a replica. A database the browser can no longer read is replaced by an empty one; the report then says what
/// the journals gave back.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn open(replica: u32) -> Result<(BrowserDevice, StartReport), StoreError> {
    let name = format!("{PREFIX}{replica}");
    let store = match IndexedDb::open(&name).await {
        Err(StoreError::Damaged(_)) => {
            IndexedDb::delete(&name).await?;
            IndexedDb::open(&name).await?
        }
        opened => opened?,
    };
    let disk = assets::url("workers/journal.js").map(|url| Rc::new(Opfs::new(&url, &name)));
    let witness = LocalWitness {
        key: format!("yingke-last-{replica}"),
    };
    let identity_copy = LocalWitness {
        key: format!("{IDENTITY}{replica}"),
    };
    Device::start(
        Parts {
            store,
            disk,
            witness,
            identity_copy,
        },
        replica,
    )
    .await
}

/// Numbers of the replicas that have a store in this browser.
pub async fn replicas() -> Vec<u32> {
    let noted = local::names();
    let noted = noted
        .iter()
        .filter_map(|name| name.strip_prefix(IDENTITY)?.parse().ok());
    let mut found: BTreeSet<u32> = noted.collect();
    let databases = IndexedDb::names().await;
    found.extend(
        databases
            .iter()
            .filter_map(|name| name.strip_prefix(PREFIX)?.parse::<u32>().ok()),
    );
    found.into_iter().collect()
}
