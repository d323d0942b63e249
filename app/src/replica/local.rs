//! The depot over the encrypted device store.

use super::blobs::Blobs;
use super::depot::{BlobNote, Depot, Each, Health, Kept, Later, Make, Next, Plan, Stored};
use super::{SaveError, pack, placing};
use crate::platform::crypto::{NONCE, SmallKey};
use crate::platform::random;
use crate::storage::journal::Disk;
use crate::storage::keyring::{BucketId, DeviceKey, Keyring};
use crate::storage::outbox::{OpRef, Outbox, StartReport, StoredOp};
use crate::storage::page::{Chunk, PageStore, Update};
use crate::storage::witness::Witness;
use crate::storage::{Batch, Durability, Keys, Store, StoreError, Table};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use futures::lock::Mutex;
use shared::entity::{Bucket, OpId, ReplicaId};
use shared::sync::Op;
use shared::sync::client::{Entry, Renumber};
use std::cell::Cell;

const MARKS: &[u8] = b"marks";
const DRAFT: &[u8] = b"draft/";
/// Changes that wait to be folded may always reach this many bytes.
const SMALL_DELTA: usize = 64 << 10;

/// A replica's part of the device store, unlocked.
pub struct Local<S, D, W> {
    store: S,
    device: DeviceKey,
    replica: ReplicaId,
    /// Kinds people look at first.
    hot: &'static [u16],
    seal: SmallKey,
    outbox: Outbox<S, D, W>,
    start: StartReport,
    unreadable: Cell<usize>,
    pages: Mutex<PageStore<S>>,
    blobs: Blobs<S>,
}

impl<S: Store, D: Disk, W: Witness> Local<S, D, W> {
    /// The rows, ops and drafts that `device` and its `keyring` open. `outbox` has begun its session;
    /// `start` is what it found when it started.
    #[must_use]
    pub fn new(
        store: S,
        device: DeviceKey,
        keyring: Keyring,
        (outbox, start): (Outbox<S, D, W>, StartReport),
        hot: &'static [u16],
    ) -> Self {
        Self {
            device,
            replica: ReplicaId(keyring.replica()),
            hot,
            seal: keyring.small_key("machine"),
            outbox,
            start,
            unreadable: Cell::new(0),
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

    fn id(&self, op: OpRef) -> OpId {
        OpId {
            replica: self.replica,
            epoch: op.epoch,
            seq: op.seq,
        }
    }

    /// Notes the answer of an op beside it.
    fn mark(&self, batch: &mut Batch, entry: &Entry) -> Result<(), StoreError> {
        let note = pack::note(entry);
        let sealed = if note.is_empty() {
            note
        } else {
            self.seal(Table::Outbox, &entry.op.id.to_bytes(), &note)?
        };
        Outbox::<S, D, W>::mark(batch, reference(entry.op.id), &sealed);
        Ok(())
    }

    fn read_entry(&self, stored: &StoredOp) -> Result<Entry, StoreError> {
        let place = self.id(stored.op).to_bytes();
        let note = stored.note.as_ref();
        let note = note.map(|note| self.unseal(Table::Outbox, &place, note));
        pack::entry(
            pack::read_op(&stored.content)?,
            note.transpose()?.as_deref(),
        )
    }

    async fn read_kept(&self) -> Result<Kept, StoreError> {
        let mut kept = Kept {
            epoch: self.start.epoch,
            head: self.start.head,
            ..Kept::default()
        };
        if let Some(marks) = self.store.get(Table::Meta, MARKS).await? {
            kept.marks = pack::read_marks(&self.unseal(Table::Meta, MARKS, &marks)?)?;
        }
        let (stored, unreadable) = self.outbox.load(&self.device).await?;
        self.unreadable.set(unreadable.len());
        for op in stored {
            match &op.fork {
                None => kept.entries.push(self.read_entry(&op)?),
                Some(fork) => kept.entries.extend(self.unfork(&op, fork).await?),
            }
        }
        let drafts = Keys::prefix(DRAFT);
        for row in self.store.load(Table::Meta, drafts, u32::MAX).await? {
            // Left by a forgotten passphrase: nobody can read it any more.
            let Ok(plain) = self.unseal(Table::Meta, &row.key, &row.value) else {
                continue;
            };
            let name = String::from_utf8_lossy(&row.key[DRAFT.len()..]).into_owned();
            kept.drafts.insert(name, plain);
        }
        Ok(kept)
    }

    /// A second op under one number gets a number of its own.
    async fn unfork(&self, stored: &StoredOp, fork: &[u8]) -> Result<Option<Entry>, StoreError> {
        let op = pack::read_op(&stored.content)?;
        let make = Box::new(|next: Next| {
            let id = self.id(OpRef {
                epoch: next.epoch,
                seq: next.seq,
            });
            vec![Op { id, ..op }]
        });
        // Not now, then at the next start: it stays where it is.
        let Ok(saved) = self.save(make).await else {
            return Ok(None);
        };
        let mut batch = Batch::new();
        Outbox::<S, D, W>::forget_fork(&mut batch, fork);
        self.store.commit(batch, Durability::Strict).await?;
        Ok(saved.ops.into_iter().next().map(Entry::queued))
    }

    async fn save(&self, make: Make<'_>) -> Result<Stored, SaveError> {
        let mut ops = Vec::new();
        let build = |slot: crate::storage::outbox::Slot| {
            ops = make(Next {
                epoch: slot.epoch,
                seq: slot.first,
            });
            ops.iter().map(pack::op).collect()
        };
        let saved = self.outbox.save(build).await?;
        let kept = saved.kept;
        Ok(Stored { ops, kept })
    }

    async fn read_rows(&self, each: Each<'_>) -> Result<Vec<Bucket>, StoreError> {
        let mut pages = self.pages.lock().await;
        let mut damaged: Vec<BucketId> = Vec::new();
        let place = |kind: u16| self.hot.iter().position(|hot| *hot == kind);
        let rank = |_: &BucketId, kind| {
            let place = place(kind).unwrap_or(self.hot.len());
            u32::try_from(place).unwrap_or(u32::MAX)
        };
        let mut loader = pages.load(rank).await?;
        while let Some(chunks) = loader.next().await? {
            for chunk in chunks {
                match read_chunk(chunk) {
                    Ok(rows) => each(rows),
                    Err(bucket) => damaged.push(bucket),
                }
            }
        }
        damaged.sort();
        damaged.dedup();
        let damaged = damaged.iter();
        Ok(damaged
            .filter_map(|bucket| Bucket::from_bytes(bucket.bytes()))
            .collect())
    }

    async fn store_commit(&self, plan: Plan) -> Result<(), StoreError> {
        if let Some(renumber) = plan.renumber {
            self.renumber(renumber).await?;
        }
        let mut pages = self.pages.lock().await;
        let mut batch = Batch::new();
        for entry in &plan.entries {
            self.mark(&mut batch, entry)?;
        }
        for op in plan.forget {
            Outbox::<S, D, W>::forget(&mut batch, reference(op));
        }
        let marks = self.seal(Table::Meta, MARKS, &pack::marks(&plan.marks))?;
        batch.put(Table::Meta, MARKS, marks);
        let drops = plan
            .drops
            .iter()
            .filter_map(|bucket| placing::name(*bucket));
        let update = Update {
            reset: plan.reset,
            drops: drops.collect(),
            changes: plan.changes,
        };
        pages.append(update, batch).await
    }

    async fn renumber(&self, renumber: Renumber) -> Result<(), StoreError> {
        let moved = renumber.ops.iter();
        let moved = moved.map(|(old, op)| (reference(*old), pack::op(op)));
        let stored = self.outbox.renumber(renumber.epoch, moved.collect()).await;
        stored.map_err(|error| match error {
            crate::storage::outbox::SaveError::NotKept { database, .. } => database,
            other => StoreError::Other(other.to_string()),
        })
    }

    async fn fold(&self) -> Result<(), StoreError> {
        {
            let mut pages = self.pages.lock().await;
            if pages.delta_bytes() > SMALL_DELTA.max(pages.page_bytes() / 10) {
                pages.fold().await?;
            }
        }
        self.outbox.heal().await?;
        self.outbox.tidy().await
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

impl<S: Store, D: Disk, W: Witness> Depot for Local<S, D, W> {
    fn open(&self) -> Later<'_, Kept> {
        self.read_kept().boxed_local()
    }

    fn rows<'a>(&'a self, each: Each<'a>) -> Later<'a, Vec<Bucket>> {
        self.read_rows(each).boxed_local()
    }

    fn append<'a>(&'a self, make: Make<'a>) -> LocalBoxFuture<'a, Result<Stored, SaveError>> {
        self.save(make).boxed_local()
    }

    fn commit(&self, plan: Plan) -> Later<'_, ()> {
        self.store_commit(plan).boxed_local()
    }

    fn tidy(&self) -> Later<'_, ()> {
        self.fold().boxed_local()
    }

    fn health(&self) -> Health {
        Health {
            journal: self
                .outbox
                .journal()
                .is_some_and(|journal| !journal.is_broken()),
            half_kept: self.outbox.half_kept(),
            went_back: self.start.sign.is_some(),
            recovered: self.start.recovered,
            lost: self.start.lost.len(),
            unreadable: self.unreadable.get(),
        }
    }

    fn keep<'a>(&'a self, entry: &'a Entry) -> Later<'a, ()> {
        async move {
            let mut batch = Batch::new();
            self.mark(&mut batch, entry)?;
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

const fn reference(op: OpId) -> OpRef {
    OpRef {
        epoch: op.epoch,
        seq: op.seq,
    }
}

/// The rows of a piece, or the bucket that does not decode.
fn read_chunk(chunk: Chunk) -> Result<Vec<shared::sync::wire::SentRow>, BucketId> {
    match chunk {
        Chunk::Damaged { bucket } => Err(bucket),
        Chunk::Rows {
            bucket, records, ..
        } => {
            let rows = records.iter().map(|record| pack::row(&record.bytes));
            rows.collect::<Result<_, _>>().map_err(|_| bucket)
        }
    }
}
