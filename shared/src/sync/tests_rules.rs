//! The platform rules, each by its number.

use super::client::{Client, Event};
use super::server::Store;
use super::tests::{Device, NOW, house, id, lead, set};
use super::{Action, Look, Op, Verdict};
use crate::domain::exhibitions::BoothLead;
use crate::domain::probe::{Probe, ProbeState};
use crate::domain::{bound_hash, history, number_key, schema};
use crate::entity::{Currency, Entity, Hlc, Value, common};

#[test]
fn r_282_a_job_done_offline_survives_a_restart_and_arrives() {
    let mut store = house();
    let mut device = Device::new(1, id(1));
    device.sync(&mut store);
    device.make(
        BoothLead::KIND,
        id(50),
        lead(id(1), "Marco", "+39 02 1234567"),
    );
    // The app is closed and opened again without network: only what it stored is left.
    let rows: Vec<_> = device.client.world.rows().collect();
    let kept: Vec<_> = device.client.outbox().cloned().collect();
    let marks = device.client.marks().clone();
    device.client = Client::open(device.client.replica(), id(1), 1, 1, marks, &rows, kept);
    assert_eq!(
        device
            .client
            .world
            .get(id(50))
            .map(|lead| lead.text(BoothLead::NAME).to_owned()),
        Some("Marco".into())
    );
    device.make(
        BoothLead::KIND,
        id(50),
        set(BoothLead::COUNTRY, Value::Text("IT".into())),
    );
    assert_eq!(device.client.unsynced(), 2);
    device.sync(&mut store);
    assert_eq!(
        (
            device.client.unsynced(),
            device.client.world.get(id(50)).unwrap().text(1)
        ),
        (0, "XS-2026-0001")
    );
}

#[test]
fn r_283_of_a_plain_field_the_later_value_stands_and_the_other_is_in_the_history() {
    let mut store = house();
    let (mut booth, mut office) = (Device::new(1, id(1)), Device::new(2, id(2)));
    booth.make(BoothLead::KIND, id(50), lead(id(1), "Marco", "111"));
    booth.sync(&mut store);
    office.sync(&mut store);
    booth.make(
        BoothLead::KIND,
        id(50),
        set(BoothLead::COMPANY, Value::Text("Lumen".into())),
    );
    let mut later = office.op(
        BoothLead::KIND,
        id(50),
        set(BoothLead::COMPANY, Value::Text("Lumen Casa".into())),
    );
    later.hlc = Hlc {
        ms: NOW - 60_000,
        count: 0,
    };
    office.take(Event::Made(vec![later.clone()]));
    booth.sync(&mut store);
    office.sync(&mut store);
    booth.sync(&mut store);
    // Written earlier, received later: the clock decides, not the post.
    assert_eq!(
        booth
            .client
            .world
            .get(id(50))
            .unwrap()
            .text(BoothLead::COMPANY),
        "Lumen"
    );
    assert_eq!(office.receipt(later.id), Verdict::Merged);
    let kind = history::SCHEMAS[1].kind;
    let world = &booth.client.world;
    let lost = world
        .of_kind(kind)
        .into_iter()
        .filter_map(|id| world.get(id))
        .any(|entry| {
            entry.text(history::OLD) == "Lumen Casa"
                && entry.get(history::CONTESTED) == Some(&Value::Bool(true))
        });
    assert!(lost);
}

fn probe(device: &mut Device) {
    let fields = vec![
        (Probe::NAME, Value::Text("接待方案".into())),
        (Probe::AMOUNT, Value::Money(120_000, Currency(*b"CNY"))),
        (Probe::OWNER, Value::Ref(crate::entity::Kind(2), id(1))),
    ];
    device.make(
        Probe::KIND,
        id(80),
        Action::Create {
            fields,
            items: Vec::new(),
        },
    );
    device.make(
        Probe::KIND,
        id(80),
        Action::Step {
            transition: 16,
            from: 1,
            bound: None,
            args: Vec::new(),
        },
    );
}

fn decide(device: &mut Device, transition: u16, opinion: &str) -> Op {
    let record = device.client.world.get(id(80)).unwrap().clone();
    let bound = bound_hash(&device.client.world, schema(Probe::KIND).unwrap(), &record).unwrap();
    let args = vec![(Probe::OPINION, Value::Text(opinion.into()))];
    device.make(
        Probe::KIND,
        id(80),
        Action::Step {
            transition,
            from: record.state(),
            bound: Some(bound),
            args,
        },
    )
}

#[test]
fn r_284_of_two_offline_decisions_the_first_stands_and_the_other_keeps_its_words() {
    let mut store = house();
    let (mut one, mut two) = (Device::new(1, id(1)), Device::new(2, id(2)));
    probe(&mut one);
    one.sync(&mut store);
    two.sync(&mut store);
    let approved = decide(&mut one, 17, "同意");
    let returned = decide(&mut two, 18, "预算太高");
    one.sync(&mut store);
    two.sync(&mut store);
    assert_eq!(
        (one.receipt(approved.id), two.receipt(returned.id)),
        (Verdict::Accepted, Verdict::NeedsReview)
    );
    let record = two.client.world.get(id(80)).unwrap();
    assert_eq!(record.state(), ProbeState::Approved.no());
    let (op, late) = record.facts(common::LATE).next().unwrap();
    let words = late
        .value
        .part(2)
        .and_then(|args| args.part(Probe::OPINION))
        .and_then(Value::text);
    assert_eq!((*op, words), (returned.id, Some("预算太高")));
    let entry = two
        .client
        .outbox()
        .find(|entry| entry.op.id == returned.id)
        .unwrap();
    assert_eq!(
        entry.receipt().unwrap().reasons[0].winner,
        Some(approved.id)
    );
    assert!(entry.needs_attention());
}

#[test]
fn r_284_changed_content_invalidates_what_was_decided_on_it() {
    let mut store = house();
    let (mut one, mut two) = (Device::new(1, id(1)), Device::new(2, id(2)));
    probe(&mut one);
    one.sync(&mut store);
    two.sync(&mut store);
    one.make(
        Probe::KIND,
        id(80),
        set(Probe::AMOUNT, Value::Money(900_000, Currency(*b"CNY"))),
    );
    one.sync(&mut store);
    let approved = decide(&mut two, 17, "同意");
    two.sync(&mut store);
    assert_eq!(two.receipt(approved.id), Verdict::NeedsReview);
    assert_eq!(
        two.client.world.get(id(80)).unwrap().state(),
        ProbeState::Submitted.no()
    );
    // A field that is not bound changes nothing.
    one.make(
        Probe::KIND,
        id(80),
        set(Probe::SECRET, Value::Text("底价".into())),
    );
    one.sync(&mut store);
    let again = decide(&mut two, 17, "同意");
    two.sync(&mut store);
    assert_eq!(two.receipt(again.id), Verdict::Accepted);
}

#[test]
fn r_285_both_numbers_find_the_record() {
    let mut store = house();
    let mut device = Device::new(1, id(1));
    let Action::Create { mut fields, items } = lead(id(1), "Marco", "111") else {
        unreachable!()
    };
    fields.push((common::PROVISIONAL_NO, Value::Text("离线-1-1".into())));
    device.make(BoothLead::KIND, id(50), Action::Create { fields, items });
    assert_eq!(
        device.client.world.at(&number_key("离线-1-1")).ids,
        [id(50)]
    );
    device.sync(&mut store);
    for number in ["离线-1-1", "XS-2026-0001", "xs-2026-0001"] {
        assert_eq!(
            device.client.world.at(&number_key(number)).ids,
            [id(50)],
            "{number}"
        );
    }
}

#[test]
fn r_286_a_device_a_month_ahead_is_corrected_and_shown_and_never_wins_for_ever() {
    let mut store = house();
    let month = 30 * 86_400_000;
    let (mut fast, mut office) = (Device::new(1, id(1)), Device::new(2, id(2)));
    fast.make(BoothLead::KIND, id(50), lead(id(1), "Marco", "111"));
    fast.sync(&mut store);
    office.sync(&mut store);
    let mut wrong = fast.op(
        BoothLead::KIND,
        id(50),
        set(BoothLead::COUNTRY, Value::Text("FR".into())),
    );
    wrong.hlc = Hlc {
        ms: NOW + month,
        count: 0,
    };
    fast.take(Event::Made(vec![wrong.clone()]));
    fast.sync(&mut store);
    let (_, receipt) = store.receipt(wrong.id).unwrap().unwrap();
    assert_eq!(
        (receipt.verdict, receipt.skew_ms),
        (Verdict::Accepted, month as i64)
    );
    // Without having seen it, but really later: the office's edit stands.
    let mut right = office.op(
        BoothLead::KIND,
        id(50),
        set(BoothLead::COUNTRY, Value::Text("IT".into())),
    );
    right.hlc = Hlc {
        ms: NOW + 1,
        count: 0,
    };
    right.offset_ms = 0;
    office.take(Event::Made(vec![right]));
    office.now = NOW + 2;
    office.sync(&mut store);
    fast.sync(&mut store);
    assert_eq!(
        fast.client
            .world
            .confirmed(id(50))
            .unwrap()
            .text(BoothLead::COUNTRY),
        "IT"
    );
}
