//! What to send, what to keep, and what to do when this device's storage went back in time.

use super::{Client, Effect};
use crate::entity::{Canonical, OpId};
use crate::sync::op::Op;
use crate::sync::slice::{MAX_BYTES, MAX_OPS, Slice};
use crate::sync::wire::Response;

/// Slices in one request.
const MAX_SLICES: usize = 4;

impl Client {
    /// Remembers the highest sequence given in the current epoch.
    pub(super) fn note_head(&mut self, id: OpId) {
        if id.epoch == self.epoch {
            self.head = self.head.max(id.seq);
        }
    }

    pub(super) fn has_queued(&self) -> bool {
        self.outbox
            .iter()
            .any(|(id, entry)| entry.receipt().is_none() && !self.is_durable_there(*id))
    }

    fn is_durable_there(&self, id: OpId) -> bool {
        self.progress
            .get(&id.epoch)
            .is_some_and(|done| id.seq <= *done)
    }

    /// Consecutive unsent ops, epoch by epoch.
    pub(super) fn slices(&self) -> Vec<Slice> {
        let mut slices: Vec<Slice> = Vec::new();
        let mut current: Vec<Op> = Vec::new();
        let mut bytes = 0;
        for (id, entry) in self
            .outbox
            .iter()
            .filter(|(id, _)| !self.is_durable_there(**id))
        {
            let follows = current
                .last()
                .is_some_and(|last: &Op| last.id.epoch == id.epoch && last.id.seq + 1 == id.seq);
            let same_group = current
                .last()
                .is_some_and(|last| last.group.is_some() && last.group == entry.op.group);
            let size = entry.op.to_bytes().len();
            // A group is never torn: it must arrive in one transaction.
            let full = (current.len() >= MAX_OPS || bytes + size > MAX_BYTES) && !same_group;
            if !current.is_empty() && (!follows || full) {
                slices.push(Slice {
                    ops: core::mem::take(&mut current),
                });
                bytes = 0;
                if slices.len() == MAX_SLICES {
                    return slices;
                }
            }
            bytes += size;
            current.push(entry.op.clone());
        }
        if !current.is_empty() {
            slices.push(Slice { ops: current });
        }
        slices
    }

    /// Answered ops a server backup holds; what waits for the person stays.
    pub(super) fn forgettable(&self, watermark: u64) -> Vec<OpId> {
        self.outbox
            .values()
            .filter(|entry| !entry.needs_attention())
            .filter(|entry| {
                entry
                    .receipt()
                    .is_some_and(|receipt| receipt.seq <= watermark)
            })
            .map(|entry| entry.op.id)
            .collect()
    }

    /// After a server restore: answered ops it no longer has.
    pub(super) fn lost(&self) -> Vec<OpId> {
        self.outbox
            .iter()
            .filter(|(id, entry)| entry.receipt().is_some() && !self.is_durable_there(**id))
            .map(|(id, _)| *id)
            .collect()
    }

    /// These ops wait again. Answers with all unanswered ops.
    pub(super) fn requeue(&mut self, lost: &[OpId]) -> Vec<Op> {
        for id in lost {
            if let Some(entry) = self.outbox.get_mut(id) {
                entry.requeue();
            }
        }
        self.outbox
            .values()
            .filter(|entry| entry.receipt().is_none())
            .map(|entry| entry.op.clone())
            .collect()
    }

    /// The server knows ops of ours that we do not, or other content under our numbers: our storage
    /// went back in time. Unsent ops get numbers in a new epoch, so that none is used twice.
    pub(super) fn rolled_back(&mut self, answer: &Response, effects: &mut Vec<Effect>) -> bool {
        let theirs = answer
            .progress
            .iter()
            .find(|(epoch, _)| *epoch == self.epoch)
            .map_or(0, |(_, seq)| *seq);
        let ahead = theirs > self.head;
        let mine: Vec<OpId> = answer
            .alarms
            .iter()
            .filter(|id| id.replica == self.replica)
            .copied()
            .collect();
        if mine.is_empty() && !ahead {
            return false;
        }
        let newest = answer
            .progress
            .iter()
            .map(|(epoch, _)| *epoch)
            .max()
            .unwrap_or(0);
        let epoch = self.epoch.max(newest) + 1;
        let moved: Vec<OpId> = self
            .outbox
            .iter()
            .filter(|(id, entry)| {
                entry.receipt().is_none() && (mine.contains(id) || id.epoch == self.epoch)
            })
            .map(|(id, _)| *id)
            .collect();
        let mut renumbered = Vec::new();
        for (n, old) in moved.iter().enumerate() {
            let Some(mut entry) = self.outbox.remove(old) else {
                continue;
            };
            entry.op.id = OpId {
                replica: self.replica,
                epoch,
                seq: n as u64 + 1,
            };
            renumbered.push((*old, entry.op.clone()));
            self.outbox.insert(entry.op.id, entry);
        }
        self.world.remove_pending(moved);
        self.world.replay();
        let ops: Vec<Op> = renumbered.iter().map(|(_, op)| op.clone()).collect();
        let changed = self.world.add_pending(&ops);
        self.epoch = epoch;
        self.head = ops.len() as u64;
        effects.push(Effect::NewEpoch { epoch, renumbered });
        effects.push(Effect::Changed(changed));
        true
    }
}
