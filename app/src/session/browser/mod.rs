//! The session in the browser.
//!
//! ```text
//! http      the server's JSON calls
//! register  who has data on this device, in local storage
//! device    databases, journals, keys of a person
//! ```

mod device;
mod http;
mod people;
mod register;

pub use device::BrowserDevice;
pub use http::HttpApi;
