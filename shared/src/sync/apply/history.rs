//! The history: every replaced or losing value of a field, as a record of its own beside the one
//! it is about and at the level of the field (V4). It travels and is permitted like any other.

use super::Work;
use crate::domain::history;
use crate::entity::{EntitySchema, Id, Instant, Kind, Record, Value, Version, common};

/// Where a value stood.
pub(super) struct Place {
    schema: &'static EntitySchema,
    about: Id,
    field: u16,
    /// The item of a collection and the number of its part.
    item: Option<(Id, u16)>,
    /// Written as a consequence: of any record, and besides what the op itself writes.
    follows: bool,
}

impl Place {
    pub(super) fn field(schema: &'static EntitySchema, about: Id, field: u16) -> Place {
        Place {
            schema,
            about,
            field,
            item: None,
            follows: false,
        }
    }

    pub(super) fn item(self, item: Id, part: u16) -> Place {
        Place {
            item: Some((item, part)),
            ..self
        }
    }

    /// Distinct for every place one op can write.
    fn rule(&self) -> String {
        match self.item {
            Some((item, part)) => format!("history-{}-{item}-{part}", self.field),
            None if self.follows => format!("history-{}-of-{}", self.field, self.about),
            None => format!("history-{}", self.field),
        }
    }
}

impl Work<'_, '_> {
    /// Remembers the values that gave way to `now`; `contested` when they were written without
    /// sight of each other.
    pub(super) fn remember(
        &mut self,
        place: &Place,
        gone: &[Version],
        now: &Value,
        contested: bool,
    ) {
        if !history::is_kept(place.schema) {
            return;
        }
        let kind = history::kind(place.schema.level_of(place.field));
        let rule = place.rule();
        for (old, n) in gone.iter().zip(0..) {
            let mut record = Record::new(kind, Id::derived(self.op.id, &rule, n));
            let mut put = |field: u16, value: Value| record.put(field, self.version(value));
            put(history::ABOUT, Value::Ref(place.schema.kind, place.about));
            put(history::FIELD, Value::Int(place.field.into()));
            put(history::OLD, old.value.clone());
            put(history::NEW, now.clone());
            put(history::CONTESTED, Value::Bool(contested));
            if let Some((item, part)) = place.item {
                put(history::ITEM, Value::Bytes(item.0.to_vec()));
                put(history::PART, Value::Int(part.into()));
            }
            if !self.op.actor.is_nil() {
                put(common::CREATOR, Value::Ref(Kind(2), self.op.actor));
            }
            let at = i64::try_from(self.stamp.hlc.ms).unwrap_or(i64::MAX);
            put(common::CREATED_AT, Value::Instant(Instant::utc(at)));
            self.overlay.put(record);
        }
    }

    /// Gives a field another value as a consequence of what was done elsewhere.
    pub(crate) fn rewrite(
        &mut self,
        schema: &'static EntitySchema,
        record: &mut Record,
        no: u16,
        value: Value,
    ) {
        let old = record.cell(no).map(|cell| cell.versions.clone());
        let place = Place {
            follows: true,
            ..Place::field(schema, record.id, no)
        };
        self.remember(&place, &old.unwrap_or_default(), &value, false);
        record.put(no, self.version(value));
    }
}
