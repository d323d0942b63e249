//! The folder that journals live in: one file per tab, and files beside them.

use futures::future::LocalBoxFuture;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

/// Why a file could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiskError {
    /// No room left.
    #[error("no room left on this device")]
    Quota,
    /// Whoever holds the file does not answer.
    #[error("the journal does not answer")]
    Gone,
    /// The browser offers no private files.
    #[error("this browser offers no private files")]
    Unavailable,
    /// Anything else the browser says.
    #[error("the journal failed: {0}")]
    Other(String),
}

/// What is asked of the folder. One value per tab.
pub trait Disk: 'static {
    /// Takes the first journal file no other tab holds, and returns its content. A file held before is given up.
    ///
    /// # Errors
    /// [`DiskError`].
    fn claim(&self) -> impl Future<Output = Result<Vec<u8>, DiskError>>;

    /// Starts writing `bytes` into the own journal file at `at`, at once. The future ends when they are with the disk.
    fn append(&self, at: u64, bytes: Vec<u8>) -> LocalBoxFuture<'static, Result<(), DiskError>>;

    /// Replaces the own journal file by one with this content, whatever happens on the way: old or new, never neither.
    ///
    /// # Errors
    /// [`DiskError`].
    fn rotate(&self, bytes: Vec<u8>) -> impl Future<Output = Result<(), DiskError>>;

    /// Names and contents of the journal files no tab holds.
    ///
    /// # Errors
    /// [`DiskError`].
    fn others(&self) -> impl Future<Output = Result<Vec<(String, Vec<u8>)>, DiskError>>;

    /// Writes a whole file.
    ///
    /// # Errors
    /// [`DiskError`].
    fn put(&self, name: &str, bytes: Vec<u8>) -> impl Future<Output = Result<(), DiskError>>;

    /// Reads a whole file; none when there is none.
    ///
    /// # Errors
    /// [`DiskError`].
    fn get(&self, name: &str) -> impl Future<Output = Result<Option<Vec<u8>>, DiskError>>;

    /// Removes a file. None there is as good.
    ///
    /// # Errors
    /// [`DiskError`].
    fn remove(&self, name: &str) -> impl Future<Output = Result<(), DiskError>>;

    /// Names of all files.
    ///
    /// # Errors
    /// [`DiskError`].
    fn names(&self) -> impl Future<Output = Result<Vec<String>, DiskError>>;
}

/// One tab's folder, shared by its parts.
impl<D: Disk> Disk for Rc<D> {
    fn claim(&self) -> impl Future<Output = Result<Vec<u8>, DiskError>> {
        (**self).claim()
    }

    fn append(&self, at: u64, bytes: Vec<u8>) -> LocalBoxFuture<'static, Result<(), DiskError>> {
        (**self).append(at, bytes)
    }

    fn rotate(&self, bytes: Vec<u8>) -> impl Future<Output = Result<(), DiskError>> {
        (**self).rotate(bytes)
    }

    fn others(&self) -> impl Future<Output = Result<Vec<(String, Vec<u8>)>, DiskError>> {
        (**self).others()
    }

    fn put(&self, name: &str, bytes: Vec<u8>) -> impl Future<Output = Result<(), DiskError>> {
        (**self).put(name, bytes)
    }

    fn get(&self, name: &str) -> impl Future<Output = Result<Option<Vec<u8>>, DiskError>> {
        (**self).get(name)
    }

    fn remove(&self, name: &str) -> impl Future<Output = Result<(), DiskError>> {
        (**self).remove(name)
    }

    fn names(&self) -> impl Future<Output = Result<Vec<String>, DiskError>> {
        (**self).names()
    }
}

/// A folder in memory, for tests on the host, with faults on demand.
#[derive(Debug, Default)]
pub struct MemoryDisk {
    folder: Rc<RefCell<Folder>>,
    own: RefCell<Option<String>>,
}

#[derive(Debug, Default)]
struct Folder {
    files: BTreeMap<String, Vec<u8>>,
    held: Vec<String>,
    failure: Option<DiskError>,
}

impl MemoryDisk {
    /// The same folder as another tab sees it.
    #[must_use]
    pub fn another_tab(&self) -> Self {
        Self {
            folder: Rc::clone(&self.folder),
            own: RefCell::default(),
        }
    }

    /// Makes every request fail with this error, until `None` is set.
    pub fn set_failure(&self, failure: Option<DiskError>) {
        self.folder.borrow_mut().failure = failure;
    }

    /// Changes a file's bytes behind everybody's back.
    pub fn damage(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        change(
            self.folder
                .borrow_mut()
                .files
                .entry(name.into())
                .or_default(),
        );
    }

    fn folder<T>(&self, work: impl FnOnce(&mut Folder) -> T) -> Result<T, DiskError> {
        let mut folder = self.folder.borrow_mut();
        match &folder.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(work(&mut folder)),
        }
    }

    fn own(&self) -> Result<String, DiskError> {
        self.own.borrow().clone().ok_or(DiskError::Gone)
    }
}

impl Folder {
    fn take_free(&mut self) -> String {
        let free = |name: &String| !self.held.contains(name);
        let name = (0..)
            .map(|n| format!("journal-{n}"))
            .find(free)
            .unwrap_or_default();
        self.held.push(name.clone());
        name
    }
}

/// The tab is gone: nobody holds its file any more.
impl Drop for MemoryDisk {
    fn drop(&mut self) {
        if let Some(own) = self.own.borrow_mut().take() {
            self.folder.borrow_mut().held.retain(|name| *name != own);
        }
    }
}

impl Disk for MemoryDisk {
    async fn claim(&self) -> Result<Vec<u8>, DiskError> {
        let before = self.own.borrow_mut().take();
        let (name, content) = self.folder(|folder| {
            folder.held.retain(|name| Some(name) != before.as_ref());
            let name = folder.take_free();
            let content = folder.files.entry(name.clone()).or_default().clone();
            (name, content)
        })?;
        *self.own.borrow_mut() = Some(name);
        Ok(content)
    }

    fn append(&self, at: u64, bytes: Vec<u8>) -> LocalBoxFuture<'static, Result<(), DiskError>> {
        let written = self.own().and_then(|own| {
            self.folder(|folder| {
                let file = folder.files.entry(own).or_default();
                let at = at as usize;
                file.resize(file.len().max(at + bytes.len()), 0);
                file[at..at + bytes.len()].copy_from_slice(&bytes);
            })
        });
        Box::pin(async move { written })
    }

    async fn rotate(&self, bytes: Vec<u8>) -> Result<(), DiskError> {
        let old = self.own()?;
        let new = self.folder(|folder| {
            let new = folder.take_free();
            folder.files.insert(new.clone(), bytes);
            folder.files.remove(&old);
            folder.held.retain(|name| *name != old);
            new
        })?;
        *self.own.borrow_mut() = Some(new);
        Ok(())
    }

    async fn others(&self) -> Result<Vec<(String, Vec<u8>)>, DiskError> {
        self.folder(|folder| {
            let dead = |name: &String| name.starts_with("journal-") && !folder.held.contains(name);
            let dead = folder.files.iter().filter(|(name, _)| dead(name));
            dead.map(|(name, file)| (name.clone(), file.clone()))
                .collect()
        })
    }

    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), DiskError> {
        self.folder(|folder| drop(folder.files.insert(name.into(), bytes)))
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, DiskError> {
        self.folder(|folder| folder.files.get(name).cloned())
    }

    async fn remove(&self, name: &str) -> Result<(), DiskError> {
        self.folder(|folder| drop(folder.files.remove(name)))
    }

    async fn names(&self) -> Result<Vec<String>, DiskError> {
        self.folder(|folder| folder.files.keys().cloned().collect())
    }
}
