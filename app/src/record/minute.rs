//! The time as screens follow it: a minute at a time, so that what falls due does so before one's
//! eyes and nothing is worked out more often than a person can read it.

use super::words::now_ms;
use leptos::prelude::*;
use std::time::Duration;

/// Often enough that a minute never shows half a minute late.
const LOOK: Duration = Duration::from_secs(10);
const MINUTE_MS: i64 = 60_000;

thread_local! {
    static MINUTE: ArcRwSignal<i64> = run();
}

/// The minute it is, UTC ms; follows the clock.
#[must_use]
pub fn minute() -> i64 {
    MINUTE.with(Get::get)
}

fn run() -> ArcRwSignal<i64> {
    let here = ArcRwSignal::new(read());
    let clock = here.clone();
    set_interval(
        move || {
            let now = read();
            if clock.get_untracked() != now {
                clock.set(now);
            }
        },
        LOOK,
    );
    here
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "whole milliseconds fit for 280,000 years"
)]
fn read() -> i64 {
    (now_ms() as i64).div_euclid(MINUTE_MS) * MINUTE_MS
}
