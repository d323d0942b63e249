//! To whom a record is lent: by facts that say so, and to those it is assigned to (design §5). What
//! belongs to a record that is assigned to somebody goes with it.

use super::home::MAX_CHAIN;
use crate::domain;
use crate::entity::{Id, Level, Record, Value, common};
use crate::ordered;
use crate::sync::Look;

/// Users a record is lent to, each with the highest level that is lent; sorted.
pub fn shares(look: &dyn Look, record: &Record) -> Vec<(Id, Level)> {
    let mut shares = by_facts(record);
    let level = domain::schema(record.kind).map_or(Level::L1, |schema| schema.level);
    for user in assigned(look, record) {
        match shares.iter_mut().find(|(id, _)| *id == user) {
            Some((_, lent)) => *lent = level.max(*lent),
            None => shares.push((user, level)),
        }
    }
    ordered::sort(&mut shares);
    shares
}

/// Whom a record is assigned to, itself or through the record it belongs to.
pub fn assigned(look: &dyn Look, record: &Record) -> Vec<Id> {
    let mut users = domain::assigned(record);
    let mut whole = domain::schema(record.kind)
        .and_then(|schema| schema.home)
        .and_then(|no| record.reference(no));
    for _ in 0..MAX_CHAIN {
        let Some(above) = whole.and_then(|id| look.record(id).known()) else {
            break;
        };
        users.extend(domain::assigned_below(&above));
        whole = domain::schema(above.kind)
            .and_then(|schema| schema.home)
            .and_then(|no| above.reference(no));
    }
    users.retain(|user| !user.is_nil());
    ordered::sort(&mut users);
    users.dedup();
    users
}

/// What the facts of `shares` say: for each user the last word counts, in the order the server took
/// them in.
fn by_facts(record: &Record) -> Vec<(Id, Level)> {
    let mut facts: Vec<_> = record.facts(common::SHARES).collect();
    ordered::sort_by_key(&mut facts, |(op, fact)| (fact.seq, **op));
    let mut shares: Vec<(Id, Level)> = Vec::new();
    for (_, fact) in facts {
        let Some(user) = fact.value.part(1).and_then(Value::reference) else {
            continue;
        };
        shares.retain(|(id, _)| *id != user);
        let level = match fact.value.part(2) {
            Some(Value::Int(n)) => u8::try_from(*n).ok().and_then(Level::from_u8),
            _ => None,
        };
        if let (Some(level), true) = (level, fact.value.part(3) != Some(&Value::Bool(true))) {
            shares.push((user, level));
        }
    }
    shares
}
