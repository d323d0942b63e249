//! Keeps the tabs of one replica in step: who leads, and what the others have missed.

use super::tabs::{Message, Place};
use super::{Driver, Hold, Lead, Tabs};
use crate::replica::Core;
use crate::storage::StoreError;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// Wait before the lead is taken again when the store failed, in milliseconds.
const RETRY: u64 = 10_000;

/// One tab among the others.
pub struct Company {
    core: Rc<Core>,
    /// Owns this.
    driver: Weak<Driver>,
    tabs: Rc<dyn Tabs>,
    lead: Rc<dyn Lead>,
    /// Where the leader stood when this tab last took something in.
    stands: Cell<Option<Place>>,
    /// The store is being read: what comes meanwhile waits.
    reading: Cell<bool>,
    early: RefCell<Vec<Message>>,
}

impl Company {
    /// Joins the other tabs, reads the rows, and leads as soon as nobody else does.
    ///
    /// # Errors
    /// Any [`StoreError`] of the first reading.
    pub async fn join(
        core: Rc<Core>,
        driver: Rc<Driver>,
        tabs: Rc<dyn Tabs>,
        lead: Rc<dyn Lead>,
    ) -> Result<(), StoreError> {
        let company = Rc::new(Self {
            core: core.clone(),
            driver: Rc::downgrade(&driver),
            tabs: tabs.clone(),
            lead,
            stands: Cell::new(None),
            reading: Cell::new(true),
            early: RefCell::default(),
        });
        let ears = Rc::downgrade(&company);
        tabs.listen(Box::new(move |bytes| {
            if let (Some(company), Some(message)) = (ears.upgrade(), Message::decode(&bytes)) {
                company.hear(message);
            }
        }));
        driver.keep_company(company.clone());
        tabs.tell(&Message::Where.encode());
        core.load().await?;
        company.caught_up();
        company.stand_in_line();
        Ok(())
    }

    /// Waits for the lead beside everything else, and takes it.
    pub(super) fn stand_in_line(self: Rc<Self>) {
        let host = self.core.host().clone();
        let (lead, company) = (self.lead.clone(), Rc::downgrade(&self));
        host.spawn(Box::pin(async move {
            loop {
                let hold = lead.wait().await;
                let open = company.upgrade();
                let Some(company) = open.filter(|company| !company.core.is_closed()) else {
                    return;
                };
                if company.clone().take_lead(hold).await.is_ok() {
                    return;
                }
                // The store cannot be written now: another tab may try meanwhile.
                let host = company.core.host().clone();
                drop(company);
                host.sleep(RETRY).await;
            }
        }));
    }

    async fn take_lead(self: Rc<Self>, hold: Box<dyn Hold>) -> Result<(), StoreError> {
        // From here on no tab that led before can write; then what it wrote last is read.
        self.core.depot().lead().await?;
        if self.stands.get().is_some() {
            self.core.reload().await?;
        }
        let Some(driver) = self.driver.upgrade() else {
            return Ok(());
        };
        let place = Place {
            leader: self.core.host().dice(),
            number: 0,
        };
        self.stands.set(Some(place));
        driver.lead(hold, place);
        self.tabs.tell(&Message::Stands(place).encode());
        Ok(())
    }

    /// Where this tab stands, if it leads.
    fn place(&self) -> Option<Place> {
        self.driver.upgrade()?.place()
    }

    /// Something says that this tab may have slept, or that news are to be had.
    pub(super) fn wake(&self) {
        self.tabs.tell(&Message::Wake.encode());
        self.tabs.tell(&Message::Where.encode());
    }

    fn hear(self: &Rc<Self>, message: Message) {
        match message {
            Message::Made(ops) if !self.reading.get() => self.core.made(ops),
            Message::Made(_) => self.early.borrow_mut().push(message),
            Message::Settled(op) => self.core.settled(op),
            Message::Kept(sha256) => self.core.blob_waits(sha256, true),
            Message::Done(sha256) => self.core.blob_waits(sha256, false),
            Message::Where => {
                if let Some(place) = self.place() {
                    self.tabs.tell(&Message::Stands(place).encode());
                }
            }
            Message::Wake => {
                if let Some(driver) = self.driver.upgrade() {
                    driver.wake_as_leader();
                }
            }
            Message::Stored(..) | Message::Stands(_) if self.place().is_some() => {}
            Message::Stored(..) | Message::Stands(_) if self.reading.get() => {
                self.early.borrow_mut().push(message);
            }
            Message::Stored(place, commit) => match self.stands.get() {
                Some(last) if last.leader == place.leader && place.number <= last.number => {}
                Some(last) if last.leader == place.leader && place.number == last.number + 1 => {
                    self.stands.set(Some(place));
                    self.core.follow(*commit);
                }
                _ => self.read_anew(place),
            },
            Message::Stands(place) => {
                if self.stands.get() != Some(place) {
                    self.read_anew(place);
                }
            }
        }
    }

    /// Something was missed: the store knows.
    fn read_anew(self: &Rc<Self>, place: Place) {
        self.reading.set(true);
        let company = self.clone();
        self.core.host().spawn(Box::pin(async move {
            let read = company.core.reload().await;
            company.stands.set(read.is_ok().then_some(place));
            company.caught_up();
        }));
    }

    /// The store was read: what came meanwhile follows. A commit the reading saw already changes
    /// nothing when it is taken in once more.
    fn caught_up(self: &Rc<Self>) {
        self.reading.set(false);
        let early = std::mem::take(&mut *self.early.borrow_mut());
        for message in early {
            match message {
                Message::Stands(place) if self.stands.get().is_none() => {
                    self.stands.set(Some(place));
                }
                Message::Stored(place, commit) if self.stands.get().is_none() => {
                    self.stands.set(Some(place));
                    self.core.follow(*commit);
                }
                other => self.hear(other),
            }
        }
    }
}
