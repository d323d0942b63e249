//! Coming in: by password, or by a one-time code that lets its holder choose one.

use crate::app::App;
use crate::auth::caller::{self, Peer};
use crate::auth::device::Introduction;
use crate::auth::token::Token;
use crate::auth::{code, password};
use crate::clock::Millis;
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::Body;
use crate::organisation::Organisation;
use crate::people::{self, Person};
use crate::store::accounts::{self, Account};
use crate::store::{audit, codes, devices, sessions};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// Name and password, and the device they are typed on.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// Sign-in name; case does not matter.
    login: String,
    /// Password.
    password: String,
    /// Where.
    device: Introduction,
}

/// A one-time code and the password its holder chooses.
#[derive(Deserialize, ToSchema)]
pub struct Redeem {
    /// From an invitation, or for a lost password.
    code: String,
    /// The new password.
    password: String,
    /// Where.
    device: Introduction,
}

/// The user, as the app shows them.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Id of the User record.
    pub id: Uuid,
    /// Sign-in name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// May manage accounts and devices.
    pub administrator: bool,
}

/// What a device needs to work for this user. The session itself is in the cookie.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// Who signed in.
    pub user: Me,
    /// Number of this (device, user) pair in every op it makes.
    pub replica: u32,
    /// Lets the replica deliver after log-out (`Authorization: Bearer …`); opens nothing.
    pub push_credential: String,
    /// The organisation and its server.
    #[serde(flatten)]
    pub organisation: Organisation,
    /// The server's time, UTC milliseconds.
    pub now: Millis,
}

/// Somebody who has come in.
pub struct Entered {
    /// Their account.
    pub account: Account,
    /// What their User record says.
    pub person: Person,
    /// The number of this (device, user) pair.
    pub replica: u32,
}

/// Signs in by password.
#[utoipa::path(post, path = "/api/v1/sign-in", tag = "session", request_body = SignIn, responses(
    (status = 200, body = SignedIn, description = "Signed in; the cookie holds the session"),
    (status = 401, body = ProblemBody, description = "wrong_credentials, account_disabled, device_revoked"),
    (status = 429, body = ProblemBody, description = "too_many_attempts"),
))]
pub async fn sign_in(
    State(app): State<Arc<App>>,
    peer: Peer,
    Body(request): Body<SignIn>,
) -> Result<Response, Problem> {
    request.device.check()?;
    let now = app.clock.now();
    let login = accounts::fold(&request.login);
    app.attempts.count(&login, peer.address, now)?;
    let wanted = login.clone();
    let account = app
        .database
        .read(move |conn| accounts::by_login(conn, &wanted))
        .await;
    let account = account.map_err(Problem::from)?;
    let phc = account
        .as_ref()
        .and_then(|account| account.password.clone());
    let good = app.passwords.verify(request.password, phc).await?;
    let Some(account) = account.filter(|_| good) else {
        note_failure(&app, "sign_in_failed", peer).await?;
        return Err(Problem::new(Code::WrongCredentials));
    };
    app.attempts.forgive(&login, peer.address);
    let device = request.device;
    let (token, push) = (Token::new()?, Token::new()?);
    let keep = (token.hash(), push.hash());
    let entered = app
        .database
        .write(move |conn| enter(conn, account, device, keep, now))
        .await?;
    welcome(&app, entered, &token, &push).await
}

/// Uses up a one-time code: sets the password and signs in.
#[utoipa::path(post, path = "/api/v1/redeem", tag = "session", request_body = Redeem, responses(
    (status = 200, body = SignedIn, description = "The password is set; signed in"),
    (status = 403, body = ProblemBody, description = "wrong_code"),
    (status = 422, body = ProblemBody, description = "invalid: the password is too weak"),
    (status = 429, body = ProblemBody, description = "too_many_attempts"),
))]
pub async fn redeem(
    State(app): State<Arc<App>>,
    peer: Peer,
    Body(request): Body<Redeem>,
) -> Result<Response, Problem> {
    request.device.check()?;
    password::check(&request.password, "")?;
    let now = app.clock.now();
    app.attempts.count("redeem a code", peer.address, now)?;
    let phc = app.passwords.hash(request.password).await?;
    let (device, code) = (request.device, code::hash_of(&request.code));
    let (token, push) = (Token::new()?, Token::new()?);
    let keep = (token.hash(), push.hash());
    let entered = app.database.write(move |conn| {
        let Some(id) = codes::take(conn, &code, now)? else {
            return Ok(None);
        };
        let Some(account) = accounts::by_id(conn, id)? else {
            return Ok(None);
        };
        accounts::set_password(conn, id, &phc)?;
        sessions::close_others(conn, id, None)?;
        enter(conn, account, device, keep, now).map(Some)
    });
    let Some(entered) = entered.await? else {
        note_failure(&app, "redeem_failed", peer).await?;
        return Err(Problem::new(Code::WrongCode));
    };
    app.attempts.forgive("redeem a code", peer.address);
    welcome(&app, entered, &token, &push).await
}

/// Opens a session and numbers the replica; part of a write transaction.
pub fn enter(
    conn: &Connection,
    account: Account,
    device: Introduction,
    (token, push): ([u8; 32], [u8; 32]),
    now: Millis,
) -> Result<Entered, Problem> {
    if devices::revoked_at(conn, device.id)?.is_some() {
        return Err(caller::device_revoked());
    }
    let person = people::person(conn, account.id, now)?;
    if !person.active {
        return Err(Problem::new(Code::AccountDisabled));
    }
    devices::seen(
        conn,
        device.id,
        device.name.trim(),
        device.kind.as_str(),
        now,
    )?;
    let replica = devices::replica(conn, device.id, account.id, device.replica, now)?;
    sessions::open(conn, &token, replica, now)?;
    sessions::add_push_credential(conn, &push, replica, now)?;
    let event = audit::Event {
        at: now,
        actor: Some(account.id),
        device: Some(device.id),
        action: "signed_in",
        detail: serde_json::json!({ "replica": replica }),
    };
    audit::append(conn, &event)?;
    people::device_seen(conn, &device, account.id, now)?;
    Ok(Entered {
        account,
        person,
        replica,
    })
}

/// The answer to a successful sign-in.
pub async fn welcome(
    app: &App,
    entered: Entered,
    token: &Token,
    push: &Token,
) -> Result<Response, Problem> {
    let Entered {
        account: Account { id, login, .. },
        person,
        replica,
    } = entered;
    let Person {
        name,
        administrator,
        ..
    } = person;
    let body = SignedIn {
        user: Me {
            id,
            login,
            name,
            administrator,
        },
        replica,
        push_credential: push.as_str().to_owned(),
        organisation: app
            .organisation()
            .await?
            .ok_or(Problem::new(Code::NotSetUp))?,
        now: app.clock.now(),
    };
    Ok((
        [(header::SET_COOKIE, caller::set_cookie(Some(token)))],
        Json(body),
    )
        .into_response())
}

/// Remembers a failed attempt. What was typed is not kept: people type passwords into name fields.
pub async fn note_failure(app: &App, action: &'static str, peer: Peer) -> Result<(), Problem> {
    let at = app.clock.now();
    let detail = serde_json::json!({ "address": peer.address });
    let event = audit::Event {
        at,
        actor: None,
        device: None,
        action,
        detail,
    };
    app.database
        .write(move |conn| audit::append(conn, &event))
        .await
        .map_err(Problem::from)
}
