//! Where the machine runs: clock, dice, tasks and timers.

use futures::future::LocalBoxFuture;

/// The surroundings of a replica. The browser is one; a test with its own clock is another.
pub trait Host {
    /// The device's clock, UTC milliseconds.
    fn now_ms(&self) -> u64;
    /// A random number, for jitter.
    fn dice(&self) -> u64;
    /// The IANA zone of the device.
    fn zone(&self) -> String;
    /// Runs a task beside the others.
    fn spawn(&self, task: LocalBoxFuture<'static, ()>);
    /// Ends after `ms` milliseconds.
    fn sleep(&self, ms: u64) -> LocalBoxFuture<'static, ()>;
    /// An address under which the page shows these bytes, until it is given back.
    fn show(&self, bytes: &[u8], media_type: &str) -> String;
    /// Gives an address back.
    fn hide(&self, address: &str);
}
