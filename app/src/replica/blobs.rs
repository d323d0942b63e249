//! Attachments on this device, encrypted in chunks.
//!
//! ```text
//! blob_meta   sha256          → standing[1] size[8] media type, sealed
//! blob_chunk  sha256 index[4] → 256 KiB, sealed
//! ```

use super::depot::{BlobNote, Standing};
use crate::platform::crypto::NONCE;
use crate::platform::random;
use crate::storage::keyring::Keyring;
use crate::storage::{Batch, Durability, Keys, Store, StoreError, Table};
use futures::future::try_join_all;

/// Bytes of a chunk; also what one upload request carries.
pub(crate) const CHUNK: usize = 256 * 1024;
const DAMAGED: StoreError = StoreError::Format("attachment");

/// The attachments of one replica.
pub(super) struct Blobs<S> {
    store: S,
    keyring: Keyring,
}

impl<S: Store> Blobs<S> {
    pub(super) const fn new(store: S, keyring: Keyring) -> Self {
        Self { store, keyring }
    }

    /// Stores note and chunks in one transaction.
    pub(super) async fn keep(&self, note: &BlobNote, bytes: &[u8]) -> Result<(), StoreError> {
        let key = self.keyring.bulk_key("attachment").await?;
        let sealed = bytes.chunks(CHUNK).zip(0u32..).map(|(chunk, index)| {
            let place = place(&note.sha256, index);
            let key = &key;
            async move {
                let nonce = random::bytes::<NONCE>();
                let sealed = key.seal(&nonce, &place, chunk).await?;
                Ok::<_, StoreError>((place, [nonce.as_slice(), &sealed].concat()))
            }
        });
        let mut batch = Batch::new();
        for (place, value) in try_join_all(sealed).await? {
            batch.put(Table::BlobChunk, place, value);
        }
        batch.put(Table::BlobMeta, note.sha256, self.seal(note)?);
        self.store.commit(batch, Durability::Strict).await
    }

    pub(super) async fn note(&self, note: &BlobNote) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        batch.put(Table::BlobMeta, note.sha256, self.seal(note)?);
        self.store.commit(batch, Durability::Relaxed).await
    }

    /// What does not decode is no attachment of this key: it was left by a forgotten passphrase.
    pub(super) async fn notes(&self) -> Result<Vec<BlobNote>, StoreError> {
        let rows = self
            .store
            .load(Table::BlobMeta, Keys::all(), u32::MAX)
            .await?;
        let notes = rows
            .iter()
            .filter_map(|row| self.unseal(&row.key, &row.value).ok());
        Ok(notes.collect())
    }

    pub(super) async fn get(
        &self,
        sha256: [u8; 32],
    ) -> Result<Option<(BlobNote, Vec<u8>)>, StoreError> {
        let Some(value) = self.store.get(Table::BlobMeta, &sha256).await? else {
            return Ok(None);
        };
        let Ok(note) = self.unseal(&sha256, &value) else {
            return Ok(None);
        };
        let rows = self
            .store
            .load(Table::BlobChunk, Keys::prefix(&sha256), u32::MAX)
            .await?;
        let key = self.keyring.bulk_key("attachment").await?;
        let chunks = rows.iter().map(|row| {
            let key = &key;
            async move {
                let (nonce, sealed) = row.value.split_first_chunk().ok_or(DAMAGED)?;
                Ok::<_, StoreError>(key.open(nonce, &row.key, sealed).await?)
            }
        });
        let bytes = try_join_all(chunks).await?.concat();
        Ok((bytes.len() as u64 == note.size).then_some((note, bytes)))
    }

    fn seal(&self, note: &BlobNote) -> Result<Vec<u8>, StoreError> {
        let standing = match note.standing {
            Standing::Waiting => 0,
            Standing::Sent => 1,
            Standing::Refused => 2,
        };
        let mut plain = vec![standing];
        plain.extend_from_slice(&note.size.to_le_bytes());
        plain.extend_from_slice(note.media_type.as_bytes());
        let nonce = random::bytes::<NONCE>();
        let key = self.keyring.small_key("attachment");
        let sealed = key.seal(&nonce, &note.sha256, &plain)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unseal(&self, sha256: &[u8], value: &[u8]) -> Result<BlobNote, StoreError> {
        let (nonce, sealed) = value.split_first_chunk().ok_or(DAMAGED)?;
        let plain = self
            .keyring
            .small_key("attachment")
            .open(nonce, sha256, sealed)?;
        let (standing, rest) = plain.split_first().ok_or(DAMAGED)?;
        let (size, media_type) = rest.split_first_chunk().ok_or(DAMAGED)?;
        Ok(BlobNote {
            sha256: sha256.try_into().map_err(|_| DAMAGED)?,
            media_type: String::from_utf8(media_type.to_vec()).map_err(|_| DAMAGED)?,
            size: u64::from_le_bytes(*size),
            standing: match standing {
                0 => Standing::Waiting,
                1 => Standing::Sent,
                _ => Standing::Refused,
            },
        })
    }
}

fn place(sha256: &[u8; 32], index: u32) -> Vec<u8> {
    [sha256.as_slice(), &index.to_be_bytes()].concat()
}
