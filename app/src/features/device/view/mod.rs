//! How the device's screens look. They take everything by properties and know no store.

mod health;

pub use health::{Health, HealthLine, HealthModel};
