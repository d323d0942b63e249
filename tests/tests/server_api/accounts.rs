//! Setup, invitation, sign-in, passwords, devices: who comes in, and who stops coming in.

use crate::harness::{Browser, PASSWORD, SETUP_CODE, TestServer, redeem, setup, sign_in};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;
use server::clock::{DAY, MINUTE, SECOND};
use server::store::audit;

#[tokio::test]
async fn setup_works_once_and_only_with_the_printed_code() {
    let server = TestServer::new();
    let mut browser = server.browser();
    let status = browser.get("/api/v1/status").await.json();
    assert_eq!(status["setup_needed"], true);
    assert!(status["org_public_key"].is_null());

    let wrong = browser
        .post("/api/v1/setup", setup(&browser, "0000-0000-0000"))
        .await;
    wrong.refused(403, "wrong_code");
    let done = browser
        .post("/api/v1/setup", setup(&browser, "k7qm 2xwd 9opt"))
        .await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(done.json()["user"]["administrator"], true);
    assert_eq!(done.json()["replica"], 1);

    let status = browser.get("/api/v1/status").await.json();
    assert_eq!(status["setup_needed"], false);
    assert_eq!(status["organisation"], "明光灯饰");
    assert_eq!(status["org_public_key"].as_str().unwrap().len(), 64);
    assert_eq!(
        browser.get("/api/v1/session").await.json()["user"]["login"],
        "admin"
    );
    let again = browser
        .post("/api/v1/setup", setup(&browser, SETUP_CODE))
        .await;
    again.refused(409, "already_set_up");
}

#[tokio::test]
async fn a_weak_password_stops_setup_before_anything_is_made() {
    let server = TestServer::new();
    let mut browser = server.browser();
    let mut request = setup(&browser, SETUP_CODE);
    request["administrator"]["password"] = json!("12345678");
    let answer = browser.post("/api/v1/setup", request).await;
    answer.refused(422, "invalid");
    assert_eq!(
        answer.json()["args"],
        json!({ "field": "password", "rule": "too_common" })
    );
    assert_eq!(
        browser.get("/api/v1/status").await.json()["setup_needed"],
        true
    );
    assert!(!server.folder.path().join("data/organisation.key").exists());
}

#[tokio::test]
async fn the_organisation_key_is_private_and_survives_a_restart() {
    use std::os::unix::fs::PermissionsExt as _;
    let (server, mut admin) = TestServer::set_up().await;
    let before = admin.get("/api/v1/status").await.json();
    let data = server.folder.path().join("data");
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(data.clone()), 0o700);
    assert_eq!(mode(data.join("organisation.key")), 0o600);
    assert_eq!(mode(data.join("yingke.db")), 0o600);

    let (folder, clock) = (server.folder.clone(), server.clock.clone());
    drop(admin);
    drop(server);
    let server = TestServer::on(
        folder,
        clock,
        Default::default(),
        server::http::assets::Assets::Embedded,
    );
    let after = server.browser().get("/api/v1/status").await.json();
    assert_eq!(after["org_public_key"], before["org_public_key"]);
    assert_eq!(after["server_epoch"], before["server_epoch"]);
}

#[tokio::test]
async fn an_invitation_is_redeemed_once_and_in_time() {
    let (server, mut admin) = TestServer::set_up().await;
    let invited = admin
        .post("/api/v1/users", json!({ "login": "0042", "name": "李雷" }))
        .await;
    assert_eq!(invited.status, StatusCode::CREATED);
    assert_eq!(invited.json()["user"]["state"], "invited");
    let code = invited.json()["code"].as_str().unwrap().to_owned();
    admin
        .post(
            "/api/v1/users",
            json!({ "login": " 0042 ", "name": "Other" }),
        )
        .await
        .refused(409, "login_taken");

    let mut member = server.browser();
    let answer = member.post("/api/v1/redeem", redeem(&member, &code)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["user"]["name"], "李雷");
    assert_eq!(answer.json()["user"]["administrator"], false);
    let again = server.browser();
    again
        .clone()
        .post("/api/v1/redeem", redeem(&again, &code))
        .await
        .refused(403, "wrong_code");

    let late = admin
        .post("/api/v1/users", json!({ "login": "0043", "name": "韩梅" }))
        .await;
    let code = late.json()["code"].as_str().unwrap().to_owned();
    server.clock.advance(7 * DAY + SECOND);
    let mut late = server.browser();
    late.post("/api/v1/redeem", redeem(&late, &code))
        .await
        .refused(403, "wrong_code");
}

#[tokio::test]
async fn sign_in_tells_neither_which_part_was_wrong_nor_who_exists() {
    let (server, _) = TestServer::set_up().await;
    let mut browser = server.browser();
    let wrong = browser
        .post("/api/v1/sign-in", sign_in(&browser, "admin", "wrong horse"))
        .await;
    let nobody = browser
        .post("/api/v1/sign-in", sign_in(&browser, "nobody", PASSWORD))
        .await;
    wrong.refused(401, "wrong_credentials");
    assert_eq!(wrong.text(), nobody.text());
    let good = browser
        .post("/api/v1/sign-in", sign_in(&browser, "ADMIN ", PASSWORD))
        .await;
    assert_eq!(good.status, StatusCode::OK);
    assert_eq!(good.json()["replica"], 2);
    let cookie = good.header("set-cookie");
    assert!(cookie.starts_with("__Host-yk="), "{cookie}");
    for attribute in ["Path=/", "HttpOnly", "Secure", "SameSite=Strict"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
}

#[tokio::test]
async fn a_replica_keeps_its_number_and_no_two_share_one() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.member(&mut admin, "0042").await;
    let first = member.get("/api/v1/session").await.json()["replica"].clone();
    let again = member
        .post("/api/v1/sign-in", sign_in(&member, "0042", PASSWORD))
        .await;
    assert_eq!(again.json()["replica"], first);
    let other = member
        .post("/api/v1/sign-in", sign_in(&member, "admin", PASSWORD))
        .await;
    assert_ne!(other.json()["replica"], first);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_the_owner_gets_in_after_the_wait() {
    let (server, _) = TestServer::set_up().await;
    let mut thief = server.browser();
    for _ in 0..5 {
        thief
            .post("/api/v1/sign-in", sign_in(&thief, "admin", "guess guess"))
            .await;
    }
    let refused = thief
        .post("/api/v1/sign-in", sign_in(&thief, "admin", PASSWORD))
        .await;
    refused.refused(429, "too_many_attempts");
    assert_eq!(refused.header("retry-after"), "30");

    let mut owner = server.browser().at("10.0.0.7:40000");
    let good = owner
        .post("/api/v1/sign-in", sign_in(&owner, "admin", PASSWORD))
        .await;
    assert_eq!(good.status, StatusCode::OK);
    server.clock.advance(30 * SECOND);
    let good = thief
        .post("/api/v1/sign-in", sign_in(&thief, "admin", PASSWORD))
        .await;
    assert_eq!(good.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let (server, _) = TestServer::set_up().await;
    let mut thief = server.browser();
    for _ in 0..5 {
        thief
            .post("/api/v1/redeem", redeem(&thief, "0000-0000-0000"))
            .await
            .refused(403, "wrong_code");
    }
    thief
        .post("/api/v1/redeem", redeem(&thief, "0000-0000-0000"))
        .await
        .refused(429, "too_many_attempts");
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let (_server, mut admin) = TestServer::set_up().await;
    let mut thief = admin.clone();
    let out = admin.post("/api/v1/sign-out", json!({})).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(admin.cookie.is_none());
    thief
        .get("/api/v1/session")
        .await
        .refused(401, "sign_in_needed");
}

/// The contact is noted beside the answer: waits until it is.
async fn contact_noted(server: &TestServer) {
    let now = server.clock.now();
    for _ in 0..1_000 {
        let last = server.app.database.read(|conn| {
            let sql = "SELECT max(seen_at) FROM sessions";
            conn.query_row(sql, [], |row| row.get::<_, i64>(0))
        });
        let last: Result<i64, rusqlite::Error> = last.await;
        if last.unwrap() == now {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the contact was never noted");
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_after_ninety_days_in_any_case() {
    let (server, mut admin) = TestServer::set_up().await;
    for _ in 0..8 {
        server.clock.advance(11 * DAY);
        assert_eq!(admin.get("/api/v1/session").await.status, StatusCode::OK);
        contact_noted(&server).await;
    }
    server.clock.advance(3 * DAY);
    admin
        .get("/api/v1/session")
        .await
        .refused(401, "sign_in_needed");

    admin
        .post("/api/v1/sign-in", sign_in(&admin, "admin", PASSWORD))
        .await;
    server.clock.advance(15 * DAY);
    admin
        .get("/api/v1/session")
        .await
        .refused(401, "sign_in_needed");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut elsewhere = server.browser();
    elsewhere
        .post("/api/v1/sign-in", sign_in(&elsewhere, "admin", PASSWORD))
        .await;

    let wrong = json!({ "current": "wrong horse", "password": "another good one" });
    admin
        .post("/api/v1/password", wrong)
        .await
        .refused(401, "wrong_credentials");
    let right = json!({ "current": PASSWORD, "password": "another good one" });
    assert_eq!(
        admin.post("/api/v1/password", right).await.status,
        StatusCode::NO_CONTENT
    );

    assert_eq!(admin.get("/api/v1/session").await.status, StatusCode::OK);
    elsewhere
        .get("/api/v1/session")
        .await
        .refused(401, "sign_in_needed");
    elsewhere
        .post("/api/v1/sign-in", sign_in(&elsewhere, "admin", PASSWORD))
        .await
        .refused(401, "wrong_credentials");
    let good = sign_in(&elsewhere, "admin", "another good one");
    assert_eq!(
        elsewhere.post("/api/v1/sign-in", good).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_lost_password_is_replaced_through_a_code_from_the_administrator() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.member(&mut admin, "0042").await;
    let id = member.get("/api/v1/session").await.json()["user"]["id"].clone();
    let path = format!("/api/v1/users/{}/code", id.as_str().unwrap());
    member
        .post(&path, json!({}))
        .await
        .refused(403, "forbidden");
    let code = admin.post(&path, json!({})).await.json()["code"]
        .as_str()
        .unwrap()
        .to_owned();

    let mut request = redeem(&member, &code);
    request["password"] = json!("a new one entirely");
    let mut fresh = server.browser();
    assert_eq!(
        fresh.post("/api/v1/redeem", request).await.status,
        StatusCode::OK
    );
    member
        .get("/api/v1/session")
        .await
        .refused(401, "sign_in_needed");
    member
        .post("/api/v1/sign-in", sign_in(&member, "0042", PASSWORD))
        .await
        .refused(401, "wrong_credentials");
}

#[tokio::test]
async fn a_revoked_device_is_told_to_wipe_at_its_next_contact() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.member(&mut admin, "0042").await;
    let mut other = server.member(&mut admin, "0043").await;
    let path = format!("/api/v1/devices/{}/revoke", member.device);
    other.post(&path, json!({})).await.refused(404, "not_found");
    assert_eq!(
        admin.post(&path, json!({})).await.status,
        StatusCode::NO_CONTENT
    );

    let told = member.get("/api/v1/session").await;
    told.refused(401, "device_revoked");
    assert_eq!(told.json()["args"]["wipe"], true);
    assert_eq!(told.header("clear-site-data"), "\"storage\"");
    member
        .post("/api/v1/sign-in", sign_in(&member, "0042", PASSWORD))
        .await
        .refused(401, "device_revoked");

    let mut new_device = server.browser();
    let again = new_device
        .post("/api/v1/sign-in", sign_in(&new_device, "0042", PASSWORD))
        .await;
    assert_eq!(again.status, StatusCode::OK);
    let list = admin.get("/api/v1/devices").await.json();
    let lost = list
        .as_array()
        .unwrap()
        .iter()
        .find(|d| d["id"] == json!(member.device))
        .unwrap();
    assert!(lost["revoked_at"].is_i64());
}

#[tokio::test]
async fn people_see_and_rename_their_own_devices_only() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.member(&mut admin, "0042").await;
    let mine = member.get("/api/v1/devices").await.json();
    assert_eq!(mine.as_array().unwrap().len(), 1);
    assert_eq!(mine[0]["this"], true);
    assert_eq!(
        admin
            .get("/api/v1/devices")
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let path = format!("/api/v1/devices/{}", member.device);
    let renamed = member.patch(&path, json!({ "name": "  3号平板 " })).await;
    assert_eq!(renamed.status, StatusCode::NO_CONTENT);
    assert_eq!(
        member.get("/api/v1/devices").await.json()[0]["name"],
        "3号平板"
    );
    member
        .patch(&path, json!({ "name": " " }))
        .await
        .refused(422, "invalid");
    let path = format!("/api/v1/devices/{}", admin.device);
    member
        .patch(&path, json!({ "name": "mine" }))
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_the_last_administrator_stays() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.member(&mut admin, "0042").await;
    let users = admin.get("/api/v1/users").await.json();
    let id = |login: &str| {
        let all = users.as_array().unwrap().iter();
        let user = all.clone().find(|user| user["login"] == login).unwrap();
        user["id"].as_str().unwrap().to_owned()
    };
    member.get("/api/v1/users").await.refused(403, "forbidden");
    admin
        .post(&format!("/api/v1/users/{}/disable", id("admin")), json!({}))
        .await
        .refused(409, "last_administrator");
    let path = format!("/api/v1/users/{}", id("0042"));
    let out = admin.post(&format!("{path}/disable"), json!({})).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    member
        .get("/api/v1/session")
        .await
        .refused(401, "account_disabled");
    member
        .post("/api/v1/sign-in", sign_in(&member, "0042", PASSWORD))
        .await
        .refused(401, "account_disabled");
    admin.post(&format!("{path}/enable"), json!({})).await;
    assert_eq!(member.get("/api/v1/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_security_event_is_in_the_chain_and_a_change_to_any_shows() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut member = server.member(&mut admin, "0042").await;
    member
        .post("/api/v1/sign-in", sign_in(&member, "0042", "wrong horse"))
        .await;
    admin
        .post(
            &format!("/api/v1/devices/{}/revoke", member.device),
            json!({}),
        )
        .await;

    let actions: Vec<String> = server
        .app
        .database
        .read(|conn| {
            let mut all = conn.prepare("SELECT action FROM audit ORDER BY number")?;
            all.query_map([], |row| row.get(0))?
                .collect::<Result<_, rusqlite::Error>>()
        })
        .await
        .unwrap();
    let expected = [
        "set_up",
        "signed_in",
        "user_invited",
        "signed_in",
        "sign_in_failed",
        "device_revoked",
    ];
    assert_eq!(actions, expected);
    let verify = || server.app.database.read(audit::verify);
    assert_eq!(verify().await.unwrap(), Ok(6));

    for tampering in [
        "UPDATE audit SET at = at + 1 WHERE number = 3",
        "UPDATE audit SET detail = '{}' WHERE number = 3",
        "UPDATE audit SET actor = NULL WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET number = 300 WHERE number = 3",
    ] {
        let tampered = server.app.database.write(move |conn| {
            conn.execute(tampering, [])?;
            let seen = audit::verify(conn)?;
            // An error undoes the tampering again.
            Err::<(), _>(Tampered(Some(seen)))
        });
        let Tampered(seen) = tampered.await.unwrap_err();
        assert!(matches!(seen, Some(Err(3))), "{tampering}: {seen:?}");
    }
    assert_eq!(verify().await.unwrap(), Ok(6));
}

struct Tampered(Option<Result<u64, u64>>);

impl From<rusqlite::Error> for Tampered {
    fn from(error: rusqlite::Error) -> Self {
        panic!("{error}")
    }
}

#[tokio::test]
async fn bad_bodies_get_a_plain_answer() {
    let (server, mut admin) = TestServer::set_up().await;
    let json = |browser: &Browser| {
        browser
            .request(Method::POST, "/api/v1/sign-in")
            .header("content-type", "application/json")
    };
    let truncated = admin
        .send(json(&admin), Body::from("{\"login\": \"ad"))
        .await;
    truncated.refused(400, "malformed");
    let wrong_type = admin.send(json(&admin), Body::from("{\"login\": 7}")).await;
    wrong_type.refused(400, "malformed");
    assert!(
        wrong_type.json()["args"]["detail"]
            .as_str()
            .unwrap()
            .contains("login")
    );
    let huge = format!("{{\"login\": \"{}\"}}", "x".repeat(70_000));
    admin
        .send(json(&admin), Body::from(huge))
        .await
        .refused(413, "too_large");
    let untyped = admin.request(Method::POST, "/api/v1/sign-in");
    admin
        .send(untyped, Body::from("login=admin"))
        .await
        .refused(415, "unsupported_type");
    admin
        .get("/api/v1/sign-in")
        .await
        .refused(405, "method_not_allowed");
    admin.get("/api/v1/nothing").await.refused(404, "not_found");
    admin
        .post("/api/v1/users/7/code", json!({}))
        .await
        .refused(400, "malformed");
    server.clock.advance(MINUTE);
    assert_eq!(admin.get("/api/v1/session").await.status, StatusCode::OK);
}
