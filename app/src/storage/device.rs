//! The device store of one replica, put together.
//!
//! [`Device::start`] compares the journals and needs no key: the unsynced count and the rescue file work while locked.
//! [`Device::unlock`] gives the [`Unlocked`] store: rows, ops, attachments, drafts.

use super::StoreError;
use super::blobs::Blobs;
use super::journal::Disk;
use super::keyring::{DeviceKey, Keyring};
use super::keys::{Identity, Lock, Session, UnlockError, Vault};
use super::outbox::{Outbox, StartReport};
use super::page::PageStore;
use super::secrets::Secrets;
use super::store::{Batch, Durability, Keys, Store, Table};
use super::witness::Witness;
use shared::sealed::OrgPublicKey;
use std::cell::Cell;
use std::rc::Rc;

const IDENTITY: &[u8] = b"identity";

/// Where the parts of a device store live.
#[derive(Debug)]
pub struct Parts<S, D, W> {
    /// The database.
    pub store: S,
    /// Private files; none where the browser has none.
    pub disk: Option<D>,
    /// The third witness of the last number.
    pub witness: W,
    /// A copy of the identity outside of database and files.
    pub identity_copy: W,
}

/// Why a device cannot be set up or unlocked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// There is no identity here: sign in online and set a passphrase.
    #[error("this device was not set up")]
    NotSetUp,
    /// The passphrase, the lock or the vault.
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One replica on this device, locked.
#[derive(Debug)]
pub struct Device<S, D, W> {
    store: S,
    disk: Option<D>,
    identity_copy: W,
    replica: u32,
    epoch: u32,
    identity: Cell<Option<Identity>>,
    /// Ops: works while locked as far as no content is needed.
    pub outbox: Rc<Outbox<S, D, W>>,
}

/// One replica on this device, unlocked. Dropping it drops the keys; tell the outbox to lock as well.
pub struct Unlocked<S, D> {
    /// Keys in memory.
    pub keyring: Keyring,
    /// Confirmed rows.
    pub pages: PageStore<S>,
    /// Attachments.
    pub blobs: Blobs<S, D>,
    /// Unsaved forms.
    pub drafts: Secrets<S>,
    /// Records in conflict.
    pub conflicts: Secrets<S>,
    /// The app's own small values.
    pub settings: Secrets<S>,
}

impl<S: Store, D: Disk + Clone, W: Witness> Device<S, D, W> {
    /// Opens the store of a replica, compares the witnesses and rebuilds what is missing.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn start(
        parts: Parts<S, D, W>,
        replica: u32,
    ) -> Result<(Self, StartReport), StoreError> {
        let Parts {
            store,
            disk,
            witness,
            identity_copy,
        } = parts;
        let started = Outbox::start(store.clone(), disk.clone(), witness, replica).await?;
        let (outbox, report) = started;
        let stored = store.get(Table::Meta, IDENTITY).await?;
        let stored = stored.as_deref().and_then(Identity::decode);
        let copy = || Identity::decode(&from_hex(&identity_copy.read()?)?);
        let identity = stored.or(report.identity).or_else(copy);
        let identity = identity.filter(|identity| identity.replica() == replica);
        let disk = disk.filter(|_| report.no_journal.is_none());
        let device = Self {
            store,
            disk,
            identity_copy,
            replica,
            epoch: report.epoch,
            identity: Cell::new(identity),
            outbox: Rc::new(outbox),
        };
        if let (Some(identity), None) = (identity, stored) {
            device.keep(identity, Batch::new()).await?;
        }
        Ok((device, report))
    }

    /// The database underneath.
    #[must_use]
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// Who this replica is; none before it was set up.
    #[must_use]
    pub const fn identity(&self) -> Option<Identity> {
        self.identity.get()
    }

    /// Sets a passphrase on a new replica, or a new one in place of a forgotten one. What was stored under an older key is dropped;
    /// ops that were not synced stay, sealed, for the rescue file.
    ///
    /// # Errors
    /// [`DeviceError`]; then nothing changed.
    pub async fn set_up(
        &self,
        vault: &impl Vault,
        passphrase: &str,
        org: Option<OrgPublicKey>,
    ) -> Result<Unlocked<S, D>, DeviceError> {
        let key = DeviceKey::generate();
        let lock = Lock::close(vault, &key, self.replica, passphrase).await?;
        let mut batch = Batch::new();
        for table in [
            Table::Pages,
            Table::Delta,
            Table::Conflicts,
            Table::BlobMeta,
            Table::BlobChunk,
        ] {
            batch.delete(table, Keys::all());
        }
        for secret in ["draft/", "setting/"] {
            batch.delete(Table::Meta, Keys::prefix(secret.as_bytes()));
        }
        Keyring::clear(&mut batch);
        let identity = Identity { lock, org };
        self.keep(identity, batch).await?;
        self.open(vault, key, &identity).await
    }

    /// Unlocks.
    ///
    /// # Errors
    /// [`DeviceError`]; [`UnlockError::WrongPassphrase`] when it is that.
    pub async fn unlock(
        &self,
        vault: &impl Vault,
        passphrase: &str,
    ) -> Result<Unlocked<S, D>, DeviceError> {
        let identity = self.identity().ok_or(DeviceError::NotSetUp)?;
        let key = identity.lock.open(vault, passphrase).await?;
        self.open(vault, key, &identity).await
    }

    /// Puts another passphrase in place. Nothing else changes.
    ///
    /// # Errors
    /// [`DeviceError`]; then the old passphrase stays.
    pub async fn change_passphrase(
        &self,
        vault: &impl Vault,
        old: &str,
        new: &str,
    ) -> Result<(), DeviceError> {
        let identity = self.identity().ok_or(DeviceError::NotSetUp)?;
        let lock = identity.lock.change(vault, old, new).await?;
        Ok(self
            .keep(Identity { lock, ..identity }, Batch::new())
            .await?)
    }

    /// Notes the organisation key. Sessions begun from now on are sealed to it.
    ///
    /// # Errors
    /// [`DeviceError`].
    pub async fn learn_org_key(&self, org: OrgPublicKey) -> Result<(), DeviceError> {
        let identity = self.identity().ok_or(DeviceError::NotSetUp)?;
        if identity.org == Some(org) {
            return Ok(());
        }
        Ok(self
            .keep(
                Identity {
                    org: Some(org),
                    ..identity
                },
                Batch::new(),
            )
            .await?)
    }

    /// Everything not yet in a server backup as a file for any device to carry; only the server can read it.
    ///
    /// # Errors
    /// [`DeviceError::NotSetUp`] when no organisation key is known; any [`StoreError`] of reading.
    pub async fn rescue(&self) -> Result<Vec<u8>, DeviceError> {
        let org = self
            .identity()
            .and_then(|identity| identity.org)
            .ok_or(DeviceError::NotSetUp)?;
        let pieces = super::blobs::pieces(self.disk.as_ref()).await;
        Ok(self.outbox.rescue(org.id(), &pieces).await?)
    }

    async fn open(
        &self,
        vault: &impl Vault,
        key: DeviceKey,
        identity: &Identity,
    ) -> Result<Unlocked<S, D>, DeviceError> {
        let session = match Session::start(vault, identity, &key).await {
            Ok(session) => session,
            // Without the vault a session is sealed to this device alone: better than not being able to save.
            Err(_) => {
                let alone = Identity {
                    org: None,
                    ..*identity
                };
                Session::start(vault, &alone, &key)
                    .await
                    .map_err(UnlockError::Vault)?
            }
        };
        let keyring = Keyring::open(&self.store, key, self.replica, self.epoch).await?;
        self.outbox.begin(identity, session.clone());
        let blobs = Blobs::open(self.store.clone(), &keyring, self.disk.clone(), session).await?;
        // What does not fit now is tried again at the next unlock, and read from its private file until then.
        drop(blobs.recover().await);
        Ok(Unlocked {
            pages: PageStore::new(self.store.clone(), keyring.clone()),
            drafts: Secrets::drafts(self.store.clone(), &keyring),
            conflicts: Secrets::conflicts(self.store.clone(), &keyring),
            settings: Secrets::settings(self.store.clone(), &keyring),
            blobs,
            keyring,
        })
    }

    /// Stores the identity in the database and outside of it. The journal gets it with the next session.
    async fn keep(&self, identity: Identity, mut batch: Batch) -> Result<(), StoreError> {
        let bytes = identity.encode();
        self.identity_copy.write(&to_hex(&bytes));
        batch.put(Table::Meta, IDENTITY, bytes);
        self.store.commit(batch, Durability::Strict).await?;
        self.identity.set(Some(identity));
        Ok(())
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;
    use crate::storage::journal::MemoryDisk;
    use crate::storage::keys::cheap::Cheap;
    use crate::storage::outbox::{OpBytes, Sign};
    use crate::storage::witness::MemoryWitness;
    use futures::executor::block_on;
    use shared::sealed::OrgPrivateKey;
    use shared::sealed::rescue::Rescue;

    #[derive(Default)]
    struct Tablet {
        memory: Memory,
        disk: MemoryDisk,
        witness: MemoryWitness,
        copy: MemoryWitness,
        vault: Cheap,
    }

    type TestDevice = Device<Memory, Rc<MemoryDisk>, MemoryWitness>;

    impl Tablet {
        async fn start(&self) -> (TestDevice, StartReport) {
            let parts = Parts {
                store: self.memory.clone(),
                disk: Some(Rc::new(self.disk.another_tab())),
                witness: self.witness.clone(),
                identity_copy: self.copy.clone(),
            };
            Device::start(parts, 42).await.unwrap()
        }
    }

    fn org() -> OrgPrivateKey {
        OrgPrivateKey::new([3; 32])
    }

    async fn save(device: &TestDevice, text: &str) {
        let op = OpBytes {
            hash: [1; 32],
            bytes: text.into(),
        };
        device.outbox.save(|_| vec![op]).await.unwrap();
    }

    #[test]
    fn a_device_is_set_up_once_and_unlocked_by_its_passphrase_only() {
        block_on(async {
            let tablet = Tablet::default();
            let (device, _) = tablet.start().await;
            let refused = device.unlock(&tablet.vault, "x").await.map(drop);
            assert_eq!(refused, Err(DeviceError::NotSetUp));
            let open = device
                .set_up(&tablet.vault, "灯光", org().public().ok())
                .await
                .unwrap();
            open.drafts.put("lead", b"half").await.unwrap();
            save(&device, "a").await;
            drop((open, device));

            let (device, _) = tablet.start().await;
            let refused = device.unlock(&tablet.vault, "x").await.map(drop);
            assert_eq!(refused, Err(UnlockError::WrongPassphrase.into()));
            device
                .change_passphrase(&tablet.vault, "灯光", "新")
                .await
                .unwrap();
            drop(device);
            let (device, _) = tablet.start().await;
            assert!(device.unlock(&tablet.vault, "灯光").await.is_err());
            let open = device.unlock(&tablet.vault, "新").await.unwrap();
            assert_eq!(open.drafts.get("lead").await.unwrap().unwrap(), b"half");
            assert_eq!(
                device
                    .outbox
                    .load(open.keyring.device())
                    .await
                    .unwrap()
                    .0
                    .len(),
                1
            );
        });
    }

    #[test]
    fn the_loss_of_the_database_costs_neither_the_key_nor_ops_nor_photos() {
        block_on(async {
            for journal_lost_too in [false, true] {
                let tablet = Tablet::default();
                let (device, _) = tablet.start().await;
                let open = device
                    .set_up(&tablet.vault, "x", org().public().ok())
                    .await
                    .unwrap();
                save(&device, "a").await;
                let photo = open.blobs.add(b"photo", "image/jpeg", None).await.unwrap();
                drop((open, device));
                tablet.memory.roll_back(&Memory::new());
                if journal_lost_too {
                    tablet.disk.damage("journal-0", Vec::clear);
                }
                let (device, report) = tablet.start().await;
                assert_eq!(report.sign, Some(Sign::Emptied));
                let open = device.unlock(&tablet.vault, "x").await.unwrap();
                let (ops, _) = device.outbox.load(open.keyring.device()).await.unwrap();
                assert_eq!(ops.len(), usize::from(!journal_lost_too));
                assert_eq!(open.blobs.get(photo.id).await.unwrap().unwrap(), b"photo");
            }
        });
    }

    #[test]
    fn a_forgotten_passphrase_costs_the_cache_and_no_unsynced_work() {
        block_on(async {
            let tablet = Tablet::default();
            let (device, _) = tablet.start().await;
            let open = device
                .set_up(&tablet.vault, "x", org().public().ok())
                .await
                .unwrap();
            save(&device, "unsynced").await;
            open.blobs.add(b"photo", "image/jpeg", None).await.unwrap();
            open.drafts.put("lead", b"half").await.unwrap();
            drop((open, device));

            let (device, _) = tablet.start().await;
            let rescued_locked = device.rescue().await.unwrap();
            let open = device
                .set_up(&tablet.vault, "y", org().public().ok())
                .await
                .unwrap();
            assert_eq!(open.drafts.list("").await.unwrap(), []);
            let (ops, unreadable) = device.outbox.load(open.keyring.device()).await.unwrap();
            assert_eq!((ops.len(), unreadable.len()), (0, 1));
            save(&device, "after").await;
            for (file, count) in [(rescued_locked, 2), (device.rescue().await.unwrap(), 3)] {
                let rescue = Rescue::parse(&file).unwrap();
                let opened: Vec<_> = rescue
                    .open(&org())
                    .map(|(_, content)| content.unwrap())
                    .collect();
                assert_eq!(opened.len(), count);
                assert_eq!(&opened[0][32..], b"unsynced");
                assert!(opened.iter().any(|content| content.ends_with(b"photo")));
            }
        });
    }
}
