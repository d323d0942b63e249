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
    fn exchange(&self, request: Request) -> Asked<'_, Response>;

    /// From now on deliver with this credential, which opens nothing; `None` = with the session.
    fn push_with(&self, credential: Option<String>);

    /// How much of an attachment the server has.
    fn blob_standing(&self, sha256: [u8; 32]) -> Asked<'_, Progress>;

    /// Sends a piece of an attachment, at most 256 KiB. The server says where it stands afterwards,
    /// also when the piece did not fit.
    fn send_piece(&self, piece: Piece) -> Asked<'_, Progress>;

    /// Fetches an attachment with its media type; none when the server does not have it (yet), or this
    /// user may not see it.
    fn fetch_blob(&self, sha256: [u8; 32]) -> Asked<'_, Option<(String, Vec<u8>)>>;
}

/// The answer, later.
pub type Asked<'a, T> = LocalBoxFuture<'a, Result<T, Failure>>;

/// How much of an attachment the server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are there.
    pub offset: u64,
    /// All of them, checked.
    pub complete: bool,
}

/// A piece of an attachment.
#[derive(Clone, Debug)]
pub struct Piece {
    /// SHA-256 of the whole.
    pub sha256: [u8; 32],
    /// Media type of the whole.
    pub media_type: String,
    /// Where the piece begins.
    pub offset: u64,
    /// Bytes of the whole.
    pub length: u64,
    /// The piece.
    pub bytes: Vec<u8>,
}
