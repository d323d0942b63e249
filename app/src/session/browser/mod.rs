//! The session in the browser.
//!
//! ```text
//! http      the server's JSON calls
//! files     where the build put workers
//! register  who has data on this device, in local storage
//! device    databases, journals, keys of a person
//! ```

mod device;
mod files;
mod http;
mod register;

pub use device::BrowserDevice;
pub use http::HttpApi;
