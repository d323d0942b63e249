//! Class S: setting fields. Causality first; then, for plain fields, the corrected clock; critical
//! fields keep both values and ask the owner.

use super::Work;
use super::history::Place;
use crate::entity::{Cell, EntitySchema, Merge, OpId, Record, Slot, Value, Version};
use crate::ordered::sort_by;
use crate::rules;
use crate::sync::op::Fields;
use crate::sync::{Reason, Verdict};

/// What setting one cell came to.
pub(crate) enum SetResult {
    /// The value stands alone.
    Stands { replaced: Vec<Version> },
    /// A concurrent later value stands; this one goes to the history.
    Lost,
    /// Two values stand.
    Conflict { replaced: Vec<Version> },
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
            let critical = is_critical(schema, *no);
            let slot = record
                .slots
                .or_insert_with(*no, || Slot::Cell(Cell::default()));
            let Slot::Cell(cell) = slot else {
                return self.refuse(Verdict::Rejected, Reason::new("not-settable").at(*no));
            };
            let concurrent = cell.versions.iter().any(|v| !self.saw(v.op, v.seq));
            let place = Place::field(schema, record.id, *no);
            match self.set_cell(cell, critical, value, resolves) {
                SetResult::Stands { replaced } => {
                    if concurrent {
                        verdict = verdict.max(Verdict::Merged);
                    }
                    self.remember(&place, &replaced, value, concurrent);
                }
                SetResult::Lost => {
                    verdict = verdict.max(Verdict::Merged);
                    let stands = cell.value().cloned().unwrap_or_default();
                    self.remember(&place, &[self.version(value.clone())], &stands, true);
                    self.reasons
                        .push(Reason::of_rule(283, "later-edit-stands").at(*no));
                }
                SetResult::Conflict { replaced } => {
                    verdict = verdict.max(Verdict::Conflict);
                    self.remember(&place, &replaced, value, concurrent);
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
        let later = |old: &Version| (new.hlc, new.op.replica) > (old.hlc, old.op.replica);
        let gone = |old: &Version| {
            if old.value == new.value {
                Vec::new()
            } else {
                vec![old.clone()]
            }
        };
        match cell.versions.as_slice() {
            [] => {
                cell.versions.push(new);
                SetResult::Stands {
                    replaced: Vec::new(),
                }
            }
            [old] if self.saw(old.op, old.seq) => {
                let replaced = gone(old);
                cell.versions = vec![new];
                SetResult::Stands { replaced }
            }
            // The same value twice is one value: the later op carries it on; of a critical field
            // the later at the server, for no clock may decide who has seen it (V5).
            [old] if old.value == new.value => {
                if critical || later(old) {
                    cell.versions = vec![new];
                }
                SetResult::Stands {
                    replaced: Vec::new(),
                }
            }
            [old] if !(critical && rules::on(283)) => {
                if later(old) {
                    let replaced = gone(old);
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
                let gives_way =
                    |v: &Version| resolves.contains(&v.op) || own(v) || v.value == new.value;
                let (old, stay) = core::mem::take(&mut cell.versions)
                    .into_iter()
                    .partition(gives_way);
                self.join(cell, stay, old, new)
            }
        }
    }

    /// A transition writes a field it carries: what its author had seen gives way; a concurrent
    /// value of a critical field stays beside it, that of a plain one goes to the history.
    pub(super) fn set_by_step(&self, cell: &mut Cell, critical: bool, value: &Value) -> SetResult {
        let new = self.version(value.clone());
        let gives_way = |v: &Version| {
            !critical || !rules::on(283) || self.saw(v.op, v.seq) || v.value == new.value
        };
        let (old, stay) = core::mem::take(&mut cell.versions)
            .into_iter()
            .partition(gives_way);
        self.join(cell, stay, old, new)
    }

    /// Puts a new value beside those that stay.
    fn join(
        &self,
        cell: &mut Cell,
        stay: Vec<Version>,
        mut replaced: Vec<Version>,
        new: Version,
    ) -> SetResult {
        replaced.retain(|v| v.value != new.value);
        cell.versions = stay;
        cell.versions.push(new);
        sort_by(&mut cell.versions, |a, b| a.op.cmp(&b.op));
        if cell.in_conflict() {
            SetResult::Conflict { replaced }
        } else {
            SetResult::Stands { replaced }
        }
    }
}

/// Whether concurrent values of a field are both kept. A field this build does not know may be
/// money: no clock decides it.
pub(super) fn is_critical(schema: &EntitySchema, no: u16) -> bool {
    schema.field(no).is_none_or(|spec| spec.flags.critical)
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
