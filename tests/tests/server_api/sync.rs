//! Devices and the server, over the wire: nothing lost, nothing doubled, nothing leaked.

use crate::device::{Device, lead, set};
use crate::harness::{Browser, TestServer};
use axum::http::StatusCode;
use serde_json::{Value as Json, json};
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::{OrgUnit, User};
use shared::domain::tasks::Attachment;
use shared::entity::{Canonical as _, Entity as _, Id, Value};
use shared::sync::slice::Slice;
use shared::sync::wire::{PROTOCOL, Request, Response};
use shared::sync::{Action, Verdict};

async fn member(
    server: &TestServer,
    admin: &mut Browser,
    login: &str,
    role: &str,
    scope: &str,
) -> Device {
    let grants = json!([{ "role": role, "scope": scope }]);
    let browser = server
        .member_with(
            admin,
            json!({ "login": login, "name": login, "grants": grants }),
        )
        .await;
    Device::of(browser, server).await
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[tokio::test]
async fn what_a_tablet_captures_the_office_sees() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let mut office = member(&server, &mut admin, "0002", "SALES_MGR", "all").await;
    let mut other = member(&server, &mut admin, "0003", "SALES", "own").await;
    let (id, op) = tablet.capture(7, "陈嘉敏");
    tablet.sync().await;
    tablet.got(op, Verdict::Accepted);
    office.sync().await;
    other.sync().await;
    assert_eq!(
        office.client.world.get(id).unwrap().text(BoothLead::NAME),
        "陈嘉敏"
    );
    assert!(
        office
            .client
            .world
            .get(id)
            .unwrap()
            .text(1)
            .starts_with("XS-2026-")
    );
    assert!(other.client.world.get(id).is_none(), "somebody else's lead");
    // Both sides agree on what everybody may see.
    assert_eq!(
        tablet.client.world.confirmed(id),
        office.client.world.confirmed(id)
    );
    // The house itself came along: the company, and its people.
    let user = office.client.world.get(tablet.user).unwrap();
    assert_eq!(user.text(User::NAME), "0001");
    let unit = user.get(User::UNITS).unwrap().items()[0]
        .reference()
        .unwrap();
    assert_eq!(
        office.client.world.get(unit).unwrap().text(OrgUnit::NAME),
        "明光灯饰"
    );
}

#[tokio::test]
async fn an_answer_that_got_lost_doubles_nothing() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let (id, op) = tablet.capture(7, "陈嘉敏");
    let request = tablet.sync_in_vain().await;
    tablet.sync().await;
    tablet.got(op, Verdict::Accepted);
    let first = tablet.receipt(op);
    // The very same bytes once more, weeks later.
    server.clock.advance(10 * server::clock::DAY);
    tablet.exchange(&request).await;
    tablet.sync().await;
    assert_eq!(tablet.receipt(op), first);
    let ops: i64 = server
        .app
        .database
        .read(|c| {
            c.query_row("SELECT count(*) FROM ops WHERE replica <> 0", [], |row| {
                row.get(0)
            })
        })
        .await
        .map_err(|error: rusqlite::Error| error)
        .unwrap();
    assert_eq!(ops, 1);
    assert!(tablet.client.world.get(id).is_some());
}

#[tokio::test]
async fn nobody_writes_in_anothers_name() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let mut other = member(&server, &mut admin, "0002", "SALES", "own").await;
    let request = |slices| Request {
        protocol: PROTOCOL,
        slices,
        ..Request::default()
    };

    let mut forged = tablet.op(BoothLead::KIND, Id([7; 16]), lead(other.user, "forged"));
    forged.actor = other.user;
    let answer = tablet
        .exchange(&request(vec![Slice {
            ops: vec![forged.clone()],
        }]))
        .await;
    let answer = Response::from_bytes(&answer.body).unwrap();
    assert_eq!(answer.receipts[0].verdict, Verdict::Rejected);
    assert_eq!(answer.receipts[0].reasons[0].code, "forged-actor");

    // Another replica's op under this session: nothing is taken, and the answer says whose it is.
    let foreign = other.op(BoothLead::KIND, Id([8; 16]), lead(other.user, "foreign"));
    let answer = tablet
        .exchange(&request(vec![Slice {
            ops: vec![foreign.clone()],
        }]))
        .await;
    let answer = Response::from_bytes(&answer.body).unwrap();
    assert_ne!(answer.replica, foreign.id.replica.0);
    assert!(
        answer
            .receipts
            .iter()
            .all(|receipt| receipt.op != foreign.id)
    );

    // The same number with other content: an alarm, never a duplicate.
    forged.actor = tablet.user;
    let answer = tablet
        .exchange(&request(vec![Slice {
            ops: vec![forged.clone()],
        }]))
        .await;
    assert_eq!(
        Response::from_bytes(&answer.body).unwrap().alarms,
        [forged.id]
    );
    other.sync().await;
    assert!(other.client.world.get(Id([7; 16])).is_none());
}

#[tokio::test]
async fn bad_bodies_are_refused_whole_and_the_next_good_one_is_taken() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let op = tablet.op(BoothLead::KIND, Id([7; 16]), lead(tablet.user, "陈嘉敏"));
    let slices = vec![Slice {
        ops: vec![op.clone()],
    }];
    let request = Request {
        protocol: PROTOCOL,
        slices,
        ..Request::default()
    };
    let good = request.to_bytes();

    for cut in [0, 1, good.len() / 2, good.len() - 1] {
        tablet
            .send(&good[..cut], "application/cbor", "")
            .await
            .refused(400, "malformed");
    }
    for place in 0..good.len() {
        let mut flipped = good.clone();
        flipped[place] ^= 0x55;
        let answer = tablet.send(&flipped, "application/cbor", "").await;
        // A damaged op is noticed by the chain hash; a damaged cursor or clock may pass.
        let taken = answer.status == StatusCode::OK;
        let receipts = taken.then(|| Response::from_bytes(&answer.body).unwrap().receipts);
        assert!(
            receipts.is_none_or(|all| all.iter().all(|r| r.op == op.id)),
            "byte {place}"
        );
        assert!(
            answer.status.as_u16() < 500,
            "byte {place}: {}",
            answer.text()
        );
    }
    tablet
        .send(&good, "text/plain", "")
        .await
        .refused(415, "unsupported_type");
    tablet
        .send(&good, "application/cbor", "br")
        .await
        .refused(415, "unsupported_type");
    tablet
        .send(b"{\"slices\": 7}", "application/json", "")
        .await
        .refused(400, "malformed");
    let newer = Request {
        protocol: PROTOCOL + 1,
        ..request.clone()
    };
    tablet
        .exchange(&newer)
        .await
        .refused(400, "unknown_protocol");
    let large = vec![0; (1 << 20) + 1];
    tablet
        .send(&large, "application/cbor", "")
        .await
        .refused(413, "too_large");
    let bomb = vec![0; 64 << 20];
    tablet
        .send(&bomb, "application/cbor", "gzip")
        .await
        .refused(413, "too_large");

    let answer = tablet.exchange(&request).await;
    let answer = Response::from_bytes(&answer.body).unwrap();
    assert_eq!(answer.receipts.last().unwrap().op, op.id);
}

#[tokio::test]
async fn people_can_read_and_write_the_same_exchange_as_json() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut script = member(&server, &mut admin, "0001", "SALES", "own").await;
    let op = json!({
        "kind": "lead",
        "record": Id([7; 16]).to_string(),
        "actor": script.user.to_string(),
        "clock": [server.clock.now(), 0],
        "action": { "create": { "fields": {
            "name": "陈嘉敏",
            "phones": ["13800138000"],
            "interest": { "choice": 1 },
            "owner": { "ref": ["user", script.user.to_string()] },
        } } },
    });
    let replica = script.client.replica().0;
    let body = json!({ "slices": [{ "replica": replica, "epoch": 1, "first": 1, "ops": [op] }] });
    let answer = script
        .send(body.to_string().as_bytes(), "application/json", "")
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let mut answer = answer.json();
    assert_eq!(answer["receipts"][0]["op"], format!("{replica}.1.1"));
    assert_eq!(answer["receipts"][0]["verdict"], "accepted", "{answer:#}");
    let mut rows: Vec<Json> = answer["rows"].as_array().unwrap().clone();
    while answer["more"] == true {
        let next = json!({ "cursor": answer["cursor"] });
        answer = script
            .send(next.to_string().as_bytes(), "application/json", "")
            .await
            .json();
        rows.extend(answer["rows"].as_array().unwrap().iter().cloned());
    }
    let lead = rows
        .iter()
        .find(|row| row["kind"] == "lead" && row["level"] == 2)
        .unwrap();
    assert_eq!(lead["id"], Id([7; 16]).to_string());
    let name = rows
        .iter()
        .find_map(|row| row["fields"].get("name").filter(|_| row["kind"] == "lead"));
    assert_eq!(name.unwrap()["versions"][0]["value"], "陈嘉敏");

    // What JSON wrote, the compact form reads, and the other way round.
    script.sync().await;
    assert_eq!(
        script
            .client
            .world
            .get(Id([7; 16]))
            .unwrap()
            .text(BoothLead::NAME),
        "陈嘉敏"
    );
    let nothing = json!({ "cursor": answer["cursor"] });
    let quiet = script
        .send(nothing.to_string().as_bytes(), "application/json", "")
        .await
        .json();
    assert_eq!(quiet["rows"], json!([]));
    assert_eq!(quiet["more"], false);
    let wrong = json!({ "slices": [{ "replica": 1, "epoch": 1, "first": 1, "ops": [
        { "kind": "lead", "record": "x", "clock": [0, 0], "action": { "set": {} } } ] }] });
    let wrong = script
        .send(wrong.to_string().as_bytes(), "application/json", "")
        .await;
    wrong.refused(400, "malformed");
    assert!(wrong.text().contains("not an id"));
}

#[tokio::test]
async fn the_push_credential_gets_receipts_and_no_row() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let push = tablet.browser.push.clone().unwrap();
    let op = tablet.op(BoothLead::KIND, Id([7; 16]), lead(tablet.user, "陈嘉敏"));
    tablet.browser.post("/api/v1/sign-out", json!({})).await;
    tablet.browser.bearer = Some(push);
    let slices = vec![Slice {
        ops: vec![op.clone()],
    }];
    let request = Request {
        protocol: PROTOCOL,
        slices,
        ..Request::default()
    };
    let answer = tablet.exchange(&request).await;
    let answer = Response::from_bytes(&answer.body).unwrap();
    assert_eq!(answer.receipts.len(), 1);
    assert_eq!(answer.receipts[0].verdict, Verdict::Accepted);
    assert!(answer.rows.is_empty() && answer.hashes.is_empty() && answer.sum.is_none());
}

#[tokio::test]
async fn work_of_a_disabled_user_waits_for_a_person() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let op = tablet.op(BoothLead::KIND, Id([7; 16]), lead(tablet.user, "陈嘉敏"));
    let disable = format!("/api/v1/users/{}/disable", tablet.user);
    assert_eq!(
        admin.post(&disable, json!({})).await.status,
        StatusCode::NO_CONTENT
    );

    let slices = vec![Slice { ops: vec![op] }];
    let request = Request {
        protocol: PROTOCOL,
        slices,
        ..Request::default()
    };
    tablet
        .exchange(&request)
        .await
        .refused(401, "account_disabled");
    tablet.browser.cookie = None;
    tablet.browser.bearer = tablet.browser.push.clone();
    let answer = tablet.exchange(&request).await;
    let answer = Response::from_bytes(&answer.body).unwrap();
    assert_eq!(answer.receipts[0].verdict, Verdict::Quarantined);
}

#[tokio::test]
async fn a_photo_is_for_those_who_may_see_its_record() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let mut office = member(&server, &mut admin, "0002", "SALES_MGR", "all").await;
    let mut other = member(&server, &mut admin, "0003", "SALES", "own").await;
    let (path, hash) = crate::blobs::upload(&mut tablet.browser, 5_000).await;
    office.browser.get(&path).await.refused(404, "not_found");

    let (lead, _) = tablet.capture(7, "陈嘉敏");
    let fields = vec![
        (Attachment::SHA256, Value::Bytes(hash.to_vec())),
        (Attachment::OF, Value::Ref(BoothLead::KIND, lead)),
    ];
    let op = tablet.make(
        Attachment::KIND,
        Id([8; 16]),
        Action::Create {
            fields,
            items: vec![],
        },
    );
    tablet.sync().await;
    tablet.got(op, Verdict::Accepted);
    assert_eq!(tablet.browser.get(&path).await.status, StatusCode::OK);
    assert_eq!(office.browser.get(&path).await.status, StatusCode::OK);
    other.sync().await;
    other.browser.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn two_values_of_a_critical_field_are_both_kept() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let mut office = member(&server, &mut admin, "0002", "SALES_MGR", "all").await;
    let (id, _) = tablet.capture(7, "陈嘉敏");
    tablet.sync().await;
    office.sync().await;
    let phones = |number: &str| Value::List(vec![text(number)]);
    tablet.make(
        BoothLead::KIND,
        id,
        set(BoothLead::PHONES, phones("13900000001")),
    );
    let second = office.make(
        BoothLead::KIND,
        id,
        set(BoothLead::PHONES, phones("13900000002")),
    );
    tablet.sync().await;
    office.sync().await;
    tablet.sync().await;
    office.got(second, Verdict::Conflict);
    let record = tablet.client.world.get(id).unwrap();
    assert_eq!(record.conflicts().collect::<Vec<_>>(), [BoothLead::PHONES]);
    assert_eq!(record, office.client.world.get(id).unwrap());
}

#[tokio::test]
async fn a_delivery_pokes_everybody_but_its_own_device() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = member(&server, &mut admin, "0001", "SALES", "own").await;
    let mut pokes = server.app.pokes.listen();
    tablet.sync().await;
    assert!(pokes.try_recv().is_err(), "reading changes nothing");
    tablet.capture(7, "陈嘉敏");
    tablet.sync().await;
    assert_eq!(pokes.try_recv().unwrap(), tablet.client.replica().0);
}
