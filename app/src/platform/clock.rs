//! The only place of the app that reads a clock.

/// Wall time in milliseconds since 1970, UTC, as the device believes it.
#[must_use]
pub fn wall_ms() -> i64 {
    #[cfg(target_arch = "wasm32")]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds fit for 280,000 years"
    )]
    return js_sys::Date::now() as i64;
    #[cfg(not(target_arch = "wasm32"))]
    return host::wall_ms();
}

/// Milliseconds since an arbitrary start, never going back: for durations.
#[must_use]
pub fn monotonic_ms() -> f64 {
    #[cfg(target_arch = "wasm32")]
    return browser::monotonic_ms();
    #[cfg(not(target_arch = "wasm32"))]
    return host::monotonic_ms();
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        /// Present in windows and workers alike.
        #[wasm_bindgen(thread_local_v2, js_name = performance)]
        static PERFORMANCE: web_sys::Performance;
    }

    pub(super) fn monotonic_ms() -> f64 {
        PERFORMANCE.with(web_sys::Performance::now)
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge that reads the clock"
)]
mod host {
    use std::sync::OnceLock;
    use std::time::{Instant, SystemTime, UNIX_EPOCH};

    pub(super) fn wall_ms() -> i64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    pub(super) fn monotonic_ms() -> f64 {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
    }
}
