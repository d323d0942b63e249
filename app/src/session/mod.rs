//! Who works on this device, and whether their data is open (design §6 Keys, R-278).
//!
//! ```text
//! state    where the device stands, and what may happen next
//! api      what is asked of the server: setup, sign-in, sign-out, password
//! device   what is asked of this device: who has data here, keys, opening a replica
//! keeper   the rules that lead from one state to the next
//! idle     locking when nobody touches the screen
//! live     the same as signals: the context of the screens
//! browser  server and device as the browser has them
//! ```
//! A device can hold several people, each with an encrypted store, a passphrase and a replica number of
//! their own. Changing over is locking one and unlocking another.

pub mod api;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod device;
mod idle;
mod keeper;
#[cfg(feature = "screens")]
mod live;
pub mod people;
mod state;
#[cfg(test)]
mod tests;

pub use api::{Api, Introduction, Refusal, Rescued, SignedIn, Status};
pub use device::{Device, Known, LockError};
pub use idle::{DeviceKind, Idle};
pub use keeper::{Keeper, Open, Setup, SignOutError};
#[cfg(feature = "screens")]
pub use live::Session;
pub use state::State;
