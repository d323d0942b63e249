//! What the app asks the vault, as bytes.

use zeroize::Zeroizing;

/// How hard a passphrase is to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

/// One piece of work. Secrets are wiped when it is dropped.
pub enum Request {
    /// Makes a key from a passphrase; answered with its 32 bytes.
    Stretch {
        /// The passphrase as typed, UTF-8.
        passphrase: Zeroizing<Vec<u8>>,
        /// Random, stored with the result.
        salt: [u8; 16],
        /// How hard.
        cost: Cost,
    },
    /// Seals a session key to the organisation key; answered with the sealed key's bytes.
    Seal {
        /// Public organisation key.
        org: [u8; 32],
        /// The replica that seals.
        replica: u32,
        /// Name of the session key.
        session: [u8; 8],
        /// The session key.
        key: Zeroizing<[u8; 32]>,
    },
}

/// Why the vault gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Not enough memory for this cost: take a smaller one.
    #[error("not enough memory to unlock")]
    OutOfMemory,
    /// The request makes no sense.
    #[error("the vault refused")]
    Refused,
    /// The worker did not start, died or did not answer in time.
    #[error("the vault did not answer")]
    Silent,
}

const STRETCH: u8 = 1;
const SEAL: u8 = 2;

impl Request {
    /// As bytes for the worker.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(128));
        match self {
            Self::Stretch {
                passphrase,
                salt,
                cost,
            } => {
                out.push(STRETCH);
                out.extend_from_slice(salt);
                out.extend_from_slice(&cost.memory_kib.to_le_bytes());
                out.extend_from_slice(&cost.passes.to_le_bytes());
                out.extend_from_slice(passphrase);
            }
            Self::Seal {
                org,
                replica,
                session,
                key,
            } => {
                out.push(SEAL);
                out.extend_from_slice(org);
                out.extend_from_slice(&replica.to_le_bytes());
                out.extend_from_slice(session);
                out.extend_from_slice(&key[..]);
            }
        }
        out
    }

    /// Reads what [`Request::encode`] wrote.
    ///
    /// # Errors
    /// [`VaultError::Refused`].
    pub fn decode(bytes: &[u8]) -> Result<Self, VaultError> {
        let (tag, mut rest) = bytes.split_first().ok_or(VaultError::Refused)?;
        match *tag {
            STRETCH => {
                let salt = *cut(&mut rest)?;
                let memory_kib = u32::from_le_bytes(*cut(&mut rest)?);
                let passes = u32::from_le_bytes(*cut(&mut rest)?);
                let passphrase = Zeroizing::new(rest.to_vec());
                Ok(Self::Stretch {
                    passphrase,
                    salt,
                    cost: Cost { memory_kib, passes },
                })
            }
            SEAL => {
                let org = *cut(&mut rest)?;
                let replica = u32::from_le_bytes(*cut(&mut rest)?);
                let session = *cut(&mut rest)?;
                let key = Zeroizing::new(*cut(&mut rest)?);
                Ok(Self::Seal {
                    org,
                    replica,
                    session,
                    key,
                })
            }
            _ => Err(VaultError::Refused),
        }
    }
}

fn cut<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], VaultError> {
    let (head, tail) = rest.split_first_chunk().ok_or(VaultError::Refused)?;
    *rest = tail;
    Ok(head)
}

/// An answer as bytes: 0 and the result, or the number of an error.
#[must_use]
pub fn encode_answer(answer: Result<Zeroizing<Vec<u8>>, VaultError>) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(128));
    match answer {
        Ok(result) => {
            out.push(0);
            out.extend_from_slice(&result);
        }
        Err(VaultError::OutOfMemory) => out.push(1),
        Err(VaultError::Refused | VaultError::Silent) => out.push(2),
    }
    out
}

/// Reads what [`encode_answer`] wrote.
///
/// # Errors
/// The error the vault answered with.
pub fn decode_answer(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    match bytes.split_first() {
        Some((0, result)) => Ok(Zeroizing::new(result.to_vec())),
        Some((1, _)) => Err(VaultError::OutOfMemory),
        _ => Err(VaultError::Refused),
    }
}
