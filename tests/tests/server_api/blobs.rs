//! Photographs on their way in and out, interrupted, repeated and lied about.

use crate::harness::{Answer, Browser, TestServer};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;
use server::blobs::{MAX_BLOB, MAX_CHUNK};
use server::hex;
use sha2::{Digest as _, Sha256};

/// Content that begins like a JPEG and is nowhere the same.
pub(crate) fn photo(size: usize) -> Vec<u8> {
    let noise = (0u64..).flat_map(|n| Sha256::digest(n.to_le_bytes()).to_vec());
    [0xff, 0xd8, 0xff, 0xe0]
        .into_iter()
        .chain(noise)
        .take(size)
        .collect()
}

pub(crate) fn path(content: &[u8]) -> String {
    format!("/api/v1/blobs/{}", hex::encode(&Sha256::digest(content)))
}

async fn patch(
    browser: &mut Browser,
    path: &str,
    offset: usize,
    length: usize,
    media: &str,
    bytes: &[u8],
) -> Answer {
    let request = browser
        .request(Method::PATCH, path)
        .header("upload-offset", offset)
        .header("upload-length", length)
        .header("upload-type", media);
    browser.send(request, Body::from(bytes.to_vec())).await
}

/// Sends a photo in one piece.
pub(crate) async fn send(browser: &mut Browser, content: &[u8]) -> Answer {
    let size = content.len();
    patch(browser, &path(content), 0, size, "image/jpeg", content).await
}

/// Uploads a photo; answers with its address and its hash.
pub(crate) async fn upload(browser: &mut Browser, size: usize) -> (String, [u8; 32]) {
    let content = photo(size);
    let answer = send(browser, &content).await;
    assert_eq!(answer.header("upload-complete"), "?1", "{}", answer.text());
    (path(&content), Sha256::digest(&content).into())
}

pub(crate) async fn standing(browser: &mut Browser, path: &str) -> (String, String) {
    let head = browser
        .send(browser.request(Method::HEAD, path), Body::empty())
        .await;
    assert_eq!(head.status, StatusCode::OK);
    (
        head.header("upload-offset").to_owned(),
        head.header("upload-complete").to_owned(),
    )
}

#[tokio::test]
async fn an_interrupted_upload_goes_on_where_it_stood() {
    let (server, mut admin) = TestServer::set_up().await;
    let content = photo(MAX_CHUNK + 1_000);
    let path = path(&content);
    assert_eq!(standing(&mut admin, &path).await, ("0".into(), "?0".into()));

    let first = patch(
        &mut admin,
        &path,
        0,
        content.len(),
        "image/jpeg",
        &content[..MAX_CHUNK],
    );
    assert_eq!(first.await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        standing(&mut admin, &path).await,
        (MAX_CHUNK.to_string(), "?0".into())
    );
    admin.get(&path).await.refused(404, "not_found");

    // The answer was lost: the chunk comes again, and is told where the upload stands.
    let again = patch(
        &mut admin,
        &path,
        0,
        content.len(),
        "image/jpeg",
        &content[..MAX_CHUNK],
    );
    let again = again.await;
    again.refused(409, "wrong_offset");
    assert_eq!(again.header("upload-offset"), MAX_CHUNK.to_string());

    let rest = &content[MAX_CHUNK..];
    let last = patch(
        &mut admin,
        &path,
        MAX_CHUNK,
        content.len(),
        "image/jpeg",
        rest,
    )
    .await;
    assert_eq!(last.status, StatusCode::NO_CONTENT);
    assert_eq!(last.header("upload-complete"), "?1");
    assert_eq!(
        standing(&mut admin, &path).await,
        (content.len().to_string(), "?1".into())
    );

    let got = admin.get(&path).await;
    assert_eq!(got.body, content);
    assert_eq!(got.header("content-type"), "image/jpeg");
    assert_eq!(got.header("content-disposition"), "attachment");
    assert!(got.header("content-security-policy").starts_with("sandbox"));
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    let part = admin
        .request(Method::GET, &path)
        .header("range", "bytes=262144-");
    let part = admin.send(part, Body::empty()).await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.body, rest);

    let uploads = server.folder.path().join("data/uploads");
    assert_eq!(std::fs::read_dir(uploads).unwrap().count(), 0);
}

#[tokio::test]
async fn the_same_content_is_kept_once_and_needs_no_second_upload() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.member(&mut admin, "0042").await;
    let content = photo(5_000);
    let path = path(&content);
    let whole = patch(&mut admin, &path, 0, content.len(), "image/jpeg", &content).await;
    assert_eq!(whole.header("upload-complete"), "?1");
    let repeated = patch(&mut member, &path, 0, content.len(), "image/jpeg", &content).await;
    assert_eq!(repeated.header("upload-complete"), "?1");
    let blobs = server
        .app
        .database
        .read(server::store::blobs::all)
        .await
        .unwrap();
    assert_eq!(blobs.len(), 1);
}

#[tokio::test]
async fn one_device_cannot_spoil_the_upload_of_another() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut vandal = server.member(&mut admin, "0042").await;
    let content = photo(8_000);
    let path = path(&content);
    let garbage = patch(&mut vandal, &path, 0, 8_000, "image/jpeg", &[7; 4_000]).await;
    assert_eq!(garbage.status, StatusCode::NO_CONTENT);
    let good = patch(&mut admin, &path, 0, 8_000, "image/jpeg", &content).await;
    assert_eq!(good.header("upload-complete"), "?1");
}

#[tokio::test]
async fn content_that_is_not_what_it_says_is_thrown_away() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut content = photo(5_000);
    let path_of_original = path(&content);
    content[4_000] ^= 1;
    let flipped = patch(
        &mut admin,
        &path_of_original,
        0,
        5_000,
        "image/jpeg",
        &content,
    )
    .await;
    flipped.refused(422, "hash_mismatch");
    assert_eq!(
        standing(&mut admin, &path_of_original).await,
        ("0".into(), "?0".into())
    );

    let script = b"<html><script>alert(1)</script>";
    let disguised = patch(
        &mut admin,
        &path(script),
        0,
        script.len(),
        "image/png",
        script,
    )
    .await;
    disguised.refused(422, "type_mismatch");
    let honest = patch(
        &mut admin,
        &path(script),
        0,
        script.len(),
        "text/html",
        script,
    )
    .await;
    assert_eq!(honest.status, StatusCode::NO_CONTENT);
    let got = admin.get(&path(script)).await;
    assert_eq!(got.header("content-type"), "application/octet-stream");
    assert_eq!(got.header("content-disposition"), "attachment");
    let uploads = server.folder.path().join("data/uploads");
    assert_eq!(std::fs::read_dir(uploads).unwrap().count(), 0);
}

#[tokio::test]
async fn sizes_that_do_not_fit_are_refused_before_anything_is_written() {
    let (server, mut admin) = TestServer::set_up().await;
    let content = photo(2_000);
    let path = path(&content);
    let too_long = MAX_BLOB as usize + 1;
    patch(&mut admin, &path, 0, too_long, "image/jpeg", &content)
        .await
        .refused(413, "too_large");
    let chunk = vec![0; MAX_CHUNK + 1];
    patch(&mut admin, &path, 0, chunk.len(), "", &chunk)
        .await
        .refused(413, "too_large");
    patch(&mut admin, &path, 0, 1_999, "", &content)
        .await
        .refused(400, "malformed");
    patch(&mut admin, &path, 0, 2_000, "", &[])
        .await
        .refused(400, "malformed");
    patch(&mut admin, &path, usize::MAX, 2_000, "", &content)
        .await
        .refused(400, "malformed");
    let silent = admin
        .request(Method::PATCH, &path)
        .header("upload-length", 2_000);
    admin
        .send(silent, Body::from(content.clone()))
        .await
        .refused(400, "malformed");
    let lying = admin
        .request(Method::PATCH, &path)
        .header("upload-offset", 0)
        .header("upload-length", 2_000)
        .header("content-length", 1_500);
    admin
        .send(lying, Body::from(content))
        .await
        .refused(400, "malformed");
    for name in ["..%2f..%2fyingke.db", "short", &"AB".repeat(32)] {
        admin
            .get(&format!("/api/v1/blobs/{name}"))
            .await
            .refused(400, "malformed");
    }
    let uploads = server.folder.path().join("data/uploads");
    assert_eq!(std::fs::read_dir(uploads).unwrap().count(), 0);
}

#[tokio::test]
async fn the_push_credential_delivers_and_opens_nothing() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.browser();
    let invited = admin
        .post("/api/v1/users", json!({ "login": "0042", "name": "李雷" }))
        .await;
    let code = invited.json()["code"].as_str().unwrap().to_owned();
    let entered = member
        .post("/api/v1/redeem", crate::harness::redeem(&member, &code))
        .await;
    let push = format!(
        "Bearer {}",
        entered.json()["push_credential"].as_str().unwrap()
    );
    member.post("/api/v1/sign-out", json!({})).await;

    let content = photo(3_000);
    let path = path(&content);
    let deliver = |browser: &Browser, push: &str| {
        browser
            .request(Method::PATCH, &path)
            .header("authorization", push)
            .header("upload-offset", 0)
            .header("upload-length", 3_000)
    };
    let delivered = member
        .send(deliver(&member, &push), Body::from(content.clone()))
        .await;
    assert_eq!(delivered.status, StatusCode::NO_CONTENT);
    for path in [path.as_str(), "/api/v1/session", "/api/v1/devices"] {
        let read = member
            .request(Method::GET, path)
            .header("authorization", &push);
        member
            .send(read, Body::empty())
            .await
            .refused(401, "sign_in_needed");
    }
    let forged = deliver(&member, &format!("Bearer {}", "0".repeat(64)));
    member
        .send(forged, Body::from(content.clone()))
        .await
        .refused(401, "sign_in_needed");

    let revoke = format!("/api/v1/devices/{}/revoke", member.device);
    admin.post(&revoke, json!({})).await;
    let told = member
        .send(deliver(&member, &push), Body::from(content))
        .await;
    told.refused(401, "device_revoked");
    assert_eq!(told.header("clear-site-data"), "\"storage\"");
}
