//! What every request passes first: the origin it comes from, and the app's files.

use crate::harness::{Browser, SETUP_CODE, TestServer, setup};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use server::app::Options;
use server::http::assets::Assets;

fn from(browser: &Browser, host: &str, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .uri(path)
        .extension(axum::extract::ConnectInfo(browser.address))
        .header("host", host)
}

#[tokio::test]
async fn an_insecure_origin_gets_one_page_that_says_so() {
    let server = TestServer::new();
    let mut browser = server.browser();
    for path in ["/", "/sw.js", "/customers/7"] {
        let request = from(&browser, "192.168.1.5:8787", path);
        let page = browser.send(request, Body::empty()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.text().contains("此地址未加密") && page.text().contains("not encrypted"));
        assert!(!page.text().contains("<script"));
    }
    let request = from(&browser, "yingke.example", "/api/v1/status");
    browser
        .send(request, Body::empty())
        .await
        .refused(403, "insecure_origin");
    let request = from(&browser, "yingke.example", "/healthz");
    assert_eq!(
        browser.send(request, Body::empty()).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn loopback_and_a_trusted_proxy_are_secure_a_claimed_one_is_not() {
    let status = "/api/v1/status";
    let server = TestServer::new();
    let mut browser = server.browser();
    for host in [
        "127.0.0.1:8787",
        "127.9.9.9",
        "[::1]:8787",
        "localhost",
        "app.localhost:80",
    ] {
        let request = from(&browser, host, status);
        assert_eq!(
            browser.send(request, Body::empty()).await.status,
            StatusCode::OK,
            "{host}"
        );
    }
    for host in [
        "127.0.0.1.example",
        "localhost.example",
        "user@10.0.0.1",
        "",
    ] {
        let request = from(&browser, host, status);
        browser
            .send(request, Body::empty())
            .await
            .refused(403, "insecure_origin");
    }
    let claimed = from(&browser, "yingke.example", status).header("x-forwarded-proto", "https");
    browser
        .send(claimed, Body::empty())
        .await
        .refused(403, "insecure_origin");

    let options = Options {
        behind_proxy: true,
        ..Options::default()
    };
    let server = TestServer::with(options, Assets::Embedded);
    let mut browser = server.browser();
    let claimed = from(&browser, "yingke.example", status).header("x-forwarded-proto", "https");
    assert_eq!(
        browser.send(claimed, Body::empty()).await.status,
        StatusCode::OK
    );
    let plain = from(&browser, "yingke.example", status).header("x-forwarded-proto", "http");
    browser
        .send(plain, Body::empty())
        .await
        .refused(403, "insecure_origin");
}

#[tokio::test]
async fn pages_of_other_sites_cannot_act() {
    let server = TestServer::new();
    let mut browser = server.browser();
    let body = || Body::from(setup(&server.browser(), SETUP_CODE).to_string());
    let post = |browser: &Browser| {
        from(browser, "127.0.0.1:8787", "/api/v1/setup")
            .method(Method::POST)
            .header("content-type", "application/json")
    };
    for site in ["cross-site", "same-site"] {
        let request = post(&browser).header("sec-fetch-site", site);
        browser
            .send(request, body())
            .await
            .refused(403, "cross_site");
    }
    for origin in ["https://evil.example", "http://127.0.0.1:9999", "null"] {
        let request = post(&browser).header("origin", origin);
        browser
            .send(request, body())
            .await
            .refused(403, "cross_site");
    }
    let socket = from(&browser, "127.0.0.1:8787", "/api/v1/poke")
        .header("upgrade", "websocket")
        .header("origin", "https://evil.example");
    browser
        .send(socket, Body::empty())
        .await
        .refused(403, "cross_site");
    let own = post(&browser).header("origin", "http://127.0.0.1:8787");
    assert_eq!(browser.send(own, body()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn metrics_are_for_the_machine_itself() {
    let server = TestServer::new();
    let mut browser = server.browser();
    let text = browser.get("/metrics").await.text();
    assert!(
        text.contains("yingke_answers_total{class=\"2xx\"}"),
        "{text}"
    );
    let mut elsewhere = browser.at("10.0.0.7:40000");
    elsewhere.get("/metrics").await.refused(404, "not_found");
    let proxied = browser
        .request(Method::GET, "/metrics")
        .header("x-forwarded-for", "10.0.0.7");
    browser
        .send(proxied, Body::empty())
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let server = TestServer::new();
    let mut browser = server.browser();
    for path in ["/", "/api/v1/status", "/api/v1/session", "/nothing"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            answer
                .header("content-security-policy")
                .contains("default-src 'none'"),
            "{path}"
        );
        assert!(
            answer
                .header("permissions-policy")
                .contains("camera=(self)"),
            "{path}"
        );
    }
    assert_eq!(
        browser.get("/api/v1/status").await.header("cache-control"),
        "no-store"
    );
}

#[tokio::test]
async fn the_apps_files_are_served_as_the_browser_needs_them() {
    let dist = tempfile::TempDir::new().unwrap();
    let write =
        |name: &str, content: &[u8]| std::fs::write(dist.path().join(name), content).unwrap();
    std::fs::create_dir(dist.path().join("a")).unwrap();
    write(".inputs", b"sources");
    write("index.html", b"<!doctype html><title>Yingke</title>");
    write("sw.js", b"self.addEventListener('fetch', () => {})");
    write("a/app-1a2b3c4d.wasm", b"\0asm");
    write("a/app-1a2b3c4d.wasm.br", b"brotli");
    std::fs::write(
        dist.path().parent().unwrap().join("yingke-secret"),
        "secret",
    )
    .unwrap();
    let server = TestServer::with(Options::default(), Assets::Folder(dist.path().to_owned()));
    let mut browser = server.browser();

    let page = browser.get("/").await;
    assert!(
        page.header("content-security-policy")
            .contains("'wasm-unsafe-eval'")
    );
    assert!(
        page.header("content-security-policy")
            .contains("require-trusted-types-for 'script'")
    );
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(
        browser.get("/sw.js").await.header("cache-control"),
        "no-cache"
    );
    let tag = page.header("etag").to_owned();
    let again = browser
        .request(Method::GET, "/")
        .header("if-none-match", tag);
    let again = browser.send(again, Body::empty()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);

    let wasm = browser.request(Method::GET, "/a/app-1a2b3c4d.wasm");
    let wasm = browser
        .send(wasm.header("accept-encoding", "gzip, br"), Body::empty())
        .await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(wasm.header("content-encoding"), "br");
    assert_eq!(wasm.text(), "brotli");
    assert!(wasm.header("cache-control").contains("immutable"));

    let navigate = |path| {
        browser
            .request(Method::GET, path)
            .header("sec-fetch-mode", "navigate")
    };
    let requests = [
        navigate("/leads/7"),
        navigate("/missing.js"),
        navigate("/api/v1/nothing"),
    ];
    let statuses = [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::NOT_FOUND];
    for (request, status) in requests.into_iter().zip(statuses) {
        assert_eq!(browser.send(request, Body::empty()).await.status, status);
    }
    browser.get("/leads/7").await.refused(404, "not_found");
    for path in [
        "/../yingke-secret",
        "/%2e%2e/yingke-secret",
        "//etc/passwd",
        "/.inputs",
        "/a/",
    ] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    browser
        .post("/", serde_json::json!({}))
        .await
        .refused(405, "method_not_allowed");
}
