//! `POST /api/v1/sync`: a device delivers its ops and fetches what is new for it.
//!
//! The merge is `shared`'s; this is its driver. Ops go through the writer thread, and the answer is
//! given when they are on disk. The pull reads from one view of a reader, so a long one holds up
//! nobody's delivery.

use crate::app::App;
use crate::auth::caller::Pusher;
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::malformed;
use crate::people::unsigned;
use crate::store::records::Records;
use crate::sync::body::{self, Form, MAX_BODY};
use crate::sync::json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use shared::entity::{Canonical as _, Id, ReplicaId};
use shared::sync::server::{self, Session, Store as _, Taken};
use shared::sync::slice::Slice;
use shared::sync::wire::{Request, Response as Answer};
use std::sync::Arc;

/// Delivers ops and fetches what is new, in one exchange. The push credential of a replica delivers
/// and gets receipts only.
#[utoipa::path(post, path = "/api/v1/sync", tag = "sync",
    request_body(
        description = "Ops and how far the device has read; at most 1 MiB as sent (`Content-Encoding: gzip`), 4 MiB unpacked",
        content((json::RequestSchema = "application/json"), (Vec<u8> = "application/cbor")),
    ),
    responses(
    (status = 200, description = "Receipts, rows, and where to go on",
        content((json::AnswerSchema = "application/json"), (Vec<u8> = "application/cbor"))),
    (status = 400, body = ProblemBody, description = "malformed, unknown_protocol: nothing was taken"),
    (status = 401, body = ProblemBody, description = "sign_in_needed, device_revoked"),
    (status = 413, body = ProblemBody, description = "too_large"),
    (status = 415, body = ProblemBody, description = "unsupported_type"),
    (status = 503, body = ProblemBody, description = "unavailable: send it again later"),
    (status = 507, body = ProblemBody, description = "storage_full: send it again later"),
))]
pub async fn sync(
    State(app): State<Arc<App>>,
    pusher: Pusher,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let bytes = bytes.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge).arg("limit", MAX_BODY),
        _ => malformed(rejection.body_text()),
    })?;
    let sent = Form::sent(&headers)?;
    let wanted = Form::wanted(&headers, sent);
    let request = tokio::task::spawn_blocking(move || body::read(&headers, sent, &bytes)).await??;
    let session = Session {
        replica: ReplicaId(pusher.holder.replica),
        user: Id(pusher.holder.account.into_bytes()),
        may_read: pusher.session.is_some(),
    };
    let answer = exchange(&app, session, request).await?;
    let bytes = match wanted {
        Form::Cbor => answer.to_bytes(),
        Form::Json => json::write_answer(&answer),
    };
    Ok(([(header::CONTENT_TYPE, wanted.media_type())], bytes).into_response())
}

async fn exchange(app: &App, session: Session, request: Request) -> Result<Answer, Problem> {
    let now = app.clock.now();
    let request = Arc::new(request);
    let mut taken = Vec::new();
    // A job for each slice: whoever else waits to write comes in between.
    for at in 0..request.slices.len() {
        let part = Arc::clone(&request);
        let offered = app
            .database
            .write(move |conn| take(conn, session, &part.slices[at], now));
        let (one, changed) = offered.await?;
        if changed {
            app.pokes.poke(session.replica.0);
        }
        taken.push(one);
        if !taken.last().is_some_and(Taken::is_whole) {
            break;
        }
    }
    let answered = app.database.read(move |conn| {
        let mut records = Records::reading(conn);
        let answer = server::answer(&mut records, session, &request, &taken, unsigned(now))?;
        Ok::<_, Problem>((answer, records.new_reaches()))
    });
    let (answer, reaches) = answered.await?;
    if !reaches.is_empty() {
        // The answer names the reach by its fingerprint: it must be known when the device comes back.
        let noted = app.database.write(move |conn| {
            let mut records = Records::writing(conn, now);
            reaches
                .iter()
                .try_for_each(|(print, reach)| records.put_reach(*print, reach))?;
            Ok::<_, Problem>(())
        });
        noted.await?;
    }
    Ok(answer)
}

/// Takes a slice in: what became of it, and whether anything is new for others.
fn take(
    conn: &rusqlite::Connection,
    session: Session,
    slice: &Slice,
    now: i64,
) -> Result<(Taken, bool), Problem> {
    let mut records = Records::writing(conn, now);
    let before = records.meta()?.seq;
    let taken = server::take(&mut records, session, slice, unsigned(now))?;
    Ok((taken, records.meta()?.seq > before))
}
