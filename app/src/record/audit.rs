//! What the audit keeps that only this device knows: who looked at something confidential, took a list
//! away, printed.

use crate::replica::{Act, Replica};
use leptos::task::spawn_local;
use shared::catalogue::audit::{AuditAction, AuditEvent};
use shared::entity::{Entity, Id, Kind, Value};

/// Keeps an event. It travels like everything else that is done here.
pub fn report(replica: Replica, action: AuditAction, object: Option<(Kind, Id)>, about: String) {
    let mut fields = vec![
        (AuditEvent::ACTION, Value::Choice(action.no())),
        (AuditEvent::ABOUT, Value::Text(about)),
    ];
    fields.extend(object.map(|(kind, id)| (AuditEvent::OBJECT, Value::Ref(kind, id))));
    let act = Act::create_from(AuditEvent::KIND, replica.new_id(), fields, Vec::new());
    spawn_local(async move {
        // A device that can keep nothing more says so itself; what was asked for is shown all the same.
        let _ = replica.act(replica.seen(), vec![act]).await;
    });
}
