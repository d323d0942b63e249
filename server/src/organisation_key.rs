//! The key pair of the organisation in the data folder.
//!
//! Devices seal what they capture while locked to the public half; only this server reads it. The
//! private half lies in the data folder and in its backups; losing it loses sealed captures.

use crate::data_folder::{DataFolder, write_private};
use crate::{hex, random};
use anyhow::Context;
use shared::sealed::OrgPrivateKey;
use zeroize::Zeroizing;

/// Makes a key and writes it to the data folder before it is returned.
pub fn create(folder: &DataFolder) -> anyhow::Result<OrgPrivateKey> {
    let key = OrgPrivateKey::new(random::bytes()?);
    write_private(&folder.organisation_key(), export(&key).as_bytes())?;
    Ok(key)
}

/// The key of the data folder, if setup has made one.
pub fn load(folder: &DataFolder) -> anyhow::Result<Option<OrgPrivateKey>> {
    let text = match std::fs::read_to_string(folder.organisation_key()) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).context("reading organisation.key"),
    };
    let bytes = hex::decode(text.trim()).context("organisation.key is damaged")?;
    Ok(Some(OrgPrivateKey::new(bytes)))
}

/// The private key as text, for the file and for the safe.
pub fn export(key: &OrgPrivateKey) -> Zeroizing<String> {
    Zeroizing::new(hex::encode(key.bytes()))
}

/// The public key as text, for every device.
pub fn public(key: &OrgPrivateKey) -> anyhow::Result<String> {
    Ok(hex::encode(
        key.public()
            .context("organisation.key is no X25519 key")?
            .bytes(),
    ))
}
