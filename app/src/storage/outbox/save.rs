//! One user action into both journals.
//!
//! The number is given inside the database transaction, where other tabs wait their turn; the frame goes to the journal from there,
//! so that both write at the same time. If one of the two fails, the op is saved in the other and carried over later. If both
//! fail, nothing was saved, and the number is not used again: the next save starts a new epoch.

use super::heads::{Heads, Mark, hear, mark, testimony};
use super::{COUNTER, Frame, OpRef, Outbox, frame_key, session_key};
use crate::platform::{locks, random, timers};
use crate::storage::StoreError;
use crate::storage::journal::{Disk, DiskError};
use crate::storage::keys::Session;
use crate::storage::store::{Batch, Durability, Store, Table};
use crate::storage::witness::Witness;
use futures::future::LocalBoxFuture;
use shared::sealed::frame::{FrameHeader, FrameKind, seal};
use shared::sealed::framing;

/// How long the database may take for one save, in milliseconds. The op is in the journal by then.
const PATIENCE: u32 = 10_000;

/// Numbers for the ops of one action: `first`, `first + 1`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Number of the replica.
    pub replica: u32,
    /// Epoch.
    pub epoch: u32,
    /// Number of the first op.
    pub first: u64,
}

/// An encoded op.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpBytes {
    /// SHA-256 of its canonical bytes.
    pub hash: [u8; 32],
    /// What is stored and read back.
    pub bytes: Vec<u8>,
}

/// Which journals hold an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Both: it survives the loss of either.
    Both,
    /// The database alone: there is no journal here, or it failed.
    Database,
    /// The journal alone: the database failed, often for lack of room.
    Journal,
}

/// A saved action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The numbers given. A higher epoch than before means that numbers of the old one may have been lost.
    pub slot: Slot,
    /// How many ops.
    pub count: u64,
    /// Where they are.
    pub kept: Kept,
}

/// Why an action is not saved. The form must stay open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// No session: unlock first.
    #[error("the device is locked")]
    Locked,
    /// One op is larger than a journal entry may be.
    #[error("too large to save as one step")]
    TooLarge,
    /// Neither journal took it.
    #[error("not saved: {database}; {}", journal.as_ref().map_or_else(|| "no journal".into(), ToString::to_string))]
    NotKept {
        /// What the database says.
        database: StoreError,
        /// What the journal says; none when there is none.
        journal: Option<DiskError>,
    },
}

/// What was made of an action, on its way into the journals.
struct Made {
    slot: Slot,
    frames: Vec<Frame>,
    journaled: Option<LocalBoxFuture<'static, Result<(), DiskError>>>,
}

impl<S: Store, D: Disk, W: Witness> Outbox<S, D, W> {
    /// Saves the ops of one action: `build` gets the numbers and returns the encoded ops. Returns when they are on the medium.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing of the action is saved.
    pub async fn save<F>(&self, build: F) -> Result<Saved, SaveError>
    where
        F: FnOnce(Slot) -> Vec<OpBytes>,
    {
        let _turn = self.turn.lock().await;
        let session = self
            .state
            .borrow()
            .session
            .clone()
            .ok_or(SaveError::Locked)?;
        self.mend().await;
        let mut build = Some(build);
        let mut made: Option<Result<Made, SaveError>> = None;
        let stored = self.store.update(
            &[Table::Meta, Table::Outbox],
            &[(Table::Meta, COUNTER)],
            Durability::Strict,
            |found| {
                let heads = Heads::decode(found[0].as_deref());
                let Some(build) = build.take() else {
                    return Err(StoreError::Conflict);
                };
                let result = self.make(&session, heads.last(), build);
                let batch = result.as_ref().map(|made| self.batch(heads, &made.frames));
                let batch = batch.map_err(|_| StoreError::Conflict);
                made = Some(result);
                batch
            },
        );
        let stored = timers::within(PATIENCE, stored)
            .await
            .unwrap_or(Err(StoreError::Timeout));
        let made = match (made, build) {
            (Some(made), _) => made?,
            // The transaction did not even start. The lock stands in for it between tabs.
            (None, Some(build)) => {
                let work = async { self.make(&session, None, build) };
                locks::exclusive(&format!("yingke-save-{}", self.replica), work).await?
            }
            (None, None) => return Err(SaveError::Locked),
        };
        self.finish(made, stored).await
    }

    /// Numbers, seals, and starts the journal and the witness. Does not wait for anything.
    fn make<F>(&self, session: &Session, base: Option<OpRef>, build: F) -> Result<Made, SaveError>
    where
        F: FnOnce(Slot) -> Vec<OpBytes>,
    {
        let slot = self.next(base);
        let seal = |(seq, content)| {
            self.seal(
                session,
                OpRef {
                    epoch: slot.epoch,
                    seq,
                },
                &content,
            )
        };
        let frames: Vec<_> = (slot.first..).zip(build(slot)).map(seal).collect();
        if frames
            .iter()
            .any(|frame| frame.bytes.len() > framing::LONGEST - 64)
        {
            return Err(SaveError::TooLarge);
        }
        if let Some(last) = frames.last() {
            self.witness.write(&testimony(last.op, &mark(&last.bytes)));
        }
        let journal = self.journal.as_ref().filter(|_| !frames.is_empty());
        let bytes: Vec<_> = frames.iter().map(|frame| frame.bytes.clone()).collect();
        let journaled = journal.map(|journal| journal.append(&[], &bytes));
        Ok(Made {
            slot,
            frames,
            journaled,
        })
    }

    /// An op under its number, sealed.
    pub(super) fn seal(&self, session: &Session, op: OpRef, content: &OpBytes) -> Frame {
        let header = FrameHeader {
            kind: FrameKind::Op,
            replica: self.replica,
            epoch: op.epoch,
            seq: op.seq,
            session: session.key.id,
        };
        let content = [&content.hash[..], &content.bytes].concat();
        Frame {
            op,
            bytes: seal(&header, &session.key, &random::bytes(), &content),
        }
    }

    /// The next free number. Where the witness knows of a number that nobody else does, a new epoch begins: the number may have
    /// been used.
    fn next(&self, base: Option<OpRef>) -> Slot {
        let own = self.state.borrow().last.map(|(op, _)| op);
        let base = base.max(own).unwrap_or(OpRef { epoch: 1, seq: 0 });
        let witness = self
            .witness
            .read()
            .as_deref()
            .and_then(hear)
            .map(|(op, _)| op);
        match witness {
            Some(ahead) if ahead > base => Slot {
                replica: self.replica,
                epoch: ahead.epoch + 1,
                first: 1,
            },
            _ => Slot {
                replica: self.replica,
                epoch: base.epoch,
                first: base.seq + 1,
            },
        }
    }

    /// What the database stores: these frames, those it missed before, the counter and the sessions.
    fn batch(&self, mut heads: Heads, frames: &[Frame]) -> Batch {
        let state = self.state.borrow();
        let mut batch = Batch::new();
        for frame in state.unstored.iter().chain(frames) {
            heads.raise(frame.op);
            batch.put(Table::Outbox, frame_key(frame.op), frame.bytes.clone());
        }
        if let Some(last) = frames.last() {
            heads.mark = mark(&last.bytes);
        }
        batch.put(Table::Meta, COUNTER, heads.encode());
        // Every time, so that no frame is ever stored without the session that opens it.
        for session in &state.begun {
            batch.put(Table::Meta, session_key(&session.id), session.bytes());
        }
        batch
    }

    /// Waits for the journal and weighs what both said.
    async fn finish(&self, made: Made, stored: Result<(), StoreError>) -> Result<Saved, SaveError> {
        let Made {
            slot,
            frames,
            journaled,
        } = made;
        let journaled = match journaled {
            Some(appending) => Some(appending.await),
            None => None,
        };
        if let (Some(journal), Some(result)) = (&self.journal, &journaled) {
            journal.settle(result);
        }
        let count = frames.len() as u64;
        let last: Option<(OpRef, Mark)> = frames.last().map(|frame| (frame.op, mark(&frame.bytes)));
        let mut state = self.state.borrow_mut();
        let kept = match (stored, journaled) {
            (Ok(()), Some(Ok(()))) => {
                state.unstored.clear();
                Kept::Both
            }
            (Ok(()), failed) => {
                state.unstored.clear();
                if failed.is_some() {
                    state.unjournaled.extend(frames);
                }
                Kept::Database
            }
            (Err(_), Some(Ok(()))) => {
                state.unstored.extend(frames);
                Kept::Journal
            }
            (Err(database), journal) => {
                let journal = journal.and_then(Result::err);
                return Err(SaveError::NotKept { database, journal });
            }
        };
        state.last = last.or(state.last);
        Ok(Saved { slot, count, kept })
    }

    /// Repairs the journal after a failure and carries over what it missed. Not succeeding is not an error: the database has it.
    pub(super) async fn mend(&self) {
        let Some(journal) = &self.journal else { return };
        if journal.is_broken() && journal.mend().await.is_err() {
            return;
        }
        let missed: Vec<_> = self
            .state
            .borrow()
            .unjournaled
            .iter()
            .map(|frame| frame.bytes.clone())
            .collect();
        if missed.is_empty() {
            return;
        }
        let appended = journal.append(&[], &missed).await;
        journal.settle(&appended);
        if appended.is_ok() {
            self.state.borrow_mut().unjournaled.clear();
        }
    }

    /// Carries over to the database what it missed, without waiting for the next save.
    ///
    /// # Errors
    /// Any [`StoreError`]; the journal has it still.
    pub async fn heal(&self) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
        self.mend().await;
        if self.state.borrow().unstored.is_empty() {
            return Ok(());
        }
        let decide =
            |found: Vec<Option<Vec<u8>>>| Ok(self.batch(Heads::decode(found[0].as_deref()), &[]));
        let tables = [Table::Meta, Table::Outbox];
        let reads = [(Table::Meta, COUNTER)];
        self.store
            .update(&tables, &reads, Durability::Strict, decide)
            .await?;
        self.state.borrow_mut().unstored.clear();
        Ok(())
    }
}
