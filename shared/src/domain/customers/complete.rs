//! R-001 complete archive, R-003 new customer, R-005 type and stage.

use super::{Contact, Customer, CustomerType, RecordState, target_blocks};
use crate::entity::{Entity, Id, Record, Transition, Value, common};
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::look::child_key;
use crate::sync::{Look, Lookup, Reason};

/// How complete an archive is, and what is missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Completeness {
    /// Percent of what R-001 asks for.
    pub percent: u32,
    /// One reason per missing thing, with its field.
    pub missing: Vec<Reason>,
    /// Contacts of this customer may exist elsewhere: only the server is sure.
    pub provisional: bool,
}

const ASKED: [u16; 7] = [
    Customer::NAME,
    Customer::CUSTOMER_TYPE,
    Customer::STAGE,
    Customer::SOURCE,
    Customer::OWNER,
    Customer::LANGUAGE,
    Customer::ADDRESS,
];

/// name, type, stage, source channel, owner, agreed language, address and a contact with a
/// name and a phone or e-mail. A retail person needs a name or member number and one contact way.
pub fn completeness(look: &dyn Look, customer: &Record) -> Completeness {
    let person = customer.choice(Customer::CUSTOMER_TYPE) == Some(CustomerType::Person.no());
    let contacts = look.at(&child_key(
        Contact::SCHEMA.kind,
        Contact::CUSTOMER,
        customer.id,
    ));
    let reachable = contacts.ids.iter().any(|id| is_reachable(look, *id));
    let (asked, mut missing) = if person {
        let mut missing = Vec::new();
        let named = [Customer::NAME, Customer::MEMBER_NO]
            .iter()
            .any(|no| customer.get(*no).is_some());
        if !named {
            missing.push(Reason::of_rule(1, "gap").at(Customer::NAME));
        }
        if customer.get(Customer::PHONE).is_none() && !reachable {
            missing.push(Reason::of_rule(1, "no-contact-way").at(Customer::PHONE));
        }
        missing.extend(gaps(customer, &[Customer::CUSTOMER_TYPE, Customer::STAGE]));
        (4, missing)
    } else {
        let mut missing = gaps(customer, &ASKED);
        if !reachable {
            missing.push(Reason::of_rule(1, "no-contact"));
        }
        (ASKED.len() + 1, missing)
    };
    if !rules::on(1) {
        missing.retain(|reason| reason.rule != 1);
    }
    let filled = asked.saturating_sub(missing.len());
    let percent = u32::try_from(filled * 100 / asked).unwrap_or_default();
    Completeness {
        percent,
        missing,
        provisional: !contacts.complete,
    }
}

fn gaps(customer: &Record, fields: &[u16]) -> Vec<Reason> {
    let classified = [Customer::CUSTOMER_TYPE, Customer::STAGE];
    fields
        .iter()
        .filter(|no| customer.get(**no).is_none())
        .map(|no| Reason::of_rule(if classified.contains(no) { 5 } else { 1 }, "gap").at(*no))
        .filter(|reason| rules::on(reason.rule))
        .collect()
}

fn is_reachable(look: &dyn Look, contact: Id) -> bool {
    look.record(contact).known().is_some_and(|contact| {
        contact.get(Contact::NAME).is_some()
            && (contact.get(Contact::PHONES).is_some() || contact.get(Contact::EMAILS).is_some())
    })
}

/// no confirmed sample order, order or retail sale yet; `confirming` is [`CONFIRMING`].
pub fn is_new(look: &dyn Look, customer: Id, confirming: &[(crate::entity::Kind, u16)]) -> bool {
    let ended = |(kind, field): &(crate::entity::Kind, u16)| {
        !look.at(&child_key(*kind, *field, customer)).ids.is_empty()
    };
    !(rules::on(3) && confirming.iter().any(ended))
}

/// Kind and customer field of the records that end being new. The systems that confirm business
/// add themselves here; until the first of them exists every customer is new.
pub const CONFIRMING: &[(crate::entity::Kind, u16)] = &[];

/// Keeps 资料不全 / 资料完整 true after a customer or one of its contacts changed.
pub fn refresh(work: &mut Work<'_, '_>, customer: Id) {
    let Lookup::Known(record) = work.overlay.record(customer) else {
        return;
    };
    if record.kind != Customer::SCHEMA.kind {
        return;
    }
    let record = record.into_shared();
    let state = RecordState::from_no(record.state());
    let complete = completeness(work.overlay, &record);
    work.provisional |= complete.provisional;
    let now = if complete.missing.is_empty() {
        RecordState::Complete
    } else {
        RecordState::Incomplete
    };
    if matches!(state, RecordState::Incomplete | RecordState::Complete) && state != now {
        let mut record = Record::clone(&record);
        record.put(common::STATE, work.version(Value::Int(now.no().into())));
        work.overlay.put(record);
    }
}

/// A merge needs somebody to merge into, and never itself.
pub fn customer_guard(look: &dyn Look, record: &Record, arrow: &Transition) -> Vec<Reason> {
    match record.reference(common::MERGED_INTO) {
        Some(into) if arrow.to == RecordState::Merged.no() => {
            target_blocks(look, record, into, common::MERGED_INTO)
        }
        _ => Vec::new(),
    }
}
