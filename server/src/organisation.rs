//! The organisation this server works for: none until setup, then exactly one.

use crate::admin::grants::Grant;
use crate::admin::users::{self, NewUser};
use crate::app::App;
use crate::auth::caller::Peer;
use crate::auth::device::{self, Introduction};
use crate::auth::sign_in::{self, SignedIn};
use crate::auth::token::Token;
use crate::auth::{code, password};
use crate::clock::Millis;
use crate::content;
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::Body;
use crate::people;
use crate::store::accounts::{self, Account};
use crate::store::audit;
use crate::store::meta::{self, Fact};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono_tz::Tz;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::entity::Id;
use std::sync::Arc;
use utoipa::ToSchema;

/// What every device must know of the organisation and its server.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Organisation {
    /// Name of the organisation.
    pub organisation: String,
    /// X25519 public key, 64 hexadecimal digits: captures are sealed to it.
    pub org_public_key: String,
    /// Changes when the server is restored from a backup.
    pub server_epoch: u32,
    /// Made up: the app says 演示数据.
    pub demo: bool,
}

/// The state of the server, for anybody who asks.
#[derive(Serialize, ToSchema)]
pub struct Status {
    /// Nobody has set the server up yet: the setup page is next.
    setup_needed: bool,
    /// Name of the organisation.
    organisation: Option<String>,
    /// X25519 public key, 64 hexadecimal digits.
    org_public_key: Option<String>,
    /// Changes when the server is restored from a backup.
    server_epoch: Option<u32>,
    /// The organisation is made up.
    demo: bool,
    /// Version of the server.
    version: &'static str,
    /// The server's time, UTC milliseconds.
    now: Millis,
}

/// What setup needs to know.
#[derive(Deserialize, ToSchema)]
pub struct Setup {
    /// The one-time code that the server printed at its start.
    code: String,
    /// Name of the organisation.
    organisation: String,
    /// IANA time zone of the organisation; `Asia/Shanghai` if left out.
    #[serde(default)]
    zone: Option<String>,
    /// The first account; it administers the others.
    administrator: FirstAdministrator,
    /// The device on which this is typed.
    device: Introduction,
}

/// The first account.
#[derive(Deserialize, ToSchema)]
pub struct FirstAdministrator {
    /// Sign-in name.
    login: String,
    /// Name of the person.
    name: String,
    /// Password.
    password: String,
}

/// Tells whether setup is needed, whose server this is, and what time it has.
#[utoipa::path(get, path = "/api/v1/status", tag = "server", responses((status = 200, body = Status)))]
pub async fn status(State(app): State<Arc<App>>) -> Result<Json<Status>, Problem> {
    let organisation = app.organisation().await?;
    Ok(Json(Status {
        setup_needed: organisation.is_none(),
        organisation: organisation.as_ref().map(|o| o.organisation.clone()),
        org_public_key: organisation.as_ref().map(|o| o.org_public_key.clone()),
        server_epoch: organisation.as_ref().map(|o| o.server_epoch),
        demo: organisation.is_some_and(|o| o.demo),
        version: env!("CARGO_PKG_VERSION"),
        now: app.clock.now(),
    }))
}

/// Creates the organisation, its key and its first administrator, and signs them in. Works once.
#[utoipa::path(post, path = "/api/v1/setup", tag = "server", request_body = Setup, responses(
    (status = 200, body = SignedIn, description = "Done; signed in"),
    (status = 403, body = ProblemBody, description = "wrong_code"),
    (status = 409, body = ProblemBody, description = "already_set_up"),
    (status = 422, body = ProblemBody, description = "invalid"),
    (status = 429, body = ProblemBody, description = "too_many_attempts"),
))]
pub async fn setup(
    State(app): State<Arc<App>>,
    peer: Peer,
    Body(request): Body<Setup>,
) -> Result<Response, Problem> {
    let now = app.clock.now();
    if app.organisation().await?.is_some() {
        return Err(Problem::new(Code::AlreadySetUp));
    }
    app.attempts.count("set up", peer.address, now)?;
    if app.setup_code != Some(code::hash_of(&request.code)) {
        return Err(Problem::new(Code::WrongCode));
    }
    request.device.check()?;
    let founding = Founding {
        organisation: request.organisation,
        zone: request.zone.unwrap_or_else(|| "Asia/Shanghai".to_owned()),
        login: request.administrator.login,
        name: request.administrator.name,
        password: request.administrator.password,
    };
    let (token, push) = (Token::new()?, Token::new()?);
    let keep = (token.hash(), push.hash());
    let device = request.device;
    let entered = found(&app, founding, move |conn, account| {
        sign_in::enter(conn, account, device, keep, now)
    });
    let entered = entered.await?;
    sign_in::welcome(&app, entered, &token, &push).await
}

/// What the first account may do: manage the server, and see and decide everything else. Whoever
/// wants these apart gives them to two people and takes one away.
const FIRST_ROLES: &[&str] = &[people::SYS_ADMIN, "GM"];

/// What a new organisation begins with.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Name of the organisation.
    pub organisation: String,
    /// IANA time zone in which its document numbers count years.
    pub zone: String,
    /// Sign-in name of the first administrator.
    pub login: String,
    /// Name of the first administrator.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// Creates the organisation, its key and its first administrator; `then` joins the same transaction.
pub async fn found<T: Send + 'static>(
    app: &App,
    founding: Founding,
    then: impl FnOnce(&Connection, Account) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let Founding {
        organisation,
        zone,
        login,
        name,
        password,
    } = founding;
    let organisation = device::name("organisation", &organisation)?.to_owned();
    password::check(&password, &login.trim().to_lowercase())?;
    if zone.parse::<Tz>().is_err() {
        return Err(Problem::invalid("zone", "unknown"));
    }
    let phc = app.passwords.hash(password).await?;
    let now = app.clock.now();
    // The key is on disk before the organisation exists; a key without an organisation is harmless.
    app.ensure_key()?;
    let done = app.database.write(move |conn| {
        let unit = people::new_id(now)?;
        establish(conn, unit)?;
        let grants = FIRST_ROLES
            .iter()
            .map(|role| Grant::everywhere(role))
            .collect();
        let user = NewUser {
            login,
            name,
            units: Vec::new(),
            grants,
        };
        let account = users::new_account(conn, &user, None, now)?;
        accounts::set_password(conn, account.id, &phc)?;
        let head = Id(account.id.into_bytes());
        let company = people::company(unit, &organisation, &zone, head);
        people::author(conn, account.id, vec![company], now)?;
        content::seed(conn, now)?;
        let detail = json!({ "administrator": account.id });
        let (actor, device) = (Some(account.id), None);
        audit::append(
            conn,
            &audit::Event {
                at: now,
                actor,
                device,
                action: "set_up",
                detail,
            },
        )?;
        then(conn, account)
    });
    done.await
}

/// Begins the first life of the server with this unit as its organisation; part of a write transaction.
pub fn establish(conn: &Connection, unit: Id) -> Result<(), Problem> {
    if meta::get::<[u8; 16]>(conn, Fact::Organisation)?.is_some() {
        return Err(Problem::new(Code::AlreadySetUp));
    }
    meta::set(conn, Fact::ServerEpoch, 1)?;
    meta::set(conn, Fact::Organisation, unit.0)?;
    Ok(())
}
