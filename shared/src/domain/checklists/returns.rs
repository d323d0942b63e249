//! What follows when a run changes: its items stay as they were, the executor is lent what lives with
//! somebody else's record, and a returned run has to be signed anew.

use super::run::{ChecklistRun, RunState};
use crate::entity::{Entity, Fact, Id, Instant, Kind, Level, Record, Slot, Value, common};
use crate::sync::apply::Work;
use crate::sync::op::Fields;
use crate::sync::{Look, Lookup, Reason};

/// Makes a run as a consequence of another record, under an id derived from it. Does nothing when it
/// is there already.
pub fn add_run(work: &mut Work<'_, '_>, id: Id, fields: Fields) {
    match work.overlay.record(id) {
        Lookup::Known(_) => return,
        Lookup::NotHere => work.provisional = true,
        Lookup::Absent => {}
    }
    let mut run = Record::new(ChecklistRun::KIND, id);
    for (no, value) in fields {
        run.put(no, work.version(value));
    }
    work.stamp_common(ChecklistRun::SCHEMA, &mut run);
    lend(work, &mut run);
    work.overlay.put(run);
}

/// Keeps a run true after a change.
pub fn run_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let mut run = after.clone();
    if let Some(kept) = before.and_then(|before| before.slots.get(&ChecklistRun::ITEMS))
        && Some(kept) != after.slots.get(&ChecklistRun::ITEMS)
    {
        // What is asked was fixed when the run was made: the answers are to these words.
        run.slots.insert(ChecklistRun::ITEMS, kept.clone());
        work.reasons
            .push(Reason::new("not-settable").at(ChecklistRun::ITEMS));
    }
    lend(work, &mut run);
    let was = before.map_or(0, Record::state);
    match RunState::from_no(after.state()) {
        RunState::Returned if was != after.state() => set_aside(work, &mut run),
        // The next return needs a reason of its own; this one is among the returns.
        RunState::Submitted
            if was != after.state() && run.get(ChecklistRun::RETURN_REASON).is_some() =>
        {
            run.put(ChecklistRun::RETURN_REASON, work.version(Value::Empty));
        }
        _ => {}
    }
    if run != *after {
        work.overlay.put(run);
    }
}

/// Keeps why a run went back beside the signature it had, and takes that signature off.
fn set_aside(work: &Work<'_, '_>, run: &mut Record) {
    let at = Instant {
        utc_ms: i64::try_from(work.stamp.hlc.ms).unwrap_or(i64::MAX),
        zone: work.op.zone.clone(),
        wall: String::new(),
    };
    let taken = |no: u16| run.get(no).cloned().unwrap_or_default();
    let parts = vec![
        (1, taken(ChecklistRun::RETURN_REASON)),
        (2, taken(ChecklistRun::SIGNATURE)),
        (3, Value::Ref(Kind(2), work.op.actor)),
        (4, Value::Instant(at)),
    ];
    add_fact(work, run, ChecklistRun::RETURNS, Value::Group(parts));
    run.put(ChecklistRun::SIGNATURE, work.version(Value::Empty));
}

/// A run of somebody's visit lives with the visit; who goes through it sees it all the same.
fn lend(work: &Work<'_, '_>, run: &mut Record) {
    let Some(executor) = run.reference(ChecklistRun::EXECUTOR) else {
        return;
    };
    let lent = run
        .facts(common::SHARES)
        .any(|(_, fact)| fact.value.part(1).and_then(Value::reference) == Some(executor));
    if lent || run.reference(ChecklistRun::OF).is_none() {
        return;
    }
    let level = Value::Int(Level::L2 as i64);
    let share = Value::Group(vec![(1, Value::Ref(Kind(2), executor)), (2, level)]);
    add_fact(work, run, common::SHARES, share);
}

fn add_fact(work: &Work<'_, '_>, run: &mut Record, no: u16, value: Value) {
    let slot = run
        .slots
        .or_insert_with(no, || Slot::Facts(Default::default()));
    if let Slot::Facts(facts) = slot {
        let fact = Fact {
            seq: work.stamp.seq,
            hlc: work.stamp.hlc,
            value,
        };
        facts.insert(work.op.id, fact);
    }
}
