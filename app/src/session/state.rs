//! Where the device stands.

/// What the app shows first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// Looking: a moment after the start.
    #[default]
    Starting,
    /// Nobody has set the server up: the setup page is next.
    SetupNeeded,
    /// Nobody's data is here, or its owner signed out: the sign-in page is next.
    SignedOut,
    /// Signed in for the first time on this device: a passphrase is chosen next.
    NeedsPassphrase,
    /// Somebody's data is here and closed.
    Locked,
    /// Open: everything works, with a network or without.
    Ready,
    /// The address is not encrypted, so the browser keeps back what the app needs.
    Insecure,
    /// The data was written by a newer build: reload once a network is there.
    TooOld,
}
