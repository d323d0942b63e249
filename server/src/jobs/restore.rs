//! A server back from a backup: a new life (epoch) that agrees with the old one up to the snapshot.
//!
//! Devices that were further ahead see the new epoch, fetch everything anew, and send again what the
//! snapshot does not have: nothing they hold is lost.

use crate::clock::Millis;
use crate::data_folder::{DataFolder, make_private, write_private};
use crate::hex;
use crate::jobs::backup::{self, Target};
use crate::jobs::verify;
use crate::store::meta::{self, Fact};
use crate::store::{self, audit, blobs, devices};
use anyhow::{Context, bail};
use rusqlite::{Connection, TransactionBehavior};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// 2026-01-01T00:00Z. Lives are numbered by the second after it in which they began, so that two
/// restores of one snapshot never bear the same number.
const FIRST_SECOND: Millis = 1_767_225_600_000;
/// Replica numbers kept free for devices that got theirs after the snapshot.
const CLAIMABLE: u32 = 10_000;

/// Puts a snapshot (the newest if none is named) into an empty data folder.
pub fn run(
    target: &Target,
    name: Option<&str>,
    data: &Path,
    now: Millis,
) -> anyhow::Result<String> {
    if data.join("yingke.db").exists() {
        bail!(
            "{} holds a database; move the folder away first, nothing is overwritten",
            data.display()
        );
    }
    let name = match name {
        Some(name) => name.to_owned(),
        None => target
            .snapshots()?
            .pop()
            .context("there is no complete snapshot")?,
    };
    let manifest = target.manifest(&name)?;
    let place = target.snapshot(&name);
    let content = std::fs::read(place.join("yingke.db"))?;
    if hex::encode(&Sha256::digest(&content)) != manifest.database_sha256 {
        bail!("snapshot {name} is damaged: its database has changed since it was made");
    }

    make_private(data)?;
    let folder = DataFolder::open(data)?;
    let _lock = folder.lock()?;
    if let Ok(key) = std::fs::read(place.join("organisation.key")) {
        write_private(&folder.organisation_key(), &key)?;
    }
    // The database comes last: until it is there, the folder is not a server's.
    let draft = data.join("restoring.db");
    write_private(&draft, &content)?;
    let mut conn = store::open_for_writing(&draft)?;
    store::migrate(&mut conn)?;
    let problems = verify::database(&conn)?;
    if !problems.is_empty() {
        bail!("snapshot {name} is damaged: {}", problems.join("; "));
    }
    for blob in blobs::all(&conn)? {
        let hash = hex::encode(&blob.hash);
        backup::copy_blob(&target.blob(&hash), &folder.blob(&hash), &blob.hash)?;
    }
    begin_new_life(&mut conn, now)?;
    conn.pragma_update(None, "journal_mode", "delete")?;
    conn.close().map_err(|(_, error)| error)?;
    std::fs::rename(&draft, folder.database())?;
    crate::data_folder::sync_folder(&folder.database())?;
    Ok(name)
}

/// Turns a copy of the past into a server of its own.
fn begin_new_life(conn: &mut Connection, now: Millis) -> anyhow::Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let old: u32 = meta::get(&tx, Fact::ServerEpoch)?.unwrap_or(0);
    let base: u64 = meta::get(&tx, Fact::Sequence)?.unwrap_or(0);
    let seconds = u32::try_from((now - FIRST_SECOND) / 1_000).unwrap_or(0);
    let epoch = seconds.max(old + 1);
    tx.execute("UPDATE epochs SET base = min(base, ?1)", [base])?;
    tx.execute(
        "INSERT INTO epochs (epoch, base) VALUES (?1, ?2)",
        (old, base),
    )?;
    meta::set(&tx, Fact::ServerEpoch, epoch)?;
    meta::set(&tx, Fact::Watermark, base)?;
    devices::leave_room(&tx, CLAIMABLE)?;
    // Sessions and codes that ended after the snapshot must not come back to life.
    tx.execute("DELETE FROM sessions", [])?;
    tx.execute("DELETE FROM codes", [])?;
    let detail = json!({ "epoch": epoch, "base": base });
    audit::append(
        &tx,
        &audit::Event {
            at: now,
            actor: None,
            device: None,
            action: "restored",
            detail,
        },
    )?;
    tx.commit()?;
    Ok(())
}
