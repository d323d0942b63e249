//! The simulator: many devices and a server, each the real machine of `shared`, in one thread with
//! a virtual clock, a network that loses and doubles, storage that fails, people who act on what
//! they see. One seed decides everything and replays bit for bit (design §1, §4).
//!
//! A seed runs in rounds. In each, people work while things go wrong; then everything is healed,
//! the devices sync until nothing is left to say, and [`check`] compares what was promised with
//! what is there.

pub mod broken;
mod cast;
mod check;
mod clock;
mod device;
mod dice;
mod disk;
pub mod fault;
mod host;
mod house;
mod ledger;
mod net;
mod plan;
mod run;
mod tally;
mod tampered;
mod trouble;
mod work;

pub use broken::Broken;
pub use fault::Fault;
pub use run::{Outcome, run};
pub use tally::{Tally, cannot_meet};

/// Silences the one panic the simulator provokes on purpose; every other is reported as usual.
pub fn expect_poison() {
    use std::sync::Once;
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        #[expect(clippy::disallowed_methods, reason = "runs on the host alone")]
        std::panic::set_hook(Box::new(move |info| {
            if !info.payload().is::<tampered::PoisonPanic>() {
                usual(info);
            }
        }));
    });
}
