//! A device's storage: a database whose transactions are atomic and durable in order, and a journal
//! beside it. What was not yet durable may be lost at a crash; what was reported durable may not,
//! unless the power goes and the write was a page (pages are written relaxed, ops strictly).

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use shared::entity::{Id, OpId};
use shared::sync::Op;
use shared::sync::client::{Commit, Entry, Marks, Renumber};
use shared::sync::wire::{SentRow, share_bucket, via};

use super::dice::Dice;

/// The database.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    /// Confirmed facets.
    pub rows: BTreeMap<(Id, u8), Rc<SentRow>>,
    /// Kept ops.
    pub outbox: BTreeMap<OpId, Entry>,
    /// The machine's numbers.
    pub marks: Marks,
    /// The epoch of new ops and the last number given in it.
    pub counter: (u32, u64),
}

/// The journal: ops as they were made, whatever becomes of the database.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal {
    /// Ops by id.
    pub ops: BTreeMap<OpId, Rc<Op>>,
    /// As in the database.
    pub counter: (u32, u64),
}

/// One transaction.
#[derive(Clone, Debug)]
pub(super) enum Write {
    /// A user action, strictly durable, mirrored into the journal.
    Ops(Vec<Rc<Op>>),
    /// What the sync machine asked for.
    Page(Box<Commit>),
}

/// What the journal takes of a transaction.
#[derive(Clone, Debug)]
enum Line {
    Ops(Vec<Rc<Op>>),
    Page {
        forget: Vec<OpId>,
        renumber: Option<Renumber>,
    },
}

impl Line {
    fn of(write: &Write) -> Line {
        match write {
            Write::Ops(ops) => Line::Ops(ops.clone()),
            Write::Page(commit) => Line::Page {
                forget: commit.forget.clone(),
                renumber: commit.renumber.clone(),
            },
        }
    }
}

/// Storage with the writes under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    /// Durable.
    pub shelf: Shelf,
    /// Durable.
    pub journal: Journal,
    /// Issued, in order; the first `reported` of them were called durable.
    log: VecDeque<(u64, Write)>,
    reported: usize,
    journal_log: VecDeque<(u64, Line)>,
    issued: u64,
    /// Pages are written with relaxed durability: a power cut may take them back.
    pub relaxed: bool,
    /// Whose device it is.
    pub user: Id,
    /// A deliberate defect: the cursor is stored before its page.
    pub cursor_first: bool,
}

impl Disk {
    /// An empty disk of a user.
    pub(super) fn new(user: Id) -> Disk {
        let mut disk = Disk {
            user,
            ..Disk::default()
        };
        disk.shelf.counter = (1, 0);
        disk.journal.counter = (1, 0);
        disk
    }

    /// Starts a write; answers with its number.
    pub(super) fn issue(&mut self, write: Write) -> u64 {
        self.issued += 1;
        if self.cursor_first
            && let Write::Page(commit) = &write
        {
            self.shelf.marks = commit.marks.clone();
        }
        self.journal_log.push_back((self.issued, Line::of(&write)));
        self.log.push_back((self.issued, write));
        self.issued
    }

    /// A write is durable, and with it all before it.
    pub(super) fn complete(&mut self, no: u64) {
        while let Some((first, _)) = self.journal_log.front()
            && *first <= no
        {
            if let Some((_, line)) = self.journal_log.pop_front() {
                self.journal.take(line);
            }
        }
        self.reported = self.log.iter().take_while(|(n, _)| *n <= no).count();
        let strict = self
            .log
            .iter()
            .take(self.reported)
            .rposition(|(_, write)| !self.relaxed || matches!(write, Write::Ops(_)));
        for _ in 0..strict.map_or(0, |at| at + 1) {
            self.flush_one();
        }
    }

    /// A write could not be made: it leaves no trace.
    pub(super) fn refuse(&mut self, no: u64) {
        self.log.retain(|(n, _)| *n != no);
        self.journal_log.retain(|(n, _)| *n != no);
    }

    fn flush_one(&mut self) {
        if let Some((_, write)) = self.log.pop_front() {
            self.shelf.take(write, self.user);
            self.reported = self.reported.saturating_sub(1);
        }
    }

    /// Makes everything issued durable, as a calm minute does.
    pub(super) fn settle(&mut self) {
        while self.reported > 0 {
            self.flush_one();
        }
    }

    /// No write is under way.
    pub(super) fn is_quiet(&self) -> bool {
        self.reported == self.log.len()
    }

    /// The process ends. Of what was not durable, each device keeps some beginning.
    pub(super) fn crash(&mut self, power: bool, dice: &mut Dice) {
        if !power {
            self.settle();
        }
        while !self.log.is_empty() && dice.chance(500) {
            self.flush_one();
        }
        while !self.journal_log.is_empty() && dice.chance(500) {
            if let Some((_, line)) = self.journal_log.pop_front() {
                self.journal.take(line);
            }
        }
        self.log.clear();
        self.journal_log.clear();
        self.reported = 0;
    }

    /// What the start-up finds: epoch, last number, and every kept op, those of the journal that
    /// the database lost included.
    pub(super) fn recover(&mut self) -> (u32, u64, Vec<Entry>) {
        let counter = self.shelf.counter.max(self.journal.counter);
        self.shelf.counter = counter;
        self.journal.counter = counter;
        for (id, op) in &self.journal.ops {
            self.shelf
                .outbox
                .entry(*id)
                .or_insert_with(|| Entry::queued(Op::clone(op)));
        }
        let kept = self.shelf.outbox.values().cloned().collect();
        (counter.0, counter.1, kept)
    }

    /// The rows as a start-up would find them, writes under way included.
    pub(super) fn rows(&self) -> BTreeMap<(Id, u8), Rc<SentRow>> {
        let mut shelf = Shelf {
            rows: self.shelf.rows.clone(),
            ..Shelf::default()
        };
        for (_, write) in &self.log {
            shelf.take(write.clone(), self.user);
        }
        shelf.rows
    }
}

impl Shelf {
    fn take(&mut self, write: Write, user: Id) {
        match write {
            Write::Ops(ops) => {
                for op in ops {
                    self.counter = self.counter.max((op.id.epoch, op.id.seq));
                    self.outbox.insert(op.id, Entry::queued(Op::clone(&op)));
                }
            }
            Write::Page(commit) => self.page(*commit, user),
        }
    }

    fn page(&mut self, commit: Commit, user: Id) {
        if commit.reset {
            self.rows.clear();
        }
        let home = |row: &SentRow| row.via & via::HOME != 0;
        let lent = |row: &SentRow| share_bucket(user, row.row.bucket.level);
        if !commit.empty.is_empty() {
            self.rows.retain(|_, row| {
                let counted = if home(row) { row.row.bucket } else { lent(row) };
                !commit.empty.contains(&counted)
            });
        }
        if !commit.drops.is_empty() {
            self.narrow(via::HOME, |row| commit.drops.contains(&row.row.bucket));
        }
        for row in commit.rows {
            let key = (row.row.id, row.row.bucket.level as u8);
            self.rows.insert(key, Rc::new(row));
        }
        for leave in &commit.leaves {
            let key = (leave.id, leave.level as u8);
            let Some(row) = self.rows.get_mut(&key) else {
                continue;
            };
            let share = leave.bucket == lent(row);
            if row.row.seq > leave.seq || (!share && row.row.bucket != leave.bucket) {
                continue;
            }
            let row = Rc::make_mut(row);
            row.via &= !(if share { via::SHARE } else { via::HOME });
            if row.via == 0 {
                self.rows.remove(&key);
            }
        }
        for op in &commit.requeue {
            if let Some(entry) = self.outbox.get_mut(op) {
                entry.requeue();
            }
        }
        for receipt in commit.receipts {
            if let Some(entry) = self.outbox.get_mut(&receipt.op) {
                entry.answer(receipt);
            }
        }
        for op in &commit.forget {
            self.outbox.remove(op);
        }
        if let Some(Renumber { epoch, ops }) = commit.renumber {
            self.counter = (epoch, ops.len() as u64);
            for (old, op) in ops {
                self.outbox.remove(&old);
                self.outbox.insert(op.id, Entry::queued(op));
            }
        }
        self.marks = commit.marks;
    }

    /// Takes one reason for being here from the rows that match; a row without a reason goes.
    fn narrow(&mut self, reason: u8, matches: impl Fn(&SentRow) -> bool) {
        self.rows.retain(|_, row| {
            if matches(row) {
                Rc::make_mut(row).via &= !reason;
            }
            row.via != 0
        });
    }
}

impl Journal {
    fn take(&mut self, line: Line) {
        match line {
            Line::Ops(ops) => {
                for op in ops {
                    self.counter = self.counter.max((op.id.epoch, op.id.seq));
                    self.ops.insert(op.id, op);
                }
            }
            Line::Page { forget, renumber } => {
                for op in &forget {
                    self.ops.remove(op);
                }
                if let Some(Renumber { epoch, ops }) = renumber {
                    self.counter = (epoch, ops.len() as u64);
                    for (old, op) in ops {
                        self.ops.remove(&old);
                        self.ops.insert(op.id, Rc::new(op));
                    }
                }
            }
        }
    }
}
