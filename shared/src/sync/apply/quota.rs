//! Class R: what a replica may give away without asking (points, gift stock, serial numbers). The
//! server grants a quota; a replica spends it offline; spending more goes back for approval. Where the
//! house keeps a stock, a replica may also draw on what no other was promised.

use std::collections::BTreeMap;

use super::Work;
use crate::domain;
use crate::entity::{EntitySchema, Fact, Merge, Record, Slot, Value};
use crate::sync::{Reason, Verdict};

const WHAT: u16 = 1;
const REPLICA: u16 = 2;
const AMOUNT: u16 = 3;
const GRANTED: u32 = 1;
const RESERVED: u32 = 2;

impl Work<'_, '_> {
    pub(super) fn reserve(
        &mut self,
        schema: &EntitySchema,
        record: &mut Record,
        no: u16,
        amount: i64,
    ) -> Verdict {
        if let Some(verdict) = self.not_a_quota(schema, no, amount) {
            return verdict;
        }
        let replica = self.op.id.replica.0;
        if available(record, no, replica) < amount {
            return self.refuse(
                Verdict::NeedsReview,
                Reason::of_rule(285, "over-quota").at(no),
            );
        }
        self.note(record, no, RESERVED, replica, amount);
        Verdict::Accepted
    }

    pub(super) fn grant(
        &mut self,
        schema: &EntitySchema,
        record: &mut Record,
        no: u16,
        replica: u32,
        amount: i64,
    ) -> Verdict {
        if let Some(verdict) = self.not_a_quota(schema, no, amount) {
            return verdict;
        }
        if self.op.id.replica != crate::entity::ReplicaId::SERVER {
            return self.refuse(Verdict::Rejected, Reason::new("server-grants").at(no));
        }
        self.note(record, no, GRANTED, replica, amount);
        Verdict::Accepted
    }

    fn not_a_quota(&mut self, schema: &EntitySchema, no: u16, amount: i64) -> Option<Verdict> {
        if schema
            .field(no)
            .is_none_or(|spec| spec.merge != Merge::Quota)
        {
            return Some(self.refuse(Verdict::Rejected, Reason::new("not-a-quota").at(no)));
        }
        (amount <= 0).then(|| self.refuse(Verdict::Rejected, Reason::new("wrong-type").at(no)))
    }

    fn note(&self, record: &mut Record, no: u16, what: u32, replica: u32, amount: i64) {
        let value = Value::Group(vec![
            (WHAT, Value::Choice(what)),
            (REPLICA, Value::Int(replica.into())),
            (AMOUNT, Value::Int(amount)),
        ]);
        let fact = Fact {
            seq: self.stamp.seq,
            hlc: self.stamp.hlc,
            value,
        };
        if let Slot::Facts(facts) = record
            .slots
            .or_insert_with(no, || Slot::Facts(Default::default()))
        {
            facts.insert(self.op.id, fact);
        }
    }
}

/// What a replica has left of the quota in field `no`; below nought when it drew on the house's stock.
pub fn left(record: &Record, no: u16, replica: u32) -> i64 {
    let own = accounts(record, no).remove(&i64::from(replica));
    own.unwrap_or_default().left()
}

/// What a replica may reserve: its own quota, and where the house keeps a stock (see
/// [`domain::supply`]) what of it was neither promised to a replica nor drawn before.
pub fn available(record: &Record, no: u16, replica: u32) -> i64 {
    let accounts = accounts(record, no);
    let own = accounts.get(&i64::from(replica)).copied();
    let own = own.unwrap_or_default().left();
    let Some(supply) = domain::supply(record, no) else {
        return own;
    };
    let gone = accounts
        .values()
        .map(|account| account.granted.max(account.reserved))
        .fold(0, i64::saturating_add);
    own.max(0)
        .saturating_add(supply.saturating_sub(gone).max(0))
}

/// What all replicas together have reserved of the quota in field `no`.
pub fn reserved(record: &Record, no: u16) -> i64 {
    accounts(record, no)
        .values()
        .map(|account| account.reserved)
        .fold(0, i64::saturating_add)
}

/// What one replica was promised and what it took.
#[derive(Clone, Copy, Default)]
struct Account {
    granted: i64,
    reserved: i64,
}

impl Account {
    fn left(self) -> i64 {
        self.granted.saturating_sub(self.reserved)
    }
}

fn accounts(record: &Record, no: u16) -> BTreeMap<i64, Account> {
    let mut accounts: BTreeMap<i64, Account> = BTreeMap::new();
    for (_, fact) in record.facts(no) {
        let (Some(Value::Int(replica)), Some(Value::Int(amount))) =
            (fact.value.part(REPLICA), fact.value.part(AMOUNT))
        else {
            continue;
        };
        let account = accounts.entry(*replica).or_default();
        let side = if fact.value.part(WHAT) == Some(&Value::Choice(GRANTED)) {
            &mut account.granted
        } else {
            &mut account.reserved
        };
        *side = side.saturating_add(*amount);
    }
    accounts
}
