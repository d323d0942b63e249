//! SQLite behind one door: every SQL statement of the server is in this folder.
//!
//! One thread writes ([`writer`]), a few connections read ([`readers`]); both run in WAL mode, so that
//! neither waits for the other. The functions of the submodules take a connection and do one thing;
//! a caller joins several of them into one transaction by calling them in one [`Database::write`].

pub mod accounts;
pub mod audit;
pub mod blobs;
pub mod codes;
pub mod devices;
pub mod meta;
mod migrations;
mod readers;
pub mod records;
pub mod sessions;
mod writer;

use rusqlite::{Connection, OpenFlags};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

/// How many connections read at the same time.
const READERS: usize = 4;

/// The database of one organisation.
pub struct Database {
    writer: writer::Writer,
    readers: readers::Readers,
}

impl Database {
    /// Opens the file, creates it if it is missing, and brings its tables up to this version.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let mut conn = open_for_writing(path)?;
        migrations::run(&mut conn)?;
        let readers = (0..READERS)
            .map(|_| open_for_reading(path))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            writer: writer::Writer::start(conn)?,
            readers: readers::Readers::new(readers),
        })
    }

    /// Does `work` in a transaction of its own: all of it is on disk when this returns `Ok`, none of
    /// it when this returns `Err`.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// Does `work` on one consistent view of everything committed so far.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        self.readers.read(work).await
    }
}

/// Brings the tables of a database up to this version.
pub fn migrate(conn: &mut Connection) -> anyhow::Result<()> {
    migrations::run(conn)
}

/// A connection that may write: for the writer thread and for the commands of the command line.
pub fn open_for_writing(path: &Path) -> anyhow::Result<Connection> {
    // Made here for its mode; SQLite gives its other files the same.
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)?;
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "journal_size_limit", 64 << 20)?;
    // Not `temp_store = memory`: what undoes a savepoint would be a list in memory, which SQLite walks
    // at the end of each statement, and a slice would take time by the square of its length.
    settle(&conn)?;
    Ok(conn)
}

/// A connection that cannot write.
pub fn open_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    settle(&conn)?;
    Ok(conn)
}

fn settle(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}
