//! Taking ops in: each gets a durable receipt, whatever it is, and one bad op never stops the rest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Session;
use super::store::{Store, StoreError, StoreLook};
use crate::access::{self, Access};
use crate::calendar::ZoneData;
use crate::domain;
use crate::entity::{Bucket, FacetRow, Id, Level, OpId, Record, ReplicaId, common};
use crate::rules;
use crate::sync::apply::{Numbers, Outcome, Stamp, apply_group};
use crate::sync::look::home_key;
use crate::sync::slice::Slice;
use crate::sync::wire::{Leave, share_bucket};
use crate::sync::{
    Action, Authority, Found, Look, Lookup, Op, Reason, Receipt, RecordRef, Verdict,
};

/// A clock further off than this after correction is shown.
const SKEW_MS: i64 = 120_000;

/// What became of a slice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Taken {
    /// Every op of it is durable here; those up to this sequence were before.
    Whole(u64),
    /// It was not taken in: an op before it is missing, its epoch is over, or it is somebody else's.
    /// What follows it in the request depends on it, and must not be taken in either.
    Stopped,
    /// These ids are taken by other ops: the device re-uses numbers.
    Alarm(Vec<OpId>),
}

impl Taken {
    /// What follows it may be taken in.
    pub fn is_whole(&self) -> bool {
        matches!(self, Taken::Whole(_))
    }
}

/// Receives a slice from a device.
pub(super) fn slice<S: Store>(
    store: &mut S,
    session: Session,
    slice: &Slice,
    now_ms: u64,
) -> Result<Taken, StoreError> {
    let Some(first) = slice.ops.first().map(|op| op.id) else {
        return Ok(Taken::Whole(0));
    };
    if first.replica != session.replica {
        // Somebody else's ops under this credential: not one of them is looked at.
        return Ok(Taken::Stopped);
    }
    let epochs = store.progress_of(first.replica)?;
    let done = epochs
        .iter()
        .find(|(epoch, _)| *epoch == first.epoch)
        .map_or(0, |(_, seq)| *seq);
    if first.seq > done + 1 {
        // A gap: the device sends again from where we are.
        return Ok(Taken::Stopped);
    }
    let mut alarms = Vec::new();
    for op in slice.ops.iter().filter(|op| op.id.seq <= done) {
        if let Some((hash, _)) = store.receipt(op.id)?
            && hash != op.hash()
        {
            alarms.push(op.id);
        }
    }
    if !alarms.is_empty() {
        // This device re-used numbers: nothing after them can be trusted to mean what it says.
        return Ok(Taken::Alarm(alarms));
    }
    let fresh = slice.ops.iter().filter(|op| op.id.seq > done);
    let fresh: Vec<Hashed<'_>> = fresh.map(|op| (op, op.hash())).collect();
    let Some((last, _)) = fresh.last() else {
        return Ok(Taken::Whole(done));
    };
    if epochs.iter().any(|(epoch, _)| *epoch > first.epoch) {
        // A late copy of a request: its ops came, or will come, under numbers of the newer epoch.
        return Ok(Taken::Stopped);
    }
    for group in fresh.chunk_by(|(a, _), (b, _)| a.group.is_some() && a.group == b.group) {
        // A group that a device kept twice and numbered anew stands here beside its copy.
        let first = |(at, (_, hash)): &(usize, &Hashed<'_>)| {
            group[..*at].iter().all(|(_, before)| before != hash)
        };
        let (group, copies): (Vec<_>, Vec<_>) = group.iter().enumerate().partition(first);
        for group in [group, copies] {
            let (mut ops, mut hashes): (Vec<Op>, Vec<[u8; 32]>) = Default::default();
            for (_, (op, hash)) in group {
                if !already_there(store, op, hash, now_ms)? {
                    ops.push(Op::clone(op));
                    hashes.push(*hash);
                }
            }
            if !ops.is_empty() {
                one_group(store, Some(session), &ops, &hashes, now_ms)?;
            }
        }
    }
    store.put_progress(first.replica, first.epoch, last.id.seq)?;
    Ok(Taken::Whole(done))
}

/// An op with its hash, which costs more than reading it: computed once.
type Hashed<'a> = (&'a Op, [u8; 32]);

/// An op of a later epoch may have come before under an old number: the device was rolled back and
/// sent it anew. It takes effect once; both ids have a receipt.
fn already_there<S: Store>(
    store: &mut S,
    op: &Op,
    hash: &[u8; 32],
    now_ms: u64,
) -> Result<bool, StoreError> {
    if op.id.epoch <= 1 {
        return Ok(false);
    }
    let Some(twin) = store.op_with(op.id.replica, hash)? else {
        return Ok(false);
    };
    let verdict = match store.receipt(twin)? {
        Some((_, receipt)) => receipt.verdict,
        None => return Ok(false),
    };
    let receipt = Receipt {
        op: op.id,
        verdict,
        seq: store.next_seq()?,
        reasons: vec![Reason::new("already-there").won_by(Some(twin))],
        authority: Authority::HeadOffice,
        skew_ms: skew(op, now_ms),
    };
    store.put_op(op, hash, &receipt)?;
    Ok(true)
}

/// Receives the server's own ops.
pub(super) fn ops<S: Store>(
    store: &mut S,
    ops: &[Op],
    now_ms: u64,
) -> Result<Vec<Receipt>, StoreError> {
    let mut receipts = Vec::new();
    for group in ops.chunk_by(|a, b| a.group.is_some() && a.group == b.group) {
        if store.receipt(group[0].id)?.is_some() {
            // Written before: the server's own ops are idempotent by their derived ids.
            continue;
        }
        let hashes: Vec<[u8; 32]> = group.iter().map(Op::hash).collect();
        receipts.extend(one_group(store, None, group, &hashes, now_ms)?);
        if let Some(last) = group.last() {
            let done = store.progress(last.id.replica, last.id.epoch)?;
            store.put_progress(last.id.replica, last.id.epoch, done.max(last.id.seq))?;
        }
    }
    Ok(receipts)
}

fn one_group<S: Store>(
    store: &mut S,
    session: Option<Session>,
    ops: &[Op],
    hashes: &[[u8; 32]],
    now_ms: u64,
) -> Result<Vec<Receipt>, StoreError> {
    let stamps = ops
        .iter()
        .map(|op| stamp(store, op, now_ms))
        .collect::<Result<Vec<_>, _>>()?;
    let (outcomes, keys) = match forbidden(store, session, ops, &stamps)? {
        Some(refused) => (refused, Vec::new()),
        None => decide(store, ops, &stamps)?,
    };
    let mut receipts = Vec::new();
    let asked = ops.iter().zip(hashes).zip(&stamps);
    for (((op, hash), stamp), outcome) in asked.zip(&outcomes) {
        let receipt = Receipt {
            op: op.id,
            verdict: outcome.verdict,
            seq: stamp.seq,
            reasons: outcome.reasons.clone(),
            authority: Authority::HeadOffice,
            skew_ms: skew(op, now_ms),
        };
        store.put_op(op, hash, &receipt)?;
        receipts.push(receipt);
    }
    let seq = stamps.last().map_or(0, |stamp| stamp.seq);
    let changed: Vec<Record> = outcomes
        .into_iter()
        .flat_map(|outcome| outcome.changed)
        .collect();
    write_back(store, changed, &keys, seq)?;
    Ok(receipts)
}

/// When and where an op takes effect.
fn stamp<S: Store>(store: &mut S, op: &Op, now_ms: u64) -> Result<Stamp, StoreError> {
    let epoch = store.meta()?.epoch;
    let seen = if op.seen.server_epoch == epoch {
        op.seen.seq
    } else {
        // Seen in an earlier life of this server: trusted only up to the backup it came back from.
        store
            .epoch_base(op.seen.server_epoch)?
            .map_or(0, |base| base.min(op.seen.seq))
    };
    let seq = store.next_seq()?;
    let seen = if op.id.replica == ReplicaId::SERVER {
        seq
    } else {
        seen
    };
    let hlc = if rules::on(286) {
        op.hlc.corrected(op.offset_ms, now_ms)
    } else {
        op.hlc
    };
    Ok(Stamp {
        seq,
        hlc,
        seen,
        received_ms: now_ms,
    })
}

/// How far the corrected clock is ahead of receipt, when that cannot be a delay.
fn skew(op: &Op, now_ms: u64) -> i64 {
    let device = i64::try_from(op.hlc.ms)
        .unwrap_or(i64::MAX)
        .saturating_add(op.offset_ms);
    let ahead = device.saturating_sub(i64::try_from(now_ms).unwrap_or(i64::MAX));
    let off = if ahead > SKEW_MS {
        ahead
    } else {
        op.offset_ms.saturating_neg()
    };
    if rules::on(286) && off.saturating_abs() > SKEW_MS {
        off
    } else {
        0
    }
}

/// Refuses or quarantines the group if its actor is not the session's, or may not do one of the ops.
fn forbidden<S: Store>(
    store: &S,
    session: Option<Session>,
    ops: &[Op],
    stamps: &[Stamp],
) -> Result<Option<Vec<Outcome>>, StoreError> {
    let Some(session) = session else {
        return Ok(None);
    };
    let look = StoreLook::new(store);
    // Later ops of a group may act on records the group itself creates.
    let check = || {
        let mut verdicts = Vec::new();
        for (op, stamp) in ops.iter().zip(stamps) {
            if !op.actor.is_nil() && op.actor != session.user {
                verdicts.push((Verdict::Rejected, Reason::new("forged-actor")));
                continue;
            }
            match access::check(&look, op, stamp) {
                Access::Allowed => {}
                Access::Quarantine(reason) => verdicts.push((Verdict::Quarantined, reason)),
                Access::Refused(reason) => verdicts.push((Verdict::Rejected, reason)),
            }
        }
        verdicts
    };
    let verdicts = caught(check);
    if let Some(error) = look.error() {
        return Err(error);
    }
    let Some(verdicts) = verdicts else {
        return Ok(Some(failed_inside(ops)));
    };
    let worst = verdicts.into_iter().max_by_key(|(verdict, _)| *verdict);
    Ok(worst.map(|(verdict, reason)| refused(ops, verdict, reason)))
}

fn refused(ops: &[Op], verdict: Verdict, reason: Reason) -> Vec<Outcome> {
    let outcome = Outcome {
        verdict,
        reasons: vec![reason],
        changed: Vec::new(),
        provisional: false,
    };
    vec![outcome; ops.len()]
}

fn failed_inside(ops: &[Op]) -> Vec<Outcome> {
    refused(ops, Verdict::Rejected, Reason::new("failed-inside"))
}

/// Runs the rules; a panic inside is this op's problem alone, not the queue's.
fn caught<T>(rules: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(rules)).ok()
}

/// The index keys of a changed record.
type Keys = (Id, Vec<Vec<u8>>);

/// Applies a group.
fn decide<S: Store>(
    store: &mut S,
    ops: &[Op],
    stamps: &[Stamp],
) -> Result<(Vec<Outcome>, Vec<Keys>), StoreError> {
    let mut series = Series {
        store: &mut *store,
        wanted: Vec::new(),
    };
    // Document numbers are drawn before `apply` borrows the store for reading.
    for (op, stamp) in ops.iter().zip(stamps) {
        series.draw(op, stamp)?;
    }
    let wanted = series.wanted;
    let store = &*store;
    let mut drawn = Drawn { wanted, store };
    let look = StoreLook::new(store);
    let decided = caught(|| {
        let outcomes = apply_group(&look, &mut drawn, ops, stamps);
        let changed = outcomes.iter().flat_map(|outcome| &outcome.changed);
        let keys = changed
            .map(|record| (record.id, domain::index_keys(record)))
            .collect();
        (outcomes, keys)
    });
    if let Some(error) = look.error() {
        return Err(error);
    }
    Ok(decided.unwrap_or_else(|| (failed_inside(ops), Vec::new())))
}

/// Draws document numbers for the records a group creates.
struct Series<'s, S> {
    store: &'s mut S,
    wanted: Vec<(String, String)>,
}

impl<S: Store> Series<'_, S> {
    fn draw(&mut self, op: &Op, stamp: &Stamp) -> Result<(), StoreError> {
        let Action::Create { fields, .. } = &op.action else {
            return Ok(());
        };
        let Some(schema) = domain::schema(op.kind).filter(|schema| !schema.prefix.is_empty())
        else {
            return Ok(());
        };
        let unit = fields
            .iter()
            .find(|(no, _)| *no == common::UNIT)
            .and_then(|(_, v)| v.reference());
        let year = self.store.year(unit.unwrap_or(Id::NIL), stamp.received_ms);
        let number = self.store.next_number(schema.prefix, year)?;
        self.wanted.push((
            schema.prefix.to_owned(),
            format!("{}-{year}-{number:04}", schema.prefix),
        ));
        Ok(())
    }
}

/// Numbers drawn beforehand, handed out in order. One left over is a gap, which is allowed.
struct Drawn<'s, S> {
    wanted: Vec<(String, String)>,
    store: &'s S,
}

impl<S: Store> Numbers for Drawn<'_, S> {
    fn next(&mut self, prefix: &str, _: Id, _: u64) -> Option<String> {
        let place = self.wanted.iter().position(|(p, _)| p == prefix)?;
        Some(self.wanted.remove(place).1)
    }

    fn zone(&mut self, name: &str) -> Lookup<ZoneData> {
        self.store
            .zone_rules(name)
            .map_or(Lookup::Absent, Lookup::Known)
    }
}

/// Stores changed records facet by facet, with their homes, leaves, keys and shares, and moves the
/// records that live where a changed one lives.
fn write_back<S: Store>(
    store: &mut S,
    changed: Vec<Record>,
    keys: &[Keys],
    seq: u64,
) -> Result<(), StoreError> {
    let mut queue = changed;
    let mut seen: Vec<Id> = queue.iter().map(|record| record.id).collect();
    // Keys first: children are found through them when their home moves.
    for (id, keys) in keys {
        store.put_keys(*id, keys)?;
    }
    let mut at = 0;
    while at < queue.len() {
        let id = queue[at].id;
        let moved = write_record(store, &queue[at], &queue, seq)?;
        at += 1;
        if !moved {
            continue;
        }
        for child in store.ids_at(&home_key(id))? {
            if !seen.contains(&child) {
                seen.push(child);
                if let Some(record) = Record::from_facets(store.facets(child)?) {
                    queue.push(record);
                }
            }
        }
    }
    Ok(())
}

/// Writes one record's facets; true when its home or those it is lent to changed, or it had none: what
/// was to live with it may have come first.
fn write_record<S: Store>(
    store: &mut S,
    record: &Record,
    batch: &[Record],
    seq: u64,
) -> Result<bool, StoreError> {
    let Some(schema) = domain::schema(record.kind) else {
        return Ok(false);
    };
    let ((unit, owner, compartment), shares) = {
        let look = BatchLook {
            base: StoreLook::new(&*store),
            batch,
        };
        let found = (access::home(&look, record), access::shares(&look, record));
        if let Some(error) = look.base.error() {
            return Err(error);
        }
        found
    };
    let old = store.facets(record.id)?;
    let shares_before = if old.is_empty() {
        Vec::new()
    } else {
        store.shares(record.id)?
    };
    let shares_changed = shares != shares_before;
    // What belongs to this record is lent to whom it is lent, and moves where it moves.
    let mut moved = old.is_empty() || shares_changed;
    for level in Level::ALL {
        let slots = record.facet(schema, level);
        if slots.is_empty() {
            continue;
        }
        let bucket = Bucket {
            unit,
            owner,
            compartment,
            level,
        };
        let before = old.iter().find(|row| row.bucket.level == level);
        let new = FacetRow {
            kind: record.kind,
            id: record.id,
            bucket,
            seq,
            slots,
        };
        let same = before.is_some_and(|row| row.bucket == bucket && row.slots == new.slots);
        // Lending a facet sends it even if it did not change.
        if same && !shares_changed {
            continue;
        }
        if let Some(before) = before.filter(|row| row.bucket != bucket) {
            store.put_leave(&Leave {
                bucket: before.bucket,
                id: record.id,
                level,
                seq,
            })?;
            moved = true;
        }
        store.put_facet(before, &new)?;
    }
    if shares_changed {
        // Lent less deep than before is not taken back: what lies within the new level stays.
        let kept =
            |user: Id, level: Level| shares.iter().any(|(id, top)| *id == user && level <= *top);
        for (user, level) in &shares_before {
            let gone = |below: &Level| below <= level && !kept(*user, *below);
            for below in Level::ALL.into_iter().filter(gone) {
                let bucket = share_bucket(*user, below);
                store.put_leave(&Leave {
                    bucket,
                    id: record.id,
                    level: below,
                    seq,
                })?;
            }
        }
        store.put_shares(record.id, &shares)?;
    }
    Ok(moved)
}

/// A store as it will be once this batch is written.
struct BatchLook<'a, 's, S> {
    base: StoreLook<'s, S>,
    batch: &'a [Record],
}

impl<S: Store> Look for BatchLook<'_, '_, S> {
    fn record(&self, id: Id) -> Lookup<RecordRef<'_>> {
        match self.batch.iter().find(|record| record.id == id) {
            Some(record) => Lookup::Known(RecordRef::Lent(record)),
            None => self.base.record(id),
        }
    }

    fn at(&self, key: &[u8]) -> Found {
        self.base.at(key)
    }
}
