//! What must leave a trace: a late task is reported upwards by the server's own ops.
//!
//! The server looks at the tasks that may be late, and writes a notice 上报 for each level that is due
//! to be told. The notice has an id derived from task and level, so that writing it twice is impossible.

use super::want::provisional_key;
use super::{Clock, Escalation, Task, TaskState, clock, escalations};
use crate::calendar::Date;
use crate::domain::notices::{InternalNotice, NoticeKind};
use crate::domain::settings::calendar_of;
use crate::entity::{Entity, Id, Kind, Record, Value, common};
use crate::ordered;
use crate::rules;
use crate::sync::op::Fields;
use crate::sync::{Look, Lookup};

/// The rule behind every escalation.
pub const ESCALATION: u16 = 287;

/// Months back in which a task that was due may still have to be reported.
const LOOK_BACK: i32 = 14;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Open tasks are found by the month in which they are due, until the last level was told; and by the
/// year without announced holidays their due time hangs on.
pub fn watch_keys(task: &Record) -> Vec<Vec<u8>> {
    let open = [TaskState::Open, TaskState::Doing].map(TaskState::no);
    if !open.contains(&task.state()) {
        return Vec::new();
    }
    let mut keys = Vec::new();
    if let Some(Value::Instant(at)) = task.get(Task::DUE_AT)
        && told(task) < super::NEXT
    {
        keys.push(watch_key(month_of(at.utc_ms)));
    }
    if let Some(Value::Int(year)) = task.get(Task::PROVISIONAL_YEAR) {
        keys.push(provisional_key(i32::try_from(*year).unwrap_or_default()));
    }
    keys
}

fn watch_key(month: i32) -> Vec<u8> {
    let mut key = vec![b'w'];
    key.extend_from_slice(&month.to_be_bytes());
    key
}

/// Months since the year 0, of the UTC date.
fn month_of(ms: i64) -> i32 {
    let day = i32::try_from(ms.div_euclid(DAY_MS)).unwrap_or(i32::MAX / 2);
    let (year, month, _) = Date(day).ymd();
    year * 12 + i32::try_from(month).unwrap_or(1)
}

fn told(task: &Record) -> u16 {
    match task.get(Task::ESCALATED) {
        Some(Value::Int(n)) => u16::try_from(*n).unwrap_or(u16::MAX),
        _ => 0,
    }
}

/// The notices that are due to be written now: record id and fields of each, in a fixed order.
pub fn escalate(look: &dyn Look, now_ms: i64) -> Vec<(Id, Fields)> {
    if !rules::on(ESCALATION) {
        return Vec::new();
    }
    let this_month = month_of(now_ms);
    let months = (this_month - LOOK_BACK)..=this_month;
    let mut late: Vec<Id> = months
        .flat_map(|month| look.at(&watch_key(month)).ids)
        .collect();
    ordered::sort(&mut late);
    let mut notices = Vec::new();
    for id in late {
        let Lookup::Known(task) = look.record(id) else {
            continue;
        };
        notices.extend(reports(look, &task, now_ms));
    }
    notices
}

fn reports(look: &dyn Look, task: &Record, now_ms: i64) -> Vec<(Id, Fields)> {
    let calendar = calendar_of(look, task.reference(common::UNIT));
    let due = |step: &Escalation| step.at.0 <= now_ms && step.percent > told(task);
    escalations(look, task, &calendar)
        .into_iter()
        .filter(due)
        .map(|step| (report_id(task.id, step.percent), report(task, &step)))
        .filter(|(id, _)| matches!(look.record(*id), Lookup::Absent))
        .collect()
}

fn report_id(task: Id, percent: u16) -> Id {
    Id::of_part(task, &format!("R-287 {percent}"))
}

fn report(task: &Record, step: &Escalation) -> Fields {
    let to = Value::List(vec![Value::Ref(Kind(2), step.to.user)]);
    let mut fields = vec![
        (
            InternalNotice::NOTICE_KIND,
            Value::Choice(NoticeKind::Escalation.no()),
        ),
        (
            InternalNotice::SUBJECT,
            Value::Text(task.text(Task::TITLE).to_owned()),
        ),
        (InternalNotice::MATTER, Value::Text("late-task".into())),
        (InternalNotice::OBJECT, Value::Ref(Task::KIND, task.id)),
        (InternalNotice::TO, to),
        (InternalNotice::RULE, Value::Text("R-287".into())),
        (InternalNotice::PERCENT, Value::Int(step.percent.into())),
        (InternalNotice::STAND_IN, Value::Bool(step.to.stand_in)),
    ];
    if let Some(unit) = task.reference(common::UNIT) {
        fields.push((common::UNIT, Value::Ref(Kind(1), unit)));
    }
    fields
}

/// Where a task stands on its clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// There is time.
    Calm,
    /// Three quarters of the span are gone.
    Soon,
    /// Late.
    Late,
    /// DEPT_HEAD was told, or is about to be.
    Reported,
}

impl Clock {
    /// How urgent it is at a moment.
    pub fn urgency(&self, now_ms: i64) -> Urgency {
        if now_ms >= self.head.at.0 {
            Urgency::Reported
        } else if now_ms >= self.due.0 {
            Urgency::Late
        } else if now_ms >= self.remind.at.0 {
            Urgency::Soon
        } else {
            Urgency::Calm
        }
    }
}

/// The clock of a task on the calendar of its unit.
pub fn clock_of(look: &dyn Look, task: &Record) -> Option<Clock> {
    clock(task, &calendar_of(look, task.reference(common::UNIT)))
}
