//! What a person did stays on his screen: until its answer and its effects are both there.

use shared::access;
use shared::sync::Receipt;
use shared::sync::server::{Store, StoreLook};

use super::super::run::Sim;

/// After an answer came, before it is stored: everything unanswered is still shown.
pub(in super::super) fn still_shown(sim: &mut Sim, device: usize) {
    let one = &sim.devices[device];
    let Some(machine) = &one.machine else {
        return;
    };
    let hidden = machine
        .outbox()
        .filter(|entry| entry.receipt().is_none())
        .find(|entry| machine.world.pending_op(entry.op.id).is_none())
        .map(|entry| entry.op.id);
    if let Some(op) = hidden {
        sim.ledger
            .breach(format!("V1: {op:?} is saved and no more on its screen"));
    }
}

/// After a page was stored: what it answered is in the rows, or still on top of them.
pub(in super::super) fn shown(sim: &mut Sim, device: usize, page: &[Receipt]) {
    let one = &sim.devices[device];
    let Some(machine) = &one.machine else {
        return;
    };
    let marks = machine.marks();
    let mut hidden = None;
    for receipt in page.iter().filter(|r| r.verdict.took_effect()) {
        let again = receipt.reasons.iter().any(|r| r.code == "already-there");
        let Some(op) = sim.ledger.op(receipt.op).filter(|_| !again) else {
            continue;
        };
        if machine.world.version(op.record) >= receipt.seq
            || machine.world.pending_op(receipt.op).is_some()
        {
            continue;
        }
        // Not here: only right if it is out of this user's sight, or changed again since. His grants
        // may have changed while the answer travelled: then the next one brings it.
        let store = &sim.house.store.inner;
        let reach = access::reach(&StoreLook::new(store), one.user(), sim.now);
        let answered_for = store.reach(marks.cursor.reach).ok().flatten();
        let facets = store.facets(op.record).unwrap_or_default();
        let due = facets.iter().any(|row| {
            answered_for.as_ref() == Some(&reach)
                && row.seq == receipt.seq
                && row.seq <= marks.cursor.seq
                && marks.cursor.server_epoch == sim.house.epoch
                && marks.cursor.fill.is_none()
                && reach.opens(&row.bucket)
        });
        if due {
            hidden = Some(receipt.op);
        }
    }
    if let Some(op) = hidden {
        sim.ledger
            .breach(format!("V1: {op:?} is answered and its effect is not here"));
    }
}
