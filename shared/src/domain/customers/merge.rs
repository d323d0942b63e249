//! two records of one customer, or of one visitor, become one. The one that goes keeps all it
//! had and says where it went; what referred to it refers to the survivor, and comes back with it
//! when the merge is taken back.

use super::{Contact, Customer, Decision, Duplicate, refresh};
use crate::domain::exhibitions::{BoothLead, LeadState};
use crate::domain::{REGISTRY, history, schema};
use crate::entity::{Entity, EntitySchema, FieldSpec, Id, Kind, Merge, Record, Value, common};
use crate::ordered;
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::look::child_key;
use crate::sync::op::Fields;
use crate::sync::{Action, Look, Lookup, Reason};

/// What one person does to several records at once.
pub type Deeds = Vec<(Kind, Id, Action)>;

/// A record of a merge into a merge …: deeper chains do not occur; a loop must end.
const MAX_CHAIN: u32 = 4;

/// The customer's step into 已合并 and the step back.
const CUSTOMER_STEPS: (u16, u16) = (16, 17);
/// The lead's.
const LEAD_STEPS: (u16, u16) = (20, 22);
/// The proposal's steps: the same, and open again.
const PROPOSAL_STEPS: (u16, u16) = (16, 19);

/// The record this one was merged into.
pub fn merged_into(record: &Record) -> Option<Id> {
    if record.kind == BoothLead::SCHEMA.kind {
        let merged = record.state() == LeadState::Merged.no();
        return record.reference(BoothLead::SAME_AS).filter(|_| merged);
    }
    record.reference(common::MERGED_INTO)
}

/// The record to decide about where a proposal names `id`: a contact stands for its customer, what
/// was merged for its survivor. `None` where this replica does not know it.
pub fn standing(look: &dyn Look, id: Id) -> Option<Record> {
    let mut record = look.record(id).known()?.into_owned();
    for _ in 0..MAX_CHAIN {
        let contact = record.kind == Contact::SCHEMA.kind;
        let to = if contact {
            record.reference(Contact::CUSTOMER)
        } else {
            merged_into(&record)
        };
        let Some(to) = to else { return Some(record) };
        record = look.record(to).known()?.into_owned();
    }
    Some(record)
}

/// The fields somebody chooses between when two records become one; the rest says how each of them
/// was captured, or where its own life ended.
pub fn is_chosen(schema: &EntitySchema, spec: &FieldSpec) -> bool {
    const OF_ITS_OWN: [u16; 4] = [
        BoothLead::CAPTURED_BY,
        BoothLead::CAPTURED_AT,
        BoothLead::OUTCOME,
        BoothLead::SAME_AS,
    ];
    let own = schema.kind == BoothLead::SCHEMA.kind && OF_ITS_OWN.contains(&spec.no);
    spec.no >= 16 && spec.merge == Merge::Set && !own
}

/// The deeds that fold `gone` into `kept`, one group: `kept` takes over the `chosen` values, `gone`
/// says where it went and `outcome` says why, and the proposal is decided.
pub fn merge_ops(
    kept: &Record,
    gone: &Record,
    chosen: Fields,
    proposal: Option<&Record>,
    outcome: &str,
) -> Deeds {
    let mut deeds = Deeds::new();
    if !chosen.is_empty() {
        // A choice between two records also decides between two values of one.
        let siblings = chosen.iter().filter_map(|(no, _)| kept.cell(*no));
        let resolves = siblings
            .flat_map(|cell| cell.versions.iter().map(|version| version.op))
            .collect();
        let action = Action::Set {
            fields: chosen,
            resolves,
        };
        deeds.push((kept.kind, kept.id, action));
    }
    let target = Value::Ref(kept.kind, kept.id);
    deeds.push(if gone.kind != BoothLead::SCHEMA.kind {
        step(gone, CUSTOMER_STEPS.0, vec![(common::MERGED_INTO, target)])
    } else {
        let field = if kept.kind == Customer::SCHEMA.kind {
            BoothLead::CUSTOMER
        } else {
            BoothLead::SAME_AS
        };
        let why = (BoothLead::OUTCOME, Value::Text(outcome.to_owned()));
        let mut args = vec![(field, target), why];
        ordered::sort_by_key(&mut args, |(no, _)| *no);
        step(gone, LEAD_STEPS.0, args)
    });
    deeds.extend(proposal.map(|proposal| step(proposal, PROPOSAL_STEPS.0, Vec::new())));
    deeds
}

/// The deeds that take a merge back: what `gone` had is its own again, what the survivor took over
/// stays with it, and the proposal waits for another decision.
pub fn part_ops(gone: &Record, proposal: Option<&Record>) -> Deeds {
    let back = if gone.kind == BoothLead::SCHEMA.kind {
        let args = [BoothLead::OUTCOME, BoothLead::SAME_AS];
        let mut args: Fields = args.map(|no| (no, Value::Empty)).into();
        if merged_into(gone).is_none() {
            args.insert(0, (BoothLead::CUSTOMER, Value::Empty));
        }
        step(gone, LEAD_STEPS.1, args)
    } else {
        let args = vec![(common::MERGED_INTO, Value::Empty)];
        step(gone, CUSTOMER_STEPS.1, args)
    };
    let proposal = proposal.filter(|proposal| proposal.state() == Decision::Same.no());
    let open = proposal.map(|proposal| step(proposal, PROPOSAL_STEPS.1, Vec::new()));
    [Some(back), open].into_iter().flatten().collect()
}

/// A step of a record from where it stands, as part of a group of deeds.
pub fn step(record: &Record, transition: u16, args: Fields) -> (Kind, Id, Action) {
    let action = Action::Step {
        transition,
        from: record.state(),
        bound: None,
        args,
    };
    (record.kind, record.id, action)
}

/// A merge needs somebody to merge into: another record of its kind that was not merged itself.
pub fn target_blocks(look: &dyn Look, record: &Record, into: Id, field: u16) -> Vec<Reason> {
    let survivor = look.record(into).known();
    let fits = into != record.id
        && survivor.is_some_and(|other| other.kind == record.kind && merged_into(&other).is_none());
    if fits || !rules::on(8) {
        Vec::new()
    } else {
        vec![Reason::of_rule(8, "merge-target").at(field)]
    }
}

/// The consequences of a merge and of taking it back, and of writing about a record that was merged
/// away meanwhile.
pub(crate) fn follow_merges(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let (was, is) = (before.and_then(merged_into), merged_into(after));
    match (was, is) {
        (None, Some(survivor)) => move_children(work, after, survivor),
        (Some(survivor), None) => return_children(work, after.id, survivor),
        _ => {}
    }
    if is.is_none() && after.kind != Duplicate::SCHEMA.kind {
        follow_survivors(work, before, after);
    }
}

/// Every kind and field that refers to other records and is found by them. Proposals stay with the
/// pair they are about.
fn referring() -> impl Iterator<Item = (&'static EntitySchema, u16)> {
    REGISTRY
        .iter()
        .map(|entry| entry.schema)
        .filter(|schema| schema.kind != Duplicate::SCHEMA.kind)
        .flat_map(|schema| {
            let refers = |spec: &&FieldSpec| spec.flags.indexed && spec.merge == Merge::Set;
            let fields = schema.fields.iter().filter(refers);
            fields.map(move |spec| (schema, spec.no))
        })
}

fn move_children(work: &mut Work<'_, '_>, gone: &Record, survivor: Id) {
    let follow_up = crate::domain::exhibitions::follow_up_id(gone.id);
    for (schema, no) in referring() {
        let found = work.overlay.at(&child_key(schema.kind, no, gone.id));
        work.provisional |= !found.complete;
        // The reminder of a lead is the survivor's own already.
        let children = found
            .ids
            .into_iter()
            .filter(|id| *id != gone.id && *id != follow_up);
        for child in children {
            redirect(work, schema, child, no, (gone.id, survivor));
        }
    }
    refresh(work, survivor);
}

fn redirect(
    work: &mut Work<'_, '_>,
    schema: &'static EntitySchema,
    child: Id,
    no: u16,
    way: (Id, Id),
) {
    let Lookup::Known(record) = work.overlay.record(child) else {
        return;
    };
    let mut record = record.into_owned();
    if let Some(value) = record.get(no).and_then(|value| redirected(value, way)) {
        work.rewrite(schema, &mut record, no, value);
        work.overlay.put(record);
    }
}

/// The value with one record in place of another; `None` where it names the other nowhere.
fn redirected(value: &Value, (from, to): (Id, Id)) -> Option<Value> {
    match value {
        Value::Ref(kind, id) if *id == from => Some(Value::Ref(*kind, to)),
        _ => None,
    }
}

/// What the history says came from `gone`, where nobody moved it on since.
fn return_children(work: &mut Work<'_, '_>, gone: Id, survivor: Id) {
    for (schema, no) in referring() {
        let found = work.overlay.at(&child_key(schema.kind, no, survivor));
        work.provisional |= !found.complete;
        for child in found.ids {
            if came_from(work, schema, child, no, (gone, survivor)) {
                redirect(work, schema, child, no, (survivor, gone));
            }
        }
    }
    refresh(work, survivor);
    refresh(work, gone);
}

fn came_from(
    work: &mut Work<'_, '_>,
    schema: &EntitySchema,
    child: Id,
    no: u16,
    (gone, survivor): (Id, Id),
) -> bool {
    let kind = history::kind(schema.level_of(no));
    let entries = work.overlay.at(&child_key(kind, history::ABOUT, child));
    work.provisional |= !entries.complete;
    entries.ids.into_iter().any(|id| {
        work.overlay.record(id).known().is_some_and(|entry| {
            entry.get(history::FIELD) == Some(&Value::Int(no.into()))
                && entry.reference(history::OLD) == Some(gone)
                && entry.reference(history::NEW) == Some(survivor)
        })
    })
}

/// Somebody who could not know of a merge wrote about the record that went: it is the survivor's.
fn follow_survivors(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let Some(schema) = schema(after.kind) else {
        return;
    };
    let indexed = schema.fields.iter().filter(|spec| spec.flags.indexed);
    for spec in indexed.filter(|spec| spec.merge == Merge::Set) {
        let Some(Value::Ref(kind, to)) = after.get(spec.no) else {
            continue;
        };
        let mergeable = [Customer::SCHEMA.kind, BoothLead::SCHEMA.kind].contains(kind);
        let unchanged = before.is_some_and(|before| before.get(spec.no) == after.get(spec.no));
        if !mergeable || unchanged {
            continue;
        }
        let found = work.overlay.record(*to);
        work.provisional |= matches!(found, Lookup::NotHere);
        let survivor = found.known().and_then(|record| merged_into(&record));
        if let Some(survivor) = survivor.filter(|survivor| *survivor != after.id) {
            redirect(work, schema, after.id, spec.no, (*to, survivor));
            refresh(work, survivor);
        }
    }
}
