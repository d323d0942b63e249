//! One's own session and password.

use crate::app::App;
use crate::auth::caller::{self, Session};
use crate::auth::password;
use crate::auth::sign_in::Me;
use crate::clock::Millis;
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::Body;
use crate::organisation::Organisation;
use crate::store::{accounts, audit, codes, sessions};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who is signed in here.
#[derive(Serialize, ToSchema)]
pub struct SessionInfo {
    /// The user.
    user: Me,
    /// The device.
    device: Uuid,
    /// Number of this (device, user) pair.
    replica: u32,
    /// The organisation and its server.
    #[serde(flatten)]
    organisation: Organisation,
    /// The server's time, UTC milliseconds.
    now: Millis,
}

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
pub struct ChangePassword {
    /// The password so far.
    current: String,
    /// The new password.
    password: String,
}

/// Tells who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses(
    (status = 200, body = SessionInfo),
    (status = 401, body = ProblemBody, description = "sign_in_needed, account_disabled, device_revoked"),
))]
pub async fn session(
    State(app): State<Arc<App>>,
    session: Session,
) -> Result<Json<SessionInfo>, Problem> {
    let holder = session.holder;
    Ok(Json(SessionInfo {
        user: Me {
            id: holder.account,
            login: holder.login,
            name: session.person.name,
            administrator: session.person.administrator,
        },
        device: holder.device,
        replica: holder.replica,
        organisation: app
            .organisation()
            .await?
            .ok_or(Problem::new(Code::NotSetUp))?,
        now: app.clock.now(),
    }))
}

/// Ends the session. The push credential stays good: what was captured can still be delivered.
#[utoipa::path(post, path = "/api/v1/sign-out", tag = "session", responses(
    (status = 204, description = "Signed out"),
    (status = 401, body = ProblemBody, description = "sign_in_needed"),
))]
pub async fn sign_out(
    State(app): State<Arc<App>>,
    session: Session,
) -> Result<impl IntoResponse, Problem> {
    let event = session.event(app.clock.now(), "signed_out", json!({}));
    let closed = app.database.write(move |conn| {
        sessions::close(conn, &session.token)?;
        audit::append(conn, &event)
    });
    closed.await.map_err(Problem::from)?;
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, caller::set_cookie(None))],
    ))
}

/// Changes one's password and ends one's sessions everywhere else.
#[utoipa::path(post, path = "/api/v1/password", tag = "session", request_body = ChangePassword, responses(
    (status = 204, description = "Changed"),
    (status = 401, body = ProblemBody, description = "wrong_credentials, sign_in_needed"),
    (status = 422, body = ProblemBody, description = "invalid: the password is too weak"),
    (status = 429, body = ProblemBody, description = "too_many_attempts"),
))]
pub async fn change_password(
    State(app): State<Arc<App>>,
    session: Session,
    peer: caller::Peer,
    Body(request): Body<ChangePassword>,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    let (id, login) = (session.holder.account, session.holder.login.clone());
    password::check(&request.password, &login)?;
    app.attempts.count(&login, peer.address, now)?;
    let account = app
        .database
        .read(move |conn| accounts::by_id(conn, id))
        .await;
    let phc = account
        .map_err(Problem::from)?
        .and_then(|account| account.password);
    if !app.passwords.verify(request.current, phc).await? {
        return Err(Problem::new(Code::WrongCredentials));
    }
    app.attempts.forgive(&login, peer.address);
    let phc = app.passwords.hash(request.password).await?;
    let event = session.event(now, "password_changed", json!({}));
    let changed = app.database.write(move |conn| {
        accounts::set_password(conn, id, &phc)?;
        codes::withdraw(conn, id)?;
        sessions::close_others(conn, id, Some(&session.token))?;
        audit::append(conn, &event)
    });
    changed.await.map_err(Problem::from)?;
    Ok(StatusCode::NO_CONTENT)
}
