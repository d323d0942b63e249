//! Class S: setting fields. Causality first; then, for plain fields, the corrected clock; critical
//! fields keep both values and ask the owner.

use super::Work;
use crate::entity::{Cell, EntitySchema, Merge, OpId, Record, Slot, Value, Version};
use crate::rules;
use crate::sync::op::Fields;
use crate::sync::{Reason, Verdict};

/// What setting one cell came to.
pub(crate) enum SetResult {
    /// The value stands alone.
    Stands { replaced: Option<Version> },
    /// A concurrent later value stands; this one goes to the history.
    Lost,
    /// Two values stand.
    Conflict,
}

impl Work<'_, '_> {
    pub(super) fn set(
        &mut self,
        schema: &'static EntitySchema,
        record: &mut Record,
        fields: &Fields,
        resolves: &[OpId],
    ) -> Verdict {
        let mut refused = false;
        for (no, value) in fields {
            if let Err(reason) = settable(schema, *no, value) {
                self.reasons.push(reason);
                refused = true;
            }
        }
        if refused {
            return Verdict::Rejected;
        }
        let mut verdict = Verdict::Accepted;
        for (no, value) in fields {
            let critical = schema.field(*no).is_some_and(|spec| spec.flags.critical);
            let slot = record
                .slots
                .entry(*no)
                .or_insert_with(|| Slot::Cell(Cell::default()));
            let Slot::Cell(cell) = slot else {
                return self.refuse(Verdict::Rejected, Reason::new("not-settable").at(*no));
            };
            let concurrent = cell.versions.iter().any(|v| !self.saw(v.op, v.seq));
            match self.set_cell(cell, critical, value, resolves) {
                SetResult::Stands { replaced } => {
                    if concurrent {
                        verdict = verdict.max(Verdict::Merged);
                    }
                    if let Some(old) = replaced {
                        self.remember(schema, record.id, *no, &old, value, concurrent);
                    }
                }
                SetResult::Lost => {
                    verdict = verdict.max(Verdict::Merged);
                    let lost = self.version(value.clone());
                    let stands = record.get(*no).cloned().unwrap_or_default();
                    self.remember(schema, record.id, *no, &lost, &stands, true);
                    self.reasons
                        .push(Reason::of_rule(283, "later-edit-stands").at(*no));
                }
                SetResult::Conflict => {
                    verdict = verdict.max(Verdict::Conflict);
                    self.reasons
                        .push(Reason::of_rule(283, "two-values").at(*no));
                }
            }
        }
        verdict
    }

    /// Writes one cell.
    pub(super) fn set_cell(
        &self,
        cell: &mut Cell,
        critical: bool,
        value: &Value,
        resolves: &[OpId],
    ) -> SetResult {
        let new = self.version(value.clone());
        let replaced = |old: &Version| (old.value != new.value).then(|| old.clone());
        match cell.versions.as_slice() {
            [] => {
                cell.versions.push(new);
                SetResult::Stands { replaced: None }
            }
            [old] if self.saw(old.op, old.seq) => {
                let replaced = replaced(old);
                cell.versions = vec![new];
                SetResult::Stands { replaced }
            }
            // The same value twice is one value: the later op carries it on.
            [old] if old.value == new.value => {
                if (new.hlc, new.op.replica) > (old.hlc, old.op.replica) {
                    cell.versions = vec![new];
                }
                SetResult::Stands { replaced: None }
            }
            [old] if !(critical && rules::on(283)) => {
                if (new.hlc, new.op.replica) > (old.hlc, old.op.replica) {
                    let replaced = replaced(old);
                    cell.versions = vec![new];
                    SetResult::Stands { replaced }
                } else {
                    SetResult::Lost
                }
            }
            // Two values: those the author names, or wrote himself, give way; the others stay.
            _ => {
                let own = |v: &Version| {
                    v.op.replica == new.op.replica
                        && v.op.epoch == new.op.epoch
                        && v.op.seq < new.op.seq
                };
                cell.versions
                    .retain(|v| !resolves.contains(&v.op) && !own(v) && v.value != new.value);
                cell.versions.push(new);
                cell.versions.sort_by_key(|v| v.op);
                if cell.in_conflict() {
                    SetResult::Conflict
                } else {
                    SetResult::Stands { replaced: None }
                }
            }
        }
    }
}

/// Whether an author may write this value into this field by S.
pub(super) fn settable(schema: &EntitySchema, no: u16, value: &Value) -> Result<(), Reason> {
    let Some(spec) = schema.field(no) else {
        // A newer peer's field: kept as it is.
        return Ok(());
    };
    match spec.merge {
        Merge::Set => {}
        Merge::Computed => return Err(Reason::new("computed").at(no)),
        _ => return Err(Reason::new("not-settable").at(no)),
    }
    crate::entity::check_value(&spec.kind, value).map_err(|code| Reason::new(code).at(no))
}
