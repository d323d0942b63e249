//! The depot over the encrypted device store.

use super::blobs::Blobs;
use super::depot::{BlobNote, Depot, Each, Kept, Later, Make, Next, Plan};
use super::{pack, placing};
use crate::platform::crypto::{NONCE, SmallKey};
use crate::platform::random;
use crate::storage::keyring::Keyring;
use crate::storage::page::{Chunk, PageStore, Update};
use crate::storage::{Batch, Durability, Keys, Store, StoreError, Table};
use futures::FutureExt as _;
use futures::lock::Mutex;
use shared::entity::{Bucket, OpId, ReplicaId};
use shared::sync::Op;
use shared::sync::client::Entry;


const NEXT: &[u8] = b"next";
const MARKS: &[u8] = b"marks";
const DRAFT: &[u8] = b"draft/";
/// Changes that wait to be folded may always reach this many bytes.
const SMALL_DELTA: usize = 64 << 10;

/// A replica's part of the device store.
pub struct Local<S> {
    store: S,
    replica: ReplicaId,
    /// Kinds people look at first.
    hot: &'static [u16],
    seal: SmallKey,
    pages: Mutex<PageStore<S>>,
    blobs: Blobs<S>,
}

impl<S: Store> Local<S> {
    /// The rows, ops and drafts of the replica that `keyring` opens.
    #[must_use]
    pub fn new(store: S, keyring: Keyring, hot: &'static [u16]) -> Self {
        Self {
            replica: ReplicaId(keyring.replica()),
            hot,
            seal: keyring.small_key("machine"),
            blobs: Blobs::new(store.clone(), keyring.clone()),
            pages: Mutex::new(PageStore::new(store.clone(), keyring)),
            store,
        }
    }

    /// Encrypts a small value and binds it to its place.
    fn seal(&self, table: Table, key: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce = random::bytes::<NONCE>();
        let sealed = self.seal.seal(&nonce, &self.place(table, key), plain)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unseal(&self, table: Table, key: &[u8], value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (nonce, sealed) = value
            .split_first_chunk()
            .ok_or(StoreError::Format("sealed value"))?;
        Ok(self.seal.open(nonce, &self.place(table, key), sealed)?)
    }

    fn place(&self, table: Table, key: &[u8]) -> Vec<u8> {
        [table.name().as_bytes(), &self.replica.0.to_le_bytes(), key].concat()
    }

    fn put_entry(&self, batch: &mut Batch, entry: &Entry) -> Result<(), StoreError> {
        let key = entry.op.id.to_bytes();
        let value = self.seal(Table::Outbox, &key, &pack::entry(entry))?;
        batch.put(Table::Outbox, key, value);
        Ok(())
    }

    async fn read_kept(&self) -> Result<Kept, StoreError> {
        let next = read_next(self.store.get(Table::Meta, NEXT).await?.as_deref())?;
        let mut kept = Kept {
            epoch: next.epoch,
            head: next.seq - 1,
            ..Kept::default()
        };
        if let Some(marks) = self.store.get(Table::Meta, MARKS).await? {
            kept.marks = pack::read_marks(&self.unseal(Table::Meta, MARKS, &marks)?)?;
        }
        for row in self.store.load(Table::Outbox, Keys::all(), u32::MAX).await? {
            let plain = self.unseal(Table::Outbox, &row.key, &row.value)?;
            kept.entries.push(pack::read_entry(&plain)?);
        }
        let drafts = Keys::prefix(DRAFT);
        for row in self.store.load(Table::Meta, drafts, u32::MAX).await? {
            let Ok(plain) = self.unseal(Table::Meta, &row.key, &row.value) else {
                continue;
            };
            let name = String::from_utf8_lossy(&row.key[DRAFT.len()..]).into_owned();
            kept.drafts.insert(name, plain);
        }
        Ok(kept)
    }

    async fn read_rows(&self, each: Each<'_>) -> Result<Vec<Bucket>, StoreError> {
        let mut pages = self.pages.lock().await;
        let mut damaged = Vec::new();
        let rank = |kind: u16| self.hot.iter().position(|hot| *hot == kind);
        let rank = |_: &_, kind| {
            u32::try_from(rank(kind).unwrap_or(self.hot.len())).unwrap_or(u32::MAX)
        };
        let mut loader = pages.load(rank).await?;
        while let Some(chunks) = loader.next().await? {
            for chunk in chunks {
                match chunk {
                    Chunk::Damaged { bucket } => damaged.push(bucket),
                    Chunk::Rows {
                        bucket, records, ..
                    } => {
                        let rows: Result<Vec<_>, _> = records
                            .iter()
                            .map(|record| pack::row(&record.bytes))
                            .collect();
                        match rows {
                            Ok(rows) => each(rows),
                            Err(_) => damaged.push(bucket),
                        }
                    }
                }
            }
        }
        damaged.sort();
        damaged.dedup();
        Ok(damaged
            .iter()
            .filter_map(|bucket| Bucket::from_bytes(bucket.bytes()))
            .collect())
    }

    async fn store_ops(&self, make: Make<'_>) -> Result<Vec<Op>, StoreError> {
        let mut made = Vec::new();
        let tables = [Table::Meta, Table::Outbox];
        let reads = [(Table::Meta, NEXT)];
        let decide = |read: Vec<Option<Vec<u8>>>| {
            let next = read_next(read.first().and_then(Option::as_deref))?;
            made = make(next);
            let mut batch = Batch::new();
            for op in &made {
                self.put_entry(&mut batch, &Entry::queued(op.clone()))?;
            }
            let next = Next {
                seq: next.seq + made.len() as u64,
                ..next
            };
            batch.put(Table::Meta, NEXT, write_next(next));
            Ok(batch)
        };
        self.store
            .update(&tables, &reads, Durability::Strict, decide)
            .await?;
        Ok(made)
    }

    async fn store_commit(&self, plan: Plan) -> Result<(), StoreError> {
        let mut pages = self.pages.lock().await;
        let mut batch = Batch::new();
        for entry in &plan.entries {
            self.put_entry(&mut batch, entry)?;
        }
        for op in plan.forget {
            batch.delete(Table::Outbox, Keys::one(&op.to_bytes()));
        }
        let marks = self.seal(Table::Meta, MARKS, &pack::marks(&plan.marks))?;
        batch.put(Table::Meta, MARKS, marks);
        let drops = plan.drops.iter().filter_map(|bucket| placing::name(*bucket));
        let update = Update {
            reset: plan.reset,
            drops: drops.collect(),
            changes: plan.changes,
        };
        pages.append(update, batch).await
    }

    async fn fold(&self) -> Result<(), StoreError> {
        let mut pages = self.pages.lock().await;
        if pages.delta_bytes() > SMALL_DELTA.max(pages.page_bytes() / 10) {
            pages.fold().await?;
        }
        Ok(())
    }

    async fn store_renumbered(&self, epoch: u32, ops: &[(OpId, Op)]) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        for (old, op) in ops {
            batch.delete(Table::Outbox, Keys::one(&old.to_bytes()));
            self.put_entry(&mut batch, &Entry::queued(op.clone()))?;
        }
        let seq = ops.len() as u64 + 1;
        batch.put(Table::Meta, NEXT, write_next(Next { epoch, seq }));
        self.store.commit(batch, Durability::Strict).await
    }

    async fn store_draft(&self, key: &str, form: Option<&[u8]>) -> Result<(), StoreError> {
        let key = [DRAFT, key.as_bytes()].concat();
        let mut batch = Batch::new();
        match form {
            Some(form) => {
                let value = self.seal(Table::Meta, &key, form)?;
                batch.put(Table::Meta, key, value);
            }
            None => batch.delete(Table::Meta, Keys::one(&key)),
        }
        self.store.commit(batch, Durability::Strict).await
    }
}

impl<S: Store> Depot for Local<S> {
    fn open(&self) -> Later<'_, Kept> {
        self.read_kept().boxed_local()
    }

    fn rows<'a>(&'a self, each: Each<'a>) -> Later<'a, Vec<Bucket>> {
        self.read_rows(each).boxed_local()
    }

    fn append<'a>(&'a self, make: Make<'a>) -> Later<'a, Vec<Op>> {
        self.store_ops(make).boxed_local()
    }

    fn commit(&self, plan: Plan) -> Later<'_, ()> {
        self.store_commit(plan).boxed_local()
    }

    fn tidy(&self) -> Later<'_, ()> {
        self.fold().boxed_local()
    }

    fn renumber<'a>(&'a self, epoch: u32, ops: &'a [(OpId, Op)]) -> Later<'a, ()> {
        self.store_renumbered(epoch, ops).boxed_local()
    }

    fn keep<'a>(&'a self, entry: &'a Entry) -> Later<'a, ()> {
        async move {
            let mut batch = Batch::new();
            self.put_entry(&mut batch, entry)?;
            self.store.commit(batch, Durability::Strict).await
        }
        .boxed_local()
    }

    fn draft<'a>(&'a self, key: &'a str, form: Option<&'a [u8]>) -> Later<'a, ()> {
        self.store_draft(key, form).boxed_local()
    }

    fn keep_blob<'a>(&'a self, note: &'a BlobNote, bytes: &'a [u8]) -> Later<'a, ()> {
        self.blobs.keep(note, bytes).boxed_local()
    }

    fn note_blob<'a>(&'a self, note: &'a BlobNote) -> Later<'a, ()> {
        self.blobs.note(note).boxed_local()
    }

    fn blob_notes(&self) -> Later<'_, Vec<BlobNote>> {
        self.blobs.notes().boxed_local()
    }

    fn blob(&self, sha256: [u8; 32]) -> Later<'_, Option<(BlobNote, Vec<u8>)>> {
        self.blobs.get(sha256).boxed_local()
    }
}

fn write_next(next: Next) -> Vec<u8> {
    [next.epoch.to_le_bytes().as_slice(), &next.seq.to_le_bytes()].concat()
}

/// A device that never stored an op begins with the first of its first epoch.
fn read_next(value: Option<&[u8]>) -> Result<Next, StoreError> {
    let Some(value) = value else {
        return Ok(Next { epoch: 1, seq: 1 });
    };
    let bytes: [u8; 12] = value
        .try_into()
        .map_err(|_| StoreError::Format("op counter"))?;
    let (epoch, seq) = bytes.split_at(4);
    let (Ok(epoch), Ok(seq)) = (epoch.try_into(), seq.try_into()) else {
        return Err(StoreError::Format("op counter"));
    };
    Ok(Next {
        epoch: u32::from_le_bytes(epoch),
        seq: u64::from_le_bytes(seq),
    })
}

