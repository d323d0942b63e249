//! Folding delta frames into pages: one transaction, so that a crash leaves the old form or the new one.

use super::append::{cut, stage_page};
use super::codec::{decode_changes, decode_records};
use super::envelope::{self, page_key};
use super::{PAGE_BYTES, PAGE_RECORDS, PageStore, RecordId};
use crate::storage::StoreError;
use crate::storage::keyring::BucketId;
use crate::storage::store::{Batch, Keys, Store, Table};
use futures::future::try_join_all;
use shared::ordered::SortedMap;
use shared::ordered::ordered_set;
use std::collections::{BTreeMap, BTreeSet};

/// Newest change of each record; none = it left the bucket.
type Newest = BTreeMap<RecordId, Option<Vec<u8>>>;
/// Records of a page in their order.
type Records = Vec<(RecordId, Vec<u8>)>;

impl<S: Store> PageStore<S> {
    /// Moves every waiting change into its page.
    ///
    /// # Errors
    /// Any [`StoreError`]; then nothing changed. [`StoreError::Format`] names a damaged frame or page: the loader reports
    /// its bucket at the next start.
    pub async fn fold(&mut self) -> Result<(), StoreError> {
        let frames = self.store.load(Table::Delta, Keys::all(), u32::MAX).await?;
        let Some(last) = frames.last().map(|row| row.key.clone()) else {
            return Ok(());
        };
        let mut newest: SortedMap<(BucketId, u16), Newest> = SortedMap::new();
        for row in frames {
            let (header, body) = envelope::open(&self.keyring, Table::Delta, &row.value).await?;
            for entry in decode_changes(&body, header.count as usize)? {
                let run = newest
                    .entry((header.bucket.clone(), entry.kind))
                    .or_default();
                run.insert(entry.id, entry.bytes);
            }
        }

        let mut batch = Batch::new();
        let mut staged = Vec::new();
        let mut emptied = Vec::new();
        let mut gone = Vec::new();
        for ((bucket, kind), changes) in newest {
            let left = changes
                .iter()
                .filter(|(_, bytes)| bytes.is_none())
                .map(|(id, _)| *id);
            gone.extend(left.map(|id| (bucket.clone(), kind, id)));
            for (number, records) in self.merged(&bucket, kind, changes).await? {
                if records.is_empty() {
                    let key = page_key(&bucket, kind, u64::from(number));
                    batch.delete(Table::Pages, Keys::one(&key));
                    emptied.push((bucket.clone(), kind, number));
                    continue;
                }
                let page = self.runs.run(&bucket, kind).page(number);
                let generation = page.map_or(1, |page| page.generation + 1);
                let epoch = self.keyring.epoch();
                staged.push(stage_page(
                    &bucket, kind, number, generation, epoch, records,
                ));
            }
        }
        let stored = self.seal_pages(staged, &mut batch).await?;
        batch.delete(Table::Delta, Keys::through(&[], &last));
        self.commit(batch).await?;

        for (bucket, kind, number) in emptied {
            self.runs.run(&bucket, kind).remove(number);
        }
        for (bucket, kind, id) in gone {
            self.runs.run(&bucket, kind).gone(&id);
        }
        self.remember(stored);
        self.delta_bytes = 0;
        Ok(())
    }

    /// The new content of every page of a run that changes. A page without records is to be removed.
    async fn merged(
        &mut self,
        bucket: &BucketId,
        kind: u16,
        mut changes: Newest,
    ) -> Result<SortedMap<u32, Records>, StoreError> {
        let run = self.runs.run(bucket, kind);
        let mut numbers: BTreeSet<u32> =
            ordered_set(changes.keys().filter_map(|id| run.page_of(id)));
        numbers.extend(run.open_page());
        let next = run.next_number();

        let read = numbers
            .into_iter()
            .map(|number| self.read_page(bucket, kind, number));
        let mut pages = SortedMap::from_iter(try_join_all(read).await?);
        for records in pages.values_mut() {
            records.retain_mut(|(id, bytes)| match changes.remove(id) {
                None => true,
                Some(None) => false,
                Some(Some(newer)) => {
                    *bytes = newer;
                    true
                }
            });
        }
        let added = changes
            .into_iter()
            .filter_map(|(id, bytes)| Some((id, bytes?)));
        let loose = pages.values_mut().flat_map(overflow).collect::<Vec<_>>();
        let mut loose = loose.into_iter().chain(added).peekable();
        if let Some(last) = pages.last_value_mut() {
            let mut size = size(last);
            while last.len() < PAGE_RECORDS && size < PAGE_BYTES {
                let Some((id, bytes)) = loose.next() else {
                    break;
                };
                size += bytes.len();
                last.push((id, bytes));
            }
        }
        pages.extend((next..).zip(cut(loose)));
        Ok(pages)
    }

    async fn read_page(
        &self,
        bucket: &BucketId,
        kind: u16,
        number: u32,
    ) -> Result<(u32, Records), StoreError> {
        let key = page_key(bucket, kind, u64::from(number));
        let value = self.store.get(Table::Pages, &key).await?;
        let value = value.ok_or(StoreError::Format("page missing"))?;
        let (header, body) = envelope::open(&self.keyring, Table::Pages, &value).await?;
        let records = decode_records(&body, header.count as usize)?;
        Ok((
            number,
            records
                .into_iter()
                .map(|record| (record.id, record.bytes))
                .collect(),
        ))
    }
}

fn size(records: &Records) -> usize {
    records.iter().map(|(_, bytes)| bytes.len()).sum()
}

/// Takes what no longer fits out of a page whose records grew.
fn overflow(records: &mut Records) -> Records {
    let mut size = size(records);
    let mut loose = Vec::new();
    while records.len() > 1 && size > 2 * PAGE_BYTES {
        let Some(last) = records.pop() else { break };
        size -= last.1.len();
        loose.push(last);
    }
    loose
}
