//! One-time codes. Only hashes are kept; an account has at most one code.

use crate::clock::Millis;
use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

/// Gives the account a code, in place of any earlier one.
pub fn put(
    conn: &Connection,
    hash: &[u8; 32],
    account: Uuid,
    expires_at: Millis,
) -> rusqlite::Result<()> {
    withdraw(conn, account)?;
    conn.prepare_cached("INSERT INTO codes (hash, account, expires_at) VALUES (?1, ?2, ?3)")?
        .execute((hash, account.as_bytes(), expires_at))?;
    Ok(())
}

/// Uses up a code: the account it was for, if it was good.
pub fn take(conn: &Connection, hash: &[u8; 32], now: Millis) -> rusqlite::Result<Option<Uuid>> {
    let sql = "DELETE FROM codes WHERE hash = ?1 AND expires_at > ?2 RETURNING account";
    conn.prepare_cached(sql)?
        .query_row((hash, now), |row| Ok(Uuid::from_bytes(row.get(0)?)))
        .optional()
}

/// Drops the codes whose time is over.
pub fn clear_old(conn: &Connection, now: Millis) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM codes WHERE expires_at <= ?1")?
        .execute([now])?;
    Ok(())
}

/// Takes back the code of an account.
pub fn withdraw(conn: &Connection, account: Uuid) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM codes WHERE account = ?1")?
        .execute([account.as_bytes()])?;
    Ok(())
}
