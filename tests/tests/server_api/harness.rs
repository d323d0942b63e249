//! A server with a data folder of its own and a clock that a test moves, and browsers that talk to it.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use server::app::{self, App, Options};
use server::clock::Clock;
use server::data_folder::DataFolder;
use server::http::assets::Assets;
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

/// 2026-11-22, the instant at which every test begins.
pub(crate) const START: i64 = 1_795_305_600_000;
pub(crate) const SETUP_CODE: &str = "K7QM-2XWD-90PT";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct TestServer {
    pub(crate) app: Arc<App>,
    pub(crate) clock: Clock,
    pub(crate) folder: Arc<TempDir>,
    router: Router,
}

impl TestServer {
    pub(crate) fn new() -> Self {
        Self::with(Options::default(), Assets::Embedded)
    }

    pub(crate) fn with(options: Options, assets: Assets) -> Self {
        Self::on(
            Arc::new(TempDir::new().unwrap()),
            Clock::standing_at(START),
            options,
            assets,
        )
    }

    pub(crate) fn on(folder: Arc<TempDir>, clock: Clock, options: Options, assets: Assets) -> Self {
        let data = DataFolder::open(&folder.path().join("data")).unwrap();
        let app = App::open(data, clock.clone(), assets, options, Some(SETUP_CODE)).unwrap();
        let app = Arc::new(app);
        Self {
            router: app::router(Arc::clone(&app)),
            app,
            clock,
            folder,
        }
    }

    /// A server that has been set up, and its administrator.
    pub(crate) async fn set_up() -> (Self, Browser) {
        let server = Self::new();
        let mut browser = server.browser();
        let answer = browser
            .post("/api/v1/setup", setup(&browser, SETUP_CODE))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        (server, browser)
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            device: server::random::id(START).unwrap(),
            cookie: None,
            push: None,
            bearer: None,
            address: "127.0.0.1:50000".parse().unwrap(),
        }
    }

    /// Invites somebody and lets them choose their password on a device of their own.
    pub(crate) async fn member(&self, admin: &mut Browser, login: &str) -> Browser {
        self.member_with(admin, json!({ "login": login, "name": login }))
            .await
    }

    pub(crate) async fn member_with(&self, admin: &mut Browser, user: Value) -> Browser {
        let invited = admin.post("/api/v1/users", user).await;
        assert_eq!(invited.status, StatusCode::CREATED, "{}", invited.text());
        let code = invited.json()["code"].as_str().unwrap().to_owned();
        let mut browser = self.browser();
        let answer = browser
            .post("/api/v1/redeem", redeem(&browser, &code))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        browser
    }
}

pub(crate) fn setup(browser: &Browser, code: &str) -> Value {
    json!({
        "code": code,
        "organisation": "明光灯饰",
        "administrator": { "login": "Admin", "name": "王芳", "password": PASSWORD },
        "device": browser.introduction(),
    })
}

pub(crate) fn redeem(browser: &Browser, code: &str) -> Value {
    json!({ "code": code, "password": PASSWORD, "device": browser.introduction() })
}

pub(crate) fn sign_in(browser: &Browser, login: &str, password: &str) -> Value {
    json!({ "login": login, "password": password, "device": browser.introduction() })
}

/// One device's browser: it keeps its cookie.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) device: Uuid,
    pub(crate) cookie: Option<String>,
    /// The push credential of the last sign-in.
    pub(crate) push: Option<String>,
    /// Sent in place of the cookie.
    pub(crate) bearer: Option<String>,
    pub(crate) address: SocketAddr,
}

impl Browser {
    /// From now on it finds this server at the same address.
    pub(crate) fn move_to(&mut self, server: &TestServer) {
        self.router = server.router.clone();
    }

    /// The same browser somewhere else.
    pub(crate) fn at(&self, address: &str) -> Self {
        Self {
            address: address.parse().unwrap(),
            ..self.clone()
        }
    }

    pub(crate) fn introduction(&self) -> Value {
        json!({ "id": self.device, "name": "展位平板", "kind": "tablet" })
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path), Body::empty())
            .await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        let request = self.request(Method::POST, path);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request, Body::from(body.to_string())).await
    }

    pub(crate) async fn patch(&mut self, path: &str, body: Value) -> Answer {
        let request = self.request(Method::PATCH, path);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request, Body::from(body.to_string())).await
    }

    /// A request as this browser would send it from a page of the app.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .extension(ConnectInfo(self.address))
            .header(header::HOST, "127.0.0.1:8787")
            .header("sec-fetch-site", "same-origin");
        if let Some(bearer) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("theme=dark; {cookie}"));
        }
        request
    }

    pub(crate) async fn send(
        &mut self,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        if let Some(cookie) = parts.headers.get(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        if let Ok(signed_in) = serde_json::from_slice::<Value>(&body)
            && let Some(push) = signed_in["push_credential"].as_str()
        {
            self.push = Some(push.to_owned());
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts a refusal with this status and code, in the form that all refusals have.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["code"], code);
        assert_eq!(problem["status"], status);
    }
}

impl TestServer {
    /// Listens on a port of its own until the test ends.
    pub(crate) fn listen(&self, tls: Option<Arc<rustls::ServerConfig>>) -> SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let app = Arc::clone(&self.app);
        tokio::spawn(server::serve::accept(
            app,
            listener,
            tls,
            axum_server::Handle::new(),
        ));
        address
    }
}
