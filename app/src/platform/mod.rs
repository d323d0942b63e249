//! Every browser API behind one door. Nothing else in the app talks to the browser's globals.
//!
//! What storage is built on and what screens name also compiles on the host, for its tests; the rest exists in the
//! browser only.

pub mod assets;
pub mod awake;
pub mod camera;
pub mod clock;
pub mod crypto;
pub mod local;
pub mod locks;
pub mod position;
pub mod random;
pub mod reader;
pub mod timers;
pub mod worker;

#[cfg(target_arch = "wasm32")]
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod later;
#[cfg(target_arch = "wasm32")]
pub mod lifecycle;
#[cfg(target_arch = "wasm32")]
pub mod quota;
#[cfg(target_arch = "wasm32")]
pub mod support;
