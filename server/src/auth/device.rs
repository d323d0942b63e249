//! What a device says of itself when somebody signs in on it.

use crate::error::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a device is used as (展会平板, 手机, 电脑).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// Booth tablet.
    Tablet,
    /// Phone.
    Phone,
    /// Computer.
    Computer,
}

impl DeviceKind {
    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tablet => "tablet",
            Self::Phone => "phone",
            Self::Computer => "computer",
        }
    }
}

/// A device as it introduces itself.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Introduction {
    /// Made once by the device and kept with its data.
    pub id: Uuid,
    /// What its users will call it; kept from the first sign-in on.
    pub name: String,
    /// What it is used as.
    pub kind: DeviceKind,
    /// The replica number it remembers for this user, if any.
    #[serde(default)]
    pub replica: Option<u32>,
}

impl Introduction {
    /// Refuses an id or name that cannot be used.
    pub fn check(&self) -> Result<(), Problem> {
        if self.id.is_nil() {
            return Err(Problem::invalid("device.id", "required"));
        }
        name("device.name", &self.name).map(drop)
    }
}

/// A name that people gave: trimmed, 1 to 80 characters, no control characters.
pub fn name<'a>(field: &'static str, text: &'a str) -> Result<&'a str, Problem> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Problem::invalid(field, "required")),
        1..=80 if text.chars().any(char::is_control) => Err(Problem::invalid(field, "format")),
        1..=80 => Ok(text),
        _ => Err(Problem::invalid(field, "too_long").arg("max", 80)),
    }
}
