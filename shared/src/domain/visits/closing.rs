//! What a visit needs to be closed, beyond its intake, its report and its exception: a settled plan
//! a tour, no open request, a debrief.

use super::children::{debriefs_of, plan_of};
use super::exception::unsigned;
use super::intake::{gap, intake_gaps};
use super::report::no_report;
use super::{FactoryVisit, Lack, PlanState, VisitDebrief, binds, has_tour_stop, requests};
use crate::entity::{Record, Value};
use crate::rules;
use crate::sync::{Look, Reason};

/// Why a visit cannot be closed yet.
pub fn closing_gaps(look: &dyn Look, visit: &Record) -> Vec<Reason> {
    let mut reasons = intake_gaps(visit);
    reasons.extend(no_report(visit));
    reasons.extend(unsigned(visit));
    reasons.extend(plan_open(look, visit));
    reasons.extend(no_tour(look, visit));
    reasons.extend(open_requests(look, visit));
    if binds(59, visit) {
        match debrief_of(look, visit.id) {
            Some(debrief) => reasons.extend(debrief_gaps(&debrief)),
            None => reasons.push(Reason::of_rule(59, "visit-no-debrief")),
        }
    }
    reasons
}

/// a plan that was begun is approved or given up; an exempt visit has one. Where the exception says
/// there was none, DEPT_HEAD's signature stands for it.
fn plan_open(look: &dyn Look, visit: &Record) -> Option<Reason> {
    if !binds(48, visit) {
        return None;
    }
    let Some(plan) = plan_of(look, visit.id) else {
        let lacking = visit.get(FactoryVisit::LACKING).map(Value::items);
        let excused = lacking
            .unwrap_or_default()
            .contains(&Value::Choice(Lack::Plan.no()));
        return (!excused).then(|| Reason::of_rule(48, "visit-no-plan"));
    };
    let settled = plan.state() == PlanState::Approved.no();
    (!settled).then(|| Reason::of_rule(48, "visit-plan-open"))
}

/// the guests were shown something, or did not wish to be.
fn no_tour(look: &dyn Look, visit: &Record) -> Option<Reason> {
    let declined = visit.get(FactoryVisit::NO_TOUR) == Some(&Value::Bool(true));
    let missing = binds(56, visit) && !declined && !has_tour_stop(look, visit.id);
    missing.then(|| Reason::of_rule(56, "visit-no-tour").at(FactoryVisit::NO_TOUR))
}

/// how many requests are open, and the first of them.
fn open_requests(look: &dyn Look, visit: &Record) -> Option<Reason> {
    let open = requests::open(look, visit.id);
    let first = open.first().filter(|_| rules::on(58))?;
    let mut reason = Reason::of_rule(58, "visit-open-request");
    reason.args.push(open.len().to_string());
    reason.args.push(crate::domain::title(first));
    Some(reason)
}

/// The debrief that counts: of several the one that lacks least, then the first.
pub fn debrief_of(look: &dyn Look, visit: crate::entity::Id) -> Option<Record> {
    debriefs_of(look, visit)
        .into_iter()
        .min_by_key(|debrief| debrief_gaps(debrief).len())
}

/// what a debrief lacks: impression and opinion, or that the guests did not say; the intention with
/// its reason; how they parted.
pub fn debrief_gaps(debrief: &Record) -> Vec<Reason> {
    let silent = |no: u16| debrief.get(no) == Some(&Value::Bool(true));
    let score = matches!(
        debrief.get(VisitDebrief::IMPRESSION),
        Some(Value::Int(1..=5))
    );
    let has = |no: u16| gap(debrief, 59, no).is_none();
    let asked = [
        (
            score || silent(VisitDebrief::NO_IMPRESSION),
            "debrief-no-impression",
        ),
        (
            has(VisitDebrief::SERVICE_OPINION) || silent(VisitDebrief::NO_OPINION),
            "debrief-no-opinion",
        ),
        (has(VisitDebrief::INTENTION), "debrief-no-intention"),
        (has(VisitDebrief::REASON), "debrief-no-reason"),
    ];
    let parted = [
        VisitDebrief::FAREWELL_AT,
        VisitDebrief::FAREWELL_PEOPLE,
        VisitDebrief::INVITED_BACK,
    ];
    let farewell = parted.into_iter().all(has);
    asked
        .into_iter()
        .filter(|(there, _)| !there && rules::on(59))
        .map(|(_, code)| Reason::of_rule(59, code))
        .chain((!farewell).then(|| Reason::of_rule(301, "debrief-no-farewell")))
        .collect()
}
