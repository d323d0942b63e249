//! Carries out what the machine asks for: send, store, wake.

use super::tabs::{Message, Place};
use super::{Company, Failure, Hold, Link, LinkState, upload};
use crate::replica::Core;
use crate::replica::depot::Attached;
use crate::storage::StoreError;
use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use sha2::{Digest as _, Sha256};
use shared::sync::client::{Commit, Effect, Event};
use shared::sync::wire::{Request, Response};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The hands of one replica.
pub struct Driver {
    core: Rc<Core>,
    link: Rc<dyn Link>,
    /// Delivers once the session has ended; opens nothing.
    push_credential: String,
    delivers_only: Cell<bool>,
    /// The lead, and how far this leader is; none while another tab leads.
    lead: RefCell<Option<(Box<dyn Hold>, Place)>>,
    company: RefCell<Option<Rc<Company>>>,
    /// The timer that counts; an older one is ignored.
    timer: Cell<u64>,
    uploading: Cell<bool>,
}

impl Driver {
    /// Hands for `core`, over `link`.
    #[must_use]
    pub fn new(core: Rc<Core>, link: Rc<dyn Link>, push_credential: String) -> Rc<Self> {
        Rc::new(Self {
            core,
            link,
            push_credential,
            delivers_only: Cell::new(false),
            lead: RefCell::default(),
            company: RefCell::default(),
            timer: Cell::new(0),
            uploading: Cell::new(false),
        })
    }

    /// Works until the replica is closed. Effects are carried out in order; a request runs beside
    /// them, so that a timer still rings while it waits.
    pub async fn run(self: Rc<Self>, mut effects: UnboundedReceiver<Effect>) {
        while let Some(effect) = effects.next().await {
            match effect {
                Effect::Send(request) => self.clone().send(*request),
                Effect::Commit(commit) => self.clone().store(*commit).await,
                Effect::WakeAt(at) => self.clone().wake_at(at),
                // What to do about it comes as a commit of its own; shown by the core.
                Effect::Mismatch(_) | Effect::Changed(_) => {}
            }
        }
    }

    /// From now on this tab talks to the server.
    pub(super) fn lead(&self, hold: Box<dyn Hold>, place: Place) {
        *self.lead.borrow_mut() = Some((hold, place));
        self.core.adjust(|client| client.set_leads(true));
        self.core.set_link(|link| link.leads = true);
        self.core.step(Event::Wake);
    }

    /// Where this leader stands; none while another tab leads.
    pub(super) fn place(&self) -> Option<Place> {
        self.lead.borrow().as_ref().map(|(_, place)| *place)
    }

    /// The lead is still ours. If it was lost, this tab stops at once.
    fn still_leads(&self) -> bool {
        let ours = |(hold, _): &(Box<dyn Hold>, Place)| hold.is_ours();
        let ours = self.lead.borrow().as_ref().is_some_and(ours);
        if !ours {
            self.resign();
        }
        ours
    }

    /// Another tab leads: this one follows, and waits for its turn.
    fn resign(&self) {
        if self.lead.borrow_mut().take().is_none() {
            return;
        }
        self.core.adjust(|client| client.set_leads(false));
        self.core.set_link(|link| link.leads = false);
        if let Some(company) = &*self.company.borrow() {
            company.clone().stand_in_line();
        }
    }

    pub(super) fn keep_company(&self, company: Rc<Company>) {
        *self.company.borrow_mut() = Some(company);
    }

    /// Something may have changed: the network is back, the app came to the front, the server poked.
    pub fn wake(&self) {
        if self.place().is_some() {
            self.core.step(Event::Wake);
        } else if let Some(company) = &*self.company.borrow() {
            company.wake();
        }
    }

    pub(super) fn wake_as_leader(&self) {
        if self.place().is_some() {
            self.core.step(Event::Wake);
        }
    }

    /// The user signed in again: fetch as well as deliver.
    pub fn signed_in(&self) {
        self.deliver_only(false);
        self.wake();
    }

    fn deliver_only(&self, only: bool) {
        self.delivers_only.set(only);
        self.link
            .push_with(only.then(|| self.push_credential.clone()));
        self.core.adjust(|client| client.set_may_read(!only));
    }

    /// Ends the work: what runs is finished, nothing new begins.
    pub fn close(&self) {
        self.core.close();
        self.lead.borrow_mut().take();
        self.company.borrow_mut().take();
    }

    /// Holds nothing but the way to the server while it waits: a closed replica is gone at once.
    fn send(self: Rc<Self>, request: Request) {
        let host = self.core.host().clone();
        let (link, driver) = (self.link.clone(), Rc::downgrade(&self));
        host.spawn(Box::pin(async move {
            let answer = link.exchange(request).await;
            if let Some(driver) = driver.upgrade() {
                driver.answered(answer);
            }
        }));
    }

    fn answered(&self, answer: Result<Response, Failure>) {
        if !self.still_leads() {
            return;
        }
        let state = match &answer {
            Ok(_) if self.delivers_only.get() => LinkState::SignedOut,
            Ok(_) => LinkState::Online,
            Err(Failure::Offline) => LinkState::Offline,
            Err(Failure::SignedOut) => LinkState::SignedOut,
            Err(Failure::Wipe) => LinkState::Revoked,
            Err(_) => LinkState::Failing,
        };
        if answer == Err(Failure::SignedOut) && !self.delivers_only.get() {
            self.deliver_only(true);
        }
        self.core.set_link(|link| link.state = state);
        self.core.step(match answer {
            Ok(answer) => Event::Answer(Box::new(answer)),
            Err(_) => Event::Failed,
        });
    }

    async fn store(self: Rc<Self>, commit: Commit) {
        if !self.still_leads() {
            return;
        }
        let plan = self.core.plan(&commit);
        let before = self
            .core
            .client(|client| client.marks().cursor.server_epoch);
        let restored = before != 0 && before != commit.marks.cursor.server_epoch;
        match self.core.depot().commit(plan).await {
            Ok(()) => {
                self.core.step(Event::Committed);
                self.tell(commit);
                if restored {
                    // What cannot be offered now is offered after the next start.
                    let _ = self.core.offer_blobs_again().await;
                }
                // Folding can wait: a failure shows again at the next commit.
                let _ = self.core.depot().tidy().await;
                self.upload();
            }
            // Another tab leads: this one was asleep.
            Err(StoreError::Conflict) => self.resign(),
            Err(_) => self.core.step(Event::NotCommitted),
        }
    }

    /// The other tabs take in the same.
    fn tell(&self, commit: Commit) {
        if let Some((_, place)) = &mut *self.lead.borrow_mut() {
            place.number += 1;
            self.core.say(&Message::Stored(*place, Box::new(commit)));
        }
    }

    /// Attachments follow once the server has all ops.
    fn upload(self: Rc<Self>) {
        let ops_wait = self.core.client(shared::sync::client::Client::unsynced) > 0;
        if ops_wait || self.core.blobs_to_send().is_empty() || self.uploading.replace(true) {
            return;
        }
        let host = self.core.host().clone();
        host.spawn(Box::pin(async move {
            // The next exchange that works tries again.
            let _ = upload::all(&self.core, &*self.link).await;
            self.uploading.set(false);
        }));
    }

    /// An attachment: from this device, or from the server, and then kept here.
    ///
    /// # Errors
    /// [`Failure`] of the server; none = neither has it.
    pub async fn blob(&self, sha256: [u8; 32]) -> Result<Option<Attached>, Failure> {
        // One that is damaged here is fetched like one that is not here.
        if let Ok(Some(blob)) = self.core.depot().blob(sha256).await {
            return Ok(Some(blob));
        }
        let Some((media_type, bytes)) = self.link.fetch_blob(sha256).await? else {
            return Ok(None);
        };
        if <[u8; 32]>::from(Sha256::digest(&bytes)) != sha256 {
            return Err(Failure::NotOurs);
        }
        let blob = Attached { media_type, bytes };
        // A full device shows the picture all the same.
        let _ = self.core.depot().cache_blob(sha256, &blob).await;
        Ok(Some(blob))
    }

    fn wake_at(self: Rc<Self>, at: u64) {
        let host = self.core.host().clone();
        let turn = self.timer.get().wrapping_add(1);
        self.timer.set(turn);
        let wait = host.sleep(at.saturating_sub(host.now_ms()));
        let driver = Rc::downgrade(&self);
        host.spawn(Box::pin(async move {
            wait.await;
            if let Some(driver) = driver.upgrade()
                && driver.timer.get() == turn
            {
                driver.core.step(Event::Tick);
            }
        }));
    }
}
