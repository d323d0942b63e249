//! Late work is reported upwards by the server, once, and never twice.

use crate::harness::{START, TestServer};
use server::error::Problem;
use server::jobs::escalation;
use server::people;
use server::store::records::Records;
use shared::domain::notices::{InternalNotice, receivers};
use shared::domain::organisation::{GrantScope, OrgUnit, User, grant};
use shared::domain::tasks::Task;
use shared::entity::{Entity as _, Id, Instant, Value, common};
use uuid::Uuid;

const HOUR: i64 = 3_600_000;

fn id(n: u8) -> Id {
    Id([n; 16])
}

fn user(name: &str, role: &str) -> Vec<(u16, Value)> {
    let grants = vec![grant(role, GrantScope::All, Id::NIL, (i32::MIN, i32::MAX))];
    vec![
        (User::NAME, Value::Text(name.into())),
        (User::GRANTS, Value::List(grants)),
    ]
}

async fn report(server: &TestServer) -> usize {
    let now = server.clock.now();
    let database = &server.app.database;
    let written = database.write(move |conn| escalation::report(conn, now));
    written.await.unwrap()
}

#[tokio::test]
async fn a_late_task_is_reported_to_the_head_and_then_to_the_general_manager() {
    let (server, _) = TestServer::set_up().await;
    let unit = vec![
        (OrgUnit::NAME, Value::Text("业务部".into())),
        (OrgUnit::HEAD, Value::Ref(User::KIND, id(2))),
    ];
    let task = vec![
        (Task::TITLE, Value::Text("给 Lumen 报价".into())),
        (Task::OWNER, Value::Ref(User::KIND, id(1))),
        (Task::DUE_AT, Value::Instant(Instant::utc(START + 4 * HOUR))),
        (common::UNIT, Value::Ref(OrgUnit::KIND, id(9))),
    ];
    let made = vec![
        people::create(User::KIND, id(1), user("陈嘉敏", "SALES")),
        people::create(User::KIND, id(2), user("林国栋", "SALES_MGR")),
        people::create(User::KIND, id(3), user("罗建华", "GM")),
        people::create(OrgUnit::KIND, id(9), unit),
        people::create(Task::KIND, id(70), task),
    ];
    let database = &server.app.database;
    let written = database.write(move |conn| people::author(conn, Uuid::nil(), made, START));
    written.await.unwrap();

    server.clock.advance(4 * HOUR);
    assert_eq!(report(&server).await, 0, "late, but not yet by a quarter");
    server.clock.advance(HOUR);
    assert_eq!(report(&server).await, 1);
    assert_eq!(report(&server).await, 0, "once");
    server.clock.advance(3 * HOUR);
    assert_eq!(report(&server).await, 1);
    server.clock.advance(1000 * HOUR);
    assert_eq!(report(&server).await, 0, "there is nobody above");

    let told = database
        .read(|conn| {
            let records = Records::reading(conn);
            let task = records.record(id(70))?.unwrap_or_default();
            let notice = Id::of_part(id(70), "R-287 200");
            let notice = records.record(notice)?.unwrap_or_default();
            Ok::<_, Problem>((
                task.reference(Task::ESCALATED_TO),
                receivers(&notice),
                notice.text(InternalNotice::SUBJECT).to_owned(),
            ))
        })
        .await
        .unwrap();
    assert_eq!(told, (Some(id(3)), vec![id(3)], "给 Lumen 报价".to_owned()));
}
