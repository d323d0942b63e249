//! One approval with everything a decision needs: the object now, what was decided on before, what a
//! decision binds, and what blocks it.

use crate::replica::Replica;
use leptos::prelude::*;
use shared::domain;
use shared::domain::approvals::{
    APPROVE, Approval, ApprovalState, REFUSE, may_decide, own_work, route, snapshot,
};
use shared::entity::{Entity, EntitySchema, Id, Record, Value, common};
use shared::ordered;
use shared::sync::apply::{blockers, transition};
use shared::sync::look::child_key;
use shared::sync::{Look, Reason};

/// What the page shows.
#[derive(Clone, PartialEq)]
pub(super) struct Case {
    /// The approval.
    pub approval: Record,
    /// What it is about; `None` where this device does not hold it.
    pub object: Option<Record>,
    /// Every approval of the object, oldest first.
    pub all: Vec<Record>,
    /// The one before, whose content this is compared with.
    pub before: Option<Record>,
    /// What stands to be decided on, or was.
    pub now: Vec<(u16, Value)>,
    /// What was decided on before.
    pub was: Option<Vec<(u16, Value)>>,
    /// It was changed after it was handed in.
    pub touched: bool,
    /// How much it is now and how much it was.
    pub amounts: [Option<Value>; 2],
    /// What a decision binds; `None` where two values stand.
    pub hash: Option<[u8; 32]>,
    /// I may decide it.
    pub mine: bool,
    /// It is my own work.
    pub own: bool,
    /// Why it cannot be approved yet, and why not even refused or returned.
    pub blocked: [Vec<Reason>; 2],
}

impl Case {
    /// Nothing, for the moment in which a record leaves the device.
    pub fn none() -> Self {
        Self {
            approval: Record::new(Approval::KIND, Id::NIL),
            object: None,
            all: Vec::new(),
            before: None,
            now: Vec::new(),
            was: None,
            touched: false,
            amounts: [None, None],
            hash: None,
            mine: false,
            own: false,
            blocked: Default::default(),
        }
    }

    /// It waits for a word.
    pub fn pending(&self) -> bool {
        self.approval.state() == ApprovalState::Pending.no()
    }

    /// What was approved before was changed since.
    pub fn changed(&self) -> bool {
        let lapsed = ApprovalState::Lapsed.no();
        self.before
            .as_ref()
            .is_some_and(|before| before.state() == lapsed)
    }

    /// The table of the object.
    pub fn schema(&self) -> Option<&'static EntitySchema> {
        match self.approval.get(Approval::OBJECT)? {
            Value::Ref(kind, _) => domain::schema(*kind),
            _ => None,
        }
    }
}

/// Reads it, and follows what it is made of.
pub(super) fn case(replica: Replica, id: Id) -> Option<Case> {
    let approval = replica.record(id).get()?;
    replica.revision(Approval::KIND).track();
    let object = approval.reference(Approval::OBJECT);
    let object = object.and_then(|id| replica.record(id).get());
    let me = replica.me();
    replica.world(|world| {
        let all = object
            .as_deref()
            .map(|object| of(world, object.id))
            .unwrap_or_default();
        let before = before(&all, &approval);
        let taken = snapshot(&approval);
        let live = object.as_deref().map(domain::bound_values);
        let pending = approval.state() == ApprovalState::Pending.no();
        let touched =
            pending && !taken.is_empty() && live.as_ref().is_some_and(|live| *live != taken);
        // Without an earlier decision a content is laid beside the one it was handed in with.
        let was = match &before {
            Some(before) => snapshot(before),
            None if touched => taken.clone(),
            None => Vec::new(),
        };
        let blocked = |no: u16| {
            let arrow = Approval::SCHEMA
                .states
                .and_then(|table| transition(table, no));
            let given = vec![(Approval::OPINION, Value::Text("…".into()))];
            let mut reasons = arrow.map_or_else(Vec::new, |arrow| {
                blockers(world, Approval::SCHEMA, &approval, arrow, &given)
            });
            if object.is_none() {
                // Nobody decides on what he has not seen; and it could not be bound.
                reasons.push(Reason::of_rule(284, "object-not-here"));
            }
            reasons
        };
        Some(Case {
            now: if pending || taken.is_empty() {
                live.unwrap_or_default()
            } else {
                taken
            },
            amounts: [
                amount(world, &approval),
                match &before {
                    Some(before) => amount(world, before),
                    None => asked_for(&approval, &was),
                },
            ],
            was: Some(was).filter(|was| !was.is_empty()),
            touched,
            hash: object
                .as_ref()
                .and_then(|_| domain::bound_hash(world, Approval::SCHEMA, &approval).ok()),
            mine: may_decide(world, me, &approval),
            own: own_work(&approval, me),
            blocked: [blocked(APPROVE), blocked(REFUSE)],
            object: object.as_deref().cloned(),
            approval: (*approval).clone(),
            before,
            all,
        })
    })
}

/// The amount in a content.
fn asked_for(approval: &Record, content: &[(u16, Value)]) -> Option<Value> {
    let Some(Value::Int(step)) = approval.get(Approval::STEP) else {
        return None;
    };
    let field = u16::try_from(*step).ok().and_then(route)?.amount;
    content
        .iter()
        .find(|(no, _)| *no == field)
        .map(|(_, value)| value.clone())
}

/// The approvals of an object, oldest first.
fn of(look: &dyn Look, object: Id) -> Vec<Record> {
    let found = look.at(&child_key(Approval::KIND, Approval::OBJECT, object));
    let ids = found.ids.into_iter();
    let mut all: Vec<Record> = ids
        .filter_map(|id| Some(look.record(id).known()?.into_owned()))
        .collect();
    ordered::sort_by_key(&mut all, |record| {
        (at(record, common::CREATED_AT), record.id)
    });
    all
}

/// The one this one follows: named as such, else the latest before it; one without a decision, because
/// the object went another way, says nothing about a content.
fn before(all: &[Record], approval: &Record) -> Option<Record> {
    let decided = |record: &&Record| record.get(Approval::DECIDED_AT).is_some();
    let named = approval.reference(Approval::PREVIOUS);
    let named = all.iter().find(|record| Some(record.id) == named);
    if let Some(named) = named.filter(decided) {
        return Some(named.clone());
    }
    let here = all.iter().position(|record| record.id == approval.id)?;
    all[..here].iter().rfind(decided).cloned()
}

/// The approval before another, for a row of a list.
pub(super) fn earlier(replica: Replica, approval: &Record) -> Option<Record> {
    let object = approval.reference(Approval::OBJECT)?;
    replica.world(|world| before(&of(world, object), approval))
}

/// The amount a word is about: of what was decided on, or of the object as it is. What the approval says
/// itself is the amount at the time of asking.
pub(super) fn amount(look: &dyn Look, approval: &Record) -> Option<Value> {
    let asked = approval.get(Approval::AMOUNT).cloned();
    let Some(Value::Int(step)) = approval.get(Approval::STEP) else {
        return asked;
    };
    let field = u16::try_from(*step).ok().and_then(route)?.amount;
    let pending = approval.state() == ApprovalState::Pending.no();
    let found = if pending {
        let object = approval.reference(Approval::OBJECT);
        object.and_then(|id| look.record(id).known()?.get(field).cloned())
    } else {
        let taken = snapshot(approval).into_iter().find(|(no, _)| *no == field);
        taken.map(|(_, value)| value)
    };
    found.or(asked)
}

pub(super) fn at(record: &Record, no: u16) -> Option<i64> {
    match record.get(no)? {
        Value::Instant(at) => Some(at.utc_ms),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::before;
    use shared::domain::approvals::Approval;
    use shared::entity::{Entity, Id, Instant, Record, Value, Version};

    fn approval(n: u8, decided: bool, previous: Option<u8>) -> Record {
        let mut record = Record::new(Approval::KIND, Id([n; 16]));
        let mut put = |no: u16, value: Value| {
            let version = Version {
                op: Default::default(),
                seq: 1,
                hlc: Default::default(),
                value,
            };
            record.put(no, version);
        };
        if decided {
            put(Approval::DECIDED_AT, Value::Instant(Instant::utc(1)));
        }
        if let Some(n) = previous {
            put(Approval::PREVIOUS, Value::Ref(Approval::KIND, Id([n; 16])));
        }
        record
    }

    #[test]
    fn a_content_is_laid_beside_what_was_decided_before() {
        let returned = approval(1, true, None);
        let withdrawn = approval(2, false, None);
        let open = approval(3, false, None);
        let all = [returned.clone(), withdrawn, open.clone()];
        // What was withdrawn had no word, so there is nothing to compare with in it.
        assert_eq!(before(&all, &open), Some(returned.clone()));
        assert_eq!(before(&all, &returned), None);
        // A lapsed agreement names itself, whatever was decided since.
        let again = approval(4, false, Some(1));
        let later = approval(5, true, None);
        let all = [returned.clone(), later, again.clone()];
        assert_eq!(before(&all, &again), Some(returned));
    }
}
