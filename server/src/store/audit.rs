//! Security events, chained: each entry's hash covers its own content and the hash before it.

use crate::clock::Millis;
use minicbor::Encoder;
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// An event before it has its place in the chain.
#[derive(Clone, Debug)]
pub struct Event {
    /// When it happened.
    pub at: Millis,
    /// Which account did it, if one was signed in.
    pub actor: Option<Uuid>,
    /// From which device.
    pub device: Option<Uuid>,
    /// What happened. The words are stored: never change one.
    pub action: &'static str,
    /// Ids and circumstances; never a secret, a name or a phone number.
    pub detail: Value,
}

/// An entry of the chain.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Place in the chain, from 1, without gaps.
    pub number: u64,
    /// When it happened.
    pub at: Millis,
    /// Which account did it.
    pub actor: Option<Uuid>,
    /// From which device.
    pub device: Option<Uuid>,
    /// What happened.
    pub action: String,
    /// JSON as it was written.
    pub detail: String,
    /// Hash of this entry and, through it, of all before.
    pub hash: [u8; 32],
}

/// Appends an event; part of the transaction of what it tells about.
pub fn append(conn: &Connection, event: &Event) -> rusqlite::Result<()> {
    let last = last(conn)?;
    let mut entry = Entry {
        number: last.as_ref().map_or(1, |last| last.number + 1),
        at: event.at,
        actor: event.actor,
        device: event.device,
        action: event.action.to_owned(),
        detail: event.detail.to_string(),
        hash: [0; 32],
    };
    entry.hash = chain(last.map_or([0; 32], |last| last.hash), &entry);
    let sql = "INSERT INTO audit (number, at, actor, device, action, detail, hash)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    conn.prepare_cached(sql)?.execute((
        entry.number,
        entry.at,
        entry.actor.map(Uuid::into_bytes),
        entry.device.map(Uuid::into_bytes),
        &entry.action,
        &entry.detail,
        entry.hash,
    ))?;
    Ok(())
}

/// The end of the chain.
pub fn last(conn: &Connection) -> rusqlite::Result<Option<Entry>> {
    let sql = "SELECT number, at, actor, device, action, detail, hash FROM audit
               ORDER BY number DESC LIMIT 1";
    conn.prepare_cached(sql)?.query_row([], from_row).optional()
}

/// Walks the whole chain: its length, or the number of the first entry that does not fit.
pub fn verify(conn: &Connection) -> rusqlite::Result<Result<u64, u64>> {
    let sql = "SELECT number, at, actor, device, action, detail, hash FROM audit ORDER BY number";
    let mut statement = conn.prepare(sql)?;
    let mut before = Entry {
        number: 0,
        hash: [0; 32],
        ..EMPTY
    };
    for entry in statement.query_map([], from_row)? {
        let entry = entry?;
        if entry.number != before.number + 1 || entry.hash != chain(before.hash, &entry) {
            return Ok(Err(before.number + 1));
        }
        before = entry;
    }
    Ok(Ok(before.number))
}

const EMPTY: Entry = Entry {
    number: 0,
    at: 0,
    actor: None,
    device: None,
    action: String::new(),
    detail: String::new(),
    hash: [0; 32],
};

fn from_row(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        number: row.get(0)?,
        at: row.get(1)?,
        actor: row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes),
        device: row.get::<_, Option<[u8; 16]>>(3)?.map(Uuid::from_bytes),
        action: row.get(4)?,
        detail: row.get(5)?,
        hash: row.get(6)?,
    })
}

fn chain(before: [u8; 32], entry: &Entry) -> [u8; 32] {
    let mut bytes = Vec::with_capacity(128);
    let mut cbor = Encoder::new(&mut bytes);
    let id = |id: &Option<Uuid>| id.map(Uuid::into_bytes).unwrap_or_default();
    // Encoding into a Vec cannot fail.
    let _ = cbor.array(7).and_then(|cbor| {
        cbor.bytes(&before)?
            .u64(entry.number)?
            .i64(entry.at)?
            .bytes(&id(&entry.actor))?;
        cbor.bytes(&id(&entry.device))?
            .str(&entry.action)?
            .str(&entry.detail)?
            .ok()
    });
    Sha256::digest(&bytes).into()
}
