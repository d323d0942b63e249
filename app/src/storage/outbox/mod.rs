//! Ops of this replica: numbered without gaps, in both journals before anything is called saved, kept until the server has them in
//! a backup.
//!
//! | Module | Does |
//! |---|---|
//! | `heads` | the last number given in each epoch, and what the three witnesses say |
//! | `save` | one user action → both journals |
//! | `start` | compares database, journal and witness; rebuilds what is missing |
//! | `keep` | marks, forgets, renumbers, reads back; the rescue file |
//!
//! Keys of the `outbox` table: `f epoch seq` → sealed frame; `s epoch seq` → what the sync machine noted about it;
//! `x epoch seq mark` → a frame whose number another frame has.

mod heads;
mod keep;
mod save;
mod start;
#[cfg(test)]
mod tests;

pub use keep::{StoredOp, Unreadable};
pub use save::{Kept, OpBytes, SaveError, Saved, Slot};
pub use start::{Sign, StartReport};

use super::journal::{Disk, Journal};
use super::keys::{Identity, Session, StoredSession};
use super::store::Store;
use super::witness::Witness;
use heads::Mark;
use std::cell::RefCell;

/// Names an op of this replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpRef {
    /// Epoch.
    pub epoch: u32,
    /// Number within it, from 1.
    pub seq: u64,
}

/// Where ops of this replica are kept. One per tab.
#[derive(Debug)]
pub struct Outbox<S, D, W> {
    store: S,
    journal: Option<Journal<D>>,
    witness: W,
    replica: u32,
    /// Saves of this tab, one after another.
    turn: futures::lock::Mutex<()>,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    session: Option<Session>,
    /// Every session of this tab: its frames may wait for a journal longer than a session lasts.
    begun: Vec<StoredSession>,
    /// The last number this tab knows to be given, and the mark of its frame.
    last: Option<(OpRef, Mark)>,
    /// Frames that are in the journal only, because the database failed.
    unstored: Vec<Frame>,
    /// Frames that are in the database only, because the journal failed.
    unjournaled: Vec<Frame>,
}

#[derive(Debug, Clone)]
struct Frame {
    op: OpRef,
    bytes: Vec<u8>,
}

const COUNTER: &[u8] = b"counter";
const SESSIONS: &[u8] = b"session/";

impl<S: Store, D: Disk, W: Witness> Outbox<S, D, W> {
    /// From now on ops are sealed under this session, and the journal carries who can open it.
    pub fn begin(&self, identity: &Identity, session: Session) {
        let mut state = self.state.borrow_mut();
        state.begun.push(session.stored.clone());
        state.session = Some(session);
        if let Some(journal) = &self.journal {
            let sessions = state.begun.iter().map(|session| session.bytes().to_vec());
            journal.introduce([identity.encode()].into_iter().chain(sessions).collect());
        }
    }

    /// Forgets the session: nothing can be saved or read until the next [`Outbox::begin`].
    pub fn lock(&self) {
        self.state.borrow_mut().session = None;
    }

    /// The journal of this tab; none where the browser offers no private files.
    pub const fn journal(&self) -> Option<&Journal<D>> {
        self.journal.as_ref()
    }

    /// Number of ops that are in one journal only, for now.
    #[must_use]
    pub fn half_kept(&self) -> usize {
        let state = self.state.borrow();
        state.unstored.len() + state.unjournaled.len()
    }
}

fn frame_key(op: OpRef) -> Vec<u8> {
    key(b'f', op)
}

fn note_key(op: OpRef) -> Vec<u8> {
    key(b's', op)
}

fn fork_key(op: OpRef, mark: &Mark) -> Vec<u8> {
    [key(b'x', op), mark.to_vec()].concat()
}

fn key(what: u8, op: OpRef) -> Vec<u8> {
    [&[what][..], &op.epoch.to_be_bytes(), &op.seq.to_be_bytes()].concat()
}

/// What a key names.
fn parse_key(key: &[u8]) -> Option<(u8, OpRef)> {
    let (what, rest) = key.split_first()?;
    let (epoch, rest) = rest.split_first_chunk()?;
    let (seq, _) = rest.split_first_chunk()?;
    let op = OpRef {
        epoch: u32::from_be_bytes(*epoch),
        seq: u64::from_be_bytes(*seq),
    };
    Some((*what, op))
}

fn session_key(id: &[u8]) -> Vec<u8> {
    [SESSIONS, id].concat()
}
