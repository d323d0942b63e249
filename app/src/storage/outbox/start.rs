//! Start-up: three witnesses are heard, what is missing is rebuilt, and any sign that numbers were lost begins a new epoch.

use super::heads::{Heads, Mark, hear, mark, testimony};
use super::{COUNTER, OpRef, Outbox, State, fork_key, frame_key, parse_key, session_key};
use crate::storage::StoreError;
use crate::storage::journal::{Contents, Disk, DiskError, Entry, Journal};
use crate::storage::keys::{Identity, StoredSession};
use crate::storage::store::{Batch, Durability, Keys, Store, Table};
use crate::storage::witness::Witness;
use shared::ordered::{SortedMap, ordered_set};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A sign that the database is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It is empty, and others remember ops.
    Emptied,
    /// It lacks the newest ops.
    RolledBack,
    /// Its newest op is another than the one the witness saw under the same number.
    Forked,
}

/// What start-up found and did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StartReport {
    /// The sign that made a new epoch necessary. Tell the user, and tell the server the new epoch.
    pub sign: Option<Sign>,
    /// The epoch ops are numbered in now.
    pub epoch: u32,
    /// Last number given in it.
    pub head: u64,
    /// Ops put back into the database from journals.
    pub recovered: usize,
    /// Numbers that were given and are nowhere any more, as far as the journals reach back.
    pub lost: Vec<OpRef>,
    /// Damaged places found in journals.
    pub breaks: usize,
    /// Why there is no journal, if there is none.
    pub no_journal: Option<DiskError>,
    /// The identity found in a journal, for when the database lost its own.
    pub identity: Option<Identity>,
}

/// What the journals hold.
#[derive(Default)]
struct Remembered {
    own: Vec<Entry>,
    others: Vec<Dead>,
    sessions: Batch,
}

/// The journal of a tab that is gone.
struct Dead {
    name: String,
    sessions: Vec<StoredSession>,
    entries: Vec<Entry>,
}

impl<S: Store, D: Disk, W: Witness> Outbox<S, D, W> {
    /// Takes a journal, compares the witnesses, rebuilds the outbox. Needs no key.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database; journals keep everything then. A journal that fails is reported, not an error.
    pub async fn start(
        store: S,
        disk: Option<D>,
        witness: W,
        replica: u32,
    ) -> Result<(Self, StartReport), StoreError> {
        // Heard first: another tab that saves right now raises the witness before the counter.
        let heard = witness.read().as_deref().and_then(hear);
        let mut report = StartReport::default();
        let (journal, remembered) = open(disk, replica, &mut report).await;
        let state = RefCell::new(State::default());
        let outbox = Self {
            store,
            journal,
            witness,
            replica,
            turn: futures::lock::Mutex::default(),
            state,
        };
        outbox.compare(heard, remembered, &mut report).await?;
        Ok((outbox, report))
    }

    /// Takes over the journals of tabs that died since the start. For the leader tab.
    ///
    /// # Errors
    /// Any [`StoreError`]; the journals stay then.
    pub async fn adopt(&self) -> Result<usize, StoreError> {
        let _turn = self.turn.lock().await;
        let mut report = StartReport::default();
        let mut remembered = Remembered::default();
        if let Some(journal) = &self.journal {
            remembered.others(journal, self.replica, &mut report).await;
        }
        if remembered.others.is_empty() {
            return Ok(0);
        }
        self.compare(None, remembered, &mut report).await?;
        Ok(report.recovered)
    }

    async fn compare(
        &self,
        heard: Option<(OpRef, Mark)>,
        remembered: Remembered,
        report: &mut StartReport,
    ) -> Result<(), StoreError> {
        let rows = self
            .store
            .load(Table::Outbox, Keys::all(), u32::MAX)
            .await?;
        let stored: SortedMap<OpRef, Mark> =
            SortedMap::from_iter(rows.iter().filter_map(|row| match parse_key(&row.key)? {
                (b'f', op) => Some((op, mark(&row.value))),
                _ => None,
            }));
        let entries = remembered.entries();
        let mut outcome = None;
        let decide = |found: Vec<Option<Vec<u8>>>| {
            let heads = Heads::decode(found[0].as_deref());
            let mut batch = remembered.sessions.clone();
            let decided = Comparison {
                heads,
                heard,
                stored: &stored,
                entries: &entries,
            }
            .run(&mut batch);
            batch.put(Table::Meta, COUNTER, decided.heads.encode());
            outcome = Some(decided);
            Ok(batch)
        };
        let tables = [Table::Meta, Table::Outbox];
        let reads = [(Table::Meta, COUNTER)];
        self.store
            .update(&tables, &reads, Durability::Strict, decide)
            .await?;
        let Some(outcome) = outcome else {
            return Err(StoreError::Conflict);
        };

        let last = outcome.heads.last().unwrap_or(OpRef { epoch: 1, seq: 0 });
        (report.epoch, report.head) = (last.epoch, last.seq);
        report.sign = outcome.sign;
        report.recovered = outcome.recovered.len();
        report.lost = outcome.lost;
        if outcome.sign.is_some() {
            self.witness.write(&testimony(last, &outcome.heads.mark));
        }
        self.state.borrow_mut().last = Some((last, outcome.heads.mark));
        self.take_over(remembered, &stored, &outcome.recovered)
            .await;
        Ok(())
    }

    /// Copies live entries of dead tabs' journals into the own one, then removes those files.
    async fn take_over(
        &self,
        remembered: Remembered,
        stored: &SortedMap<OpRef, Mark>,
        recovered: &BTreeSet<OpRef>,
    ) {
        let Some(journal) = &self.journal else { return };
        for Dead {
            name,
            sessions,
            entries,
        } in remembered.others
        {
            let live = entries.into_iter().filter(|entry| {
                let op = op_of(entry);
                stored.contains_key(&op) || recovered.contains(&op)
            });
            let frames: Vec<_> = live.map(|entry| entry.frame).collect();
            let copied = if frames.is_empty() {
                Ok(())
            } else {
                journal.append(&sessions, &frames).await
            };
            journal.settle(&copied);
            if copied.is_err() {
                return;
            }
            // What cannot be removed now is found again at the next start.
            drop(journal.remove(&name).await);
        }
    }
}

/// Weighs what the witnesses say.
struct Comparison<'a> {
    heads: Heads,
    heard: Option<(OpRef, Mark)>,
    stored: &'a SortedMap<OpRef, Mark>,
    entries: &'a [Entry],
}

struct Outcome {
    heads: Heads,
    sign: Option<Sign>,
    recovered: BTreeSet<OpRef>,
    lost: Vec<OpRef>,
}

impl Comparison<'_> {
    fn run(self, batch: &mut Batch) -> Outcome {
        let mut recovered: SortedMap<OpRef, Mark> = SortedMap::new();
        for entry in self.entries {
            let (op, its_mark) = (op_of(entry), mark(&entry.frame));
            match self.stored.get(&op).or_else(|| recovered.get(&op)) {
                Some(known) if *known == its_mark => {}
                // Two ops with one number: nothing is dropped, the second waits for a number of its own.
                Some(_) => batch.put(Table::Outbox, fork_key(op, &its_mark), entry.frame.clone()),
                // The database gave this number and no longer has the op: the server has it in a backup.
                None if self.heads.covers(op) => {}
                None => {
                    batch.put(Table::Outbox, frame_key(op), entry.frame.clone());
                    recovered.insert(op, its_mark);
                }
            }
        }
        let sign = self.sign(&recovered);
        let lost = self.lost(&recovered);
        let mut heads = self.heads;
        let known = recovered.last_key_value().map(|(op, _)| *op);
        let newest = heads.last().max(known).max(self.heard.map(|(op, _)| op));
        heads.raise(OpRef { epoch: 1, seq: 0 });
        recovered.keys().for_each(|op| heads.raise(*op));
        if let (Some(_), Some(newest)) = (sign, newest) {
            heads.raise(newest);
            heads.raise(OpRef {
                epoch: newest.epoch + 1,
                seq: 0,
            });
            heads.mark = Mark::default();
        }
        Outcome {
            heads,
            sign,
            recovered: ordered_set(recovered.into_keys()),
            lost,
        }
    }

    fn sign(&self, recovered: &SortedMap<OpRef, Mark>) -> Option<Sign> {
        let last = self.heads.last();
        let remembered = recovered.last_key_value().map(|(op, _)| *op);
        let remembered = remembered.max(self.heard.map(|(op, _)| op));
        match (last, remembered) {
            (None, Some(_)) => Some(Sign::Emptied),
            (Some(last), Some(remembered)) if remembered > last => Some(Sign::RolledBack),
            (Some(_), _) if !recovered.is_empty() => Some(Sign::RolledBack),
            (Some(last), _) => {
                let other = |(op, seen): (OpRef, Mark)| op == last && seen != self.heads.mark;
                self.heard.is_some_and(other).then_some(Sign::Forked)
            }
            (None, None) => None,
        }
    }

    /// Numbers above the database's heads that neither journals nor database hold. Below, an absent op is a forgotten one.
    fn lost(&self, recovered: &SortedMap<OpRef, Mark>) -> Vec<OpRef> {
        let mut tops: SortedMap<u32, u64> = SortedMap::new();
        let known = recovered
            .keys()
            .copied()
            .chain(self.heard.map(|(op, _)| op));
        for op in known {
            let top = tops.entry(op.epoch).or_default();
            *top = op.seq.max(*top);
        }
        let mut lost = Vec::new();
        for (epoch, top) in tops {
            let from = match self.heads.last() {
                Some(_) => self.heads.of(epoch) + 1,
                // An emptied database does not know where forgetting ended; the journals do not reach further back.
                None => {
                    let entries = self
                        .entries
                        .iter()
                        .map(op_of)
                        .filter(|op| op.epoch == epoch);
                    entries.map(|op| op.seq).min().unwrap_or(top)
                }
            };
            let missing = (from..=top).map(|seq| OpRef { epoch, seq });
            lost.extend(
                missing.filter(|op| !recovered.contains_key(op) && !self.stored.contains_key(op)),
            );
        }
        lost
    }
}

impl Remembered {
    async fn others<D: Disk>(
        &mut self,
        journal: &Journal<D>,
        replica: u32,
        report: &mut StartReport,
    ) {
        match journal.others().await {
            Ok(files) => {
                for (name, contents) in files {
                    let sessions = contents.sessions.clone();
                    let entries = self.take_in(contents, replica, report);
                    self.others.push(Dead {
                        name,
                        sessions,
                        entries,
                    });
                }
            }
            Err(error) => report.no_journal = Some(error),
        }
    }

    fn take_in(
        &mut self,
        contents: Contents,
        replica: u32,
        report: &mut StartReport,
    ) -> Vec<Entry> {
        report.breaks += contents.breaks;
        report.identity = contents
            .identity
            .filter(|id| id.replica() == replica)
            .or(report.identity);
        for session in contents.sessions {
            self.sessions
                .put(Table::Meta, session_key(&session.id), session.bytes());
        }
        let mut entries = contents.entries;
        entries.retain(|entry| entry.header.replica == replica);
        entries
    }

    fn entries(&self) -> Vec<Entry> {
        let others = self.others.iter().flat_map(|dead| &dead.entries);
        self.own.iter().chain(others).cloned().collect()
    }
}

async fn open<D: Disk>(
    disk: Option<D>,
    replica: u32,
    report: &mut StartReport,
) -> (Option<Journal<D>>, Remembered) {
    let mut remembered = Remembered::default();
    let claimed = match disk {
        Some(disk) => Journal::claim(disk).await,
        None => Err(DiskError::Unavailable),
    };
    match claimed {
        Ok((journal, contents)) => {
            remembered.own = remembered.take_in(contents, replica, report);
            remembered.others(&journal, replica, report).await;
            (Some(journal), remembered)
        }
        Err(error) => {
            report.no_journal = Some(error);
            (None, remembered)
        }
    }
}

fn op_of(entry: &Entry) -> OpRef {
    OpRef {
        epoch: entry.header.epoch,
        seq: entry.header.seq,
    }
}
