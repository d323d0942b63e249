//! The whole device store in the browser: set up, unlock, lose the database, tabs.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use app::platform::support::Support;
use app::platform::{clock, local, locks, quota, timers};
use app::storage::device::{Device, DeviceError, Parts};
use app::storage::journal::opfs::Opfs;
use app::storage::keys::{InThread, UnlockError};
use app::storage::outbox::{Kept, OpBytes, Sign, StartReport};
use app::storage::witness::LocalWitness;
use app::storage::{IndexedDb, browser};
use app::sync::browser::{Channel, LeadLock};
use app::sync::{Lead as _, Tabs as _};
use shared::sealed::OrgPrivateKey;
use shared::sealed::rescue::Rescue;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use wasm_tests::{journal_url, open};

wasm_bindgen_test_configure!(run_in_browser);

type TestDevice = Device<IndexedDb, Rc<Opfs>, LocalWitness>;

async fn start(replica: u32, url: &str) -> (TestDevice, StartReport) {
    let name = format!("yingke-{replica}");
    let parts = Parts {
        store: open(&name).await,
        disk: Some(Rc::new(Opfs::new(url, &name))),
        witness: LocalWitness {
            key: format!("yingke-last-{replica}"),
        },
        identity_copy: LocalWitness {
            key: format!("yingke-identity-{replica}"),
        },
    };
    Device::start(parts, replica).await.unwrap()
}

#[wasm_bindgen_test]
async fn a_lost_database_costs_neither_key_nor_ops_nor_photos() {
    let url = journal_url();
    let org = OrgPrivateKey::new([3; 32]);
    let (device, report) = start(7, &url).await;
    assert_eq!((report.sign, report.no_journal), (None, None));
    let unlocked = device
        .set_up(&InThread, "灯光", org.public().ok())
        .await
        .unwrap();
    let op = OpBytes {
        hash: [0; 32],
        bytes: b"lead".to_vec(),
    };
    device.outbox.save(|_| vec![op]).await.unwrap();
    let photo: Vec<u8> = (0..700_000_u32)
        .map(|n| (n.wrapping_mul(n) >> 7) as u8)
        .collect();
    let stored = unlocked
        .blobs
        .add(&photo, "image/jpeg", None)
        .await
        .unwrap();
    assert_eq!(stored.kept, Kept::Both);
    drop((unlocked, device));

    IndexedDb::delete("yingke-7").await.unwrap();
    local::remove("yingke-identity-7");
    timers::sleep(200).await;
    let (device, report) = start(7, &url).await;
    assert_eq!((report.sign, report.recovered), (Some(Sign::Emptied), 1));
    let refused = device.unlock(&InThread, "灯").await.map(drop);
    assert_eq!(
        refused,
        Err(DeviceError::Unlock(UnlockError::WrongPassphrase))
    );
    let file = device.rescue().await.unwrap();
    let unlocked = device.unlock(&InThread, "灯光").await.unwrap();
    let (ops, unreadable) = device.outbox.load(unlocked.keyring.device()).await.unwrap();
    assert_eq!((ops.len(), unreadable.len()), (1, 0));
    assert!(unlocked.blobs.get(stored.id).await.unwrap().unwrap() == photo);
    let rescue = Rescue::parse(&file).unwrap();
    assert_eq!((rescue.header.ops, rescue.header.pieces), (1, 3));
    assert!(rescue.open(&org).all(|(_, content)| content.is_ok()));
    assert!(browser::replicas().await.contains(&7));
}

#[wasm_bindgen_test]
async fn tabs_hear_each_other_and_one_leads() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&heard);
    let (first, second) = (Channel::new("yingke-9"), Channel::new("yingke-9"));
    second.listen(Box::new(move |bytes| log.borrow_mut().push(bytes)));
    first.tell(b"rows");
    first.tell(b"locked");
    timers::sleep(100).await;
    assert_eq!(*heard.borrow(), [b"rows".to_vec(), b"locked".to_vec()]);

    let (first, second) = (LeadLock::new("yingke-9"), LeadLock::new("yingke-9"));
    let leader = first.wait().await;
    assert!(leader.is_ours());
    let waited = timers::within(200, second.wait()).await;
    assert!(waited.is_none(), "one leads");
    drop(leader);
    let next = timers::within(5_000, second.wait()).await.unwrap();
    assert!(next.is_ours());
}

#[wasm_bindgen_test]
async fn a_stolen_lock_is_known_to_be_lost() {
    let held = locks::Lock::request("steal").await.unwrap();
    let thief = locks::Lock::steal("steal").await.unwrap();
    timers::sleep(50).await;
    assert!(held.is_lost() && !thief.is_lost());
}

#[wasm_bindgen_test]
async fn exclusive_work_does_not_overlap() {
    let running = RefCell::new(0);
    let work = || async {
        assert_eq!(running.replace(1), 0);
        timers::sleep(5).await;
        running.replace(0);
    };
    futures::future::join_all((0..5).map(|_| locks::exclusive("alone", work()))).await;
}

#[wasm_bindgen_test]
async fn the_doors_open() {
    let support = Support::look();
    assert!(support.is_enough() && support.files);
    assert!(quota::room().await.is_some_and(|room| room.quota > 0));
    let start = clock::monotonic_ms();
    assert_eq!(timers::within(50, timers::sleep(10_000)).await, None);
    assert!(clock::monotonic_ms() - start < 5_000.0);
    assert!(clock::wall_ms() > 1_700_000_000_000);
}
