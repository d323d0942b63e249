//! Storing one page of pulled changes, in one transaction with what the caller adds (cursor, receipts).

use super::codec::{encode_change, encode_records};
use super::envelope::{Draft, Header, bucket_prefix, delta_key, is_delta_of, page_key};
use super::run::Page;
use super::{Change, PAGE_BYTES, PAGE_RECORDS, PageStore, RecordId};
use crate::storage::StoreError;
use crate::storage::keyring::{BucketId, Keyring};
use crate::storage::store::{Batch, Keys, Store, Table};
use futures::future::try_join_all;
use shared::ordered::SortedMap;
use std::collections::HashSet;

/// So many records never seen before, of one bucket and kind, become pages at once instead of passing through a delta frame.
const BULK: usize = 64;

/// A page ready to be stored, and what to remember of it afterwards.
pub(super) struct Staged {
    bucket: BucketId,
    kind: u16,
    number: u32,
    page: Page,
    ids: Vec<RecordId>,
    draft: Draft,
}

/// Changes that become pages at once, per run.
type Bulk = SortedMap<(BucketId, u16), Vec<Change>>;

/// What one answer of the server changes.
#[derive(Debug, Clone, Default)]
pub struct Update {
    /// Remove every confirmed row first.
    pub reset: bool,
    /// Remove these buckets first, with what their keys are made from: what is left on the medium no longer decodes, not even
    /// with the passphrase.
    pub drops: Vec<BucketId>,
    /// Then store these changes.
    pub changes: Vec<Change>,
}

impl From<Vec<Change>> for Update {
    fn from(changes: Vec<Change>) -> Self {
        Self {
            changes,
            ..Self::default()
        }
    }
}

impl Update {
    fn removes(&self, bucket: &BucketId) -> bool {
        self.reset || self.drops.contains(bucket)
    }
}

impl<S: Store> PageStore<S> {
    /// Stores an update with `extra` (cursor, receipts) in one transaction: all or nothing.
    ///
    /// Relaxed durability: the server can send it again, and the cursor in `extra` goes with it.
    ///
    /// # Errors
    /// Any [`StoreError`]; then nothing was stored. [`StoreError::Conflict`]: another tab leads now.
    pub async fn append(&mut self, mut update: Update, extra: Batch) -> Result<(), StoreError> {
        let mut batch = self.removals(&update).await?;
        batch.extend(extra);
        let (bulk, rest) = self.split(&mut update);
        let pages = bulk.into_iter().flat_map(|((bucket, kind), changes)| {
            let first = if update.removes(&bucket) {
                1
            } else {
                self.runs.run(&bucket, kind).next_number()
            };
            stage(&bucket, kind, first, self.keyring.epoch(), changes)
        });
        let pages: Vec<_> = pages.collect();
        let frames = frames(&rest);
        for bucket in pages.iter().map(|page| &page.bucket).chain(frames.keys()) {
            self.keyring.ensure(bucket, &mut batch);
        }
        let pages = self.seal_pages(pages, &mut batch).await?;
        let delta_bytes = self.seal_frames(frames, &mut batch).await?;
        self.commit(batch).await?;

        self.forget(&update, &pages, &rest);
        self.remember(pages);
        if update.reset {
            self.delta_bytes = 0;
        }
        if delta_bytes > 0 {
            self.next_frame += 1;
            self.delta_bytes += delta_bytes;
        }
        for change in &rest {
            self.runs
                .run(&change.bucket, change.kind)
                .in_delta(change.id);
        }
        Ok(())
    }

    async fn removals(&self, update: &Update) -> Result<Batch, StoreError> {
        let mut batch = Batch::new();
        if update.reset {
            batch.delete(Table::Pages, Keys::all());
            batch.delete(Table::Delta, Keys::all());
            Keyring::clear(&mut batch);
        } else if !update.drops.is_empty() {
            for bucket in &update.drops {
                batch.delete(Table::Pages, Keys::prefix(&bucket_prefix(bucket)));
                batch.delete(Table::Meta, Keys::one(&Keyring::salt_key(bucket)));
            }
            for key in self.store.keys(Table::Delta, Keys::all()).await? {
                if update.drops.iter().any(|bucket| is_delta_of(&key, bucket)) {
                    batch.delete(Table::Delta, Keys::one(&key));
                }
            }
        }
        Ok(batch)
    }

    /// Forgets what the update removed. A bucket that is filled again keeps its salt.
    fn forget(&mut self, update: &Update, pages: &[Stored], rest: &[Change]) {
        self.runs.forget(|bucket| update.removes(bucket));
        let used: HashSet<_> = pages
            .iter()
            .map(|page| &page.bucket)
            .chain(rest.iter().map(|c| &c.bucket))
            .collect();
        self.keyring
            .forget(|bucket| update.removes(bucket) && !used.contains(bucket));
    }

    /// Parts what becomes whole pages from what goes through the delta.
    fn split(&mut self, update: &mut Update) -> (Bulk, Vec<Change>) {
        let mut bulk = Bulk::new();
        let mut rest = Vec::new();
        let mut seen = HashSet::new();
        for change in std::mem::take(&mut update.changes) {
            let stored = !update.removes(&change.bucket)
                && !self
                    .runs
                    .run(&change.bucket, change.kind)
                    .is_new(&change.id);
            let first = seen.insert((change.bucket.clone(), change.kind, change.id));
            if first && !stored && change.bytes.is_some() {
                bulk.entry((change.bucket.clone(), change.kind))
                    .or_default()
                    .push(change);
            } else {
                rest.push(change);
            }
        }
        // First versions go in front: a later change of the same record in this batch must win.
        let mut few = Vec::new();
        bulk.retain(|_, changes| {
            let many = changes.len() >= BULK;
            if !many {
                few.append(changes);
            }
            many
        });
        few.append(&mut rest);
        (bulk, few)
    }

    async fn seal_frames(
        &self,
        frames: SortedMap<BucketId, (Vec<u8>, u32)>,
        batch: &mut Batch,
    ) -> Result<usize, StoreError> {
        let number = self.next_frame;
        let sealed = frames
            .into_iter()
            .map(|(bucket, (body, count))| async move {
                let key = delta_key(number, &bucket);
                let epoch = self.keyring.epoch();
                let header = Header {
                    bucket,
                    kind: 0,
                    number,
                    generation: 1,
                    epoch,
                    count,
                };
                let value = Draft::new(Table::Delta, header, &body)
                    .seal(&self.keyring)
                    .await?;
                Ok::<_, StoreError>((key, value))
            });
        let mut bytes = 0;
        for (key, value) in try_join_all(sealed).await? {
            bytes += value.len();
            batch.put(Table::Delta, key, value);
        }
        Ok(bytes)
    }

    /// Encrypts pages and adds them to the batch.
    pub(super) async fn seal_pages(
        &self,
        pages: Vec<Staged>,
        batch: &mut Batch,
    ) -> Result<Vec<Stored>, StoreError> {
        let sealed = pages.into_iter().map(|staged| async move {
            let Staged {
                bucket,
                kind,
                number,
                page,
                ids,
                draft,
            } = staged;
            let value = draft.seal(&self.keyring).await?;
            let page = Page {
                stored: value.len(),
                ..page
            };
            Ok::<_, StoreError>((
                Stored {
                    bucket,
                    kind,
                    number,
                    page,
                    ids,
                },
                value,
            ))
        });
        let sealed = try_join_all(sealed).await?;
        let put = |(stored, value): (Stored, Vec<u8>)| {
            let key = page_key(&stored.bucket, stored.kind, u64::from(stored.number));
            batch.put(Table::Pages, key, value);
            stored
        };
        Ok(sealed.into_iter().map(put).collect())
    }

    /// Notes where the records of stored pages live.
    pub(super) fn remember(&mut self, pages: Vec<Stored>) {
        for Stored {
            bucket,
            kind,
            number,
            page,
            ids,
        } in pages
        {
            self.runs.run(&bucket, kind).put(number, page, ids);
        }
    }
}

/// One frame body per bucket.
fn frames(changes: &[Change]) -> SortedMap<BucketId, (Vec<u8>, u32)> {
    let mut frames: SortedMap<_, (Vec<u8>, u32)> = SortedMap::new();
    for change in changes {
        let (body, count) = frames.entry(change.bucket.clone()).or_default();
        encode_change(body, change.kind, &change.id, change.bytes.as_deref());
        *count += 1;
    }
    frames
}

/// A page that is stored, and what to remember of it.
pub(super) struct Stored {
    bucket: BucketId,
    kind: u16,
    number: u32,
    page: Page,
    ids: Vec<RecordId>,
}

/// Cuts fresh records into pages, numbered from `first`.
fn stage(
    bucket: &BucketId,
    kind: u16,
    first: u32,
    epoch: u32,
    changes: Vec<Change>,
) -> Vec<Staged> {
    let records = changes
        .into_iter()
        .map(|change| (change.id, change.bytes.unwrap_or_default()));
    (first..)
        .zip(cut(records))
        .map(|(number, records)| stage_page(bucket, kind, number, 1, epoch, records))
        .collect()
}

/// Groups records so that each group fills one page.
pub(super) fn cut(
    records: impl IntoIterator<Item = (RecordId, Vec<u8>)>,
) -> Vec<Vec<(RecordId, Vec<u8>)>> {
    let mut pages = Vec::new();
    let mut page = Vec::new();
    let mut size = 0;
    for (id, bytes) in records {
        if !page.is_empty() && (page.len() >= PAGE_RECORDS || size + bytes.len() > PAGE_BYTES) {
            pages.push(std::mem::take(&mut page));
            size = 0;
        }
        size += bytes.len();
        page.push((id, bytes));
    }
    if !page.is_empty() {
        pages.push(page);
    }
    pages
}

/// Encodes and compresses one page.
pub(super) fn stage_page(
    bucket: &BucketId,
    kind: u16,
    number: u32,
    generation: u64,
    epoch: u32,
    records: Vec<(RecordId, Vec<u8>)>,
) -> Staged {
    let body = encode_records(records.iter().map(|(id, bytes)| (id, bytes.as_slice())));
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let bucket = bucket.clone();
    let header = Header {
        bucket: bucket.clone(),
        kind,
        number: u64::from(number),
        generation,
        epoch,
        count,
    };
    let draft = Draft::new(Table::Pages, header, &body);
    let page = Page {
        records: records.len(),
        body: body.len(),
        stored: 0,
        generation,
    };
    let ids = records.into_iter().map(|(id, _)| id).collect();
    Staged {
        bucket,
        kind,
        number,
        page,
        ids,
        draft,
    }
}
