//! What a pull reads.

use super::{Records, Stored, clamp, decode, level};
use crate::store::blobs::Blob;
use rusqlite::Row;
use shared::access;
use shared::entity::{Bucket, Canonical, FacetHash, FacetRow, Id, Level};
use shared::sync::server::{Page, RowQuery, Store, StoreError, StoreLook};
use shared::sync::wire::Leave;
use std::collections::HashSet;

impl Records<'_> {
    pub(super) fn read_buckets(&self) -> Stored<Vec<(Bucket, FacetHash)>> {
        let sql = "SELECT bucket, sum FROM buckets ORDER BY bucket";
        let mut all = self.all(sql, [], |row| {
            let sum = FacetHash::from_be_bytes(row.get(1)?);
            Ok((bucket(row, 0)?, sum))
        })?;
        let known = self.buckets.borrow();
        for (bucket, sum) in &mut all {
            if let Some(known) = known.get(bucket) {
                *sum = known.sum;
            }
        }
        Ok(all)
    }

    pub(super) fn read_rows(&self, query: &RowQuery<'_>) -> Stored<Page> {
        if query.buckets.is_empty() || query.after >= query.upto {
            return Ok(Page::default());
        }
        // Walks the index in order of sequence; the buckets decide which rows are touched at all.
        let wanted: HashSet<[u8; 34]> = query.buckets.iter().map(|b| b.to_bytes()).collect();
        let sql = "SELECT number, bucket FROM buckets";
        let numbered: Vec<(i64, [u8; 34])> =
            self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let numbers: Vec<i64> = numbered
            .into_iter()
            .filter_map(|(number, bucket)| wanted.contains(&bucket).then_some(number))
            .collect();
        let numbers = serde_json::to_string(&numbers).unwrap_or_default();
        let sql = "SELECT seq, content FROM facets
                   WHERE seq > ?1 AND seq <= ?2 AND bucket IN (SELECT value FROM json_each(?3))
                   ORDER BY seq, record, level";
        let mut statement = self.conn.prepare_cached(sql).map_err(super::failed)?;
        let mut found = statement
            .query((clamp(query.after), clamp(query.upto), numbers))
            .map_err(super::failed)?;
        let (mut rows, mut bytes, mut last) = (Vec::new(), 0, 0);
        while let Some(row) = found.next().map_err(super::failed)? {
            let seq: i64 = row.get(0).map_err(super::failed)?;
            // A page ends between two sequences, never inside one.
            if bytes >= query.max_bytes && seq != last {
                break;
            }
            let facet: FacetRow = decode(row, 1).map_err(super::failed)?;
            bytes += facet.to_bytes().len();
            last = seq;
            rows.push(facet);
        }
        let full = bytes >= query.max_bytes;
        Ok(Page { rows, full })
    }

    pub(super) fn read_shared(&self, user: Id, after: u64, upto: u64) -> Stored<Vec<FacetRow>> {
        let sql = "SELECT f.content FROM shares s
                   JOIN facets f ON f.record = s.record AND f.level <= s.level
                   WHERE s.account = ?1 AND f.seq > ?2 AND f.seq <= ?3
                   ORDER BY f.seq, f.record, f.level";
        self.all(sql, (user.0, clamp(after), clamp(upto)), |row| {
            decode(row, 0)
        })
    }

    pub(super) fn read_leaves(
        &self,
        buckets: &[Bucket],
        after: u64,
        upto: u64,
    ) -> Stored<Vec<Leave>> {
        let wanted: HashSet<&Bucket> = buckets.iter().collect();
        let sql = "SELECT bucket, record, level, seq FROM leaves WHERE seq > ?1 AND seq <= ?2
                   ORDER BY seq, record, level";
        let mut leaves = self.all(sql, (clamp(after), clamp(upto)), |row| {
            Ok(Leave {
                bucket: bucket(row, 0)?,
                id: Id(row.get(1)?),
                level: level(row, 2)?,
                seq: row.get(3)?,
            })
        })?;
        leaves.retain(|leave| wanted.contains(&leave.bucket));
        Ok(leaves)
    }
}

/// Whether a user may fetch a blob: it is named in a facet within reach, or lent, or it is their own.
pub fn may_fetch(
    records: &Records<'_>,
    user: Id,
    blob: &Blob,
    now_ms: u64,
) -> Result<bool, StoreError> {
    let sql =
        "SELECT account FROM replicas r JOIN blobs b ON b.replica = r.number WHERE b.hash = ?1";
    let owner: Option<[u8; 16]> = records.one(sql, [blob.hash], |row| row.get(0))?;
    if owner == Some(user.0) {
        return Ok(true);
    }
    let look = StoreLook::new(records);
    let reach = access::reach(&look, user, now_ms);
    if let Some(error) = look.error() {
        return Err(error);
    }
    let sql = "SELECT record, level FROM blob_uses WHERE hash = ?1";
    let uses = records.all(sql, [blob.hash], |row| {
        Ok((Id(row.get(0)?), level(row, 1)?))
    })?;
    for (record, level) in uses {
        let facets = records.facets(record)?;
        let home = facets.iter().find(|facet| facet.bucket.level == level);
        if home.is_some_and(|facet| reach.opens(&facet.bucket))
            || lent(records, record, user, level)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn lent(records: &Records<'_>, record: Id, user: Id, level: Level) -> Stored<bool> {
    let shares = records.shares(record)?;
    Ok(shares
        .iter()
        .any(|(account, upto)| *account == user && level <= *upto))
}

fn bucket(row: &Row<'_>, column: usize) -> rusqlite::Result<Bucket> {
    let bytes: [u8; 34] = row.get(column)?;
    Bucket::from_bytes(&bytes).ok_or_else(|| super::damaged(column, "no such bucket"))
}
