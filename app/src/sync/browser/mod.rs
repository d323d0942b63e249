//! The browser as the surroundings of a replica.
//!
//! ```text
//! host    clock, dice, tasks, timers
//! channel the other tabs, and the lead among them
//! fetch   one HTTP request, with a limit of time and compression upwards
//! link    POST /api/v1/sync over it
//! listen  events of the page, until dropped
//! touches somebody uses the screen
//! signs   what says that an exchange is worth while: online, focus, visible, the server's poke
//! ```

mod channel;
mod fetch;
mod host;
mod link;
mod listen;
mod signs;
mod touches;

pub use channel::{Channel, LeadLock};
pub use fetch::{Answer, Body, Fault, Method, fetch};
pub use host::Browser;
pub use link::HttpLink;
pub use signs::Signs;
pub use touches::Touches;
