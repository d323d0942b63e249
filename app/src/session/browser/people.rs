//! Accounts and devices in the server's JSON.

use super::http::{HttpApi, field, id, object, text};
use crate::session::api::{Refusal, Rescued};
use crate::session::people::{Account, AccountState, DeviceCard, Invitation, IssuedCode};
use crate::sync::browser::{Body, Method};
use js_sys::Array;
use shared::entity::Id;
use wasm_bindgen::{JsCast, JsValue};

/// How long a rescue file may take over a slow line, in milliseconds.
const RESCUE_PATIENCE: u32 = 300_000;

/// `GET /api/v1/users`.
pub(super) async fn accounts() -> Result<Vec<Account>, Refusal> {
    list("/api/v1/users", |value| {
        Some(Account {
            id: id(value, "id")?,
            login: text(value, "login"),
            name: text(value, "name"),
            administrator: field(value, "administrator").is_truthy(),
            state: match text(value, "state").as_str() {
                "active" => AccountState::Active,
                "invited" => AccountState::Invited,
                _ => AccountState::Disabled,
            },
        })
    })
    .await
}

/// `POST /api/v1/users`.
pub(super) async fn invite(who: &Invitation) -> Result<IssuedCode, Refusal> {
    let grant = object(&[
        ("role", who.role.as_str().into()),
        ("scope", who.scope.as_str().into()),
    ]);
    let body = object(&[
        ("login", who.login.as_str().into()),
        ("name", who.name.as_str().into()),
        ("grants", Array::of1(&grant).into()),
    ]);
    let answer = HttpApi::call(Method::Post, "/api/v1/users", &body).await?;
    issued(&answer)
}

/// `POST /api/v1/users/{id}/code`.
pub(super) async fn new_code(account: Id) -> Result<IssuedCode, Refusal> {
    let path = format!("/api/v1/users/{account}/code");
    issued(&HttpApi::call(Method::Post, &path, &JsValue::UNDEFINED).await?)
}

/// `POST /api/v1/users/{id}/enable` or `…/disable`.
pub(super) async fn set_active(account: Id, active: bool) -> Result<(), Refusal> {
    let word = if active { "enable" } else { "disable" };
    let path = format!("/api/v1/users/{account}/{word}");
    HttpApi::call(Method::Post, &path, &JsValue::UNDEFINED).await?;
    Ok(())
}

/// `GET /api/v1/devices`.
pub(super) async fn devices() -> Result<Vec<DeviceCard>, Refusal> {
    list("/api/v1/devices", |value| {
        let users = field(value, "users")
            .dyn_into::<Array>()
            .unwrap_or_default();
        let users = users
            .iter()
            .filter_map(|user| user.as_string()?.parse().ok());
        Some(DeviceCard {
            id: id(value, "id")?,
            name: text(value, "name"),
            seen_ms: millis(&field(value, "last_seen_at")),
            revoked: field(value, "revoked_at").as_f64().is_some(),
            users: users.collect(),
            this: field(value, "this").is_truthy(),
        })
    })
    .await
}

/// `POST /api/v1/devices/{id}/revoke`.
pub(super) async fn revoke(device: Id) -> Result<(), Refusal> {
    let path = format!("/api/v1/devices/{device}/revoke");
    HttpApi::call(Method::Post, &path, &JsValue::UNDEFINED).await?;
    Ok(())
}

/// `POST /api/v1/rescue`.
pub(super) async fn rescue(file: &[u8]) -> Result<Rescued, Refusal> {
    let body = Body::Plain("application/octet-stream", file);
    let answer = HttpApi::ask(Method::Post, "/api/v1/rescue", body, RESCUE_PATIENCE).await?;
    let number = |name: &str| usize::try_from(millis(&field(&answer, name))).unwrap_or_default();
    let length = |name: &str| {
        let list = field(&answer, name).dyn_into::<Array>();
        list.map_or(0, |list| list.length() as usize)
    };
    Ok(Rescued {
        ops: number("ops"),
        answered: length("receipts"),
        blobs: length("blobs"),
        left_out: number("unreadable") + length("alarms"),
    })
}

async fn list<T>(path: &str, read: impl Fn(&JsValue) -> Option<T>) -> Result<Vec<T>, Refusal> {
    let answer = HttpApi::call(Method::Get, path, &JsValue::UNDEFINED).await?;
    let answer = answer.dyn_into::<Array>().map_err(|_| Refusal::NotOurs)?;
    Ok(answer.iter().filter_map(|value| read(&value)).collect())
}

fn issued(answer: &JsValue) -> Result<IssuedCode, Refusal> {
    Ok(IssuedCode {
        code: field(answer, "code").as_string().ok_or(Refusal::NotOurs)?,
        expires_ms: millis(&field(answer, "expires_at")),
    })
}

#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
fn millis(value: &JsValue) -> i64 {
    value.as_f64().unwrap_or_default() as i64
}
