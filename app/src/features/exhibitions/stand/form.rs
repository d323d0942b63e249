//! The form and the lead it becomes, in both directions.

use super::super::view::Draft;
use super::ways::Ways;
use crate::record::now;
use crate::replica::Replica;
use leptos::prelude::*;
use shared::domain::exhibitions::{BoothLead, CONSENT, Interest, NextStep};
use shared::entity::{ChoiceSchema, Entity, Id, Instant, Record, Ref, Value, Version};

/// Version of the consent sentence the guest is shown (personal data, requirements §3.5).
const CONSENT_VERSION: &str = "2026-11";

/// The form as a lead, with who captured it and when.
pub(super) fn fields(replica: Replica, draft: Draft, show: Option<Id>) -> Vec<(u16, Value)> {
    let lead = captured(replica, typed(draft), show);
    let mut fields = written(&lead);
    if let Some(quantity) = draft.quantity.with_untracked(|text| quantity(text)) {
        fields.push((BoothLead::QTY, quantity));
    }
    if draft.consent.get_untracked() {
        fields.push((BoothLead::CONSENT, consent(now())));
    }
    fields
}

/// What is really said: no quantity of nought, and 未留 only where somebody asked.
pub(super) fn written(lead: &BoothLead) -> Vec<(u16, Value)> {
    let mut fields = lead.fields();
    fields
        .retain(|(no, _)| *no != BoothLead::QTY && (*no != BoothLead::LEFT_NONE || lead.left_none));
    fields
}

/// The same lead with its show, and the person here as the one who captured it and follows up.
pub(super) fn captured(replica: Replica, lead: BoothLead, show: Option<Id>) -> BoothLead {
    BoothLead {
        exhibition: show.map(Ref::to).unwrap_or_default(),
        captured_by: Ref::to(replica.me()),
        captured_at: now(),
        owner: Ref::to(replica.me()),
        ..lead
    }
}

/// What stands in the form.
pub(super) fn typed(draft: Draft) -> BoothLead {
    let text = |signal: RwSignal<String>| signal.with_untracked(|text| text.trim().to_owned());
    let reach = draft.reach.with_untracked(|line| Ways::read(line));
    let mut accounts = reach.accounts;
    accounts.extend(Some(text(draft.messenger)).filter(|account| !account.is_empty()));
    let products = draft.products.get_untracked();
    BoothLead {
        name: text(draft.name),
        title: text(draft.title),
        company: text(draft.company),
        phones: reach.phones,
        emails: reach.emails,
        im: accounts.join(", "),
        address: text(draft.address),
        websites: split(&text(draft.website)),
        language: text(draft.language),
        raw_code: draft.raw.get_untracked(),
        left_none: draft.left_none.get_untracked(),
        country: text(draft.country),
        products: products
            .iter()
            .filter_map(|key| key.parse().ok())
            .map(Ref::to)
            .collect(),
        interest: Interest::from_no(number(Interest::SCHEMA, &text(draft.interest))),
        needs_text: text(draft.needs),
        next_step: NextStep::from_no(number(NextStep::SCHEMA, &text(draft.next))),
        ..BoothLead::default()
    }
}

fn split(line: &str) -> Vec<String> {
    let parts = line.split([',', '，', ' ', '\n']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The digits of a quantity as said: `约 1,200 套` is 1200.
fn quantity(text: &str) -> Option<Value> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    Some(Value::Decimal(digits.parse().ok()?, 0))
}

fn consent(at: Instant) -> Value {
    let part = |key: &str| {
        CONSENT
            .iter()
            .find(|spec| spec.key == key)
            .map_or(0, |spec| spec.no)
    };
    Value::Group(vec![
        (part("given"), Value::Bool(true)),
        (
            part("text-version"),
            Value::Text(CONSENT_VERSION.to_owned()),
        ),
        (part("at"), Value::Instant(at)),
    ])
}

/// Number of a choice by its key; 0 for none.
fn number(choice: &ChoiceSchema, key: &str) -> u32 {
    let value = choice.values.iter().find(|value| value.key == key);
    value.map_or(0, |value| value.no)
}

fn key(choice: &ChoiceSchema, no: u32) -> String {
    let value = choice.values.iter().find(|value| value.no == no);
    value.map_or_else(String::new, |value| value.key.to_owned())
}

/// The fields as a record that is not there yet.
pub(super) fn record(fields: Vec<(u16, Value)>) -> Record {
    let mut record = Record::new(BoothLead::KIND, Id::NIL);
    for (no, value) in fields {
        record.put(no, unnumbered(value));
    }
    record
}

/// A value that no op wrote yet.
pub(super) fn unnumbered(value: Value) -> Version {
    Version {
        op: Default::default(),
        seq: 0,
        hlc: Default::default(),
        value,
    }
}

/// Puts what a card says into the form: who it is and how to reach them, all of it.
pub(super) fn show_card(draft: Draft, lead: &BoothLead) {
    draft.name.set(lead.name.clone());
    draft.company.set(lead.company.clone());
    draft.reach.set(Ways::line(&lead.phones, &lead.emails));
    draft.left_none.set(lead.left_none);
    draft.country.set(lead.country.clone());
    draft.title.set(lead.title.clone());
    draft.address.set(lead.address.clone());
    draft.website.set(lead.websites.join(", "));
    draft.messenger.set(lead.im.clone());
    draft.language.set(lead.language.clone());
    draft.raw.set(lead.raw_code.clone());
}

/// Puts a whole unfinished lead into the form.
pub(super) fn show(draft: Draft, fields: Vec<(u16, Value)>) {
    let record = record(fields);
    let lead = BoothLead::read(&record);
    show_card(draft, &lead);
    let products = lead.products.iter().filter_map(Ref::get);
    draft
        .products
        .set(products.map(|id| id.to_string()).collect());
    draft
        .interest
        .set(key(Interest::SCHEMA, lead.interest.no()));
    draft.next.set(key(NextStep::SCHEMA, lead.next_step.no()));
    draft.needs.set(lead.needs_text);
    draft.quantity.set(match record.get(BoothLead::QTY) {
        Some(Value::Decimal(mantissa, _)) => mantissa.to_string(),
        _ => String::new(),
    });
    draft.consent.set(record.get(BoothLead::CONSENT).is_some());
}
