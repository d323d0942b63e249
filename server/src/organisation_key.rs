//! The key pair of the organisation (X25519, RFC 9180 HPKE).
//!
//! Devices seal what they capture while locked to the public half; only this server reads it. The
//! private half lies in the data folder and in its backups; losing it loses sealed captures.

use crate::data_folder::{DataFolder, write_private};
use crate::{hex, random};
use anyhow::Context;
use hpke::{Deserializable as _, Kem as _, Serializable as _, kem::X25519HkdfSha256 as X25519};
use zeroize::Zeroizing;

/// The private key; its public half is derived from it.
pub struct OrganisationKey(<X25519 as hpke::Kem>::PrivateKey);

impl OrganisationKey {
    /// A new key, written to the data folder before it is returned.
    pub fn create(folder: &DataFolder) -> anyhow::Result<Self> {
        let seed = Zeroizing::new(random::bytes::<32>()?);
        let (private, _) = X25519::derive_keypair(&*seed);
        let key = Self(private);
        write_private(&folder.organisation_key(), key.export().as_bytes())?;
        Ok(key)
    }

    /// The key of the data folder, if setup has made one.
    pub fn load(folder: &DataFolder) -> anyhow::Result<Option<Self>> {
        let path = folder.organisation_key();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).context("reading the organisation key"),
        };
        Self::import(&text)
            .map(Some)
            .context("organisation.key is damaged")
    }

    /// Reads the text form.
    pub fn import(text: &str) -> anyhow::Result<Self> {
        let bytes = hex::decode::<32>(text.trim()).context("not 64 hexadecimal digits")?;
        let bytes = Zeroizing::new(bytes);
        let private = <X25519 as hpke::Kem>::PrivateKey::from_bytes(&*bytes)
            .map_err(|error| anyhow::anyhow!("not an X25519 key: {error}"))?;
        Ok(Self(private))
    }

    /// The private key as text, for the file and for the safe.
    pub fn export(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&self.0.to_bytes()))
    }

    /// The public key as text, for every device.
    pub fn public(&self) -> String {
        hex::encode(&X25519::sk_to_pk(&self.0).to_bytes())
    }
}
