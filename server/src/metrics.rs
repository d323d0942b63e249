//! Counters for whoever watches the server. Numbers only: no names, no addresses.

use crate::app::App;
use crate::auth::caller::Peer;
use crate::error::{Code, Problem};
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The counters of this process.
#[derive(Debug, Default)]
pub struct Metrics {
    answers: [AtomicU64; 5],
    /// Open poke sockets.
    pub sockets: AtomicU64,
    /// Bytes of finished blobs that came in.
    pub blob_bytes: AtomicU64,
}

impl Metrics {
    fn render(&self) -> String {
        let mut text = String::from("# TYPE yingke_answers_total counter\n");
        for (class, count) in (1..).zip(&self.answers) {
            let count = count.load(Relaxed);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "yingke_answers_total{{class=\"{class}xx\"}} {count}");
        }
        let gauge = self.sockets.load(Relaxed);
        let _ = writeln!(
            text,
            "# TYPE yingke_poke_sockets gauge\nyingke_poke_sockets {gauge}"
        );
        let bytes = self.blob_bytes.load(Relaxed);
        let _ = writeln!(
            text,
            "# TYPE yingke_blob_bytes_total counter\nyingke_blob_bytes_total {bytes}"
        );
        text
    }
}

/// Counts every answer.
pub async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let class = usize::from(response.status().as_u16() / 100);
    if let Some(counter) = class
        .checked_sub(1)
        .and_then(|index| app.metrics.answers.get(index))
    {
        counter.fetch_add(1, Relaxed);
    }
    response
}

/// The counters as Prometheus text, for callers on the same machine only.
pub async fn metrics(State(app): State<Arc<App>>, peer: Peer) -> Response {
    if !peer.local {
        return Problem::new(Code::NotFound).into_response();
    }
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        app.metrics.render(),
    )
        .into_response()
}
