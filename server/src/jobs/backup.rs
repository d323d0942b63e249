//! A backup of everything, made while the server runs.
//!
//! ```text
//! target/  blobs/ab/ab12…              every blob once, whatever number of snapshots names it
//!          snapshots/20261122T020000Z/  yingke.db  organisation.key  manifest.json
//! ```
//!
//! When a snapshot is complete and has been read back, the live database raises its watermark: devices
//! may then forget the ops that are in it.

use crate::clock::Millis;
use crate::data_folder::{DataFolder, make_private, sync_folder, write_private};
use crate::hex;
use crate::jobs::verify;
use crate::store::meta::{self, Fact};
use crate::store::{self, audit, blobs};
use anyhow::{Context, bail};
use chrono::DateTime;
use rusqlite::{Connection, TransactionBehavior, backup::Backup};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// Version of the layout.
const FORMAT: u32 = 1;

/// What a snapshot says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the layout.
    pub format: u32,
    /// When it was made, UTC milliseconds.
    pub made_at: Millis,
    /// The life of the server it comes from.
    pub server_epoch: u32,
    /// The last server sequence in it.
    pub seq: u64,
    /// SHA-256 of the database file.
    pub database_sha256: String,
    /// Number of blobs it needs.
    pub blobs: usize,
}

/// A folder with snapshots.
#[derive(Clone, Debug)]
pub struct Target(pub PathBuf);

impl Target {
    /// Where a blob lies.
    pub fn blob(&self, hash: &str) -> PathBuf {
        self.0
            .join("blobs")
            .join(hash.get(..2).unwrap_or("00"))
            .join(hash)
    }

    /// Where a snapshot lies.
    pub fn snapshot(&self, name: &str) -> PathBuf {
        self.0.join("snapshots").join(name)
    }

    /// The names of the complete snapshots, oldest first.
    pub fn snapshots(&self) -> anyhow::Result<Vec<String>> {
        let folder = self.0.join("snapshots");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            if entry.path().join("manifest.json").is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// Reads what a snapshot says of itself.
    pub fn manifest(&self, name: &str) -> anyhow::Result<Manifest> {
        let text = std::fs::read(self.snapshot(name).join("manifest.json"))?;
        let manifest: Manifest = serde_json::from_slice(&text).context("manifest.json")?;
        if manifest.format > FORMAT {
            bail!("snapshot {name} was made by a newer version of this program");
        }
        Ok(manifest)
    }
}

/// Makes a snapshot; answers with its name and what it says of itself.
pub fn run(
    folder: &DataFolder,
    target: &Target,
    now: Millis,
) -> anyhow::Result<(String, Manifest)> {
    if !folder.database().exists() {
        bail!("there is no database in {}", folder.path().display());
    }
    let name = DateTime::from_timestamp_millis(now).context("the clock is impossible")?;
    let name = format!("{}", name.format("%Y%m%dT%H%M%S%3fZ"));
    let place = target.snapshot(&name);
    make_private(&place)?;
    make_private(&target.0.join("blobs"))?;

    let copy = place.join("yingke.db");
    copy_database(folder, &copy)?;
    let snapshot = store::open_for_reading(&copy)?;
    let problems = verify::database(&snapshot)?;
    if !problems.is_empty() {
        bail!("the copy does not read back: {}", problems.join("; "));
    }
    let needed = blobs::all(&snapshot)?;
    for blob in &needed {
        let hash = hex::encode(&blob.hash);
        copy_blob(&folder.blob(&hash), &target.blob(&hash), &blob.hash)?;
    }
    if let Ok(key) = std::fs::read(folder.organisation_key()) {
        write_private(&place.join("organisation.key"), &key)?;
    }
    let manifest = Manifest {
        format: FORMAT,
        made_at: now,
        server_epoch: meta::get(&snapshot, Fact::ServerEpoch)?.unwrap_or(0),
        seq: meta::get(&snapshot, Fact::Sequence)?.unwrap_or(0),
        database_sha256: hex::encode(&Sha256::digest(std::fs::read(&copy)?)),
        blobs: needed.len(),
    };
    // Written last: a snapshot without it is not complete and is never used.
    write_private(
        &place.join("manifest.json"),
        &serde_json::to_vec_pretty(&manifest)?,
    )?;
    raise_watermark(folder, &manifest, now)?;
    Ok((name, manifest))
}

fn copy_database(folder: &DataFolder, copy: &Path) -> anyhow::Result<()> {
    let live = store::open_for_reading(&folder.database())?;
    write_private(copy, b"")?;
    let mut target = Connection::open(copy)?;
    {
        let backup = Backup::new(&live, &mut target)?;
        // All pages in one step: one consistent view, and in WAL mode nobody waits for it.
        backup.step(-1)?;
    }
    target.pragma_update(None, "journal_mode", "delete")?;
    target.close().map_err(|(_, error)| error)?;
    std::fs::File::open(copy)?.sync_all()?;
    Ok(())
}

/// Copies a blob unless it is there, and checks it on the way.
pub(super) fn copy_blob(from: &Path, to: &Path, hash: &[u8; 32]) -> anyhow::Result<()> {
    if to.exists() {
        return Ok(());
    }
    let content = std::fs::read(from).with_context(|| format!("blob {}", from.display()))?;
    if <[u8; 32]>::from(Sha256::digest(&content)) != *hash {
        bail!("blob {} is damaged", from.display());
    }
    if let Some(shelf) = to.parent() {
        make_private(shelf)?;
    }
    write_private(to, &content)?;
    sync_folder(to)?;
    Ok(())
}

fn raise_watermark(folder: &DataFolder, manifest: &Manifest, now: Millis) -> anyhow::Result<()> {
    let mut live = store::open_for_writing(&folder.database())?;
    let tx = live.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let epoch: u32 = meta::get(&tx, Fact::ServerEpoch)?.unwrap_or(0);
    if epoch == manifest.server_epoch {
        meta::set(&tx, Fact::Watermark, manifest.seq)?;
        let detail = json!({ "seq": manifest.seq });
        let event = audit::Event {
            at: now,
            actor: None,
            device: None,
            action: "backed_up",
            detail,
        };
        audit::append(&tx, &event)?;
    }
    tx.commit()?;
    Ok(())
}
