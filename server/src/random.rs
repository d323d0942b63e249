//! The one place where the server draws random numbers: always from the operating system.

use crate::clock::Millis;
use uuid::Uuid;

/// The operating system gave no random numbers; nothing secret can be made.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random numbers: {0}")]
pub struct NoRandomness(getrandom::Error);

/// `N` random bytes.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut out = [0; N];
    getrandom::fill(&mut out).map_err(NoRandomness)?;
    Ok(out)
}

/// A new time-ordered id (UUIDv7), as every record has one.
pub fn id(now: Millis) -> Result<Uuid, NoRandomness> {
    let ms = u64::try_from(now).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(ms, &bytes()?).into_uuid())
}
