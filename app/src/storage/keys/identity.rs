//! Who this replica is, kept in three places (database, journal, local storage), because losing it loses the key to everything
//! else. Nothing in it is readable without the passphrase.
//!
//! ```text
//! magic[4] version[1] lock length[1] lock, organisation key length[1] organisation key
//! ```

use super::lock::Lock;
use shared::sealed::OrgPublicKey;

/// Starts an identity, also as an item of a journal.
pub(crate) const MAGIC: [u8; 4] = *b"YKID";
const VERSION: u8 = 1;

/// Who this replica is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The wrapped device key; its replica number is that of the replica.
    pub lock: Lock,
    /// The organisation key that sessions are sealed to, once the server has told it.
    pub org: Option<OrgPublicKey>,
}

impl Identity {
    /// Number of the replica.
    #[must_use]
    pub fn replica(&self) -> u32 {
        self.lock.replica()
    }

    /// As stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(VERSION);
        out.push(self.lock.bytes().len() as u8);
        out.extend_from_slice(self.lock.bytes());
        let org = self.org.as_ref().map_or(&[][..], |key| key.bytes());
        out.push(org.len() as u8);
        out.extend_from_slice(org);
        out
    }

    /// Reads what [`Identity::encode`] wrote; none for anything else.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (version, rest) = rest.split_first()?;
        if *version > VERSION {
            return None;
        }
        let (lock, rest) = prefixed(rest)?;
        let (org, _) = prefixed(rest)?;
        let org = if org.is_empty() {
            None
        } else {
            Some(OrgPublicKey::new(org.try_into().ok()?))
        };
        Some(Self {
            lock: Lock::parse(lock).ok()?,
            org,
        })
    }
}

fn prefixed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(*length))
}
