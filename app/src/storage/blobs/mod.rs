//! Attachments: content-addressed, in encrypted chunks. Until the server has one it also stands, sealed, in a private file, so that
//! it survives the loss of the database and can travel in a rescue file.
//!
//! Keys: `blob_meta` id → sealed [`BlobMeta`]; `blob_chunk` id ‖ number → sealed chunk.

mod meta;
mod mirror;
#[cfg(test)]
mod tests;

pub use meta::{BlobId, BlobMeta, Upload};

use super::StoreError;
use super::journal::Disk;
use super::keyring::Keyring;
use super::keys::Session;
use super::outbox::Kept;
use super::store::{Batch, Durability, Keys, Store, Table};
use crate::platform::crypto::{BulkKey, SmallKey};
use crate::platform::random;
use futures::future::try_join_all;
use mirror::Mirror;
pub(crate) use mirror::{Pieces, pieces};
use sha2::{Digest, Sha256};
use shared::ordered::sort_by;

/// Bytes of a chunk, as stored and as uploaded.
pub const CHUNK: usize = 256 * 1024;
const NONCE: usize = crate::platform::crypto::NONCE;

/// Attachments of one unlocked replica.
pub struct Blobs<S, D> {
    store: S,
    keyring: Keyring,
    meta: SmallKey,
    chunks: BulkKey,
    mirror: Mirror<D>,
}

/// A new attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its id.
    pub id: BlobId,
    /// Where it is: the journal is its private file here.
    pub kept: Kept,
}

impl<S: Store, D: Disk> Blobs<S, D> {
    /// Attachments in `store`, mirrored through `disk` (none where there are no private files) under the session's key.
    ///
    /// # Errors
    /// [`StoreError::Other`] where the browser offers no encryption.
    pub async fn open(
        store: S,
        keyring: &Keyring,
        disk: Option<D>,
        session: Session,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            store,
            keyring: keyring.clone(),
            meta: keyring.small_key("blob meta"),
            chunks: keyring.bulk_key("blob chunk").await?,
            mirror: Mirror::new(disk, session, keyring.replica(), keyring.epoch()),
        })
    }

    /// Stores an attachment made on this device, strictly. The same content twice is one attachment.
    ///
    /// # Errors
    /// Any [`StoreError`]; then it is not stored.
    pub async fn add(
        &self,
        content: &[u8],
        mime: &str,
        thumbnail: Option<BlobId>,
    ) -> Result<StoredBlob, StoreError> {
        let id = BlobId(Sha256::digest(content).into());
        if let Ok(Some(known)) = self.meta(id).await {
            let kept = if known.mirrored {
                Kept::Both
            } else {
                Kept::Database
            };
            return Ok(StoredBlob { id, kept });
        }
        let (size, mime) = (content.len() as u64, mime.into());
        let upload = Upload::Waiting { sent: 0 };
        let mut meta = BlobMeta {
            size,
            mime,
            thumbnail,
            upload,
            mirrored: false,
        };
        meta.mirrored = self.mirror.put(id, content, &meta).await;
        match (
            self.write(id, content, &meta, Durability::Strict).await,
            meta.mirrored,
        ) {
            (Ok(()), true) => Ok(StoredBlob {
                id,
                kept: Kept::Both,
            }),
            (Ok(()), false) => Ok(StoredBlob {
                id,
                kept: Kept::Database,
            }),
            // It comes into the database with the next recovery.
            (Err(_), true) => Ok(StoredBlob {
                id,
                kept: Kept::Journal,
            }),
            (Err(error), false) => Err(error),
        }
    }

    /// Stores an attachment the server sent. It can be had again, so it is not mirrored.
    ///
    /// # Errors
    /// [`StoreError::Format`] when the content is not that of the id; any [`StoreError`] of writing.
    pub async fn keep(&self, id: BlobId, content: &[u8], mime: &str) -> Result<(), StoreError> {
        if Sha256::digest(content).as_slice() != id.0 {
            return Err(StoreError::Format("attachment content"));
        }
        let (size, mime) = (content.len() as u64, mime.into());
        let upload = Upload::Done;
        let meta = BlobMeta {
            size,
            mime,
            thumbnail: None,
            upload,
            mirrored: false,
        };
        self.write(id, content, &meta, Durability::Relaxed).await
    }

    /// The whole attachment; none when it is not on this device.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading; [`StoreError::Format`] when it is damaged.
    pub async fn get(&self, id: BlobId) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(meta) = self.meta(id).await? else {
            let found = self.mirror.read(id, self.keyring.device()).await;
            return Ok(found.map(|found| found.content));
        };
        let rows = self
            .store
            .load(Table::BlobChunk, Keys::prefix(&id.0), u32::MAX)
            .await?;
        let opened = rows.iter().map(|row| self.open_chunk(&row.key, &row.value));
        let content = try_join_all(opened).await?.concat();
        if content.len() as u64 == meta.size && Sha256::digest(&content).as_slice() == id.0 {
            Ok(Some(content))
        } else {
            Err(StoreError::Format("attachment content"))
        }
    }

    /// One chunk, for uploading; none behind the end.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading; [`StoreError::Format`] when it is damaged.
    pub async fn chunk(&self, id: BlobId, number: u32) -> Result<Option<Vec<u8>>, StoreError> {
        let key = chunk_key(id, number);
        match self.store.get(Table::BlobChunk, &key).await? {
            Some(value) => Ok(Some(self.open_chunk(&key, &value).await?)),
            None => Ok(None),
        }
    }

    /// What is known of an attachment.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading; [`StoreError::Format`] when it is damaged.
    pub async fn meta(&self, id: BlobId) -> Result<Option<BlobMeta>, StoreError> {
        let value = self.store.get(Table::BlobMeta, &id.0).await?;
        value.map(|value| self.open_meta(&id.0, &value)).transpose()
    }

    /// Attachments the server does not have yet, thumbnails and small ones first.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn waiting(&self) -> Result<Vec<(BlobId, BlobMeta)>, StoreError> {
        let rows = self
            .store
            .load(Table::BlobMeta, Keys::all(), u32::MAX)
            .await?;
        let open = |row: super::Row| {
            let meta = self.open_meta(&row.key, &row.value).ok()?;
            Some((BlobId(row.key.try_into().ok()?), meta))
        };
        let mut found: Vec<_> = rows.into_iter().filter_map(open).collect();
        found.retain(|(_, meta)| meta.upload != Upload::Done);
        sort_by(&mut found, |a, b| a.1.size.cmp(&b.1.size));
        Ok(found)
    }

    /// Notes how far an upload got. Once done, the private file is removed: the server has it.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing.
    pub async fn note(&self, id: BlobId, upload: Upload) -> Result<(), StoreError> {
        let Some(mut meta) = self.meta(id).await? else {
            return Ok(());
        };
        meta.upload = upload;
        let done = upload == Upload::Done;
        let was_mirrored = meta.mirrored;
        meta.mirrored &= !done;
        let mut batch = Batch::new();
        self.stage(&mut batch, id, &meta)?;
        self.store.commit(batch, Durability::Relaxed).await?;
        if was_mirrored && done {
            self.mirror.remove(id).await;
        }
        Ok(())
    }

    /// Frees the room of attachments the server has. What it does not have stays.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing.
    pub async fn evict(&self, ids: &[BlobId]) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        for id in ids {
            let Some(meta) = self.meta(*id).await? else {
                continue;
            };
            if meta.upload == Upload::Done {
                batch.delete(Table::BlobMeta, Keys::one(&id.0));
                batch.delete(Table::BlobChunk, Keys::prefix(&id.0));
            }
        }
        self.store.commit(batch, Durability::Relaxed).await
    }

    /// Offers everything on this device again: the server was restored from a backup.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing.
    pub async fn offer_again(&self) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        for row in self
            .store
            .load(Table::BlobMeta, Keys::all(), u32::MAX)
            .await?
        {
            let Ok(mut meta) = self.open_meta(&row.key, &row.value) else {
                continue;
            };
            let Ok(id) = row.key.try_into() else { continue };
            meta.upload = Upload::Waiting { sent: 0 };
            self.stage(&mut batch, BlobId(id), &meta)?;
        }
        self.store.commit(batch, Durability::Relaxed).await
    }

    /// Puts into the database what only private files hold. Returns how many.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing.
    pub async fn recover(&self) -> Result<usize, StoreError> {
        let mut recovered = 0;
        for id in self.mirror.ids().await {
            if self.meta(id).await.ok().flatten().is_some() {
                continue;
            }
            let Some(found) = self.mirror.read(id, self.keyring.device()).await else {
                continue;
            };
            let (size, mime, thumbnail) = (found.content.len() as u64, found.mime, found.thumbnail);
            let upload = Upload::Waiting { sent: 0 };
            let meta = BlobMeta {
                size,
                mime,
                thumbnail,
                upload,
                mirrored: true,
            };
            self.write(id, &found.content, &meta, Durability::Strict)
                .await?;
            recovered += 1;
        }
        Ok(recovered)
    }

    async fn write(
        &self,
        id: BlobId,
        content: &[u8],
        meta: &BlobMeta,
        durability: Durability,
    ) -> Result<(), StoreError> {
        let mut batch = self.chunks_of(id, content).await?;
        self.stage(&mut batch, id, meta)?;
        self.store.commit(batch, durability).await
    }

    async fn chunks_of(&self, id: BlobId, content: &[u8]) -> Result<Batch, StoreError> {
        let sealed = (0..)
            .zip(content.chunks(CHUNK))
            .map(|(number, chunk)| async move {
                let key = chunk_key(id, number);
                let nonce: [u8; NONCE] = random::bytes();
                let sealed = self.chunks.seal(&nonce, &key, chunk).await?;
                Ok::<_, StoreError>((key, [&nonce[..], &sealed].concat()))
            });
        let mut batch = Batch::new();
        for (key, value) in try_join_all(sealed).await? {
            batch.put(Table::BlobChunk, key, value);
        }
        Ok(batch)
    }

    async fn open_chunk(&self, key: &[u8], value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (nonce, sealed) = value
            .split_first_chunk::<NONCE>()
            .ok_or(StoreError::Format("chunk"))?;
        Ok(self.chunks.open(nonce, key, sealed).await?)
    }

    fn stage(&self, batch: &mut Batch, id: BlobId, meta: &BlobMeta) -> Result<(), StoreError> {
        let nonce: [u8; NONCE] = random::bytes();
        let sealed = self.meta.seal(&nonce, &id.0, &meta.encode())?;
        batch.put(Table::BlobMeta, id.0, [&nonce[..], &sealed].concat());
        Ok(())
    }

    fn open_meta(&self, key: &[u8], value: &[u8]) -> Result<BlobMeta, StoreError> {
        const DAMAGED: StoreError = StoreError::Format("attachment");
        let (nonce, sealed) = value.split_first_chunk::<NONCE>().ok_or(DAMAGED)?;
        BlobMeta::decode(&self.meta.open(nonce, key, sealed)?).ok_or(DAMAGED)
    }
}

fn chunk_key(id: BlobId, number: u32) -> Vec<u8> {
    [&id.0[..], &number.to_be_bytes()].concat()
}
