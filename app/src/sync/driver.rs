//! Carries out what the machine asks for: send, store, wake.

use super::{Failure, Link, LinkState, upload};
use crate::replica::Core;
use crate::replica::depot::{BlobNote, Standing};
use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use sha2::{Digest as _, Sha256};
use shared::sync::client::{Commit, Effect, Event};
use shared::sync::wire::{Request, Response};
use std::cell::Cell;
use std::rc::Rc;

/// The hands of one replica.
pub struct Driver {
    core: Rc<Core>,
    link: Rc<dyn Link>,
    /// The timer that counts; an older one is ignored.
    timer: Cell<u64>,
    uploading: Cell<bool>,
}

impl Driver {
    /// Hands for `core`, over `link`.
    #[must_use]
    pub fn new(core: Rc<Core>, link: Rc<dyn Link>) -> Rc<Self> {
        Rc::new(Self {
            core,
            link,
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
                Effect::Commit(commit) => self.clone().store(&commit).await,
                Effect::WakeAt(at) => self.clone().wake_at(at),
                // What to do about it comes as a commit of its own; shown by the core.
                Effect::Mismatch(_) | Effect::Changed(_) => {}
            }
        }
    }

    /// Starts (or stops) talking to the server.
    pub fn lead(&self, leads: bool) {
        self.core.adjust(|client| client.set_leads(leads));
        self.core.set_link(|link| link.leads = leads);
        if leads {
            self.core.step(Event::Wake);
        }
    }

    /// Something may have changed: the network is back, the app came to the front, the server poked.
    pub fn wake(&self) {
        self.core.step(Event::Wake);
    }

    /// Ends the work: what runs is finished, nothing new begins.
    pub fn close(&self) {
        self.core.close();
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
        let state = match &answer {
            Ok(_) => LinkState::Online,
            Err(Failure::Offline) => LinkState::Offline,
            Err(Failure::SignedOut | Failure::Wipe) => LinkState::SignedOut,
            Err(_) => LinkState::Failing,
        };
        self.core.set_link(|link| link.state = state);
        self.core.step(match answer {
            Ok(answer) => Event::Answer(Box::new(answer)),
            Err(_) => Event::Failed,
        });
    }

    async fn store(self: Rc<Self>, commit: &Commit) {
        let plan = self.core.plan(commit);
        match self.core.depot().commit(plan).await {
            Ok(()) => {
                self.core.step(Event::Committed);
                // Folding can wait: a failure shows again at the next commit.
                let _ = self.core.depot().tidy().await;
                self.upload();
            }
            Err(_) => self.core.step(Event::NotCommitted),
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

    /// The bytes of an attachment: from this device, or from the server, and then kept here.
    ///
    /// # Errors
    /// [`Failure`] of the server; none = neither has it.
    pub async fn blob(&self, sha256: [u8; 32]) -> Result<Option<(String, Vec<u8>)>, Failure> {
        if let Ok(Some((note, bytes))) = self.core.depot().blob(sha256).await {
            return Ok(Some((note.media_type, bytes)));
        }
        let Some((media_type, bytes)) = self.link.fetch_blob(sha256).await? else {
            return Ok(None);
        };
        if <[u8; 32]>::from(Sha256::digest(&bytes)) != sha256 {
            return Err(Failure::NotOurs);
        }
        let note = BlobNote {
            sha256,
            media_type: media_type.clone(),
            size: bytes.len() as u64,
            standing: Standing::Sent,
        };
        // A full device shows the picture all the same.
        let _ = self.core.depot().keep_blob(&note, &bytes).await;
        Ok(Some((media_type, bytes)))
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
