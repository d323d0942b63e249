//! Writes ops as replica 0.

use super::dice::Dice;
use shared::entity::{Entity, Hlc, Id, Kind, OpId, ReplicaId, Value};
use shared::sync::op::{Fields, NewItem, SCHEMA_VERSION};
use shared::sync::{Action, Op, Seen};

/// Milliseconds of a day.
pub(super) const DAY_MS: u64 = 86_400_000;

/// Collects ops in the order they happened.
pub(super) struct Writer {
    pub(super) ops: Vec<Op>,
    pub(super) dice: Dice,
    pub(super) now_ms: u64,
    seq: u64,
    /// When the op being written happened.
    pub(super) at_ms: u64,
    /// Who did it.
    pub(super) actor: Id,
}

impl Writer {
    pub(super) fn new(now_ms: u64, first_seq: u64, seed: u64) -> Writer {
        let at_ms = now_ms.saturating_sub(400 * DAY_MS);
        Writer {
            ops: Vec::new(),
            dice: Dice::new(seed),
            now_ms,
            seq: first_seq,
            at_ms,
            actor: Id::NIL,
        }
    }

    /// A new id of the moment.
    pub(super) fn id(&mut self) -> Id {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.dice.next().to_be_bytes());
        random[8..].copy_from_slice(&self.dice.next().to_be_bytes()[..2]);
        Id::v7(self.at_ms, random)
    }

    /// Creates a record of an entity with further raw fields.
    pub(super) fn create<E: Entity>(&mut self, entity: &E, more: Fields) -> Id {
        let id = self.id();
        self.create_as(id, entity, more);
        id
    }

    /// The same under a known id.
    pub(super) fn create_as<E: Entity>(&mut self, id: Id, entity: &E, more: Fields) {
        let mut fields = entity.fields();
        fields.retain(|(no, _)| !more.iter().any(|(other, _)| other == no));
        fields.extend(more);
        self.push(
            E::KIND,
            id,
            Action::Create {
                fields,
                items: Vec::new(),
            },
        );
    }

    /// A step of a life cycle.
    pub(super) fn step(&mut self, kind: Kind, id: Id, transition: u16, from: u32, args: Fields) {
        self.push(
            kind,
            id,
            Action::Step {
                transition,
                from,
                bound: None,
                args,
            },
        );
    }

    /// Sets fields.
    pub(super) fn set(&mut self, kind: Kind, id: Id, fields: Fields) {
        self.push(
            kind,
            id,
            Action::Set {
                fields,
                resolves: Vec::new(),
            },
        );
    }

    /// Any other action.
    pub(super) fn act(&mut self, kind: Kind, id: Id, action: Action) {
        self.push(kind, id, action);
    }

    /// Puts a row into a collection.
    pub(super) fn put(&mut self, kind: Kind, id: Id, row: NewItem) {
        self.push(kind, id, Action::PutItem(row));
    }

    fn push(&mut self, kind: Kind, record: Id, action: Action) {
        self.ops.push(Op {
            id: OpId {
                replica: ReplicaId::SERVER,
                epoch: 1,
                seq: self.seq,
            },
            actor: self.actor,
            kind,
            record,
            action,
            seen: Seen::default(),
            hlc: Hlc {
                ms: self.at_ms,
                count: 0,
            },
            offset_ms: 0,
            zone: "Asia/Shanghai".into(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        });
        self.seq += 1;
        self.at_ms += 1;
    }
}

/// Text as a value.
pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
