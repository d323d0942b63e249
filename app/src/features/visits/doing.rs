//! What the screens of a visit have in common: saving, following, naming.

use crate::i18n::{self, tr};
use crate::record::{field_label, record_title, report, value_words};
use crate::replica::{Act, Replica};
use crate::ui::Toaster;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue;
use shared::domain::approvals::Approval;
use shared::domain::audit::AuditAction;
use shared::domain::tasks::Task;
use shared::domain::visits::{
    FactoryVisit, LodgingBooking, ReceptionPlan, TourStop, TripLog, VisitDebrief, VisitRequest,
};
use shared::entity::{ChoiceSchema, Entity, Id, Instant, Kind, Record, Value, common};
use shared::sync::Look;
use shared::sync::look::child_key;

/// What the screens of a visit read.
const READ: [Kind; 9] = [
    FactoryVisit::KIND,
    ReceptionPlan::KIND,
    VisitRequest::KIND,
    VisitDebrief::KIND,
    TourStop::KIND,
    TripLog::KIND,
    LodgingBooking::KIND,
    Approval::KIND,
    Task::KIND,
];

/// Makes whoever runs follow everything of a visit.
pub(super) fn follow(replica: Replica) {
    for kind in READ {
        replica.revision(kind).track();
    }
}

/// Keeps what a person did; says that it is safe, then goes on.
pub(super) fn keep(
    replica: Replica,
    toaster: Toaster,
    acts: Vec<Act>,
    done: impl FnOnce() + 'static,
) {
    let seen = replica.seen();
    spawn_local(async move {
        match replica.act(seen, acts).await {
            Ok(_) => {
                toaster.say(tr("sync-local", &[]));
                done();
            }
            Err(error) => toaster.say(error.to_string()),
        }
    });
}

/// The records of a kind that refer to `parent`, oldest first.
pub(super) fn children(replica: Replica, kind: Kind, field: u16, parent: Id) -> Vec<Record> {
    replica.world(|world| {
        let ids = world.at(&child_key(kind, field, parent)).ids;
        ids.into_iter()
            .filter_map(|id| world.get(id).cloned())
            .collect()
    })
}

/// The visit a child belongs to, and its unit, as fields of a new record.
pub(super) fn of_visit(visit: &Record, field: u16) -> Vec<(u16, Value)> {
    let unit = visit
        .get(common::UNIT)
        .map(|unit| (common::UNIT, unit.clone()));
    let mut fields = vec![(field, Value::Ref(FactoryVisit::KIND, visit.id))];
    fields.extend(unit);
    fields
}

/// A moment of a record, UTC ms.
pub(super) fn at(record: &Record, no: u16) -> Option<i64> {
    match record.get(no)? {
        Value::Instant(Instant { utc_ms, .. }) => Some(*utc_ms),
        _ => None,
    }
}

/// The clock on the wall.
pub(super) fn clock(utc_ms: i64) -> String {
    i18n::time(utc_ms as f64, &crate::record::zone())
}

/// A choice in words.
pub(super) fn choice(schema: &ChoiceSchema, no: u32) -> String {
    let value = schema.values.iter().find(|value| value.no == no);
    value.map_or_else(String::new, |value| {
        tr(&format!("{}-{}", schema.key, value.key), &[])
    })
}

/// Name and value of a field in words; nothing where it is empty.
pub(super) fn fact(replica: Replica, record: &Record, no: u16) -> Option<(String, String)> {
    let schema = catalogue::schema(record.kind)?;
    let spec = schema.field(no)?;
    let words = value_words(replica, &spec.kind, record.get(no)?)?;
    Some((field_label(schema, spec), words))
}

/// A `tel:` address.
pub(super) fn tel(number: &str) -> Option<String> {
    let number = number.trim();
    (!number.is_empty()).then(|| format!("tel:{}", number.replace([' ', '-'], "")))
}

/// A form of a visit went to paper.
pub(super) fn printed(replica: Replica, visit: Id) {
    let about = record_title(replica, visit);
    let object = Some((FactoryVisit::KIND, visit));
    report(replica, AuditAction::Print, object, about);
}
