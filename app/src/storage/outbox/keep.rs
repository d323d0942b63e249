//! What happens to kept ops: read back, marked, forgotten, renumbered, carried away in a rescue file.

use super::heads::{Heads, mark, testimony};
use super::{
    COUNTER, OpBytes, OpRef, Outbox, SESSIONS, SaveError, State, frame_key, note_key, parse_key,
    session_key,
};
use crate::storage::StoreError;
use crate::storage::blobs::Pieces;
use crate::storage::journal::Disk;
use crate::storage::keyring::DeviceKey;
use crate::storage::keys::StoredSession;
use crate::storage::store::{Batch, Durability, Keys, Row, Store, Table};
use crate::storage::witness::Witness;
use shared::ordered::SortedMap;
use shared::ordered::ordered_set;
use shared::sealed::session::{OrgKeyId, SessionId};
use shared::sealed::{self, SessionKey, rescue};
use std::collections::BTreeSet;

/// A kept op, read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOp {
    /// Its number.
    pub op: OpRef,
    /// Its bytes.
    pub content: OpBytes,
    /// What the sync machine noted about it.
    pub note: Option<Vec<u8>>,
    /// Another op has the same number: save this one anew, then [`Outbox::forget_fork`].
    pub fork: Option<Vec<u8>>,
}

/// Kept ops this device cannot read (their passphrase was forgotten). They still go into the rescue file.
pub type Unreadable = Vec<OpRef>;

impl<S: Store, D: Disk, W: Witness> Outbox<S, D, W> {
    /// Every kept op in order, and the numbers of those whose key this device no longer has.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn load(
        &self,
        device: &DeviceKey,
    ) -> Result<(Vec<StoredOp>, Unreadable), StoreError> {
        let sessions = self.sessions().await?.into_iter();
        let keys: SortedMap<SessionId, SessionKey> = sessions
            .filter_map(|session| Some((session.id, session.open(device)?)))
            .collect();
        let rows = self
            .store
            .load(Table::Outbox, Keys::all(), u32::MAX)
            .await?;
        let notes: SortedMap<OpRef, &[u8]> =
            SortedMap::from_iter(rows.iter().filter_map(|row| match parse_key(&row.key)? {
                (b's', op) => Some((op, row.value.as_slice())),
                _ => None,
            }));
        let (mut ops, mut unreadable) = (Vec::new(), Vec::new());
        for row in &rows {
            let (op, fork) = match parse_key(&row.key) {
                Some((b'f', op)) => (op, None),
                Some((b'x', op)) => (op, Some(row.key.clone())),
                _ => continue,
            };
            let note = notes
                .get(&op)
                .filter(|_| fork.is_none())
                .map(|note| note.to_vec());
            match read(&keys, &row.value) {
                Some(content) => ops.push(StoredOp {
                    op,
                    content,
                    note,
                    fork,
                }),
                None => unreadable.push(op),
            }
        }
        Ok((ops, unreadable))
    }

    /// Adds to `batch` what the sync machine notes about an op. Opaque; an empty note removes it.
    pub fn mark(batch: &mut Batch, op: OpRef, note: &[u8]) {
        if note.is_empty() {
            batch.delete(Table::Outbox, Keys::one(&note_key(op)));
        } else {
            batch.put(Table::Outbox, note_key(op), note);
        }
    }

    /// Adds to `batch` that an op is no longer needed: a server backup holds it.
    pub fn forget(batch: &mut Batch, op: OpRef) {
        batch.delete(Table::Outbox, Keys::one(&frame_key(op)));
        batch.delete(Table::Outbox, Keys::one(&note_key(op)));
    }

    /// Adds to `batch` that a fork got a number of its own.
    pub fn forget_fork(batch: &mut Batch, fork: &[u8]) {
        batch.delete(Table::Outbox, Keys::one(fork));
    }

    /// Stores ops anew under other numbers, in both journals: the server said that the old numbers are taken. The new ones start
    /// an epoch, from 1 on without gaps.
    ///
    /// # Errors
    /// [`SaveError`]; then the old numbers stand.
    pub async fn renumber(
        &self,
        epoch: u32,
        moved: Vec<(OpRef, OpBytes)>,
    ) -> Result<(), SaveError> {
        let _turn = self.turn.lock().await;
        let session = self
            .state
            .borrow()
            .session
            .clone()
            .ok_or(SaveError::Locked)?;
        let mut batch = Batch::new();
        let mut frames = Vec::new();
        for (seq, (old, content)) in (1..).zip(moved) {
            let frame = self.seal(&session, OpRef { epoch, seq }, &content);
            Self::forget(&mut batch, old);
            batch.put(Table::Outbox, frame_key(frame.op), frame.bytes.clone());
            frames.push(frame);
        }
        let last = frames
            .last()
            .map_or(OpRef { epoch, seq: 0 }, |frame| frame.op);
        let its_mark = frames
            .last()
            .map(|frame| mark(&frame.bytes))
            .unwrap_or_default();
        batch.put(
            Table::Meta,
            session_key(&session.stored.id),
            session.stored.bytes(),
        );
        let decide = |found: Vec<Option<Vec<u8>>>| {
            let mut heads = Heads::decode(found[0].as_deref());
            heads.raise(last);
            heads.mark = its_mark;
            batch.put(Table::Meta, COUNTER, heads.encode());
            Ok(batch)
        };
        let tables = [Table::Meta, Table::Outbox];
        let reads = [(Table::Meta, COUNTER)];
        let stored = self
            .store
            .update(&tables, &reads, Durability::Strict, decide)
            .await;
        stored.map_err(|database| SaveError::NotKept {
            database,
            journal: None,
        })?;
        self.witness.write(&testimony(last, &its_mark));
        {
            let mut state = self.state.borrow_mut();
            state.last = Some((last, its_mark));
            state.unjournaled.extend(frames);
        }
        self.mend().await;
        Ok(())
    }

    /// Every kept op as a file for any device to carry to the server; only the server can read it.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub(in crate::storage) async fn rescue(
        &self,
        org_key: OrgKeyId,
        pieces: &Pieces,
    ) -> Result<Vec<u8>, StoreError> {
        let sessions = self.sessions().await?;
        let mut keys: Vec<_> = sessions
            .into_iter()
            .filter_map(|session| session.sealed)
            .collect();
        keys.extend(pieces.keys.iter().cloned());
        let rows = self
            .store
            .load(Table::Outbox, Keys::all(), u32::MAX)
            .await?;
        let State { unstored, .. } = &*self.state.borrow();
        let ops = rows
            .iter()
            .filter(|row| !matches!(parse_key(&row.key), None | Some((b's', _))));
        let ops = ops
            .map(|row| &row.value)
            .chain(unstored.iter().map(|frame| &frame.bytes));
        let frames: Vec<_> = ops
            .chain(&pieces.frames)
            .filter_map(|bytes| sealed::Frame::parse(bytes).ok())
            .collect();
        Ok(rescue::write(
            org_key,
            self.replica,
            &keys,
            frames.iter().copied(),
        ))
    }

    /// Rewrites this tab's journal without what the server has in a backup, once it is large and half of it is gone; forgets
    /// sessions nothing is sealed under any more.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading. A journal that fails is mended at the next save.
    pub async fn tidy(&self) -> Result<(), StoreError> {
        const LARGE: u64 = 512 * 1024;
        let _turn = self.turn.lock().await;
        let Some(journal) = &self.journal else {
            return Ok(());
        };
        if journal.is_broken() || journal.size() < LARGE {
            return Ok(());
        }
        let rows = self
            .store
            .load(Table::Outbox, Keys::all(), u32::MAX)
            .await?;
        let frame =
            |row: Row| matches!(parse_key(&row.key)?, (b'f' | b'x', _)).then_some(row.value);
        let mut live: Vec<_> = rows.into_iter().filter_map(frame).collect();
        live.extend(
            self.state
                .borrow()
                .unstored
                .iter()
                .map(|frame| frame.bytes.clone()),
        );
        let bytes: usize = live.iter().map(Vec::len).sum();
        if bytes as u64 * 2 < journal.size() {
            let used: BTreeSet<_> = ordered_set(live.iter().filter_map(|frame| session_of(frame)));
            let sessions = self.sessions().await?;
            let (used, unused): (Vec<_>, Vec<_>) = sessions
                .into_iter()
                .partition(|session| used.contains(&session.id));
            let rewritten = journal.rewrite(&used, &live).await;
            journal.settle(&rewritten);
            let mut batch = Batch::new();
            for session in unused {
                batch.delete(Table::Meta, Keys::one(&session_key(&session.id)));
            }
            self.store.commit(batch, Durability::Relaxed).await?;
        }
        Ok(())
    }

    /// The newest number given on this device, by whichever tab.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn newest(&self) -> Result<OpRef, StoreError> {
        let counter = self.store.get(Table::Meta, COUNTER).await?;
        let newest = Heads::decode(counter.as_deref()).last();
        Ok(newest.unwrap_or(OpRef { epoch: 1, seq: 0 }))
    }

    /// Number of kept ops the server has not answered, as far as notes tell.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn unanswered(&self) -> Result<usize, StoreError> {
        let keys = self.store.keys(Table::Outbox, Keys::all()).await?;
        let parsed: Vec<_> = keys.iter().filter_map(|key| parse_key(key)).collect();
        let count = |what| parsed.iter().filter(|(of, _)| *of == what).count();
        Ok(count(b'f').saturating_sub(count(b's')))
    }

    async fn sessions(&self) -> Result<Vec<StoredSession>, StoreError> {
        let rows = self
            .store
            .load(Table::Meta, Keys::prefix(SESSIONS), u32::MAX)
            .await?;
        Ok(rows
            .iter()
            .filter_map(|row| StoredSession::decode(&row.value))
            .collect())
    }
}

fn session_of(frame: &[u8]) -> Option<SessionId> {
    Some(sealed::Frame::parse(frame).ok()?.header.session)
}

fn read(keys: &SortedMap<SessionId, SessionKey>, frame: &[u8]) -> Option<OpBytes> {
    let frame = sealed::Frame::parse(frame).ok()?;
    let content = frame.open(keys.get(&frame.header.session)?).ok()?;
    let (hash, bytes) = content.split_first_chunk()?;
    Some(OpBytes {
        hash: *hash,
        bytes: bytes.to_vec(),
    })
}
