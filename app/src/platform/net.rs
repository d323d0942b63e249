//! Requests to the server.

use super::timers;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, RequestRedirect};

/// A request.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// Address, usually a path of this origin.
    pub url: &'a str,
    /// Headers.
    pub headers: Vec<(&'a str, &'a str)>,
    /// Body.
    pub body: Option<&'a [u8]>,
    /// Longest wait for the whole answer, in milliseconds.
    pub patience: u32,
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Vec<u8>,
    headers: Headers,
}

impl Response {
    /// A header of the answer.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).ok()?
    }

    /// True when the body has this media type. A captive portal answers 200 with a page of its own.
    #[must_use]
    pub fn is(&self, media_type: &str) -> bool {
        self.header("content-type").is_some_and(|found| {
            found
                .split(';')
                .next()
                .is_some_and(|found| found.trim().eq_ignore_ascii_case(media_type))
        })
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// The server was not reached.
    #[error("no connection to the server")]
    Unreachable,
    /// No whole answer in time.
    #[error("the server did not answer in time")]
    Timeout,
}

/// Sends a request. Redirects are not followed: the server makes none, portals do.
///
/// # Errors
/// [`NetError`].
pub async fn send(request: Request<'_>) -> Result<Response, NetError> {
    let abort = AbortController::new().map_err(|_| NetError::Unreachable)?;
    let work = exchange(&request, &abort);
    match timers::within(request.patience, work).await {
        Some(answer) => answer.map_err(|_| NetError::Unreachable),
        None => {
            abort.abort();
            Err(NetError::Timeout)
        }
    }
}

async fn exchange(request: &Request<'_>, abort: &AbortController) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&abort.signal()));
    if let Some(body) = request.body {
        init.set_body(&js_sys::Uint8Array::from(body));
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let fetching = window.fetch_with_str_and_init(request.url, &init);
    let answer: web_sys::Response = JsFuture::from(fetching).await?.dyn_into()?;
    let body = JsFuture::from(answer.array_buffer()?).await?;
    Ok(Response {
        status: answer.status(),
        body: js_sys::Uint8Array::new(&body).to_vec(),
        headers: answer.headers(),
    })
}
