//! Every browser API behind one door. Nothing else in the app talks to the browser's globals.
//!
//! The modules that storage is built on also compile on the host, for its tests.

pub mod clock;
pub mod crypto;
#[cfg(target_arch = "wasm32")]
pub mod local;
pub mod locks;
pub mod random;
#[cfg(target_arch = "wasm32")]
pub mod reader;
pub mod timers;
#[cfg(target_arch = "wasm32")]
pub mod worker;
