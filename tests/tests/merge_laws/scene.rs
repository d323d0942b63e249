//! A server in three lines: records, a sequence, and `apply`.

use std::collections::BTreeMap;

use shared::domain::audit::AuditEvent;
use shared::domain::history;
use shared::domain::probe::Probe;
use shared::entity::{Cell, Entity, Hlc, Id, OpId, Record, ReplicaId, Slot, Value};
use shared::sync::apply::{NoNumbers, Stamp, apply_group};
use shared::sync::op::NewItem;
use shared::sync::{Action, Found, Look, Lookup, Op, RecordRef, Seen, Verdict};

/// The record everything happens to.
pub(crate) const RECORD: Id = Id([9; 16]);

/// Records as they are after the ops taken so far.
#[derive(Clone, Default)]
pub(crate) struct Scene {
    pub(crate) records: BTreeMap<Id, Record>,
    pub(crate) seq: u64,
}

impl Look for Scene {
    fn record(&self, id: Id) -> Lookup<RecordRef<'_>> {
        match self.records.get(&id) {
            Some(record) => Lookup::Known(RecordRef::Lent(record)),
            None => Lookup::Absent,
        }
    }

    fn at(&self, _: &[u8]) -> Found {
        Found {
            ids: Vec::new(),
            complete: true,
        }
    }
}

impl Scene {
    /// A probe made by the server, with two lines, seen by everybody.
    pub(crate) fn new() -> Scene {
        let mut scene = Scene::default();
        let fields = vec![
            (Probe::NAME, Value::Text("甲".into())),
            (Probe::QTY, Value::Decimal(1, 0)),
        ];
        let items = vec![line(1, 10), line(2, 20)];
        let create = op(0, 1, 0, 0, Action::Create { fields, items });
        assert_eq!(scene.take(&create), Verdict::Accepted);
        scene
    }

    pub(crate) fn take(&mut self, op: &Op) -> Verdict {
        self.take_group(core::slice::from_ref(op))[0]
    }

    pub(crate) fn take_group(&mut self, ops: &[Op]) -> Vec<Verdict> {
        let stamps: Vec<Stamp> = ops
            .iter()
            .map(|op| {
                self.seq += 1;
                Stamp {
                    seq: self.seq,
                    hlc: op.hlc,
                    seen: op.seen.seq,
                    received_ms: op.hlc.ms,
                }
            })
            .collect();
        let outcomes = apply_group(self, &mut NoNumbers, ops, &stamps);
        let mut verdicts = Vec::new();
        for outcome in outcomes {
            verdicts.push(outcome.verdict);
            for record in outcome.changed {
                self.records.insert(record.id, record);
            }
        }
        verdicts
    }

    pub(crate) fn probe(&self) -> &Record {
        &self.records[&RECORD]
    }

    /// The op ids and values that stand in a field.
    pub(crate) fn versions(&self, no: u16) -> Vec<(OpId, Value)> {
        let versions = self.probe().cell(no).map(|cell| cell.versions.as_slice());
        let versions = versions.unwrap_or_default().iter();
        versions.map(|v| (v.op, v.value.clone())).collect()
    }

    /// All former or losing values of a field.
    pub(crate) fn remembered(&self, no: u16) -> Vec<Value> {
        let of_field =
            |record: &&Record| record.get(history::FIELD) == Some(&Value::Int(no.into()));
        self.records
            .values()
            .filter(of_field)
            .filter_map(|record| record.cell(history::OLD).and_then(Cell::value).cloned())
            .collect()
    }

    /// Everything, without what says in which order it came: the sequence numbers, and what a record was
    /// called when something was done to it.
    pub(crate) fn without_order(&self) -> BTreeMap<Id, Record> {
        let mut records = self.records.clone();
        for event in records.values_mut().filter(|r| r.kind == AuditEvent::KIND) {
            event.slots = event.slots.only(|no| no != AuditEvent::ABOUT);
        }
        for slot in records.values_mut().flat_map(|r| r.slots.values_mut()) {
            match slot {
                Slot::Cell(cell) => forget_order(cell),
                Slot::Facts(facts) => facts.values_mut().for_each(|fact| fact.seq = 0),
                Slot::Items(items) => {
                    for item in items.values_mut() {
                        forget_order(&mut item.order);
                        item.cells.values_mut().for_each(forget_order);
                        for (_, seq) in item.edits.iter_mut().chain(&mut item.removed) {
                            *seq = 0;
                        }
                    }
                }
                Slot::Raw(_) => {}
            }
        }
        records
    }
}

fn forget_order(cell: &mut Cell) {
    for version in &mut cell.versions {
        version.seq = 0;
    }
}

/// An op on the record.
pub(crate) fn op(replica: u32, seq: u64, seen: u64, ms: u64, action: Action) -> Op {
    Op {
        id: OpId {
            replica: ReplicaId(replica),
            epoch: 1,
            seq,
        },
        actor: Id([u8::try_from(replica).unwrap_or(255); 16]),
        kind: Probe::KIND,
        record: RECORD,
        action,
        seen: Seen {
            server_epoch: 1,
            seq: seen,
        },
        hlc: Hlc { ms, count: 0 },
        offset_ms: 0,
        zone: String::new(),
        schema: 1,
        group: None,
        blobs: Vec::new(),
    }
}

pub(crate) fn set(no: u16, value: Value) -> Action {
    Action::Set {
        fields: vec![(no, value)],
        resolves: Vec::new(),
    }
}

pub(crate) fn resolve(no: u16, value: Value, resolves: Vec<OpId>) -> Action {
    Action::Set {
        fields: vec![(no, value)],
        resolves,
    }
}

pub(crate) fn line(n: u8, qty: i64) -> NewItem {
    NewItem {
        field: Probe::LINES,
        item: Id([n; 16]),
        order: String::new(),
        fields: vec![(2, Value::Decimal(qty, 0))],
    }
}

pub(crate) fn step(transition: u16, from: u32, opinion: Option<&str>) -> Action {
    let args = opinion.map(|text| (Probe::OPINION, Value::Text(text.into())));
    Action::Step {
        transition,
        from,
        bound: None,
        args: args.into_iter().collect(),
    }
}
