//! The demo runs through the same `apply` as everything else, and nothing of it is refused.

use std::collections::BTreeMap;

use shared::domain::approvals::Approval;
use shared::domain::exhibitions::BoothLead;
use shared::domain::visits::FactoryVisit;
use shared::entity::{Entity, Id};
use shared::sync::server::{MemoryStore, author};

const NOW: u64 = 1_795_000_000_000;

#[test]
fn every_op_of_the_demo_is_accepted() {
    let demo = super::build(NOW, 1, 7);
    let mut store = MemoryStore::new();
    let receipts = author(&mut store, &demo.ops, NOW).unwrap();
    let refused: Vec<_> = receipts
        .iter()
        .filter(|r| !r.verdict.took_effect())
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!(receipts.len(), demo.ops.len());
    let mut kinds: BTreeMap<u16, usize> = BTreeMap::new();
    for row in store.all_rows() {
        *kinds.entry(row.kind.0).or_default() += 1;
    }
    assert_eq!(kinds.get(&BoothLead::KIND.0), Some(&200));
    // A visit that is expected, one further off, one that is only a wish; one plan waits for a word.
    assert_eq!(kinds.get(&FactoryVisit::KIND.0), Some(&3));
    assert_eq!(kinds.get(&Approval::KIND.0), Some(&1));
    assert!(demo.accounts.iter().all(|account| account.user != Id::NIL));
}

#[test]
fn the_same_day_and_seed_give_the_same_demo() {
    assert_eq!(super::build(NOW, 1, 7).ops, super::build(NOW, 1, 7).ops);
    assert_ne!(super::build(NOW, 1, 7).ops, super::build(NOW, 1, 8).ops);
}
