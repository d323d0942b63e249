//! `POST /api/v1/sync` and `/api/v1/blobs/…`.

use super::fetch::{Answer, Body, Fault, Method, fetch};
use crate::sync::{Asked, Failure, Link, Piece, Progress};
use futures::FutureExt as _;
use shared::entity::Canonical as _;
use shared::sync::wire::{Request, Response};
use std::cell::RefCell;

const CBOR: &str = "application/cbor";
/// The whole exchange may take so long, in milliseconds; the machine gives up at the same time.
const PATIENCE: u32 = 60_000;

/// The way to the own server.
#[derive(Default)]
pub struct HttpLink {
    /// Delivers for a replica whose user is signed out; opens nothing.
    push_credential: RefCell<Option<String>>,
}

impl HttpLink {
    fn bearer(&self) -> Option<String> {
        let credential = self.push_credential.borrow();
        Some(format!("Bearer {}", credential.as_ref()?))
    }

    async fn post(&self, request: Request) -> Result<Response, Failure> {
        let bearer = self.bearer();
        let mut headers = vec![("accept", CBOR)];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let bytes = request.to_bytes();
        let body = Body::Packed(CBOR, &bytes);
        let answer = fetch(Method::Post, "/api/v1/sync", &headers, body, PATIENCE).await;
        read(&answer.map_err(|(Fault::Unreachable | Fault::Late)| Failure::Offline)?)
    }

    async fn blob(
        &self,
        method: Method,
        sha256: &[u8; 32],
        headers: &[(&str, &str)],
        body: Body<'_>,
    ) -> Result<Answer, Failure> {
        let bearer = self.bearer();
        let mut headers = headers.to_vec();
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let hash: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = format!("/api/v1/blobs/{hash}");
        let answer = fetch(method, &path, &headers, body, PATIENCE).await;
        answer.map_err(|(Fault::Unreachable | Fault::Late)| Failure::Offline)
    }

    async fn send(&self, piece: Piece) -> Result<Progress, Failure> {
        let (offset, length) = (piece.offset.to_string(), piece.length.to_string());
        let headers = [
            ("upload-offset", offset.as_str()),
            ("upload-length", length.as_str()),
            ("upload-type", piece.media_type.as_str()),
        ];
        let body = Body::Plain("application/octet-stream", &piece.bytes);
        let answer = self
            .blob(Method::Patch, &piece.sha256, &headers, body)
            .await?;
        match answer.status {
            // 409: the server stands elsewhere and says where.
            204 | 409 => progress(&answer),
            _ => Err(failure(&answer)),
        }
    }
}

impl Link for HttpLink {
    fn exchange(&self, request: Request) -> Asked<'_, Response> {
        self.post(request).boxed_local()
    }

    fn push_with(&self, credential: Option<String>) {
        *self.push_credential.borrow_mut() = credential;
    }

    fn blob_standing(&self, sha256: [u8; 32]) -> Asked<'_, Progress> {
        async move {
            let answer = self.blob(Method::Head, &sha256, &[], Body::None).await?;
            match answer.status {
                200 => progress(&answer),
                _ => Err(failure(&answer)),
            }
        }
        .boxed_local()
    }

    fn send_piece(&self, piece: Piece) -> Asked<'_, Progress> {
        self.send(piece).boxed_local()
    }

    fn fetch_blob(&self, sha256: [u8; 32]) -> Asked<'_, Option<(String, Vec<u8>)>> {
        async move {
            let answer = self.blob(Method::Get, &sha256, &[], Body::None).await?;
            match answer.status {
                200 => Ok(Some((answer.media_type, answer.bytes))),
                404 => Ok(None),
                _ => Err(failure(&answer)),
            }
        }
        .boxed_local()
    }
}

fn progress(answer: &Answer) -> Result<Progress, Failure> {
    let offset = answer.header("upload-offset");
    Ok(Progress {
        offset: offset
            .and_then(|text| text.parse().ok())
            .ok_or(Failure::NotOurs)?,
        complete: answer.header("upload-complete").as_deref() == Some("?1"),
    })
}

/// What an answer means. Anything that does not speak our forms comes from somebody in between.
fn read(answer: &Answer) -> Result<Response, Failure> {
    let ours = matches!(
        answer.media_type.as_str(),
        CBOR | "application/problem+json"
    );
    if !ours {
        return Err(Failure::NotOurs);
    }
    match answer.status {
        200 => Response::from_bytes(&answer.bytes).map_err(|_| Failure::NotOurs),
        _ => Err(failure(answer)),
    }
}

/// What a refusal means.
fn failure(answer: &Answer) -> Failure {
    match answer.status {
        401 if contains(&answer.bytes, b"\"device_revoked\"") => Failure::Wipe,
        401 => Failure::SignedOut,
        429 | 500..=599 => {
            let seconds = answer.header("retry-after");
            Failure::Busy(seconds.and_then(|text| text.parse().ok()))
        }
        other => Failure::Refused(other),
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}
