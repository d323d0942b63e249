//! Which blobs are here.

use crate::clock::Millis;
use rusqlite::{Connection, OptionalExtension as _, Row};

/// A blob that is here, whole and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of its content.
    pub hash: [u8; 32],
    /// Bytes.
    pub size: u64,
    /// What its content is (see `blobs::media`).
    pub media_type: String,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Blob> {
    Ok(Blob {
        hash: row.get(0)?,
        size: row.get(1)?,
        media_type: row.get(2)?,
    })
}

/// The blob with this hash.
pub fn find(conn: &Connection, hash: &[u8; 32]) -> rusqlite::Result<Option<Blob>> {
    conn.prepare_cached("SELECT hash, size, media_type FROM blobs WHERE hash = ?1")?
        .query_row([hash], from_row)
        .optional()
}

/// Every blob, by hash.
pub fn all(conn: &Connection) -> rusqlite::Result<Vec<Blob>> {
    conn.prepare("SELECT hash, size, media_type FROM blobs ORDER BY hash")?
        .query_map([], from_row)?
        .collect()
}

/// Notes a blob that is on disk.
pub fn insert(conn: &Connection, blob: &Blob, replica: u32, now: Millis) -> rusqlite::Result<()> {
    let sql = "INSERT INTO blobs (hash, size, media_type, created_at, replica)
               VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (hash) DO NOTHING";
    conn.prepare_cached(sql)?
        .execute((blob.hash, blob.size, &blob.media_type, now, replica))?;
    Ok(())
}
