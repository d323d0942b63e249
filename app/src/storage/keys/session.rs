//! The key of one session: a new one at each unlock. Its frames can be read by this device (the key is wrapped by the device key)
//! and by the organisation (the key is sealed to its key).
//!
//! ```text
//! magic[4] version[1] session[8] nonce[12] wrapped key[48] sealed key, or nothing
//! ```

use super::{Identity, Vault};
use crate::platform::crypto::SmallKey;
use crate::platform::random;
use crate::storage::keyring::DeviceKey;
use shared::sealed::session::SessionId;
use shared::sealed::{SealedKey, SessionKey};
use vault::{Request, VaultError};
use zeroize::Zeroizing;

/// Starts a stored session, also as an item of a journal.
pub(crate) const MAGIC: [u8; 4] = *b"YKSS";
const VERSION: u8 = 1;
const HEAD: usize = 13;
const WRAPPED: usize = HEAD + 12 + 48;

/// A running session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Seals this session's frames.
    pub key: SessionKey,
    /// How the key is stored.
    pub stored: StoredSession,
}

impl Session {
    /// Starts a session: for this device, and for the organisation if its key is known.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn start(
        vault: &impl Vault,
        identity: &Identity,
        device: &DeviceKey,
    ) -> Result<Self, VaultError> {
        let key = SessionKey::new(random::bytes(), random::bytes());
        let mut bytes = [&MAGIC[..], &[VERSION], &key.id].concat();
        let nonce = random::bytes();
        let wrapped = wrapping_key(device).seal(&nonce, &bytes, key.bytes());
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&wrapped.map_err(|_| VaultError::Refused)?);
        if let Some(org) = &identity.org {
            let request = Request::Seal {
                org: *org.bytes(),
                replica: identity.replica(),
                session: key.id,
                key: Zeroizing::new(*key.bytes()),
            };
            bytes.extend_from_slice(&vault.ask(request).await?);
        }
        let stored = StoredSession::decode(&bytes).ok_or(VaultError::Refused)?;
        Ok(Self { key, stored })
    }
}

/// A session as stored: its key, wrapped and sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Name of the session.
    pub id: SessionId,
    /// Its key, sealed to the organisation key.
    pub sealed: Option<SealedKey>,
    bytes: Vec<u8>,
}

impl StoredSession {
    /// Reads what [`StoredSession::bytes`] gave; none for anything else.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (version, rest) = rest.split_first()?;
        let (id, _) = rest.split_first_chunk()?;
        let sealed = bytes.get(WRAPPED..)?;
        if *version > VERSION {
            return None;
        }
        let sealed = if sealed.is_empty() {
            None
        } else {
            Some(SealedKey::parse(sealed).ok()?)
        };
        Some(Self {
            id: *id,
            sealed,
            bytes: bytes.to_vec(),
        })
    }

    /// As stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The session key; none when another device key wrapped it (the passphrase was forgotten since).
    #[must_use]
    pub fn open(&self, device: &DeviceKey) -> Option<SessionKey> {
        let (head, rest) = self.bytes.split_at_checked(HEAD)?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let wrapped = rest.get(..48)?;
        let key = Zeroizing::new(wrapping_key(device).open(nonce, head, wrapped).ok()?);
        Some(SessionKey::new(self.id, key.as_slice().try_into().ok()?))
    }
}

fn wrapping_key(device: &DeviceKey) -> SmallKey {
    SmallKey::new(&device.derive(b"yingke session v1", &[]))
}
