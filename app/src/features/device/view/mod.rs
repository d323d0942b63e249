//! How the device's screens look. They take everything by properties and know no store.

mod health;
mod storage;

pub use health::{Health, HealthLine, HealthModel};
pub use storage::{StorageModel, StorageView};
