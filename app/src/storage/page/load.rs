//! Reading everything back, hot kinds first, so that the first list shows before the rest is in.

use super::codec::{Record, decode_changes, decode_records};
use super::envelope::{self, Header, page_key, parse_page_key};
use super::run::Page;
use super::{PageStore, RecordId};
use crate::storage::StoreError;
use crate::storage::keyring::BucketId;
use crate::storage::store::{Keys, Row, Store, Table};
use futures::future::{join, join_all};
use shared::ordered::SortedMap;
use shared::ordered::sort_by;
use std::collections::{HashMap, VecDeque};

/// Pages read in one transaction and decrypted side by side.
const STRIDE: usize = 16;

/// A piece of the working set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chunk {
    /// Some records of one bucket and kind. Each record comes exactly once.
    Rows {
        /// Their bucket.
        bucket: BucketId,
        /// Their kind.
        kind: u16,
        /// The records.
        records: Vec<Record>,
    },
    /// Something of this bucket does not decode. Drop the bucket, reset its cursor and pull it again.
    Damaged {
        /// The bucket.
        bucket: BucketId,
    },
}

/// Reads the working set piece by piece.
#[derive(Debug)]
pub struct Loader<'a, S> {
    pages: &'a mut PageStore<S>,
    /// Ranges of page keys still to read.
    plan: VecDeque<Keys>,
    /// Rows already read, not yet decrypted.
    ahead: Vec<Row>,
    overlay: Overlay,
    damaged: Vec<BucketId>,
}

/// Newest change of each record that is not yet folded.
type Overlay = SortedMap<(BucketId, u16), HashMap<RecordId, Option<Vec<u8>>>>;

impl<S: Store> PageStore<S> {
    /// Starts reading. Kinds with a lower `rank` come first. Afterwards the store knows where each record lives.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn load(
        &mut self,
        rank: impl Fn(&BucketId, u16) -> u32,
    ) -> Result<Loader<'_, S>, StoreError> {
        self.runs.clear();
        self.keyring.refresh(&self.store).await?;
        let keys = self.store.keys(Table::Pages, Keys::all()).await?;
        let plan = plan(keys, rank);
        let frames = self.store.load(Table::Delta, Keys::all(), u32::MAX).await?;
        self.delta_bytes = frames.iter().map(|row| row.value.len()).sum();
        let last = frames.last().and_then(|row| row.key.first_chunk::<8>());
        self.next_frame = last.map_or(1, |number| u64::from_be_bytes(*number) + 1);
        let mut loader = Loader {
            pages: self,
            plan,
            ahead: Vec::new(),
            overlay: SortedMap::new(),
            damaged: Vec::new(),
        };
        loader.overlay(&frames).await;
        Ok(loader)
    }
}

impl<S: Store> Loader<'_, S> {
    /// The next pieces; none when everything was read.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading. What does not decode is a [`Chunk::Damaged`], not an error.
    pub async fn next(&mut self) -> Result<Option<Vec<Chunk>>, StoreError> {
        while self.ahead.is_empty() && !self.plan.is_empty() {
            self.ahead = self.read_ahead().await?;
        }
        let rows = std::mem::take(&mut self.ahead);
        if rows.is_empty() {
            return Ok(self.rest());
        }
        let range = self.plan.pop_front();
        let keyring = &self.pages.keyring;
        let opened = rows.iter().map(|row| open_page(keyring, row));
        let (opened, ahead) = join(join_all(opened), read(&self.pages.store, range)).await;
        self.ahead = ahead?;
        let chunks = opened
            .into_iter()
            .zip(rows)
            .filter_map(|(opened, row)| match opened {
                Ok((header, records)) => Some(self.take_in(header, records, row.value.len())),
                Err(_) => Some(Chunk::Damaged {
                    bucket: parse_page_key(&row.key)?.0,
                }),
            });
        Ok(Some(chunks.collect()))
    }

    /// Reads to the end and returns everything: for small sets and tests.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn collect(mut self) -> Result<Vec<Chunk>, StoreError> {
        let mut all = Vec::new();
        while let Some(chunks) = self.next().await? {
            all.extend(chunks);
        }
        Ok(all)
    }

    async fn read_ahead(&mut self) -> Result<Vec<Row>, StoreError> {
        let range = self.plan.pop_front();
        read(&self.pages.store, range).await
    }

    /// Decrypts the delta frames into the overlay.
    async fn overlay(&mut self, frames: &[Row]) {
        for row in frames {
            let opened = envelope::open(&self.pages.keyring, Table::Delta, &row.value).await;
            let entries = opened.and_then(|(header, body)| {
                Ok((header.bucket, decode_changes(&body, header.count as usize)?))
            });
            let Ok((bucket, entries)) = entries else {
                self.damaged
                    .extend(row.key.get(8..).and_then(BucketId::new));
                continue;
            };
            for entry in entries {
                self.pages.runs.run(&bucket, entry.kind).in_delta(entry.id);
                let run = self
                    .overlay
                    .entry((bucket.clone(), entry.kind))
                    .or_default();
                run.insert(entry.id, entry.bytes);
            }
        }
    }

    /// Remembers where the records of a page live and lays newer changes over them.
    fn take_in(&mut self, header: Header, mut records: Vec<Record>, stored: usize) -> Chunk {
        let Header {
            bucket,
            kind,
            number,
            generation,
            ..
        } = header;
        let body = records.iter().map(|record| record.bytes.len() + 20).sum();
        let page = Page {
            records: records.len(),
            body,
            stored,
            generation,
        };
        let ids = records.iter().map(|record| record.id);
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.pages.runs.run(&bucket, kind).put(number, page, ids);
        if let Some(newer) = self.overlay.get_mut(&(bucket.clone(), kind)) {
            records.retain_mut(|record| match newer.remove(&record.id) {
                None => true,
                Some(None) => false,
                Some(Some(bytes)) => {
                    record.bytes = bytes;
                    true
                }
            });
        }
        Chunk::Rows {
            bucket,
            kind,
            records,
        }
    }

    /// Records that exist in delta frames alone, and damage found in them.
    fn rest(&mut self) -> Option<Vec<Chunk>> {
        let damaged = std::mem::take(&mut self.damaged);
        let mut chunks: Vec<_> = damaged
            .into_iter()
            .map(|bucket| Chunk::Damaged { bucket })
            .collect();
        for ((bucket, kind), newer) in std::mem::take(&mut self.overlay) {
            let records = newer
                .into_iter()
                .filter_map(|(id, bytes)| Some(Record { id, bytes: bytes? }));
            let records: Vec<_> = records.collect();
            if !records.is_empty() {
                chunks.push(Chunk::Rows {
                    bucket,
                    kind,
                    records,
                });
            }
        }
        (!chunks.is_empty()).then_some(chunks)
    }
}

/// Ranges of page keys in reading order: hot kinds first, neighbours together.
fn plan(keys: Vec<Vec<u8>>, rank: impl Fn(&BucketId, u16) -> u32) -> VecDeque<Keys> {
    let mut ranked: Vec<(u32, usize, Vec<u8>)> = keys
        .into_iter()
        .enumerate()
        .filter_map(|(at, key)| {
            let (bucket, kind, _) = parse_page_key(&key)?;
            Some((rank(&bucket, kind), at, key))
        })
        .collect();
    sort_by(&mut ranked, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    ranked
        .chunk_by(|a, b| a.0 == b.0 && a.1 + 1 == b.1)
        .flat_map(|neighbours| neighbours.chunks(STRIDE))
        .filter_map(|chunk| Some(Keys::through(&chunk.first()?.2, &chunk.last()?.2)))
        .collect()
}

async fn read<S: Store>(store: &S, range: Option<Keys>) -> Result<Vec<Row>, StoreError> {
    match range {
        Some(range) => store.load(Table::Pages, range, u32::MAX).await,
        None => Ok(Vec::new()),
    }
}

async fn open_page(
    keyring: &crate::storage::keyring::Keyring,
    row: &Row,
) -> Result<(Header, Vec<Record>), StoreError> {
    let (header, body) = envelope::open(keyring, Table::Pages, &row.value).await?;
    if page_key(&header.bucket, header.kind, header.number) != row.key {
        return Err(StoreError::Format("page in another's place"));
    }
    let records = decode_records(&body, header.count as usize)?;
    Ok((header, records))
}
