//! the written report 书面请示汇报 to DEPT_HEAD and the general manager.

use super::children::instant;
use super::{FactoryVisit, VisitState, moment, now_ms, step, user};
use crate::access::{Rung, acting, belongs_to, ladder};
use crate::domain;
use crate::domain::notices::{InternalNotice, NoticeKind, Tell};
use crate::entity::{Entity, Id, Record, Value, common};
use crate::ordered;
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::{Action, Look, Reason};

/// What the notice says.
const MATTER: &str = "visit-report";

/// Who answers for a visit: its owner, else who made it.
pub(super) fn answers_for(visit: &Record) -> Option<Id> {
    visit
        .reference(FactoryVisit::OWNER)
        .or_else(|| visit.reference(common::CREATOR))
}

/// The unit a record of this system belongs to, for parameters and calendars.
pub(super) fn unit_of(look: &dyn Look, record: &Record) -> Option<Id> {
    Some(belongs_to(look, record)).filter(|unit| !unit.is_nil())
}

/// DEPT_HEAD over a visit: the nearest level above who answers for it.
pub(super) fn head_of(look: &dyn Look, visit: &Record) -> Option<Rung> {
    let below = answers_for(visit).unwrap_or_default();
    ladder(look, belongs_to(look, visit), below)
        .into_iter()
        .next()
}

/// Whom a visit is reported to: DEPT_HEAD and GM, each once, never who reports (I-12).
pub(super) fn told(look: &dyn Look, visit: &Record) -> Vec<Rung> {
    let unit = belongs_to(look, visit);
    let gm = acting(look, unit, "GM").filter(|rung| Some(rung.user) != answers_for(visit));
    let mut told: Vec<Rung> = head_of(look, visit).into_iter().chain(gm).collect();
    told.dedup_by_key(|rung| rung.user);
    told
}

/// What blocks reporting beyond what R-045 asks: it was done, or there is nobody to report to.
pub(super) fn report_blocks(look: &dyn Look, visit: &Record) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if visit.reference(FactoryVisit::REPORT).is_some() {
        reasons.push(Reason::of_rule(46, "idle-visit-reported"));
    }
    if rules::on(46) && told(look, visit).is_empty() {
        reasons.push(Reason::of_rule(46, "visit-nobody-to-report"));
    }
    reasons
}

/// a visit was reported.
pub(super) fn no_report(visit: &Record) -> Option<Reason> {
    let missing = rules::on(46) && visit.reference(FactoryVisit::REPORT).is_none();
    missing.then(|| Reason::of_rule(46, "visit-no-report"))
}

/// The step that reports sends the notice; 已汇报 goes on to 准备中 by itself, since its tasks come with it.
pub(super) fn send(work: &mut Work<'_, '_>, visit: &mut Record) {
    if !reports(work, visit.id) {
        return;
    }
    let to = told(work.overlay, visit);
    let leaders: Vec<Id> = to.iter().map(|rung| rung.user).collect();
    if rules::on(46) {
        let tell = Tell {
            rule: 46,
            matter: MATTER,
            kind: NoticeKind::Report,
            about: domain::title(visit),
            body: visit.text(FactoryVisit::PURPOSE).to_owned(),
            to,
        };
        if let Some(notice) = work.tell(visit, &tell) {
            let notice = Value::Ref(InternalNotice::KIND, notice);
            visit.put(FactoryVisit::REPORT, work.version(notice));
        }
        inform(work, visit, &leaders);
    }
    let now = moment(work, now_ms(work));
    visit.put(FactoryVisit::REPORTED_AT, work.version(now.clone()));
    visit.put(FactoryVisit::ANNOUNCED_AT, work.version(now));
    if visit.state() == VisitState::Reported.no() {
        let to = Value::Int(VisitState::Preparing.no().into());
        visit.put(common::STATE, work.version(to));
    }
}

/// The op at work reports this visit.
fn reports(work: &Work<'_, '_>, visit: Id) -> bool {
    let steps = [step::REPORT, step::REPORT_HERE, step::REPORT_LATE];
    work.op.record == visit
        && matches!(work.op.action, Action::Step { transition, .. } if steps.contains(&transition))
}

/// The visit is lent to these leaders.
pub(super) fn inform(work: &Work<'_, '_>, visit: &mut Record, leaders: &[Id]) {
    let there = visit.get(FactoryVisit::LEADERS).map(Value::items);
    let mut all: Vec<Value> = there.unwrap_or_default().to_vec();
    all.extend(leaders.iter().copied().map(user));
    ordered::sort(&mut all);
    all.dedup();
    if !all.is_empty() {
        visit.put(FactoryVisit::LEADERS, work.version(Value::List(all)));
    }
}

/// A new arrival of a reported visit is announced now: what it moves is due anew.
pub(super) fn announce(work: &Work<'_, '_>, before: Option<&Record>, visit: &mut Record) {
    let at = |record: &Record| instant(record, FactoryVisit::ARRIVE_AT);
    let moved = before.is_some_and(|before| at(before) != at(visit));
    let reported = visit.get(FactoryVisit::REPORTED_AT).is_some();
    if moved && reported && visit.state() < VisitState::Here.no() {
        let now = moment(work, now_ms(work));
        visit.put(FactoryVisit::ANNOUNCED_AT, work.version(now));
    }
}
