//! 审计日志: who saw confidential data, changed it, decided, took a list away, printed, signed in,
//! had a device wiped. What devices alone know they write themselves; the rest follows from the op it is
//! about, on every device alike. Nothing of it is ever written again.
//!
//! A change below level L3 has no event: the history keeps the value that gave way, and is as final.

use crate::access::unit_of;
use crate::choice;
use crate::domain;
use crate::domain::approvals::Approval;
use crate::domain::organisation::User;
use crate::domain::settings::zone_of;
use crate::entity::{
    Entity, EntitySchema, Id, Instant, Kind, Level, Record, Ref, ReplicaId, Text, Value, common,
    encode_value,
};
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::{Action, Reason};
use sha2::{Digest, Sha256};
use shared_derive::Entity;

choice! {
    /// 操作.
    pub enum AuditAction: "audit-action" {
        View = 1 => "view", Change = 2 => "change", Approval = 3 => "approval", Export = 4 => "export",
        Print = 5 => "print", SignIn = 6 => "sign-in", Wipe = 7 => "wipe",
    }
}

/// What a device reports of itself; everything else is concluded.
const REPORTED: [AuditAction; 3] = [AuditAction::View, AuditAction::Export, AuditAction::Print];

/// 审计日志.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 46, key = "audit-event", compartment = Config, level = L2, title = about)]
pub struct AuditEvent {
    /// 时间.
    #[field(16, computed, listed)]
    pub at: Instant,
    /// 操作人.
    #[field(17, computed, listed)]
    pub user: Ref<User>,
    /// 操作.
    #[field(18, required, listed)]
    pub action: AuditAction,
    /// What it was about, in words.
    #[field(19, search, listed)]
    pub about: Text,
    /// 对象.
    #[field(20, indexed)]
    pub object: (Kind, Id),
    /// 设备: the number of the replica it was done on; 0 = the server.
    #[field(21, computed, listed)]
    pub device: i64,
    /// 操作前指纹 of the confidential fields that changed, SHA-256.
    #[field(22, computed, kind = FieldKind::Attachment)]
    pub before_hash: crate::entity::Blob,
    /// 操作后指纹.
    #[field(23, computed, kind = FieldKind::Attachment)]
    pub after_hash: crate::entity::Blob,
}

/// An event is written once, and a device writes only what it alone can know.
pub fn audit_check(work: &mut Work<'_, '_>, before: Option<&Record>) -> Vec<Reason> {
    if !rules::on(277) {
        return Vec::new();
    }
    if before.is_some() {
        return vec![Reason::of_rule(277, "audit-append-only")];
    }
    let Action::Create { fields, .. } = &work.op.action else {
        return Vec::new();
    };
    let reported = fields.iter().any(|(no, value)| {
        let own = |action: &AuditAction| *value == Value::Choice(action.no());
        *no == AuditEvent::ACTION && REPORTED.iter().any(own)
    });
    if reported || work.op.id.replica == ReplicaId::SERVER {
        return Vec::new();
    }
    vec![Reason::of_rule(277, "audit-concluded").at(AuditEvent::ACTION)]
}

/// Who, when, and on which device.
pub fn audit_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    if before.is_none() {
        let mut event = after.clone();
        place(work, &mut event);
        work.overlay.put(event);
    }
}

fn place(work: &Work<'_, '_>, event: &mut Record) {
    // What the server writes happened on no device of ours, and where the person works.
    let by_server = work.op.id.replica == ReplicaId::SERVER;
    let zone = if by_server {
        let unit = unit_of(work.overlay, work.op.actor);
        zone_of(work.overlay, unit).name().to_owned()
    } else {
        let device = Value::Int(work.op.id.replica.0.into());
        event.put(AuditEvent::DEVICE, work.version(device));
        work.op.zone.clone()
    };
    let ms = i64::try_from(work.stamp.hlc.ms).unwrap_or(i64::MAX);
    let at = Instant {
        utc_ms: ms,
        zone,
        wall: String::new(),
    };
    event.put(AuditEvent::AT, work.version(Value::Instant(at)));
    if !work.op.actor.is_nil() {
        let user = Value::Ref(User::KIND, work.op.actor);
        event.put(AuditEvent::USER, work.version(user));
    }
}

/// What follows from the op at work: a decision, or a change of what is confidential. A new record is no
/// change.
pub(crate) fn conclude(
    work: &mut Work<'_, '_>,
    schema: &'static EntitySchema,
    before: Option<&Record>,
    id: Id,
) {
    let Some(before) = before.filter(|_| rules::on(277) && schema.kind != AuditEvent::KIND) else {
        return;
    };
    let Some(after) = work.overlay.changed.get(&id).cloned() else {
        return;
    };
    let decided = schema.kind == Approval::KIND && before.state() != after.state();
    let fields = changed(schema, before, &after);
    let [was, is] = [before, &*after].map(|record| fingerprint(record, &fields));
    let action = match () {
        () if decided => AuditAction::Approval,
        () if !fields.is_empty() => AuditAction::Change,
        () => return,
    };
    let mut event = Record::new(AuditEvent::KIND, Id::derived(work.op.id, "R-277", 0));
    work.stamp_common(AuditEvent::SCHEMA, &mut event);
    place(work, &mut event);
    let hash = |hash: Option<[u8; 32]>| hash.map(|hash| Value::Bytes(hash.to_vec()));
    let said = [
        (AuditEvent::ACTION, Some(Value::Choice(action.no()))),
        (AuditEvent::OBJECT, Some(Value::Ref(schema.kind, id))),
        (AuditEvent::ABOUT, Some(Value::Text(domain::title(&after)))),
        (AuditEvent::BEFORE_HASH, hash(was)),
        (AuditEvent::AFTER_HASH, hash(is)),
    ];
    for (no, value) in said {
        if let Some(value) = value.filter(|value| !value.is_blank()) {
            event.put(no, work.version(value));
        }
    }
    work.overlay.put(event);
}

/// The confidential fields an op has changed. Only they are hashed: what somebody else does to another field
/// at the same time makes no difference to an event.
fn changed(schema: &EntitySchema, before: &Record, after: &Record) -> Vec<u16> {
    let secret = schema
        .fields
        .iter()
        .filter(|spec| is_secret(schema, spec.no));
    let changed = |no: &u16| before.slots.get(no) != after.slots.get(no);
    secret.map(|spec| spec.no).filter(changed).collect()
}

fn is_secret(schema: &EntitySchema, no: u16) -> bool {
    no > common::LAST && schema.level_of(no) >= Level::L3
}

/// SHA-256 over the values of some fields, of both where two stand; `None` where there are none. When they
/// were written, and in which order, is no part of it.
fn fingerprint(record: &Record, fields: &[u16]) -> Option<[u8; 32]> {
    let mut bytes = Vec::new();
    let mut e = minicbor::Encoder::new(&mut bytes);
    for no in fields {
        let values: Vec<Value> = match record.cell(*no) {
            Some(cell) => cell.versions.iter().map(|v| v.value.clone()).collect(),
            None => domain::plain_value(record, *no).into_iter().collect(),
        };
        for value in values {
            // Writing into memory is infallible.
            let _ = e.u16(*no);
            let _ = encode_value(&value, &mut e);
        }
    }
    (!bytes.is_empty()).then(|| Sha256::digest(&bytes).into())
}

/// A record holds something that the organisation calls confidential: seeing it is kept.
pub fn is_confidential(schema: &EntitySchema, record: &Record) -> bool {
    record.slots.iter().any(|(no, _)| is_secret(schema, *no))
}

#[cfg(test)]
mod tests;
