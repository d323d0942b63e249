//! Extractors: a handler that names one of these in its arguments has decided who may call it.

use crate::app::App;
use crate::auth::token;
use crate::clock::{DAY, MINUTE};
use crate::error::{Code, Problem};
use crate::people::{self, Person};
use crate::store::sessions::{self, Holder};
use crate::store::{audit, devices};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The session cookie. The prefix makes browsers insist on Secure, Path=/ and no Domain.
pub const COOKIE: &str = "__Host-yk";
/// A session nobody uses ends after this many days…
pub const IDLE_DAYS: i64 = 14;
/// …and any session after these.
pub const LIFE_DAYS: i64 = 90;

/// Where a request came from; put into every request by `http::edge`.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Address of the caller, as far as the server can know it.
    pub address: IpAddr,
    /// On the same machine, and not by way of a proxy.
    pub local: bool,
}

impl FromRequestParts<Arc<App>> for Peer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Problem> {
        let nowhere = Self {
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            local: false,
        };
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(nowhere))
    }
}

/// A signed-in user.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who it is, and where.
    pub holder: Holder,
    /// What their User record says.
    pub person: Person,
    /// The kept form of the session's token.
    pub token: [u8; 32],
}

impl Session {
    /// An audit event done by this user.
    pub fn event(&self, at: i64, action: &'static str, detail: serde_json::Value) -> audit::Event {
        let Holder {
            account, device, ..
        } = self.holder;
        audit::Event {
            at,
            actor: Some(account),
            device: Some(device),
            action,
            detail,
        }
    }
}

impl FromRequestParts<Arc<App>> for Session {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let token = cookie(&parts.headers)
            .and_then(token::hash_of)
            .ok_or_else(sign_in_needed)?;
        let now = app.clock.now();
        let found = app.database.read(move |conn| {
            let Some(holder) = sessions::holder(conn, &token)? else {
                return Ok(None);
            };
            let person = people::person(conn, holder.account, now)?;
            Ok::<_, Problem>(Some((holder, person)))
        });
        let (holder, person) = found.await?.ok_or_else(sign_in_needed)?;
        refuse_revoked(&holder)?;
        if now - holder.seen_at > IDLE_DAYS * DAY || now - holder.created_at > LIFE_DAYS * DAY {
            return Err(sign_in_needed());
        }
        if !person.active {
            return Err(Problem::new(Code::AccountDisabled));
        }
        if now - holder.seen_at > MINUTE {
            note_contact(app, token, &holder);
        }
        Ok(Self {
            holder,
            person,
            token,
        })
    }
}

/// A signed-in user who may manage accounts and devices.
#[derive(Clone, Debug)]
pub struct Administrator(pub Session);

impl FromRequestParts<Arc<App>> for Administrator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let session = Session::from_request_parts(parts, app).await?;
        match session.person.administrator {
            true => Ok(Self(session)),
            false => Err(Problem::new(Code::Forbidden)),
        }
    }
}

/// Somebody who may deliver: a session, or a replica's push credential, which opens nothing.
#[derive(Clone, Debug)]
pub struct Pusher {
    /// Who delivers.
    pub holder: Holder,
    /// A session stands behind it: it may also fetch.
    pub session: Option<Session>,
}

impl FromRequestParts<Arc<App>> for Pusher {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Some(bearer) = bearer(&parts.headers) else {
            let session = Session::from_request_parts(parts, app).await?;
            return Ok(Self {
                holder: session.holder.clone(),
                session: Some(session),
            });
        };
        let token = token::hash_of(bearer).ok_or_else(sign_in_needed)?;
        let found = app
            .database
            .read(move |conn| sessions::pusher(conn, &token))
            .await;
        let holder = found.map_err(Problem::from)?.ok_or_else(sign_in_needed)?;
        refuse_revoked(&holder)?;
        Ok(Self {
            holder,
            session: None,
        })
    }
}

/// The answer to a lost device: forget everything.
pub fn device_revoked() -> Problem {
    Problem::new(Code::DeviceRevoked).arg("wipe", true).header(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"storage\""),
    )
}

fn refuse_revoked(holder: &Holder) -> Result<(), Problem> {
    if holder.revoked {
        Err(device_revoked())
    } else {
        Ok(())
    }
}

fn sign_in_needed() -> Problem {
    Problem::new(Code::SignInNeeded)
}

/// Nobody waits for this note, and a failed one does no harm.
fn note_contact(app: &Arc<App>, token: [u8; 32], holder: &Holder) {
    let (app, device, now) = (Arc::clone(app), holder.device, app.clock.now());
    tokio::spawn(async move {
        let noted = app.database.write(move |conn| {
            sessions::touch(conn, &token, now)?;
            devices::touch(conn, device, now)
        });
        if let Err(error) = noted.await {
            tracing::debug!(%error, "a contact was not noted");
        }
    });
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).into_iter();
    let mut pairs = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

/// The header that hands the token to the browser, or takes it back.
pub fn set_cookie(token: Option<&token::Token>) -> HeaderValue {
    let (value, seconds) = match token {
        Some(token) => (token.as_str(), LIFE_DAYS * DAY / 1_000),
        None => ("", 0),
    };
    let text =
        format!("{COOKIE}={value}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age={seconds}");
    // A token is hexadecimal text, so this is always a valid header value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
