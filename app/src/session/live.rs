//! The session as signals: the context of the screens.

use super::api::Refusal;
use super::device::{Known, LockError};
use super::{Api, Keeper, Open, Setup, SignOutError, State};
use crate::replica::Replica;
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// Who works on this device. Cheap to copy; taken with `expect_context::<Session>()`.
#[derive(Clone, Copy)]
pub struct Session {
    keeper: StoredValue<Rc<Keeper>, LocalStorage>,
    state: RwSignal<State>,
    people: RwSignal<Arc<Vec<Known>>>,
    replica: RwSignal<Option<Replica>>,
}

impl Session {
    /// Signals over `keeper`, owned by the current reactive owner: the root of the app.
    #[must_use]
    pub fn new(keeper: Rc<Keeper>) -> Self {
        let session = Self {
            keeper: StoredValue::new_local(keeper.clone()),
            state: RwSignal::new(keeper.state()),
            people: RwSignal::default(),
            replica: RwSignal::new(None),
        };
        let owner = Owner::current().unwrap_or_default();
        let ears = Rc::downgrade(&keeper);
        keeper.listen(move || {
            if let Some(keeper) = ears.upgrade() {
                owner.with(|| session.follow(&keeper));
            }
        });
        session
    }

    /// Shows what the keeper now says. A replica is made before the state that shows it.
    fn follow(&self, keeper: &Keeper) {
        let opened = keeper.open();
        let shown = self.replica.get_untracked();
        let replica = match (&opened, shown) {
            (Some(open), Some(shown)) if shown.is_over(&open.core) => Some(shown),
            (Some(Open { core, driver, .. }), _) => {
                Some(Replica::new(core.clone(), driver.clone()))
            }
            (None, _) => None,
        };
        let state = keeper.state();
        if state == State::Ready {
            self.replica.set(replica);
            self.state.set(state);
        } else {
            self.state.set(state);
            self.replica.set(replica);
        }
        self.people.set(Arc::new(keeper.people()));
    }

    fn keeper(&self) -> Rc<Keeper> {
        self.keeper.get_value()
    }

    /// Where the device stands.
    pub fn state(&self) -> Signal<State> {
        self.state.into()
    }

    /// The replica at work while the state is [`State::Ready`]; provide it to what is inside.
    pub fn replica(&self) -> Signal<Option<Replica>> {
        self.replica.into()
    }

    /// The person in front of the screen, as far as the device knows.
    pub fn person(&self) -> Signal<Option<Known>> {
        let people = self.people;
        Memo::new(move |_| people.with(|people| people.first().cloned())).into()
    }

    /// Everybody whose data is on this device, the current one first.
    pub fn people(&self) -> Signal<Arc<Vec<Known>>> {
        self.people.into()
    }

    /// Creates the organisation and its first administrator; a passphrase is next.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn set_up(&self, setup: &Setup) -> Result<(), Refusal> {
        self.keeper().set_up(setup).await
    }

    /// Signs in by password.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<(), Refusal> {
        self.keeper().sign_in(login, password).await
    }

    /// Uses up a one-time code (invitation, lost password): sets the password and signs in.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn redeem(&self, code: &str, password: &str) -> Result<(), Refusal> {
        self.keeper().redeem(code, password).await
    }

    /// Chooses the first passphrase on this device. Takes about a second.
    ///
    /// # Errors
    /// [`LockError`].
    pub async fn choose_passphrase(&self, passphrase: &str) -> Result<(), LockError> {
        self.keeper().choose_passphrase(passphrase).await
    }

    /// Opens the data. Takes about a second; needs no network within the offline grant.
    ///
    /// # Errors
    /// [`LockError`].
    pub async fn unlock(&self, passphrase: &str) -> Result<(), LockError> {
        self.keeper().unlock(passphrase).await
    }

    /// Closes the data at once.
    pub fn lock(&self) {
        self.keeper().lock();
    }

    /// A screen begins or ends to work without hands: see [`Keeper::set_hands_free`].
    pub fn set_hands_free(&self, on: bool) {
        self.keeper().set_hands_free(on);
    }

    /// Another person comes to the screen.
    pub fn switch_to(&self, replica: u32) {
        self.keeper().switch_to(replica);
    }

    /// Somebody new comes to the screen: the sign-in page.
    pub fn another_person(&self) {
        self.keeper().another_person();
    }

    /// Signs out. [`SignOutError::Unsynced`] says what to offer: upload ([`Replica::sync_now`] and wait
    /// for [`Replica::unsynced`]), a rescue file, or stay; `anyway` leaves it sealed on this device.
    ///
    /// # Errors
    /// [`SignOutError`]: nothing happened.
    pub async fn sign_out(&self, anyway: bool) -> Result<(), SignOutError> {
        self.keeper().sign_out(anyway).await
    }

    /// Puts the key under another passphrase.
    ///
    /// # Errors
    /// [`LockError`].
    pub async fn change_passphrase(&self, old: &str, new: &str) -> Result<(), LockError> {
        self.keeper().change_passphrase(old, new).await
    }

    /// The passphrase is forgotten: signs in online, then a new one is chosen.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn forgot_passphrase(&self, login: &str, password: &str) -> Result<(), Refusal> {
        self.keeper().forgot_passphrase(login, password).await
    }

    /// What the server has not backed up, as a file for any device to carry; works while locked.
    ///
    /// # Errors
    /// [`LockError`].
    pub async fn rescue(&self) -> Result<Vec<u8>, LockError> {
        self.keeper().rescue().await
    }

    /// The server, for what is asked of it beside the work on records.
    #[must_use]
    pub fn api(&self) -> Rc<dyn Api> {
        self.keeper().api().clone()
    }

    /// Changes the sign-in password.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn change_password(&self, current: &str, new: &str) -> Result<(), Refusal> {
        self.keeper().api().change_password(current, new).await
    }
}
