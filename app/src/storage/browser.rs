//! The device store in this browser: where its parts are, and which replicas are here.

use super::device::{Device, Parts};
use super::journal::Disk as _;
use super::journal::opfs::Opfs;
use super::outbox::StartReport;
use super::witness::LocalWitness;
use super::{IndexedDb, StoreError};
use crate::platform::{assets, local};
use shared::ordered::ordered_set;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A replica in this browser, locked.
pub type BrowserDevice = Device<IndexedDb, Rc<Opfs>, LocalWitness>;

const PREFIX: &str = "yingke-";
const IDENTITY: &str = "yingke-identity-";
const LAST: &str = "yingke-last-";

/// Opens the store of a replica. A database the browser can no longer read is replaced by an empty one; the report then says what
/// the journals gave back.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn open(replica: u32) -> Result<(BrowserDevice, StartReport), StoreError> {
    let name = name(replica);
    let store = match IndexedDb::open(&name).await {
        Err(StoreError::Damaged(_)) => {
            IndexedDb::delete(&name).await?;
            IndexedDb::open(&name).await?
        }
        opened => opened?,
    };
    let disk = disk(&name).map(Rc::new);
    let witness = LocalWitness {
        key: format!("{LAST}{replica}"),
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
    let mut found: BTreeSet<u32> = ordered_set(noted);
    let databases = IndexedDb::names().await;
    found.extend(
        databases
            .iter()
            .filter_map(|name| name.strip_prefix(PREFIX)?.parse::<u32>().ok()),
    );
    found.into_iter().collect()
}

/// Deletes everything of a replica: keys first, so that what is left after a crash opens for nobody.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn erase(replica: u32) -> Result<(), StoreError> {
    local::remove(&format!("{IDENTITY}{replica}"));
    local::remove(&format!("{LAST}{replica}"));
    let name = name(replica);
    IndexedDb::delete(&name).await?;
    let Some(disk) = disk(&name) else {
        return Ok(());
    };
    // Journals hold sealed frames only; they go as far as the browser lets them.
    if disk.claim().await.is_ok() {
        for file in disk.names().await.unwrap_or_default() {
            drop(disk.remove(&file).await);
        }
    }
    Ok(())
}

/// Name of the database, the folder of private files, the channel and the locks of a replica.
#[must_use]
pub fn name(replica: u32) -> String {
    format!("{PREFIX}{replica}")
}

fn disk(name: &str) -> Option<Opfs> {
    assets::url("workers/journal.js").map(|url| Opfs::new(&url, name))
}
