//! The host's one screen: what is going on, what comes next, what is missing.

use super::children::{debriefs_of, instant, plan_of, plans_of, requests_of};
use super::{FactoryVisit, ReceptionPlan, VisitState, closing_gaps, step, stop, unprepared};
use crate::domain::approvals::Approval;
use crate::domain::checklists::{ChecklistRun, refused};
use crate::domain::tasks::{Task, TaskState};
use crate::entity::{Entity, Id, Item, Record, Transition, VOID_STATE, Value};
use crate::ordered;
use crate::sync::apply::{blockers, transition};
use crate::sync::look::child_key;
use crate::sync::{Look, Reason};

/// A stop of the schedule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// Its row in the plan.
    pub id: Id,
    /// When it begins, UTC ms.
    pub at_ms: i64,
    /// 地点.
    pub place: String,
    /// 内容.
    pub content: String,
    /// Colleagues who take part.
    pub people: Vec<Id>,
}

/// Where a visit stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// The stop that is going on: the last one that has begun. None before the first, and after the guests
    /// left.
    pub now: Option<Stop>,
    /// The stop that comes next.
    pub next: Option<Stop>,
    /// The step that comes next; `None` when the visit is over.
    pub step: Option<&'static Transition>,
    /// What was to be ready and is not: what nobody has prepared while the guests are still to come, and
    /// what a checklist of the visit says no to. It blocks nothing.
    pub unready: Vec<Reason>,
    /// What is missing for that step; while the guests are here also what closing will need, so that it
    /// can still be asked.
    pub missing: Vec<Reason>,
}

/// What is going on in a visit at a moment (UTC ms), what comes next, what is missing.
pub fn now_next_missing(look: &dyn Look, visit: &Record, now_ms: i64) -> Standing {
    let state = VisitState::from_no(visit.state());
    let stops = plan_of(look, visit.id).map_or_else(Vec::new, |plan| schedule(&plan));
    let begun = stops.iter().take_while(|stop| stop.at_ms <= now_ms).count();
    let going_on = state < VisitState::ToSum;
    let step = following(state).and_then(|no| transition(&super::VISIT_STATES, no));
    let mut missing = match step {
        Some(step) => blockers(look, FactoryVisit::SCHEMA, visit, step, &Vec::new()),
        None => Vec::new(),
    };
    if state == VisitState::Here {
        missing.extend(closing_gaps(look, visit));
    }
    Standing {
        now: stops[..begun].last().filter(|_| going_on).cloned(),
        next: stops.get(begun).filter(|_| going_on).cloned(),
        step,
        unready: unready(look, visit),
        missing,
    }
}

fn unready(look: &dyn Look, visit: &Record) -> Vec<Reason> {
    let state = VisitState::from_no(visit.state());
    if state >= VisitState::ToSum {
        return Vec::new();
    }
    let mut reasons = Vec::new();
    if state < VisitState::Here {
        let open = unprepared(look, visit).into_iter();
        reasons.extend(open.map(|task| Reason {
            args: vec![task.text(Task::MATTER).to_owned()],
            ..Reason::of_rule(47, "visit-unprepared")
        }));
    }
    let runs = look.at(&child_key(ChecklistRun::KIND, ChecklistRun::OF, visit.id));
    for run in runs
        .ids
        .into_iter()
        .filter_map(|id| look.record(id).known())
    {
        if run.state() == VOID_STATE {
            continue;
        }
        reasons.extend(refused(&run));
    }
    reasons
}

/// The step that leads on from a state.
fn following(state: VisitState) -> Option<u16> {
    Some(match state {
        VisitState::Wish => step::REPORT,
        VisitState::Reported | VisitState::Preparing => step::READY,
        VisitState::Awaited | VisitState::OnTheWay => step::ARRIVE,
        VisitState::Here => step::FAREWELL,
        VisitState::ToSum => step::CLOSE,
        VisitState::Closed | VisitState::Cancelled | VisitState::Unknown(_) => return None,
    })
}

/// The stops of a plan that have a time, in its order.
pub fn schedule(plan: &Record) -> Vec<Stop> {
    let mut stops: Vec<Stop> = plan
        .live_items(ReceptionPlan::SCHEDULE)
        .into_iter()
        .filter_map(|(id, row)| read(id, row))
        .collect();
    ordered::sort_by_key(&mut stops, |stop| stop.at_ms);
    stops
}

fn read(id: Id, row: &Item) -> Option<Stop> {
    let part = |no: u16| row.cells.get(&no).and_then(|cell| cell.value());
    let text = |no: u16| {
        part(no)
            .and_then(Value::text)
            .unwrap_or_default()
            .to_owned()
    };
    let Some(Value::Instant(at)) = part(stop::AT) else {
        return None;
    };
    let people = part(stop::PEOPLE).map(Value::items).unwrap_or_default();
    Some(Stop {
        id,
        at_ms: at.utc_ms,
        place: text(stop::PLACE),
        content: text(stop::CONTENT),
        people: people.iter().filter_map(Value::reference).collect(),
    })
}

/// The tasks of a visit and of what belongs to it: open ones first, each sort by its due time.
pub fn visit_tasks(look: &dyn Look, visit: Id) -> Vec<Record> {
    let children = [plans_of, requests_of, debriefs_of].map(|of| of(look, visit));
    let mut sources: Vec<Id> = vec![visit];
    sources.extend(children.iter().flatten().map(|record| record.id));
    for plan in &children[0] {
        sources.extend(
            look.at(&child_key(Approval::KIND, Approval::OBJECT, plan.id))
                .ids,
        );
    }
    let of = |source: &Id| look.at(&child_key(Task::KIND, Task::SOURCE, *source)).ids;
    let mut tasks: Vec<Record> = sources
        .iter()
        .flat_map(of)
        .filter_map(|id| Some(look.record(id).known()?.into_owned()))
        .collect();
    let open = [TaskState::Open, TaskState::Doing].map(TaskState::no);
    ordered::sort_by_key(&mut tasks, |task| {
        let due = instant(task, Task::DUE_AT).unwrap_or(i64::MAX);
        (!open.contains(&task.state()), due, task.id)
    });
    tasks
}
