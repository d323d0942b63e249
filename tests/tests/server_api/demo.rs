//! `--demo`: from an empty folder to a filled organisation that everybody can sign in to.

use crate::device::Device;
use crate::harness::{TestServer, sign_in};
use axum::http::StatusCode;
use server::demo::{self, Entry};
use shared::domain::customers::{Customer, Duplicate};
use shared::domain::exhibitions::{BoothLead, Exhibition};
use shared::domain::products::Product;
use shared::domain::tasks::Task;
use shared::entity::Entity as _;
use std::net::SocketAddr;

fn loopback() -> SocketAddr {
    "127.0.0.1:8787".parse().unwrap()
}

async fn filled() -> (TestServer, Entry) {
    let server = TestServer::new();
    let entry = demo::prepare(&server.app, loopback()).await.unwrap();
    (server, entry.unwrap())
}

#[tokio::test]
async fn everybody_signs_in_with_the_printed_password() {
    let (server, entry) = filled().await;
    let printed = entry.to_string();
    assert!(printed.contains(&entry.password), "{printed}");
    assert!(entry.accounts.len() >= 15);
    for (n, account) in entry.accounts.iter().enumerate() {
        let mut browser = server.browser();
        browser.address = format!("10.0.0.{}:5000", n + 1).parse().unwrap();
        let body = sign_in(&browser, account.login, &entry.password);
        let answer = browser.post("/api/v1/sign-in", body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let answer = answer.json();
        assert_eq!(answer["user"]["name"], account.name);
        assert_eq!(answer["demo"], true, "{answer}");
        assert!(printed.contains(account.login) && printed.contains(account.role));
    }
}

#[tokio::test]
async fn the_manager_sees_every_lead_of_the_show_and_the_status_says_demo() {
    let (server, entry) = filled().await;
    let mut browser = server.browser();
    let status = browser.get("/api/v1/status").await.json();
    assert_eq!(status["demo"], true);
    assert_eq!(status["setup_needed"], false);
    assert_eq!(status["organisation"], "明庭照明");
    let body = sign_in(&browser, "lin", &entry.password);
    let answer = browser.post("/api/v1/sign-in", body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let mut device = Device::of(browser, &server).await;
    device.sync().await;
    let there = |kind| device.client.world.of_kind(kind).len();
    assert_eq!(there(BoothLead::KIND), 200);
    assert_eq!(there(Exhibition::KIND), 1);
    assert!(there(Customer::KIND) >= 15);
    assert!(there(Product::KIND) >= 10);
    assert!(there(Task::KIND) >= 50, "leads bring follow-up tasks");
    // A few met twice at the stand, or customers already: enough to decide on, not to drown in.
    assert!((3..20).contains(&there(Duplicate::KIND)));
}

#[tokio::test]
async fn a_second_start_keeps_the_demo_as_it_is() {
    let (server, _) = filled().await;
    let again = demo::prepare(&server.app, loopback()).await.unwrap();
    assert!(again.is_none());
}

#[tokio::test]
async fn never_joins_a_real_organisation_and_never_faces_the_network() {
    let (server, _) = TestServer::set_up().await;
    let refused = demo::prepare(&server.app, loopback()).await.unwrap_err();
    assert!(refused.to_string().contains("empty folder"), "{refused}");
    let server = TestServer::new();
    let everywhere = "0.0.0.0:8787".parse().unwrap();
    let refused = demo::prepare(&server.app, everywhere).await.unwrap_err();
    assert!(refused.to_string().contains("this machine"), "{refused}");
    assert!(server.app.organisation().await.unwrap().is_none());
}
