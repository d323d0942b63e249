//! Class R: what a replica may give away without asking (points, gift stock, serial numbers). The
//! server grants a quota; a replica spends it offline; spending more goes back for approval.

use super::Work;
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
        if left(record, no, replica) < amount {
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

/// What a replica has left of the quota in field `no`.
pub fn left(record: &Record, no: u16, replica: u32) -> i64 {
    record
        .facts(no)
        .filter(|(_, fact)| fact.value.part(REPLICA) == Some(&Value::Int(replica.into())))
        .map(|(_, fact)| {
            let amount = if let Some(Value::Int(n)) = fact.value.part(AMOUNT) {
                *n
            } else {
                0
            };
            if fact.value.part(WHAT) == Some(&Value::Choice(GRANTED)) {
                amount
            } else {
                -amount
            }
        })
        .fold(0, i64::saturating_add)
}
