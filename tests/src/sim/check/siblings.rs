//! V4, V5: a model of critical fields. It follows the accepted ops in the server's order, knows
//! nothing of clocks, and must come to the same siblings as the server.

use std::collections::{BTreeMap, BTreeSet};

use shared::domain;
use shared::domain::customers::{Contact, Customer};
use shared::domain::exhibitions::BoothLead;
use shared::domain::probe::Probe;
use shared::entity::{Entity, Id, Kind, OpId, Record, Value};
use shared::sync::{Action, Op, Receipt};

use super::super::house::Logged;
use super::super::run::Sim;

/// Kinds no rule writes into.
pub(super) const KINDS: [Kind; 4] = [Probe::KIND, BoothLead::KIND, Customer::KIND, Contact::KIND];

type Model = BTreeMap<(Id, u16), BTreeMap<OpId, (u64, Value)>>;

pub(super) fn check(sim: &Sim, records: &BTreeMap<Id, Record>) -> Vec<String> {
    let mut model = Model::new();
    let mut epochs = Epochs::default();
    for entry in &sim.house.log {
        match entry {
            Logged::Restored { epoch, base } => epochs.restored(*epoch, *base),
            Logged::Tx { ops, .. } => {
                for (op, receipt) in ops {
                    follow(&mut model, op, receipt, &epochs);
                }
            }
        }
    }
    model
        .into_iter()
        .filter_map(|((id, no), expected)| {
            let cell = records.get(&id).and_then(|record| record.cell(no));
            let stands: BTreeMap<OpId, (u64, Value)> = cell
                .into_iter()
                .flat_map(|cell| &cell.versions)
                .map(|v| (v.op, (v.seq, v.value.clone())))
                .collect();
            (stands != expected).then(|| {
                format!("V4: field {no} of {id} holds {stands:?}, should hold {expected:?}")
            })
        })
        .take(2)
        .collect()
}

/// Lives of the server, to read what an author had seen.
#[derive(Default)]
struct Epochs {
    now: u32,
    bases: BTreeMap<u32, u64>,
}

impl Epochs {
    fn restored(&mut self, epoch: u32, base: u64) {
        for old in 1..epoch {
            let known = self.bases.entry(old).or_insert(base);
            *known = (*known).min(base);
        }
        self.now = epoch;
    }

    fn seen(&self, op: &Op) -> u64 {
        let current = self.now.max(1);
        if op.seen.server_epoch == current {
            return op.seen.seq;
        }
        let base = self.bases.get(&op.seen.server_epoch);
        base.map_or(0, |base| (*base).min(op.seen.seq))
    }
}

fn follow(model: &mut Model, op: &Op, receipt: &Receipt, epochs: &Epochs) {
    let again = receipt.reasons.iter().any(|r| r.code == "already-there");
    if !receipt.verdict.took_effect() || again || !KINDS.contains(&op.kind) {
        return;
    }
    let (fields, resolves): (_, BTreeSet<OpId>) = match &op.action {
        Action::Create { fields, .. } => (fields, BTreeSet::new()),
        Action::Set { fields, resolves } => (fields, resolves.iter().copied().collect()),
        Action::Step { args, .. } => (args, BTreeSet::new()),
        _ => return,
    };
    let by_step = matches!(op.action, Action::Step { .. });
    let server = op.id.replica.0 == 0;
    let seen = if server { receipt.seq } else { epochs.seen(op) };
    let schema = domain::schema(op.kind);
    for (no, value) in fields {
        let known = schema.and_then(|schema| schema.field(*no));
        if known.is_some_and(|spec| !spec.flags.critical) {
            continue;
        }
        if matches!(op.action, Action::Create { .. }) && value.is_blank() {
            continue;
        }
        let cell = model.entry((op.record, *no)).or_default();
        let own = |other: &OpId| {
            other.replica == op.id.replica && other.epoch == op.id.epoch && other.seq <= op.id.seq
        };
        let alone = cell.len() == 1;
        cell.retain(|other, (seq, stands)| {
            let saw = *seq <= seen || own(other);
            let named = resolves.contains(other);
            let gives_way = if alone || by_step {
                saw || named || stands == value
            } else {
                named || own(other) || stands == value
            };
            !gives_way
        });
        cell.insert(receipt.op, (receipt.seq, value.clone()));
    }
}
