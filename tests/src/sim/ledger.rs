//! The book of the simulator: every op the screen called saved, what met it, what became of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use shared::entity::{Id, OpId, ReplicaId};
use shared::sync::client::Renumber;
use shared::sync::server::Store;
use shared::sync::{Op, Receipt};

use super::disk::Disk;
use super::fault::Fault;
use super::house::House;
use super::tally::Tally;

/// An op as its author made it.
#[derive(Clone, Debug)]
pub(super) struct Birth {
    /// The op under its first number.
    pub op: Op,
    /// Its hash, the same under every number.
    pub hash: [u8; 32],
    /// The device it was made on.
    pub device: usize,
    /// The screen said 已存本机.
    pub saved: bool,
    /// The last copy on its device was destroyed with the device's storage.
    pub off_device: bool,
    /// No copy is left, and nobody promised one: it went with the hardware.
    pub gone: bool,
    /// The server had promised to hold it in a backup, and came back from an older one: its device
    /// may forget it.
    pub unkept: bool,
    /// Its author dealt with it after it came back.
    pub let_go: bool,
    /// What met it.
    pub faults: u32,
    counted: bool,
}

impl Birth {
    /// This op, whatever its number: what its hash covers is the same.
    pub(super) fn is(&self, op: &Op) -> bool {
        let mine = &self.op;
        (mine.hlc, mine.record, mine.group) == (op.hlc, op.record, op.group)
            && (mine.actor, mine.kind, mine.seen) == (op.actor, op.kind, op.seen)
            && (mine.offset_ms, mine.schema) == (op.offset_ms, op.schema)
            && (&mine.zone, &mine.blobs) == (&op.zone, &op.blobs)
            && mine.action == op.action
    }
}

/// The book.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// All ops, in the order they were made.
    pub births: Vec<Birth>,
    by_hash: HashMap<(ReplicaId, [u8; 32]), usize>,
    by_id: HashMap<OpId, usize>,
    /// Where the current round begins.
    round: usize,
    /// Receipts seen, and never to change again.
    pub receipts: BTreeMap<OpId, Receipt>,
    /// Groups of more than one op.
    pub groups: BTreeMap<Id, Vec<usize>>,
    /// Breaches of a promise.
    pub violations: Vec<String>,
}

impl Ledger {
    /// A new op, about to be stored.
    pub(super) fn made(&mut self, device: usize, op: &Op, faults: u32) {
        let hash = op.hash();
        let no = self.births.len();
        if self.by_hash.insert((op.id.replica, hash), no).is_some() {
            self.breach(format!("the simulator made {:?} twice", op.id));
        }
        self.by_id.insert(op.id, no);
        if let Some(group) = op.group {
            self.groups.entry(group).or_default().push(no);
        }
        self.births.push(Birth {
            op: op.clone(),
            hash,
            device,
            saved: false,
            off_device: false,
            gone: false,
            unkept: false,
            let_go: false,
            faults,
            counted: false,
        });
    }

    /// The screen says 已存本机.
    pub(super) fn saved(&mut self, ops: &[Op]) {
        for op in ops {
            if let Some(no) = self.by_id.get(&op.id) {
                self.births[*no].saved = true;
            }
        }
    }

    /// Ops got new numbers.
    pub(super) fn renumbered(&mut self, renumber: &Renumber) {
        for (old, op) in &renumber.ops {
            if let Some(no) = self.by_id.get(old).copied() {
                self.by_id.insert(op.id, no);
            }
        }
    }

    /// The op, whatever number it goes under. Its number finds it at once, unless storage that went
    /// back in time used the number again.
    fn birth_of(&self, op: &Op) -> Option<usize> {
        let numbered = self.by_id.get(&op.id).copied();
        let same = numbered.filter(|no| self.births[*no].is(op));
        same.or_else(|| self.birth(op.id.replica, &op.hash()))
    }

    /// The op with this content.
    pub(super) fn birth(&self, replica: ReplicaId, hash: &[u8; 32]) -> Option<usize> {
        self.by_hash.get(&(replica, *hash)).copied()
    }

    /// A fault met these ops.
    pub(super) fn met(&mut self, ids: &[OpId], fault: Fault) {
        for id in ids {
            if let Some(no) = self.by_id.get(id) {
                self.births[*no].faults |= fault.bit();
            }
        }
    }

    /// An op by any of its numbers.
    pub(super) fn op(&self, id: OpId) -> Option<&Op> {
        self.by_id.get(&id).map(|no| &self.births[*no].op)
    }

    /// The author dealt with an op that came back.
    pub(super) fn let_go(&mut self, id: OpId) {
        if let Some(no) = self.by_id.get(&id) {
            self.births[*no].let_go = true;
        }
    }

    /// How many ops its group has.
    pub(super) fn groups_of(&self, birth: &Birth) -> usize {
        let group = birth.op.group.and_then(|group| self.groups.get(&group));
        group.map_or(1, Vec::len)
    }

    /// One of these is a poison op.
    pub(super) fn any_poison(&self, ids: &[OpId]) -> bool {
        ids.iter()
            .filter_map(|id| self.by_id.get(id))
            .any(|no| self.births[*no].faults & Fault::Poison.bit() != 0)
    }

    /// A fault met a device: all it made since the last check.
    pub(super) fn met_device(&mut self, device: usize, fault: Fault) {
        self.met_where(fault, |birth| birth.device == device);
    }

    /// A fault met all these ops of the current round.
    pub(super) fn met_where(&mut self, fault: Fault, which: impl Fn(&Birth) -> bool) {
        for birth in self.births[self.round..].iter_mut().filter(|b| which(b)) {
            birth.faults |= fault.bit();
        }
    }

    /// Notes a breach.
    pub(super) fn breach(&mut self, what: String) {
        if self.violations.len() < 20 {
            self.violations.push(what);
        }
    }

    /// Storage of a device was damaged: finds the ops that are on it no more.
    pub(super) fn device_damaged(&mut self, device: usize, disk: &Disk, house: &House) {
        let on_disk = self.on(disk);
        for (no, birth) in self.births.iter_mut().enumerate() {
            if birth.device != device || birth.gone || on_disk.contains(&no) {
                continue;
            }
            birth.off_device = true;
            let at_server = house.store.op_with(birth.op.id.replica, &birth.hash);
            if matches!(at_server, Ok(None)) {
                birth.gone = true;
            }
        }
    }

    /// Where the server has each op, before something happens to it.
    pub(super) fn standing(&self, house: &House) -> Vec<Option<u64>> {
        let seq_of = |birth: &Birth| {
            let id = house.store.op_with(birth.op.id.replica, &birth.hash);
            let receipt = house.store.receipt(id.ok()??).ok()??;
            Some(receipt.1.seq)
        };
        self.births.iter().map(seq_of).collect()
    }

    /// The server came back from a backup, perhaps with less than it had promised to hold.
    pub(super) fn server_restored(
        &mut self,
        disks: &[&Disk],
        house: &House,
        promised: u64,
        before: &[Option<u64>],
    ) {
        let base = house.store.meta().map(|meta| meta.seq).unwrap_or(0);
        for (birth, seq) in self.births.iter_mut().zip(before) {
            birth.unkept |= seq.is_some_and(|seq| base < seq && seq <= promised);
        }
        self.find_gone(disks, house);
        self.receipts.retain(|_, receipt| receipt.seq <= base);
    }

    /// Ops of which no copy is left, and that nobody is to blame for.
    pub(super) fn find_gone(&mut self, disks: &[&Disk], house: &House) {
        let mut kept = HashSet::new();
        for disk in disks {
            kept.extend(self.on(disk));
        }
        for (no, birth) in self.births.iter_mut().enumerate() {
            let there = house.store.op_with(birth.op.id.replica, &birth.hash);
            if !kept.contains(&no) && matches!(there, Ok(None)) {
                birth.gone |= birth.off_device || birth.unkept;
            }
        }
    }

    /// Ops of this replica are nowhere any more: their numbers are a hole nobody can fill.
    pub(super) fn has_holes(&self, replica: ReplicaId) -> bool {
        let mut births = self.births.iter();
        births.any(|birth| birth.gone && birth.op.id.replica == replica)
    }

    fn on(&self, disk: &Disk) -> HashSet<usize> {
        let entries = disk.shelf.outbox.values().map(|entry| &entry.op);
        entries
            .chain(disk.journal.ops.values().map(|op| &**op))
            .filter_map(|op| self.birth_of(op))
            .collect()
    }

    /// Ends a round: what has a receipt is counted.
    pub(super) fn end_round(&mut self, house: &House, tally: &mut Tally) {
        self.round = self.births.len();
        for birth in self.births.iter_mut().filter(|birth| !birth.counted) {
            let id = house.store.op_with(birth.op.id.replica, &birth.hash);
            if let Ok(Some(id)) = id
                && let Ok(Some((_, receipt))) = house.store.receipt(id)
            {
                tally.add(birth.faults, birth.op.class(), receipt.verdict);
                birth.counted = true;
            }
        }
    }
}
