//! The store on IndexedDB.

mod connection;
mod errors;
mod transaction;

use super::StoreError;
use super::store::{Batch, Durability, Keys, Row, Store, Table};
use connection::Connection;
use indexed_db_futures::database::Database;
use indexed_db_futures::factory::DBFactory;
use indexed_db_futures::internals::SystemRepr;
use std::rc::Rc;
use transaction::{key_range, read_keys, read_rows};

/// The device database of one replica. Clones share the connection; a lost connection is opened again on the next use.
#[derive(Debug, Clone)]
pub struct IndexedDb {
    connection: Rc<Connection>,
}

impl IndexedDb {
    /// Opens the database `name`, creating it when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Blocked`], [`StoreError::TooNew`], [`StoreError::Damaged`].
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let connection = Rc::new(Connection::new(name));
        connection.get().await?;
        Ok(Self { connection })
    }

    /// True when [`IndexedDb::open`] found no database and made an empty one.
    #[must_use]
    pub fn was_created(&self) -> bool {
        self.connection.was_created()
    }

    /// Closes the connection; the next use opens it again.
    pub fn close(&self) {
        self.connection.close();
    }

    /// Deletes the database `name` with everything in it. Other tabs that hold it are told and close it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or what the browser says.
    pub async fn delete(name: &str) -> Result<(), StoreError> {
        let request = Database::delete_by_name(name).map_err(errors::opening)?;
        request.await.map_err(errors::running)
    }

    /// Names of all databases of this origin; empty where the browser does not tell.
    pub async fn names() -> Vec<String> {
        let Ok(factory) = DBFactory::new() else {
            return Vec::new();
        };
        let Ok(listing) = factory.databases() else {
            return Vec::new();
        };
        let listed = listing.await.into_iter().flatten().flatten();
        listed.map(|database| database.name().to_owned()).collect()
    }

    /// Runs `work` on an open connection, and once more on a fresh one when the first turns out to be closed.
    async fn with<T>(
        &self,
        mut work: impl AsyncFnMut(&Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let first = work(&self.connection.get().await?).await;
        if !matches!(first, Err(StoreError::Closed)) {
            return first;
        }
        self.connection.close();
        work(&self.connection.get().await?).await
    }
}

impl Store for IndexedDb {
    async fn load(&self, table: Table, keys: Keys, limit: u32) -> Result<Vec<Row>, StoreError> {
        let Some(range) = key_range(&keys)? else {
            return Ok(Vec::new());
        };
        self.with(async |db| read_rows(db, table, &range, limit).await)
            .await
    }

    async fn keys(&self, table: Table, keys: Keys) -> Result<Vec<Vec<u8>>, StoreError> {
        let Some(range) = key_range(&keys)? else {
            return Ok(Vec::new());
        };
        self.with(async |db| read_keys(db, table, &range).await)
            .await
    }

    async fn update<F>(
        &self,
        tables: &[Table],
        reads: &[(Table, &[u8])],
        durability: Durability,
        decide: F,
    ) -> Result<(), StoreError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Result<Batch, StoreError>,
    {
        let mut decide = Some(decide);
        self.with(async |db| {
            let tx = transaction::begin(db, tables, durability)?;
            let native = tx.as_sys().clone();
            let outcome = transaction::run(tx, reads, &mut decide).await;
            outcome.map_err(|error| errors::of_transaction(&native, error))
        })
        .await
    }
}
