//! A full disk: writing waits, reading goes on, and nothing is half done.

use crate::blobs::{self, photo};
use crate::device::{Device, lead};
use crate::harness::{Browser, PASSWORD, TestServer, sign_in};
use axum::http::StatusCode;
use serde_json::json;
use server::jobs::verify;
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Canonical as _, Entity as _, Id};
use shared::sync::slice::Slice;
use shared::sync::wire::{PROTOCOL, Request, Response};

/// Lets the database grow by this many pages and no further; `None` frees it again.
pub(crate) async fn limit(server: &TestServer, pages: Option<i64>) {
    let limited = server.app.database.write(move |conn| {
        let now: i64 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let limit = pages.map_or(1 << 30, |more| now + more);
        conn.pragma_update_and_check(None, "max_page_count", limit, |_| Ok(()))
    });
    limited
        .await
        .map_err(|error: rusqlite::Error| error)
        .unwrap();
}

#[tokio::test]
async fn a_full_disk_stops_writing_and_nothing_else() {
    let (server, mut admin) = TestServer::set_up().await;
    let grants = json!([{ "role": "SALES", "scope": "own" }]);
    let member = json!({ "login": "0001", "name": "李雷", "grants": grants });
    let mut tablet = Device::of(server.member_with(&mut admin, member).await, &server).await;
    let (kept, _) = tablet.capture(1, "there is room");
    tablet.sync().await;

    let ops = (2..100).map(|n| {
        let name = "很长的名字".repeat(200);
        tablet.op(BoothLead::KIND, Id([n; 16]), lead(tablet.user, &name))
    });
    let ops: Vec<_> = ops.collect();
    let slices = vec![Slice { ops: ops.clone() }];
    let push = Request {
        protocol: PROTOCOL,
        slices,
        ..Request::default()
    };
    limit(&server, Some(20)).await;
    for _ in 0..3 {
        let full = tablet.exchange(&push).await;
        full.refused(507, "storage_full");
        assert_eq!(full.header("retry-after"), "60");
    }
    // Reading goes on, and the session with it.
    assert_eq!(admin.get("/api/v1/session").await.status, StatusCode::OK);
    assert_eq!(admin.get("/healthz").await.status, StatusCode::OK);
    let pull = Request {
        protocol: PROTOCOL,
        ..Request::default()
    };
    let answer = tablet.exchange(&pull).await;
    let answer = Response::from_bytes(&answer.body).unwrap();
    assert!(answer.rows.iter().any(|sent| sent.row.id == kept));
    assert!(
        answer.progress.contains(&(1, 1)),
        "nothing of the slice was kept: {:?}",
        answer.progress
    );

    limit(&server, None).await;
    let answer = tablet.exchange(&push).await;
    let answer = Response::from_bytes(&answer.body).unwrap();
    assert_eq!(answer.progress, [(1, 99)]);
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );
}

/// Lets the database grow no further, and leaves hardly any room in the pages it has.
pub(crate) async fn fill_up(server: &TestServer) {
    let file = server.app.folder.database();
    rusqlite::Connection::open(file)
        .unwrap()
        .execute_batch("VACUUM")
        .unwrap();
    limit(server, Some(0)).await;
}

/// Uploads photo after photo until one is refused: its size.
async fn upload_until_full(browser: &mut Browser) -> usize {
    for size in 1_000..1_300 {
        let answer = blobs::send(browser, &photo(size)).await;
        if answer.status != StatusCode::NO_CONTENT {
            answer.refused(507, "storage_full");
            return size;
        }
    }
    panic!("never full");
}

#[tokio::test]
async fn a_photo_that_the_database_has_no_room_for_is_taken_later() {
    let (server, mut admin) = TestServer::set_up().await;
    fill_up(&server).await;
    let size = upload_until_full(&mut admin).await;
    let path = blobs::path(&photo(size));
    admin.get(&path).await.refused(404, "not_found");
    assert_eq!(blobs::standing(&mut admin, &path).await.1, "?0");
    assert_eq!(admin.get("/healthz").await.status, StatusCode::OK);

    limit(&server, None).await;
    blobs::upload(&mut admin, size).await;
    assert_eq!(admin.get(&path).await.body, photo(size));
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_photo_that_the_disk_has_no_room_for_is_taken_later() {
    let (server, mut admin) = TestServer::set_up().await;
    let content = photo(5_000);
    let session = admin.get("/api/v1/session").await.json();
    let hash = blobs::path(&content).rsplit('/').next().unwrap().to_owned();
    let part = format!("{hash}-{}", session["replica"]);
    let part = server.app.folder.uploads().join(part);
    // The device that is always full stands for a disk that is.
    std::os::unix::fs::symlink("/dev/full", &part).unwrap();
    for _ in 0..3 {
        let full = blobs::send(&mut admin, &content).await;
        full.refused(507, "storage_full");
        assert_eq!(full.header("retry-after"), "60");
    }
    assert_eq!(admin.get("/healthz").await.status, StatusCode::OK);
    std::fs::remove_file(&part).unwrap();
    blobs::upload(&mut admin, content.len()).await;
    assert_eq!(admin.get(&blobs::path(&content)).await.body, content);
}

#[tokio::test]
async fn nobody_comes_half_in_while_the_disk_is_full() {
    let (server, mut admin) = TestServer::set_up().await;
    fill_up(&server).await;
    let mut refused = None;
    for n in 1..60 {
        let mut browser = server.browser();
        browser.address = format!("127.0.1.{n}:5000").parse().unwrap();
        let body = sign_in(&browser, "admin", PASSWORD);
        let answer = browser.post("/api/v1/sign-in", body).await;
        if answer.status != StatusCode::OK {
            answer.refused(507, "storage_full");
            assert!(browser.cookie.is_none());
            refused = Some(browser);
            break;
        }
    }
    let mut browser = refused.expect("never full");
    // Whoever is in stays in, and may look.
    assert_eq!(admin.get("/api/v1/users").await.status, StatusCode::OK);
    limit(&server, None).await;
    let body = sign_in(&browser, "admin", PASSWORD);
    let answer = browser.post("/api/v1/sign-in", body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(
        verify::data(&server.app.folder).unwrap(),
        Vec::<String>::new()
    );
}
