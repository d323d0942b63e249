//! V2: every op takes effect exactly once and has one durable receipt; groups whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use shared::entity::{OpId, ReplicaId};
use shared::sync::Verdict;
use shared::sync::server::Store;

use super::super::house::Logged;
use super::super::run::Sim;
use super::receipt_of;

pub(super) fn check(sim: &Sim) -> Vec<String> {
    let mut breaches = Vec::new();
    taken_again(sim, &mut breaches);
    twice(sim, &mut breaches);
    gaps(sim, &mut breaches);
    groups(sim, &mut breaches);
    breaches
}

/// No op was taken in by two transactions.
fn taken_again(sim: &Sim, breaches: &mut Vec<String>) {
    let mut taken: BTreeSet<OpId> = BTreeSet::new();
    let entries = sim.house.log.iter();
    let ops = entries.flat_map(|entry| match entry {
        Logged::Tx { ops, .. } => ops.as_slice(),
        Logged::Restored { .. } => &[],
    });
    let again = ops.map(|(op, _)| op.id).find(|id| !taken.insert(*id));
    breaches.extend(again.map(|id| format!("V2: {id:?} was taken in twice")));
}

/// One content, one effect; a receipt once given never changes.
fn twice(sim: &Sim, breaches: &mut Vec<String>) {
    let mut effective: BTreeMap<(ReplicaId, [u8; 32]), OpId> = BTreeMap::new();
    for (id, hash, receipt) in sim.house.store.inner.all_ops() {
        if let Some(before) = sim.ledger.receipts.get(id)
            && before != receipt
        {
            breaches.push(format!(
                "V2: the receipt of {id:?} changed: {before:?} → {receipt:?}"
            ));
        }
        if id.replica == ReplicaId::SERVER {
            continue;
        }
        let again = receipt.reasons.iter().any(|r| r.code == "already-there");
        if receipt.verdict.took_effect()
            && !again
            && let Some(other) = effective.insert((id.replica, *hash), *id)
        {
            breaches.push(format!(
                "V2: {id:?} and {other:?} are one op and both took effect"
            ));
        }
        if sim.ledger.birth(id.replica, hash).is_none() {
            breaches.push(format!("V2: the server holds {id:?}, which nobody made"));
        }
        if receipt.verdict != Verdict::Accepted
            && receipt.reasons.is_empty()
            && receipt.verdict != Verdict::Merged
        {
            breaches.push(format!(
                "V2: {id:?} came back as {:?} without a reason",
                receipt.verdict
            ));
        }
    }
}

/// Every number up to the progress has its receipt.
fn gaps(sim: &Sim, breaches: &mut Vec<String>) {
    for replica in (1..=sim.replicas).map(ReplicaId) {
        for (epoch, done) in sim
            .house
            .store
            .inner
            .progress_of(replica)
            .unwrap_or_default()
        {
            for seq in 1..=done {
                let id = OpId {
                    replica,
                    epoch,
                    seq,
                };
                if !matches!(sim.house.store.receipt(id), Ok(Some(_))) {
                    breaches.push(format!("V2: {id:?} has no receipt, and {done} are done"));
                    return;
                }
            }
        }
    }
}

fn groups(sim: &Sim, breaches: &mut Vec<String>) {
    for (group, members) in &sim.ledger.groups {
        if members.iter().any(|no| sim.ledger.births[*no].gone) {
            // Part of it went with somebody's hardware.
            continue;
        }
        let fates: Vec<bool> = members
            .iter()
            .filter_map(|no| receipt_of(sim, &sim.ledger.births[*no]))
            .map(|receipt| receipt.verdict.took_effect())
            .collect();
        let torn = fates.windows(2).any(|pair| pair[0] != pair[1]);
        let partial = !fates.is_empty() && fates.len() != members.len();
        if torn || partial {
            let missing: Vec<_> = members
                .iter()
                .map(|no| &sim.ledger.births[*no])
                .filter(|birth| receipt_of(sim, birth).is_none())
                .map(|birth| {
                    let (saved, gone) = (birth.saved, birth.gone);
                    format!(
                        "{:?} {:?} saved {saved} gone {gone}",
                        birth.op.id, birth.op.action
                    )
                })
                .collect();
            breaches.push(format!(
                "V2: group {group} took effect in part: {fates:?}; no receipt for {missing:?}"
            ));
        }
    }
}
