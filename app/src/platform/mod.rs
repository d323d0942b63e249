//! Every browser API behind one door. Nothing else in the app talks to the browser's globals.
//!
//! The modules that storage is built on also compile on the host, for its tests.

#[cfg(target_arch = "wasm32")]
pub mod assets;
pub mod clock;
pub mod crypto;
#[cfg(target_arch = "wasm32")]
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod local;
pub mod locks;
#[cfg(target_arch = "wasm32")]
pub mod net;
pub mod random;
#[cfg(target_arch = "wasm32")]
pub mod reader;
pub mod timers;
#[cfg(target_arch = "wasm32")]
pub mod worker;
