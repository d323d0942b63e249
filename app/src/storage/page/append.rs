//! Storing one page of pulled changes, in one transaction with what the caller adds (cursor, receipts).

use super::codec::{encode_change, encode_records};
use super::envelope::{Draft, Header, delta_key, page_key};
use super::run::Page;
use super::{Change, PAGE_BYTES, PAGE_RECORDS, PageStore, RecordId};
use crate::storage::StoreError;
use crate::storage::keyring::Bucket;
use crate::storage::store::{Batch, Durability, Store, Table};
use futures::future::try_join_all;
use std::collections::{BTreeMap, HashSet};

/// So many records never seen before, of one bucket and kind, become pages at once instead of passing through a delta frame.
const BULK: usize = 64;

/// A page ready to be stored, and what to remember of it afterwards.
pub(super) struct Staged {
    bucket: Bucket,
    kind: u16,
    number: u32,
    page: Page,
    ids: Vec<RecordId>,
    draft: Draft,
}

/// Changes that become pages at once, per run.
type Bulk = BTreeMap<(Bucket, u16), Vec<Change>>;

impl<S: Store> PageStore<S> {
    /// Stores confirmed changes with `extra` in one transaction: all or nothing.
    ///
    /// Relaxed durability: the server can send them again, and the cursor in `extra` goes with them.
    ///
    /// # Errors
    /// Any [`StoreError`]; then nothing was stored.
    pub async fn append(&mut self, changes: Vec<Change>, extra: Batch) -> Result<(), StoreError> {
        let mut batch = extra;
        let (bulk, rest) = self.split(changes);
        let pages = bulk.into_iter().flat_map(|((bucket, kind), changes)| {
            let first = self.runs.run(&bucket, kind).next_number();
            stage(&bucket, kind, first, self.keyring.epoch(), changes)
        });
        let pages: Vec<_> = pages.collect();
        let frames = self.frames(&rest);
        for bucket in pages.iter().map(|page| &page.bucket).chain(frames.keys()) {
            self.keyring.ensure(bucket, &mut batch);
        }
        let pages = self.seal_pages(pages, &mut batch).await?;
        let delta_bytes = self.seal_frames(frames, &mut batch).await?;
        self.store.commit(batch, Durability::Relaxed).await?;

        self.remember(pages);
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

    /// Parts what becomes whole pages from what goes through the delta.
    fn split(&mut self, changes: Vec<Change>) -> (Bulk, Vec<Change>) {
        let mut bulk = Bulk::new();
        let mut rest = Vec::new();
        let mut seen = HashSet::new();
        for change in changes {
            let run = self.runs.run(&change.bucket, change.kind);
            let fresh = change.bytes.is_some() && run.is_new(&change.id);
            if seen.insert((change.bucket.clone(), change.kind, change.id)) && fresh {
                bulk.entry((change.bucket.clone(), change.kind))
                    .or_default()
                    .push(change);
            } else {
                rest.push(change);
            }
        }
        // First versions go in front: a later change of the same record in this batch must win.
        let few = bulk
            .extract_if(.., |_, changes| changes.len() < BULK)
            .flat_map(|(_, few)| few);
        let rest = few.collect::<Vec<_>>().into_iter().chain(rest).collect();
        (bulk, rest)
    }

    /// One frame body per bucket.
    fn frames(&self, changes: &[Change]) -> BTreeMap<Bucket, (Vec<u8>, u32)> {
        let mut frames: BTreeMap<_, (Vec<u8>, u32)> = BTreeMap::new();
        for change in changes {
            let (body, count) = frames.entry(change.bucket.clone()).or_default();
            encode_change(body, change.kind, &change.id, change.bytes.as_deref());
            *count += 1;
        }
        frames
    }

    async fn seal_frames(
        &self,
        frames: BTreeMap<Bucket, (Vec<u8>, u32)>,
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

/// A page that is stored, and what to remember of it.
pub(super) struct Stored {
    bucket: Bucket,
    kind: u16,
    number: u32,
    page: Page,
    ids: Vec<RecordId>,
}

/// Cuts fresh records into pages, numbered from `first`.
fn stage(bucket: &Bucket, kind: u16, first: u32, epoch: u32, changes: Vec<Change>) -> Vec<Staged> {
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
    bucket: &Bucket,
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
