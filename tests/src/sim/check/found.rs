//! V1: no op the screen called saved is lost. It has a receipt, and what it said is findable: as
//! the value, as a sibling, in the history, among the facts, or in its author's outbox with a
//! reason.

use std::collections::{BTreeMap, BTreeSet};

use shared::domain::{self, history};
use shared::entity::{Canonical, Cell, Id, OpId, Record, Slot, Value, common};
use shared::sync::op::NewItem;
use shared::sync::{Action, Op, Receipt, Verdict};

use super::super::ledger::Birth;
use super::super::run::Sim;
use super::receipt_of;

/// What the history remembers, by the place it stood in.
type Remembered = BTreeMap<(Id, u16, Option<(Vec<u8>, u16)>), BTreeSet<Vec<u8>>>;

pub(super) fn check(sim: &Sim, records: &BTreeMap<Id, Record>) -> Vec<String> {
    let remembered = remembered(records);
    let births = sim.ledger.births.iter();
    births
        .filter(|birth| birth.saved && !birth.gone)
        .filter_map(|birth| {
            let op = &birth.op;
            let Some(receipt) = receipt_of(sim, birth) else {
                let kept: Vec<_> = sim.devices[birth.device]
                    .disk
                    .shelf
                    .outbox
                    .values()
                    .filter(|entry| birth.is(&entry.op))
                    .map(|entry| (entry.op.id, entry.receipt().cloned()))
                    .collect();
                return Some(format!(
                    "V1: {:?} was saved and has no receipt; kept {kept:?}",
                    op.id
                ));
            };
            let lost = if receipt.verdict.took_effect() {
                missing(op, &receipt, records, &remembered)
            } else {
                unreturned(sim, birth, &receipt)
            };
            lost.map(|what| format!("V1: {:?} ({:?}): {what}", op.id, receipt.verdict))
        })
        .take(3)
        .collect()
}

fn remembered(records: &BTreeMap<Id, Record>) -> Remembered {
    let mut all = Remembered::new();
    for record in records.values().filter(|r| (21..=24).contains(&r.kind.0)) {
        let (Some(about), Some(Value::Int(field))) =
            (record.reference(history::ABOUT), record.get(history::FIELD))
        else {
            continue;
        };
        let item = match (record.get(history::ITEM), record.get(history::PART)) {
            (Some(Value::Bytes(item)), Some(Value::Int(part))) => {
                Some((item.clone(), u16::try_from(*part).unwrap_or(0)))
            }
            _ => None,
        };
        let values = all
            .entry((about, u16::try_from(*field).unwrap_or(0), item))
            .or_default();
        for no in [history::OLD, history::NEW] {
            let value = record.cell(no).and_then(Cell::value).cloned();
            values.insert(value.unwrap_or_default().to_bytes());
        }
    }
    all
}

fn holds(cell: Option<&Cell>, op: OpId, value: &Value) -> bool {
    cell.is_some_and(|cell| {
        cell.versions
            .iter()
            .any(|version| version.op == op || version.value == *value)
    })
}

/// What of an op that took effect is nowhere to be found.
fn missing(
    op: &Op,
    receipt: &Receipt,
    records: &BTreeMap<Id, Record>,
    remembered: &Remembered,
) -> Option<String> {
    let Some(record) = records.get(&op.record) else {
        return Some("its record does not exist".into());
    };
    let kept = |field: u16, item: Option<(Vec<u8>, u16)>, value: &Value| {
        remembered
            .get(&(op.record, field, item))
            .is_some_and(|values| values.contains(&value.to_bytes()))
    };
    let field = |(no, value): &(u16, Value)| {
        let there = value.is_blank()
            || holds(record.cell(*no), receipt.op, value)
            || kept(*no, None, value);
        (!there).then(|| format!("field {no} = {value:?} is nowhere"))
    };
    let item = |new: &NewItem| {
        let Some(Slot::Items(items)) = record.slots.get(&new.field) else {
            return Some("its collection is gone".into());
        };
        let Some(item) = items.get(&new.item) else {
            return Some("its item is gone".into());
        };
        new.fields.iter().find_map(|(no, value)| {
            let place = Some((new.item.0.to_vec(), *no));
            let there =
                holds(item.cells.get(no), receipt.op, value) || kept(new.field, place, value);
            (!there).then(|| format!("item field {no} = {value:?} is nowhere"))
        })
    };
    match &op.action {
        Action::Create { fields, items } => fields
            .iter()
            .find_map(field)
            .or_else(|| items.iter().find_map(item)),
        Action::Set { fields, .. } => fields.iter().find_map(field),
        Action::Fact { field, value } => {
            let there = record
                .facts(*field)
                .any(|(id, fact)| *id == receipt.op && fact.value == *value);
            (!there).then(|| "its fact is not in the record".into())
        }
        Action::PutItem(new) => item(new),
        Action::RemoveItem { field, item } => {
            let Some(Slot::Items(items)) = record.slots.get(field) else {
                return Some("its collection is gone".into());
            };
            (!items.contains_key(item)).then(|| "its item is gone".into())
        }
        Action::Step {
            transition, args, ..
        } => {
            let table = domain::schema(op.kind)?.states?;
            let arrow = shared::sync::apply::transition(table, *transition)?;
            let to = Value::Int(arrow.to.into());
            args.iter()
                .find_map(field)
                .or_else(|| field(&(common::STATE, to)))
        }
        Action::Reserve { field, .. } | Action::Grant { field, .. } => {
            let there = record.facts(*field).any(|(id, _)| *id == receipt.op);
            (!there).then(|| "its reservation is not in the record".into())
        }
        Action::Unknown(_) => None,
    }
}

/// An op that did not take effect waits with its author, unless he let it go or his device died.
fn unreturned(sim: &Sim, birth: &Birth, receipt: &Receipt) -> Option<String> {
    let late = receipt
        .reasons
        .iter()
        .any(|reason| ["decided-already", "content-changed"].contains(&reason.code.as_str()));
    if late && receipt.verdict == Verdict::NeedsReview && sim.ledger.groups_of(birth) == 1 {
        let rows = sim.house.store.inner.all_rows();
        let kept = rows
            .filter(|row| row.id == birth.op.record)
            .filter_map(|row| row.slots.get(&common::LATE))
            .any(|slot| matches!(slot, Slot::Facts(facts) if facts.contains_key(&receipt.op)));
        if !kept {
            return Some("its late opinion is not in the record".into());
        }
    }
    if birth.off_device || birth.let_go {
        return None;
    }
    let device = &sim.devices[birth.device];
    let entries = device.machine.iter().flat_map(|machine| machine.outbox());
    let mut kept = entries.filter(|entry| birth.is(&entry.op)).peekable();
    // Forgotten on the server's word; a late copy met another fate in the server's next life.
    let forgotten = birth.unkept && kept.peek().is_none();
    let waits = kept.any(|entry| entry.receipt().is_some());
    (!waits && !forgotten).then(|| "its author cannot find it any more".into())
}
