//! Leaves captured values behind in a browser's profile, sealed and in the clear: `profile.mjs` then looks for
//! them in the profile's files, as somebody would who took the device away.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use app::storage::Batch;
use app::storage::device::{Device, Parts};
use app::storage::journal::opfs::Opfs;
use app::storage::keys::InThread;
use app::storage::outbox::OpBytes;
use app::storage::page::{Change, PageStore};
use app::storage::secrets::Secrets;
use app::storage::witness::LocalWitness;
use shared::sealed::clear::in_the_clear;
use std::rc::Rc;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use wasm_tests::{bucket, journal_url, open};

wasm_bindgen_test_configure!(run_in_browser);

/// Values of each of the four places a captured text can lie in.
const EACH: u32 = 50;

/// Names and phones, prices and companies, told apart from everything else in a profile.
fn values(kind: &str) -> [Vec<String>; 4] {
    let number = |n: u32| format!("{:06}", 7919 * (n + 13) % 1_000_000);
    let make = |text: &dyn Fn(String) -> String| (0..EACH).map(|n| text(number(n))).collect();
    [
        make(&|n| format!("{kind} 祁连{n} 先生")),
        make(&|n| format!("{kind} 1770{n}1 手机")),
        make(&|n| format!("{kind} USD 4{n}.50 单价")),
        make(&|n| format!("{kind} Zephyrine {n} 照明")),
    ]
}

/// Stores all values in the ways of the app: unsent ops, confirmed rows, a draft, a photograph's bytes.
async fn leave(replica: u32, kind: &str) {
    let name = format!("yingke-{replica}");
    let parts = Parts {
        store: open(&name).await,
        disk: Some(Rc::new(Opfs::new(&journal_url(), &name))),
        witness: LocalWitness {
            key: format!("yingke-last-{replica}"),
        },
        identity_copy: LocalWitness {
            key: format!("yingke-identity-{replica}"),
        },
    };
    let (device, report) = Device::start(parts, replica).await.unwrap();
    assert_eq!(
        report.no_journal, None,
        "the file journal is part of what is searched"
    );
    let unlocked = device.set_up(&InThread, "灯下看书", None).await.unwrap();
    let [ops, rows, drafts, photos] = values(kind);

    for op in &ops {
        let bytes = op.clone().into_bytes();
        let saved = device
            .outbox
            .save(move |_| {
                vec![OpBytes {
                    hash: [0; 32],
                    bytes,
                }]
            })
            .await;
        saved.unwrap();
    }
    let mut pages = PageStore::new(device.store().clone(), unlocked.keyring.clone());
    let changes = rows.iter().zip(0_u32..).map(|(row, n)| {
        let mut id = [0; 16];
        id[12..].copy_from_slice(&n.to_be_bytes());
        let bytes = Some(row.clone().into_bytes());
        Change {
            bucket: bucket("sales"),
            kind: 3,
            id,
            bytes,
        }
    });
    let changes: Vec<_> = changes.collect();
    pages.append(changes.into(), Batch::new()).await.unwrap();
    let secrets = Secrets::drafts(device.store().clone(), &unlocked.keyring);
    for (draft, n) in drafts.iter().zip(0_u32..) {
        secrets.put(&n.to_string(), draft.as_bytes()).await.unwrap();
    }
    let photo = photos.join("\n").into_bytes();
    unlocked
        .blobs
        .add(&photo, "image/jpeg", None)
        .await
        .unwrap();

    let key: String = unlocked
        .keyring
        .device()
        .bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let texts: Vec<String> = [ops, rows, drafts, photos].concat();
    console_log!("profile {kind} key {key}");
    for text in texts {
        console_log!("profile {kind} text {text}");
    }
}

#[wasm_bindgen_test]
async fn what_is_captured_is_left_behind_sealed_and_in_the_clear() {
    leave(501, "sealed").await;
    in_the_clear(true);
    leave(502, "clear").await;
    in_the_clear(false);
}
