//! The server's API, in process: every request goes through the whole router.

mod accounts;
mod blobs;
#[cfg(test)]
mod device;
mod edge;
#[cfg(test)] // A test target always is; clippy allows unwrap() below this line.
mod harness;
mod openapi;
mod records;
mod sync;
mod wire;
