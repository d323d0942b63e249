//! what guests wish for becomes a task: on the tour in one act, from the debrief at closing.

use super::children::{debriefs_of, instant};
use super::report::{answers_for, unit_of};
use super::requests::until;
use super::{FactoryVisit, FollowUp, VisitDebrief, follow_up, now_ms, user};
use crate::domain;
use crate::domain::settings::{in_force, keys};
use crate::domain::tasks::{Task, Want};
use crate::entity::{Entity, Id, Instant, Kind, Record, Value, common};
use crate::ordered;
use crate::rules;
use crate::sync::Look;
use crate::sync::apply::Work;
use crate::sync::look::child_key;
use crate::sync::op::Fields;

/// A promise made on the tour: the fields of the task that keeps it. Whoever makes it creates the task in
/// the same act as his words.
pub fn promise(visit: &Record, text: &str, owner: Id, due_at: Instant) -> Fields {
    let mut fields = vec![
        (Task::TITLE, Value::Text(text.to_owned())),
        (Task::SOURCE, Value::Ref(FactoryVisit::KIND, visit.id)),
        (Task::RULE, Value::Text("R-061".into())),
        (Task::OWNER, user(owner)),
        (Task::DUE_AT, Value::Instant(due_at)),
    ];
    if let Some(unit) = visit.reference(common::UNIT) {
        fields.push((common::UNIT, Value::Ref(Kind(1), unit)));
    }
    fields
}

/// What was promised to the guests of a visit on the tour, oldest first.
pub fn promises_of(look: &dyn Look, visit: Id) -> Vec<Record> {
    let found = look.at(&child_key(Task::KIND, Task::SOURCE, visit)).ids;
    let tasks = found.into_iter().filter_map(|id| look.record(id).known());
    let mut promises: Vec<Record> = tasks
        // What the system asks for by itself has a matter, a promise has words.
        .filter(|task| task.text(Task::RULE) == "R-061" && task.text(Task::MATTER).is_empty())
        .map(crate::sync::RecordRef::into_owned)
        .collect();
    ordered::sort_by_key(&mut promises, |task| {
        (instant(task, common::CREATED_AT), task.id)
    });
    promises
}

/// Each follow-up of the debriefs is a task when the visit closes.
pub fn follow_ups(work: &mut Work<'_, '_>, visit: &Record) {
    if !rules::on(61) {
        return;
    }
    let unit = unit_of(work.overlay, visit);
    // Nobody said by when: as with the first follow-up of a lead (P-14).
    let key = keys::LEAD_FOLLOW_UP;
    let usual = in_force(work.overlay, key, unit, now_ms(work));
    for debrief in debriefs_of(work.overlay, visit.id) {
        for (id, row) in debrief.live_items(VisitDebrief::FOLLOW_UPS) {
            let part = |no: u16| row.cells.get(&no).and_then(|cell| cell.value());
            let what = part(follow_up::WHAT)
                .and_then(Value::choice)
                .unwrap_or_default();
            let matter = match FollowUp::from_no(what) {
                FollowUp::Quote => "follow-quote",
                FollowUp::Sample => "follow-sample",
                FollowUp::Enquiry => "follow-enquiry",
                _ => "follow-other",
            };
            let text = part(follow_up::TEXT)
                .and_then(Value::text)
                .unwrap_or_default();
            let about = if text.trim().is_empty() {
                domain::title(visit)
            } else {
                text.to_owned()
            };
            let (span, parameter) = match part(follow_up::DUE) {
                Some(Value::Day(day)) => (until(work, visit, *day), 0),
                _ => (usual, key.no),
            };
            let owner = part(follow_up::OWNER).and_then(Value::reference);
            let want = Want {
                rule: 61,
                matter: &format!("{matter}:{id}"),
                about,
                owner: owner.or_else(|| answers_for(visit)),
                began_ms: now_ms(work),
                span,
                parameter,
            };
            work.want(visit, &want);
        }
    }
}
