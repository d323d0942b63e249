//! What an op leaves behind: facets, bucket sums, index keys, and the op itself.

use super::{Known, Records, Stored, clamp};
use crate::store::meta::{self, Fact};
use shared::entity::{Bucket, Canonical, Cell, FacetHash, FacetRow, Id, Slot, Slots, Value};
use shared::sync::server::StoreError;
use shared::sync::{Op, Receipt};
use std::collections::BTreeSet;

impl Records<'_> {
    pub(super) fn write_facet(&mut self, old: Option<&FacetRow>, new: &FacetRow) -> Stored<()> {
        if let Some(old) = old {
            self.change_sum(old.bucket, |sum| sum.wrapping_sub(old.hash()))?;
        }
        let bucket = self.change_sum(new.bucket, |sum| sum.wrapping_add(new.hash()))?;
        let sql =
            "INSERT INTO facets (record, level, bucket, seq, content) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (record, level) DO UPDATE SET bucket = excluded.bucket,
                   seq = excluded.seq, content = excluded.content";
        let level = new.bucket.level as u8;
        self.exec(
            sql,
            (new.id.0, level, bucket, clamp(new.seq), new.to_bytes()),
        )?;
        self.write_blob_uses(old, new)?;

        if let Some(rows) = self.facets.get_mut().get_mut(&new.id) {
            match rows
                .iter_mut()
                .find(|row| row.bucket.level == new.bucket.level)
            {
                Some(row) => row.clone_from(new),
                None => {
                    rows.push(new.clone());
                    rows.sort_by_key(|row| row.bucket.level);
                }
            }
        }
        Ok(())
    }

    /// Changes the sum of a bucket, which is made if it is new; answers with its number.
    fn change_sum(
        &mut self,
        bucket: Bucket,
        change: impl FnOnce(FacetHash) -> FacetHash,
    ) -> Stored<i64> {
        let known = self.buckets.get_mut().get(&bucket).copied();
        let mut known = match known {
            Some(known) => known,
            None => self.open_bucket(bucket)?,
        };
        known.sum = change(known.sum);
        known.changed = true;
        self.buckets.get_mut().insert(bucket, known);
        Ok(known.number)
    }

    fn open_bucket(&self, bucket: Bucket) -> Stored<Known> {
        let sql = "SELECT number, sum FROM buckets WHERE bucket = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, [u8; 16]>(1)?));
        let found = match self.one(sql, [bucket.to_bytes()], read)? {
            Some(found) => Some(found),
            None => {
                let sql = "INSERT INTO buckets (bucket, sum) VALUES (?1, zeroblob(16))
                           RETURNING number, sum";
                self.one(sql, [bucket.to_bytes()], read)?
            }
        };
        let (number, sum) =
            found.ok_or_else(|| StoreError::Failed("no bucket was returned".into()))?;
        Ok(Known {
            number,
            sum: FacetHash::from_be_bytes(sum),
            changed: false,
        })
    }

    /// Writes down what was kept in memory.
    pub(super) fn write_sums(&mut self) -> Stored<()> {
        if let Some(meta) = self.meta.get() {
            meta::set(self.conn, Fact::Sequence, clamp(meta.seq)).map_err(super::failed)?;
        }
        let mut buckets = self.buckets.borrow_mut();
        for known in buckets.values_mut().filter(|known| known.changed) {
            let sql = "UPDATE buckets SET sum = ?2 WHERE number = ?1";
            self.exec(sql, (known.number, known.sum.to_be_bytes()))?;
            known.changed = false;
        }
        Ok(())
    }

    pub(super) fn write_keys(&mut self, id: Id, keys: &[Vec<u8>]) -> Stored<()> {
        // A record that does not exist yet has no keys.
        let is_new = self.facets.borrow().get(&id).is_some_and(Vec::is_empty);
        let mut old: BTreeSet<Vec<u8>> = BTreeSet::new();
        if !is_new {
            let sql = "SELECT key FROM keys WHERE record = ?1";
            old.extend(self.all(sql, [id.0], |row| row.get::<_, Vec<u8>>(0))?);
        }
        let new: BTreeSet<Vec<u8>> = keys.iter().cloned().collect();
        for key in old.difference(&new) {
            self.exec(
                "DELETE FROM keys WHERE key = ?1 AND record = ?2",
                (key, id.0),
            )?;
        }
        for key in new.difference(&old) {
            self.exec(
                "INSERT INTO keys (key, record) VALUES (?1, ?2)",
                (key, id.0),
            )?;
        }
        Ok(())
    }

    pub(super) fn write_op(&mut self, op: &Op, hash: &[u8; 32], receipt: &Receipt) -> Stored<()> {
        let sql =
            "INSERT INTO ops (seq, replica, epoch, number, hash, receipt, content, received_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let id = op.id;
        if let Some(known) = self.hashes.get_mut().get_mut(&id.replica) {
            known.entry(*hash).or_insert(id);
        }
        self.exec(
            sql,
            (
                clamp(receipt.seq),
                id.replica.0,
                id.epoch,
                clamp(id.seq),
                hash,
                receipt.to_bytes(),
                op.to_bytes(),
                self.now,
            ),
        )
    }

    fn write_blob_uses(&self, old: Option<&FacetRow>, new: &FacetRow) -> Stored<()> {
        let before = old.map(|row| blobs_in(&row.slots)).unwrap_or_default();
        let after = blobs_in(&new.slots);
        let level = new.bucket.level as u8;
        for hash in before.difference(&after) {
            let sql = "DELETE FROM blob_uses WHERE hash = ?1 AND record = ?2 AND level = ?3";
            self.exec(sql, (hash, new.id.0, level))?;
        }
        for hash in after.difference(&before) {
            let sql = "INSERT OR IGNORE INTO blob_uses (hash, record, level) VALUES (?1, ?2, ?3)";
            self.exec(sql, (hash, new.id.0, level))?;
        }
        Ok(())
    }
}

/// Every value that can be the hash of a blob: thirty-two bytes.
fn blobs_in(slots: &Slots) -> BTreeSet<[u8; 32]> {
    fn value_in(value: &Value, found: &mut BTreeSet<[u8; 32]>) {
        match value {
            Value::Bytes(bytes) => found.extend(<[u8; 32]>::try_from(bytes.as_slice())),
            Value::List(items) => items.iter().for_each(|item| value_in(item, found)),
            Value::Group(parts) => parts.iter().for_each(|(_, part)| value_in(part, found)),
            _ => {}
        }
    }
    fn cell(cell: &Cell, found: &mut BTreeSet<[u8; 32]>) {
        cell.versions
            .iter()
            .for_each(|version| value_in(&version.value, found));
    }
    let mut found = BTreeSet::new();
    for slot in slots.values() {
        match slot {
            Slot::Cell(one) => cell(one, &mut found),
            Slot::Facts(facts) => facts
                .values()
                .for_each(|fact| value_in(&fact.value, &mut found)),
            Slot::Items(items) => {
                for item in items.values() {
                    item.cells.values().for_each(|one| cell(one, &mut found));
                }
            }
            Slot::Raw(_) => {}
        }
    }
    found
}
