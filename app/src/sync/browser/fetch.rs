//! One HTTP request to the own server.

use crate::platform::timers;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, RequestCredentials, RequestInit, RequestRedirect, Response,
};

#[wasm_bindgen]
extern "C" {
    /// Present in windows and workers alike.
    #[wasm_bindgen(js_name = fetch)]
    fn js_fetch(url: &str, init: &RequestInit) -> js_sys::Promise;

    #[wasm_bindgen(extends = js_sys::Object)]
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    #[wasm_bindgen(extends = js_sys::Object)]
    type Stream;
    #[wasm_bindgen(method, js_name = pipeThrough)]
    fn pipe_through(this: &Stream, through: &CompressionStream) -> Stream;
}

/// Bodies from this size on travel compressed, in bytes.
const COMPRESS_FROM: usize = 1024;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Read the headers only.
    Head,
    /// Do.
    Post,
    /// Change, or add to.
    Patch,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Patch => "PATCH",
        }
    }
}

/// What is sent along.
#[derive(Debug)]
pub enum Body<'a> {
    /// Nothing.
    None,
    /// Bytes of this type, as they are.
    Plain(&'a str, &'a [u8]),
    /// Bytes of this type, compressed when it is worth while.
    Packed(&'a str, &'a [u8]),
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type without parameters.
    pub media_type: String,
    headers: Headers,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A header of the answer.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).ok().flatten()
    }
}

/// No answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The server cannot be reached.
    Unreachable,
    /// It did not answer in time; the request was given up.
    Late,
}

/// Asks the own server, at most `patience` milliseconds for the whole answer.
///
/// # Errors
/// [`Fault`]. Any status is an answer.
pub async fn fetch(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Body<'_>,
    patience: u32,
) -> Result<Answer, Fault> {
    let unreachable = |_| Fault::Unreachable;
    let abort = AbortController::new().map_err(unreachable)?;
    let init = RequestInit::new();
    init.set_method(method.name());
    init.set_signal(Some(&abort.signal()));
    init.set_credentials(RequestCredentials::SameOrigin);
    // A captive portal answers with a redirect to itself; it must not look like our server.
    init.set_redirect(RequestRedirect::Error);
    let all = Headers::new().map_err(unreachable)?;
    for (name, value) in headers {
        all.append(name, value).map_err(unreachable)?;
    }
    let (media_type, bytes) = match body {
        Body::None => (None, None),
        Body::Plain(media_type, bytes) => (Some(media_type), Some(Uint8Array::from(bytes))),
        Body::Packed(media_type, bytes) => {
            let packed = if bytes.len() < COMPRESS_FROM {
                None
            } else {
                pack(bytes).await
            };
            if packed.is_some() {
                all.append("content-encoding", "gzip")
                    .map_err(unreachable)?;
            }
            let bytes = packed.unwrap_or_else(|| Uint8Array::from(bytes));
            (Some(media_type), Some(bytes))
        }
    };
    if let Some(media_type) = media_type {
        all.append("content-type", media_type)
            .map_err(unreachable)?;
    }
    if let Some(bytes) = bytes {
        init.set_body(&bytes);
    }
    init.set_headers(&all);
    match timers::within(patience, run(path, &init)).await {
        Some(done) => done.map_err(unreachable),
        None => {
            abort.abort();
            Err(Fault::Late)
        }
    }
}

async fn run(path: &str, init: &RequestInit) -> Result<Answer, JsValue> {
    let response: Response = JsFuture::from(js_fetch(path, init)).await?.dyn_into()?;
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    let headers = response.headers();
    let media_type = headers.get("content-type")?.unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    Ok(Answer {
        status: response.status(),
        media_type: media_type.to_ascii_lowercase(),
        bytes: Uint8Array::new(&bytes).to_vec(),
        headers,
    })
}

/// Compresses; none where the browser cannot.
async fn pack(bytes: &[u8]) -> Option<Uint8Array> {
    let packer = CompressionStream::new("gzip").ok()?;
    let whole = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(bytes))).ok()?;
    let stream = Reflect::get(&whole, &JsValue::from_str("body")).ok()?;
    let packed = stream.unchecked_into::<Stream>().pipe_through(&packer);
    let packed = Response::new_with_opt_readable_stream(Some(packed.unchecked_ref())).ok()?;
    let buffer = JsFuture::from(packed.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}
