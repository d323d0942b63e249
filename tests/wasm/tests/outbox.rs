//! Outbox and journals on IndexedDB, OPFS and local storage.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use app::platform::{local, timers};
use app::storage::journal::opfs::Opfs;
use app::storage::keyring::DeviceKey;
use app::storage::keys::{Identity, InThread, InWorker, Lock, Session, UnlockError, Vault};
use app::storage::outbox::{Kept, OpBytes, Outbox, Sign, StartReport};
use app::storage::witness::LocalWitness;
use app::storage::{IndexedDb, Store, StoreError};
use vault::{Cost, Request, VaultError};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use wasm_tests::{journal_url, open, script_url, vault_url};
use zeroize::Zeroizing;

wasm_bindgen_test_configure!(run_in_browser);

type Tab = Outbox<IndexedDb, Opfs, LocalWitness>;

/// One device: what outlives its tabs.
struct Device {
    name: &'static str,
    key: DeviceKey,
    identity: Identity,
    url: String,
}

impl Device {
    async fn new(name: &'static str) -> Self {
        let key = DeviceKey::generate();
        let lock = Lock::close(&Quick, &key, 42, "x").await.unwrap();
        let org = shared::sealed::OrgPrivateKey::new([3; 32])
            .public()
            .unwrap();
        Self {
            name,
            key,
            identity: Identity {
                lock,
                org: Some(org),
            },
            url: journal_url(),
        }
    }

    async fn tab(&self) -> (Tab, StartReport) {
        let store = open(self.name).await;
        let witness = LocalWitness {
            key: self.name.into(),
        };
        let disk = Opfs::new(&self.url, self.name);
        let (outbox, report) = Outbox::start(store, Some(disk), witness, 42).await.unwrap();
        let session = Session::start(&InThread, &self.identity, &self.key)
            .await
            .unwrap();
        outbox.begin(&self.identity, session);
        (outbox, report)
    }

    /// A tab after another was killed: its file stays locked for a moment.
    async fn tab_after_kill(&self) -> (Tab, StartReport) {
        timers::sleep(200).await;
        self.tab().await
    }

    async fn texts(&self, tab: &Tab) -> Vec<String> {
        let (ops, unreadable) = tab.load(&self.key).await.unwrap();
        assert_eq!(unreadable, []);
        ops.into_iter()
            .map(|op| String::from_utf8(op.content.bytes).unwrap())
            .collect()
    }
}

/// Stretches at almost no cost, so that tests of other things stay quick.
struct Quick;

impl Vault for Quick {
    async fn ask(&self, request: Request) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let request = match request {
            Request::Stretch {
                passphrase, salt, ..
            } => Request::Stretch {
                passphrase,
                salt,
                cost: Cost {
                    memory_kib: 64,
                    passes: 1,
                },
            },
            other => other,
        };
        vault::answer(&request)
    }
}

fn op(text: &str) -> OpBytes {
    OpBytes {
        hash: [0; 32],
        bytes: text.as_bytes().to_vec(),
    }
}

#[wasm_bindgen_test]
async fn what_was_saved_is_there_after_the_worker_was_killed() {
    let device = Device::new("killed").await;
    let (tab, report) = device.tab().await;
    assert_eq!((report.sign, report.no_journal), (None, None));
    for text in ["a", "b", "c"] {
        assert_eq!(tab.save(|_| vec![op(text)]).await.unwrap().kept, Kept::Both);
    }
    tab.journal().unwrap().disk().kill();
    let saved = tab.save(|_| vec![op("d")]).await.unwrap();
    assert_eq!(saved.kept, Kept::Database, "said, when the journal is gone");
    timers::sleep(200).await;
    let saved = tab.save(|_| vec![op("e")]).await.unwrap();
    assert_eq!(
        (saved.slot.first, saved.kept),
        (5, Kept::Both),
        "a new worker took over"
    );
    drop(tab);
    let (tab, report) = device.tab_after_kill().await;
    assert_eq!((report.sign, report.recovered, report.breaks), (None, 0, 0));
    assert_eq!(device.texts(&tab).await, ["a", "b", "c", "d", "e"]);
}

#[wasm_bindgen_test]
async fn a_deleted_database_is_rebuilt_from_private_files_under_a_new_epoch() {
    let device = Device::new("wiped").await;
    let (tab, _) = device.tab().await;
    for text in ["a", "b", "c"] {
        tab.save(|_| vec![op(text)]).await.unwrap();
    }
    IndexedDb::delete("wiped").await.unwrap();
    let saved = tab.save(|_| vec![op("d")]).await.unwrap();
    assert_eq!(
        saved.kept,
        Kept::Journal,
        "capture goes on while the database is gone"
    );
    drop(tab);
    let (tab, report) = device.tab_after_kill().await;
    assert_eq!((report.sign, report.recovered), (Some(Sign::Emptied), 4));
    assert_eq!((report.epoch, report.lost), (2, vec![]));
    assert_eq!(report.identity, Some(device.identity));
    assert_eq!(device.texts(&tab).await, ["a", "b", "c", "d"]);
    let saved = tab.save(|_| vec![op("e")]).await.unwrap();
    assert_eq!(
        (saved.slot.epoch, saved.slot.first, saved.kept),
        (2, 1, Kept::Both)
    );
}

#[wasm_bindgen_test]
async fn a_rolled_back_database_is_noticed_and_completed() {
    use app::storage::{Batch, Durability, Keys, Table};
    let device = Device::new("rolled").await;
    let (tab, _) = device.tab().await;
    tab.save(|_| vec![op("a")]).await.unwrap();
    let store = open("rolled").await;
    let mut copy = Batch::new();
    for table in [Table::Meta, Table::Outbox] {
        copy.delete(table, Keys::all());
        for row in store.load(table, Keys::all(), u32::MAX).await.unwrap() {
            copy.put(table, row.key, row.value);
        }
    }
    tab.save(|_| vec![op("b"), op("c")]).await.unwrap();
    drop(tab);
    store.commit(copy, Durability::Strict).await.unwrap();
    let (tab, report) = device.tab_after_kill().await;
    assert_eq!((report.sign, report.recovered), (Some(Sign::RolledBack), 2));
    assert_eq!((report.epoch, report.head), (2, 0));
    assert_eq!(device.texts(&tab).await, ["a", "b", "c"]);
}

#[wasm_bindgen_test]
async fn two_tabs_never_give_a_number_twice() {
    let device = Device::new("tabs").await;
    let (a, _) = device.tab().await;
    let (b, _) = device.tab().await;
    let saves = (0..60).map(|n| {
        let tab = if n % 2 == 0 { &a } else { &b };
        tab.save(move |slot| vec![op(&format!("{}", slot.first))])
    });
    let saved = futures::future::join_all(saves).await;
    let mut given: Vec<_> = saved
        .into_iter()
        .map(|saved| {
            let saved = saved.unwrap();
            assert_eq!((saved.slot.epoch, saved.kept), (1, Kept::Both));
            saved.slot.first
        })
        .collect();
    given.sort_unstable();
    assert_eq!(given, (1..=60).collect::<Vec<_>>());
    let expected: Vec<_> = (1..=60).map(|n| n.to_string()).collect();
    assert_eq!(device.texts(&a).await, expected);
    drop(b);
    timers::sleep(200).await;
    assert_eq!(a.adopt().await.unwrap(), 0);
    drop(a);
    IndexedDb::delete("tabs").await.unwrap();
    let (tab, report) = device.tab_after_kill().await;
    assert_eq!(
        report.recovered, 60,
        "both tabs' ops were in the private files"
    );
    assert_eq!(device.texts(&tab).await, expected);
}

#[wasm_bindgen_test]
async fn a_worker_that_never_answers_does_not_hold_up_a_save() {
    let device = Device::new("silent").await;
    let url = script_url(
        "self.onmessage = ({data}) => {
            if (data.do === 'claim') self.postMessage({id: data.id, value: {name: 'x', bytes: new Uint8Array()}});
            if (data.do === 'others') self.postMessage({id: data.id, value: []});
        }",
    );
    let witness = LocalWitness {
        key: "silent".into(),
    };
    let disk = Opfs::new(&url, "silent");
    let store = open("silent").await;
    let (tab, _) = Outbox::start(store, Some(disk), witness, 42).await.unwrap();
    let session = Session::start(&InThread, &device.identity, &device.key)
        .await
        .unwrap();
    tab.begin(&device.identity, session);
    let saved = tab.save(|_| vec![op("a")]).await.unwrap();
    assert_eq!(saved.kept, Kept::Database);
    assert!(local::read("silent").is_some_and(|text| text.starts_with("1 1 1 ")));
}

#[wasm_bindgen_test]
async fn without_a_worker_script_the_report_says_that_there_is_no_journal() {
    let witness = LocalWitness { key: "none".into() };
    let disk = Opfs::new(&script_url("throw new Error('broken')"), "none");
    let store = open("none").await;
    let (_, report) = Outbox::start(store, Some(disk), witness, 42).await.unwrap();
    assert!(report.no_journal.is_some());
}

#[wasm_bindgen_test]
async fn the_vault_worker_unlocks_and_says_when_a_passphrase_is_wrong() {
    let origin = web_sys::window().unwrap().location().origin().unwrap();
    let vault = InWorker {
        url: vault_url(&origin),
    };
    let key = DeviceKey::generate();
    let lock = Lock::close(&vault, &key, 42, "码头灯光").await.unwrap();
    assert!(lock.cost().memory_kib >= 19 * 1024);
    assert_eq!(
        lock.open(&vault, "码头灯光").await.unwrap().bytes(),
        key.bytes()
    );
    assert_eq!(
        lock.open(&vault, "码头").await.map(drop),
        Err(UnlockError::WrongPassphrase)
    );
    let changed = lock.change(&vault, "码头灯光", "新的").await.unwrap();
    assert_eq!(
        changed.open(&vault, "新的").await.unwrap().bytes(),
        key.bytes()
    );
    let gone = InWorker {
        url: script_url("throw new Error('broken')"),
    };
    assert_eq!(
        lock.open(&gone, "x").await.map(drop),
        Err(VaultError::Silent.into())
    );
}

#[wasm_bindgen_test]
async fn a_store_that_is_not_there_is_an_error_not_a_hang() {
    let store = open("gone").await;
    IndexedDb::delete("gone").await.unwrap();
    let started = Tab::start(store, None, LocalWitness { key: "gone".into() }, 42).await;
    assert_eq!(started.map(drop), Err(StoreError::Wiped));
}
