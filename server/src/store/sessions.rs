//! Sessions and push credentials. The tokens themselves are known to their devices only.

use crate::clock::Millis;
use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

/// How many push credentials a replica keeps: the one in use, and a few whose delivery may have failed.
const PUSH_CREDENTIALS: u32 = 4;

/// Whom a token stands for, and whether it still counts.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The (device, account) pair.
    pub replica: u32,
    /// The device.
    pub device: Uuid,
    /// The account, which is the id of the User record.
    pub account: Uuid,
    /// Sign-in name.
    pub login: String,
    /// Start of the session.
    pub created_at: Millis,
    /// Last contact, to the minute.
    pub seen_at: Millis,
    /// The device was reported lost.
    pub revoked: bool,
}

/// Opens a session.
pub fn open(
    conn: &Connection,
    token: &[u8; 32],
    replica: u32,
    now: Millis,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO sessions (token, replica, created_at, seen_at) VALUES (?1, ?2, ?3, ?3)";
    conn.prepare_cached(sql)?.execute((token, replica, now))?;
    Ok(())
}

/// Who holds this session token.
pub fn holder(conn: &Connection, token: &[u8; 32]) -> rusqlite::Result<Option<Holder>> {
    find(conn, "sessions", "seen_at", token)
}

/// Who holds this push credential.
pub fn pusher(conn: &Connection, token: &[u8; 32]) -> rusqlite::Result<Option<Holder>> {
    find(conn, "push_credentials", "created_at", token)
}

fn find(
    conn: &Connection,
    table: &str,
    seen_at: &str,
    token: &[u8; 32],
) -> rusqlite::Result<Option<Holder>> {
    let sql = format!(
        "SELECT t.replica, r.device, r.account, a.login, t.created_at, t.{seen_at},
                d.revoked_at IS NOT NULL
         FROM {table} t JOIN replicas r ON r.number = t.replica
         JOIN devices d ON d.id = r.device JOIN accounts a ON a.id = r.account
         WHERE t.token = ?1"
    );
    let found = conn.prepare_cached(&sql)?.query_row([token], |row| {
        Ok(Holder {
            replica: row.get(0)?,
            device: Uuid::from_bytes(row.get(1)?),
            account: Uuid::from_bytes(row.get(2)?),
            login: row.get(3)?,
            created_at: row.get(4)?,
            seen_at: row.get(5)?,
            revoked: row.get(6)?,
        })
    });
    found.optional()
}

/// Notes a contact.
pub fn touch(conn: &Connection, token: &[u8; 32], now: Millis) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE sessions SET seen_at = ?2 WHERE token = ?1")?
        .execute((token, now))?;
    Ok(())
}

/// Ends one session.
pub fn close(conn: &Connection, token: &[u8; 32]) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM sessions WHERE token = ?1")?
        .execute([token])?;
    Ok(())
}

/// Ends every session of an account but the one given.
pub fn close_others(
    conn: &Connection,
    account: Uuid,
    but: Option<&[u8; 32]>,
) -> rusqlite::Result<()> {
    let sql = "DELETE FROM sessions WHERE token IS NOT ?2
               AND replica IN (SELECT number FROM replicas WHERE account = ?1)";
    conn.prepare_cached(sql)?
        .execute((account.as_bytes(), but))?;
    Ok(())
}

/// Ends the sessions that nobody has used since `unseen_since` or that began before `begun_before`.
/// Those of lost devices stay, to tell them to wipe.
pub fn close_old(
    conn: &Connection,
    unseen_since: Millis,
    begun_before: Millis,
) -> rusqlite::Result<()> {
    let sql = "DELETE FROM sessions WHERE (seen_at < ?1 OR created_at < ?2)
               AND replica NOT IN (SELECT r.number FROM replicas r JOIN devices d ON d.id = r.device
                                   WHERE d.revoked_at IS NOT NULL)";
    conn.prepare_cached(sql)?
        .execute((unseen_since, begun_before))?;
    Ok(())
}

/// Adds a push credential and drops the oldest beyond a handful.
pub fn add_push_credential(
    conn: &Connection,
    token: &[u8; 32],
    replica: u32,
    now: Millis,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO push_credentials (token, replica, created_at) VALUES (?1, ?2, ?3)";
    conn.prepare_cached(sql)?.execute((token, replica, now))?;
    let sql = "DELETE FROM push_credentials WHERE replica = ?1 AND token NOT IN
               (SELECT token FROM push_credentials WHERE replica = ?1
                ORDER BY created_at DESC, token = ?3 DESC LIMIT ?2)";
    conn.prepare_cached(sql)?
        .execute((replica, PUSH_CREDENTIALS, token))?;
    Ok(())
}
