//! What the server says about itself while it works: to stderr, never with personal data.

use tracing_subscriber::EnvFilter;

/// Starts logging; `RUST_LOG` chooses how much (`info` by default).
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start (in tests) changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .try_init();
}
