//! A few connections that only read, lent out one by one.

use rusqlite::{Connection, ffi};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(super) struct Readers {
    free: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        Self {
            free: Arc::new(Semaphore::new(connections.len())),
            idle: Arc::new(Mutex::new(connections)),
        }
    }

    pub(super) async fn read<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let loan = self.lend().await.ok_or_else(closed)?;
        let task = tokio::task::spawn_blocking(move || {
            let conn = loan.conn.as_ref().ok_or_else(closed)?;
            // One transaction: what is read first and what is read last belong together.
            let view = conn.unchecked_transaction()?;
            work(&view)
        });
        task.await.unwrap_or_else(|_| Err(closed().into()))
    }

    async fn lend(&self) -> Option<Loan> {
        let permit = Arc::clone(&self.free).acquire_owned().await.ok()?;
        let conn = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        Some(Loan {
            conn,
            home: Arc::clone(&self.idle),
            _permit: permit,
        })
    }
}

/// A connection that finds its way home, also when its borrower panics.
struct Loan {
    conn: Option<Connection>,
    home: Arc<Mutex<Vec<Connection>>>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.home
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(self.conn.take());
    }
}

fn closed() -> rusqlite::Error {
    let text = Some("a read ended early".to_owned());
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_INTERNAL), text)
}
