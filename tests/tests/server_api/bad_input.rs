//! What no honest device sends: bodies that lie about themselves, ops that make no sense, numbers at
//! the end of their range. Each gets a clear answer, and nothing that came before or after it suffers.

use crate::device::{Device, lead, set};
use crate::harness::{Browser, TestServer};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use server::jobs::verify;
use shared::domain::customers::Customer;
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Canonical as _, Entity as _, Hlc, Id, Instant, Kind, Value};
use shared::sync::slice::Slice;
use shared::sync::wire::{Cursor, Fill, Filling, PROTOCOL, Request, Response};
use shared::sync::{Action, Op, Receipt, Seen, Verdict};
use std::io::Write as _;

async fn tablet(server: &TestServer, admin: &mut Browser, login: &str) -> Device {
    let grants = json!([{ "role": "SALES", "scope": "own" }]);
    let member = json!({ "login": login, "name": login, "grants": grants });
    Device::of(server.member_with(admin, member).await, server).await
}

fn push(ops: Vec<Op>) -> Request {
    Request {
        protocol: PROTOCOL,
        slices: vec![Slice { ops }],
        ..Request::default()
    }
}

/// The server's own count of the ops it has taken in.
async fn ops_of(server: &TestServer, device: &Device) -> i64 {
    let replica = device.client.replica().0;
    let count = server.app.database.read(move |conn| {
        let sql = "SELECT count(*) FROM ops WHERE replica = ?1";
        conn.query_row(sql, [replica], |row| row.get(0))
    });
    count.await.map_err(|error: rusqlite::Error| error).unwrap()
}

async fn answered(device: &mut Device, request: &Request) -> Response {
    let answer = device.exchange(request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    Response::from_bytes(&answer.body).unwrap()
}

#[tokio::test]
async fn lengths_that_lie_and_nests_without_end_are_refused() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut device = tablet(&server, &mut admin, "0001").await;
    let op = device.op(BoothLead::KIND, Id([7; 16]), lead(device.user, "陈嘉敏"));
    let good = push(vec![op]).to_bytes();
    let claims: [&[u8]; 6] = [
        &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a list of 2⁶⁴ − 1 items
        &[0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a map of 2⁶³ − 1 pairs
        &[0x5b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff], // a terabyte
        &[0x7b, 0x00, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff], // two gigabytes of text
        &[0x9f],                                                 // a list that says no length
        &[0x82, 0x08].repeat(100_000),                           // a list in a list in a list …
    ];
    for place in 0..=good.len() {
        for claim in claims {
            let bad = [&good[..place], claim, &good[place..]].concat();
            device
                .send(&bad, "application/cbor", "")
                .await
                .refused(400, "malformed");
        }
    }
    for bad in [
        "[".repeat(500_000),
        "{\"slices\":".repeat(100_000),
        "{\"head\": 18446744073709551616}".to_owned(),
        "{\"slices\": [{\"replica\": \"one\"}]}".to_owned(),
        "{\"slices\": [{\"replica\": 1, \"epoch\": 1, \"first\": 1".to_owned(),
        "{\"device_ms\": -1}".to_owned(),
        "null".to_owned(),
        String::new(),
    ] {
        device
            .send(bad.as_bytes(), "application/json", "")
            .await
            .refused(400, "malformed");
    }
    device
        .send(b"{\"detail\": \"\xff\xfe\"}", "application/json", "")
        .await
        .refused(400, "malformed");

    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&good).unwrap();
    let packed = gzip.finish().unwrap();
    for cut in [1, 9, packed.len() / 2, packed.len() - 1] {
        let request = device
            .browser
            .request(Method::POST, "/api/v1/sync")
            .header("content-type", "application/cbor")
            .header("content-encoding", "gzip");
        let body = Body::from(packed[..cut].to_vec());
        let answer = device.browser.send(request, body).await;
        answer.refused(400, "malformed");
    }
    device
        .send(&good, "", "")
        .await
        .refused(415, "unsupported_type");
    assert_eq!(ops_of(&server, &device).await, 0);
    let taken = device.send(&good, "application/cbor", "gzip").await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    assert_eq!(ops_of(&server, &device).await, 1);
}

/// Ops that are well-formed and wrong, each with the reason that its receipt gives.
fn poison(device: &mut Device, there: Id) -> Vec<(Op, &'static str)> {
    let owner = device.user;
    let with = |no: u16, value: Value| {
        let Action::Create { mut fields, items } = lead(owner, "毒") else {
            unreachable!()
        };
        fields.retain(|(other, _)| *other != no);
        fields.push((no, value));
        Action::Create { fields, items }
    };
    let create = |n: u8, action| (BoothLead::KIND, Id([n; 16]), action);
    let step = |transition, from| Action::Step {
        transition,
        from,
        bound: None,
        args: Vec::new(),
    };
    let bad = [
        (
            create(20, with(BoothLead::NAME, Value::Int(7))),
            "wrong-type",
        ),
        (
            create(21, with(BoothLead::PHONES, Value::Text("1".into()))),
            "wrong-type",
        ),
        (
            create(22, with(BoothLead::OWNER, Value::Ref(Kind(9), there))),
            "wrong-type",
        ),
        (
            (Kind(64_999), Id([23; 16]), lead(owner, "无此类")),
            "unknown-kind",
        ),
        (create(0, lead(owner, "无编号")), "no-id"),
        ((BoothLead::KIND, there, lead(owner, "又一次")), "id-taken"),
        (
            (
                Customer::KIND,
                there,
                set(Customer::NAME, Value::Text("x".into())),
            ),
            "other-kind",
        ),
        (
            (
                BoothLead::KIND,
                Id([24; 16]),
                set(BoothLead::NAME, Value::Text("x".into())),
            ),
            "unknown-record",
        ),
        ((BoothLead::KIND, there, step(999, 1)), "unknown-step"),
        (
            (
                BoothLead::KIND,
                there,
                Action::Unknown(vec![0x82, 0x18, 0x63, 0xf6]),
            ),
            "unknown-action",
        ),
    ];
    bad.into_iter()
        .map(|((kind, record, action), reason)| (device.op(kind, record, action), reason))
        .collect()
}

fn of<'a>(receipts: &'a [Receipt], op: &Op) -> &'a Receipt {
    let found = receipts.iter().find(|receipt| receipt.op == op.id);
    found.unwrap_or_else(|| panic!("{:?} has no receipt", op.id))
}

#[tokio::test]
async fn every_poisoned_op_is_answered_and_stops_none_behind_it() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut device = tablet(&server, &mut admin, "0001").await;
    let there = Id([7; 16]);
    let first = device.op(BoothLead::KIND, there, lead(device.user, "陈嘉敏"));
    let poison = poison(&mut device, there);
    let last = device.op(
        BoothLead::KIND,
        there,
        set(BoothLead::NAME, Value::Text("陈佳敏".into())),
    );
    let mut ops = vec![first.clone()];
    ops.extend(poison.iter().map(|(op, _)| op.clone()));
    ops.push(last.clone());
    let receipts = answered(&mut device, &push(ops.clone())).await.receipts;
    assert_eq!(receipts.len(), ops.len());
    assert_eq!(of(&receipts, &first).verdict, Verdict::Accepted);
    for (op, reason) in &poison {
        let receipt = of(&receipts, op);
        assert_eq!(receipt.verdict, Verdict::Rejected, "{reason}: {receipt:?}");
        assert_eq!(receipt.reasons[0].code, *reason, "{receipt:?}");
    }
    assert_eq!(of(&receipts, &last).verdict, Verdict::Accepted);
    // What was refused is kept all the same, for its author to see.
    assert_eq!(ops_of(&server, &device).await, ops.len() as i64);
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn numbers_at_the_end_of_their_range_are_taken_or_refused_but_break_nothing() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut device = tablet(&server, &mut admin, "0001").await;
    let far = i64::MAX as u64;
    let lies: [fn(&mut Op); 8] = [
        |op| op.offset_ms = i64::MIN,
        |op| op.offset_ms = i64::MAX,
        |op| {
            op.hlc = Hlc {
                ms: i64::MAX as u64,
                count: u32::MAX,
            }
        },
        |op| op.hlc = Hlc { ms: 0, count: 0 },
        |op| {
            op.seen = Seen {
                server_epoch: u32::MAX,
                seq: u64::MAX,
            }
        },
        |op| op.seen.seq = u64::MAX,
        |op| op.schema = u16::MAX,
        |op| op.zone = "不存在/的时区".repeat(100),
    ];
    for (n, lie) in (30..).zip(lies) {
        let mut op = device.op(BoothLead::KIND, Id([n; 16]), lead(device.user, "时钟错了"));
        lie(&mut op);
        let answer = answered(&mut device, &push(vec![op.clone()])).await;
        let receipt = of(&answer.receipts, &op);
        // Capture never refuses, least of all for a clock.
        assert!(receipt.verdict.took_effect(), "{n}: {receipt:?}");
    }
    let cursor = |seq, reach, fill| Cursor {
        server_epoch: 1,
        seq,
        reach,
        fill,
    };
    let fill = |pos| Fill {
        what: Filling::Reach(7),
        pos,
    };
    for cursor in [
        cursor(u64::MAX, 0, None),
        cursor(far, u64::MAX, None),
        cursor(0, 0, Some(fill(u64::MAX))),
        cursor(u64::MAX, u64::MAX, Some(fill(far))),
        Cursor {
            server_epoch: u32::MAX,
            ..cursor(u64::MAX, 1, None)
        },
    ] {
        let request = Request {
            protocol: PROTOCOL,
            device_ms: u64::MAX,
            epoch: u32::MAX,
            head: u64::MAX,
            cursor: cursor.clone(),
            ..Request::default()
        };
        let answer = device.exchange(&request).await;
        assert_eq!(
            answer.status,
            StatusCode::OK,
            "{cursor:?}: {}",
            answer.text()
        );
    }
    // An honest device beside it notices nothing.
    let mut other = tablet(&server, &mut admin, "0002").await;
    let (_, op) = other.capture(2, "何雨桐");
    other.sync().await;
    other.got(op, Verdict::Accepted);
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn values_at_the_end_of_their_range_are_answered_one_by_one() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut device = tablet(&server, &mut admin, "0001").await;
    let values = [
        (
            BoothLead::CAPTURED_AT,
            Value::Instant(Instant::utc(i64::MAX)),
        ),
        (
            BoothLead::CAPTURED_AT,
            Value::Instant(Instant::utc(i64::MIN)),
        ),
        (BoothLead::QTY, Value::Decimal(i64::MIN, u8::MAX)),
        (BoothLead::QTY, Value::Decimal(i64::MAX, 0)),
        (BoothLead::INTEREST, Value::Choice(u32::MAX)),
        (BoothLead::NAME, Value::Text("长".repeat(50_000))),
        (BoothLead::NAME, Value::Text("\0\u{202e}\u{feff}".into())),
        (
            BoothLead::PHONES,
            Value::List(vec![Value::Text("9".repeat(10_000)); 10]),
        ),
        (9_999, Value::Text("来自将来".into())),
    ];
    for (n, (no, value)) in (40..).zip(values) {
        let Action::Create { mut fields, items } = lead(device.user, "极端") else {
            unreachable!()
        };
        fields.retain(|(other, _)| *other != no);
        fields.push((no, value));
        let op = device.op(
            BoothLead::KIND,
            Id([n; 16]),
            Action::Create { fields, items },
        );
        let answer = answered(&mut device, &push(vec![op.clone()])).await;
        let receipt = of(&answer.receipts, &op);
        // A rule that fails inside would be our fault, not the op's.
        assert!(
            receipt
                .reasons
                .iter()
                .all(|reason| reason.code != "failed-inside"),
            "{n}: {receipt:?}"
        );
    }
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_replayed_body_changes_nothing_whoever_sends_it() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut device = tablet(&server, &mut admin, "0001").await;
    let mut thief = tablet(&server, &mut admin, "0002").await;
    let ops: Vec<Op> = (7..12)
        .map(|n| device.op(BoothLead::KIND, Id([n; 16]), lead(device.user, "陈嘉敏")))
        .collect();
    let request = push(ops.clone());
    let first = answered(&mut device, &request).await;
    for _ in 0..5 {
        let again = answered(&mut device, &request).await;
        assert_eq!(again.progress, first.progress);
        assert!(again.alarms.is_empty());
        let changed = again
            .rows
            .iter()
            .filter(|sent| sent.row.kind == BoothLead::KIND);
        assert_eq!(changed.count(), 5, "the rows of the first time");
    }
    assert_eq!(ops_of(&server, &device).await, 5);

    let stolen = answered(&mut thief, &request).await;
    assert_ne!(
        stolen.replica, ops[0].id.replica.0,
        "the answer says whose it is"
    );
    assert!(stolen.progress.iter().all(|(_, done)| *done == 0));
    assert!(stolen.receipts.is_empty());
    assert!(
        stolen
            .rows
            .iter()
            .all(|sent| sent.row.kind != BoothLead::KIND)
    );
    assert_eq!(ops_of(&server, &thief).await, 0);

    // A part of it, a part with a hole before it, and one that begins beyond what is here.
    answered(&mut device, &push(ops[2..4].to_vec())).await;
    let mut later = ops[4].clone();
    later.id.seq = 9;
    later.record = Id([40; 16]);
    let gap = answered(&mut device, &push(vec![later])).await;
    assert_eq!(gap.progress, first.progress, "it is told where to go on");
    assert_eq!(ops_of(&server, &device).await, 5);

    // In the name of the server itself.
    let mut usurper = ops[0].clone();
    usurper.id.replica = shared::entity::ReplicaId::SERVER;
    usurper.id.seq = 1_000;
    let answer = answered(&mut device, &push(vec![usurper.clone()])).await;
    assert_ne!(answer.replica, usurper.id.replica.0);
    let taken = server.app.database.read(|conn| {
        let sql = "SELECT count(*) FROM ops WHERE replica = 0 AND seq >= 1000";
        conn.query_row(sql, [], |row| row.get::<_, i64>(0))
    });
    let taken = taken.await.map_err(|error: rusqlite::Error| error);
    assert_eq!(taken.unwrap(), 0, "nothing is written in the server's name");
    assert!(
        answer
            .receipts
            .iter()
            .all(|receipt| receipt.op != usurper.id)
    );
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_forged_credential_delivers_nothing() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut device = tablet(&server, &mut admin, "0001").await;
    let op = device.op(BoothLead::KIND, Id([7; 16]), lead(device.user, "陈嘉敏"));
    let request = push(vec![op]);
    let honest = device.browser.clone();
    let (cookie, push) = (honest.cookie.clone().unwrap(), honest.push.clone().unwrap());
    let flipped = |token: &str| {
        let (head, last) = token.split_at(token.len() - 1);
        format!("{head}{}", if last == "0" { '1' } else { '0' })
    };
    for forged in [
        String::new(),
        "x".repeat(7_000),
        "' OR 1=1 --".to_owned(),
        flipped(&push),
        cookie.clone(),
    ] {
        device.browser.bearer = Some(forged);
        device
            .exchange(&request)
            .await
            .refused(401, "sign_in_needed");
    }
    device.browser.bearer = None;
    for forged in [None, Some("__Host-yk=".to_owned()), Some(flipped(&cookie))] {
        device.browser.cookie = forged;
        device
            .exchange(&request)
            .await
            .refused(401, "sign_in_needed");
    }
    assert_eq!(ops_of(&server, &device).await, 0);
    device.browser = honest;
    answered(&mut device, &request).await;
    assert_eq!(ops_of(&server, &device).await, 1);
}
