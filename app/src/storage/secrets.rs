//! Small encrypted values by name: drafts of forms, the index of conflicts, private settings.

use super::StoreError;
use super::keyring::Keyring;
use super::store::{Batch, Durability, Keys, Store, Table};
use crate::platform::crypto::SmallKey;
use crate::platform::random;

const NONCE: usize = crate::platform::crypto::NONCE;

/// A family of small encrypted values. A value is bound to its name: it cannot be put in another's place.
#[derive(Clone)]
pub struct Secrets<S> {
    store: S,
    key: SmallKey,
    table: Table,
    prefix: &'static str,
}

impl<S: Store> Secrets<S> {
    /// What forms hold that were not saved yet; survives a killed tab.
    #[must_use]
    pub fn drafts(store: S, keyring: &Keyring) -> Self {
        Self::new(store, keyring, Table::Meta, "draft/")
    }

    /// Which records have fields in conflict. An index, never truth.
    #[must_use]
    pub fn conflicts(store: S, keyring: &Keyring) -> Self {
        Self::new(store, keyring, Table::Conflicts, "")
    }

    /// The app's own small values: cursor and marks of the sync machine, saved views, credentials.
    #[must_use]
    pub fn settings(store: S, keyring: &Keyring) -> Self {
        Self::new(store, keyring, Table::Meta, "setting/")
    }

    fn new(store: S, keyring: &Keyring, table: Table, prefix: &'static str) -> Self {
        let key = keyring.small_key(&format!("{}/{prefix}", table.name()));
        Self {
            store,
            key,
            table,
            prefix,
        }
    }

    /// Adds to `batch` that `name` holds `value`: to be stored together with something else.
    ///
    /// # Errors
    /// [`StoreError::Other`] beyond what one encryption can take.
    pub fn stage(&self, batch: &mut Batch, name: &str, value: &[u8]) -> Result<(), StoreError> {
        let key = self.full(name);
        let nonce: [u8; NONCE] = random::bytes();
        let sealed = self.key.seal(&nonce, key.as_bytes(), value)?;
        batch.put(self.table, key, [&nonce[..], &sealed].concat());
        Ok(())
    }

    /// Adds to `batch` that nothing is under `name` any more.
    pub fn stage_removal(&self, batch: &mut Batch, name: &str) {
        batch.delete(self.table, Keys::one(self.full(name).as_bytes()));
    }

    /// Stores a value. It survives a killed tab at once, a power cut after a moment.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing.
    pub async fn put(&self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        self.stage(&mut batch, name, value)?;
        self.store.commit(batch, Durability::Relaxed).await
    }

    /// Removes a value.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing.
    pub async fn remove(&self, name: &str) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        self.stage_removal(&mut batch, name);
        self.store.commit(batch, Durability::Relaxed).await
    }

    /// Reads a value. None when there is none.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading; [`StoreError::Format`] when it is damaged.
    pub async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let key = self.full(name);
        let value = self.store.get(self.table, key.as_bytes()).await?;
        value
            .map(|value| self.open(key.as_bytes(), &value))
            .transpose()
    }

    /// Names and values that start with `name`, in order. Damaged ones are left out.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn list(&self, name: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let rows = self.store.load(
            self.table,
            Keys::prefix(self.full(name).as_bytes()),
            u32::MAX,
        );
        let open = |row: super::Row| {
            let value = self.open(&row.key, &row.value).ok()?;
            let name = String::from_utf8(row.key).ok()?;
            Some((name.strip_prefix(self.prefix)?.to_owned(), value))
        };
        Ok(rows.await?.into_iter().filter_map(open).collect())
    }

    fn full(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn open(&self, key: &[u8], value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (nonce, sealed) = value
            .split_first_chunk::<NONCE>()
            .ok_or(StoreError::Format("small value"))?;
        Ok(self.key.open(nonce, key, sealed)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;
    use crate::storage::keyring::DeviceKey;
    use futures::executor::block_on;

    #[test]
    fn drafts_read_back_by_name_and_stay_shut_elsewhere() {
        block_on(async {
            let memory = Memory::new();
            let keyring = |key| Keyring::open(&memory, DeviceKey::new([key; 32]), 42, 1);
            let keyring = (keyring(7).await.unwrap(), keyring(8).await.unwrap());
            let drafts = Secrets::drafts(memory.clone(), &keyring.0);
            drafts.put("lead/1", "王小明".as_bytes()).await.unwrap();
            drafts.put("lead/2", b"two").await.unwrap();
            drafts.put("task/1", b"three").await.unwrap();
            assert_eq!(
                drafts.get("lead/1").await.unwrap().unwrap(),
                "王小明".as_bytes()
            );
            let listed = drafts.list("lead/").await.unwrap();
            assert_eq!(listed[1], ("lead/2".into(), b"two".to_vec()));
            assert_eq!(listed.len(), 2);
            drafts.remove("lead/2").await.unwrap();
            assert_eq!(drafts.get("lead/2").await.unwrap(), None);
            assert_eq!(drafts.list("").await.unwrap().len(), 2);

            let row = memory
                .load(Table::Meta, Keys::prefix(b"draft/lead/1"), 1)
                .await
                .unwrap();
            assert!(!row[0].value.windows(3).any(|part| part == "王".as_bytes()));
            let mut moved = Batch::new();
            moved.put(Table::Meta, "draft/task/1", row[0].value.clone());
            memory.commit(moved, Durability::Strict).await.unwrap();
            assert!(drafts.get("task/1").await.is_err(), "bound to its name");
            let stranger = Secrets::drafts(memory.clone(), &keyring.1);
            assert!(stranger.get("lead/1").await.is_err());
            let conflicts = Secrets::conflicts(memory.clone(), &keyring.0);
            assert_eq!(conflicts.list("").await.unwrap(), []);
        });
    }
}
