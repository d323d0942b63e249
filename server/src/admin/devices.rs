//! Devices: one's own, or all of them for administrators. A lost one is revoked (挂失).

use crate::app::App;
use crate::auth::caller::Session;
use crate::auth::device;
use crate::clock::Millis;
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::{Body, Id};
use crate::people;
use crate::store::{audit, devices};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::domain::organisation as record;
use shared::entity::Value;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// A device that somebody has signed in on.
#[derive(Serialize, ToSchema)]
pub struct Device {
    /// Made by the device.
    id: Uuid,
    /// What its users call it.
    name: String,
    /// `tablet`, `phone` or `computer`.
    kind: String,
    /// First sign-in, UTC milliseconds.
    created_at: Millis,
    /// Last contact, UTC milliseconds, to the minute.
    last_seen_at: Millis,
    /// When it was reported lost, UTC milliseconds.
    revoked_at: Option<Millis>,
    /// Accounts that have signed in on it; of other people only for administrators.
    users: Vec<Uuid>,
    /// The device this question came from.
    this: bool,
}

/// A new name.
#[derive(Deserialize, ToSchema)]
pub struct Rename {
    /// What its users call it.
    name: String,
}

/// Lists one's devices; administrators see all.
#[utoipa::path(get, path = "/api/v1/devices", tag = "devices", responses(
    (status = 200, body = Vec<Device>),
    (status = 401, body = ProblemBody, description = "sign_in_needed"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    session: Session,
) -> Result<Json<Vec<Device>>, Problem> {
    let all = app
        .database
        .read(devices::all)
        .await
        .map_err(Problem::from)?;
    let visible = all.into_iter().filter(|device| may_see(&session, device));
    Ok(Json(visible.map(|device| show(device, &session)).collect()))
}

/// Gives a device another name.
#[utoipa::path(patch, path = "/api/v1/devices/{id}", tag = "devices", request_body = Rename,
    params(("id" = Uuid, Path, description = "The device")), responses(
    (status = 204, description = "Renamed"),
    (status = 404, body = ProblemBody, description = "not_found"),
    (status = 422, body = ProblemBody, description = "invalid"),
))]
pub async fn rename(
    State(app): State<Arc<App>>,
    session: Session,
    Id(id): Id,
    Body(request): Body<Rename>,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    let name = device::name("name", &request.name)?.to_owned();
    let renamed = app.database.write(move |conn| {
        find(conn, &session, id)?;
        devices::rename(conn, id, &name)?;
        let fields = vec![(record::Device::NAME, Value::Text(name))];
        people::device_changed(conn, id, session.holder.account, fields, now)
    });
    renamed.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reports a device lost (挂失): at its next contact it is told to wipe what it holds.
#[utoipa::path(post, path = "/api/v1/devices/{id}/revoke", tag = "devices",
    params(("id" = Uuid, Path, description = "The device")), responses(
    (status = 204, description = "Revoked"),
    (status = 404, body = ProblemBody, description = "not_found"),
))]
pub async fn revoke(
    State(app): State<Arc<App>>,
    session: Session,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    let revoked = app.database.write(move |conn| {
        let device = find(conn, &session, id)?;
        devices::revoke(conn, id, now)?;
        people::device_lost(conn, id, &device.name, session.holder.account, now)?;
        audit::append(
            conn,
            &session.event(now, "device_revoked", json!({ "device": id })),
        )?;
        Ok::<_, Problem>(())
    });
    revoked.await?;
    app.pokes.poke(0);
    Ok(StatusCode::NO_CONTENT)
}

fn find(conn: &Connection, session: &Session, id: Uuid) -> Result<devices::Device, Problem> {
    let mut all = devices::all(conn)?.into_iter();
    let found = all.find(|device| device.id == id && may_see(session, device));
    found.ok_or(Problem::new(Code::NotFound))
}

fn may_see(session: &Session, device: &devices::Device) -> bool {
    session.person.administrator || device.accounts.contains(&session.holder.account)
}

fn show(device: devices::Device, session: &Session) -> Device {
    let me = &session.holder;
    let mut users = device.accounts;
    users.retain(|user| session.person.administrator || *user == me.account);
    Device {
        this: device.id == me.device,
        id: device.id,
        name: device.name,
        kind: device.kind,
        created_at: device.created_at,
        last_seen_at: device.last_seen_at,
        revoked_at: device.revoked_at,
        users,
    }
}
