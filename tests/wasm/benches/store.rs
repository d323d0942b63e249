//! What the device store costs against the raw limit of the same browser in the same run. Prints ratios; asserts only what must
//! hold on any machine.
//!
//! `cargo bench -p wasm-tests --target wasm32-unknown-unknown -- --nocapture`, with the environment of the browser tests.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed bench")]

use app::platform::crypto::{BulkKey, SmallKey};
use app::platform::{clock, quota};
use app::storage::journal::opfs::Opfs;
use app::storage::keyring::DeviceKey;
use app::storage::keys::{Identity, InThread, Lock, Session};
use app::storage::outbox::{Kept, OpBytes, Outbox};
use app::storage::page::Change;
use app::storage::witness::LocalWitness;
use app::storage::{Batch, IndexedDb};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use wasm_tests::{bucket, journal_url, open, pages};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/benches/raw.js")]
extern "C" {
    #[wasm_bindgen(js_name = rawOpen)]
    fn raw_open(name: &str) -> js_sys::Promise;
    fn reopen(name: &str) -> js_sys::Promise;
    fn decode(json: &str) -> js_sys::Array;
    #[wasm_bindgen(js_name = rawPersist)]
    fn raw_persist(db: &JsValue, records: &js_sys::Array) -> js_sys::Promise;
    #[wasm_bindgen(js_name = rawFirst)]
    fn raw_first(db: &JsValue) -> js_sys::Promise;
    #[wasm_bindgen(js_name = rawAll)]
    fn raw_all(db: &JsValue) -> js_sys::Promise;
    #[wasm_bindgen(js_name = rawSave)]
    fn raw_save(db: &JsValue, record: &JsValue) -> js_sys::Promise;
    fn close(db: &JsValue);
}

const RECORDS: u32 = 50_000;
const ROUNDS: usize = 5;
const SAVES: usize = 500;
const KIND: u16 = 3;

/// A customer as the bench knows one: fourteen fields, half of them Chinese.
struct Customer {
    id: [u8; 16],
    fields: [(&'static str, String); 13],
}

/// Repeatable pseudo-random numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u64) as usize]
    }

    fn text(&mut self, from: &[&str], words: u64) -> String {
        (0..words).map(|_| self.pick(from)).collect()
    }
}

const HANZI: [&str; 24] = [
    "明", "亮", "照", "光", "华", "中", "山", "古", "镇", "深", "圳", "市", "科", "技", "有", "限",
    "公", "司", "王", "李", "张", "晓", "丽", "强",
];
const SYLLABLES: [&str; 12] = [
    "lu", "men", "tek", "gra", "bau", "nor", "licht", "ser", "vice", "mar", "ko", "sun",
];

fn customers() -> Vec<Customer> {
    let mut dice = Dice(7);
    (0..RECORDS)
        .map(|n| {
            let mut id = [0; 16];
            id[..4].copy_from_slice(&n.to_be_bytes());
            id[8..].copy_from_slice(&dice.roll(u64::MAX >> 33).to_be_bytes());
            let mail = format!(
                "{}@{}.com",
                dice.text(&SYLLABLES, 2),
                dice.text(&SYLLABLES, 3)
            );
            let fields = [
                ("name", dice.text(&HANZI, 3)),
                ("company", dice.text(&HANZI, 12)),
                ("contact", dice.text(&SYLLABLES, 4)),
                ("phone", format!("+86 1{:010}", dice.roll(10_000_000_000))),
                ("email", mail),
                ("city", dice.text(&HANZI, 2)),
                (
                    "country",
                    dice.pick(&["CN", "DE", "US", "BR", "AE", "RU"]).into(),
                ),
                (
                    "stage",
                    dice.pick(&["new", "contacted", "quoted", "won", "lost"])
                        .into(),
                ),
                ("owner", format!("u{:03}", dice.roll(40))),
                (
                    "source",
                    dice.pick(&["展会", "官网", "转介绍", "电话"]).into(),
                ),
                (
                    "updated",
                    format!(
                        "2026-{:02}-{:02}T08:30:00Z",
                        dice.roll(12) + 1,
                        dice.roll(28) + 1
                    ),
                ),
                ("address", dice.text(&HANZI, 24)),
                ("note", dice.text(&HANZI, 40)),
            ];
            Customer { id, fields }
        })
        .collect()
}

impl Customer {
    /// Numbered fields with lengths, as the app's own encoding has them.
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(320);
        for (number, (_, value)) in (1_u8..).zip(&self.fields) {
            out.push(number);
            out.extend_from_slice(&(value.len() as u16).to_le_bytes());
            out.extend_from_slice(value.as_bytes());
        }
        out
    }

    fn json(&self) -> String {
        let id: String = self.id.iter().map(|byte| format!("{byte:02x}")).collect();
        let fields = self
            .fields
            .iter()
            .map(|(name, value)| format!("\"{name}\":\"{value}\""));
        format!(
            "{{\"id\":\"{id}\",{}}}",
            fields.collect::<Vec<_>>().join(",")
        )
    }
}

fn sorted(mut times: Vec<f64>) -> Vec<f64> {
    times.sort_by(f64::total_cmp);
    times
}

fn at(times: &[f64], share: f64) -> f64 {
    times[((times.len() - 1) as f64 * share).round() as usize]
}

fn report(what: &str, raw: Vec<f64>, ours: Vec<f64>) {
    let (raw, ours) = (sorted(raw), sorted(ours));
    let (a, b) = (at(&raw, 0.5), at(&ours, 0.5));
    console_log!(
        "{what}: raw {a:.1} ms ({:.1}-{:.1}), ours {b:.1} ms ({:.1}-{:.1}); ours/raw {:.2}, raw/ours {:.1}x",
        raw[0],
        raw[raw.len() - 1],
        ours[0],
        ours[ours.len() - 1],
        b / a,
        a / b
    );
}

#[wasm_bindgen_test]
async fn fifty_thousand_records() {
    let customers = customers();
    let json: Vec<_> = customers.iter().map(Customer::json).collect();
    let bytes: usize = json.iter().map(String::len).sum();
    let encoded: usize = customers
        .iter()
        .map(|customer| customer.encode().len())
        .sum();
    console_log!(
        "records: {RECORDS}, {} B of JSON, {} B encoded each",
        bytes / RECORDS as usize,
        encoded / RECORDS as usize
    );
    let objects = decode(&format!("[{}]", json.join(",")));
    let bucket = bucket("sales");
    let (mut raw_in, mut ours_in) = (Vec::new(), Vec::new());
    let (mut raw_list, mut ours_list) = (Vec::new(), Vec::new());
    let (mut raw_out, mut ours_out) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let name = format!("bench-ours-{round}");
        let store = open(&name).await;
        let mut writer = pages(&store).await;
        let before = used().await;
        let start = clock::monotonic_ms();
        let changes: Vec<_> = customers
            .iter()
            .map(|customer| Change {
                bucket: bucket.clone(),
                kind: KIND,
                id: customer.id,
                bytes: Some(customer.encode()),
            })
            .collect();
        writer.append(changes.into(), Batch::new()).await.unwrap();
        ours_in.push(clock::monotonic_ms() - start);
        let ours_used = used().await.saturating_sub(before);

        let raw_name = format!("bench-raw-{round}");
        let db = JsFuture::from(raw_open(&raw_name)).await.unwrap();
        let before = used().await;
        let start = clock::monotonic_ms();
        JsFuture::from(raw_persist(&db, &objects)).await.unwrap();
        raw_in.push(clock::monotonic_ms() - start);
        let raw_used = used().await.saturating_sub(before);
        close(&db);
        store.close();

        let start = clock::monotonic_ms();
        let db = JsFuture::from(reopen(&raw_name)).await.unwrap();
        JsFuture::from(raw_first(&db)).await.unwrap();
        raw_list.push(clock::monotonic_ms() - start);
        JsFuture::from(raw_all(&db)).await.unwrap();
        raw_out.push(clock::monotonic_ms() - start);
        close(&db);

        let start = clock::monotonic_ms();
        let store = open(&name).await;
        let mut reader = pages(&store).await;
        let mut loader = reader.load(|_, _| 0).await.unwrap();
        let mut count = 0;
        while let Some(chunks) = loader.next().await.unwrap() {
            for chunk in chunks {
                let app::storage::page::Chunk::Rows { records, .. } = chunk else {
                    panic!("damaged")
                };
                count += records.len();
            }
            if ours_list.len() == round {
                ours_list.push(clock::monotonic_ms() - start);
            }
        }
        ours_out.push(clock::monotonic_ms() - start);
        assert_eq!(count, RECORDS as usize);
        console_log!(
            "round {round}: bytes on disk by estimate(): ours {ours_used}, raw {raw_used}"
        );
        store.close();
        IndexedDb::delete(&name).await.unwrap();
        IndexedDb::delete(&raw_name).await.unwrap();
    }
    report("persist 50,000", raw_in, ours_in);
    report("open, first rows", raw_list, ours_list);
    report("open, everything", raw_out, ours_out);
}

async fn used() -> u64 {
    quota::room().await.map_or(0, |room| room.used)
}

#[wasm_bindgen_test]
async fn one_saved_action() {
    let key = DeviceKey::generate();
    let lock = Lock::close(&InThread, &key, 42, "x").await.unwrap();
    let org = shared::sealed::OrgPrivateKey::new([3; 32])
        .public()
        .unwrap();
    let identity = Identity {
        lock,
        org: Some(org),
    };
    let disk = Opfs::new(&journal_url(), "bench-save");
    let witness = LocalWitness {
        key: "bench-save".into(),
    };
    let store = open("bench-save").await;
    let (outbox, _) = Outbox::start(store, Some(disk), witness, 42).await.unwrap();
    outbox.begin(
        &identity,
        Session::start(&InThread, &identity, &key).await.unwrap(),
    );
    let db = JsFuture::from(raw_open("bench-save-raw")).await.unwrap();
    let customers = customers();
    let (mut raw, mut ours) = (Vec::new(), Vec::new());
    for customer in &customers[..SAVES] {
        let object = decode(&format!("[{}]", customer.json())).get(0);
        let start = clock::monotonic_ms();
        JsFuture::from(raw_save(&db, &object)).await.unwrap();
        raw.push(clock::monotonic_ms() - start);
        let start = clock::monotonic_ms();
        let op = OpBytes {
            hash: [0; 32],
            bytes: customer.encode(),
        };
        let saved = outbox.save(|_| vec![op]).await.unwrap();
        ours.push(clock::monotonic_ms() - start);
        assert_eq!(saved.kept, Kept::Both);
    }
    let (raw, ours) = (sorted(raw), sorted(ours));
    for share in [0.5, 0.95, 0.99] {
        let (a, b) = (at(&raw, share), at(&ours, share));
        console_log!(
            "save, p{:.0}: raw strict transaction {a:.2} ms, both journals {b:.2} ms; {:.2}x",
            share * 100.0,
            b / a
        );
    }
}

#[wasm_bindgen_test]
async fn encryption_and_compression() {
    let customers = customers();
    let page: Vec<u8> = customers[..256]
        .iter()
        .flat_map(|customer| customer.encode())
        .collect();
    let op = customers[0].encode();
    let (bulk, small) = (
        BulkKey::new(&[7; 32]).await.unwrap(),
        SmallKey::new(&[7; 32]),
    );
    let (rounds, nonce) = (200, [0; 12]);
    for (what, bytes) in [("page", &page), ("op", &op)] {
        let start = clock::monotonic_ms();
        for _ in 0..rounds {
            bulk.seal(&nonce, b"x", bytes).await.unwrap();
        }
        let browser = (clock::monotonic_ms() - start) / f64::from(rounds);
        let start = clock::monotonic_ms();
        for _ in 0..rounds {
            small.seal(&nonce, b"x", bytes).unwrap();
        }
        let rust = (clock::monotonic_ms() - start) / f64::from(rounds);
        console_log!(
            "AES-256-GCM, {what} of {} B: WebCrypto {browser:.3} ms, Rust {rust:.3} ms",
            bytes.len()
        );
    }
    let start = clock::monotonic_ms();
    let mut lz4 = Vec::new();
    for _ in 0..rounds {
        lz4 = lz4_flex::block::compress(&page);
    }
    let lz4_ms = (clock::monotonic_ms() - start) / f64::from(rounds);
    let start = clock::monotonic_ms();
    for _ in 0..rounds {
        lz4_flex::block::decompress(&lz4, page.len()).unwrap();
    }
    let back_ms = (clock::monotonic_ms() - start) / f64::from(rounds);
    console_log!(
        "compression of a page of {} B: lz4 {} B in {lz4_ms:.2} ms (back {back_ms:.2} ms)",
        page.len(),
        lz4.len()
    );
}
