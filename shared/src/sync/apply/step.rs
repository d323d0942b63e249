//! Class T: a step of a life cycle. The first valid one wins; a later one that was decided on
//! another state or other content needs review, and keeps its words and signature.

use super::Work;
use super::field::{SetResult, is_critical};
use super::history::Place;
use crate::access;
use crate::domain;
use crate::entity::{
    Cell, EntitySchema, Fact, FieldKind, Id, Merge, Need, Record, Slot, StateTable, Transition,
    VOID, VOID_STATE, Value, Who, check_value, common,
};
use crate::rules;
use crate::sync::op::Fields;
use crate::sync::{Look, Reason, Verdict};

/// Giving a record up: for every life cycle, from its first state (requirements §3).
const GIVE_UP: Transition = Transition {
    no: VOID,
    key: "void",
    from: &[],
    to: VOID_STATE,
    who: Who::Writer,
    args: &[common::VOID_REASON],
    needs: &[common::VOID_REASON],
};

/// The arrow with this number, if the life cycle has it.
pub fn transition(table: &StateTable, no: u16) -> Option<&Transition> {
    if no == VOID {
        Some(&GIVE_UP)
    } else {
        table.transitions.iter().find(|t| t.no == no)
    }
}

/// Whether an arrow starts in this state.
pub fn starts_in(table: &StateTable, arrow: &Transition, state: u32) -> bool {
    if arrow.no == VOID {
        state == table.first
    } else {
        arrow.from.contains(&state)
    }
}

impl Work<'_, '_> {
    pub(super) fn step(
        &mut self,
        schema: &'static EntitySchema,
        record: &mut Record,
        no: u16,
        from: u32,
        bound: Option<&[u8; 32]>,
        args: &Fields,
    ) -> Verdict {
        let Some(table) = schema.states else {
            return self.refuse(Verdict::Rejected, Reason::new("no-life-cycle"));
        };
        let Some(arrow) = transition(table, no) else {
            return self.refuse(Verdict::Rejected, Reason::new("unknown-step"));
        };
        if let Some(reason) = bad_argument(schema, arrow, args) {
            return self.refuse(Verdict::Rejected, reason);
        }
        let state = record.state();
        if rules::on(284) && (state != from || !starts_in(table, arrow, state)) {
            return self.too_late(
                record,
                no,
                args,
                Reason::of_rule(284, "decided-already"),
                from,
            );
        }
        if let Some(bound) = bound.filter(|_| rules::on(284)) {
            match domain::bound_hash(self.overlay, schema, record) {
                Ok(now) if now == *bound => {}
                Ok(_) => {
                    let reason = Reason::of_rule(284, "content-changed");
                    return self.too_late(record, no, args, reason, from);
                }
                Err(field) => {
                    let reason = Reason::of_rule(284, "two-values").at(field);
                    return self.too_late(record, no, args, reason, from);
                }
            }
        }
        let mut after = record.clone();
        for (field, value) in args {
            after.put(*field, self.version(value.clone()));
        }
        let blocked = self.blocks(schema, table, arrow, &after);
        if !blocked.is_empty() {
            self.reasons.extend(blocked);
            return Verdict::Rejected;
        }
        let mut verdict = Verdict::Accepted;
        for (field, value) in args {
            let slot = record
                .slots
                .or_insert_with(*field, || Slot::Cell(Cell::default()));
            let Slot::Cell(cell) = slot else {
                return self.refuse(Verdict::Rejected, Reason::new("not-settable").at(*field));
            };
            let concurrent = cell.versions.iter().any(|v| !self.saw(v.op, v.seq));
            let place = Place::field(schema, record.id, *field);
            match self.set_by_step(cell, is_critical(schema, *field), value) {
                SetResult::Conflict { replaced } => {
                    verdict = Verdict::Conflict;
                    self.remember(&place, &replaced, value, concurrent);
                    self.reasons
                        .push(Reason::of_rule(283, "two-values").at(*field));
                }
                SetResult::Stands { replaced } => {
                    self.remember(&place, &replaced, value, concurrent);
                }
                SetResult::Lost => {}
            }
        }
        let to = Value::Int(arrow.to.into());
        let old = record.cell(common::STATE).map(|cell| cell.versions.clone());
        let place = Place::field(schema, record.id, common::STATE);
        self.remember(&place, &old.unwrap_or_default(), &to, false);
        record.put(common::STATE, self.version(to));
        verdict
    }

    /// Keeps the late decision on the record and names the one that came first.
    fn too_late(
        &mut self,
        record: &Record,
        no: u16,
        args: &Fields,
        reason: Reason,
        from: u32,
    ) -> Verdict {
        let winner = record
            .cell(common::STATE)
            .and_then(|c| c.versions.first())
            .map(|v| v.op);
        let value = Value::Group(vec![
            (1, Value::Int(no.into())),
            (2, Value::Group(args.clone())),
            (3, Value::Int(from.into())),
            (4, Value::Ref(crate::entity::Kind(2), self.op.actor)),
        ]);
        let fact = Fact {
            seq: self.stamp.seq,
            hlc: self.stamp.hlc,
            value,
        };
        self.late = Some((record.id, self.op.id, fact));
        self.refuse(Verdict::NeedsReview, reason.won_by(winner))
    }

    fn blocks(
        &mut self,
        schema: &'static EntitySchema,
        table: &StateTable,
        arrow: &Transition,
        after: &Record,
    ) -> Vec<Reason> {
        let mut reasons = gaps(schema, table, arrow, after);
        if !access::may_step(self.overlay, self.op.actor, arrow.who, schema, after) {
            reasons.push(Reason::new("not-yours"));
        }
        reasons.extend(domain::guard(schema, self.overlay, after, arrow));
        reasons
    }
}

/// Why a step is blocked, before it is tried: the screen lists these beside the button.
pub fn blockers(
    look: &dyn Look,
    schema: &'static EntitySchema,
    record: &Record,
    arrow: &Transition,
    args: &Fields,
) -> Vec<Reason> {
    let Some(table) = schema.states else {
        return vec![Reason::new("no-life-cycle")];
    };
    let after = with(record, args);
    let mut reasons = gaps(schema, table, arrow, &after);
    reasons.extend(domain::guard(schema, look, &after, arrow));
    reasons
}

/// What to ask a person before a step that nothing blocks: it is early, or something was left open.
pub fn doubts(
    look: &dyn Look,
    schema: &'static EntitySchema,
    record: &Record,
    arrow: &Transition,
    args: &Fields,
    now_ms: i64,
) -> Vec<Reason> {
    domain::doubts(schema, look, &with(record, args), arrow, now_ms)
}

/// A record as the arguments of a step leave it.
fn with(record: &Record, args: &Fields) -> Record {
    let mut after = record.clone();
    for (field, value) in args {
        after.put(
            *field,
            crate::entity::Version {
                op: Default::default(),
                seq: 0,
                hlc: Default::default(),
                value: value.clone(),
            },
        );
    }
    after
}

/// The steps a person may take from here, each with what still blocks it; what has nothing to do now is
/// left away. What a step asks for counts as missing.
pub fn offered(
    look: &dyn Look,
    me: Id,
    schema: &'static EntitySchema,
    record: &Record,
) -> Vec<(&'static Transition, Vec<Reason>)> {
    let Some(table) = schema.states else {
        return Vec::new();
    };
    let mut offered = Vec::new();
    for arrow in table.transitions {
        if !starts_in(table, arrow, record.state())
            || !access::may_step(look, me, arrow.who, schema, record)
        {
            continue;
        }
        let reasons = blockers(look, schema, record, arrow, &Vec::new());
        if !reasons.iter().any(Reason::is_idle) {
            offered.push((arrow, reasons));
        }
    }
    offered
}

/// Fields that must be filled before this step.
fn gaps(
    schema: &EntitySchema,
    table: &StateTable,
    arrow: &Transition,
    after: &Record,
) -> Vec<Reason> {
    let leaving = after.state();
    let missing = |no: u16| after.get(no).is_none();
    let why = |no: u16| {
        let two = after.cell(no).is_some_and(crate::entity::Cell::in_conflict);
        Reason::of_rule(
            if two { 283 } else { 301 },
            if two { "two-values" } else { "gap" },
        )
        .at(no)
    };
    let mut reasons: Vec<Reason> = arrow
        .needs
        .iter()
        .filter(|no| missing(**no))
        .map(|no| why(*no))
        .collect();
    if arrow.to == VOID_STATE || arrow.to == leaving {
        return reasons;
    }
    for spec in schema
        .fields
        .iter()
        .filter(|spec| matches!(spec.merge, Merge::Set | Merge::Collection))
    {
        let due = match spec.need {
            Need::Required => leaving == table.first,
            Need::Leaving(state) => leaving == state,
            Need::Optional | Need::Conditional => false,
        };
        let empty = match spec.kind {
            FieldKind::Items(_) => after.live_items(spec.no).is_empty(),
            _ => missing(spec.no),
        };
        if due && empty && !arrow.needs.contains(&spec.no) {
            reasons.push(why(spec.no));
        }
    }
    reasons
}

fn bad_argument(schema: &EntitySchema, arrow: &Transition, args: &Fields) -> Option<Reason> {
    args.iter().find_map(|(no, value)| {
        if !arrow.args.contains(no) {
            return Some(Reason::new("not-settable").at(*no));
        }
        let spec = schema.field(*no)?;
        check_value(&spec.kind, value)
            .err()
            .map(|code| Reason::new(code).at(*no))
    })
}
