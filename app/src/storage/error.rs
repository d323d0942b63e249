//! What can go wrong with the device store, typed by what the app must do about it.

/// A failure of the device store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room left for this origin or on the disk. Drop caches; captures go on in the journal.
    #[error("no room left on this device")]
    Quota,
    /// The connection went away and one reopening did not help.
    #[error("the device database closed the connection")]
    Closed,
    /// Another tab still holds the database with an older layout.
    #[error("another tab keeps the device database open")]
    Blocked,
    /// The database was written by a newer build whose layout this one does not know.
    #[error("the device database has layout {found}, this build knows {known}")]
    TooNew {
        /// Layout version found on the device.
        found: u32,
        /// Newest layout version this build can open.
        known: u32,
    },
    /// The database was deleted or emptied while it was in use: start again and compare with the journals.
    #[error("the device database was emptied")]
    Wiped,
    /// The browser cannot read its own files (`UnknownError`, `DataError`, …).
    #[error("the device database is damaged: {0}")]
    Damaged(String),
    /// No IndexedDB here (insecure origin, private mode of some browsers).
    #[error("this browser offers no database")]
    Unavailable,
    /// No answer in time.
    #[error("the device database did not answer in time")]
    Timeout,
    /// A stored value does not decode or does not authenticate.
    #[error("a stored value does not decode: {0}")]
    Format(&'static str),
    /// A precondition checked inside the transaction did not hold; nothing was written.
    #[error("another tab was faster")]
    Conflict,
    /// Anything else the browser says.
    #[error("the device database failed: {0}")]
    Other(String),
}
