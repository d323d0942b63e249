//! what is missing after its time is overdue to the next leader.

use super::run::{ChecklistRun, RunState};
use crate::domain::organisation::OrgUnit;
use crate::entity::{Id, Record, Value, common};
use crate::rules;
use crate::sync::Look;

/// Units above units; a circle must end.
const MAX_UP: u32 = 8;

/// Whether a run should have been submitted by `now_ms` (UTC milliseconds) and was not.
pub fn overdue(run: &Record, now_ms: i64) -> bool {
    let open = [RunState::Waiting, RunState::Doing, RunState::Returned].map(RunState::no);
    let due = match run.get(ChecklistRun::DUE_AT) {
        Some(Value::Instant(at)) => at.utc_ms,
        _ => return false,
    };
    rules::on(210) && open.contains(&run.state()) && due <= now_ms
}

/// The next leader: the head of the run's unit, or of the nearest unit above whose head is not the
/// executor himself. `None` when no such head is known here.
pub fn next_leader(look: &dyn Look, run: &Record) -> Option<Id> {
    let executor = run.reference(ChecklistRun::EXECUTOR);
    let mut unit = run.reference(common::UNIT);
    for _ in 0..MAX_UP {
        let record = look.record(unit?).known()?;
        let head = record.reference(OrgUnit::HEAD);
        if head.is_some() && head != executor {
            return head;
        }
        unit = record.reference(OrgUnit::PARENT);
    }
    None
}
