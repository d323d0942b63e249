//! The first look at a request: where it comes from, over what, and from whose page.

use crate::app::App;
use crate::auth::caller::Peer;
use crate::error::{Code, Problem};
use crate::http::insecure;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// How the bytes arrived; put into the request by the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// In the clear.
    Plain,
    /// Over TLS.
    Tls,
}

/// Addresses that may be asked for in the clear.
const OPEN_TO_ALL: &[&str] = &["/healthz", "/trust", "/trust/ca.crt"];

/// Turns away what must not go further and notes who is calling.
pub async fn edge(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let host = host(&request);
    let peer = peer(&app, &request);
    let open = OPEN_TO_ALL.contains(&request.uri().path());
    if !is_secure(&app, &request, host.as_ref()) && !open {
        return insecure::answer(&app, &request, host.as_ref());
    }
    if let Err(problem) = refuse_cross_site(&request, host.as_ref()) {
        return problem.into_response();
    }
    request.extensions_mut().insert(peer);
    let remember = request.extensions().get() == Some(&Line::Tls) && app.options.local_ca.is_none();
    let mut response = next.run(request).await;
    if remember {
        // Not with a local authority: a device that has not installed it must still find `/trust`.
        let year = HeaderValue::from_static("max-age=31536000");
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// The host the caller typed: of the address line in HTTP/2, of the Host header in HTTP/1.
fn host(request: &Request) -> Option<Authority> {
    let header = || {
        request
            .headers()
            .get(header::HOST)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    };
    request.uri().authority().cloned().or_else(header)
}

fn peer(app: &App, request: &Request) -> Peer {
    let socket = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = socket.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let address = address.to_canonical();
    let forwarded = request.headers().contains_key("x-forwarded-for");
    let local = address.is_loopback() && !forwarded;
    if !app.options.behind_proxy {
        return Peer { address, local };
    }
    // The last entry is the one our own proxy wrote; those before it are hearsay.
    let last = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back();
    let last = last.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    Peer {
        address: last.unwrap_or(address),
        local,
    }
}

/// Whether a browser treats this as a secure origin: TLS, or plain HTTP to the same machine.
fn is_secure(app: &App, request: &Request, host: Option<&Authority>) -> bool {
    let tls = request.extensions().get() == Some(&Line::Tls);
    let proxy = request
        .headers()
        .get("x-forwarded-proto")
        .is_some_and(|proto| proto == "https");
    tls || (app.options.behind_proxy && proxy) || host.is_some_and(is_loopback)
}

fn is_loopback(host: &Authority) -> bool {
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => {
            let name = name.to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

/// A page of another site must not act with this site's cookie. Browsers say where a request comes
/// from; a request without either header does not come from a page.
fn refuse_cross_site(request: &Request, host: Option<&Authority>) -> Result<(), Problem> {
    let headers = request.headers();
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if reads && !headers.contains_key(header::UPGRADE) {
        return Ok(());
    }
    let same_site = match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin" || site == "none",
        None => origin_host(headers).is_none_or(|origin| host.is_some_and(|h| *h == origin)),
    };
    if same_site {
        Ok(())
    } else {
        Err(Problem::new(Code::CrossSite))
    }
}

/// Host and port of the Origin header; an opaque origin (`null`) matches no host.
fn origin_host(headers: &HeaderMap) -> Option<String> {
    let origin = headers.get(header::ORIGIN)?.to_str().unwrap_or_default();
    Some(
        origin
            .split_once("://")
            .map_or("", |(_, host)| host)
            .to_owned(),
    )
}
