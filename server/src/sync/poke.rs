//! A WebSocket that says *when* to sync, and nothing else: an empty message per change.
//!
//! What has changed, and whether the listener may see it, is the business of the sync itself. Devices
//! also sync on focus, on coming online and every 30 seconds, so a lost poke costs seconds only.

use crate::app::App;
use crate::auth::caller::Session;
use crate::error::{Code, Problem, ProblemBody};
use crate::store::sessions;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};

/// Sockets at the same time; each costs a few kilobytes.
const SOCKETS: u64 = 20_000;
/// A quiet socket is tried this often; proxies and phones drop quiet connections.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// Changes this close together make one poke.
const TOGETHER: Duration = Duration::from_millis(50);

/// Changes that may wait for a slow listener; beyond it one poke stands for all.
const BACKLOG: usize = 64;

/// Tells every listener that something has changed.
#[derive(Debug)]
pub struct Pokes(broadcast::Sender<u32>);

impl Default for Pokes {
    fn default() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }
}

impl Pokes {
    /// From now on: which replica changed something.
    pub fn listen(&self) -> broadcast::Receiver<u32> {
        self.0.subscribe()
    }

    /// Something has changed by this replica, which knows it already; 0 is the server.
    pub fn poke(&self, by: u32) {
        // Without listeners there is nobody to tell.
        let _ = self.0.send(by);
    }
}

/// Listens for changes: an empty text message says that a sync is worth while.
#[utoipa::path(get, path = "/api/v1/poke", tag = "sync", responses(
    (status = 101, description = "A WebSocket that sends empty text messages"),
    (status = 401, body = ProblemBody, description = "sign_in_needed"),
    (status = 503, body = ProblemBody, description = "unavailable: too many listeners"),
))]
pub async fn poke(
    State(app): State<Arc<App>>,
    session: Session,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|error| crate::http::body::malformed(error.body_text()))?;
    if app.metrics.sockets.load(Relaxed) >= SOCKETS {
        return Err(Problem::new(Code::Unavailable).retry_after(30));
    }
    let upgrade = upgrade
        .max_message_size(1_024)
        .read_buffer_size(1_024)
        .write_buffer_size(0);
    Ok(upgrade.on_upgrade(move |socket| async move {
        app.metrics.sockets.fetch_add(1, Relaxed);
        listen(&app, &session, socket).await;
        app.metrics.sockets.fetch_sub(1, Relaxed);
    }))
}

async fn listen(app: &App, session: &Session, mut socket: WebSocket) {
    let mut changes = app.pokes.listen();
    let mut stopping = app.stopping.subscribe();
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    loop {
        let sent = tokio::select! {
            _ = stopping.changed() => {
                let goodbye = CloseFrame { code: 1001, reason: "the server is stopping".into() };
                let _ = socket.send(Message::Close(Some(goodbye))).await;
                return;
            }
            changed = changes.recv() => {
                match changed {
                    Ok(by) if by == session.holder.replica => continue,
                    Err(RecvError::Closed) => return,
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                }
                tokio::time::sleep(TOGETHER).await;
                changes = changes.resubscribe();
                socket.send(Message::Text("".into())).await
            }
            _ = heartbeat.tick() => {
                if !is_valid(app, session).await {
                    let goodbye = CloseFrame { code: 4401, reason: "the session has ended".into() };
                    let _ = socket.send(Message::Close(Some(goodbye))).await;
                    return;
                }
                socket.send(Message::Ping(Default::default())).await
            }
            received = socket.recv() => match received {
                Some(Ok(_)) => Ok(()),
                Some(Err(_)) | None => return,
            },
        };
        if sent.is_err() {
            return;
        }
    }
}

async fn is_valid(app: &App, session: &Session) -> bool {
    let token = session.token;
    let holder = app
        .database
        .read(move |conn| sessions::holder(conn, &token))
        .await;
    match holder {
        Ok(Some(holder)) => !holder.revoked,
        Ok(None) => false,
        // A database in trouble says nothing about the session.
        Err::<_, rusqlite::Error>(_) => true,
    }
}
