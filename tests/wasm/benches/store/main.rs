//! What the device store costs beside IndexedDB by itself and beside Dexie, in one page and one run, encryption on.
//!
//! `cargo xtask bench store`. The sides take turns; each works in a storage bucket of its own, empty at the start of a
//! round. A database is read a while after it was closed, when the browser has let go of it too. It fails when a figure
//! does not reach half of its floor.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed bench")]

mod customers;
mod ours;
mod peers;
mod report;
mod sealing;

use app::platform::timers;
use customers::{Invented, invent};
use js_sys::Array;
use report::{Goal, Report, Sample};
use serde_json::json;
use shared::entity::Canonical as _;
use shared::sync::wire::SentRow;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/benches/store/publish.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn publish(json: &str) -> Result<JsValue, JsValue>;
}

const RECORDS: usize = 50_000;
const STORED: usize = 10_000;
const ROUNDS: usize = 7;
const SAVES: usize = 500;
/// Saves before the counted ones: code is compiled and files are opened by then.
const WARM_UP: usize = 20;
/// How long until the browser lets go of a closed database, in milliseconds: it keeps the files open for two seconds.
const LET_GO: u32 = 4_000;

/// The figures to reach: floor and, where there is one, aim.
const PERSIST_BESIDE_RAW: Goal = Goal::Times(5.0, Some(12.0));
const PERSIST_BESIDE_DEXIE: Goal = Goal::Times(8.0, Some(12.0));
const FIRST_BESIDE_DEXIE: Goal = Goal::Part(1.0, Some(0.6));
const ALL_BESIDE_RAW: Goal = Goal::Part(0.3, None);
const SAVE_BESIDE_RAW: Goal = Goal::Part(1.3, None);
const STORAGE_BESIDE_DEXIE: Goal = Goal::Part(0.35, None);

const SIDES: [&str; 3] = [ours::SIDE, "raw", "dexie"];

/// The same customers as each side has them.
struct Data {
    rows: Vec<SentRow>,
    objects: Array,
}

impl Data {
    fn of(customers: &[Invented]) -> Self {
        let object = |one: &Invented| peers::object(&one.object());
        Self {
            rows: customers.iter().map(Invented::row).collect(),
            objects: customers.iter().map(object).collect(),
        }
    }

    async fn persist(&self, side: &'static str) -> f64 {
        match side {
            ours::SIDE => ours::persist(&self.rows).await,
            peer => peers::persist(peer, &self.objects).await,
        }
    }
}

#[wasm_bindgen_test]
async fn store() {
    let customers = invent(RECORDS);
    let (row, object) = (customers[0].row(), customers[0].object());
    console_log!(
        "{RECORDS} customers, the first {} B of JSON without and {} B encoded with its history; Dexie {}; {ROUNDS} rounds, {SAVES} saves",
        object.to_string().len(),
        row.to_bytes().len(),
        peers::version().await
    );
    let mut report = Report::default();
    save(&customers[..SAVES + WARM_UP], &mut report).await;
    persist_and_open(&Data::of(&customers), &mut report).await;
    occupy(&Data::of(&customers[..STORED]), &mut report).await;
    sealing::measure(&customers).await;
    publish(&json!({ "store": report.rows }).to_string())
        .await
        .unwrap();
    assert!(
        report.broken.is_empty(),
        "below half of the floor: {:#?}",
        report.broken
    );
}

/// One sample for each side.
fn samples() -> [Sample; 3] {
    SIDES.map(Sample::of)
}

/// The sides in turn: every other round backwards, so that none always follows the same other.
fn turns(round: usize) -> impl Iterator<Item = usize> {
    (0..SIDES.len()).map(move |turn| match round % 2 {
        0 => turn,
        _ => SIDES.len() - 1 - turn,
    })
}

async fn clear() {
    for side in SIDES {
        peers::clear(side).await.unwrap();
    }
}

async fn save(customers: &[Invented], report: &mut Report) {
    clear().await;
    let (ours, raw) = (ours::Desk::open().await, peers::Desk::open("raw").await);
    let dexie = peers::Desk::open("dexie").await;
    let mut took = samples();
    for (round, customer) in customers.iter().enumerate() {
        let op = peers::object(&customer.object());
        for turn in turns(round) {
            let ms = match turn {
                0 => ours.save(customer).await,
                1 => raw.save(&op).await,
                _ => dexie.save(&op).await,
            };
            if round >= WARM_UP {
                took[turn].add(ms);
            }
        }
    }
    ours.close();
    raw.close();
    dexie.close();
    let [ours, raw, dexie] = &took;
    for (what, share, goal) in [
        ("save one action, both journals: p50", 0.5, None),
        (
            "save one action, both journals: p95",
            0.95,
            Some(SAVE_BESIDE_RAW),
        ),
        ("save one action, both journals: p99", 0.99, None),
    ] {
        report.add((what, "ms"), share, ours, &[(raw, goal), (dexie, None)]);
    }
}

async fn persist_and_open(data: &Data, report: &mut Report) {
    let (mut persist, mut first, mut all) = (samples(), samples(), samples());
    let mut decoding = Sample::of(ours::SIDE);
    let count = data.rows.len();
    for round in 0..ROUNDS {
        clear().await;
        for turn in turns(round) {
            persist[turn].add(data.persist(SIDES[turn]).await);
        }
        timers::sleep(LET_GO).await;
        for turn in turns(round) {
            match SIDES[turn] {
                ours::SIDE => {
                    let loaded = ours::load(count).await;
                    first[turn].add(loaded.first);
                    all[turn].add(loaded.all);
                    decoding.add(loaded.decoding);
                }
                peer => first[turn].add(peers::first(peer).await),
            }
        }
        timers::sleep(LET_GO).await;
        for turn in turns(round).filter(|turn| SIDES[*turn] != ours::SIDE) {
            all[turn].add(peers::all(SIDES[turn], count).await);
        }
    }
    clear().await;
    let [ours, raw, dexie] = &persist;
    let others = [
        (raw, Some(PERSIST_BESIDE_RAW)),
        (dexie, Some(PERSIST_BESIDE_DEXIE)),
    ];
    report.add(("persist 50,000 records", "ms"), 0.5, ours, &others);
    let [ours, raw, dexie] = &first;
    let others = [(raw, None), (dexie, Some(FIRST_BESIDE_DEXIE))];
    report.add(("open 50,000 records, first 50", "ms"), 0.5, ours, &others);
    let [ours, raw, dexie] = &all;
    let others = [(raw, Some(ALL_BESIDE_RAW)), (dexie, None)];
    report.add(
        ("open 50,000 records, all decoded", "ms"),
        0.5,
        ours,
        &others,
    );
    report.add(
        ("of that into values from bytes", "ms"),
        0.5,
        &decoding,
        &[],
    );
}

/// The size of the files after the database was opened once more: LevelDB has sorted its log by then.
async fn occupy(data: &Data, report: &mut Report) {
    let mut sizes = samples();
    for round in 0..ROUNDS {
        clear().await;
        for turn in turns(round) {
            data.persist(SIDES[turn]).await;
        }
        timers::sleep(LET_GO).await;
        for turn in turns(round) {
            let _ms = match SIDES[turn] {
                ours::SIDE => ours::load(data.rows.len()).await.first,
                peer => peers::first(peer).await,
            };
        }
        timers::sleep(LET_GO).await;
        for turn in turns(round) {
            sizes[turn].add(peers::size(SIDES[turn]).await / 1000.0);
        }
    }
    clear().await;
    let [ours, raw, dexie] = &sizes;
    let others = [(raw, None), (dexie, Some(STORAGE_BESIDE_DEXIE))];
    report.add(("storage for 10,000 records", "kB"), 0.5, ours, &others);
}
