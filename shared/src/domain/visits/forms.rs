//! The forms of a visit as ordered lines: F-06 书面请示汇报, F-07 接待方案, F-10 考察接待记录.
//!
//! A line has the key of its label and a value as fields hold it; a table is a list of groups, numbered as
//! the parts of its field.

use super::answers::ANSWERS;
use super::children::{requests_of, visit_of};
use super::{FactoryVisit, ReceptionPlan, VisitDebrief, VisitRequest, closing, promises_of};
use crate::domain;
use crate::domain::approvals::Approval;
use crate::domain::notices::{InternalNotice, acknowledged};
use crate::domain::tasks::Task;
use crate::entity::{Entity, EntitySchema, Id, Instant, Kind, Record, Value};
use crate::ordered;
use crate::sync::Look;
use crate::sync::look::child_key;

/// One line of a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The key of its label.
    pub label: String,
    /// What stands there; [`Value::Empty`] where nothing does.
    pub value: Value,
}

fn line(label: &str, value: Value) -> Line {
    Line {
        label: label.to_owned(),
        value,
    }
}

/// A field under its own label.
fn field(schema: &EntitySchema, record: &Record, no: u16) -> Line {
    let key = schema.field(no).map_or("", |spec| spec.key);
    line(&format!("{}-{key}", schema.key), value(record, no))
}

/// A field as one value; a table as the list of its rows.
fn value(record: &Record, no: u16) -> Value {
    let rows = record.live_items(no);
    if rows.is_empty() {
        return record.get(no).cloned().unwrap_or_default();
    }
    let mut rows = rows;
    // What has its time stands in the order of time.
    ordered::sort_by_key(&mut rows, |(_, row)| {
        row.cells.values().find_map(|cell| match cell.value()? {
            Value::Instant(at) => Some(at.utc_ms),
            _ => None,
        })
    });
    let rows = rows.into_iter().map(|(_, row)| {
        let parts = row.cells.iter();
        Value::Group(
            parts
                .filter_map(|(part, cell)| Some((*part, cell.value()?.clone())))
                .collect(),
        )
    });
    Value::List(rows.collect())
}

/// F-06 客户来访书面请示汇报, with who acknowledged it and when.
pub fn report_form(look: &dyn Look, visit: &Record) -> Vec<Line> {
    let asked = [
        FactoryVisit::CUSTOMER,
        FactoryVisit::PURPOSE,
        FactoryVisit::ARRIVE_AT,
        FactoryVisit::HUB,
        FactoryVisit::GUESTS,
        FactoryVisit::DAYS,
        FactoryVisit::LODGING,
        FactoryVisit::VEHICLE,
        FactoryVisit::OTHER_NEEDS,
        FactoryVisit::HOST,
        FactoryVisit::EXEMPTION,
        FactoryVisit::EXEMPTION_REASON,
    ];
    let mut lines: Vec<Line> = asked
        .into_iter()
        .map(|no| field(FactoryVisit::SCHEMA, visit, no))
        .collect();
    let notice = visit.reference(FactoryVisit::REPORT);
    let notice = notice.and_then(|id| look.record(id).known());
    let acks = notice.as_ref().map(|notice| acknowledged(notice));
    let row = |(user, at): (Id, i64)| {
        Value::Group(vec![
            (1, Value::Ref(Kind(2), user)),
            (2, Value::Instant(Instant::utc(at))),
        ])
    };
    let acks: Vec<Value> = acks.unwrap_or_default().into_iter().map(row).collect();
    let to = notice.map(|notice| value(&notice, InternalNotice::TO));
    lines.push(line("internal-notice-to", to.unwrap_or_default()));
    lines.push(line("internal-notice-acks", Value::List(acks)));
    lines
}

/// F-07 接待方案, with the word of who decided on it.
pub fn reception_form(look: &dyn Look, plan: &Record) -> Vec<Line> {
    let own = |no: u16| field(ReceptionPlan::SCHEMA, plan, no);
    let visit = visit_of(look, plan).unwrap_or_default();
    let mut lines = vec![
        field(FactoryVisit::SCHEMA, &visit, FactoryVisit::CUSTOMER),
        own(ReceptionPlan::SCHEDULE),
    ];
    lines.extend(ANSWERS.map(own));
    let rest = [
        ReceptionPlan::INTERPRETER,
        ReceptionPlan::NO_INTERPRETER,
        ReceptionPlan::EXPENSES,
        ReceptionPlan::TOTAL,
        ReceptionPlan::VEHICLES,
        ReceptionPlan::LODGING,
    ];
    lines.extend(rest.map(own));
    let found = look.at(&child_key(Approval::KIND, Approval::OBJECT, plan.id));
    let decided = found
        .ids
        .into_iter()
        .filter_map(|id| look.record(id).known())
        .filter(|approval| approval.get(Approval::DECIDED_BY).is_some())
        .max_by_key(|approval| super::children::instant(approval, Approval::DECIDED_AT));
    let words = [
        Approval::DECIDED_BY,
        Approval::DECIDED_AT,
        Approval::OPINION,
        Approval::SIGNATURE,
    ];
    let approval = decided.map(|approval| approval.into_owned());
    let approval = approval.unwrap_or_default();
    lines.extend(words.map(|no| field(Approval::SCHEMA, &approval, no)));
    lines
}

/// What was promised on the tour, as it was said.
fn promised(look: &dyn Look, visit: &Record) -> Vec<Value> {
    let tasks = promises_of(look, visit.id).into_iter();
    tasks.map(|task| value(&task, Task::TITLE)).collect()
}

/// F-10 考察接待记录: arrival, requests and what became of them, debrief, farewell. The stops of the tour
/// are records of their own, which the printed form puts between.
pub fn visit_form(look: &dyn Look, visit: &Record) -> Vec<Line> {
    let of_visit = |no: u16| field(FactoryVisit::SCHEMA, visit, no);
    let mut lines: Vec<Line> = [
        FactoryVisit::CUSTOMER,
        FactoryVisit::ARRIVED_AT,
        FactoryVisit::HOST,
        FactoryVisit::NO_TOUR,
    ]
    .map(of_visit)
    .into();
    let columns = [
        VisitRequest::TEXT,
        VisitRequest::RAISED_BY,
        VisitRequest::AT,
        VisitRequest::HANDLING,
        VisitRequest::EXPLANATION,
        VisitRequest::LEADER_ANSWER,
    ];
    let row = |request: &Record| {
        let parts = columns.map(|no| (no, value(request, no)));
        Value::Group(
            parts
                .into_iter()
                .filter(|(_, value)| *value != Value::Empty)
                .collect(),
        )
    };
    let requests = requests_of(look, visit.id);
    lines.push(line(
        domain::schema(VisitRequest::KIND).map_or("", |schema| schema.key),
        Value::List(requests.iter().map(row).collect()),
    ));
    lines.push(line("visit-promises", Value::List(promised(look, visit))));
    let debrief = closing::debrief_of(look, visit.id).unwrap_or_default();
    let asked = [
        VisitDebrief::IMPRESSION,
        VisitDebrief::IMPRESSION_TEXT,
        VisitDebrief::NO_IMPRESSION,
        VisitDebrief::SERVICE_OPINION,
        VisitDebrief::NO_OPINION,
        VisitDebrief::INTENTION,
        VisitDebrief::REASON,
        VisitDebrief::FOLLOW_UPS,
        VisitDebrief::FAREWELL_AT,
        VisitDebrief::FAREWELL_PEOPLE,
        VisitDebrief::INVITED_BACK,
    ];
    lines.extend(asked.map(|no| field(VisitDebrief::SCHEMA, &debrief, no)));
    lines.push(of_visit(FactoryVisit::LEFT_AT));
    lines
}
