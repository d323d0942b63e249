use super::*;
use crate::entity::{Value, Version};

use crate::sync::server::MemoryStore;
use crate::sync::tests::{Device, house, id, set};
use crate::sync::{Action, Verdict};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn at(trigger: Trigger) -> Value {
    Value::List(vec![Value::Choice(trigger.no())])
}

/// The device of a person who may write cards, in an organisation as the server begins it.
fn device() -> (Device, MemoryStore) {
    let mut store = house();
    let mut manager = Device::new(2, id(2));
    for (card, seed) in seeds() {
        let (fields, items) = (seed.fields(), Vec::new());
        let made = manager.make(GuidanceCard::KIND, card, Action::Create { fields, items });
        manager.sync(&mut store);
        assert_eq!(manager.receipt(made.id), Verdict::Accepted, "{}", seed.code);
    }
    (manager, store)
}

/// A device on which a further card is kept.
fn device_with(fields: Vec<(u16, Value)>) -> Device {
    let (mut manager, mut store) = device();
    let items = Vec::new();
    let made = manager.make(GuidanceCard::KIND, id(60), Action::Create { fields, items });
    manager.sync(&mut store);
    assert_eq!(manager.receipt(made.id), Verdict::Accepted);
    manager
}

#[test]
fn every_seed_says_two_to_five_sentences_in_all_three_languages_and_is_shown_somewhere() {
    let (manager, _) = device();
    let cards = cards(&manager.client.world);
    let wanted: Vec<_> = (1..=25).map(|n| format!("GC-{n:02}")).collect();
    assert!(cards.iter().map(|card| &card.code).eq(&wanted));
    for card in &cards {
        assert!(!card.triggers.is_empty() && card.version == 1);
        for (title, body) in card.title.texts.iter().zip(&card.body.texts) {
            let lines: Vec<_> = body.lines().collect();
            assert!(
                !title.is_empty() && (2..=5).contains(&lines.len()),
                "{}",
                card.code
            );
            let whole = |line: &&str| line.ends_with(['。', '.', '?', '？']);
            assert!(lines.iter().all(whole), "{}: {body}", card.code);
        }
        assert_ne!(card.body.texts[0], card.body.texts[2], "{}", card.code);
    }
    for trigger in Trigger::ALL {
        let shown = cards_for(&manager.client.world, *trigger);
        assert!(!shown.is_empty(), "nothing is shown at {trigger:?}");
    }
}

#[test]
fn the_newest_card_with_a_code_is_shown_and_a_retired_one_never() {
    let mut device = device_with(vec![
        (GuidanceCard::CODE, text("GC-03")),
        (GuidanceCard::TITLE, text("迎宾")),
        (GuidanceCard::BODY, text("先递茶。")),
        (GuidanceCard::TRIGGERS, at(Trigger::Farewell)),
        (GuidanceCard::VERSION, Value::Int(2)),
    ]);
    let shown = cards_for(&device.client.world, Trigger::Farewell);
    let first = shown.first().map(|card| (card.version, card.record));
    assert_eq!((shown.len(), first), (1, Some((2, id(60)))));
    let (seed, _) = seeds().nth(2).unwrap();
    for (record, left) in [(id(60), Some(seed)), (seed, None)] {
        let off = set(GuidanceCard::RETIRED, Value::Bool(true));
        device.make(GuidanceCard::KIND, record, off);
        let shown = cards_for(&device.client.world, Trigger::Farewell);
        assert_eq!(shown.first().map(|card| card.record), left);
    }
}

#[test]
fn a_card_of_its_own_is_shown_where_it_says() {
    let device = device_with(vec![
        (GuidanceCard::CODE, text("GC-90")),
        (GuidanceCard::TITLE, text("安全帽")),
        (GuidanceCard::BODY, text("进车间前戴好安全帽。")),
        (GuidanceCard::TRIGGERS, at(Trigger::Arrival)),
    ]);
    let codes = |trigger| {
        let cards = cards_for(&device.client.world, trigger);
        cards.into_iter().map(|card| card.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(Trigger::Arrival), ["GC-03", "GC-90"]);
    assert_eq!(codes(Trigger::Call), ["GC-01"]);
}

#[test]
fn a_card_without_words_or_code_shows_nothing() {
    let mut record = Record::new(GuidanceCard::KIND, id(1));
    assert_eq!(usable(&record), None);
    let version = Version {
        op: Default::default(),
        seq: 1,
        hlc: Default::default(),
        value: text("GC-01"),
    };
    record.put(GuidanceCard::CODE, version);
    assert_eq!(usable(&record), None);
}
