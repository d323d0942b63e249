//! What an op does to records: one pure function, run by the device to show the result at once and
//! by the server to decide it (design §4).
//!
//! It reads through [`Look`], takes numbers from [`Numbers`], and returns the changed records with
//! a verdict. It reads no clock: [`Stamp`] says when.

mod collection;
mod create;
mod field;
mod history;
mod quota;
mod step;

pub use quota::{available, left, reserved};
pub use step::{blockers, doubts, offered, starts_in, transition};

use super::{Action, Look, Lookup, Op, Overlay, Reason, RecordRef, Verdict};
use crate::calendar::ZoneData;
use crate::domain;
use crate::entity::{EntitySchema, Fact, Hlc, Id, Merge, OpId, Record, Slot, Version, common};

/// Where and when an op takes effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// The server sequence it takes; [`Stamp::SPECULATIVE`] on a device.
    pub seq: u64,
    /// The op's clock, corrected and clamped.
    pub hlc: Hlc,
    /// What the author had seen, in this server epoch's numbers.
    pub seen: u64,
    /// When the server received it, UTC ms (the device's own time on a device).
    pub received_ms: u64,
}

impl Stamp {
    /// Not yet sequenced: above every real sequence.
    pub const SPECULATIVE: u64 = u64::MAX;
}

/// What only the server has: final document numbers and a database of time zones.
pub trait Numbers {
    /// The next number of a series, for example `XS-2026-0007`; `None` on a device. The year is
    /// that of `at_ms` in the zone of `unit`.
    fn next(&mut self, prefix: &str, unit: Id, at_ms: u64) -> Option<String>;

    /// The rules of an IANA zone: zones are data, written by the server. A device cannot say.
    fn zone(&mut self, _name: &str) -> Lookup<ZoneData> {
        Lookup::NotHere
    }
}

/// A device gives no numbers.
pub struct NoNumbers;

impl Numbers for NoNumbers {
    fn next(&mut self, _: &str, _: Id, _: u64) -> Option<String> {
        None
    }
}

/// What came of an op.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, unless accepted.
    pub reasons: Vec<Reason>,
    /// Records as they are now; only those that changed.
    pub changed: Vec<Record>,
    /// Something needed was not here: the server may decide otherwise.
    pub provisional: bool,
}

impl Outcome {
    fn refused(verdict: Verdict, reasons: Vec<Reason>) -> Outcome {
        Outcome {
            verdict,
            reasons,
            changed: Vec::new(),
            provisional: false,
        }
    }
}

/// Applies one op.
pub fn apply(look: &dyn Look, numbers: &mut dyn Numbers, op: &Op, stamp: &Stamp) -> Outcome {
    let Some(outcome) = apply_group(
        look,
        numbers,
        core::slice::from_ref(op),
        core::slice::from_ref(stamp),
    )
    .pop() else {
        return Outcome::refused(Verdict::Rejected, vec![Reason::new("nothing")]);
    };
    outcome
}

/// Applies the ops of an atomic group: all take effect, or none does. The last outcome carries all
/// changed records.
pub fn apply_group(
    look: &dyn Look,
    numbers: &mut dyn Numbers,
    ops: &[Op],
    stamps: &[Stamp],
) -> Vec<Outcome> {
    let mut overlay = Overlay::new(look);
    let (mut outcomes, mut late) = (Vec::new(), Vec::new());
    for (op, stamp) in ops.iter().zip(stamps) {
        let mut work = Work::new(&mut overlay, numbers, op, stamp);
        let verdict = work.run();
        late.extend(work.late.take());
        outcomes.push(work.finish(verdict));
    }
    if let Some(culprit) = outcomes.iter().find(|o| !o.verdict.took_effect()) {
        let verdict = culprit.verdict;
        let reasons = culprit.reasons.clone();
        for outcome in outcomes.iter_mut().filter(|o| o.verdict.took_effect()) {
            let mut with_group = vec![Reason::new("group")];
            with_group.extend(reasons.iter().cloned());
            *outcome = Outcome::refused(verdict, with_group);
        }
        // A late decision keeps its words even when its group fails: its words alone, beside
        // none of the group's other effects.
        let mut untouched = Overlay::new(look);
        for (record, op, fact) in late {
            keep_late(&mut untouched, record, op, fact);
        }
        if let Some(last) = outcomes.last_mut() {
            last.changed = untouched.into_changed();
        }
        return outcomes;
    }
    if let Some(last) = outcomes.last_mut() {
        last.changed = overlay.into_changed();
    }
    outcomes
}

/// Writes a late decision into its record.
fn keep_late(overlay: &mut Overlay<'_>, record: Id, op: OpId, fact: Fact) {
    let Some(mut record) = overlay.record(record).known().map(RecordRef::into_owned) else {
        return;
    };
    let facts = || Slot::Facts(Default::default());
    if let Slot::Facts(late) = record.slots.or_insert_with(common::LATE, facts) {
        late.insert(op, fact);
        overlay.put(record);
    }
}

/// One op at work: the records read and changed so far.
pub struct Work<'w, 'l> {
    pub(crate) overlay: &'w mut Overlay<'l>,
    pub(crate) numbers: &'w mut dyn Numbers,
    pub(crate) op: &'w Op,
    pub(crate) stamp: &'w Stamp,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) provisional: bool,
    /// A decision that came too late, to be kept beside the record it is about.
    late: Option<(Id, OpId, Fact)>,
}

impl<'w, 'l> Work<'w, 'l> {
    fn new(
        overlay: &'w mut Overlay<'l>,
        numbers: &'w mut dyn Numbers,
        op: &'w Op,
        stamp: &'w Stamp,
    ) -> Work<'w, 'l> {
        Work {
            overlay,
            numbers,
            op,
            stamp,
            reasons: Vec::new(),
            provisional: false,
            late: None,
        }
    }

    fn finish(self, verdict: Verdict) -> Outcome {
        Outcome {
            verdict,
            reasons: self.reasons,
            changed: Vec::new(),
            provisional: self.provisional,
        }
    }

    /// Notes a reason and answers with the verdict it carries.
    fn refuse(&mut self, verdict: Verdict, reason: Reason) -> Verdict {
        self.reasons.push(reason);
        verdict
    }

    fn run(&mut self) -> Verdict {
        let Some(schema) = domain::schema(self.op.kind) else {
            return self.refuse(Verdict::Rejected, Reason::new("unknown-kind"));
        };
        if let Action::Create { fields, items } = &self.op.action {
            return self.create(schema, fields, items);
        }
        let before = match self.overlay.record(self.op.record) {
            Lookup::Known(record) => record.into_shared(),
            Lookup::Absent => return self.refuse(Verdict::Rejected, Reason::new("unknown-record")),
            Lookup::NotHere => {
                self.provisional = true;
                return self.refuse(Verdict::Held, Reason::new("not-here"));
            }
        };
        if before.kind != self.op.kind {
            return self.refuse(Verdict::Rejected, Reason::new("other-kind"));
        }
        if let Some(survivor) = self.sealed(schema, &before) {
            let mut reason = Reason::of_rule(8, "merged-away");
            reason.args.push(survivor.to_string());
            return self.refuse(Verdict::NeedsReview, reason);
        }
        let refused = domain::check(schema, self, Some(&before));
        if !refused.is_empty() {
            self.reasons = refused;
            return Verdict::Rejected;
        }
        let mut record = Record::clone(&before);
        let verdict = match &self.op.action {
            Action::Create { .. } => Verdict::Rejected,
            Action::Set { fields, resolves } => self.set(schema, &mut record, fields, resolves),
            Action::Fact { field, value } => self.fact(schema, &mut record, *field, value),
            Action::PutItem(item) => self.put_item(schema, &mut record, item),
            Action::RemoveItem { field, item } => {
                self.remove_item(schema, &mut record, *field, *item)
            }
            Action::Step {
                transition,
                from,
                bound,
                args,
            } => self.step(
                schema,
                &mut record,
                *transition,
                *from,
                bound.as_ref(),
                args,
            ),
            Action::Reserve { field, amount } => self.reserve(schema, &mut record, *field, *amount),
            Action::Grant {
                field,
                replica,
                amount,
            } => self.grant(schema, &mut record, *field, *replica, *amount),
            Action::Unknown(_) => self.refuse(Verdict::Rejected, Reason::new("unknown-action")),
        };
        if verdict.took_effect() {
            self.changed(schema, Some(&before), record);
        }
        verdict
    }

    /// Where a record went that was merged away: nothing is done to it but taking it back.
    fn sealed(&self, schema: &EntitySchema, record: &Record) -> Option<Id> {
        let back = |no: u16| {
            let arrow = schema.states.and_then(|table| transition(table, no));
            arrow.is_some_and(|arrow| arrow.from.contains(&record.state()))
        };
        let taken_back =
            matches!(self.op.action, Action::Step { transition, .. } if back(transition));
        domain::customers::merged_into(record).filter(|_| !taken_back)
    }

    /// Records a change and lets the domain draw its consequences.
    fn changed(&mut self, schema: &'static EntitySchema, before: Option<&Record>, record: Record) {
        let id = record.id;
        self.overlay.put(record);
        domain::effects(schema, self, before, id);
        domain::audit::conclude(self, schema, before, id);
    }

    fn fact(
        &mut self,
        schema: &EntitySchema,
        record: &mut Record,
        no: u16,
        value: &crate::entity::Value,
    ) -> Verdict {
        let known = schema.field(no);
        if known.is_some_and(|spec| spec.merge != Merge::Fact) {
            return self.refuse(Verdict::Rejected, Reason::new("not-a-fact").at(no));
        }
        let fact = Fact {
            seq: self.stamp.seq,
            hlc: self.stamp.hlc,
            value: value.clone(),
        };
        if let Slot::Facts(facts) = record
            .slots
            .or_insert_with(no, || Slot::Facts(Default::default()))
        {
            facts.insert(self.op.id, fact);
            return Verdict::Accepted;
        }
        self.refuse(Verdict::Rejected, Reason::new("not-a-fact").at(no))
    }

    /// A version written by this op.
    pub(crate) fn version(&self, value: crate::entity::Value) -> Version {
        Version {
            op: self.op.id,
            seq: self.stamp.seq,
            hlc: self.stamp.hlc,
            value,
        }
    }

    /// The author had seen what `op` wrote at `seq`: at a checkpoint, or because it is his own.
    pub(crate) fn saw(&self, op: OpId, seq: u64) -> bool {
        let mine = op.replica == self.op.id.replica && op.epoch == self.op.id.epoch;
        seq <= self.stamp.seen || (mine && op.seq <= self.op.id.seq)
    }
}
