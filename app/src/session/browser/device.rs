//! The people of this device: their stores, opened and closed.

use super::register::{self, Card};
use crate::platform::support::Support;
use crate::platform::{assets, later, random};
use crate::replica::Local;
use crate::session::device::{Device, Known, Later, LockError, Opened};
use crate::session::{DeviceKind, Introduction};
use crate::storage::browser::{self, BrowserDevice as Store};
use crate::storage::device::{DeviceError, Unlocked};
use crate::storage::journal::opfs::Opfs;
use crate::storage::keys::{InWorker, UnlockError};
use crate::storage::outbox::StartReport;
use crate::storage::{Batch, Durability, IndexedDb, Store as _, Table};
use crate::sync::Host;
use crate::sync::browser::{Browser, Channel, HttpLink, LeadLock};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use shared::domain::customers::{Contact, Customer};
use shared::domain::exhibitions::{BoothLead, Exhibition};
use shared::domain::organisation::User;
use shared::domain::tasks::Task;
use shared::entity::{Entity as _, Id};
use shared::sealed::OrgPublicKey;
use std::rc::Rc;

/// Kinds the first screens show.
const HOT: &[u16] = &[
    User::KIND.0,
    Exhibition::KIND.0,
    BoothLead::KIND.0,
    Task::KIND.0,
    Customer::KIND.0,
    Contact::KIND.0,
];

/// Where a database says whose it is, in case local storage is emptied.
const WHO: &[u8] = b"who";

/// This device, in the browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserDevice;

impl BrowserDevice {
    /// What this device is used as.
    #[must_use]
    pub fn kind(self) -> DeviceKind {
        register::card(introduce).kind
    }

    /// What this device is called.
    #[must_use]
    pub fn name(self) -> String {
        register::card(introduce).name
    }

    /// Changes what the device is called and used as; the server learns it at the next sign-in.
    pub fn describe(self, name: &str, kind: DeviceKind) {
        let card = register::card(introduce);
        let name = name.trim().to_owned();
        register::keep_card(&Card { name, kind, ..card });
    }

    async fn found(
        self,
        known: &Known,
        org_key: Option<[u8; 32]>,
        passphrase: &str,
    ) -> Result<Opened, LockError> {
        later::ready().await;
        let (device, report) = browser::open(known.replica).await?;
        let org = org_key.map(OrgPublicKey::new);
        let unlocked = device.set_up(&vault()?, passphrase, org).await?;
        let who = register::text(&Known {
            has_lock: true,
            ..known.clone()
        });
        let mut batch = Batch::new();
        batch.put(Table::Meta, WHO, who);
        device.store().commit(batch, Durability::Relaxed).await?;
        Ok(opened(known, device, unlocked, report))
    }

    async fn unlocked(self, known: &Known, passphrase: &str) -> Result<Opened, LockError> {
        later::ready().await;
        let (device, report) = browser::open(known.replica).await?;
        let unlocked = device.unlock(&vault()?, passphrase).await?;
        Ok(opened(known, device, unlocked, report))
    }

    async fn relock(self, known: &Known, old: &str, new: &str) -> Result<(), LockError> {
        later::ready().await;
        let (device, _) = browser::open(known.replica).await?;
        Ok(device.change_passphrase(&vault()?, old, new).await?)
    }

    async fn rescued(self, known: &Known) -> Result<Vec<u8>, LockError> {
        later::ready().await;
        let (device, _) = browser::open(known.replica).await?;
        Ok(device.rescue().await?)
    }

    /// Everybody in local storage; if that was emptied, whoever has a database here.
    async fn everybody(self) -> Vec<Known> {
        let people = register::people();
        if !people.is_empty() {
            return people;
        }
        for replica in browser::replicas().await {
            let Ok(store) = IndexedDb::open(&browser::name(replica)).await else {
                continue;
            };
            let who = store.get(Table::Meta, WHO).await.ok().flatten();
            let known = who.and_then(|who| register::read_text(&String::from_utf8(who).ok()?));
            if let Some(known) = known {
                register::remember(&known);
            }
            store.close();
        }
        register::people()
    }

    async fn erase(self, known: &Known) -> Result<(), LockError> {
        register::forget(known.replica);
        Ok(browser::erase(known.replica).await?)
    }
}

impl Device for BrowserDevice {
    fn host(&self) -> Rc<dyn Host> {
        Rc::new(Browser)
    }

    fn is_secure(&self) -> bool {
        Support::look().is_enough()
    }

    fn introduction(&self) -> Introduction {
        let Card { id, name, kind } = register::card(introduce);
        Introduction {
            id,
            name,
            kind: kind.as_str(),
            replica: None,
        }
    }

    fn people(&self) -> LocalBoxFuture<'_, Vec<Known>> {
        self.everybody().boxed_local()
    }

    fn remember<'a>(&'a self, known: &'a Known) -> Later<'a, ()> {
        register::remember(known);
        std::future::ready(Ok(())).boxed_local()
    }

    fn create<'a>(
        &'a self,
        known: &'a Known,
        org_key: Option<[u8; 32]>,
        passphrase: &'a str,
    ) -> Later<'a, Opened> {
        self.found(known, org_key, passphrase).boxed_local()
    }

    fn open<'a>(&'a self, known: &'a Known, passphrase: &'a str) -> Later<'a, Opened> {
        self.unlocked(known, passphrase).boxed_local()
    }

    fn change<'a>(&'a self, known: &'a Known, old: &'a str, new: &'a str) -> Later<'a, ()> {
        self.relock(known, old, new).boxed_local()
    }

    fn rescue<'a>(&'a self, known: &'a Known) -> Later<'a, Vec<u8>> {
        self.rescued(known).boxed_local()
    }

    fn wipe<'a>(&'a self, known: &'a Known) -> Later<'a, ()> {
        self.erase(known).boxed_local()
    }
}

fn opened(
    known: &Known,
    device: Store,
    unlocked: Unlocked<IndexedDb, Rc<Opfs>>,
    report: StartReport,
) -> Opened {
    let name = browser::name(known.replica);
    Opened {
        depot: Rc::new(Local::new(device, unlocked, report, HOT)),
        link: Rc::new(HttpLink::default()),
        tabs: Rc::new(Channel::new(&name)),
        lead: Rc::new(LeadLock::new(&name)),
    }
}

fn vault() -> Result<InWorker, LockError> {
    let url = assets::url("workers/vault.js").ok_or(LockError::NoAnswer)?;
    Ok(InWorker { url })
}

impl From<DeviceError> for LockError {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::NotSetUp | DeviceError::Unlock(UnlockError::Unreadable) => {
                Self::Unreadable
            }
            DeviceError::Unlock(UnlockError::WrongPassphrase) => Self::WrongPassphrase,
            DeviceError::Unlock(UnlockError::Vault(_)) => Self::NoAnswer,
            DeviceError::Store(error) => Self::Store(error),
        }
    }
}

/// A new device: its screen and pointer tell what it is used as; people can say otherwise.
fn introduce() -> Card {
    let matches = |query| {
        let list = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
        list.is_some_and(|list| list.matches())
    };
    let (name, kind) = match (matches("(pointer: coarse)"), matches("(min-width: 600px)")) {
        (true, true) => ("平板", DeviceKind::Tablet),
        (true, false) => ("手机", DeviceKind::Phone),
        _ => ("电脑", DeviceKind::Computer),
    };
    Card {
        id: Id::v7(Browser.now_ms(), random::bytes()),
        name: name.to_owned(),
        kind,
    }
}
