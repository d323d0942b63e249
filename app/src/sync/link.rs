//! One request to the server and its answer.

use futures::future::LocalBoxFuture;
use shared::sync::wire::{Request, Response};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server cannot be reached.
    Offline,
    /// Something answered that is not our server: a captive portal, a proxy's error page.
    NotOurs,
    /// The server is busy or stopping, or its disk is full; again after so many seconds if it says so.
    Busy(Option<u32>),
    /// The session has ended, or the account is disabled: only pushing may still work.
    SignedOut,
    /// The device was reported lost: delete everything.
    Wipe,
    /// The server does not understand this build any more, or does not accept the request.
    Refused(u16),
}

/// The way to the server.
pub trait Link {
    /// Sends a request and waits for its answer, at most a minute.
    fn exchange(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Failure>>;
}
