//! A new record. The first save never refuses for an empty field: only shapes are checked.

use super::Work;
use super::field::settable;
use crate::access;
use crate::domain;
use crate::entity::{
    EntitySchema, FieldKind, Id, Instant, Item, Kind, Merge, Record, ReplicaId, Slot, Value, common,
};
use crate::rules;
use crate::sync::op::{Fields, NewItem};
use crate::sync::{Look, Lookup, Reason, Verdict};

impl Work<'_, '_> {
    pub(super) fn create(
        &mut self,
        schema: &'static EntitySchema,
        fields: &Fields,
        items: &[NewItem],
    ) -> Verdict {
        if self.op.record.is_nil() {
            return self.refuse(Verdict::Rejected, Reason::new("no-id"));
        }
        if let Lookup::Known(_) = self.overlay.record(self.op.record) {
            return self.refuse(Verdict::Rejected, Reason::new("id-taken"));
        }
        let mut problems: Vec<Reason> = fields
            .iter()
            .filter(|(no, _)| !matches!(*no, common::PROVISIONAL_NO))
            .filter_map(|(no, value)| settable(schema, *no, value).err())
            .collect();
        if problems.is_empty() {
            problems = domain::check(schema, self, None);
        }
        if !problems.is_empty() {
            self.reasons = problems;
            return Verdict::Rejected;
        }
        if !rules::on(301) && self.has_gap(schema, fields) {
            return self.refuse(Verdict::Rejected, Reason::of_rule(301, "gap"));
        }
        let mut record = Record::new(self.op.kind, self.op.record);
        for (no, value) in fields.iter().filter(|(_, value)| !value.is_blank()) {
            record.put(*no, self.version(value.clone()));
        }
        for item in items {
            if let Err(reason) = self.add_item(schema, &mut record, item) {
                return self.refuse(Verdict::Rejected, reason);
            }
        }
        self.stamp_common(schema, &mut record);
        self.changed(schema, None, record);
        Verdict::Accepted
    }

    fn has_gap(&self, schema: &EntitySchema, fields: &Fields) -> bool {
        schema.fields.iter().any(|spec| {
            spec.need == crate::entity::Need::Required
                && spec.merge == Merge::Set
                && !fields
                    .iter()
                    .any(|(no, value)| *no == spec.no && !value.is_blank())
        })
    }

    /// The fields every record has.
    pub(crate) fn stamp_common(&mut self, schema: &EntitySchema, record: &mut Record) {
        let created = i64::try_from(self.stamp.hlc.ms).unwrap_or(i64::MAX);
        let at = Instant {
            utc_ms: created,
            zone: self.op.zone.clone(),
            wall: String::new(),
        };
        record.put(common::CREATED_AT, self.version(Value::Instant(at)));
        if self.op.actor.is_nil() && self.op.id.replica != ReplicaId::SERVER {
            record.put(common::ANONYMOUS, self.version(Value::Bool(true)));
        } else if !self.op.actor.is_nil() {
            record.put(
                common::CREATOR,
                self.version(Value::Ref(Kind(2), self.op.actor)),
            );
        }
        if record.get(common::UNIT).is_none()
            && let Some(unit) = access::unit_of(self.overlay, self.op.actor)
        {
            record.put(common::UNIT, self.version(Value::Ref(Kind(1), unit)));
        }
        if let Some(states) = schema.states {
            record.put(common::STATE, self.version(Value::Int(states.first.into())));
        }
        let unit = record.reference(common::UNIT).unwrap_or(Id::NIL);
        if rules::on(285)
            && !schema.prefix.is_empty()
            && let Some(number) = self
                .numbers
                .next(schema.prefix, unit, self.stamp.received_ms)
        {
            record.put(common::DOC_NO, self.version(Value::Text(number)));
        }
    }

    fn add_item(
        &self,
        schema: &EntitySchema,
        record: &mut Record,
        new: &NewItem,
    ) -> Result<(), Reason> {
        let Some(spec) = schema.field(new.field) else {
            return Err(Reason::new("not-a-collection").at(new.field));
        };
        let (Merge::Collection, FieldKind::Items(_)) = (spec.merge, spec.kind) else {
            return Err(Reason::new("not-a-collection").at(new.field));
        };
        let mut item = Item::default();
        self.write_item(&mut item, spec, new)?;
        if let Slot::Items(items) = record
            .slots
            .or_insert_with(new.field, || Slot::Items(Default::default()))
        {
            items.insert(new.item, item);
        }
        Ok(())
    }
}
