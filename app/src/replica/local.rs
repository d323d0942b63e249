//! The depot over the encrypted device store.

use super::depot::{Attached, Depot, Each, Health, Kept, Later, Make, Next, Plan, Stored};
use super::{SaveError, pack, placing};
use crate::platform::crypto::{NONCE, SmallKey};
use crate::platform::{locks, random};
use crate::storage::blobs::{BlobId, Blobs, Upload};
use crate::storage::device::{Device, DeviceError, Unlocked};
use crate::storage::journal::Disk;
use crate::storage::keyring::{BucketId, DeviceKey};
use crate::storage::outbox::{OpRef, Outbox, Slot, StartReport, StoredOp};
use crate::storage::page::{Chunk, PageStore, Update};
use crate::storage::secrets::Secrets;
use crate::storage::witness::Witness;
use crate::storage::{Batch, Durability, Store, StoreError, outbox};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use futures::lock::Mutex;
use shared::entity::{Bucket, OpId, ReplicaId};
use shared::ordered::sort_by;
use shared::sync::Op;
use shared::sync::client::{Entry, Renumber};
use shared::sync::wire::SentRow;
use std::cell::RefCell;

const MARKS: &str = "marks";
/// Changes that wait to be folded may always reach this many bytes.
const SMALL_DELTA: usize = 64 << 10;

/// A replica's part of the device store, unlocked.
pub struct Local<S, D, W> {
    store: S,
    device: Device<S, D, W>,
    key: DeviceKey,
    replica: ReplicaId,
    /// Kinds people look at first.
    hot: &'static [u16],
    /// Seals the answers to ops.
    seal: SmallKey,
    start: StartReport,
    /// Kept ops whose passphrase was forgotten.
    unreadable: RefCell<Vec<OpRef>>,
    pages: Mutex<PageStore<S>>,
    blobs: Blobs<S, D>,
    drafts: Secrets<S>,
    settings: Secrets<S>,
}

impl<S: Store, D: Disk + Clone, W: Witness> Local<S, D, W> {
    /// The rows, ops and drafts of an unlocked device; `start` is what it found when it started.
    #[must_use]
    pub fn new(
        device: Device<S, D, W>,
        unlocked: Unlocked<S, D>,
        start: StartReport,
        hot: &'static [u16],
    ) -> Self {
        let Unlocked {
            keyring,
            pages,
            blobs,
            drafts,
            settings,
            ..
        } = unlocked;
        Self {
            store: device.store().clone(),
            key: keyring.device().clone(),
            replica: ReplicaId(keyring.replica()),
            hot,
            seal: keyring.small_key("answers"),
            device,
            start,
            unreadable: RefCell::default(),
            pages: Mutex::new(pages),
            blobs,
            drafts,
            settings,
        }
    }

    fn outbox(&self) -> &Outbox<S, D, W> {
        &self.device.outbox
    }

    fn id(&self, op: OpRef) -> OpId {
        OpId {
            replica: self.replica,
            epoch: op.epoch,
            seq: op.seq,
        }
    }

    /// Notes the answer of an op beside it, sealed and bound to the op.
    fn mark(&self, batch: &mut Batch, entry: &Entry) -> Result<(), StoreError> {
        let mut note = pack::note(entry);
        if !note.is_empty() {
            let nonce = random::bytes::<NONCE>();
            let sealed = self.seal.seal(&nonce, &entry.op.id.to_bytes(), &note)?;
            note = [nonce.as_slice(), &sealed].concat();
        }
        Outbox::<S, D, W>::mark(batch, reference(entry.op.id), &note);
        Ok(())
    }

    fn read_entry(&self, stored: &StoredOp) -> Result<Entry, StoreError> {
        let bound = self.id(stored.op).to_bytes();
        let unseal = |note: &Vec<u8>| {
            let (nonce, sealed) = note
                .split_first_chunk()
                .ok_or(StoreError::Format("answer"))?;
            Ok::<_, StoreError>(self.seal.open(nonce, &bound, sealed)?)
        };
        let note = stored.note.as_ref().map(unseal).transpose()?;
        pack::entry(pack::read_op(&stored.content)?, note.as_deref())
    }

    async fn read_kept(&self) -> Result<Kept, StoreError> {
        let newest = self.outbox().newest().await?;
        let mut kept = Kept {
            epoch: newest.epoch,
            head: newest.seq,
            ..Kept::default()
        };
        if let Some(marks) = self.settings.get(MARKS).await? {
            kept.marks = pack::read_marks(&marks)?;
        }
        let (stored, unreadable) = self.outbox().load(&self.key).await?;
        *self.unreadable.borrow_mut() = unreadable;
        for op in stored {
            match &op.fork {
                None => kept.entries.push(self.read_entry(&op)?),
                Some(fork) => kept.entries.extend(self.unfork(&op, fork).await?),
            }
        }
        kept.drafts = self.drafts.list("").await?.into_iter().collect();
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
        let build = |slot: Slot| {
            ops = make(Next {
                epoch: slot.epoch,
                seq: slot.first,
            });
            ops.iter().map(pack::op).collect()
        };
        let saved = self.outbox().save(build).await?;
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
        sort_by(&mut damaged, Ord::cmp);
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
        self.settings
            .stage(&mut batch, MARKS, &pack::marks(&plan.marks))?;
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
        let stored = self
            .outbox()
            .renumber(renumber.epoch, moved.collect())
            .await;
        stored.map_err(|error| match error {
            outbox::SaveError::NotKept { database, .. } => database,
            other => StoreError::Other(other.to_string()),
        })
    }

    async fn fold(&self) -> Result<(), StoreError> {
        {
            let mut pages = self.pages.lock().await;
            if pages.delta_bytes() > SMALL_DELTA.max(pages.page_bytes() / 10) {
                locks::exclusive(&self.moving(), pages.fold()).await?;
            }
        }
        self.outbox().heal().await?;
        self.outbox().adopt().await?;
        self.outbox().tidy().await
    }

    /// The lock that lets records move between pages.
    fn moving(&self) -> String {
        format!("yingke-{}-pages", self.replica.0)
    }

    async fn read_blob(&self, id: BlobId) -> Result<Option<Attached>, StoreError> {
        let Some(meta) = self.blobs.meta(id).await? else {
            return Ok(None);
        };
        let bytes = self.blobs.get(id).await?;
        Ok(bytes.map(|bytes| Attached {
            media_type: meta.mime,
            bytes,
        }))
    }

    async fn forget(&self, ops: &[OpId]) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        for op in ops {
            Outbox::<S, D, W>::forget(&mut batch, reference(*op));
        }
        self.store.commit(batch, Durability::Strict).await?;
        let mut unreadable = self.unreadable.borrow_mut();
        unreadable.retain(|op| !ops.contains(&self.id(*op)));
        Ok(())
    }
}

impl<S: Store, D: Disk + Clone, W: Witness> Depot for Local<S, D, W> {
    fn open(&self) -> Later<'_, Kept> {
        self.read_kept().boxed_local()
    }

    fn rows<'a>(&'a self, each: Each<'a>) -> Later<'a, Vec<Bucket>> {
        // Several transactions: no other tab may move records between pages meanwhile.
        async move { locks::shared(&self.moving(), self.read_rows(each)).await }.boxed_local()
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
        let journal = self.outbox().journal();
        Health {
            journal: journal.is_some_and(|journal| !journal.is_broken()),
            half_kept: self.outbox().half_kept(),
            went_back: self.start.sign.is_some(),
            recovered: self.start.recovered,
            lost: self.start.lost.len(),
            unreadable: self.unreadable.borrow().len(),
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
        match form {
            Some(form) => self.drafts.put(key, form).boxed_local(),
            None => self.drafts.remove(key).boxed_local(),
        }
    }

    fn lead(&self) -> Later<'_, ()> {
        async move { self.pages.lock().await.lead().await }.boxed_local()
    }

    fn keep_blob<'a>(&'a self, bytes: &'a [u8], media_type: &'a str) -> Later<'a, [u8; 32]> {
        let add = self.blobs.add(bytes, media_type, None);
        add.map(|stored| Ok(stored?.id.0)).boxed_local()
    }

    fn cache_blob<'a>(&'a self, sha256: [u8; 32], blob: &'a Attached) -> Later<'a, ()> {
        self.blobs
            .keep(BlobId(sha256), &blob.bytes, &blob.media_type)
            .boxed_local()
    }

    fn blob_sent(&self, sha256: [u8; 32]) -> Later<'_, ()> {
        self.blobs.note(BlobId(sha256), Upload::Done).boxed_local()
    }

    fn blobs_to_send(&self) -> Later<'_, Vec<[u8; 32]>> {
        async move {
            let waiting = self.blobs.waiting().await?;
            Ok(waiting.into_iter().map(|(id, _)| id.0).collect())
        }
        .boxed_local()
    }

    fn offer_blobs_again(&self) -> Later<'_, ()> {
        self.blobs.offer_again().boxed_local()
    }

    fn blob(&self, sha256: [u8; 32]) -> Later<'_, Option<Attached>> {
        self.read_blob(BlobId(sha256)).boxed_local()
    }

    fn rescue(&self) -> Later<'_, Vec<u8>> {
        async move {
            self.device.rescue().await.map_err(|error| match error {
                DeviceError::Store(error) => error,
                other => StoreError::Other(other.to_string()),
            })
        }
        .boxed_local()
    }

    fn forget_unreadable<'a>(&'a self, ops: &'a [OpId]) -> Later<'a, ()> {
        self.forget(ops).boxed_local()
    }
}

const fn reference(op: OpId) -> OpRef {
    OpRef {
        epoch: op.epoch,
        seq: op.seq,
    }
}

/// The rows of a piece, or the bucket that does not decode.
fn read_chunk(chunk: Chunk) -> Result<Vec<SentRow>, BucketId> {
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
