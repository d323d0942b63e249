//! The life of an approval beside its object.

use super::deciders::{deciders, listed};
use super::matrix::{Approver, Route, route, route_of};
use super::{APPROVE, Approval, ApprovalState};
use crate::access;
use crate::domain::tasks::Want;
use crate::domain::{self, approvals};
use crate::entity::{Entity, Id, Instant, Kind, Record, Transition, Value, Version, common};
use crate::ordered;
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::look::child_key;
use crate::sync::{Look, Lookup, Reason};

/// Keeps approvals and their objects in step; called for every changed record.
pub(crate) fn follow(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    if after.kind == Approval::KIND {
        if let Some(before) = before.filter(|before| before.state() != after.state()) {
            decided(work, before, after);
        }
        return;
    }
    let Some(route) = route_of(after.kind) else {
        return;
    };
    let state = after.state();
    let waits = |state: u32| route.waits.contains(&state);
    let was = before.map_or(0, Record::state);
    if waits(state) && !waits(was) {
        ask(work, route, after);
    } else if !waits(state) && waits(was) {
        withdraw(work, route, after);
    } else if state == route.approved && was == state && rules::on(284) {
        recheck(work, route, after);
    }
}

/// The approvals of an object, oldest first.
fn of(look: &dyn Look, object: Id) -> Vec<Record> {
    let found = look.at(&child_key(Approval::KIND, Approval::OBJECT, object));
    let mut approvals: Vec<Record> = found
        .ids
        .into_iter()
        .filter_map(|id| Some(look.record(id).known()?.into_owned()))
        .collect();
    let made = |record: &Record| match record.get(common::CREATED_AT) {
        Some(Value::Instant(at)) => at.utc_ms,
        _ => 0,
    };
    ordered::sort_by_key(&mut approvals, |record| (made(record), record.id));
    approvals
}

/// The approval of an object that waits for a word.
pub fn pending_of(look: &dyn Look, object: Id) -> Option<Record> {
    let pending = ApprovalState::Pending.no();
    of(look, object)
        .into_iter()
        .find(|record| record.state() == pending)
}

fn ask(work: &mut Work<'_, '_>, route: &Route, object: &Record) {
    let previous = of(work.overlay, object.id).last().map(|record| record.id);
    let rule = format!("R-{:03}", route.rule);
    let id = Id::derived(work.op.id, &format!("approval {rule} {}", object.id), 0);
    let author = if work.op.actor.is_nil() {
        object.reference(common::CREATOR).unwrap_or_default()
    } else {
        work.op.actor
    };
    let found = deciders(work.overlay, route, object, author);
    let users = found
        .iter()
        .map(|rung| Value::Ref(Kind(2), rung.user))
        .collect();
    let role = match route.approver {
        Approver::Head => crate::access::DEPT_HEAD,
        Approver::Role(role) => role,
    };
    let stands_in = found.first().is_some_and(|rung| rung.stand_in);
    let mut approval = Record::new(Approval::KIND, id);
    work.stamp_common(Approval::SCHEMA, &mut approval);
    let mut put = |no: u16, value: Value| {
        if value != Value::Empty {
            approval.put(no, work.version(value));
        }
    };
    put(Approval::OBJECT, Value::Ref(object.kind, object.id));
    put(Approval::SUBJECT, Value::Text(domain::title(object)));
    put(Approval::STEP, Value::Int(route.no.into()));
    put(Approval::ROLE, Value::Text(role.to_owned()));
    put(Approval::DECIDERS, Value::List(users));
    put(Approval::AUTHOR, Value::Ref(Kind(2), author));
    put(Approval::STAND_IN, Value::Bool(stands_in));
    put(Approval::RULE, Value::Text(rule));
    let amount = object.get(route.amount).cloned().unwrap_or_default();
    put(Approval::AMOUNT, amount);
    let before = previous.map_or(Value::Empty, |id| Value::Ref(Approval::KIND, id));
    put(Approval::PREVIOUS, before);
    // As it was handed in: who decides sees what was changed since.
    put(Approval::SNAPSHOT, content(object));
    let unit = access::belongs_to(work.overlay, object);
    if !unit.is_nil() {
        put(common::UNIT, Value::Ref(Kind(1), unit));
    }
    work.overlay.put(approval.clone());
    remind(work, route, &approval, object);
}

/// Who is asked has a task for it: open while the approval waits, due as the matrix says.
fn remind(work: &mut Work<'_, '_>, route: &Route, approval: &Record, object: &Record) {
    let Some(limit) = (route.limit)(work.overlay, object) else {
        return;
    };
    let asked = match approval.get(common::CREATED_AT) {
        Some(Value::Instant(at)) => at.utc_ms,
        _ => 0,
    };
    let want = Want {
        rule: route.rule,
        matter: limit.matter,
        about: domain::title(object),
        owner: listed(approval).first().copied(),
        began_ms: limit.from_ms.unwrap_or(asked),
        span: limit.span,
        parameter: limit.parameter,
    };
    work.want(approval, &want);
}

/// What the time of a word depends on has changed: the task of who decides on this object is due anew.
pub(crate) fn reschedule(work: &mut Work<'_, '_>, object: Id) {
    let Lookup::Known(object) = work.overlay.record(object) else {
        return;
    };
    let object = object.into_shared();
    if let Some(route) = route_of(object.kind)
        && let Some(approval) = pending_of(work.overlay, object.id)
    {
        remind(work, route, &approval, &object);
    }
}

/// The task of who decides ends: with his word, or because it is not wanted any more.
fn settle(work: &mut Work<'_, '_>, route: &Route, approval: &Record, object: &Record) {
    let Some(limit) = (route.limit)(work.overlay, object) else {
        return;
    };
    if approval.state() == ApprovalState::Lapsed.no() {
        work.release(approval.id, route.rule, limit.matter);
    } else {
        work.fulfil(approval.id, route.rule, limit.matter);
    }
}

/// Nobody is to decide any more: the object went another way.
fn withdraw(work: &mut Work<'_, '_>, route: &Route, object: &Record) {
    if let Some(mut approval) = pending_of(work.overlay, object.id) {
        set_state(work, &mut approval, ApprovalState::Lapsed);
        work.overlay.put(approval.clone());
        settle(work, route, &approval, object);
    }
}

/// An approved object changed: what was approved covers it still, or its approval lapses and the word is
/// asked for again.
fn recheck(work: &mut Work<'_, '_>, route: &Route, object: &Record) {
    let approved = ApprovalState::Approved.no();
    let held = of(work.overlay, object.id);
    let Some(mut approval) = held.into_iter().rfind(|record| record.state() == approved) else {
        return;
    };
    if (route.covers)(&snapshot(&approval), object) {
        return;
    }
    set_state(work, &mut approval, ApprovalState::Lapsed);
    work.overlay.put(approval);
    move_to(work, object, route.reopened);
}

/// Moves an object; its own system draws the consequences, as if the step had been its own, and the word
/// is asked for where the new state waits for one.
fn move_to(work: &mut Work<'_, '_>, object: &Record, state: u32) {
    let Some(schema) = domain::schema(object.kind) else {
        return;
    };
    let mut moved = object.clone();
    work.rewrite(schema, &mut moved, common::STATE, Value::Int(state.into()));
    work.overlay.put(moved);
    domain::effects(schema, work, Some(object), object.id);
}

/// The decision moves the object and keeps what was decided on.
fn decided(work: &mut Work<'_, '_>, before: &Record, after: &Record) {
    if before.state() != ApprovalState::Pending.no() {
        return;
    }
    let Some(route) = number(after, Approval::STEP).and_then(route) else {
        return;
    };
    let to = match ApprovalState::from_no(after.state()) {
        ApprovalState::Approved => route.approved,
        ApprovalState::Refused => route.refused,
        ApprovalState::Returned => route.returned,
        _ => return,
    };
    let mut approval = after.clone();
    let actor = work.op.actor;
    approval.put(
        Approval::DECIDED_BY,
        work.version(Value::Ref(Kind(2), actor)),
    );
    if approval.get(Approval::DECIDED_AT).is_none() {
        let at = Instant::utc(i64::try_from(work.stamp.hlc.ms).unwrap_or(i64::MAX));
        approval.put(Approval::DECIDED_AT, work.version(Value::Instant(at)));
    }
    let object = after.get(Approval::OBJECT).and_then(Value::reference);
    let object = object.map(|id| work.overlay.record(id));
    let Some(Lookup::Known(object)) = object else {
        work.provisional = true;
        work.overlay.put(approval);
        return;
    };
    let object = object.into_owned();
    if let Some(schema) = domain::schema(object.kind) {
        if let Ok(hash) = domain::bound_hash(work.overlay, schema, &object) {
            approval.put(
                Approval::VERSION_HASH,
                work.version(Value::Bytes(hash.to_vec())),
            );
        }
        approval.put(Approval::SNAPSHOT, work.version(content(&object)));
    }
    settle(work, route, &approval, &object);
    work.overlay.put(approval);
    if route.waits.contains(&object.state()) {
        move_to(work, &object, to);
    }
}

/// What a word binds of an object, as the lines of [`Approval::SNAPSHOT`].
fn content(object: &Record) -> Value {
    let lines = domain::bound_values(object)
        .into_iter()
        .map(|(no, value)| Value::Group(vec![(1, Value::Int(no.into())), (2, value)]));
    Value::List(lines.collect())
}

/// What an approval was given for: bound fields with their values. Of one that waits: what it was asked for.
pub fn snapshot(approval: &Record) -> Vec<(u16, Value)> {
    let lines = approval.get(Approval::SNAPSHOT).map(Value::items);
    let line = |line: &Value| {
        let Some(Value::Int(no)) = line.part(1) else {
            return None;
        };
        Some((u16::try_from(*no).ok()?, line.part(2)?.clone()))
    };
    lines.unwrap_or_default().iter().filter_map(line).collect()
}

/// What blocks a decision beyond the right to it: nothing was asked, two values stand where one is to be
/// bound, or a change since has left out what submitting asked for.
pub fn approval_guard(look: &dyn Look, approval: &Record, arrow: &Transition) -> Vec<Reason> {
    let object = approval.get(Approval::OBJECT).and_then(Value::reference);
    let Some(object) = object.and_then(|id| look.record(id).known()) else {
        return Vec::new();
    };
    let conflict = domain::schema(object.kind)
        .and_then(|schema| domain::bound_hash(look, schema, &object).err());
    let mut reasons = Vec::new();
    if conflict.is_some() {
        reasons.push(Reason::of_rule(284, "two-values"));
    }
    if listed(approval).is_empty() {
        reasons.push(Reason::new("nobody-decides"));
    }
    if arrow.no == APPROVE
        && let Some(route) = route_of(object.kind)
    {
        reasons.extend((route.lacks)(look, &object));
    }
    reasons
}

/// What to ask before a word binds: the content is another one than was handed in, or nobody signed.
pub fn approval_doubts(
    look: &dyn Look,
    approval: &Record,
    arrow: &Transition,
    _: i64,
) -> Vec<Reason> {
    if arrow.no != APPROVE {
        return Vec::new();
    }
    let asked = snapshot(approval);
    let object = approval.reference(Approval::OBJECT);
    let object = object.and_then(|id| look.record(id).known());
    let now = object.map(|object| domain::bound_values(&object));
    let touched = !asked.is_empty() && now.is_some_and(|now| now != asked);
    let unsigned = approval.get(Approval::SIGNATURE).is_none();
    let doubts = [(touched, "doubt-touched"), (unsigned, "doubt-unsigned")];
    let there = doubts.into_iter().filter(|(there, _)| *there);
    there.map(|(_, code)| Reason::of_rule(284, code)).collect()
}

fn set_state(work: &Work<'_, '_>, approval: &mut Record, state: approvals::ApprovalState) {
    let version: Version = work.version(Value::Int(state.no().into()));
    approval.put(common::STATE, version);
}

fn number(record: &Record, no: u16) -> Option<u16> {
    match record.get(no)? {
        Value::Int(n) => u16::try_from(*n).ok(),
        _ => None,
    }
}
