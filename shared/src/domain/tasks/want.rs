//! A rule wants something done: the task is there, true, and gone with its reason.
//!
//! Every T rule speaks through here. A task stands for (record, rule, matter), so that writing it twice
//! makes one, and a changed reason changes it.

use super::{Task, TaskState};
use crate::access;
use crate::calendar::{self, Span};
use crate::domain::settings::{calendar_of, upwards};
use crate::entity::{Entity, Id, Instant, Kind, Record, Value, common};
use crate::sync::apply::Work;
use crate::sync::{Look, Lookup};

/// What is wanted.
#[derive(Clone, PartialEq, Debug)]
pub struct Want<'a> {
    /// R-nnn.
    pub rule: u16,
    /// What is to be done: `task-matter-<matter>` in every language, and the task's place beside the other
    /// tasks of the rule.
    pub matter: &'a str,
    /// Who or what it is about, as people know it: a name, a number.
    pub about: String,
    /// Who is to do it. Nobody yet = the owner of the record's unit sees it.
    pub owner: Option<Id>,
    /// When the clock began, UTC ms.
    pub began_ms: i64,
    /// How long it may take.
    pub span: Span,
    /// The parameter P-nn the span comes from; 0 = none.
    pub parameter: u16,
}

/// The task of a rule for a record.
pub fn wanted_id(source: Id, rule: u16, matter: &str) -> Id {
    Id::of_part(source, &format!("R-{rule:03} {matter}"))
}

impl Work<'_, '_> {
    /// Makes or corrects the task. One that was done stays done; one that was cancelled by a person stays
    /// cancelled.
    pub(crate) fn want(&mut self, source: &Record, want: &Want<'_>) {
        let unit = Some(access::belongs_to(self.overlay, source)).filter(|unit| !unit.is_nil());
        // Without the units above, the server may know of another calendar.
        self.provisional |= !upwards(self.overlay, unit).whole;
        let calendar = calendar_of(self.overlay, unit);
        let id = wanted_id(source.id, want.rule, want.matter);
        let there = match self.overlay.record(id) {
            Lookup::Known(task) => Some(task.into_owned()),
            Lookup::Absent | Lookup::NotHere => None,
        };
        let is_new = there.is_none();
        let mut task = there.unwrap_or_else(|| self.new_task(source, id, want));
        let was = task.clone();
        let released = task.get(Task::RELEASED) == Some(&Value::Bool(true));
        match task.state() {
            state if state == TaskState::Done.no() => return,
            state if state == TaskState::Cancelled.no() && !released => return,
            state if state == TaskState::Cancelled.no() => {
                let open = Value::Int(TaskState::Open.no().into());
                task.put(common::STATE, self.version(open));
                task.put(Task::RELEASED, self.version(Value::Bool(false)));
            }
            _ => {}
        }
        let due = calendar::due(calendar::Moment(want.began_ms), want.span, &calendar);
        let zone = calendar.zone().name();
        let at = |ms: i64| {
            Value::Instant(Instant {
                utc_ms: ms,
                zone: zone.to_owned(),
                wall: String::new(),
            })
        };
        let year = due
            .provisional
            .map_or(Value::Empty, |year| Value::Int(year.into()));
        let owner = want
            .owner
            .map_or(Value::Empty, |user| Value::Ref(Kind(2), user));
        let fields = [
            (Task::TITLE, Value::Text(want.about.clone())),
            (Task::OWNER, owner),
            (Task::BEGAN_AT, at(want.began_ms)),
            (Task::DUE_AT, at(due.at.0)),
            (Task::SPAN, super::span_value(want.span)),
            (Task::PARAMETER, parameter(want.parameter)),
            (Task::PROVISIONAL_YEAR, year),
        ];
        for (no, value) in fields {
            if task.get(no).unwrap_or(&Value::Empty) != &value {
                task.put(no, self.version(value));
            }
        }
        if is_new || task != was {
            self.overlay.put(task);
        }
    }

    /// A year was announced: what was due by guess is due by its holidays.
    pub(crate) fn reckon_anew(&mut self, year: i32) {
        for id in self.overlay.at(&provisional_key(year)).ids {
            let Some(task) = self.overlay.record(id).known() else {
                continue;
            };
            let mut task = task.into_owned();
            let calendar = calendar_of(self.overlay, task.reference(common::UNIT));
            let Some(due) = super::why_due(&task, &calendar) else {
                continue;
            };
            let at = Value::Instant(Instant {
                utc_ms: due.at.0,
                zone: calendar.zone().name().to_owned(),
                wall: String::new(),
            });
            let year = due
                .provisional
                .map_or(Value::Empty, |year| Value::Int(year.into()));
            for (no, value) in [(Task::DUE_AT, at), (Task::PROVISIONAL_YEAR, year)] {
                if task.get(no).unwrap_or(&Value::Empty) != &value {
                    task.put(no, self.version(value));
                }
            }
            self.overlay.put(task);
        }
    }

    fn new_task(&mut self, source: &Record, id: Id, want: &Want<'_>) -> Record {
        let mut task = Record::new(Task::KIND, id);
        let unit = match access::belongs_to(self.overlay, source) {
            Id::NIL => Value::Empty,
            unit => Value::Ref(Kind(1), unit),
        };
        self.stamp_common(Task::SCHEMA, &mut task);
        let fields = [
            (Task::RULE, Value::Text(format!("R-{:03}", want.rule))),
            (Task::MATTER, Value::Text(want.matter.to_owned())),
            (Task::SOURCE, Value::Ref(source.kind, source.id)),
            (common::UNIT, unit),
        ];
        for (no, value) in fields {
            if value != Value::Empty {
                task.put(no, self.version(value));
            }
        }
        task
    }

    /// The reason is gone: an open task is cancelled, and comes back if the reason does.
    pub(crate) fn release(&mut self, source: Id, rule: u16, matter: &str) {
        self.end_task(source, rule, matter, TaskState::Cancelled);
    }

    /// What was wanted has happened: the task is done.
    pub(crate) fn fulfil(&mut self, source: Id, rule: u16, matter: &str) {
        self.end_task(source, rule, matter, TaskState::Done);
    }

    fn end_task(&mut self, source: Id, rule: u16, matter: &str, to: TaskState) {
        let Lookup::Known(task) = self.overlay.record(wanted_id(source, rule, matter)) else {
            return;
        };
        let open = [TaskState::Open, TaskState::Doing].map(TaskState::no);
        if !open.contains(&task.state()) {
            return;
        }
        let mut task = task.into_owned();
        task.put(common::STATE, self.version(Value::Int(to.no().into())));
        if to == TaskState::Cancelled {
            task.put(Task::RELEASED, self.version(Value::Bool(true)));
        } else {
            let at = Instant::utc(i64::try_from(self.stamp.hlc.ms).unwrap_or(i64::MAX));
            task.put(Task::DONE_AT, self.version(Value::Instant(at)));
        }
        self.overlay.put(task);
    }
}

/// Open tasks whose due time hangs on a year that is not announced are found by that year.
pub(super) fn provisional_key(year: i32) -> Vec<u8> {
    let mut key = vec![b'y'];
    key.extend_from_slice(&year.to_be_bytes());
    key
}

fn parameter(no: u16) -> Value {
    if no == 0 {
        Value::Empty
    } else {
        Value::Text(format!("P-{no:02}"))
    }
}
