//! The device key, wrapped under a passphrase.
//!
//! ```text
//! magic[4] version[1] replica[4] memory KiB[4] passes[4] salt[16] nonce[12] wrapped key[32+16]
//! ```

use super::Vault;
use crate::platform::crypto::SmallKey;
use crate::platform::{clock, random};
use crate::storage::keyring::DeviceKey;
use vault::{Cost, Request, VaultError};
use zeroize::Zeroizing;

const MAGIC: [u8; 4] = *b"YKLK";
const VERSION: u8 = 1;
const HEAD: usize = 33;
/// Bytes of a lock.
pub(super) const SIZE: usize = HEAD + 12 + 48;

/// What unlocking should cost by default.
const USUAL: Cost = Cost {
    memory_kib: 64 * 1024,
    passes: 3,
};
/// The least that is still good, for devices where the usual cost is too much.
const LEAST: Cost = Cost {
    memory_kib: 19 * 1024,
    passes: 2,
};
/// A device that needs longer than this for the usual cost gets the least, in milliseconds.
const TOO_SLOW: f64 = 2_500.0;
/// A device that is faster than this gets more passes, in milliseconds.
const TOO_FAST: f64 = 250.0;
const MOST_PASSES: u32 = 12;

/// Why a device key could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// Not this passphrase.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The stored lock is damaged or of a newer version: sign in online.
    #[error("the stored lock cannot be read")]
    Unreadable,
    /// The vault gave no answer.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// The device key of a replica, wrapped under a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock([u8; SIZE]);

impl Lock {
    /// Wraps a device key under a passphrase. The cost is measured once, on this device, and stored.
    ///
    /// # Errors
    /// [`UnlockError::Vault`].
    pub async fn close(
        vault: &impl Vault,
        key: &DeviceKey,
        replica: u32,
        passphrase: &str,
    ) -> Result<Self, UnlockError> {
        let salt = random::bytes();
        let (cost, wrapping) = calibrate(vault, passphrase, &salt).await?;
        let mut out = [0; SIZE];
        out[..4].copy_from_slice(&MAGIC);
        out[4] = VERSION;
        out[5..9].copy_from_slice(&replica.to_le_bytes());
        out[9..13].copy_from_slice(&cost.memory_kib.to_le_bytes());
        out[13..17].copy_from_slice(&cost.passes.to_le_bytes());
        out[17..HEAD].copy_from_slice(&salt);
        let nonce = random::bytes();
        let sealed = wrapping.seal(&nonce, &out[..HEAD], key.bytes());
        let sealed = sealed.map_err(|_| UnlockError::Unreadable)?;
        out[HEAD..HEAD + 12].copy_from_slice(&nonce);
        out[HEAD + 12..].copy_from_slice(&sealed);
        Ok(Self(out))
    }

    /// The device key.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn open(
        &self,
        vault: &impl Vault,
        passphrase: &str,
    ) -> Result<DeviceKey, UnlockError> {
        let (head, rest) = self.0.split_at(HEAD);
        let (nonce, sealed) = rest.split_first_chunk().ok_or(UnlockError::Unreadable)?;
        let salt = head[17..].try_into().map_err(|_| UnlockError::Unreadable)?;
        let wrapping = stretch(vault, passphrase, salt, self.cost()).await?;
        let opened = wrapping.open(nonce, head, sealed);
        let key = Zeroizing::new(opened.map_err(|_| UnlockError::WrongPassphrase)?);
        let key = key
            .as_slice()
            .try_into()
            .map_err(|_| UnlockError::Unreadable)?;
        Ok(DeviceKey::new(key))
    }

    /// The same device key under another passphrase.
    ///
    /// # Errors
    /// [`UnlockError`]; the old lock stays good until the new one is stored.
    pub async fn change(
        &self,
        vault: &impl Vault,
        old: &str,
        new: &str,
    ) -> Result<Self, UnlockError> {
        let key = self.open(vault, old).await?;
        Self::close(vault, &key, self.replica(), new).await
    }

    /// The replica it belongs to.
    #[must_use]
    pub fn replica(&self) -> u32 {
        self.number(5)
    }

    /// What unlocking costs.
    #[must_use]
    pub fn cost(&self) -> Cost {
        Cost {
            memory_kib: self.number(9),
            passes: self.number(13),
        }
    }

    fn number(&self, at: usize) -> u32 {
        u32::from_le_bytes(std::array::from_fn(|index| self.0[at + index]))
    }

    /// As stored.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads what [`Lock::bytes`] gave.
    ///
    /// # Errors
    /// [`UnlockError::Unreadable`].
    pub fn parse(bytes: &[u8]) -> Result<Self, UnlockError> {
        let bytes: [u8; SIZE] = bytes.try_into().map_err(|_| UnlockError::Unreadable)?;
        if bytes[..4] != MAGIC || bytes[4] > VERSION {
            return Err(UnlockError::Unreadable);
        }
        Ok(Self(bytes))
    }
}

/// Finds a cost this device bears: about a quarter of a second to one, never below the least.
async fn calibrate(
    vault: &impl Vault,
    passphrase: &str,
    salt: &[u8; 16],
) -> Result<(Cost, SmallKey), UnlockError> {
    let start = clock::monotonic_ms();
    let usual = stretch(vault, passphrase, salt, USUAL).await;
    let took = clock::monotonic_ms() - start;
    let cost = match usual {
        Ok(key) if (TOO_FAST..TOO_SLOW).contains(&took) => return Ok((USUAL, key)),
        Ok(_) if took < TOO_FAST => {
            let more = (TOO_FAST / took.max(1.0)).ceil() as u32;
            Cost {
                passes: (USUAL.passes * more).min(MOST_PASSES),
                ..USUAL
            }
        }
        Ok(_) | Err(UnlockError::Vault(VaultError::OutOfMemory)) => LEAST,
        Err(error) => return Err(error),
    };
    Ok((cost, stretch(vault, passphrase, salt, cost).await?))
}

async fn stretch(
    vault: &impl Vault,
    passphrase: &str,
    salt: &[u8; 16],
    cost: Cost,
) -> Result<SmallKey, UnlockError> {
    let passphrase = Zeroizing::new(passphrase.as_bytes().to_vec());
    let key = vault
        .ask(Request::Stretch {
            passphrase,
            salt: *salt,
            cost,
        })
        .await?;
    let key = key.as_slice().try_into().map_err(|_| VaultError::Refused)?;
    Ok(SmallKey::new(key))
}
