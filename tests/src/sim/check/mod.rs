//! What was promised, compared with what is there (design §1). Each check reads the stores and the
//! book from outside; none asks the engine whether it is right.

mod clocks;
mod equal;
mod found;
mod once;
mod shown;
mod siblings;

pub(super) use clocks::clocks;
pub(super) use shown::{shown, still_shown};

use std::collections::BTreeMap;

use shared::entity::{FacetRow, Id, Record};
use shared::sync::server::Store;

use super::run::Sim;

/// All checks that can be made while everything is quiet.
pub(super) fn all(sim: &mut Sim) {
    for device in &mut sim.devices {
        device.disk.settle();
    }
    let disks: Vec<_> = sim.devices.iter().map(|device| &device.disk).collect();
    sim.ledger.find_gone(&disks, &sim.house);
    let records = records(sim);
    let mut breaches = once::check(sim);
    breaches.extend(found::check(sim, &records));
    breaches.extend(siblings::check(sim, &records));
    breaches.extend(equal::check(sim, &records));
    for breach in breaches {
        sim.ledger.breach(breach);
    }
    for device in &mut sim.devices {
        device.damaged = false;
    }
    let receipts = sim.house.store.inner.all_ops();
    let seen = receipts.map(|(id, _, receipt)| (*id, receipt.clone()));
    sim.ledger.receipts = seen.collect();
}

/// Every record of the server.
fn records(sim: &Sim) -> BTreeMap<Id, Record> {
    let mut facets: BTreeMap<Id, Vec<FacetRow>> = BTreeMap::new();
    for row in sim.house.store.inner.all_rows() {
        facets.entry(row.id).or_default().push(row.clone());
    }
    facets
        .into_iter()
        .filter_map(|(id, rows)| Some((id, Record::from_facets(rows)?)))
        .collect()
}

/// The receipt of an op, under whatever number it arrived.
fn receipt_of(sim: &Sim, birth: &super::ledger::Birth) -> Option<shared::sync::Receipt> {
    let id = sim
        .house
        .store
        .op_with(birth.op.id.replica, &birth.hash)
        .ok()??;
    Some(sim.house.store.receipt(id).ok()??.1)
}
