//! The few facts that exist once.

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _, ToSql};

/// A named fact. The names are stored: never rename one.
#[derive(Clone, Copy, Debug)]
pub enum Fact {
    /// Id of the unit that is the organisation itself; its presence means that setup is done.
    Organisation,
    /// Generation of this database: a number that is new after every restore from a backup.
    ServerEpoch,
    /// The last server sequence given.
    Sequence,
    /// The last server sequence that is in a backup.
    Watermark,
    /// The organisation was made by `--demo`.
    Demo,
    /// Highest replica number a device may claim after a restore (see `store::devices`).
    ClaimableReplicas,
}

impl Fact {
    const fn key(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::ServerEpoch => "server_epoch",
            Self::Sequence => "sequence",
            Self::Watermark => "watermark",
            Self::Demo => "demo",
            Self::ClaimableReplicas => "claimable_replicas",
        }
    }
}

/// Reads a fact.
pub fn get<T: FromSql>(conn: &Connection, fact: Fact) -> rusqlite::Result<Option<T>> {
    conn.prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([fact.key()], |row| row.get(0))
        .optional()
}

/// Writes a fact.
pub fn set(conn: &Connection, fact: Fact, value: impl ToSql) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?
        .execute((fact.key(), value))?;
    Ok(())
}
