//! A store in memory, for tests on the host: same suite as IndexedDB, plus faults on demand.

use super::StoreError;
use super::store::{Batch, Durability, Keys, Row, Store, Table, Write};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

type Place = (Table, Vec<u8>);
type Content = BTreeMap<Place, Vec<u8>>;

/// A store in memory. Clones share the content, as two tabs share a database.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    content: Content,
    room: Option<usize>,
    failure: Option<StoreError>,
}

impl Memory {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits keys and values to `bytes` in all; what does not fit fails with [`StoreError::Quota`].
    pub fn set_room(&self, bytes: Option<usize>) {
        self.inner.borrow_mut().room = bytes;
    }

    /// Makes every transaction fail with this error, until `None` is set.
    pub fn set_failure(&self, failure: Option<StoreError>) {
        self.inner.borrow_mut().failure = failure;
    }

    /// A copy that shares nothing with this store, as a backup of the browser profile.
    #[must_use]
    pub fn snapshot(&self) -> Self {
        let copy = Self::new();
        copy.inner.borrow_mut().content = self.inner.borrow().content.clone();
        copy
    }

    /// Puts the content of a snapshot in place, as a browser that silently lost its newest writes.
    pub fn roll_back(&self, to: &Self) {
        let content = to.inner.borrow().content.clone();
        self.inner.borrow_mut().content = content;
    }

    fn check(&self) -> Result<(), StoreError> {
        self.inner.borrow().failure.clone().map_or(Ok(()), Err)
    }

    fn range(&self, table: Table, keys: &Keys, limit: usize) -> Vec<Row> {
        if keys.is_empty() {
            return Vec::new();
        }
        self.inner
            .borrow()
            .content
            .range(bounds(table, keys))
            .take_while(|((t, _), _)| *t == table)
            .take(limit)
            .map(|((_, key), value)| Row {
                key: key.clone(),
                value: value.clone(),
            })
            .collect()
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let mut inner = self.inner.borrow_mut();
        let mut next = inner.content.clone();
        for write in batch.writes() {
            match write {
                Write::Put(table, row) => {
                    next.insert((*table, row.key.clone()), row.value.clone());
                }
                Write::Delete(table, keys) => {
                    next.retain(|(t, key), _| t != table || !holds(keys, key));
                }
            }
        }
        let size: usize = next
            .iter()
            .map(|((_, key), value)| key.len() + value.len())
            .sum();
        if inner.room.is_some_and(|room| size > room) {
            return Err(StoreError::Quota);
        }
        inner.content = next;
        Ok(())
    }
}

fn holds(keys: &Keys, key: &[u8]) -> bool {
    key >= keys.from.as_slice()
        && keys
            .until
            .as_ref()
            .is_none_or(|until| key < until.as_slice())
}

fn bounds(table: Table, keys: &Keys) -> (Bound<Place>, Bound<Place>) {
    let until = keys.until.as_ref();
    (
        Bound::Included((table, keys.from.clone())),
        until.map_or(Bound::Unbounded, |until| {
            Bound::Excluded((table, until.clone()))
        }),
    )
}

impl Store for Memory {
    async fn load(&self, table: Table, keys: Keys, limit: u32) -> Result<Vec<Row>, StoreError> {
        self.check()?;
        Ok(self.range(table, &keys, limit as usize))
    }

    async fn keys(&self, table: Table, keys: Keys) -> Result<Vec<Vec<u8>>, StoreError> {
        self.check()?;
        Ok(self
            .range(table, &keys, usize::MAX)
            .into_iter()
            .map(|row| row.key)
            .collect())
    }

    async fn update<F>(
        &self,
        tables: &[Table],
        reads: &[(Table, &[u8])],
        _durability: Durability,
        decide: F,
    ) -> Result<(), StoreError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Result<Batch, StoreError>,
    {
        self.check()?;
        let found = {
            let inner = self.inner.borrow();
            let get =
                |(table, key): &(Table, &[u8])| inner.content.get(&(*table, key.to_vec())).cloned();
            reads.iter().map(get).collect()
        };
        let batch = decide(found)?;
        if batch
            .writes()
            .iter()
            .any(|write| !tables.contains(&write.table()))
        {
            return Err(StoreError::Other("write outside the transaction".into()));
        }
        self.apply(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;
    use crate::storage::conformance;
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    thread_local! {
        static NAMED: RefCell<BTreeMap<String, Memory>> = RefCell::default();
    }

    async fn open(name: &str) -> Memory {
        NAMED.with(|all| all.borrow_mut().entry(name.into()).or_default().clone())
    }

    macro_rules! case {
        ($name:ident, $open:expr) => {
            #[test]
            fn $name() {
                futures::executor::block_on(conformance::$name($open));
            }
        };
    }
    crate::store_conformance!(case, open);
}
