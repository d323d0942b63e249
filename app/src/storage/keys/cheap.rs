//! A vault for tests that does not spend time.

use super::Vault;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use vault::{Cost, Request, VaultError};
use zeroize::Zeroizing;

/// Does cheap work whatever it is asked for, and notes what that was.
#[derive(Default)]
pub(crate) struct Cheap {
    pub(super) asked: RefCell<Vec<Cost>>,
    pub(super) too_little_memory: bool,
}

impl Vault for Cheap {
    async fn ask(&self, request: Request) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let Request::Stretch {
            passphrase,
            salt,
            cost,
        } = request
        else {
            return vault::answer(&request);
        };
        self.asked.borrow_mut().push(cost);
        if self.too_little_memory && cost.memory_kib > 32 * 1024 {
            return Err(VaultError::OutOfMemory);
        }
        let mut key = salt.to_vec();
        key.extend_from_slice(&cost.passes.to_le_bytes());
        key.extend_from_slice(&passphrase);
        Ok(Zeroizing::new(Sha256::digest(&key).to_vec()))
    }
}
