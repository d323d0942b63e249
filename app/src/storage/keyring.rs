//! The keys of one unlocked replica, in memory only.
//!
//! ```text
//! device key ─HKDF(salt of the bucket; bucket, epoch)→ key of a bucket's pages and frames
//!            └HKDF(purpose)──────────────────────────→ keys of drafts, attachments, session keys
//! ```
//! A bucket's salt is random and stored in `meta`. Deleting it deletes the key: the device key alone does not give it back.

use super::StoreError;
use super::store::{Batch, Keys, Store, Table};
use crate::platform::crypto::{BulkKey, CryptoError, SmallKey};
use crate::platform::random;
use hkdf::Hkdf;
use sha2::Sha256;
use shared::ordered::SortedMap;
use std::cell::RefCell;
use std::rc::Rc;
use zeroize::Zeroizing;

/// Opaque name of a bucket: what the server keeps its rows under. 1 to 255 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BucketId(Rc<[u8]>);

impl BucketId {
    /// From its bytes; none unless there are 1 to 255.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (!bytes.is_empty() && bytes.len() < 256).then(|| Self(bytes.into()))
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    #[expect(clippy::cast_possible_truncation, reason = "checked in new")]
    pub(super) fn length(&self) -> u8 {
        self.0.len() as u8
    }
}

/// The random key everything on this device is encrypted under. Wiped from memory when dropped.
#[derive(Clone)]
pub struct DeviceKey(Rc<Zeroizing<[u8; 32]>>);

impl DeviceKey {
    /// From raw bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Rc::new(Zeroizing::new(bytes)))
    }

    /// A new random key.
    #[must_use]
    pub fn generate() -> Self {
        Self::new(random::bytes())
    }

    /// Its raw bytes, for wrapping.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose. Different salts or purposes give unrelated keys.
    #[must_use]
    pub fn derive(&self, salt: &[u8], purpose: &[&[u8]]) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        let done = Hkdf::<Sha256>::new(Some(salt), &self.0[..])
            .expand_multi_info(purpose, out.as_mut_slice());
        assert!(done.is_ok(), "32 bytes are within what HKDF gives");
        out
    }
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

const SALT_PREFIX: &[u8] = b"salt/";

/// The device key of a replica with the salts of its buckets.
#[derive(Clone)]
pub struct Keyring {
    device: DeviceKey,
    replica: u32,
    epoch: u32,
    salts: Rc<RefCell<SortedMap<BucketId, [u8; 32]>>>,
    open: Rc<RefCell<SortedMap<(BucketId, u32), BulkKey>>>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring(replica {}, epoch {})", self.replica, self.epoch)
    }
}

impl Keyring {
    /// Reads the salts of a replica. New values are written under `epoch`.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn open<S: Store>(
        store: &S,
        device: DeviceKey,
        replica: u32,
        epoch: u32,
    ) -> Result<Self, StoreError> {
        let keyring = Self {
            device,
            replica,
            epoch,
            salts: Rc::default(),
            open: Rc::default(),
        };
        keyring.refresh(store).await?;
        Ok(keyring)
    }

    /// Reads the salts anew: another tab may have stored or forgotten some.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn refresh<S: Store>(&self, store: &S) -> Result<(), StoreError> {
        let salts = Keys::prefix(SALT_PREFIX);
        let rows = store.load(Table::Meta, salts, u32::MAX).await?;
        let salts = rows.into_iter().filter_map(|row| {
            let bucket = BucketId::new(row.key.get(SALT_PREFIX.len()..)?)?;
            Some((bucket, row.value.try_into().ok()?))
        });
        let old = self.salts.replace(salts.collect());
        let salts = self.salts.borrow();
        let mut open = self.open.borrow_mut();
        open.retain(|(bucket, _), _| old.get(bucket) == salts.get(bucket));
        Ok(())
    }

    /// The device key.
    #[must_use]
    pub const fn device(&self) -> &DeviceKey {
        &self.device
    }

    /// Number of the replica.
    #[must_use]
    pub const fn replica(&self) -> u32 {
        self.replica
    }

    /// Epoch new values are written under.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Makes sure the bucket has a salt; a new one goes into `batch`, to be stored with the first value that needs it.
    pub fn ensure(&self, bucket: &BucketId, batch: &mut Batch) {
        let mut salts = self.salts.borrow_mut();
        let salt = salts.entry(bucket.clone()).or_insert_with(random::bytes);
        batch.put(Table::Meta, Self::salt_key(bucket), salt.to_vec());
    }

    /// Key of a bucket's pages and frames.
    ///
    /// # Errors
    /// [`StoreError::Format`] when the bucket's salt is gone.
    pub async fn bucket_key(&self, bucket: &BucketId, epoch: u32) -> Result<BulkKey, StoreError> {
        let id = (bucket.clone(), epoch);
        if let Some(key) = self.open.borrow().get(&id) {
            return Ok(key.clone());
        }
        let salt = self.salts.borrow().get(bucket).copied();
        let salt = salt.ok_or(StoreError::Format("forgotten bucket"))?;
        let purpose = [
            b"yingke page v1".as_slice(),
            bucket.bytes(),
            &epoch.to_le_bytes(),
        ];
        let key = BulkKey::new(&self.device.derive(&salt, &purpose)).await?;
        self.open.borrow_mut().insert(id, key.clone());
        Ok(key)
    }

    /// Key for small values of one purpose.
    #[must_use]
    pub fn small_key(&self, purpose: &str) -> SmallKey {
        SmallKey::new(
            &self
                .device
                .derive(b"yingke small v1", &[purpose.as_bytes()]),
        )
    }

    /// Key for large values of one purpose.
    ///
    /// # Errors
    /// [`StoreError::Other`] where the browser offers no encryption.
    pub async fn bulk_key(&self, purpose: &str) -> Result<BulkKey, StoreError> {
        let key = self.device.derive(b"yingke bulk v1", &[purpose.as_bytes()]);
        Ok(BulkKey::new(&key).await?)
    }

    /// Adds to `batch` the removal of every salt.
    pub fn clear(batch: &mut Batch) {
        batch.delete(Table::Meta, Keys::prefix(SALT_PREFIX));
    }

    /// Key of the salt in `meta`.
    #[must_use]
    pub fn salt_key(bucket: &BucketId) -> Vec<u8> {
        [SALT_PREFIX, bucket.bytes()].concat()
    }

    /// Forgets the keys of buckets.
    pub fn forget(&self, gone: impl Fn(&BucketId) -> bool) {
        self.salts.borrow_mut().retain(|of, _| !gone(of));
        self.open.borrow_mut().retain(|(of, _), _| !gone(of));
    }
}

impl From<CryptoError> for StoreError {
    fn from(error: CryptoError) -> Self {
        match error {
            CryptoError::Forged => Self::Format("does not authenticate"),
            CryptoError::Unavailable => Self::Other(error.to_string()),
        }
    }
}
