//! What a session asks of this device.

use crate::replica::depot::Depot;
use crate::storage::StoreError;
use crate::sync::{Host, Lead, Link, Tabs};
use futures::future::LocalBoxFuture;
use shared::entity::Id;
use std::rc::Rc;

/// The answer, later.
pub type Later<'a, T> = LocalBoxFuture<'a, Result<T, LockError>>;

/// Somebody whose data is (or will be) on this device. Readable before unlocking: the lock screen
/// shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Number of this (device, user) pair.
    pub replica: u32,
    /// The User record.
    pub user: Id,
    /// Sign-in name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Name of the organisation.
    pub organisation: String,
    /// Lets the replica deliver after log-out; opens nothing.
    pub push_credential: String,
    /// The organisation is made up.
    pub demo: bool,
    /// May manage accounts and devices, as the server last said.
    pub administrator: bool,
    /// The server session was ended on purpose: a passphrase alone does not open the data.
    pub signed_out: bool,
    /// A passphrase was chosen: there is data to unlock.
    pub has_lock: bool,
    /// When the server last answered this person, device clock, UTC ms: the offline grant runs from
    /// here.
    pub contact_ms: u64,
}

/// Why data could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// Not this passphrase.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Too short or too easy to guess.
    #[error("a passphrase has at least {least} characters")]
    TooWeak {
        /// Least number of characters.
        least: usize,
    },
    /// More than the offline grant since the server last answered: sign in online.
    #[error("the offline grant has run out")]
    GrantExpired,
    /// Somebody signed out here: sign in online.
    #[error("signed out")]
    SignedOut,
    /// The stored lock is damaged: forget the passphrase and sign in online.
    #[error("the lock cannot be read")]
    Unreadable,
    /// The key work could not be done: not enough memory, or no answer.
    #[error("the vault gave no answer")]
    NoAnswer,
    /// The device store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An opened store.
pub struct Opened {
    /// The store of one replica.
    pub depot: Rc<dyn Depot>,
    /// The way to the server for it.
    pub link: Rc<dyn Link>,
    /// The way to its other tabs.
    pub tabs: Rc<dyn Tabs>,
    /// The way to its lead.
    pub lead: Rc<dyn Lead>,
}

/// This device.
pub trait Device {
    /// Clock, dice, tasks.
    fn host(&self) -> Rc<dyn Host>;
    /// The origin lets the app use what it needs.
    fn is_secure(&self) -> bool;
    /// How this device introduces itself.
    fn introduction(&self) -> super::Introduction;
    /// Everybody whose data is here, last used first.
    fn people(&self) -> LocalBoxFuture<'_, Vec<Known>>;
    /// Notes somebody, as the last used.
    fn remember<'a>(&'a self, known: &'a Known) -> Later<'a, ()>;
    /// A new random key under this passphrase, and a store to it. What an older key closed stays as it
    /// is until the server has it.
    fn create<'a>(
        &'a self,
        known: &'a Known,
        org_key: Option<[u8; 32]>,
        passphrase: &'a str,
    ) -> Later<'a, Opened>;
    /// Opens a store.
    fn open<'a>(&'a self, known: &'a Known, passphrase: &'a str) -> Later<'a, Opened>;
    /// Puts the key under another passphrase.
    fn change<'a>(&'a self, known: &'a Known, old: &'a str, new: &'a str) -> Later<'a, ()>;
    /// Everything of one replica that the server has not backed up, sealed to the server. Needs no key.
    fn rescue<'a>(&'a self, known: &'a Known) -> Later<'a, Vec<u8>>;
    /// Deletes everything of one replica: keys first.
    fn wipe<'a>(&'a self, known: &'a Known) -> Later<'a, ()>;
}
