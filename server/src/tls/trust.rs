//! `/trust`: how to install the local authority, and the authority itself.

use crate::app::App;
use crate::error::{Code, Problem};
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use std::sync::Arc;

/// A local authority, as devices are offered it.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Its certificate (PEM).
    pub certificate: String,
    /// SHA-256 of the certificate, to compare by eye.
    pub fingerprint: String,
}

/// Explains the installation.
pub async fn page(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let authority = app
        .options
        .local_ca
        .as_ref()
        .ok_or(Problem::new(Code::NotFound))?;
    let text = include_str!("trust.html").replace("{fingerprint}", &authority.fingerprint);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Html(text)).into_response())
}

/// The certificate.
pub async fn certificate(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let authority = app
        .options
        .local_ca
        .as_ref()
        .ok_or(Problem::new(Code::NotFound))?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-x509-ca-cert"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"yingke-ca.crt\"",
        ),
    ];
    Ok((headers, authority.certificate.clone()).into_response())
}
