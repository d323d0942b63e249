//! Class C: add-wins collections. An edit beats a concurrent removal, and the item is marked so.

use super::Work;
use super::field::SetResult;
use super::history::Place;
use crate::entity::{
    EntitySchema, FieldKind, FieldSpec, Id, Item, Merge, Record, Slot, Value, Version, check_value,
};
use crate::ordered::sort_by;
use crate::sync::op::NewItem;
use crate::sync::{Reason, Verdict};

impl Work<'_, '_> {
    pub(super) fn put_item(
        &mut self,
        schema: &'static EntitySchema,
        record: &mut Record,
        new: &NewItem,
    ) -> Verdict {
        let spec = match collection(schema, new.field) {
            Ok(spec) => spec,
            Err(reason) => return self.refuse(Verdict::Rejected, reason),
        };
        let slot = record
            .slots
            .or_insert_with(new.field, || Slot::Items(Default::default()));
        let Slot::Items(items) = slot else {
            return self.refuse(
                Verdict::Rejected,
                Reason::new("not-a-collection").at(new.field),
            );
        };
        let item = items.entry(new.item).or_default();
        let (mut verdict, losses) = match self.write_item(item, spec, new) {
            Ok(written) => written,
            Err(reason) => return self.refuse(Verdict::Rejected, reason),
        };
        for loss in losses {
            let place = Place::field(schema, record.id, new.field).item(new.item, loss.part);
            self.remember(&place, &loss.gone, &loss.stands, loss.contested);
        }
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
        // Not the values that stand: of plain ones a clock chose, and no clock decides whether a line
        // is there (V5).
        let unseen = item.edits.iter().find(|(op, seq)| !self.saw(*op, *seq));
        if let Some(editor) = unseen.map(|(op, _)| *op) {
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

    /// Writes an item's fields and position; answers with what gave way.
    pub(super) fn write_item(
        &self,
        item: &mut Item,
        spec: &FieldSpec,
        new: &NewItem,
    ) -> Result<(Verdict, Vec<Loss>), Reason> {
        let FieldKind::Items(parts) = spec.kind else {
            return Err(Reason::new("not-a-collection").at(spec.no));
        };
        for (no, value) in &new.fields {
            if let Some(part) = parts.iter().find(|part| part.no == *no) {
                check_value(&part.kind, value).map_err(|code| Reason::new(code).at(spec.no))?;
            }
        }
        item.edits.retain(|(op, seq)| !self.saw(*op, *seq));
        item.edits.push((self.op.id, self.stamp.seq));
        sort_by(&mut item.edits, Ord::cmp);
        let (mut verdict, mut losses) = (Verdict::Accepted, Vec::new());
        if !new.order.is_empty() || item.order.versions.is_empty() {
            // Positions are plain: a clock may decide where a line stands.
            self.set_cell(&mut item.order, false, &Value::Text(new.order.clone()), &[]);
        }
        for (no, value) in &new.fields {
            let known = parts.iter().find(|part| part.no == *no);
            let critical = known.is_none_or(|part| part.flags.critical);
            let cell = item.cells.entry(*no).or_default();
            let contested = cell.versions.iter().any(|v| !self.saw(v.op, v.seq));
            let (gone, stands) = match self.set_cell(cell, critical, value, &[]) {
                SetResult::Conflict { replaced } => {
                    verdict = verdict.max(Verdict::Conflict);
                    (replaced, value.clone())
                }
                SetResult::Lost => {
                    verdict = verdict.max(Verdict::Merged);
                    let stands = cell.value().cloned().unwrap_or_default();
                    (vec![self.version(value.clone())], stands)
                }
                SetResult::Stands { replaced } => {
                    if contested {
                        verdict = verdict.max(Verdict::Merged);
                    }
                    (replaced, value.clone())
                }
            };
            if !gone.is_empty() {
                losses.push(Loss {
                    part: *no,
                    gone,
                    stands,
                    contested,
                });
            }
        }
        Ok((verdict, losses))
    }
}

/// A value of an item that gave way.
pub(super) struct Loss {
    part: u16,
    gone: Vec<Version>,
    stands: Value,
    contested: bool,
}

fn collection(schema: &EntitySchema, no: u16) -> Result<&'static FieldSpec, Reason> {
    match schema.field(no) {
        Some(spec) if spec.merge == Merge::Collection => Ok(spec),
        _ => Err(Reason::new("not-a-collection").at(no)),
    }
}
