//! The rules that lead from one state to the next.

use super::api::{Refusal, SignedIn};
use super::device::{Known, LockError, Opened};
use super::{Api, Device, State};
use crate::replica::Core;
use crate::storage::StoreError;
use crate::sync::{Company, Driver, LinkState};
use futures::channel::mpsc;
use shared::entity::ReplicaId;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How long data opens without any contact with the server, in milliseconds.
const GRANT_MS: u64 = 7 * 24 * 3_600_000;
/// The last contact is noted this exactly, in milliseconds.
const CONTACT_MS: u64 = 600_000;
/// Least characters of a passphrase.
const LEAST: usize = 8;

/// What setup needs to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// The one-time code that the server printed.
    pub code: String,
    /// Name of the organisation.
    pub organisation: String,
    /// IANA zone of the organisation.
    pub zone: String,
    /// Sign-in name of the first administrator.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// Signing out did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignOutError {
    /// So many ops have not reached the server: upload them, save a rescue file, or stay.
    #[error("{0} changes have not reached the server")]
    Unsynced(usize),
}

/// Somebody at work.
#[derive(Clone)]
pub struct Open {
    /// Who.
    pub known: Known,
    /// Their replica.
    pub core: Rc<Core>,
    /// Its hands.
    pub driver: Rc<Driver>,
}

type Listener = Box<dyn Fn()>;

/// Keeps the session of one tab.
pub struct Keeper {
    api: Rc<dyn Api>,
    device: Rc<dyn Device>,
    state: RefCell<State>,
    people: RefCell<Vec<Known>>,
    /// The organisation key from the last sign-in, until a passphrase is chosen.
    org_key: RefCell<Option<[u8; 32]>>,
    open: RefCell<Option<Open>>,
    /// A screen works without hands.
    hands_free: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
}

impl Keeper {
    /// A session over a server and a device, not yet started.
    #[must_use]
    pub fn new(api: Rc<dyn Api>, device: Rc<dyn Device>) -> Rc<Self> {
        Rc::new(Self {
            api,
            device,
            state: RefCell::default(),
            people: RefCell::default(),
            org_key: RefCell::default(),
            open: RefCell::default(),
            hands_free: Cell::default(),
            listeners: RefCell::default(),
        })
    }

    /// Looks where the device stands.
    pub async fn start(&self) {
        if !self.device.is_secure() {
            return self.enter(State::Insecure);
        }
        *self.people.borrow_mut() = self.device.people().await;
        let state = match self.current() {
            Some(known) if known.signed_out => State::SignedOut,
            Some(known) if known.has_lock => State::Locked,
            Some(_) => State::NeedsPassphrase,
            None => match self.api.status().await {
                Ok(status) if status.setup_needed => State::SetupNeeded,
                _ => State::SignedOut,
            },
        };
        self.enter(state);
    }

    /// Where the device stands.
    pub fn state(&self) -> State {
        *self.state.borrow()
    }

    /// Everybody whose data is here, the current one first.
    pub fn people(&self) -> Vec<Known> {
        self.people.borrow().clone()
    }

    /// The person in front of the screen, as far as the device knows.
    pub fn current(&self) -> Option<Known> {
        self.people.borrow().first().cloned()
    }

    /// What is open.
    pub fn open(&self) -> Option<Open> {
        self.open.borrow().clone()
    }

    /// This device.
    pub fn device(&self) -> &Rc<dyn Device> {
        &self.device
    }

    /// The server.
    pub fn api(&self) -> &Rc<dyn Api> {
        &self.api
    }

    /// Calls `listener` after every change of the state.
    pub fn listen(&self, listener: impl Fn() + 'static) {
        self.listeners.borrow_mut().push(Box::new(listener));
    }

    /// Creates the organisation and its first administrator.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn set_up(&self, setup: &Setup) -> Result<(), Refusal> {
        let device = self.device.introduction();
        let signed_in = self.api.set_up(setup, &device).await?;
        self.welcome(signed_in).await;
        Ok(())
    }

    /// Signs in by password. Whoever is open already and signs in again simply goes on.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<(), Refusal> {
        let mut device = self.device.introduction();
        let folded = login.trim().to_lowercase();
        let known = self
            .people()
            .into_iter()
            .find(|known| known.login == folded);
        device.replica = known.map(|known| known.replica);
        let signed_in = self.api.sign_in(login, password, &device).await?;
        self.welcome(signed_in).await;
        Ok(())
    }

    /// Uses up a one-time code: sets the password and signs in.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn redeem(&self, code: &str, password: &str) -> Result<(), Refusal> {
        let device = self.device.introduction();
        let signed_in = self.api.redeem(code, password, &device).await?;
        self.welcome(signed_in).await;
        Ok(())
    }

    /// Somebody signed in.
    async fn welcome(&self, signed_in: SignedIn) {
        let has_lock = self
            .people
            .borrow()
            .iter()
            .any(|known| known.replica == signed_in.replica && known.has_lock);
        let known = Known {
            replica: signed_in.replica,
            user: signed_in.user,
            login: signed_in.login,
            name: signed_in.name,
            organisation: signed_in.organisation,
            push_credential: signed_in.push_credential,
            demo: signed_in.demo,
            administrator: signed_in.administrator,
            signed_out: false,
            has_lock,
            contact_ms: self.device.host().now_ms(),
        };
        *self.org_key.borrow_mut() = Some(signed_in.org_key);
        let same = self
            .open()
            .filter(|open| open.known.replica == known.replica);
        self.remember(known).await;
        if let Some(open) = same {
            open.driver.signed_in();
            return self.enter(State::Ready);
        }
        self.close();
        self.enter(if has_lock {
            State::Locked
        } else {
            State::NeedsPassphrase
        });
    }

    /// Puts somebody first and stores that. A failure costs only the order on the lock screen.
    async fn remember(&self, known: Known) {
        let _ = self.device.remember(&known).await;
        let mut people = self.people.borrow_mut();
        people.retain(|other| other.replica != known.replica);
        people.insert(0, known);
    }

    /// The first passphrase on this device, or the one after a forgotten one: makes a new key.
    ///
    /// # Errors
    /// [`LockError`].
    pub async fn choose_passphrase(self: &Rc<Self>, passphrase: &str) -> Result<(), LockError> {
        check(passphrase)?;
        let mut known = self.current().ok_or(LockError::SignedOut)?;
        let org_key = *self.org_key.borrow();
        let opened = self.device.create(&known, org_key, passphrase).await?;
        known.has_lock = true;
        self.remember(known.clone()).await;
        self.work(known, opened).await
    }

    /// Opens the data of the person in front of the screen.
    ///
    /// # Errors
    /// [`LockError`].
    pub async fn unlock(self: &Rc<Self>, passphrase: &str) -> Result<(), LockError> {
        let mut known = self.current().ok_or(LockError::SignedOut)?;
        if known.signed_out {
            return Err(LockError::SignedOut);
        }
        if self.grant_is_over(&known) {
            // The server may still know us: then the grant begins anew.
            match self.api.who().await {
                Ok(user) if user == known.user => {
                    known.contact_ms = self.device.host().now_ms();
                    self.remember(known.clone()).await;
                }
                _ => return Err(LockError::GrantExpired),
            }
        }
        let opened = self.device.open(&known, passphrase).await?;
        self.work(known, opened).await
    }

    fn grant_is_over(&self, known: &Known) -> bool {
        let now = self.device.host().now_ms();
        now.saturating_sub(known.contact_ms) > GRANT_MS
    }

    /// Starts the replica: ops first, then the rows, then the exchange with the server.
    async fn work(self: &Rc<Self>, known: Known, opened: Opened) -> Result<(), LockError> {
        self.close();
        let Opened {
            depot,
            link,
            tabs,
            lead,
        } = opened;
        let (send, effects) = mpsc::unbounded();
        let replica = ReplicaId(known.replica);
        let host = self.device.host();
        let core = Core::open(replica, known.user, depot, host.clone(), tabs.clone(), send);
        let core = match core.await {
            Err(StoreError::TooNew { .. }) => {
                self.enter(State::TooOld);
                return Ok(());
            }
            core => core?,
        };
        let driver = Driver::new(core.clone(), link, known.push_credential.clone());
        host.spawn(Box::pin(driver.clone().run(effects)));
        self.watch(&core);
        let open = Open {
            known,
            core: core.clone(),
            driver: driver.clone(),
        };
        *self.open.borrow_mut() = Some(open);
        self.enter(State::Ready);
        // The first list shows while the rest comes in. A store that cannot be read now shows what the
        // journals hold, and is read again at the next start.
        host.spawn(Box::pin(async move {
            let _ = Company::join(core, driver, tabs, lead).await;
        }));
        Ok(())
    }

    /// Hears what the link learns about this person and this device.
    fn watch(self: &Rc<Self>, core: &Rc<Core>) {
        let keeper = Rc::downgrade(self);
        let watched = Rc::downgrade(core);
        core.listen(move |news| {
            let (Some(keeper), Some(core)) = (keeper.upgrade(), watched.upgrade()) else {
                return;
            };
            if !news.link {
                return;
            }
            let link = core.link();
            let host = keeper.device.host();
            if link.state == LinkState::Revoked {
                host.spawn(Box::pin(async move { keeper.wipe().await }));
            } else if link.state == LinkState::Online && keeper.contact_is_old() {
                host.spawn(Box::pin(async move { keeper.contact().await }));
            }
        });
    }

    fn contact_is_old(&self) -> bool {
        let now = self.device.host().now_ms();
        let contact = self.current().map(|known| known.contact_ms);
        contact.is_some_and(|contact| now.abs_diff(contact) > CONTACT_MS)
    }

    /// Closes the data. Unfinished forms are kept as drafts.
    pub fn lock(&self) {
        if self.open.borrow().is_some() {
            self.close();
            self.enter(State::Locked);
        }
    }

    /// A screen begins or ends to work without hands: a driver on the road touches nothing, and his phone
    /// reports until he arrives. Quiet time does not count while it does.
    pub fn set_hands_free(&self, on: bool) {
        self.hands_free.set(on);
    }

    /// Whether a screen works without hands now.
    pub fn is_hands_free(&self) -> bool {
        self.hands_free.get()
    }

    fn close(&self) {
        self.hands_free.set(false);
        if let Some(open) = self.open.borrow_mut().take() {
            open.driver.close();
        }
    }

    /// Another person comes to the screen.
    pub fn switch_to(&self, replica: u32) {
        let found = {
            let mut people = self.people.borrow_mut();
            let place = people.iter().position(|known| known.replica == replica);
            place.map(|place| {
                let known = people.remove(place);
                people.insert(0, known.clone());
                known
            })
        };
        let Some(known) = found else { return };
        self.close();
        self.enter(match known {
            Known {
                signed_out: true, ..
            } => State::SignedOut,
            Known { has_lock: true, .. } => State::Locked,
            _ => State::NeedsPassphrase,
        });
    }

    /// Somebody new comes to the screen: the sign-in page, with everybody's data closed.
    pub fn another_person(&self) {
        self.close();
        self.enter(State::SignedOut);
    }

    /// Signs out. With `anyway`, what has not reached the server stays here, sealed, and is delivered
    /// by the push credential or the next sign-in.
    ///
    /// # Errors
    /// [`SignOutError::Unsynced`]: nothing happened.
    pub async fn sign_out(&self, anyway: bool) -> Result<(), SignOutError> {
        if let Some(open) = self.open() {
            let unsynced = open.core.client(shared::sync::client::Client::unsynced);
            if unsynced > 0 && !anyway {
                return Err(SignOutError::Unsynced(unsynced));
            }
        }
        self.close();
        if let Some(mut known) = self.current() {
            known.signed_out = true;
            self.remember(known).await;
        }
        self.enter(State::SignedOut);
        // Without a network the session ends by itself after fourteen days; here it is closed already.
        let _ = self.api.sign_out().await;
        Ok(())
    }

    /// Puts the key under another passphrase.
    ///
    /// # Errors
    /// [`LockError`].
    pub async fn change_passphrase(&self, old: &str, new: &str) -> Result<(), LockError> {
        check(new)?;
        let known = self.current().ok_or(LockError::SignedOut)?;
        self.device.change(&known, old, new).await
    }

    /// The passphrase is forgotten: after signing in online, a new one makes a new key and everything
    /// is fetched again. What had not reached the server stays, sealed for it.
    ///
    /// # Errors
    /// [`Refusal`] of the sign-in.
    pub async fn forgot_passphrase(&self, login: &str, password: &str) -> Result<(), Refusal> {
        self.sign_in(login, password).await?;
        self.close();
        self.enter(State::NeedsPassphrase);
        Ok(())
    }

    /// Everything of the person in front of the screen that the server has not backed up, as a file that
    /// any device can carry to it. Works while their data is closed.
    ///
    /// # Errors
    /// [`LockError`]; nothing changed.
    pub async fn rescue(&self) -> Result<Vec<u8>, LockError> {
        let known = self.current().ok_or(LockError::SignedOut)?;
        self.device.rescue(&known).await
    }

    /// The device was reported lost: everything goes, keys first.
    pub async fn wipe(&self) {
        self.close();
        let people = std::mem::take(&mut *self.people.borrow_mut());
        for known in people {
            let _ = self.device.wipe(&known).await;
        }
        self.enter(State::SignedOut);
    }

    /// The server answered: the offline grant begins anew.
    async fn contact(&self) {
        if let Some(mut known) = self.current() {
            known.contact_ms = self.device.host().now_ms();
            self.remember(known).await;
        }
    }

    fn enter(&self, state: State) {
        *self.state.borrow_mut() = state;
        for listener in self.listeners.borrow().iter() {
            listener();
        }
    }
}

fn check(passphrase: &str) -> Result<(), LockError> {
    if passphrase.chars().count() < LEAST {
        return Err(LockError::TooWeak { least: LEAST });
    }
    Ok(())
}
