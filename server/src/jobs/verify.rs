//! Is everything there, and is it what it was? Each check names what it finds.

use crate::data_folder::DataFolder;
use crate::jobs::backup::Target;
use crate::store::{self, audit, blobs};
use crate::{hex, organisation_key};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use shared::entity::{Bucket, Canonical as _, FacetHash, FacetRow};
use shared::sync::Op;
use std::collections::BTreeMap;
use std::path::Path;

/// Checks a data folder; an empty list is a clean bill.
pub fn data(folder: &DataFolder) -> anyhow::Result<Vec<String>> {
    let conn = store::open_for_reading(&folder.database())?;
    let mut problems = database(&conn)?;
    problems.extend(files(&conn, |hash| folder.blob(hash))?);
    match organisation_key::load(folder) {
        Ok(Some(_)) => {}
        Ok(None) => problems.push("organisation.key is missing".to_owned()),
        Err(error) => problems.push(format!("{error:#}")),
    }
    Ok(problems)
}

/// Checks a snapshot and the blobs it needs.
pub fn snapshot(target: &Target, name: &str) -> anyhow::Result<Vec<String>> {
    let manifest = target.manifest(name)?;
    let path = target.snapshot(name).join("yingke.db");
    if hex::encode(&Sha256::digest(std::fs::read(&path)?)) != manifest.database_sha256 {
        return Ok(vec![
            "the database has changed since the snapshot was made".to_owned(),
        ]);
    }
    let conn = store::open_for_reading(&path)?;
    let mut problems = database(&conn)?;
    problems.extend(files(&conn, |hash| target.blob(hash))?);
    Ok(problems)
}

/// Checks a database: its pages, the audit chain, the op log, the sums of the buckets.
pub fn database(conn: &Connection) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    let mut check = conn.prepare("PRAGMA integrity_check")?;
    for line in check.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            problems.push(format!("database: {line}"));
        }
    }
    let orphans = conn
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |_| Ok(()))?
        .count();
    if orphans > 0 {
        problems.push(format!("database: {orphans} rows refer to nothing"));
    }
    if !problems.is_empty() {
        // What follows would only repeat it.
        return Ok(problems);
    }
    if let Err(number) = audit::verify(conn)? {
        problems.push(format!("audit: the chain breaks at entry {number}"));
    }
    problems.extend(ops(conn)?);
    problems.extend(sums(conn)?);
    Ok(problems)
}

fn ops(conn: &Connection) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    let mut all = conn.prepare("SELECT seq, hash, content FROM ops ORDER BY seq")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, hash): (u64, [u8; 32]) = (row.get(0)?, row.get(1)?);
        let content = row.get_ref(2)?.as_blob()?;
        if !Op::from_bytes(content).is_ok_and(|op| op.hash() == hash) {
            problems.push(format!("op {seq}: the content is not what was received"));
        }
    }
    Ok(problems)
}

fn sums(conn: &Connection) -> anyhow::Result<Vec<String>> {
    let mut computed: BTreeMap<Bucket, FacetHash> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut facets = conn.prepare("SELECT record, content FROM facets")?;
    let mut rows = facets.query([])?;
    while let Some(row) = rows.next()? {
        match FacetRow::from_bytes(row.get_ref(1)?.as_blob()?) {
            Ok(facet) => {
                let sum = computed.entry(facet.bucket).or_default();
                *sum = sum.wrapping_add(facet.hash());
            }
            Err(error) => {
                let id: [u8; 16] = row.get(0)?;
                problems.push(format!("record {}: {error}", hex::encode(&id)));
            }
        }
    }
    let mut stored = conn.prepare("SELECT bucket, sum FROM buckets")?;
    let mut rows = stored.query([])?;
    while let Some(row) = rows.next()? {
        let (bytes, sum): ([u8; 34], [u8; 16]) = (row.get(0)?, row.get(1)?);
        let bucket = Bucket::from_bytes(&bytes);
        let found = bucket
            .and_then(|bucket| computed.remove(&bucket))
            .unwrap_or(0);
        if bucket.is_none() || found != FacetHash::from_be_bytes(sum) {
            problems.push(format!(
                "bucket {}: its sum does not fit its rows",
                hex::encode(&bytes)
            ));
        }
    }
    if !computed.is_empty() {
        problems.push(format!("{} buckets are not listed", computed.len()));
    }
    Ok(problems)
}

fn files<P: AsRef<Path>>(
    conn: &Connection,
    place: impl Fn(&str) -> P,
) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for blob in blobs::all(conn)? {
        let hash = hex::encode(&blob.hash);
        match std::fs::read(place(&hash)) {
            Ok(content) if <[u8; 32]>::from(Sha256::digest(&content)) == blob.hash => {}
            Ok(_) => problems.push(format!("blob {hash} is damaged")),
            Err(error) => problems.push(format!("blob {hash}: {error}")),
        }
    }
    Ok(problems)
}
