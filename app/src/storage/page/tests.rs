//! Tests of pages and their store, on the memory store.

use super::*;
use crate::storage::Memory;
use crate::storage::StoreError;
use crate::storage::keyring::{BucketId, DeviceKey};
use crate::storage::store::{Batch, Durability, Keys, Table};
use futures::executor::block_on;
use std::collections::BTreeMap;

type Truth = BTreeMap<(BucketId, u16, RecordId), Vec<u8>>;

fn bucket(n: u8) -> BucketId {
    BucketId::new(&[b'b', n]).unwrap()
}

fn id(n: u32) -> RecordId {
    let mut id = [0; 16];
    id[12..].copy_from_slice(&n.to_be_bytes());
    id
}

fn drop_bucket(b: u8) -> Update {
    Update {
        drops: vec![bucket(b)],
        ..Update::default()
    }
}

fn put(b: u8, kind: u16, n: u32, bytes: &[u8]) -> Change {
    Change {
        bucket: bucket(b),
        kind,
        id: id(n),
        bytes: Some(bytes.to_vec()),
    }
}

fn gone(b: u8, kind: u16, n: u32) -> Change {
    Change {
        bucket: bucket(b),
        kind,
        id: id(n),
        bytes: None,
    }
}

async fn store_over(memory: &Memory) -> PageStore<Memory> {
    let key = DeviceKey::new([7; 32]);
    PageStore::new(
        memory.clone(),
        Keyring::open(memory, key, 42, 1).await.unwrap(),
    )
}

/// What a fresh start reads; panics when a record comes twice.
async fn read(memory: &Memory) -> (Truth, Vec<BucketId>) {
    let mut pages = store_over(memory).await;
    let mut truth = Truth::new();
    let mut damaged = Vec::new();
    for chunk in pages.load(|_, _| 0).await.unwrap().collect().await.unwrap() {
        match chunk {
            Chunk::Damaged { bucket } => damaged.push(bucket),
            Chunk::Rows {
                bucket,
                kind,
                records,
            } => {
                for record in records {
                    let twice = truth.insert((bucket.clone(), kind, record.id), record.bytes);
                    assert_eq!(twice, None);
                }
            }
        }
    }
    (truth, damaged)
}

fn apply(truth: &mut Truth, changes: &[Change]) {
    for change in changes {
        let key = (change.bucket.clone(), change.kind, change.id);
        match &change.bytes {
            Some(bytes) => truth.insert(key, bytes.clone()),
            None => truth.remove(&key),
        };
    }
}

#[test]
fn a_random_history_reads_back_after_every_step() {
    let memory = Memory::new();
    let mut truth = Truth::new();
    let mut random = 1_u64;
    let mut draw = |below: u64| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    block_on(async {
        let mut pages = store_over(&memory).await;
        for step in 0..60 {
            let mut changes = Vec::new();
            for _ in 0..draw(if step % 10 == 0 { 900 } else { 40 }) {
                let (b, kind, n) = (draw(2) as u8, draw(2) as u16 + 1, draw(1500) as u32);
                changes.push(match draw(5) {
                    0 => gone(b, kind, n),
                    _ => put(b, kind, n, &vec![draw(256) as u8; draw(2000) as usize]),
                });
            }
            apply(&mut truth, &changes);
            pages.append(changes.into(), Batch::new()).await.unwrap();
            match draw(4) {
                0 => pages.fold().await.unwrap(),
                1 => {
                    pages = store_over(&memory).await;
                    pages
                        .load(|_, kind| u32::from(kind))
                        .await
                        .unwrap()
                        .collect()
                        .await
                        .unwrap();
                }
                _ => {}
            }
            let (found, damaged) = read(&memory).await;
            assert_eq!(damaged, []);
            assert!(found == truth, "step {step}");
        }
        pages.fold().await.unwrap();
        assert_eq!(pages.records(), truth.len());
        assert_eq!(
            memory.keys(Table::Delta, Keys::all()).await.unwrap(),
            Vec::<Vec<u8>>::new()
        );
    });
}

#[test]
fn a_pull_of_thousands_becomes_pages_at_once_with_the_cursor_beside_them() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        let changes: Vec<_> = (0..1000).map(|n| put(1, 3, n, &[1; 500])).collect();
        let mut extra = Batch::new();
        extra.put(Table::Meta, b"cursor", b"5");
        pages.append(changes.into(), extra).await.unwrap();
        assert_eq!(
            memory.keys(Table::Pages, Keys::all()).await.unwrap().len(),
            4
        );
        assert!(
            memory
                .keys(Table::Delta, Keys::all())
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            memory.get(Table::Meta, b"cursor").await.unwrap().unwrap(),
            b"5"
        );
    });
}

#[test]
fn a_failed_commit_changes_nothing_and_can_be_repeated() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        let changes: Vec<_> = (0..300).map(|n| put(1, 3, n, &[1; 50])).collect();
        pages
            .append(changes.clone().into(), Batch::new())
            .await
            .unwrap();
        pages
            .append(
                vec![gone(1, 3, 7), put(1, 3, 8, b"new")].into(),
                Batch::new(),
            )
            .await
            .unwrap();
        let before = read(&memory).await;
        memory.set_failure(Some(StoreError::Quota));
        assert_eq!(
            pages.append(vec![gone(1, 3, 9)].into(), Batch::new()).await,
            Err(StoreError::Quota)
        );
        assert_eq!(pages.fold().await, Err(StoreError::Quota));
        memory.set_failure(None);
        assert_eq!(read(&memory).await, before);
        pages.fold().await.unwrap();
        assert_eq!(read(&memory).await, before);
        assert_eq!(pages.records(), 299);
    });
}

#[test]
fn a_dropped_bucket_leaves_nothing_that_decodes_even_from_an_old_copy() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        for b in [1, 2] {
            let changes: Vec<_> = (0..100).map(|n| put(b, 3, n, &[b; 50])).collect();
            pages.append(changes.into(), Batch::new()).await.unwrap();
            pages
                .append(vec![put(b, 3, 1, b"changed")].into(), Batch::new())
                .await
                .unwrap();
        }
        let old = memory.snapshot();
        pages.append(drop_bucket(1), Batch::new()).await.unwrap();
        let (truth, damaged) = read(&memory).await;
        assert_eq!(damaged, []);
        assert_eq!(truth.len(), 100);
        assert!(truth.keys().all(|(of, _, _)| *of == bucket(2)));
        for table in [Table::Pages, Table::Delta] {
            for row in old.load(table, Keys::all(), u32::MAX).await.unwrap() {
                memory
                    .commit(one(table, row), Durability::Strict)
                    .await
                    .unwrap();
            }
        }
        let (truth, damaged) = read(&memory).await;
        assert_eq!(truth.len(), 100, "the salt is gone, so old pages stay shut");
        assert!(damaged.iter().all(|of| *of == bucket(1)) && damaged.len() == 2);
    });
}

fn one(table: Table, row: crate::storage::Row) -> Batch {
    let mut batch = Batch::new();
    batch.put(table, row.key, row.value);
    batch
}

#[test]
fn any_damaged_byte_is_noticed_and_costs_its_bucket_only() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        for b in [1, 2] {
            let changes: Vec<_> = (0..70).map(|n| put(b, 3, n, &[b, n as u8])).collect();
            pages.append(changes.into(), Batch::new()).await.unwrap();
        }
        let row = memory
            .load(Table::Pages, Keys::all(), 1)
            .await
            .unwrap()
            .remove(0);
        for at in 0..row.value.len() {
            for broken in [flip(&row, at), cut(&row, at)] {
                memory
                    .commit(one(Table::Pages, broken), Durability::Strict)
                    .await
                    .unwrap();
                let (truth, damaged) = read(&memory).await;
                assert_eq!(damaged, [bucket(1)], "byte {at}");
                assert_eq!(truth.len(), 70);
            }
        }
    });
}

fn flip(row: &crate::storage::Row, at: usize) -> crate::storage::Row {
    let mut row = row.clone();
    row.value[at] ^= 1;
    row
}

fn cut(row: &crate::storage::Row, at: usize) -> crate::storage::Row {
    let mut row = row.clone();
    row.value.truncate(at);
    row
}

#[test]
fn a_page_moved_to_another_place_does_not_open() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        let changes: Vec<_> = (0..600).map(|n| put(1, 3, n, &[1; 50])).collect();
        pages.append(changes.into(), Batch::new()).await.unwrap();
        let rows = memory
            .load(Table::Pages, Keys::all(), u32::MAX)
            .await
            .unwrap();
        let moved = crate::storage::Row {
            key: rows[0].key.clone(),
            value: rows[1].value.clone(),
        };
        memory
            .commit(one(Table::Pages, moved), Durability::Strict)
            .await
            .unwrap();
        assert_eq!(read(&memory).await.1, [bucket(1)]);
    });
}

#[test]
fn nothing_of_a_record_is_readable_in_the_store() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        let secret = "王小明 +86 138 0000 1234".as_bytes();
        pages
            .append(
                (0..100)
                    .map(|n| put(1, 3, n, secret))
                    .collect::<Vec<_>>()
                    .into(),
                Batch::new(),
            )
            .await
            .unwrap();
        pages
            .append(vec![put(1, 3, 5, secret)].into(), Batch::new())
            .await
            .unwrap();
        for table in Table::ALL {
            for row in memory.load(table, Keys::all(), u32::MAX).await.unwrap() {
                assert!(!row.value.windows(6).any(|part| part == &secret[..6]));
            }
        }
    });
}

#[test]
fn hot_kinds_come_first() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        for kind in 1..6 {
            let changes: Vec<_> = (0..100).map(|n| put(1, kind, n, b"x")).collect();
            pages.append(changes.into(), Batch::new()).await.unwrap();
        }
        let mut pages = store_over(&memory).await;
        let hot = pages
            .load(|_, kind| u32::from(kind != 4))
            .await
            .unwrap()
            .next()
            .await
            .unwrap();
        let Some([Chunk::Rows { kind, records, .. }]) = hot.as_deref() else {
            panic!("{hot:?}")
        };
        assert_eq!((*kind, records.len()), (4, 100));
    });
}

#[test]
fn a_bucket_dropped_and_filled_in_one_step_holds_the_new_rows_only() {
    let memory = Memory::new();
    block_on(async {
        let mut pages = store_over(&memory).await;
        for b in [1, 2] {
            let changes: Vec<_> = (0..100).map(|n| put(b, 3, n, b"old")).collect();
            pages.append(changes.into(), Batch::new()).await.unwrap();
            pages
                .append(vec![put(b, 3, 1, b"older")].into(), Batch::new())
                .await
                .unwrap();
        }
        let changes: Vec<_> = (50..150).map(|n| put(1, 3, n, b"new")).collect();
        let update = Update {
            changes: changes.clone(),
            ..drop_bucket(1)
        };
        memory.set_failure(Some(StoreError::Quota));
        pages
            .append(update.clone(), Batch::new())
            .await
            .unwrap_err();
        memory.set_failure(None);
        assert_eq!(read(&memory).await.0.len(), 200);
        pages.append(update, Batch::new()).await.unwrap();
        let (truth, damaged) = read(&memory).await;
        assert_eq!((truth.len(), damaged.len()), (200, 0));
        assert!(!truth.contains_key(&(bucket(1), 3, id(1))));
        assert_eq!(truth[&(bucket(1), 3, id(50))], b"new");

        let few = vec![put(1, 3, 7, b"after the reset")];
        let reset = Update {
            reset: true,
            changes: few,
            ..Update::default()
        };
        pages.append(reset, Batch::new()).await.unwrap();
        pages.fold().await.unwrap();
        let (truth, damaged) = read(&memory).await;
        assert_eq!((truth.len(), damaged.len()), (1, 0));
        assert_eq!(
            memory.keys(Table::Meta, Keys::all()).await.unwrap().len(),
            1
        );
    });
}

#[test]
fn an_old_leader_that_wakes_up_can_write_no_more() {
    let memory = Memory::new();
    block_on(async {
        let mut old = store_over(&memory).await;
        old.lead().await.unwrap();
        old.append(vec![put(1, 3, 1, b"a")].into(), Batch::new())
            .await
            .unwrap();
        let mut new = store_over(&memory).await;
        new.load(|_, _| 0).await.unwrap().collect().await.unwrap();
        new.lead().await.unwrap();
        new.fold().await.unwrap();
        let refused = old
            .append(vec![put(1, 3, 1, b"b")].into(), Batch::new())
            .await;
        assert_eq!(refused, Err(StoreError::Conflict));
        assert_eq!(old.fold().await, Ok(()), "nothing to fold");
        new.append(vec![put(1, 3, 1, b"c")].into(), Batch::new())
            .await
            .unwrap();
        assert_eq!(old.fold().await, Err(StoreError::Conflict));
        assert_eq!(read(&memory).await.0[&(bucket(1), 3, id(1))], b"c");
    });
}
