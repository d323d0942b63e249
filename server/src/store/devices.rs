//! Devices and the replicas on them.

use crate::clock::Millis;
use crate::store::meta::{self, Fact};
use rusqlite::{Connection, OptionalExtension as _, Row};
use uuid::Uuid;

/// A row of `devices` with the accounts that have signed in on it.
#[derive(Clone, Debug)]
pub struct Device {
    /// Made by the device itself.
    pub id: Uuid,
    /// What its users call it.
    pub name: String,
    /// `tablet`, `phone` or `computer`.
    pub kind: String,
    /// First sign-in.
    pub created_at: Millis,
    /// Last contact, to the minute.
    pub last_seen_at: Millis,
    /// When it was reported lost.
    pub revoked_at: Option<Millis>,
    /// Who has signed in on it.
    pub accounts: Vec<Uuid>,
}

/// Notes that the device is there; keeps the name its users gave it before.
pub fn seen(
    conn: &Connection,
    id: Uuid,
    name: &str,
    kind: &str,
    now: Millis,
) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO devices (id, name, kind, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?4)
               ON CONFLICT (id) DO UPDATE SET last_seen_at = ?4";
    conn.prepare_cached(sql)?
        .execute((id.as_bytes(), name, kind, now))?;
    Ok(())
}

/// Notes a contact of a known device.
pub fn touch(conn: &Connection, id: Uuid, now: Millis) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE devices SET last_seen_at = ?2 WHERE id = ?1")?
        .execute((id.as_bytes(), now))?;
    Ok(())
}

/// When the device was reported lost, if it was.
pub fn revoked_at(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<Millis>> {
    let at = conn
        .prepare_cached("SELECT revoked_at FROM devices WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(at.flatten())
}

/// Gives the device another name.
pub fn rename(conn: &Connection, id: Uuid, name: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE devices SET name = ?2 WHERE id = ?1")?
        .execute((id.as_bytes(), name))?;
    Ok(())
}

/// Marks the device as lost. Its tokens stay known, so that its next contact can be told to wipe.
pub fn revoke(conn: &Connection, id: Uuid, now: Millis) -> rusqlite::Result<()> {
    let sql = "UPDATE devices SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1";
    conn.prepare_cached(sql)?.execute((id.as_bytes(), now))?;
    Ok(())
}

/// Every device, the last seen first.
pub fn all(conn: &Connection) -> rusqlite::Result<Vec<Device>> {
    let sql = "SELECT d.id, d.name, d.kind, d.created_at, d.last_seen_at, d.revoked_at,
                      (SELECT json_group_array(hex(r.account)) FROM replicas r WHERE r.device = d.id)
               FROM devices d ORDER BY d.last_seen_at DESC, d.id";
    conn.prepare_cached(sql)?.query_map([], from_row)?.collect()
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Device> {
    let accounts: String = row.get(6)?;
    let accounts = serde_json::from_str(&accounts).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(6, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(Device {
        id: Uuid::from_bytes(row.get(0)?),
        name: row.get(1)?,
        kind: row.get(2)?,
        created_at: row.get(3)?,
        last_seen_at: row.get(4)?,
        revoked_at: row.get(5)?,
        accounts,
    })
}

/// The replica number of this account on this device; a new one at its first sign-in.
///
/// `known` is the number the device remembers. It counts only after a restore from a backup that did
/// not know the device yet: the device takes its number back, and its unsent work stays its own.
pub fn replica(
    conn: &Connection,
    device: Uuid,
    account: Uuid,
    known: Option<u32>,
    now: Millis,
) -> rusqlite::Result<u32> {
    let (device, account) = (device.as_bytes(), account.as_bytes());
    let sql = "SELECT number FROM replicas WHERE device = ?1 AND account = ?2";
    let given = conn
        .prepare_cached(sql)?
        .query_row((device, account), |row| row.get(0));
    if let Some(number) = given.optional()? {
        return Ok(number);
    }
    let claimed = match known {
        Some(number) if claimable(conn, number)? => Some(number),
        _ => None,
    };
    let sql = "INSERT INTO replicas (number, device, account, created_at) VALUES (?1, ?2, ?3, ?4)
               RETURNING number";
    conn.prepare_cached(sql)?
        .query_row((claimed, device, account, now), |row| row.get(0))
}

/// Whose replica this is.
pub fn account_of(conn: &Connection, replica: u32) -> rusqlite::Result<Option<Uuid>> {
    conn.prepare_cached("SELECT account FROM replicas WHERE number = ?1")?
        .query_row([replica], |row| Ok(Uuid::from_bytes(row.get(0)?)))
        .optional()
}

/// After a restore: keeps the next `count` replica numbers for the devices that may have got them in the
/// life that was lost (see [`replica`]); new ones are given above.
pub fn leave_room(conn: &Connection, count: u32) -> rusqlite::Result<()> {
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'replicas'";
    let last: u32 = conn.query_row(sql, [], |row| row.get(0))?;
    let limit = last.saturating_add(count);
    meta::set(conn, Fact::ClaimableReplicas, limit)?;
    conn.execute("DELETE FROM sqlite_sequence WHERE name = 'replicas'", [])?;
    let sql = "INSERT INTO sqlite_sequence (name, seq) VALUES ('replicas', ?1)";
    conn.execute(sql, [limit])?;
    Ok(())
}

fn claimable(conn: &Connection, number: u32) -> rusqlite::Result<bool> {
    let limit: u32 = meta::get(conn, Fact::ClaimableReplicas)?.unwrap_or(0);
    if number == 0 || number > limit {
        return Ok(false);
    }
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM replicas WHERE number = ?1)";
    conn.prepare_cached(sql)?
        .query_row([number], |row| row.get(0))
}
