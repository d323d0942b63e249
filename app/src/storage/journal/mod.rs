//! The second journal: every op also stands in a file of the origin's private file system, because IndexedDB was seen to lose its
//! newest writes, or all of them, without a word.
//!
//! Each tab has its own file, `journal-⟨n⟩`, held by a small worker. A file is a row of items ([`framing`]): the identity, the
//! sessions, and one entry per op, each entry chained to the one before it.
//!
//! ```text
//! entry: magic[4] version[1] previous[16] sealed frame
//! ```

pub mod contents;
pub mod disk;
#[cfg(target_arch = "wasm32")]
pub mod opfs;
#[cfg(test)]
mod tests;

pub use contents::{Contents, Entry};
pub use disk::{Disk, DiskError, MemoryDisk};

use super::keys::StoredSession;
use contents::{Chain, entry, link};
use futures::future::LocalBoxFuture;
use shared::sealed::framing;
use std::cell::RefCell;

/// This tab's journal.
#[derive(Debug)]
pub struct Journal<D> {
    disk: D,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Where the next item goes.
    end: u64,
    chain: Chain,
    /// Items that must stand in the file before the next entry: identity and session.
    preamble: Vec<Vec<u8>>,
    /// The preamble is in the file.
    introduced: bool,
    /// What is in the file is not known any more: claim a file again.
    broken: bool,
}

impl<D: Disk> Journal<D> {
    /// Takes a journal file for this tab and reads what an earlier tab left in it.
    ///
    /// # Errors
    /// [`DiskError`].
    pub async fn claim(disk: D) -> Result<(Self, Contents), DiskError> {
        let file = disk.claim().await?;
        let contents = Contents::read(&file);
        let state = State {
            end: contents.end as u64,
            chain: contents.chain,
            ..State::default()
        };
        Ok((
            Self {
                disk,
                state: RefCell::new(state),
            },
            contents,
        ))
    }

    /// Sets the items that stand in front of this session's entries.
    pub fn introduce(&self, preamble: Vec<Vec<u8>>) {
        let mut state = self.state.borrow_mut();
        state.preamble = preamble;
        state.introduced = false;
    }

    /// True after a failed append: entries go nowhere until [`Journal::mend`].
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.state.borrow().broken
    }

    /// Bytes in the file.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.state.borrow().end
    }

    /// Starts appending frames, at once; the future waits until they are with the disk. Call [`Journal::settle`] with its
    /// result. Frames of other sessions than this tab's need their `sessions` in the file too.
    pub fn append(
        &self,
        sessions: &[StoredSession],
        frames: &[Vec<u8>],
    ) -> LocalBoxFuture<'static, Result<(), DiskError>> {
        let mut state = self.state.borrow_mut();
        if state.broken {
            return Box::pin(async { Err(DiskError::Gone) });
        }
        let at = state.end;
        let bytes = state.items(sessions, frames);
        state.end += bytes.len() as u64;
        self.disk.append(at, bytes)
    }

    /// Notes how an append ended.
    pub fn settle(&self, result: &Result<(), DiskError>) {
        if result.is_err() {
            self.state.borrow_mut().broken = true;
        }
    }

    /// Takes a file again after a failure. Nothing in a file is ever overwritten but its torn end.
    ///
    /// # Errors
    /// [`DiskError`]; the journal stays broken.
    pub async fn mend(&self) -> Result<(), DiskError> {
        let contents = Contents::read(&self.disk.claim().await?);
        let mut state = self.state.borrow_mut();
        state.end = contents.end as u64;
        state.chain = contents.chain;
        state.introduced = false;
        state.broken = false;
        Ok(())
    }

    /// Journals of tabs that are gone, with their names.
    ///
    /// # Errors
    /// [`DiskError`].
    pub async fn others(&self) -> Result<Vec<(String, Contents)>, DiskError> {
        let files = self.disk.others().await?;
        Ok(files
            .into_iter()
            .map(|(name, file)| (name, Contents::read(&file)))
            .collect())
    }

    /// Removes the journal of a tab that is gone.
    ///
    /// # Errors
    /// [`DiskError`].
    pub async fn remove(&self, name: &str) -> Result<(), DiskError> {
        self.disk.remove(name).await
    }

    /// Replaces the file by one that holds only these sessions and frames.
    ///
    /// # Errors
    /// [`DiskError`]; the old file stays then.
    pub async fn rewrite(
        &self,
        sessions: &[StoredSession],
        frames: &[Vec<u8>],
    ) -> Result<(), DiskError> {
        let mut fresh = State {
            preamble: self.state.borrow().preamble.clone(),
            ..State::default()
        };
        let bytes = fresh.items(sessions, frames);
        fresh.end = bytes.len() as u64;
        self.disk.rotate(bytes).await?;
        *self.state.borrow_mut() = fresh;
        Ok(())
    }

    /// The disk, for files beside the journal.
    pub const fn disk(&self) -> &D {
        &self.disk
    }
}

impl State {
    fn items(&mut self, sessions: &[StoredSession], frames: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = Vec::new();
        if !std::mem::replace(&mut self.introduced, true) {
            self.preamble
                .iter()
                .for_each(|item| framing::put(&mut bytes, item));
        }
        for session in sessions {
            framing::put(&mut bytes, session.bytes());
        }
        for frame in frames {
            framing::put(&mut bytes, &entry(&self.chain, frame));
            self.chain = link(&self.chain, frame);
        }
        bytes
    }
}
