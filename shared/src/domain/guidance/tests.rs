use super::*;
use crate::entity::{Value, Version};
use crate::sync::tests::{Device, house, id, set};
use crate::sync::{Action, Verdict};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// Kept by a person who may write cards, and read back from the world of his device.
fn device_with(fields: Vec<(u16, Value)>) -> Device {
    let mut store = house();
    let mut manager = Device::new(2, id(2));
    let items = Vec::new();
    let made = manager.make(GuidanceCard::KIND, id(60), Action::Create { fields, items });
    manager.sync(&mut store);
    assert_eq!(manager.receipt(made.id), Verdict::Accepted);
    manager
}

#[test]
fn every_seed_says_two_to_five_sentences_in_all_three_languages_and_is_shown_somewhere() {
    let seeds: Vec<Card> = seed::seeds().collect();
    let wanted: Vec<_> = (1..=25).map(|n| format!("GC-{n:02}")).collect();
    assert!(seeds.iter().map(|card| &card.code).eq(&wanted));
    for card in &seeds {
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
        let shown = seeds.iter().any(|card| card.triggers.contains(trigger));
        assert!(shown, "nothing is shown at {trigger:?}");
    }
}

#[test]
fn a_card_of_the_organisation_stands_in_the_place_of_the_seed_until_it_is_retired() {
    let mut device = device_with(vec![
        (GuidanceCard::CODE, text("GC-03")),
        (GuidanceCard::TITLE, text("迎宾")),
        (GuidanceCard::BODY, text("先递茶。")),
        (GuidanceCard::VERSION, Value::Int(2)),
    ]);
    let shown = cards_for(&device.client.world, Trigger::Farewell);
    let first = shown
        .first()
        .map(|card| (card.code.as_str(), card.version, card.record));
    assert_eq!((shown.len(), first), (1, Some(("GC-03", 2, Some(id(60))))));
    device.make(
        GuidanceCard::KIND,
        id(60),
        set(GuidanceCard::RETIRED, Value::Bool(true)),
    );
    let shown = cards_for(&device.client.world, Trigger::Farewell);
    assert_eq!(shown.first().map(|card| card.record), Some(None));
}

#[test]
fn a_card_of_its_own_is_shown_where_it_says() {
    let triggers = Value::List(vec![Value::Choice(Trigger::Arrival.no())]);
    let device = device_with(vec![
        (GuidanceCard::CODE, text("GC-90")),
        (GuidanceCard::TITLE, text("安全帽")),
        (GuidanceCard::BODY, text("进车间前戴好安全帽。")),
        (GuidanceCard::TRIGGERS, triggers),
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
