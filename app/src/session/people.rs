//! Accounts and devices, as administrators manage them.

use shared::entity::Id;

/// Whether somebody can come in with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Has a password.
    Active,
    /// Has not used the invitation yet.
    Invited,
    /// Shut out.
    Disabled,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Of the account and of the User record.
    pub id: Id,
    /// Sign-in name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// May manage accounts and devices.
    pub administrator: bool,
    /// Whether they can come in.
    pub state: AccountState,
}

/// Somebody to invite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invitation {
    /// Sign-in name: usually the staff number.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Role code, as in `SALES`.
    pub role: String,
    /// How far the role reaches: `own`, `department`, `site` or `all`.
    pub scope: String,
}

/// A one-time code. The server keeps its hash only: shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCode {
    /// To be handed to the person.
    pub code: String,
    /// UTC milliseconds.
    pub expires_ms: i64,
}

/// A device somebody has signed in on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceCard {
    /// Made by the device.
    pub id: Id,
    /// What its users call it.
    pub name: String,
    /// Last contact, UTC milliseconds.
    pub seen_ms: i64,
    /// It was reported lost.
    pub revoked: bool,
    /// Accounts that signed in on it.
    pub users: Vec<Id>,
    /// The device in front of us.
    pub this: bool,
}
