//! The description of the API is the API.

use crate::harness::TestServer;
use axum::body::Body;
use axum::http::Method;
use server::error::Code;

#[tokio::test]
async fn every_described_call_exists_and_no_call_is_undescribed() {
    let server = TestServer::new();
    let mut browser = server.browser();
    let description = browser.get("/api/openapi.json").await.json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = description["paths"].as_object().unwrap();
    let mut described = 0;
    for (path, calls) in paths {
        let address = path
            .replace("{id}", "0193a1b2-0000-7000-8000-000000000001")
            .replace("{hash}", &"ab".repeat(32));
        for (method, call) in calls.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = browser
                .send(browser.request(method, &address), Body::empty())
                .await;
            let status = answer.status.as_u16();
            assert!(status != 405 && status < 500, "{path}: {}", answer.text());
            // The router knows it: an unknown address would be "not_found" without a session.
            assert!(status != 404, "{path}: {}", answer.text());
            assert!(
                call["summary"].is_string(),
                "{path} says nothing about itself"
            );
            described += 1;
        }
        let other = browser
            .send(browser.request(Method::TRACE, &address), Body::empty())
            .await;
        other.refused(405, "method_not_allowed");
    }
    // `routes!` describes what it routes; `.route(` would not. The count guards the rest.
    let app = include_str!("../../../server/src/app.rs");
    assert!(
        !app.contains(".route(\"/api/v1"),
        "route through routes!, so that it is described"
    );
    assert!(described >= 16, "{described}");
}

#[test]
fn codes_are_told_apart() {
    let mut words: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Code::ALL.len());
}
