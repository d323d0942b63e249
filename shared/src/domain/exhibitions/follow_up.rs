//! a lead gets an owner, and the first follow-up is a task with a due time (P-14).

use super::{BoothLead, Exhibition, Interest};
use crate::calendar::{self, Date, Local, Span, Step, WorkCalendar};
use crate::domain::customers::{merged_into, propose_duplicates};
use crate::domain::tasks::{Task, TaskState, span_value};
use crate::entity::{Entity, Id, Instant, Kind, Record, Value, common};
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::{Look, Lookup};

/// P-14: working days until the first follow-up.
const FOLLOW_UP_DAYS: u16 = 2;

/// When the first follow-up is due: for grade A from the capture, for B to D from the last show
/// day, so that a tablet on the stand does not fill up with late tasks during the show. Exclusive,
/// UTC ms.
pub fn follow_up_due(
    lead: &Record,
    show: Option<&Record>,
    calendar: &WorkCalendar,
) -> calendar::Due {
    let captured = match lead
        .get(BoothLead::CAPTURED_AT)
        .or_else(|| lead.get(common::CREATED_AT))
    {
        Some(Value::Instant(at)) => at.utc_ms,
        _ => 0,
    };
    let urgent = lead.choice(BoothLead::INTEREST) == Some(Interest::A.no());
    let last_day = show.and_then(|show| match show.get(Exhibition::TO) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    });
    let start = match last_day {
        Some(day) if !urgent => start_of(Date(day), calendar).max(calendar::Moment(captured)),
        _ => calendar::Moment(captured),
    };
    calendar::due(start, Span::WorkingDays(FOLLOW_UP_DAYS), calendar)
}

/// The first minute of a date in the calendar's zone.
fn start_of(date: Date, calendar: &WorkCalendar) -> calendar::Moment {
    let near = calendar::Moment(i64::from(date.0) * 86_400_000);
    Local {
        date,
        minute: 0,
        offset: calendar.zone().offset_at(near),
    }
    .moment()
}

/// The follow-up task of a lead.
pub fn follow_up_id(lead: Id) -> Id {
    Id::of_pair(lead, Id([0x98; 16]), "R-098")
}

/// Keeps the follow-up task of a lead true: it is made with the lead, moves with its owner and is
/// due anew when the grade changes; a finished one is left alone. A second capture of one visitor
/// is followed up with the first.
pub fn lead_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    propose_duplicates(work, before, after);
    if !rules::on(98) {
        return;
    }
    let merged = |lead: &Record| merged_into(lead).is_some();
    if merged(after) || before.is_some_and(merged) {
        let done = merged(after);
        return end_follow_up(work, after.id, done);
    }
    let changed = |no: u16| before.is_none_or(|before| before.get(no) != after.get(no));
    let fields = [
        BoothLead::OWNER,
        BoothLead::INTEREST,
        BoothLead::CAPTURED_AT,
        BoothLead::NAME,
        BoothLead::COMPANY,
    ];
    if !fields.into_iter().any(changed) {
        return;
    }
    let id = follow_up_id(after.id);
    let mut task = match work.overlay.record(id) {
        Lookup::Known(task) => task.into_owned(),
        _ => {
            let mut task = Record::new(Task::SCHEMA.kind, id);
            work.stamp_common(Task::SCHEMA, &mut task);
            task.put(Task::RULE, work.version(Value::Text("R-098".into())));
            task.put(Task::SOURCE, work.version(Value::Ref(after.kind, after.id)));
            if let Some(unit) = after.reference(common::UNIT) {
                task.put(common::UNIT, work.version(Value::Ref(Kind(1), unit)));
            }
            task
        }
    };
    if [TaskState::Done, TaskState::Cancelled]
        .map(TaskState::no)
        .contains(&task.state())
    {
        return;
    }
    let show = after
        .reference(BoothLead::EXHIBITION)
        .map(|id| work.overlay.record(id));
    work.provisional |= matches!(show, Some(Lookup::NotHere));
    let show = show.and_then(Lookup::known);
    let calendar = calendar::standard();
    let due = follow_up_due(after, show.as_deref(), calendar);
    let mut put = |no: u16, value: Value| {
        if task.get(no) != Some(&value) {
            task.put(no, work.version(value));
        }
    };
    put(Task::TITLE, Value::Text(headline(after)));
    let at = Instant {
        utc_ms: due.at.0,
        zone: calendar.zone().name().to_owned(),
        wall: String::new(),
    };
    put(Task::DUE_AT, Value::Instant(at));
    if let Some(Step::Start { at, span }) = due.trace.first() {
        put(Task::BEGAN_AT, Value::Instant(Instant::utc(at.moment().0)));
        put(Task::SPAN, span_value(*span));
    }
    put(Task::MATTER, Value::Text("follow-up".into()));
    put(Task::PARAMETER, Value::Text("P-14".into()));
    if let Some(year) = due.provisional {
        put(Task::PROVISIONAL_YEAR, Value::Int(year.into()));
    }
    if let Some(owner) = after.reference(BoothLead::OWNER) {
        put(Task::OWNER, Value::Ref(Kind(2), owner));
    }
    work.overlay.put(task);
}

/// Cancels the task of a lead that was merged, or opens it again.
fn end_follow_up(work: &mut Work<'_, '_>, lead: Id, done: bool) {
    let Lookup::Known(task) = work.overlay.record(follow_up_id(lead)) else {
        return;
    };
    let mut task = task.into_owned();
    let open = [TaskState::Open, TaskState::Doing].map(TaskState::no);
    let to = match task.state() {
        state if done && open.contains(&state) => TaskState::Cancelled,
        state if !done && state == TaskState::Cancelled.no() => TaskState::Open,
        _ => return,
    };
    task.put(common::STATE, work.version(Value::Int(to.no().into())));
    work.overlay.put(task);
}

fn headline(lead: &Record) -> String {
    let name = lead.text(BoothLead::NAME);
    let company = lead.text(BoothLead::COMPANY);
    [name, company]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}
