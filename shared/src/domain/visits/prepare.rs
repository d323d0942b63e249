//! what each department prepares, due the day before the guests come.

use super::approval::{AT_ONCE, at_once};
use super::children::instant;
use super::report::{answers_for, unit_of};
use super::{FactoryVisit, VisitState};
use crate::access::{acting, belongs_to, ladder};
use crate::calendar::{Moment, Span, WorkCalendar, due};
use crate::domain;
use crate::domain::checklists::{ChecklistRun, RunState, code};
use crate::domain::settings::calendar_of;
use crate::domain::tasks::{TaskState, Want, wanted_id};
use crate::entity::{Entity, Id, Record};
use crate::rules;
use crate::sync::Look;
use crate::sync::apply::Work;

/// One thing to prepare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Preparation {
    /// `task-matter-<matter>`.
    pub matter: &'static str,
    /// Whose it is: the first of these roles that has a holder or a stand-in; none = who answers for the
    /// visit.
    pub roles: &'static [&'static str],
    /// The checklist that shows it was done; empty where there is none.
    pub list: &'static str,
}

const fn by(
    matter: &'static str,
    list: &'static str,
    roles: &'static [&'static str],
) -> Preparation {
    Preparation {
        matter,
        roles,
        list,
    }
}

/// All of it. The line and the warehouse are production control's (S0 §3.1.3).
pub const PREPARATIONS: &[Preparation] = &[
    by("visit-sample-room", code::SAMPLE_ROOM, &["ENG"]),
    by("visit-join", "", &["ENG"]),
    by("visit-line-5s", code::LINE_5S, &["PMC"]),
    by(
        "visit-warehouse-5s",
        code::WAREHOUSE_5S,
        &["WAREHOUSE", "PMC"],
    ),
    by("visit-hospitality", "", &["ADMIN"]),
    by("visit-material", "", &[]),
];

/// By the end of the day before.
const THE_DAY_BEFORE: Span = Span::DaysBefore { days: 1, by: 1440 };

/// Keeps the tasks of a reported visit true while they make sense: they move with its arrival, and go when
/// the visit does.
pub(super) fn prepare(work: &mut Work<'_, '_>, visit: &Record) {
    if !rules::on(47) {
        return;
    }
    let going_on = (VisitState::Reported.no()..=VisitState::Here.no()).contains(&visit.state());
    if !going_on {
        let over = [VisitState::Closed, VisitState::Cancelled].map(VisitState::no);
        if over.contains(&visit.state()) {
            for one in PREPARATIONS {
                work.release(visit.id, 47, one.matter);
            }
        }
        return;
    }
    let Some(announced) = instant(visit, FactoryVisit::ANNOUNCED_AT) else {
        return;
    };
    let Some(arrival) = instant(visit, FactoryVisit::ARRIVE_AT) else {
        return;
    };
    let unit = belongs_to(work.overlay, visit);
    let calendar = calendar_of(work.overlay, unit_of(work.overlay, visit));
    let soon = at_once(work.overlay, visit, announced);
    let (began_ms, span, parameter) = clock(arrival, announced, soon, &calendar);
    for one in PREPARATIONS {
        let want = Want {
            rule: 47,
            matter: one.matter,
            about: domain::title(visit),
            owner: whose(work.overlay, visit, unit, one),
            began_ms,
            span,
            parameter,
        };
        work.want(visit, &want);
    }
}

/// The event, the span that counts from it, and the parameter: the day before the arrival. A visit that was
/// announced later than that is prepared at once, which is as soon as a notice is acknowledged (P-04), and
/// before the guests are here.
pub(super) fn clock(
    arrival: i64,
    announced: i64,
    at_once: Span,
    calendar: &WorkCalendar,
) -> (i64, Span, u16) {
    let by = |from: i64, span: Span| due(Moment(from), span, calendar).at.0;
    if by(arrival, THE_DAY_BEFORE) > announced {
        (arrival, THE_DAY_BEFORE, 0)
    } else if arrival > announced && by(announced, at_once) > arrival {
        (arrival, Span::MinutesBefore(0), 0)
    } else {
        (announced, at_once, AT_ONCE)
    }
}

/// The checklist behind what a task of a visit asks for; none where none shows it.
pub fn list_of(matter: &str) -> Option<&'static str> {
    if matter == super::room::MATTER {
        return Some(code::MEETING_ROOM);
    }
    let found = PREPARATIONS.iter().find(|one| one.matter == matter)?;
    Some(found.list).filter(|list| !list.is_empty())
}

/// A checklist of a visit was handed in: what it shows is prepared.
pub fn keep_prepared(work: &mut Work<'_, '_>, before: Option<&Record>, run: &Record) {
    let done = |run: &Record| HANDED_IN.contains(&RunState::from_no(run.state()));
    if run.kind != ChecklistRun::KIND || !done(run) || before.is_some_and(done) {
        return;
    }
    let code = run.text(ChecklistRun::TEMPLATE);
    let shown = PREPARATIONS
        .iter()
        .find(|one| one.list == code && !code.is_empty());
    let visit = run.reference(ChecklistRun::OF);
    if let Some((one, visit)) = shown.zip(visit).filter(|_| rules::on(47)) {
        work.fulfil(visit, 47, one.matter);
    }
}

/// States in which a run has been signed.
const HANDED_IN: [RunState; 2] = [RunState::Submitted, RunState::Confirmed];

/// What was to be prepared and nobody has done, in the order of the list.
pub fn unprepared(look: &dyn Look, visit: &Record) -> Vec<Record> {
    let open = [TaskState::Open, TaskState::Doing].map(TaskState::no);
    let task = |one: &Preparation| {
        let task = look.record(wanted_id(visit.id, 47, one.matter)).known()?;
        open.contains(&task.state()).then(|| task.into_owned())
    };
    PREPARATIONS.iter().filter_map(task).collect()
}

/// The holder of the role, its stand-in, else DEPT_HEAD.
fn whose(look: &dyn Look, visit: &Record, unit: Id, one: &Preparation) -> Option<Id> {
    if one.roles.is_empty() {
        return answers_for(visit);
    }
    let holder = one.roles.iter().find_map(|role| acting(look, unit, role));
    let head = || ladder(look, unit, Id::NIL).into_iter().next();
    holder.or_else(head).map(|rung| rung.user)
}
