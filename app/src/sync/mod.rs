//! The device's end of the exchange with the server (design §4, §6).
//!
//! ```text
//! host     clock, dice, tasks and timers, so that tests own time
//! link     one request to the server and its answer
//! driver   carries out what the machine asks for
//! upload   attachments, behind the ops, piece by piece
//! lead     which tab talks to the server
//! tabs     what the tabs tell each other; company keeps them in step
//! status   how the link stands, for the screens
//! browser  host and link of the browser
//! ```

#[cfg(target_arch = "wasm32")]
pub mod browser;
mod company;
mod driver;
mod host;
mod lead;
mod link;
mod status;
pub mod tabs;
mod upload;

pub use company::Company;
pub use driver::Driver;
pub use host::Host;
pub use lead::{Hold, Lead};
pub use link::{Asked, Failure, Link, Piece, Progress};
pub use status::{LinkState, LinkStatus};
pub use tabs::Tabs;
