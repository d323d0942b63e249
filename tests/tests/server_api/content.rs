//! A new organisation begins with checklists and guidance cards, an older one gets what was added since, and what
//! the organisation made of one stays.

use crate::harness::{START, TestServer};
use server::error::Problem;
use server::store::records::Records;
use server::{content, people};
use shared::domain;
use shared::domain::guidance::{self, GuidanceCard};
use shared::entity::{Entity as _, Value};
use shared::sync::server::Store as _;
use uuid::Uuid;

#[tokio::test]
async fn i_17_seeded_cards_are_written_once_and_an_edited_one_stays() {
    let (server, _) = TestServer::set_up().await;
    let done = server.app.database.write(|conn| {
        let records = Records::reading(conn);
        let before = records.meta()?.seq;
        for seed in domain::content() {
            let record = records.record(seed.id)?.unwrap();
            assert_eq!(record.kind, seed.kind);
            assert!(!domain::title(&record).is_empty());
        }
        content::seed(conn, START)?;
        assert_eq!(
            Records::reading(conn).meta()?.seq,
            before,
            "nothing is written again"
        );

        let (first, _) = guidance::seeds().next().unwrap();
        let own = vec![(GuidanceCard::TITLE, Value::Text("接电话".into()))];
        let edit = people::set(GuidanceCard::KIND, first, own);
        people::author(conn, Uuid::nil(), vec![edit], START)?;
        content::seed(conn, START)?;
        let record = Records::reading(conn).record(first)?.unwrap();
        assert_eq!(record.text(GuidanceCard::TITLE), "接电话");
        Ok::<_, Problem>(())
    });
    done.await.unwrap();
}
