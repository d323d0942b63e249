//! The app's own files: from inside the binary, or from a folder during development.
//!
//! The files below `a/` are named by their content and are kept for ever; everything else (the page,
//! the service worker, the manifest) is asked for again each time. Paths of the app's own router get
//! the page, but only when a person navigates: a script that asks for a missing file must not get a
//! page instead.

use crate::app::App;
use crate::error::{Code, Problem};
use crate::hex;
use crate::http::embedded::FILES;
use crate::http::headers::APP_POLICY;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Files below this folder never change their content.
const IMMUTABLE: &str = "a/";

/// Where the files are.
#[derive(Clone, Debug)]
pub enum Assets {
    /// Inside the binary; empty when it was built without the feature `embed`.
    Embedded,
    /// In this folder, read anew each time.
    Folder(PathBuf),
}

/// A file in the form that suits the caller.
struct Found {
    content: Bytes,
    encoding: Option<&'static str>,
}

/// Answers whatever the API does not.
pub async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::new(Code::MethodNotAllowed).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let asked = if path.is_empty() { "index.html" } else { path };
    if asked.split('/').any(|part| part.starts_with('.')) {
        return Problem::new(Code::NotFound).into_response();
    }
    let headers = request.headers();
    let (name, found) = match app.assets.find(asked, headers).await {
        Some(found) => (asked, Some(found)),
        None if is_navigation(path, headers) => {
            ("index.html", app.assets.find("index.html", headers).await)
        }
        None => (asked, None),
    };
    match found {
        Some(found) => answer(name, found, headers),
        None if name == "index.html" => no_app(),
        None => Problem::new(Code::NotFound).into_response(),
    }
}

impl Assets {
    async fn find(&self, path: &str, headers: &HeaderMap) -> Option<Found> {
        match self {
            Self::Embedded => find_embedded(path, headers),
            Self::Folder(root) => find_in_folder(root, path, headers).await,
        }
    }
}

fn find_embedded(path: &str, headers: &HeaderMap) -> Option<Found> {
    let index = FILES.binary_search_by(|file| file.path.cmp(path)).ok()?;
    let file = FILES.get(index)?;
    let forms = [("br", file.br), ("gzip", file.gz)];
    let mut forms = forms
        .into_iter()
        .filter_map(|(name, form)| Some((name, form?)));
    let (content, encoding) = match forms.find(|(name, _)| accepts(headers, name)) {
        Some((name, form)) => (form, Some(name)),
        None => (file.plain, None),
    };
    Some(Found {
        content: Bytes::from_static(content),
        encoding,
    })
}

async fn find_in_folder(root: &Path, path: &str, headers: &HeaderMap) -> Option<Found> {
    let relative = Path::new(path);
    if !relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    for (name, end) in [("br", ".br"), ("gzip", ".gz")] {
        let form = root.join(format!("{path}{end}"));
        if accepts(headers, name)
            && let Ok(content) = tokio::fs::read(form).await
        {
            return Some(Found {
                content: content.into(),
                encoding: Some(name),
            });
        }
    }
    let content = tokio::fs::read(root.join(relative)).await.ok()?;
    Some(Found {
        content: content.into(),
        encoding: None,
    })
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    let mut offers = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','));
    offers.any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some(encoding) && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0"))
    })
}

fn answer(name: &str, found: Found, headers: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(APP_POLICY),
    );
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(name)),
    );
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = found.encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if name.starts_with(IMMUTABLE) {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        out.insert(header::CACHE_CONTROL, forever);
    } else {
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        // Weak: the same page travels under several encodings.
        let tag = format!(
            "W/\"{}\"",
            hex::encode(&Sha256::digest(&found.content)[..12])
        );
        let known = headers
            .get(header::IF_NONE_MATCH)
            .is_some_and(|have| *have == tag);
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            out.insert(header::ETAG, tag);
        }
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
    }
    *response.body_mut() = Body::from(found.content);
    response
}

/// Somebody typed or followed an address of the app's own router.
fn is_navigation(path: &str, headers: &HeaderMap) -> bool {
    let has_extension = path
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    let has = |name, wanted: &str| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.contains(wanted))
    };
    let navigates = match headers.contains_key("sec-fetch-mode") {
        true => has("sec-fetch-mode", "navigate"),
        false => has("accept", "text/html"),
    };
    navigates && !has_extension && !path.starts_with("api/")
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn no_app() -> Response {
    let text = "Yingke: this server was built without the app.\n\
                `cargo xtask build` puts it in; `--assets FOLDER` serves a built one.\n";
    (StatusCode::NOT_FOUND, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_encoding_is_not_used() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("gzip, br;q=0"),
        );
        assert!(accepts(&headers, "gzip"));
        assert!(!accepts(&headers, "br"));
        assert!(!accepts(&headers, "zstd"));
    }
}
