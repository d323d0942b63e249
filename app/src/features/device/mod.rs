//! This device: what it holds, how safe it is, how it is unlocked.

mod browser;
mod health;
pub mod rescue;
mod settings;
pub mod view;

pub use health::{StoragePage, health};
pub use settings::{AboutPage, SettingsPage};
