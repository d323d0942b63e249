//! V5: no clock decides anything that matters. Everything the server took in is taken in again with
//! the clocks of all ops scrambled: values of critical fields, states, facts, quantities of lines
//! and the fate of every op must come out the same.

use std::collections::BTreeMap;

use shared::domain;
use shared::entity::{Hlc, Id, OpId, Record, Slot, Value, common};
use shared::sync::server::{Store, author, sync};
use shared::sync::slice::Slice;
use shared::sync::wire::Request;
use shared::sync::{Action, Op, Receipt, Verdict};

use super::super::clock::DAY;
use super::super::house::Logged;
use super::super::run::{START, Sim};
use super::super::tampered::Tampered;
use super::siblings::KINDS;

/// What no clock may decide, of one record.
#[derive(PartialEq, Debug, Default)]
struct Core {
    values: BTreeMap<u16, Vec<(OpId, Value)>>,
    facts: BTreeMap<u16, Vec<OpId>>,
    items: BTreeMap<(u16, Id, u16), Vec<(OpId, Value)>>,
    removed: BTreeMap<(u16, Id), bool>,
}

pub(in super::super) fn clocks(sim: &mut Sim) {
    let mut again = Tampered::new(sim.broken);
    for entry in &sim.house.log {
        match entry {
            Logged::Restored { epoch, .. } => {
                let backup = again.inner.backup();
                again.inner.restore(&backup, *epoch);
            }
            Logged::Tx { now, session, ops } => {
                // The rules met the panic only after the setup.
                if *now > START {
                    again.poison = Some(sim.hot.poison);
                }
                let first = |receipt: &Receipt| first_answer(&sim.house.store, receipt);
                let ops: Vec<Op> = ops
                    .iter()
                    .map(|(op, receipt)| scrambled(op, &first(receipt)))
                    .collect();
                let done = match session {
                    Some(session) => {
                        let request = Request {
                            slices: vec![Slice { ops }],
                            push_only: true,
                            ..Request::default()
                        };
                        sync(&mut again, *session, &request, *now).is_ok()
                    }
                    None => author(&mut again, &ops, *now).is_ok(),
                };
                if !done {
                    sim.ledger.breach("V5: the second run failed".into());
                    return;
                }
            }
        }
    }
    let (first, second) = (cores(&sim.house.store), cores(&again));
    if let Some((id, core)) = first
        .iter()
        .find(|(id, core)| second.get(*id) != Some(*core))
    {
        let other = second.get(id);
        sim.ledger
            .breach(format!("V5: {id} depends on clocks: {core:?} or {other:?}"));
    }
    let (first, second) = (fates(&sim.house.store), fates(&again));
    if let Some((op, fate)) = first
        .iter()
        .find(|(op, fate)| second.get(*op) != Some(*fate))
    {
        let other = second.get(op);
        sim.ledger.breach(format!(
            "V5: the fate of {op:?} depends on clocks: {fate:?} or {other:?}"
        ));
    }
}

/// The same op made at another time; two copies of one op get the same time. What an approver
/// bound covers plain fields too, which a clock may decide: whether it fitted is taken over.
fn scrambled(op: &Op, receipt: &Receipt) -> Op {
    let mut op = op.clone();
    let hash = op.hash();
    let mut word = [0; 8];
    word.copy_from_slice(&hash[..8]);
    let ms = START - 40 * DAY + u64::from_le_bytes(word) % (80 * DAY);
    op.hlc = Hlc { ms, count: 0 };
    op.offset_ms = 0;
    if let Action::Step { bound, .. } = &mut op.action
        && bound.is_some()
    {
        let reason = receipt.reasons.first().map(|reason| reason.code.as_str());
        let other = receipt.verdict == Verdict::NeedsReview
            && matches!(reason, Some("content-changed" | "two-values"));
        *bound = other.then_some([0; 32]);
    }
    op
}

/// What an op was answered when it came first, if it came under two numbers.
fn first_answer(store: &Tampered, receipt: &Receipt) -> Receipt {
    let again = receipt.reasons.iter().find(|r| r.code == "already-there");
    let twin = again.and_then(|reason| store.inner.receipt(reason.winner?).ok()?);
    twin.map_or_else(|| receipt.clone(), |(_, first)| first)
}

fn cores(store: &Tampered) -> BTreeMap<Id, Core> {
    let mut cores: BTreeMap<Id, Core> = BTreeMap::new();
    for row in store
        .inner
        .all_rows()
        .filter(|row| KINDS.contains(&row.kind))
    {
        let core = cores.entry(row.id).or_default();
        let record = Record::from_facets([row.clone()]);
        let schema = domain::schema(row.kind);
        for (no, slot) in record.iter().flat_map(|record| record.slots.iter()) {
            let critical = *no == common::STATE
                || schema
                    .and_then(|schema| schema.field(*no))
                    .is_none_or(|spec| spec.flags.critical);
            match slot {
                Slot::Cell(cell) if critical => {
                    let versions = cell.versions.iter();
                    let values = versions.map(|v| (v.op, v.value.clone())).collect();
                    core.values.insert(*no, values);
                }
                Slot::Facts(facts) => {
                    core.facts.insert(*no, facts.keys().copied().collect());
                }
                Slot::Items(items) => {
                    for (id, item) in items {
                        core.removed.insert((*no, *id), item.removed.is_some());
                        // Part 2, the quantity, is critical.
                        if let Some(cell) = item.cells.get(&2) {
                            let versions = cell.versions.iter();
                            let values = versions.map(|v| (v.op, v.value.clone())).collect();
                            core.items.insert((*no, *id, 2), values);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    cores
}

/// What became of each op. Of a plain field a clock may decide, and so whether a later author had
/// seen what stands: merged or accepted is one here. Whether a refused op waits for a person or goes back may depend on when
/// its author says he made it, for his grant may have ended; neither takes effect.
fn fates(store: &Tampered) -> BTreeMap<OpId, Verdict> {
    let ops = store.inner.all_ops();
    ops.map(|(id, _, receipt)| {
        let fate = match receipt.verdict {
            Verdict::Quarantined => Verdict::Rejected,
            Verdict::Merged => Verdict::Accepted,
            verdict => verdict,
        };
        (*id, fate)
    })
    .collect()
}
