//! Databases, journals and keys of the people of this device.

use super::files;
use super::register::{self, Card};
use crate::platform::worker::field;
use crate::platform::{local, random};
use crate::replica::Local;
use crate::session::device::{Device, Known, Later, LockError, Opened};
use crate::session::{DeviceKind, Introduction};
use crate::storage::journal::opfs::Opfs;
use crate::storage::keyring::{DeviceKey, Keyring};
use crate::storage::keys::{Identity, InWorker, Lock, Session, UnlockError};
use crate::storage::outbox::{Outbox, StartReport};
use crate::storage::witness::LocalWitness;
use crate::storage::{Batch, Durability, IndexedDb, Keys, Store as _, Table};
use crate::sync::Host;
use crate::sync::browser::{Browser, HttpLink};
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
const IDENTITY: &[u8] = b"identity";
const WHO: &[u8] = b"who";

type Tab = Outbox<IndexedDb, Opfs, LocalWitness>;

/// This device, in the browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserDevice;

/// The store of a replica before it is unlocked.
struct Closed {
    store: IndexedDb,
    outbox: Tab,
    report: StartReport,
}

impl BrowserDevice {
    /// What this device is used as.
    #[must_use]
    pub fn kind(self) -> DeviceKind {
        register::card(introduce).kind
    }

    /// Changes what the device is called and used as; the server learns it at the next sign-in.
    pub fn describe(self, name: &str, kind: DeviceKind) {
        let card = register::card(introduce);
        let name = name.trim().to_owned();
        register::keep_card(&Card { name, kind, ..card });
    }

    async fn closed(self, known: &Known) -> Result<Closed, LockError> {
        let name = name(known.replica);
        let store = IndexedDb::open(&name).await?;
        let disk = files::url("workers/journal.js").map(|url| Opfs::new(&url, &name));
        let witness = LocalWitness {
            key: witness_key(known.replica),
        };
        let started = Outbox::start(store.clone(), disk, witness, known.replica).await;
        let (outbox, report) = started?;
        Ok(Closed {
            store,
            outbox,
            report,
        })
    }

    async fn opened(
        self,
        known: &Known,
        closed: Closed,
        identity: Identity,
        device: DeviceKey,
    ) -> Result<Opened, LockError> {
        let Closed {
            store,
            outbox,
            report,
        } = closed;
        let session = Session::start(&vault()?, &identity, &device).await;
        outbox.begin(&identity, session.map_err(|_| LockError::NoAnswer)?);
        let keyring = Keyring::open(&store, device.clone(), known.replica, 1).await?;
        let depot = Local::new(store, device, keyring, (outbox, report), HOT);
        Ok(Opened {
            depot: Rc::new(depot),
            link: Rc::new(HttpLink::default()),
        })
    }

    /// A new key and an empty copy. Ops of an older key stay: they are sealed for the server too.
    async fn found(
        self,
        known: &Known,
        org_key: Option<[u8; 32]>,
        passphrase: &str,
    ) -> Result<Opened, LockError> {
        let closed = self.closed(known).await?;
        let device = DeviceKey::generate();
        let lock = Lock::close(&vault()?, &device, known.replica, passphrase).await?;
        let identity = Identity {
            lock,
            org: org_key.map(OrgPublicKey::new),
        };
        let mut batch = Batch::new();
        for table in [Table::Pages, Table::Delta, Table::Conflicts] {
            batch.delete(table, Keys::all());
        }
        Keyring::clear(&mut batch);
        for made_under_the_old_key in [b"marks".as_slice(), b"draft/"] {
            batch.delete(Table::Meta, Keys::prefix(made_under_the_old_key));
        }
        batch.put(Table::Meta, IDENTITY, identity.encode());
        let who = register::text(&Known {
            has_lock: true,
            ..known.clone()
        });
        batch.put(Table::Meta, WHO, who);
        closed.store.commit(batch, Durability::Strict).await?;
        local::write(&identity_key(known.replica), &hex(&identity.encode()));
        self.opened(known, closed, identity, device).await
    }

    async fn unlocked(self, known: &Known, passphrase: &str) -> Result<Opened, LockError> {
        let closed = self.closed(known).await?;
        let identity = identity(&closed, known.replica).await?;
        let device = identity.lock.open(&vault()?, passphrase).await?;
        self.opened(known, closed, identity, device).await
    }

    async fn relock(self, known: &Known, old: &str, new: &str) -> Result<(), LockError> {
        let closed = self.closed(known).await?;
        let mut identity = identity(&closed, known.replica).await?;
        identity.lock = identity.lock.change(&vault()?, old, new).await?;
        let mut batch = Batch::new();
        batch.put(Table::Meta, IDENTITY, identity.encode());
        closed.store.commit(batch, Durability::Strict).await?;
        local::write(&identity_key(known.replica), &hex(&identity.encode()));
        Ok(())
    }

    /// Everybody in local storage; if that was emptied, whoever has a database here.
    async fn everybody(self) -> Vec<Known> {
        let people = register::people();
        if !people.is_empty() {
            return people;
        }
        for name in databases().await {
            let Ok(store) = IndexedDb::open(&name).await else {
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
        local::remove(&identity_key(known.replica));
        local::remove(&witness_key(known.replica));
        let name = name(known.replica);
        if let Some(url) = files::url("workers/journal.js") {
            erase_folder(&Opfs::new(&url, &name)).await;
        }
        Ok(IndexedDb::delete(&name).await?)
    }
}

impl Device for BrowserDevice {
    fn host(&self) -> Rc<dyn Host> {
        Rc::new(Browser)
    }

    fn is_secure(&self) -> bool {
        web_sys::window().is_some_and(|window| window.is_secure_context())
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

    fn wipe<'a>(&'a self, known: &'a Known) -> Later<'a, ()> {
        self.erase(known).boxed_local()
    }
}

/// The identity from whichever place still has it.
async fn identity(closed: &Closed, replica: u32) -> Result<Identity, LockError> {
    let stored = closed.store.get(Table::Meta, IDENTITY).await?;
    let stored = stored.and_then(|bytes| Identity::decode(&bytes));
    let beside = || Identity::decode(&unhex(&local::read(&identity_key(replica))?)?);
    let found = stored.or_else(beside).or(closed.report.identity);
    found
        .filter(|identity| identity.replica() == replica)
        .ok_or(LockError::Unreadable)
}

fn vault() -> Result<InWorker, LockError> {
    let url = files::url("workers/vault.js").ok_or(LockError::NoAnswer)?;
    Ok(InWorker { url })
}

impl From<UnlockError> for LockError {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::WrongPassphrase => Self::WrongPassphrase,
            UnlockError::Unreadable => Self::Unreadable,
            UnlockError::Vault(_) => Self::NoAnswer,
        }
    }
}

fn name(replica: u32) -> String {
    format!("yingke-{replica}")
}

fn identity_key(replica: u32) -> String {
    format!("yingke.identity.{replica}")
}

fn witness_key(replica: u32) -> String {
    format!("yingke.witness.{replica}")
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

/// Names of the app's databases, as far as the browser tells.
async fn databases() -> Vec<String> {
    use wasm_bindgen::{JsCast as _, JsValue};
    let window: JsValue = web_sys::window().into();
    let factory = field(&window, "indexedDB");
    let Ok(list) = field(&factory, "databases").dyn_into::<js_sys::Function>() else {
        return Vec::new();
    };
    let promise = list.call0(&factory).map(js_sys::Promise::from);
    let found = match promise {
        Ok(promise) => wasm_bindgen_futures::JsFuture::from(promise).await,
        Err(error) => Err(error),
    };
    let found = found
        .map(|list| js_sys::Array::from(&list))
        .unwrap_or_default();
    let names = found
        .iter()
        .filter_map(|info| field(&info, "name").as_string());
    names.filter(|name| name.starts_with("yingke-")).collect()
}

/// Journals hold sealed frames only; they go all the same.
async fn erase_folder(disk: &Opfs) {
    use crate::storage::journal::Disk as _;
    if disk.claim().await.is_err() {
        return;
    }
    for name in disk.names().await.unwrap_or_default() {
        let _ = disk.remove(&name).await;
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = (0..text.len()).step_by(2);
    let byte = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    pairs.map(byte).collect()
}
