//! The server's API, in process: every request goes through the whole router.
//!
//! A test target is always compiled for tests; the attribute tells clippy so, which then allows `unwrap`.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod blobs;
#[cfg(test)]
mod content;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod device;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod late;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod records;
#[cfg(test)]
mod rescue;
#[cfg(test)]
mod sync;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod watched;
#[cfg(test)]
mod wire;
