//! What to send, what to keep, and what to do when this device's storage went back in time.

use crate::ordered::{SortedMap, ordered_set};
use std::collections::BTreeSet;

use super::{Client, Entry, Renumber};
use crate::entity::{Canonical, Id, OpId};
use crate::sync::op::Op;
use crate::sync::slice::{MAX_BYTES, MAX_GROUP, MAX_OPS, Slice};
use crate::sync::wire::{PROTOCOL, Request, Response};

/// Slices in one request.
const MAX_SLICES: usize = 4;

/// The number after it: only such ops may share a slice, which names the first alone.
fn follows(before: &Op, op: &Op) -> bool {
    before.id.epoch == op.id.epoch && before.id.seq + 1 == op.id.seq
}

impl Client {
    /// Remembers the highest sequence given in the current epoch.
    pub(super) fn note_head(&mut self, id: OpId) {
        if id.epoch == self.epoch {
            self.head = self.head.max(id.seq);
        }
    }

    /// What to ask now.
    pub(super) fn request(&mut self, now: u64) -> Request {
        let slices = self.slices();
        let last = slices.iter().filter_map(|slice| slice.ops.last());
        self.offered = last.map(|op| (op.id.epoch, op.id.seq)).collect();
        Request {
            protocol: PROTOCOL,
            cursor: self.marks.cursor.clone(),
            device_ms: now,
            epoch: self.epoch,
            head: self.head,
            slices,
            detail: self.detail,
            push_only: !self.may_read,
        }
    }

    pub(super) fn has_queued(&self) -> bool {
        self.outbox.keys().any(|id| !self.is_durable_there(*id))
    }

    /// The server holds this op. An answered op of which that is not true any more was lost there.
    pub(super) fn is_durable_there(&self, id: OpId) -> bool {
        self.durable
            .get(&id.epoch)
            .is_some_and(|done| id.seq <= *done)
    }

    /// Ops to offer: those the server may not hold. When it holds them all and everything it said
    /// was read, those without an answer: theirs came with words that had to be set aside (a new
    /// epoch had to begin first), and the feed has passed it. A device that may only push offers all
    /// without an answer, for the server answers exactly those.
    fn unsent(&self) -> Vec<&Op> {
        let ops = |which: &dyn Fn(&Entry) -> bool| {
            let entries = self.outbox.values().filter(|entry| which(entry));
            entries.map(|entry| &entry.op).collect::<Vec<&Op>>()
        };
        let open = |entry: &Entry| entry.receipt().is_none();
        let missing = |entry: &Entry| !self.is_durable_there(entry.op.id);
        let unsent = ops(&|entry| missing(entry) || (!self.may_read && open(entry)));
        if unsent.is_empty() && self.caught_up() {
            ops(&open)
        } else {
            unsent
        }
    }

    /// The unsent ops, consecutive ones together, epoch by epoch.
    fn slices(&self) -> Vec<Slice> {
        let mut slices: Vec<Slice> = Vec::new();
        let (mut ops, mut bytes): (Vec<Op>, usize) = (Vec::new(), 0);
        let unsent = self.unsent();
        // A group is never torn: it must arrive in one transaction. One that storage gone back in
        // time left here twice, under numbers of two epochs, is two groups.
        let together = |a: &&Op, b: &&Op| a.group.is_some() && a.group == b.group && follows(a, b);
        // Side by side under new numbers its copies may be longer than any group: the server tells
        // what it has taken in already.
        let groups = unsent.chunk_by(together);
        for group in groups.flat_map(|group| group.chunks(MAX_GROUP)) {
            let size: usize = group.iter().map(|op| op.to_bytes().len()).sum();
            let follows = ops.last().is_none_or(|last| follows(last, group[0]));
            let full = ops.len() + group.len() > MAX_OPS || bytes + size > MAX_BYTES;
            if !ops.is_empty() && (!follows || full) {
                slices.push(Slice {
                    ops: core::mem::take(&mut ops),
                });
                bytes = 0;
                if slices.len() == MAX_SLICES {
                    return slices;
                }
            }
            bytes += size;
            ops.extend(group.iter().map(|op| (*op).clone()));
        }
        if !ops.is_empty() {
            slices.push(Slice { ops });
        }
        slices
    }

    /// Learns how far the server is. Numbers we did not offer may stand for other ops (our storage
    /// went back in time): they count only once they were compared, and the server stops comparing
    /// at the first slice it cannot take whole.
    pub(super) fn note_progress(&mut self, answer: &Response) {
        let theirs: SortedMap<u32, u64> = answer.progress.iter().copied().collect();
        let alarm = answer
            .alarms
            .iter()
            .filter(|id| id.replica == self.replica)
            .min();
        for (epoch, offered) in core::mem::take(&mut self.offered) {
            let mut same = theirs.get(&epoch).copied().unwrap_or(0).min(offered);
            if let Some(alarm) = alarm.filter(|alarm| alarm.epoch == epoch) {
                same = same.min(alarm.seq.saturating_sub(1));
            }
            let known = self.durable.entry(epoch).or_default();
            *known = (*known).max(same);
            if same < offered {
                break;
            }
        }
        for (epoch, known) in &mut self.durable {
            *known = (*known).min(theirs.get(epoch).copied().unwrap_or(0));
        }
    }

    /// The answer speaks about an op of ours that was never compared: its number may stand for
    /// another op there. Ask again, with the op.
    pub(super) fn must_compare_first(&self, answer: &Response) -> bool {
        answer.receipts.iter().any(|receipt| {
            self.outbox.contains_key(&receipt.op) && !self.is_durable_there(receipt.op)
        })
    }

    /// Answered ops beyond what the server holds: it came back from a backup without them.
    pub(super) fn lost(&self) -> Vec<OpId> {
        self.outbox
            .iter()
            .filter(|(id, entry)| entry.receipt().is_some() && !self.is_durable_there(**id))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Answered ops a server backup holds; what waits for the person stays, and with it its group,
    /// which may have to be sent again whole. After a restore an answer may be one of the server's
    /// earlier life, and its op fare otherwise in this one: only what this life answered counts.
    pub(super) fn forgettable(&self, answer: &Response, lost: &[OpId]) -> Vec<OpId> {
        let same_life = !answer.reset
            && self.caught_up()
            && self.marks.cursor.server_epoch == answer.server_epoch;
        if self.may_read && !same_life {
            return Vec::new();
        }
        let answered_now: BTreeSet<OpId> = ordered_set(answer.receipts.iter().map(|r| r.op));
        let done = |entry: &Entry| {
            !entry.needs_attention()
                && !lost.contains(&entry.op.id)
                && !answered_now.contains(&entry.op.id)
                && entry
                    .receipt()
                    .is_some_and(|receipt| receipt.seq <= answer.watermark)
        };
        let (done, stays): (Vec<&Entry>, Vec<&Entry>) =
            self.outbox.values().partition(|entry| done(entry));
        let held: BTreeSet<Id> = ordered_set(stays.iter().filter_map(|entry| entry.op.group));
        done.iter()
            .map(|entry| &entry.op)
            .filter(|op| op.group.is_none_or(|group| !held.contains(&group)))
            .map(|op| op.id)
            .collect()
    }

    /// Whether a new epoch must begin. The server has other content under our numbers; or knows
    /// numbers or epochs of ours that we do not: our storage went back in time. Or our oldest
    /// unsent op does not follow what it has (both of us lost the ones between), or belongs to an
    /// epoch that is over: under its number it will never be taken.
    pub(super) fn must_renumber(&self, answer: &Response) -> Option<Renumber> {
        let theirs: SortedMap<u32, u64> = answer.progress.iter().copied().collect();
        let newest = theirs.keys().next_back().copied().unwrap_or(0);
        let unsent = || {
            self.outbox
                .iter()
                .filter(|(id, _)| !self.is_durable_there(**id))
        };
        let collided = answer.alarms.iter().any(|id| id.replica == self.replica);
        let ahead = theirs.get(&self.epoch).is_some_and(|seq| *seq > self.head);
        let stuck = unsent().next().is_some_and(|(id, _)| {
            id.seq > theirs.get(&id.epoch).copied().unwrap_or(0) + 1 || id.epoch < newest
        });
        if !(collided || ahead || stuck || newest > self.epoch) {
            return None;
        }
        let made = self.outbox.keys().next_back().map_or(0, |id| id.epoch);
        let epoch = self.epoch.max(newest).max(made) + 1;
        let ops = unsent()
            .zip(1..)
            .map(|((old, entry), seq)| {
                let mut op = entry.op.clone();
                op.id = OpId {
                    replica: self.replica,
                    epoch,
                    seq,
                };
                (*old, op)
            })
            .collect();
        Some(Renumber { epoch, ops })
    }

    /// Takes a new epoch over once it is durable.
    pub(super) fn renumber(&mut self, renumber: Renumber) {
        self.epoch = renumber.epoch;
        self.head = renumber.ops.len() as u64;
        for (old, op) in renumber.ops {
            self.outbox.remove(&old);
            self.outbox.insert(op.id, Entry::queued(op));
        }
    }
}
