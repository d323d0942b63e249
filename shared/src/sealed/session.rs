//! Session keys, and the organisation key they are sealed to (HPKE, RFC 9180: X25519-HKDF-SHA256, HKDF-SHA256, AES-256-GCM).
//!
//! ```text
//! magic[4] version[1] organisation key[8] replica[4] session[8] encapsulated key[32] sealed session key[32+16]
//! ```

use super::clear::is_in_the_clear;
use super::{Cut, SealError};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub use hpke::rand_core::CryptoRng;

pub(super) const MAGIC: [u8; 4] = *b"YKSK";
const VERSION: u8 = 1;
const HEAD: usize = 25;
const INFO: &[u8] = b"yingke session key v1";

/// Names a session key. Random.
pub type SessionId = [u8; 8];
/// Names an organisation key: the first bytes of the SHA-256 of its public part.
pub type OrgKeyId = [u8; 8];

/// The key of one session: seals its frames. Wiped from memory when dropped.
#[derive(Clone)]
pub struct SessionKey {
    /// Its name.
    pub id: SessionId,
    bytes: Zeroizing<[u8; 32]>,
    cipher: Box<Aes256Gcm>,
}

impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SessionKey({:02x?})", self.id)
    }
}

impl SessionKey {
    /// From a random name and random bytes.
    #[must_use]
    pub fn new(id: SessionId, bytes: [u8; 32]) -> Self {
        let cipher = Box::new(Aes256Gcm::new(&bytes.into()));
        Self {
            id,
            bytes: Zeroizing::new(bytes),
            cipher,
        }
    }

    /// Its raw bytes, for wrapping.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    pub(super) fn seal(&self, nonce: &[u8; 12], bound: &[u8], content: &[u8]) -> Vec<u8> {
        if is_in_the_clear() {
            return [content, &[0; 16]].concat();
        }
        let payload = Payload {
            msg: content,
            aad: bound,
        };
        let sealed = self.cipher.encrypt(&Nonce::from(*nonce), payload);
        assert!(sealed.is_ok(), "AES-GCM takes 64 GiB at once");
        sealed.unwrap_or_default()
    }

    pub(super) fn open(
        &self,
        nonce: &[u8; 12],
        bound: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let payload = Payload {
            msg: sealed,
            aad: bound,
        };
        self.cipher
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| SealError::Forged)
    }
}

/// The public part of the organisation key: seals, opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrgPublicKey([u8; 32]);

impl OrgPublicKey {
    /// From its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> OrgKeyId {
        let digest = Sha256::digest(self.0);
        std::array::from_fn(|index| digest[index])
    }

    /// Seals a session key, so that the organisation can read the frames of the session.
    ///
    /// # Errors
    /// [`SealError::Malformed`] when this is no X25519 key.
    pub fn seal(
        &self,
        session: &SessionKey,
        replica: u32,
        rng: &mut impl CryptoRng,
    ) -> Result<SealedKey, SealError> {
        let mut bytes = Vec::with_capacity(HEAD + 80);
        bytes.extend_from_slice(&MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.id());
        bytes.extend_from_slice(&replica.to_le_bytes());
        bytes.extend_from_slice(&session.id);
        let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&self.0)
            .map_err(|_| SealError::Malformed)?;
        let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<
            AesGcm256,
            HkdfSha256,
            X25519HkdfSha256,
        >(
            &OpModeS::Base, &public, INFO, session.bytes(), &bytes, rng
        )
        .map_err(|_| SealError::Malformed)?;
        bytes.extend_from_slice(&encapsulated.to_bytes());
        bytes.extend_from_slice(&sealed);
        SealedKey::parse(&bytes)
    }
}

/// The private part of the organisation key. Only the server has it. Wiped from memory when dropped.
#[derive(Clone)]
pub struct OrgPrivateKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for OrgPrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OrgPrivateKey(…)")
    }
}

impl OrgPrivateKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let (private, _) = X25519HkdfSha256::gen_keypair_with_rng(rng);
        Self(Zeroizing::new(private.to_bytes().into()))
    }

    /// From its bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Its bytes, to be kept in the data folder.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its public part.
    ///
    /// # Errors
    /// [`SealError::Malformed`] when this is no X25519 key.
    pub fn public(&self) -> Result<OrgPublicKey, SealError> {
        let public = X25519HkdfSha256::sk_to_pk(&self.parsed()?);
        Ok(OrgPublicKey(public.to_bytes().into()))
    }

    /// Opens a session key sealed to this organisation key.
    ///
    /// # Errors
    /// [`SealError::OtherKey`], [`SealError::Forged`], [`SealError::Malformed`].
    pub fn open(&self, sealed: &SealedKey) -> Result<SessionKey, SealError> {
        if sealed.org_key != self.public()?.id() {
            return Err(SealError::OtherKey);
        }
        let (head, rest) = sealed.bytes.split_at(HEAD);
        let (encapsulated, content) = rest.split_at(32);
        let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated)
            .map_err(|_| SealError::Malformed)?;
        let key = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.parsed()?,
            &encapsulated,
            INFO,
            content,
            head,
        );
        let key = Zeroizing::new(key.map_err(|_| SealError::Forged)?);
        let bytes = key
            .as_slice()
            .try_into()
            .map_err(|_| SealError::Malformed)?;
        Ok(SessionKey::new(sealed.session, bytes))
    }

    fn parsed(&self) -> Result<<X25519HkdfSha256 as Kem>::PrivateKey, SealError> {
        let key = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&self.0[..]);
        key.map_err(|_| SealError::Malformed)
    }
}

/// A session key sealed to the organisation key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// The organisation key it is sealed to.
    pub org_key: OrgKeyId,
    /// The replica that made it.
    pub replica: u32,
    /// The session.
    pub session: SessionId,
    bytes: [u8; HEAD + 80],
}

impl SealedKey {
    /// Reads what is in the clear. The content is checked when it is opened.
    ///
    /// # Errors
    /// [`SealError::Malformed`], [`SealError::Newer`].
    pub fn parse(bytes: &[u8]) -> Result<Self, SealError> {
        let mut cut = Cut(bytes);
        if cut.part()? != MAGIC {
            return Err(SealError::Malformed);
        }
        if cut.part::<1>()?[0] > VERSION {
            return Err(SealError::Newer);
        }
        let (org_key, replica, session) = (cut.part()?, cut.u32()?, cut.part()?);
        let bytes = bytes.try_into().map_err(|_| SealError::Malformed)?;
        Ok(Self {
            org_key,
            replica,
            session,
            bytes,
        })
    }

    /// The whole sealed key.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
