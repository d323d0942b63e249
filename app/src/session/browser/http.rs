//! The server's JSON calls, from the browser.

use super::people;
use crate::plain;
use crate::session::Setup;
use crate::session::api::{Api, Introduction, Later, Refusal, Rescued, SignedIn, Status};
use crate::session::people::{Account, DeviceCard, Invitation, IssuedCode};
use crate::sync::browser::{Body, Fault, Method, fetch};
use futures::FutureExt as _;
use js_sys::{JSON, Object, Reflect};
use shared::entity::Id;
use wasm_bindgen::{JsCast, JsValue};

const JSON_TYPE: &str = "application/json";
const PROBLEM_TYPE: &str = "application/problem+json";
/// A call may take so long, in milliseconds.
const PATIENCE: u32 = 30_000;

/// The server behind this page.
#[derive(Clone, Copy, Debug, Default)]
pub struct HttpApi;

impl HttpApi {
    /// One JSON call. `Undefined` as body sends none and comes back for an answer without content.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn call(method: Method, path: &str, body: &JsValue) -> Result<JsValue, Refusal> {
        let text = JSON::stringify(body).ok().and_then(|text| text.as_string());
        let body = match &text {
            Some(text) => Body::Plain(JSON_TYPE, text.as_bytes()),
            None => Body::None,
        };
        Self::ask(method, path, body, PATIENCE).await
    }

    /// The same with a body of any type, and more patience for a large one.
    pub async fn ask(
        method: Method,
        path: &str,
        body: Body<'_>,
        patience: u32,
    ) -> Result<JsValue, Refusal> {
        let headers = [("accept", JSON_TYPE)];
        let answer = fetch(method, path, &headers, body, patience).await;
        let answer = answer.map_err(|(Fault::Unreachable | Fault::Late)| Refusal::Offline)?;
        if answer.status == 204 {
            return Ok(JsValue::UNDEFINED);
        }
        let parsed = std::str::from_utf8(&answer.bytes)
            .ok()
            .and_then(|text| JSON::parse(text).ok());
        match (answer.media_type.as_str(), parsed) {
            (JSON_TYPE, Some(value)) if answer.status < 300 => Ok(value),
            (PROBLEM_TYPE, Some(value)) => {
                let seconds = answer.header("retry-after");
                let retry_after = seconds.and_then(|text| text.parse().ok());
                Err(problem(answer.status, &value, retry_after))
            }
            _ => Err(Refusal::NotOurs),
        }
    }
}

impl Api for HttpApi {
    fn status(&self) -> Later<'_, Status> {
        async {
            let value = Self::call(Method::Get, "/api/v1/status", &JsValue::UNDEFINED).await?;
            Ok(Status {
                setup_needed: field(&value, "setup_needed").is_truthy(),
                organisation: field(&value, "organisation").as_string(),
                version: text(&value, "version"),
            })
        }
        .boxed_local()
    }

    fn set_up<'a>(&'a self, setup: &'a Setup, device: &'a Introduction) -> Later<'a, SignedIn> {
        let administrator = object(&[
            ("login", setup.login.as_str().into()),
            ("name", setup.name.as_str().into()),
            ("password", setup.password.as_str().into()),
        ]);
        let body = object(&[
            ("code", setup.code.as_str().into()),
            ("organisation", setup.organisation.as_str().into()),
            ("zone", setup.zone.as_str().into()),
            ("administrator", administrator),
            ("device", introduction(device)),
        ]);
        enter("/api/v1/setup", body).boxed_local()
    }

    fn sign_in<'a>(
        &'a self,
        login: &'a str,
        password: &'a str,
        device: &'a Introduction,
    ) -> Later<'a, SignedIn> {
        let body = object(&[
            ("login", login.into()),
            ("password", password.into()),
            ("device", introduction(device)),
        ]);
        enter("/api/v1/sign-in", body).boxed_local()
    }

    fn redeem<'a>(
        &'a self,
        code: &'a str,
        password: &'a str,
        device: &'a Introduction,
    ) -> Later<'a, SignedIn> {
        let body = object(&[
            ("code", code.into()),
            ("password", password.into()),
            ("device", introduction(device)),
        ]);
        enter("/api/v1/redeem", body).boxed_local()
    }

    fn who(&self) -> Later<'_, Id> {
        async {
            let value = Self::call(Method::Get, "/api/v1/session", &JsValue::UNDEFINED).await?;
            id(&field(&value, "user"), "id").ok_or(Refusal::NotOurs)
        }
        .boxed_local()
    }

    fn sign_out(&self) -> Later<'_, ()> {
        async {
            Self::call(Method::Post, "/api/v1/sign-out", &JsValue::UNDEFINED).await?;
            Ok(())
        }
        .boxed_local()
    }

    fn change_password<'a>(&'a self, current: &'a str, new: &'a str) -> Later<'a, ()> {
        let body = object(&[("current", current.into()), ("password", new.into())]);
        async move {
            Self::call(Method::Post, "/api/v1/password", &body).await?;
            Ok(())
        }
        .boxed_local()
    }

    fn accounts(&self) -> Later<'_, Vec<Account>> {
        people::accounts().boxed_local()
    }

    fn invite<'a>(&'a self, who: &'a Invitation) -> Later<'a, IssuedCode> {
        people::invite(who).boxed_local()
    }

    fn new_code(&self, account: Id) -> Later<'_, IssuedCode> {
        people::new_code(account).boxed_local()
    }

    fn set_active(&self, account: Id, active: bool) -> Later<'_, ()> {
        people::set_active(account, active).boxed_local()
    }

    fn devices(&self) -> Later<'_, Vec<DeviceCard>> {
        people::devices().boxed_local()
    }

    fn revoke(&self, device: Id) -> Later<'_, ()> {
        people::revoke(device).boxed_local()
    }

    fn rescue<'a>(&'a self, file: &'a [u8]) -> Later<'a, Rescued> {
        people::rescue(file).boxed_local()
    }
}

async fn enter(path: &'static str, body: JsValue) -> Result<SignedIn, Refusal> {
    let value = HttpApi::call(Method::Post, path, &body).await?;
    signed_in(&value).ok_or(Refusal::NotOurs)
}

fn signed_in(value: &JsValue) -> Option<SignedIn> {
    let user = field(value, "user");
    Some(SignedIn {
        user: id(&user, "id")?,
        login: text(&user, "login"),
        name: text(&user, "name"),
        administrator: field(&user, "administrator").is_truthy(),
        replica: whole(&field(value, "replica"))?,
        push_credential: field(value, "push_credential").as_string()?,
        organisation: text(value, "organisation"),
        org_key: hex(&text(value, "org_public_key"))?,
        demo: field(value, "demo").is_truthy(),
    })
}

fn introduction(device: &Introduction) -> JsValue {
    object(&[
        ("id", device.id.to_string().into()),
        ("name", device.name.as_str().into()),
        ("kind", device.kind.into()),
        (
            "replica",
            device.replica.map_or(JsValue::NULL, JsValue::from),
        ),
    ])
}

fn problem(status: u16, value: &JsValue, retry_after: Option<u32>) -> Refusal {
    let args = field(value, "args").dyn_into::<Object>();
    let args = args.map(|args| Object::entries(&args)).unwrap_or_default();
    let args = args.iter().filter_map(|pair| {
        let pair = pair.unchecked_into::<js_sys::Array>();
        let shown = pair.get(1);
        let shown = shown
            .as_string()
            .or_else(|| shown.as_f64().map(plain::number))?;
        Some((pair.get(0).as_string()?, shown))
    });
    Refusal::Said {
        status,
        code: text(value, "code"),
        args: args.collect(),
        retry_after,
    }
}

/// An object with these properties.
pub(super) fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

pub(super) fn field(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

pub(super) fn text(value: &JsValue, name: &str) -> String {
    field(value, name).as_string().unwrap_or_default()
}

pub(super) fn id(value: &JsValue, name: &str) -> Option<Id> {
    field(value, name).as_string()?.parse().ok()
}

fn whole(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    (number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number))
        .then_some(number as u32)
}

fn hex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (place, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(out)
}
