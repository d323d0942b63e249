//! Class C: add-wins collections. An edit beats a concurrent removal, and the item is marked so.

use super::Work;
use super::field::SetResult;
use crate::entity::{
    EntitySchema, FieldKind, FieldSpec, Id, Item, Merge, Record, Slot, Value, check_value,
};
use crate::sync::op::NewItem;
use crate::sync::{Reason, Verdict};

impl Work<'_, '_> {
    pub(super) fn put_item(
        &mut self,
        schema: &EntitySchema,
        record: &mut Record,
        new: &NewItem,
    ) -> Verdict {
        let spec = match collection(schema, new.field) {
            Ok(spec) => spec,
            Err(reason) => return self.refuse(Verdict::Rejected, reason),
        };
        let slot = record
            .slots
            .entry(new.field)
            .or_insert_with(|| Slot::Items(Default::default()));
        let Slot::Items(items) = slot else {
            return self.refuse(
                Verdict::Rejected,
                Reason::new("not-a-collection").at(new.field),
            );
        };
        let item = items.entry(new.item).or_default();
        let mut verdict = match self.write_item(item, spec, new) {
            Ok(verdict) => verdict,
            Err(reason) => return self.refuse(Verdict::Rejected, reason),
        };
        if let Some((remover, seq)) = item.removed.take()
            && !self.saw(remover, seq)
        {
            item.contested = true;
            verdict = verdict.max(Verdict::Merged);
            self.reasons.push(
                Reason::new("kept-although-removed")
                    .at(new.field)
                    .won_by(Some(remover)),
            );
        }
        if verdict == Verdict::Conflict {
            self.reasons
                .push(Reason::of_rule(283, "two-values").at(new.field));
        }
        verdict
    }

    pub(super) fn remove_item(
        &mut self,
        schema: &EntitySchema,
        record: &mut Record,
        field: u16,
        id: Id,
    ) -> Verdict {
        if let Err(reason) = collection(schema, field) {
            return self.refuse(Verdict::Rejected, reason);
        }
        let Some(Slot::Items(items)) = record.slots.get_mut(&field) else {
            return self.refuse(Verdict::Rejected, Reason::new("unknown-item").at(field));
        };
        let Some(item) = items.get_mut(&id) else {
            return self.refuse(Verdict::Rejected, Reason::new("unknown-item").at(field));
        };
        let edited = item
            .cells
            .values()
            .chain(core::iter::once(&item.order))
            .flat_map(|cell| &cell.versions)
            .find(|v| !self.saw(v.op, v.seq))
            .map(|v| v.op);
        if let Some(editor) = edited {
            item.contested = true;
            self.reasons.push(
                Reason::new("kept-although-removed")
                    .at(field)
                    .won_by(Some(editor)),
            );
            return Verdict::Merged;
        }
        item.contested = false;
        item.removed = item.removed.or(Some((self.op.id, self.stamp.seq)));
        Verdict::Accepted
    }

    /// Writes an item's fields and position.
    pub(super) fn write_item(
        &self,
        item: &mut Item,
        spec: &FieldSpec,
        new: &NewItem,
    ) -> Result<Verdict, Reason> {
        let FieldKind::Items(parts) = spec.kind else {
            return Err(Reason::new("not-a-collection").at(spec.no));
        };
        for (no, value) in &new.fields {
            if let Some(part) = parts.iter().find(|part| part.no == *no) {
                check_value(&part.kind, value).map_err(|code| Reason::new(code).at(spec.no))?;
            }
        }
        let mut verdict = Verdict::Accepted;
        if !new.order.is_empty() || item.order.versions.is_empty() {
            // Positions are plain: a clock may decide where a line stands.
            self.set_cell(&mut item.order, false, &Value::Text(new.order.clone()), &[]);
        }
        for (no, value) in &new.fields {
            let critical = parts
                .iter()
                .any(|part| part.no == *no && part.flags.critical);
            let cell = item.cells.entry(*no).or_default();
            let concurrent = cell.versions.iter().any(|v| !self.saw(v.op, v.seq));
            match self.set_cell(cell, critical, value, &[]) {
                SetResult::Conflict => verdict = verdict.max(Verdict::Conflict),
                SetResult::Lost => verdict = verdict.max(Verdict::Merged),
                SetResult::Stands { .. } if concurrent => verdict = verdict.max(Verdict::Merged),
                SetResult::Stands { .. } => {}
            }
        }
        Ok(verdict)
    }
}

fn collection(schema: &EntitySchema, no: u16) -> Result<&'static FieldSpec, Reason> {
    match schema.field(no) {
        Some(spec) if spec.merge == Merge::Collection => Ok(spec),
        _ => Err(Reason::new("not-a-collection").at(no)),
    }
}
