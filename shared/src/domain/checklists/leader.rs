//! what is missing after its time is overdue to the next leader.

use super::run::{ChecklistRun, RunState};
use crate::access::ladder;
use crate::entity::{Id, Record, Value, common};
use crate::rules;
use crate::sync::Look;

/// Whether a run should have been submitted by `now_ms` (UTC milliseconds) and was not.
pub fn overdue(run: &Record, now_ms: i64) -> bool {
    let open = [RunState::Waiting, RunState::Doing, RunState::Returned].map(RunState::no);
    let due = match run.get(ChecklistRun::DUE_AT) {
        Some(Value::Instant(at)) => at.utc_ms,
        _ => return false,
    };
    rules::on(210) && open.contains(&run.state()) && due <= now_ms
}

/// The next leader: the nearest one above the executor in the run's unit. `None` when nobody stands
/// above him.
pub fn next_leader(look: &dyn Look, run: &Record) -> Option<Id> {
    let executor = run.reference(ChecklistRun::EXECUTOR).unwrap_or_default();
    let unit = run.reference(common::UNIT)?;
    ladder(look, unit, executor).first().map(|rung| rung.user)
}
