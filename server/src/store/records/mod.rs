//! The records on SQLite: what the sync machine of `shared` needs of a database.
//!
//! A [`Records`] lives inside one transaction of the writer, or on one view of a reader. Its own
//! transactions (one per slice) are savepoints in it. Sequence and bucket sums are kept in memory and
//! written at the end of each, because every op changes them.

mod feed;
mod write;
mod zone;

use crate::clock::Millis;
use crate::store::meta::{self, Fact};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row};
use shared::access::Reach;
use shared::calendar::ZoneData;
use shared::entity::{Bucket, Canonical, FacetHash, FacetRow, Id, Level, OpId, Record, ReplicaId};
use shared::sync::Receipt;
use shared::sync::server::{Meta, Page, RowQuery, Store, StoreError};
use shared::sync::wire::Leave;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

pub use feed::may_fetch;

type Stored<T> = Result<T, StoreError>;

/// A bucket as far as it is known in this transaction.
#[derive(Clone, Copy, Debug)]
struct Known {
    number: i64,
    sum: FacetHash,
    changed: bool,
}

/// The records, inside one transaction or on one view.
pub struct Records<'c> {
    conn: &'c Connection,
    now: Millis,
    meta: Cell<Option<Meta>>,
    facets: RefCell<HashMap<Id, Vec<FacetRow>>>,
    buckets: RefCell<HashMap<Bucket, Known>>,
    /// On a reader: reaches met for the first time, for the caller to remember.
    writes: bool,
    reaches: RefCell<HashMap<u64, Reach>>,
    /// By what they say: the ops of replicas that were asked about.
    hashes: RefCell<HashMap<ReplicaId, HashMap<[u8; 32], OpId>>>,
}

impl<'c> Records<'c> {
    /// Inside a transaction of the writer.
    pub fn writing(conn: &'c Connection, now: Millis) -> Self {
        Self::new(conn, now, true)
    }

    /// On a view of a reader: only reaches can be put, and they are handed over by
    /// [`Records::new_reaches`].
    pub fn reading(conn: &'c Connection) -> Self {
        Self::new(conn, 0, false)
    }

    fn new(conn: &'c Connection, now: Millis, writes: bool) -> Self {
        Self {
            conn,
            now,
            writes,
            meta: Cell::default(),
            facets: RefCell::default(),
            buckets: RefCell::default(),
            reaches: RefCell::default(),
            hashes: RefCell::default(),
        }
    }

    /// Reaches that the reader met for the first time.
    pub fn new_reaches(self) -> HashMap<u64, Reach> {
        self.reaches.into_inner()
    }

    /// A whole record.
    pub fn record(&self, id: Id) -> Stored<Option<Record>> {
        Ok(Record::from_facets(self.facets(id)?))
    }

    fn forget(&mut self) {
        self.meta.set(None);
        self.facets.borrow_mut().clear();
        self.buckets.borrow_mut().clear();
        self.hashes.borrow_mut().clear();
    }
}

impl Store for Records<'_> {
    fn begin(&mut self) -> Stored<()> {
        if self.writes {
            self.run("SAVEPOINT slice")?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Stored<()> {
        if self.writes {
            self.write_sums()?;
            self.run("RELEASE slice")?;
        }
        Ok(())
    }

    fn rollback(&mut self) {
        self.forget();
        // After a full disk SQLite may have ended the transaction itself.
        if self.writes && !self.conn.is_autocommit() {
            let _ = self
                .run("ROLLBACK TO slice")
                .and_then(|()| self.run("RELEASE slice"));
        }
    }

    fn meta(&self) -> Stored<Meta> {
        if let Some(meta) = self.meta.get() {
            return Ok(meta);
        }
        let fact = |fact| meta::get::<u64>(self.conn, fact).map_err(failed);
        let epoch = fact(Fact::ServerEpoch)?.unwrap_or(0);
        let found = Meta {
            epoch: u32::try_from(epoch).map_err(|error| StoreError::Failed(error.to_string()))?,
            seq: fact(Fact::Sequence)?.unwrap_or(0),
            watermark: fact(Fact::Watermark)?.unwrap_or(0),
        };
        self.meta.set(Some(found));
        Ok(found)
    }

    fn epoch_base(&self, epoch: u32) -> Stored<Option<u64>> {
        let sql = "SELECT base FROM epochs WHERE epoch = ?1";
        if let Some(base) = self.one(sql, [epoch], |row| row.get(0))? {
            return Ok(Some(base));
        }
        if epoch >= self.meta()?.epoch {
            return Ok(None);
        }
        // A life that was lost: it agrees at least as far as the earliest parting of the ways.
        let sql = "SELECT min(base) FROM epochs";
        Ok(self.one(sql, [], |row| row.get(0))?.flatten())
    }

    fn facets(&self, id: Id) -> Stored<Vec<FacetRow>> {
        if let Some(rows) = self.facets.borrow().get(&id) {
            return Ok(rows.clone());
        }
        let sql = "SELECT content FROM facets WHERE record = ?1 ORDER BY level";
        let rows: Vec<FacetRow> = self.all(sql, [id.0], |row| decode(row, 0))?;
        self.facets.borrow_mut().insert(id, rows.clone());
        Ok(rows)
    }

    fn ids_at(&self, key: &[u8]) -> Stored<Vec<Id>> {
        let sql = "SELECT record FROM keys WHERE key = ?1 ORDER BY record";
        self.all(sql, [key], |row| Ok(Id(row.get(0)?)))
    }

    fn receipt(&self, op: OpId) -> Stored<Option<([u8; 32], Receipt)>> {
        let sql = "SELECT hash, receipt FROM ops WHERE replica = ?1 AND epoch = ?2 AND number = ?3";
        self.one(sql, (op.replica.0, op.epoch, op.seq), |row| {
            Ok((row.get(0)?, decode(row, 1)?))
        })
    }

    fn op_with(&self, replica: ReplicaId, hash: &[u8; 32]) -> Stored<Option<OpId>> {
        if let Some(ops) = self.hashes.borrow().get(&replica) {
            return Ok(ops.get(hash).copied());
        }
        // Asked for every op of a device that was rolled back: read once, then looked up.
        let sql = "SELECT hash, epoch, number FROM ops WHERE replica = ?1 ORDER BY seq DESC";
        let read = |row: &Row<'_>| {
            let id = OpId {
                replica,
                epoch: row.get(1)?,
                seq: row.get(2)?,
            };
            Ok((row.get(0)?, id))
        };
        let ops: HashMap<_, _> = self.all(sql, [replica.0], read)?.into_iter().collect();
        let found = ops.get(hash).copied();
        self.hashes.borrow_mut().insert(replica, ops);
        Ok(found)
    }

    fn progress(&self, replica: ReplicaId, epoch: u32) -> Stored<u64> {
        let sql = "SELECT number FROM progress WHERE replica = ?1 AND epoch = ?2";
        Ok(self
            .one(sql, (replica.0, epoch), |row| row.get(0))?
            .unwrap_or(0))
    }

    fn progress_of(&self, replica: ReplicaId) -> Stored<Vec<(u32, u64)>> {
        let sql = "SELECT epoch, number FROM progress WHERE replica = ?1 ORDER BY epoch";
        self.all(sql, [replica.0], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn reach(&self, fingerprint: u64) -> Stored<Option<Reach>> {
        if let Some(reach) = self.reaches.borrow().get(&fingerprint) {
            return Ok(Some(reach.clone()));
        }
        let sql = "SELECT content FROM reaches WHERE fingerprint = ?1";
        self.one(sql, [fingerprint.cast_signed()], |row| decode(row, 0))
    }

    fn buckets(&self) -> Stored<Vec<(Bucket, FacetHash)>> {
        self.read_buckets()
    }

    fn rows(&self, query: &RowQuery<'_>) -> Stored<Page> {
        self.read_rows(query)
    }

    fn shared_rows(&self, user: Id, after: u64, upto: u64) -> Stored<Vec<FacetRow>> {
        self.read_shared(user, after, upto)
    }

    fn leaves(&self, buckets: &[Bucket], after: u64, upto: u64) -> Stored<Vec<Leave>> {
        self.read_leaves(buckets, after, upto)
    }

    fn receipts(
        &self,
        replica: ReplicaId,
        after: u64,
        upto: u64,
        max: usize,
    ) -> Stored<Vec<Receipt>> {
        let sql = "SELECT receipt FROM ops WHERE replica = ?1 AND seq > ?2 AND seq <= ?3
                   ORDER BY seq LIMIT ?4";
        self.all(sql, (replica.0, clamp(after), clamp(upto), max), |row| {
            decode(row, 0)
        })
    }

    fn shares(&self, id: Id) -> Stored<Vec<(Id, Level)>> {
        let sql = "SELECT account, level FROM shares WHERE record = ?1 ORDER BY account";
        self.all(sql, [id.0], |row| Ok((Id(row.get(0)?), level(row, 1)?)))
    }

    fn next_seq(&mut self) -> Stored<u64> {
        let mut meta = self.meta()?;
        meta.seq += 1;
        self.meta.set(Some(meta));
        Ok(meta.seq)
    }

    fn put_facet(&mut self, old: Option<&FacetRow>, new: &FacetRow) -> Stored<()> {
        self.write_facet(old, new)
    }

    fn put_leave(&mut self, leave: &Leave) -> Stored<()> {
        let sql =
            "INSERT OR IGNORE INTO leaves (seq, record, level, bucket) VALUES (?1, ?2, ?3, ?4)";
        let bucket = leave.bucket.to_bytes();
        self.exec(sql, (leave.seq, leave.id.0, leave.level as u8, bucket))
    }

    fn put_keys(&mut self, id: Id, keys: &[Vec<u8>]) -> Stored<()> {
        self.write_keys(id, keys)
    }

    fn put_shares(&mut self, id: Id, shares: &[(Id, Level)]) -> Stored<()> {
        self.exec("DELETE FROM shares WHERE record = ?1", [id.0])?;
        for (account, level) in shares {
            let sql = "INSERT INTO shares (account, record, level) VALUES (?1, ?2, ?3)";
            self.exec(sql, (account.0, id.0, *level as u8))?;
        }
        Ok(())
    }

    fn put_op(&mut self, op: &shared::sync::Op, hash: &[u8; 32], receipt: &Receipt) -> Stored<()> {
        self.write_op(op, hash, receipt)
    }

    fn put_progress(&mut self, replica: ReplicaId, epoch: u32, seq: u64) -> Stored<()> {
        let sql = "INSERT INTO progress (replica, epoch, number) VALUES (?1, ?2, ?3)
                   ON CONFLICT (replica, epoch) DO UPDATE SET number = excluded.number";
        self.exec(sql, (replica.0, epoch, seq))
    }

    fn put_reach(&mut self, fingerprint: u64, reach: &Reach) -> Stored<()> {
        if !self.writes {
            self.reaches.borrow_mut().insert(fingerprint, reach.clone());
            return Ok(());
        }
        let sql = "INSERT OR IGNORE INTO reaches (fingerprint, content) VALUES (?1, ?2)";
        self.exec(sql, (fingerprint.cast_signed(), reach.to_bytes()))
    }

    fn next_number(&mut self, prefix: &str, year: i32) -> Stored<u32> {
        let sql = "INSERT INTO numbers (prefix, year, last) VALUES (?1, ?2, 1)
                   ON CONFLICT (prefix, year) DO UPDATE SET last = last + 1 RETURNING last";
        let number = self.one(sql, (prefix, year), |row| row.get(0))?;
        number.ok_or_else(|| StoreError::Failed("no number was returned".into()))
    }

    fn year(&self, unit: Id, at_ms: u64) -> i32 {
        zone::year(self, unit, at_ms)
    }

    fn zone_rules(&self, name: &str) -> Option<ZoneData> {
        zone::rules(name)
    }
}

impl Records<'_> {
    fn run(&self, sql: &str) -> Stored<()> {
        self.exec(sql, [])
    }

    fn exec(&self, sql: &str, values: impl rusqlite::Params) -> Stored<()> {
        let done = self
            .conn
            .prepare_cached(sql)
            .and_then(|mut sql| sql.execute(values));
        done.map(drop).map_err(failed)
    }

    fn one<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Stored<Option<T>> {
        let found = self
            .conn
            .prepare_cached(sql)
            .map_err(failed)?
            .query_row(values, read)
            .optional();
        found.map_err(failed)
    }

    fn all<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Stored<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql).map_err(failed)?;
        let rows = statement.query_map(values, read).map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }
}

/// A sequence as SQLite can hold it; `u64::MAX` stands for "without end".
fn clamp(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn level(row: &Row<'_>, column: usize) -> rusqlite::Result<Level> {
    Level::from_u8(row.get(column)?).ok_or_else(|| damaged(column, "no such level"))
}

fn decode<T: Canonical>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let bytes = row.get_ref(column)?.as_blob()?;
    T::from_bytes(bytes).map_err(|error| damaged(column, &error.to_string()))
}

fn damaged(column: usize, what: &str) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Blob;
    rusqlite::Error::FromSqlConversionFailure(column, kind, what.to_owned().into())
}

fn failed(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Failed(error.to_string()),
    }
}
