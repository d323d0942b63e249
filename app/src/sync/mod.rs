//! The device's end of the exchange with the server (design §4, §6).
//!
//! ```text
//! host     clock, dice, tasks and timers, so that tests own time
//! link     one request to the server and its answer
//! driver   carries out what the machine asks for
//! status   how the link stands, for the screens
//! ```

mod driver;
mod host;
mod link;
mod status;

pub use driver::Driver;
pub use host::Host;
pub use link::{Failure, Link};
pub use status::{LinkState, LinkStatus};
