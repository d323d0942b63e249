//! The browser as the surroundings of a replica.
//!
//! ```text
//! host    clock, dice, tasks, timers
//! fetch   one HTTP request, with a limit of time and compression upwards
//! link    POST /api/v1/sync over it
//! signs   what says that an exchange is worth while: online, focus, visible, the server's poke
//! ```

mod fetch;
mod host;
mod link;
mod signs;

pub use fetch::{Answer, Body, Fault, Method, fetch};
pub use host::Browser;
pub use link::HttpLink;
pub use signs::Signs;
