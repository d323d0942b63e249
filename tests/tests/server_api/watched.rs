//! What the server alone knows stands in the organisation's audit: who came in on which device, and that
//! one was reported lost.

use crate::harness::{START, TestServer};
use axum::http::StatusCode;
use server::error::Problem;
use server::store::records::Records;
use shared::domain::audit::{AuditAction, AuditEvent};
use shared::entity::{Entity as _, Id, Value};
use shared::sync::Look as _;
use shared::sync::look::child_key;
use shared::sync::server::StoreLook;

#[tokio::test]
async fn r_277_a_sign_in_and_a_lost_device_are_kept() {
    let (server, mut admin) = TestServer::set_up().await;
    server.clock.advance(60_000);
    let member = server.member(&mut admin, "chen").await;
    let device = Id(member.device.into_bytes());
    let revoke = format!("/api/v1/devices/{}/revoke", member.device);
    let answer = admin.post(&revoke, serde_json::json!({})).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    let found = server.app.database.read(move |conn| {
        let records = Records::reading(conn);
        let look = StoreLook::new(&records);
        let key = child_key(AuditEvent::KIND, AuditEvent::OBJECT, device);
        let said = look.at(&key).ids.into_iter().filter_map(|id| {
            let event = look.record(id).known()?;
            let by = event.reference(AuditEvent::USER);
            // Nobody's device, and by the clock of where the person works.
            assert!(event.get(AuditEvent::DEVICE).is_none());
            assert!(matches!(event.get(AuditEvent::AT)?, Value::Instant(at) if at.zone == "Asia/Shanghai"));
            Some((event.choice(AuditEvent::ACTION)?, by.is_some()))
        });
        // Both may be of one millisecond, which gives them no order.
        let mut said: Vec<_> = said.collect();
        said.sort_unstable();
        Ok::<_, Problem>(said)
    });
    let mut wanted = [AuditAction::SignIn, AuditAction::Wipe].map(|action| (action.no(), true));
    wanted.sort_unstable();
    assert_eq!(found.await.unwrap(), wanted, "since {START}");
}
