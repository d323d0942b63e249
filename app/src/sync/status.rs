//! How the link to the server stands, for the screens.

/// What the last attempt showed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// Nothing was tried yet.
    #[default]
    Unknown,
    /// The server answered.
    Online,
    /// The server cannot be reached. Everything is kept here.
    Offline,
    /// The server can be reached and does not answer as it should: see [`LinkStatus::next_try`].
    Failing,
    /// The session has ended: what was made here is still delivered, nothing is fetched.
    SignedOut,
    /// The device was reported lost: everything on it is being deleted.
    Revoked,
}

/// How the link stands. Times are the device's clock, UTC milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkStatus {
    /// What the last attempt showed.
    pub state: LinkState,
    /// A request is under way.
    pub busy: bool,
    /// After a failure: when the next attempt is due.
    pub next_try: Option<u64>,
    /// When the server last answered.
    pub last_contact: Option<u64>,
    /// Server clock minus device clock, as last measured.
    pub offset_ms: i64,
    /// When that was measured. Deadlines say 按本机时间 once it is more than 24 hours ago.
    pub measured_ms: Option<u64>,
    /// The server's backups hold every op answered at or below this sequence.
    pub watermark: u64,
    /// This tab talks to the server; the others follow it.
    pub leads: bool,
}
