//! What a session asks of the server.

use super::people::{Account, DeviceCard, Invitation, IssuedCode};
use futures::future::LocalBoxFuture;
use shared::entity::Id;

/// The answer, later.
pub type Later<'a, T> = LocalBoxFuture<'a, Result<T, Refusal>>;

/// The server said no, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The server cannot be reached.
    #[error("the server cannot be reached")]
    Offline,
    /// Something answered that is not our server: a captive portal, a proxy.
    #[error("something else answered")]
    NotOurs,
    /// The server's reason.
    #[error("{code}")]
    Said {
        /// HTTP status.
        status: u16,
        /// Stable word; the screen looks up `problem-<code>`.
        code: String,
        /// Values for the text, by name.
        args: Vec<(String, String)>,
        /// Seconds to wait before another attempt.
        retry_after: Option<u32>,
    },
}

impl Refusal {
    /// The server's word for the reason, if it gave one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Said { code, .. } => Some(code),
            _ => None,
        }
    }
}

/// The state of the server, for anybody who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Nobody has set the server up yet.
    pub setup_needed: bool,
    /// Name of the organisation.
    pub organisation: Option<String>,
    /// Version of the server.
    pub version: String,
}

/// A device as it introduces itself at sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// Made once by the device and kept with its data.
    pub id: Id,
    /// What its users call it.
    pub name: String,
    /// `tablet`, `phone` or `computer`.
    pub kind: &'static str,
    /// The replica number it remembers for this user, if any.
    pub replica: Option<u32>,
}

/// What a device needs to work for a user. The session itself is in a cookie no script can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The User record.
    pub user: Id,
    /// Sign-in name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// May manage accounts and devices.
    pub administrator: bool,
    /// Number of this (device, user) pair in every op it makes.
    pub replica: u32,
    /// Lets the replica deliver after log-out; opens nothing.
    pub push_credential: String,
    /// Name of the organisation.
    pub organisation: String,
    /// X25519 public key of the organisation: captures are sealed to it.
    pub org_key: [u8; 32],
    /// The organisation is made up: the app says 演示数据.
    pub demo: bool,
}

/// What the server took in of a rescue file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rescued {
    /// Actions in the file.
    pub ops: usize,
    /// Actions it has answered; the others wait for earlier ones.
    pub answered: usize,
    /// Attachments.
    pub blobs: usize,
    /// Parts that cannot be read, and actions whose numbers are taken.
    pub left_out: usize,
}

/// What a session asks of the server.
pub trait Api {
    /// Is it set up, and whose is it.
    fn status(&self) -> Later<'_, Status>;
    /// Creates the organisation and its first administrator, and signs them in.
    fn set_up<'a>(
        &'a self,
        setup: &'a super::Setup,
        device: &'a Introduction,
    ) -> Later<'a, SignedIn>;
    /// Signs in by password.
    fn sign_in<'a>(
        &'a self,
        login: &'a str,
        password: &'a str,
        device: &'a Introduction,
    ) -> Later<'a, SignedIn>;
    /// Uses up a one-time code: sets the password and signs in.
    fn redeem<'a>(
        &'a self,
        code: &'a str,
        password: &'a str,
        device: &'a Introduction,
    ) -> Later<'a, SignedIn>;
    /// The user of the running session.
    fn who(&self) -> Later<'_, Id>;
    /// Ends the session; the push credential stays good.
    fn sign_out(&self) -> Later<'_, ()>;
    /// Changes one's password.
    fn change_password<'a>(&'a self, current: &'a str, new: &'a str) -> Later<'a, ()>;
    /// Every account; for administrators, like all below.
    fn accounts(&self) -> Later<'_, Vec<Account>>;
    /// Makes an account and the code that opens it.
    fn invite<'a>(&'a self, who: &'a Invitation) -> Later<'a, IssuedCode>;
    /// A new code: a lost password, an invitation that was not used in time.
    fn new_code(&self, account: Id) -> Later<'_, IssuedCode>;
    /// Shuts an account out, or lets it in again.
    fn set_active(&self, account: Id, active: bool) -> Later<'_, ()>;
    /// Every device.
    fn devices(&self) -> Later<'_, Vec<DeviceCard>>;
    /// Reports a device lost: it wipes itself at its next contact.
    fn revoke(&self, device: Id) -> Later<'_, ()>;
    /// Hands over a rescue file, of this device or of another.
    fn rescue<'a>(&'a self, file: &'a [u8]) -> Later<'a, Rescued>;
}
