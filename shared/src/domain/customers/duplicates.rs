//! the same phone, e-mail or company name. At the booth and at sync this never stops
//! anybody: both records stay, and a proposal waits for somebody to decide.

use super::{Contact, Customer, merged_into, refresh};
use crate::choice;
use crate::domain::exhibitions::BoothLead;
use crate::entity::{Entity, Id, Kind, ListOf, Record, StateTable, Text, Transition, Value, Who};
use crate::exchange::company::company_key;
use crate::exchange::email::email_key;
use crate::exchange::fold::fold;
use crate::exchange::phone::phone_key;
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::look::match_key;
use crate::sync::{Look, Lookup};
use shared_derive::Entity;

choice! {
    /// Where a proposal stands.
    pub enum Decision: "duplicate-state" {
        Open = 1 => "open", Same = 2 => "same", Group = 3 => "group", Distinct = 4 => "distinct",
    }
}

/// Open, then decided one way; a decision may be taken back.
pub(super) static STATES: StateTable = StateTable {
    states: Decision::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            no: 16,
            key: "same",
            from: &[1, 3, 4],
            to: 2,
            who: Who::Writer,
            args: &[Duplicate::REASON],
            needs: &[],
        },
        Transition {
            no: 17,
            key: "group",
            from: &[1, 2, 4],
            to: 3,
            who: Who::Writer,
            args: &[Duplicate::REASON],
            needs: &[],
        },
        Transition {
            no: 18,
            key: "distinct",
            from: &[1, 2, 3],
            to: 4,
            who: Who::Writer,
            args: &[Duplicate::REASON],
            needs: &[Duplicate::REASON],
        },
        Transition {
            no: 19,
            key: "reopen",
            from: &[2, 3, 4],
            to: 1,
            who: Who::Writer,
            args: &[],
            needs: &[],
        },
    ],
};

/// 疑似重复: two records that look like one person or company.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 12, key = "duplicate", compartment = Customer, level = L2, home = newer, title = basis, states = STATES)]
pub struct Duplicate {
    /// The record that came later.
    #[field(16, indexed, listed)]
    pub newer: (Kind, Id),
    /// The record that was there.
    #[field(17, indexed, listed)]
    pub older: (Kind, Id),
    /// What they share, as index keys in words: `phone`, `email`, `company`.
    #[field(18, listed)]
    pub basis: ListOf<Text>,
    /// 理由 why they are distinct.
    #[field(19, conditional, kind = FieldKind::LongText)]
    pub reason: Text,
}

const PHONE: u8 = b'p';
const EMAIL: u8 = b'e';
/// The name of a customer, which is a company.
const COMPANY: u8 = b'c';
/// The company a visitor came from.
const EMPLOYER: u8 = b'l';
/// A visitor by company and name; by company alone where the card says no more.
const VISITOR: u8 = b'v';

/// The calling code that numbers without one are read with.
const HOME: &str = "86";

/// More look-alikes than this say more about the key (a hotel's number) than about the person.
const MAX_PROPOSALS: usize = 20;

fn keys(record: &Record, phones: &[u16], emails: &[u16], companies: &[u16]) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    let mut add = |fields: &[u16], sort: u8, key: fn(&str) -> Option<String>| {
        for cell in fields.iter().filter_map(|no| record.cell(*no)) {
            for version in &cell.versions {
                let one = core::slice::from_ref(&version.value);
                let values = if let Value::List(items) = &version.value {
                    items.as_slice()
                } else {
                    one
                };
                keys.extend(
                    values
                        .iter()
                        .filter_map(Value::text)
                        .filter_map(key)
                        .map(|k| match_key(sort, &k)),
                );
            }
        }
    };
    add(phones, PHONE, |text| phone_key(text, HOME));
    add(emails, EMAIL, email_key);
    add(companies, COMPANY, company_key);
    keys
}

/// How a customer is recognised.
pub fn customer_keys(record: &Record) -> Vec<Vec<u8>> {
    keys(record, &[Customer::PHONE], &[], &[Customer::NAME])
}

/// How a contact is recognised.
pub fn contact_keys(record: &Record) -> Vec<Vec<u8>> {
    keys(record, &[Contact::PHONES], &[Contact::EMAILS], &[])
}

/// How a lead is recognised.
pub fn lead_keys(record: &Record) -> Vec<Vec<u8>> {
    let mut keys = reach(record);
    let name = fold(record.text(BoothLead::NAME));
    for company in companies(record, BoothLead::COMPANY) {
        keys.push(match_key(EMPLOYER, &company));
        keys.push(visitor(&company, &name));
    }
    keys
}

fn reach(lead: &Record) -> Vec<Vec<u8>> {
    keys(lead, &[BoothLead::PHONES], &[BoothLead::EMAILS], &[])
}

fn companies(record: &Record, no: u16) -> impl Iterator<Item = String> {
    let versions = record.cell(no).map(|cell| &cell.versions);
    let names = versions
        .into_iter()
        .flatten()
        .filter_map(|v| v.value.text());
    names.filter_map(company_key)
}

/// A company key holds no blank, so none of these can be another's.
fn visitor(company: &str, name: &str) -> Vec<u8> {
    match_key(VISITOR, &format!("{company} {name}"))
}

/// The keys at which the look-alikes of a record stand. A company is recognised by its name. Of two
/// visitors who came from one company it says nothing: a whole delegation would be look-alikes of
/// each other; their names must agree as well, or one of them has none.
pub fn sought(record: &Record) -> Vec<Vec<u8>> {
    match record.kind {
        kind if kind == Customer::SCHEMA.kind => {
            let mut keys = customer_keys(record);
            let names = companies(record, Customer::NAME);
            keys.extend(names.map(|company| match_key(EMPLOYER, &company)));
            keys
        }
        kind if kind == Contact::SCHEMA.kind => contact_keys(record),
        kind if kind == BoothLead::SCHEMA.kind => {
            let mut keys = reach(record);
            let name = fold(record.text(BoothLead::NAME));
            for company in companies(record, BoothLead::COMPANY) {
                keys.push(match_key(COMPANY, &company));
                if name.is_empty() {
                    keys.push(match_key(EMPLOYER, &company));
                } else {
                    keys.extend([visitor(&company, &name), visitor(&company, "")]);
                }
            }
            keys
        }
        _ => Vec::new(),
    }
}

/// After a customer, contact or lead changed: propose every record that shares a key with it, and
/// keep the archive's completeness true.
pub fn propose_duplicates(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    if after.kind == Customer::SCHEMA.kind {
        refresh(work, after.id);
    }
    if let Some(customer) = (after.kind == Contact::SCHEMA.kind)
        .then(|| after.reference(Contact::CUSTOMER))
        .flatten()
    {
        refresh(work, customer);
    }
    let known = before.map(sought).unwrap_or_default();
    let mut pairs: Vec<(Id, Vec<&'static str>)> = Vec::new();
    for key in sought(after).into_iter().filter(|key| !known.contains(key)) {
        let found = work.overlay.at(&key);
        work.provisional |= !found.complete;
        let basis = match key.get(1) {
            Some(&PHONE) => "phone",
            Some(&EMAIL) => "email",
            _ => "company",
        };
        for other in found.ids.into_iter().filter(|id| *id != after.id) {
            match pairs.iter_mut().find(|(id, _)| *id == other) {
                Some((_, shared)) if !shared.contains(&basis) => shared.push(basis),
                Some(_) => {}
                None => pairs.push((other, vec![basis])),
            }
        }
    }
    if !rules::on(8) {
        return;
    }
    for (other, basis) in pairs.into_iter().take(MAX_PROPOSALS) {
        propose(work, after, other, &basis);
    }
}

fn propose(work: &mut Work<'_, '_>, after: &Record, other: Id, basis: &[&str]) {
    let id = Id::of_pair(after.id, other, "R-008");
    let Lookup::Known(older) = work.overlay.record(other) else {
        return;
    };
    if merged_into(after).is_some() || merged_into(&older).is_some() {
        return;
    }
    if belongs_together(after, &older) {
        return;
    }
    let older = (older.kind, older.id);
    if let Lookup::Known(_) = work.overlay.record(id) {
        return;
    }
    let mut record = Record::new(Duplicate::SCHEMA.kind, id);
    record.put(
        Duplicate::NEWER,
        work.version(Value::Ref(after.kind, after.id)),
    );
    record.put(Duplicate::OLDER, work.version(Value::Ref(older.0, older.1)));
    let basis = basis
        .iter()
        .map(|word| Value::Text((*word).to_owned()))
        .collect();
    record.put(Duplicate::BASIS, work.version(Value::List(basis)));
    work.stamp_common(Duplicate::SCHEMA, &mut record);
    work.overlay.put(record);
}

/// A contact and its customer, two contacts of one customer, a lead and the customer it became.
fn belongs_together(a: &Record, b: &Record) -> bool {
    let customer_of = |record: &Record| match record.kind {
        kind if kind == Contact::SCHEMA.kind => record.reference(Contact::CUSTOMER),
        kind if kind == BoothLead::SCHEMA.kind => record.reference(BoothLead::CUSTOMER),
        kind if kind == Customer::SCHEMA.kind => Some(record.id),
        _ => None,
    };
    matches!((customer_of(a), customer_of(b)), (Some(x), Some(y)) if x == y)
}
