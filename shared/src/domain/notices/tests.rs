//! Notices: acknowledgments and the language of what leaves the house.

use super::*;
use crate::domain::customers::{Contact, Customer};
use crate::domain::organisation::{GrantScope, User};
use crate::domain::tasks::{Task, TaskState, wanted_id};
use crate::entity::{Entity, Id, Instant, Value};
use crate::sync::server::{MemoryStore, author};
use crate::sync::tests::{Device, NOW, house, id, server_op, set, user_fields};
use crate::sync::{Action, Look, Reason, Verdict, apply};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn create(fields: Vec<(u16, Value)>) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

fn user(n: u8) -> Value {
    Value::Ref(User::KIND, id(n))
}

/// Sales 1, manager 2, and 3, an engineer who reads no customers.
fn works() -> MemoryStore {
    let mut store = house();
    let engineer = user_fields("何工", "ENG", GrantScope::Own);
    author(
        &mut store,
        &[server_op(9, User::KIND, id(3), engineer)],
        NOW,
    )
    .unwrap();
    store
}

fn notice(to: &[u8]) -> Action {
    create(vec![
        (
            InternalNotice::NOTICE_KIND,
            Value::Choice(NoticeKind::Report.no()),
        ),
        (InternalNotice::SUBJECT, text("Lumen 来访")),
        (
            InternalNotice::TO,
            Value::List(to.iter().map(|n| user(*n)).collect()),
        ),
        (InternalNotice::RULE, text("R-046")),
    ])
}

fn acknowledge(n: u8) -> Action {
    let parts = vec![
        (1, user(n)),
        (2, Value::Instant(Instant::utc(i64::try_from(NOW).unwrap()))),
    ];
    Action::Fact {
        field: InternalNotice::ACKS,
        value: Value::Group(parts),
    }
}

fn state_of(device: &Device, record: Id) -> u32 {
    device.client.world.get(record).unwrap().state()
}

#[test]
fn a_notice_reaches_those_it_is_for_and_waits_for_each_of_them() {
    let mut store = works();
    let mut sender = Device::new(1, id(1));
    let (mut head, mut engineer) = (Device::new(2, id(2)), Device::new(3, id(3)));
    sender.make(InternalNotice::KIND, id(60), notice(&[2, 3]));
    sender.sync(&mut store);
    head.sync(&mut store);
    engineer.sync(&mut store);
    let task = |n: u8| wanted_id(id(60), 46, &format!("acknowledge:{}", id(n)));
    assert_eq!(state_of(&engineer, task(3)), TaskState::Open.no());
    assert!(
        engineer.client.world.get(task(2)).is_none(),
        "somebody else's"
    );
    // Both acknowledge without sight of each other.
    head.make(InternalNotice::KIND, id(60), acknowledge(2));
    engineer.make(InternalNotice::KIND, id(60), acknowledge(3));
    assert_eq!(state_of(&head, id(60)), NoticeState::Partly.no());
    head.sync(&mut store);
    engineer.sync(&mut store);
    head.sync(&mut store);
    sender.sync(&mut store);
    assert_eq!(state_of(&head, id(60)), NoticeState::Whole.no());
    assert_eq!(state_of(&engineer, task(3)), TaskState::Done.no());
    let seen = sender.client.world.get(id(60)).unwrap();
    assert!(waiting_for(seen).is_empty());
    assert_eq!(seen.reference(InternalNotice::SENDER), Some(id(1)));
}

#[test]
fn the_clock_of_an_acknowledgment_starts_at_the_server() {
    let mut store = works();
    let mut sender = Device::new(1, id(1));
    sender.make(InternalNotice::KIND, id(60), notice(&[2]));
    sender.now = NOW + 9 * 3_600_000;
    sender.sync(&mut store);
    let task = wanted_id(id(60), 46, &format!("acknowledge:{}", id(2)));
    let look = crate::sync::server::StoreLook::new(&store);
    let record = look.record(task).known().unwrap();
    let began = record.get(Task::BEGAN_AT);
    let arrived = i64::try_from(sender.now).unwrap();
    assert!(matches!(began, Some(Value::Instant(at)) if at.utc_ms == arrived));
}

fn letter(language: &str) -> Vec<(u16, Value)> {
    vec![
        (CustomerNotice::NOTICE_KIND, Value::Choice(3)),
        (CustomerNotice::CUSTOMER, Value::Ref(Customer::KIND, id(20))),
        (CustomerNotice::CONTACT, Value::Ref(Contact::KIND, id(21))),
        (CustomerNotice::LANGUAGE, text(language)),
        (CustomerNotice::SALUTATION, text("Dear Marco")),
        (CustomerNotice::SUBJECT, text("Your order")),
        (CustomerNotice::BODY, text("It leaves on Friday.")),
        (CustomerNotice::CHANNEL, Value::Choice(3)),
        (CustomerNotice::SENT_BY, user(1)),
    ]
}

fn customer(device: &mut Device) {
    let customer = vec![
        (Customer::NAME, text("Lumen Srl")),
        (Customer::OWNER, user(1)),
        (Customer::LANGUAGE, text("en")),
        (Customer::DATA_FORMAT, Value::Choice(2)),
    ];
    device.make(Customer::KIND, id(20), create(customer));
    let contact = vec![
        (Contact::CUSTOMER, Value::Ref(Customer::KIND, id(20))),
        (Contact::NAME, text("Marco")),
        (Contact::LANGUAGE, text("it")),
    ];
    device.make(Contact::KIND, id(21), create(contact));
}

fn why_not(device: &Device, record: Id, step: u16, at: Value) -> Vec<Reason> {
    let record = device.client.world.get(record).unwrap();
    let schema = CustomerNotice::SCHEMA;
    let arrow = apply::transition(schema.states.unwrap(), step).unwrap();
    let args = vec![(CustomerNotice::SENT_AT, at)];
    apply::blockers(&device.client.world, schema, record, arrow, &args)
}

#[test]
fn r_009_a_text_leaves_in_the_language_agreed_with_its_reader_or_with_consent() {
    let mut device = Device::new(1, id(1));
    customer(&mut device);
    let now = || Value::Instant(Instant::utc(1));
    device.make(CustomerNotice::KIND, id(30), create(letter("en")));
    let mut expected = Reason::of_rule(9, "other-language").at(CustomerNotice::LANGUAGE);
    expected.args.push("it".into());
    assert_eq!(why_not(&device, id(30), 16, now()), [expected]);
    let consent = text("Marco, by phone on 2026-11-02");
    device.make(
        CustomerNotice::KIND,
        id(30),
        set(CustomerNotice::LANGUAGE_CONSENT, consent),
    );
    assert_eq!(why_not(&device, id(30), 16, now()), []);
    device.make(CustomerNotice::KIND, id(31), create(letter("it-IT")));
    assert_eq!(why_not(&device, id(31), 16, now()), []);
}

#[test]
fn r_009_simplified_is_not_traditional_and_the_customers_language_serves_where_nobody_said() {
    let mut device = Device::new(1, id(1));
    customer(&mut device);
    let now = || Value::Instant(Instant::utc(1));
    device.make(
        Contact::KIND,
        id(21),
        set(Contact::LANGUAGE, text("zh-Hant")),
    );
    device.make(CustomerNotice::KIND, id(30), create(letter("zh-Hans")));
    assert_eq!(why_not(&device, id(30), 16, now()).len(), 1);
    device.make(CustomerNotice::KIND, id(31), create(letter("zh")));
    assert_eq!(why_not(&device, id(31), 16, now()), []);
    device.make(Contact::KIND, id(21), set(Contact::LANGUAGE, Value::Empty));
    assert_eq!(
        agreed_language(&device.client.world, Some(id(20)), Some(id(21))),
        Some("en".into())
    );
}

#[test]
fn r_009_an_attachment_is_in_the_agreed_data_format_or_with_consent() {
    let mut device = Device::new(1, id(1));
    customer(&mut device);
    let now = || Value::Instant(Instant::utc(1));
    let mut fields = letter("it");
    fields.push((
        CustomerNotice::FILES,
        Value::List(vec![Value::Bytes(vec![7; 32])]),
    ));
    device.make(CustomerNotice::KIND, id(30), create(fields));
    let expected = Reason::of_rule(9, "other-format").at(CustomerNotice::IN_AGREED_FORMAT);
    assert_eq!(why_not(&device, id(30), 16, now()), [expected]);
    let yes = set(CustomerNotice::IN_AGREED_FORMAT, Value::Bool(true));
    device.make(CustomerNotice::KIND, id(30), yes);
    assert_eq!(why_not(&device, id(30), 16, now()), []);
}

#[test]
fn a_receipt_is_given_for_a_sent_letter_and_its_answer() {
    let mut store = works();
    let mut device = Device::new(1, id(1));
    customer(&mut device);
    device.make(CustomerNotice::KIND, id(31), create(letter("it")));
    let step = |no, from, args| Action::Step {
        transition: no,
        from,
        bound: None,
        args,
    };
    let sent = vec![(CustomerNotice::SENT_AT, Value::Instant(Instant::utc(1)))];
    let sent = device.make(CustomerNotice::KIND, id(31), step(16, 1, sent));
    let answer = vec![(CustomerNotice::ANSWER, Value::Choice(Answer::Agrees.no()))];
    let answered = device.make(CustomerNotice::KIND, id(31), step(17, 2, answer));
    device.sync(&mut store);
    assert_eq!(device.receipt(sent.id), Verdict::Accepted);
    assert_eq!(device.receipt(answered.id), Verdict::Accepted);
    assert_eq!(
        state_of(&device, id(31)),
        CustomerNoticeState::Answered.no()
    );
}
