//! Taking an answer in: first it becomes durable as one commit, then it is shown.

use crate::ordered::SortedMap;
use std::collections::BTreeSet;

use super::{Check, Client, Commit, Effect, Marks, Phase};
use crate::entity::{Bucket, Id};
use crate::sync::op::{Op, Seen};
use crate::sync::wire::{Fill, Filling, Response};

impl Client {
    pub(super) fn answered(
        &mut self,
        answer: Response,
        now: u64,
        dice: u64,
        effects: &mut Vec<Effect>,
    ) {
        let Phase::Waiting { since } = self.phase else {
            return;
        };
        if answer.replica != self.replica.0 {
            // Sent under somebody else's credential: what it says about ops is not about ours.
            self.failed(now, dice);
            return;
        }
        self.last_contact = now;
        self.failures = 0;
        // The server read its clock between our two readings; halve the round trip.
        if now >= since {
            let middle = since + (now - since) / 2;
            self.marks.offset_ms =
                i64::try_from(answer.now_ms).unwrap_or(0) - i64::try_from(middle).unwrap_or(0);
            self.marks.measured_ms = now;
        }
        self.note_progress(&answer);
        if let Some(renumber) = self.must_renumber(&answer) {
            let commit = Commit {
                renumber: Some(renumber),
                marks: self.marks.clone(),
                ..Commit::default()
            };
            self.store(commit, true, None, effects);
            return;
        }
        if self.must_compare_first(&answer) {
            self.phase = Phase::Idle;
            self.dirty = true;
            return;
        }
        let requeue = self.lost();
        let forget = self.forgettable(&answer, &requeue);
        let complete = !answer.more && answer.cursor.fill.is_none();
        let checkpoint = if complete && self.may_read {
            Seen {
                server_epoch: answer.server_epoch,
                seq: answer.cursor.seq,
            }
        } else {
            self.marks.checkpoint
        };
        let check = answer.sum.map(|sum| Check {
            sum,
            hashes: answer.hashes,
        });
        let commit = Commit {
            reset: answer.reset,
            empty: Vec::new(),
            drops: answer.drops,
            rows: answer.rows,
            leaves: answer.leaves,
            receipts: answer.receipts,
            requeue,
            forget,
            renumber: None,
            marks: Marks {
                cursor: answer.cursor,
                checkpoint,
                watermark: answer.watermark,
                ..self.marks.clone()
            },
        };
        self.store(commit, answer.more, check, effects);
    }

    fn store(
        &mut self,
        commit: Commit,
        more: bool,
        check: Option<Check>,
        effects: &mut Vec<Effect>,
    ) {
        effects.push(Effect::Commit(Box::new(commit.clone())));
        self.phase = Phase::Storing {
            more,
            check,
            commit: Box::new(commit),
        };
    }

    pub(super) fn committed(&mut self, effects: &mut Vec<Effect>) {
        let Phase::Storing {
            more,
            check,
            commit,
        } = core::mem::replace(&mut self.phase, Phase::Idle)
        else {
            return;
        };
        let answered = !commit.receipts.is_empty();
        let changed = self.take_in(*commit);
        if let Some(check) = check {
            self.compare(&check, effects);
        }
        self.dirty |= more || self.has_queued();
        if !changed.is_empty() || answered {
            effects.push(Effect::Changed(changed));
        }
    }

    /// Takes in a commit that another tab of this replica, or the host itself, made durable. Answers
    /// with the ids that look different.
    pub fn follow(&mut self, commit: Commit) -> BTreeSet<Id> {
        self.dirty = true;
        self.take_in(commit)
    }

    /// All confirmed rows of the device are in [`Client::world`]: what waits shows on top of them.
    pub fn loaded(&mut self) -> BTreeSet<Id> {
        self.show(true)
    }

    /// Shows what is now durable.
    fn take_in(&mut self, commit: Commit) -> BTreeSet<Id> {
        let mut changed = BTreeSet::new();
        if commit.reset {
            changed.extend(self.world.rows().map(|sent| sent.row.id));
            self.world.reset();
        }
        changed.extend(self.world.empty_buckets(&commit.empty));
        changed.extend(self.world.drop_buckets(&commit.drops));
        changed.extend(self.world.confirm(commit.rows, &commit.leaves));
        for op in &commit.requeue {
            if let Some(entry) = self.outbox.get_mut(op) {
                entry.requeue();
            }
        }
        for receipt in &commit.receipts {
            if let Some(entry) = self.outbox.get_mut(&receipt.op) {
                entry.answer(receipt.clone());
            }
        }
        for op in &commit.forget {
            self.outbox.remove(op);
        }
        if let Some(renumber) = commit.renumber {
            self.renumber(renumber);
        }
        self.marks = commit.marks;
        changed.extend(self.show(commit.reset || !changed.is_empty()));
        changed
    }

    /// Everything up to the cursor is here: nothing that was answered is still on its way.
    pub(super) fn caught_up(&self) -> bool {
        let cursor = &self.marks.cursor;
        cursor.fill.is_none()
            && self.marks.checkpoint
                == Seen {
                    server_epoch: cursor.server_epoch,
                    seq: cursor.seq,
                }
    }

    /// Keeps on the screen what this device did and the confirmed rows do not show yet: ops without
    /// an answer, and answered ones whose effects come on a later page.
    pub(super) fn show(&mut self, rows_changed: bool) -> BTreeSet<Id> {
        let caught_up = self.caught_up();
        let ops: Vec<&Op> = self
            .outbox
            .values()
            .filter(|entry| match entry.receipt() {
                None => true,
                Some(receipt) => {
                    !caught_up
                        && receipt.verdict.took_effect()
                        && self.world.version(entry.op.record) < receipt.seq
                }
            })
            .map(|entry| &entry.op)
            .collect();
        self.world.set_pending(&ops, rows_changed)
    }

    /// Compares hashes at a checkpoint; what differs is emptied and fetched anew.
    fn compare(&mut self, theirs: &Check, effects: &mut Vec<Effect>) {
        if theirs.sum == self.world.sum() {
            self.detail = false;
            return;
        }
        if !self.detail {
            self.detail = true;
            self.dirty = true;
            return;
        }
        self.detail = false;
        let hashes: SortedMap<Bucket, u128> = theirs.hashes.iter().copied().collect();
        let mut wrong: Vec<Bucket> = hashes
            .iter()
            .filter(|(b, hash)| self.world.sums().get(b) != Some(hash))
            .map(|(b, _)| *b)
            .collect();
        wrong.extend(self.world.sums().keys().filter(|b| !hashes.contains_key(b)));
        effects.push(Effect::Mismatch(wrong.clone()));
        let mut marks = self.marks.clone();
        marks.cursor.fill = Some(Fill {
            what: Filling::Buckets(wrong.clone()),
            pos: 0,
        });
        let commit = Commit {
            empty: wrong,
            marks,
            ..Commit::default()
        };
        self.store(commit, true, None, effects);
    }
}
