//! The vault: key work that is too slow or too big for the page, in a worker that is terminated afterwards.
//!
//! Argon2 grows a module's memory to 64 MiB and memory never shrinks; HPKE would make the main download larger. Both are needed
//! once per unlock. [`answer`] does the work; `main.rs` is the worker around it.

pub mod message;
#[cfg(target_arch = "wasm32")]
pub mod worker;

pub use message::{Cost, Request, VaultError};

use argon2::{Algorithm, Argon2, Params, Version};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use shared::sealed::{OrgPublicKey, SessionKey};
use zeroize::Zeroizing;

/// Answers one request.
///
/// # Errors
/// [`VaultError`].
pub fn answer(request: &Request) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    match request {
        Request::Stretch {
            passphrase,
            salt,
            cost,
        } => stretch(passphrase, salt, *cost),
        Request::Seal {
            org,
            replica,
            session,
            key,
        } => {
            let session = SessionKey::new(*session, **key);
            let sealed = OrgPublicKey::new(*org).seal(&session, *replica, &mut UnwrapErr(SysRng));
            let sealed = sealed.map_err(|_| VaultError::Refused)?;
            Ok(Zeroizing::new(sealed.bytes().to_vec()))
        }
    }
}

/// Argon2id, version 1.3, one lane, 32 bytes.
fn stretch(
    passphrase: &[u8],
    salt: &[u8; 16],
    cost: Cost,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32));
    let params = params.map_err(|_| VaultError::Refused)?;
    let mut key = Zeroizing::new(vec![0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, &mut key)
        .map_err(|error| match error {
            argon2::Error::OutOfMemory => VaultError::OutOfMemory,
            _ => VaultError::Refused,
        })?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::sealed::{OrgPrivateKey, SealedKey};

    #[test]
    fn stretching_agrees_with_the_reference_implementation() {
        // argon2 somesaltsomesalt -id -t 2 -k 1024 -p 1 -l 32 -r <<< password (without line end)
        let request = Request::Stretch {
            passphrase: Zeroizing::new(b"password".to_vec()),
            salt: *b"somesaltsomesalt",
            cost: Cost {
                memory_kib: 1024,
                passes: 2,
            },
        };
        let key = answer(&Request::decode(&request.encode()).unwrap()).unwrap();
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, REFERENCE);
    }

    const REFERENCE: &str = "08a19ee7f6d7f589c2ab6af18d6e724172b19f7d6fd462b38430ab31ceabeaf0";

    #[test]
    fn a_sealed_session_key_opens_with_the_organisation_key() {
        let org = OrgPrivateKey::generate(&mut UnwrapErr(SysRng));
        let request = Request::Seal {
            org: *org.public().unwrap().bytes(),
            replica: 7,
            session: [1; 8],
            key: Zeroizing::new([2; 32]),
        };
        let sealed = answer(&Request::decode(&request.encode()).unwrap()).unwrap();
        let opened = org.open(&SealedKey::parse(&sealed).unwrap()).unwrap();
        assert_eq!((opened.id, opened.bytes()), ([1; 8], &[2; 32]));
    }

    #[test]
    fn impossible_costs_are_refused() {
        for cost in [
            Cost {
                memory_kib: 0,
                passes: 1,
            },
            Cost {
                memory_kib: 64,
                passes: 0,
            },
        ] {
            let passphrase = Zeroizing::new(b"x".to_vec());
            let request = Request::Stretch {
                passphrase,
                salt: [0; 16],
                cost,
            };
            assert_eq!(answer(&request), Err(VaultError::Refused));
        }
        assert_eq!(Request::decode(&[]).map(drop), Err(VaultError::Refused));
        assert_eq!(Request::decode(&[9, 9]).map(drop), Err(VaultError::Refused));
    }
}
