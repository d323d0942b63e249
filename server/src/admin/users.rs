//! Accounts: invite, let in again, shut out.

use crate::admin::grants::Grant;
use crate::app::App;
use crate::auth::caller::Administrator;
use crate::auth::{code, device};
use crate::clock::{DAY, Millis};
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::{Body, Id};
use crate::people::{self, Person};
use crate::random;
use crate::store::accounts::{self, Account};
use crate::store::meta::{self, Fact};
use crate::store::{audit, codes};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::domain::organisation::UserStatus;
use shared::entity;
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

/// Somebody to invite.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewUser {
    /// Sign-in name: usually the staff number.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Units the user belongs to; the organisation itself if left out.
    #[serde(default)]
    pub units: Vec<Uuid>,
    /// Roles.
    #[serde(default)]
    pub grants: Vec<Grant>,
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
    let now = app.clock.now();
    let users = app.database.read(move |conn| {
        let all = accounts::all(conn)?.into_iter();
        all.map(|account| show(conn, account, now))
            .collect::<Result<_, Problem>>()
    });
    users.await.map(Json)
}

/// Makes an account, its User record, and a one-time code for its owner.
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
    let invited = app.database.write(move |conn| {
        let account = new_account(conn, &request, Some(session.holder.account), now)?;
        let event = session.event(now, "user_invited", json!({ "user": account.id }));
        audit::append(conn, &event)?;
        let code = issue(conn, account.id, now)?;
        Ok::<_, Problem>(Invited {
            user: show(conn, account, now)?,
            code,
        })
    });
    let invited = invited.await?;
    app.pokes.poke(0);
    Ok((StatusCode::CREATED, Json(invited)))
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
    administrator: Administrator,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    set_status(
        &app,
        administrator,
        id,
        UserStatus::Disabled,
        "user_disabled",
    )
    .await
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
    administrator: Administrator,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    set_status(&app, administrator, id, UserStatus::Active, "user_enabled").await
}

async fn set_status(
    app: &App,
    Administrator(session): Administrator,
    id: Uuid,
    status: UserStatus,
    action: &'static str,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    let done = app.database.write(move |conn| {
        known(conn, id)?;
        let change = people::status(entity::Id(id.into_bytes()), status);
        people::author(conn, session.holder.account, vec![change], now)?;
        if !has_administrator(conn, now)? {
            return Err(Problem::new(Code::LastAdministrator));
        }
        audit::append(conn, &session.event(now, action, json!({ "user": id })))?;
        Ok(())
    });
    done.await?;
    app.pokes.poke(0);
    Ok(StatusCode::NO_CONTENT)
}

/// Adds an account and its User record; part of a write transaction. Without an author the user is
/// their own: the first of all, or one made at the command line.
pub fn new_account(
    conn: &Connection,
    user: &NewUser,
    by: Option<Uuid>,
    now: Millis,
) -> Result<Account, Problem> {
    let name = device::name("name", &user.name)?;
    let login = accounts::fold(device::name("login", &user.login)?);
    let account = Account {
        id: random::id(now)?,
        login,
        password: None,
        created_at: now,
    };
    if !accounts::insert(conn, &account)? {
        return Err(Problem::new(Code::LoginTaken));
    }
    let grants = user
        .grants
        .iter()
        .map(Grant::value)
        .collect::<Result<_, _>>()?;
    let mut units: Vec<_> = user
        .units
        .iter()
        .map(|unit| entity::Id(unit.into_bytes()))
        .collect();
    if units.is_empty() {
        units.extend(meta::get(conn, Fact::Organisation)?.map(entity::Id));
    }
    let id = entity::Id(account.id.into_bytes());
    let record = people::user(id, name, &account.login, &units, grants);
    people::author(conn, by.unwrap_or(account.id), vec![record], now)?;
    Ok(account)
}

/// Gives an account a one-time code; part of a write transaction.
pub fn issue(conn: &Connection, account: Uuid, now: Millis) -> Result<IssuedCode, Problem> {
    let code = code::new()?;
    let expires_at = now + CODE_DAYS * DAY;
    codes::put(conn, &code::hash_of(&code), account, expires_at)?;
    Ok(IssuedCode { code, expires_at })
}

/// Whether somebody is left who has a password, is active and holds the role.
fn has_administrator(conn: &Connection, now: Millis) -> Result<bool, Problem> {
    for account in accounts::all(conn)?
        .into_iter()
        .filter(|account| account.password.is_some())
    {
        let person = people::person(conn, account.id, now)?;
        if person.active && person.administrator {
            return Ok(true);
        }
    }
    Ok(false)
}

fn known(conn: &Connection, id: Uuid) -> Result<Account, Problem> {
    accounts::by_id(conn, id)?.ok_or(Problem::new(Code::NotFound))
}

fn show(conn: &Connection, account: Account, now: Millis) -> Result<User, Problem> {
    let Person {
        name,
        active,
        administrator,
    } = people::person(conn, account.id, now)?;
    let state = match (active, &account.password) {
        (false, _) => AccountState::Disabled,
        (true, None) => AccountState::Invited,
        (true, Some(_)) => AccountState::Active,
    };
    let Account {
        id,
        login,
        created_at,
        ..
    } = account;
    Ok(User {
        id,
        login,
        name,
        administrator,
        state,
        created_at,
    })
}
