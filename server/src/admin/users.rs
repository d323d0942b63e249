//! Accounts: invite, let in again, shut out.

use crate::app::App;
use crate::auth::caller::Administrator;
use crate::auth::{code, device};
use crate::clock::{DAY, Millis};
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::{Body, Id};
use crate::random;
use crate::store::accounts::{self, Account};
use crate::store::{audit, codes};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// How long a one-time code is good.
const CODE_DAYS: i64 = 7;

/// Whether somebody can come in with this account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Has a password.
    Active,
    /// Has not redeemed the invitation yet.
    Invited,
    /// Shut out by an administrator.
    Disabled,
}

/// An account, as administrators see it.
#[derive(Serialize, ToSchema)]
pub struct User {
    /// Id of the account and of the User record.
    id: Uuid,
    /// Sign-in name.
    login: String,
    /// Name of the person.
    name: String,
    /// May manage accounts and devices.
    administrator: bool,
    /// Whether they can come in.
    state: AccountState,
    /// UTC milliseconds.
    created_at: Millis,
}

impl From<Account> for User {
    fn from(account: Account) -> Self {
        let state = match (&account.password, account.disabled_at) {
            (_, Some(_)) => AccountState::Disabled,
            (None, None) => AccountState::Invited,
            (Some(_), None) => AccountState::Active,
        };
        let Account {
            id,
            login,
            name,
            administrator,
            created_at,
            ..
        } = account;
        Self {
            id,
            login,
            name,
            administrator,
            state,
            created_at,
        }
    }
}

/// Somebody to invite.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewUser {
    /// Sign-in name: usually the staff number.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// May manage accounts and devices.
    #[serde(default)]
    pub administrator: bool,
}

/// A one-time code, shown once: only its hash is kept.
#[derive(Serialize, ToSchema)]
pub struct IssuedCode {
    /// To be handed to the person, not sent by the server.
    pub code: String,
    /// UTC milliseconds.
    pub expires_at: Millis,
}

/// A new account and the code that opens it.
#[derive(Serialize, ToSchema)]
pub struct Invited {
    /// The account.
    user: User,
    /// How its owner gets in.
    #[serde(flatten)]
    code: IssuedCode,
}

/// Lists the accounts.
#[utoipa::path(get, path = "/api/v1/users", tag = "administration", responses(
    (status = 200, body = Vec<User>),
    (status = 403, body = ProblemBody, description = "forbidden"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    _: Administrator,
) -> Result<Json<Vec<User>>, Problem> {
    let all = app
        .database
        .read(accounts::all)
        .await
        .map_err(Problem::from)?;
    Ok(Json(all.into_iter().map(User::from).collect()))
}

/// Makes an account and a one-time code for its owner.
#[utoipa::path(post, path = "/api/v1/users", tag = "administration", request_body = NewUser, responses(
    (status = 201, body = Invited),
    (status = 403, body = ProblemBody, description = "forbidden"),
    (status = 409, body = ProblemBody, description = "login_taken"),
    (status = 422, body = ProblemBody, description = "invalid"),
))]
pub async fn invite(
    State(app): State<Arc<App>>,
    Administrator(session): Administrator,
    Body(request): Body<NewUser>,
) -> Result<(StatusCode, Json<Invited>), Problem> {
    let now = app.clock.now();
    let (account, code) = app
        .database
        .write(move |conn| {
            let account = new_account(conn, &request, None, now)?;
            let detail = json!({ "user": account.id, "administrator": account.administrator });
            audit::append(conn, &session.event(now, "user_invited", detail))?;
            Ok::<_, Problem>((account.clone(), issue(conn, account.id, now)?))
        })
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(Invited {
            user: account.into(),
            code,
        }),
    ))
}

/// Gives a new one-time code: for a lost password, or an invitation that was not used in time.
#[utoipa::path(post, path = "/api/v1/users/{id}/code", tag = "administration",
    params(("id" = Uuid, Path, description = "The account")), responses(
    (status = 200, body = IssuedCode),
    (status = 403, body = ProblemBody, description = "forbidden"),
    (status = 404, body = ProblemBody, description = "not_found"),
))]
pub async fn new_code(
    State(app): State<Arc<App>>,
    Administrator(session): Administrator,
    Id(id): Id,
) -> Result<Json<IssuedCode>, Problem> {
    let now = app.clock.now();
    let issued = app.database.write(move |conn| {
        known(conn, id)?;
        audit::append(
            conn,
            &session.event(now, "code_issued", json!({ "user": id })),
        )?;
        issue(conn, id, now)
    });
    issued.await.map(Json)
}

/// Shuts an account out: its sessions stop at once; what its devices still deliver is kept for review.
#[utoipa::path(post, path = "/api/v1/users/{id}/disable", tag = "administration",
    params(("id" = Uuid, Path, description = "The account")), responses(
    (status = 204, description = "Disabled"),
    (status = 403, body = ProblemBody, description = "forbidden"),
    (status = 404, body = ProblemBody, description = "not_found"),
    (status = 409, body = ProblemBody, description = "last_administrator"),
))]
pub async fn disable(
    State(app): State<Arc<App>>,
    Administrator(session): Administrator,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    let done = app.database.write(move |conn| {
        known(conn, id)?;
        accounts::set_disabled(conn, id, Some(now))?;
        if accounts::administrators(conn)? == 0 {
            return Err(Problem::new(Code::LastAdministrator));
        }
        audit::append(
            conn,
            &session.event(now, "user_disabled", json!({ "user": id })),
        )?;
        Ok(())
    });
    done.await?;
    app.pokes.poke();
    Ok(StatusCode::NO_CONTENT)
}

/// Lets an account in again.
#[utoipa::path(post, path = "/api/v1/users/{id}/enable", tag = "administration",
    params(("id" = Uuid, Path, description = "The account")), responses(
    (status = 204, description = "Enabled"),
    (status = 403, body = ProblemBody, description = "forbidden"),
    (status = 404, body = ProblemBody, description = "not_found"),
))]
pub async fn enable(
    State(app): State<Arc<App>>,
    Administrator(session): Administrator,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    let done = app.database.write(move |conn| {
        known(conn, id)?;
        accounts::set_disabled(conn, id, None)?;
        audit::append(
            conn,
            &session.event(now, "user_enabled", json!({ "user": id })),
        )?;
        Ok::<_, Problem>(())
    });
    done.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds an account; part of a write transaction.
pub fn new_account(
    conn: &Connection,
    user: &NewUser,
    password: Option<String>,
    now: Millis,
) -> Result<Account, Problem> {
    let account = Account {
        id: random::id(now)?,
        login: accounts::fold(device::name("login", &user.login)?),
        name: device::name("name", &user.name)?.to_owned(),
        password,
        administrator: user.administrator,
        created_at: now,
        disabled_at: None,
    };
    match accounts::insert(conn, &account)? {
        true => Ok(account),
        false => Err(Problem::new(Code::LoginTaken)),
    }
}

/// Gives an account a one-time code; part of a write transaction.
pub fn issue(conn: &Connection, account: Uuid, now: Millis) -> Result<IssuedCode, Problem> {
    let code = code::new()?;
    let expires_at = now + CODE_DAYS * DAY;
    codes::put(conn, &code::hash_of(&code), account, expires_at)?;
    Ok(IssuedCode { code, expires_at })
}

fn known(conn: &Connection, id: Uuid) -> Result<Account, Problem> {
    accounts::by_id(conn, id)?.ok_or(Problem::new(Code::NotFound))
}
