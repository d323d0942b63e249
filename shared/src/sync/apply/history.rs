//! The history: every replaced or losing value of a field, as a record of its own beside the one
//! it is about and at the level of the field (V4). It travels and is permitted like any other.

use super::Work;
use crate::domain::history;
use crate::entity::{EntitySchema, Id, Record, Value, Version, common};

impl Work<'_, '_> {
    /// Remembers that `old` gave way to `now` in field `no`; `contested` when the two were written
    /// without sight of each other.
    pub(super) fn remember(
        &mut self,
        schema: &'static EntitySchema,
        about: Id,
        no: u16,
        old: &Version,
        now: &Value,
        contested: bool,
    ) {
        if !history::is_kept(schema) {
            return;
        }
        let kind = history::kind(schema.level_of(no));
        let rule = format!("history-{no}");
        let mut record = Record::new(kind, Id::derived(self.op.id, &rule, 0));
        let mut put = |field: u16, value: Value| record.put(field, self.version(value));
        put(history::ABOUT, Value::Ref(schema.kind, about));
        put(history::FIELD, Value::Int(no.into()));
        put(history::OLD, old.value.clone());
        put(history::NEW, now.clone());
        put(history::CONTESTED, Value::Bool(contested));
        if !self.op.actor.is_nil() {
            put(
                common::CREATOR,
                Value::Ref(crate::entity::Kind(2), self.op.actor),
            );
        }
        let at = i64::try_from(self.stamp.hlc.ms).unwrap_or(i64::MAX);
        put(
            common::CREATED_AT,
            Value::Instant(crate::entity::Instant::utc(at)),
        );
        self.overlay.put(record);
    }
}
