//! Elapsed time for progress lines; the one place in xtask that reads a clock.

use std::time::{Duration, Instant};

/// A running stopwatch.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "progress lines show elapsed time"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

impl std::fmt::Display for Stopwatch {
    /// `0.8 s`, `42 s`, `3 min 05 s`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let elapsed = self.elapsed();
        match elapsed.as_secs() {
            0..10 => write!(f, "{:.1} s", elapsed.as_secs_f32()),
            10..60 => write!(f, "{} s", elapsed.as_secs()),
            s => write!(f, "{} min {:02} s", s / 60, s % 60),
        }
    }
}
