//! The one place where the server reads the clock. Everything else gets a [`Clock`] or a [`Millis`].

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970-01-01T00:00Z.
pub type Millis = i64;

/// A second, in [`Millis`].
pub const SECOND: Millis = 1_000;
/// A minute, in [`Millis`].
pub const MINUTE: Millis = 60 * SECOND;
/// A day, in [`Millis`].
pub const DAY: Millis = 24 * 60 * MINUTE;

/// Tells the time: the system's, or one that a test sets.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until [`Clock::advance`] moves it.
    pub fn standing_at(now: Millis) -> Self {
        Self(Some(Arc::new(AtomicI64::new(now))))
    }

    /// The present instant.
    pub fn now(&self) -> Millis {
        match &self.0 {
            Some(set) => set.load(Ordering::SeqCst),
            None => system_now(),
        }
    }

    /// Moves a standing clock; the system's clock takes no orders.
    pub fn advance(&self, by: Millis) {
        if let Some(set) = &self.0 {
            set.fetch_add(by, Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the edge where time enters the server"
)]
fn system_now() -> Millis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}
