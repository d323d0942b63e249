//! The reader: codes in pictures, cards in files, photographs made small. It runs as a worker of
//! its own, so that its decoders are no part of the app's download and their failure no part of
//! the app's. What does not need a browser is here and tested on the host.

pub mod codes;
pub mod picture;
#[cfg(target_arch = "wasm32")]
pub mod worker;
