//! Which page holds which record. Rebuilt at every start from the pages themselves; never stored.

use super::{PAGE_BYTES, PAGE_RECORDS, RecordId};
use crate::storage::keyring::BucketId;
use shared::ordered::SortedMap;
use std::collections::HashMap;

/// Home of a record whose only bytes are in a delta frame.
const IN_DELTA: u32 = 0;

/// Every run of pages.
#[derive(Debug, Default)]
pub(super) struct Runs(SortedMap<(BucketId, u16), Run>);

/// The pages of one bucket and kind.
#[derive(Debug, Default)]
pub(super) struct Run {
    pages: SortedMap<u32, Page>,
    homes: HashMap<RecordId, u32>,
}

/// What is known of one stored page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// Number of records.
    pub(super) records: usize,
    /// Bytes of its body before compression.
    pub(super) body: usize,
    /// Bytes as stored.
    pub(super) stored: usize,
    /// How often it was written.
    pub(super) generation: u64,
}

impl Page {
    pub(super) const fn has_room(&self) -> bool {
        self.records < PAGE_RECORDS && self.body < PAGE_BYTES
    }
}

impl Runs {
    pub(super) fn run(&mut self, bucket: &BucketId, kind: u16) -> &mut Run {
        self.0.entry((bucket.clone(), kind)).or_default()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn forget(&mut self, gone: impl Fn(&BucketId) -> bool) {
        self.0.retain(|(of, _), _| !gone(of));
    }

    pub(super) fn bytes(&self) -> usize {
        self.pages().map(|page| page.stored).sum()
    }

    pub(super) fn records(&self) -> usize {
        self.pages().map(|page| page.records).sum()
    }

    fn pages(&self) -> impl Iterator<Item = &Page> {
        self.0.values().flat_map(|run| run.pages.values())
    }
}

impl Run {
    /// True when nothing of this record is stored here.
    pub(super) fn is_new(&self, id: &RecordId) -> bool {
        !self.homes.contains_key(id)
    }

    /// The page that holds an older version of the record.
    pub(super) fn page_of(&self, id: &RecordId) -> Option<u32> {
        self.homes.get(id).copied().filter(|page| *page != IN_DELTA)
    }

    pub(super) fn page(&self, number: u32) -> Option<Page> {
        self.pages.get(&number).copied()
    }

    /// The page that takes new records.
    pub(super) fn open_page(&self) -> Option<u32> {
        let (number, page) = self.pages.last_key_value()?;
        page.has_room().then_some(*number)
    }

    /// Number of the next new page.
    pub(super) fn next_number(&self) -> u32 {
        self.pages
            .last_key_value()
            .map_or(1, |(number, _)| number + 1)
    }

    /// A page was written with these records.
    pub(super) fn put(&mut self, number: u32, page: Page, ids: impl IntoIterator<Item = RecordId>) {
        self.pages.insert(number, page);
        self.homes.extend(ids.into_iter().map(|id| (id, number)));
    }

    /// A page was removed.
    pub(super) fn remove(&mut self, number: u32) {
        self.pages.remove(&number);
    }

    /// The record has newer bytes in a delta frame.
    pub(super) fn in_delta(&mut self, id: RecordId) {
        self.homes.entry(id).or_insert(IN_DELTA);
    }

    /// Nothing of the record is stored here any more.
    pub(super) fn gone(&mut self, id: &RecordId) {
        self.homes.remove(id);
    }
}
