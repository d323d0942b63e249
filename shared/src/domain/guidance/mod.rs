//! Guidance cards (requirements §5.2): what software cannot enforce, shown at the moment it is of use.
//! A card never blocks anything. All cards are records: the server writes the seeded ones into a new
//! organisation, which then edits and retires them like its own, so no device carries their words twice.

mod seed;

pub use seed::seeds;

use crate::choice;
use crate::entity::{Entity, Id, ListOf, Record, Text};
use crate::language::Words;
use crate::ordered;
use crate::sync::look::match_key;
use crate::sync::{Look, Lookup};
use shared_derive::Entity;

choice! {
    /// 触发场景: the screen or moment at which a card is shown.
    pub enum Trigger: "guidance-trigger" {
        Call = 1 => "call", Notice = 2 => "notice", Arrival = 3 => "arrival", Farewell = 4 => "farewell",
        Visit = 5 => "visit", DelayNotice = 6 => "delay-notice", Demand = 7 => "demand",
        Complaint = 8 => "complaint", Anger = 9 => "anger", Training = 10 => "training",
        StoreOpening = 11 => "store-opening", Counter = 12 => "counter", Hotline = 13 => "hotline",
        Callback = 14 => "callback", Exhibition = 15 => "exhibition", Interaction = 16 => "interaction",
        Case = 17 => "case", Proposal = 18 => "proposal", Vip = 19 => "vip",
        Presentation = 20 => "presentation", Closing = 21 => "closing", Archive = 22 => "archive",
        Online = 23 => "online",
    }
}

/// 指引卡. Of several with one code the newest in use is shown.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 28, key = "guidance-card", compartment = Reference, level = L1, title = title)]
pub struct GuidanceCard {
    /// 编号, for example GC-03.
    #[field(16, required, search, listed)]
    pub code: Text,
    /// 标题, 简体中文.
    #[field(17, required, search, listed)]
    pub title: Text,
    /// 标题, 繁體中文.
    #[field(18, search)]
    pub title_hant: Text,
    /// 标题, English.
    #[field(19, search)]
    pub title_en: Text,
    /// 内容, 简体中文: a sentence on each line.
    #[field(20, required, kind = FieldKind::LongText)]
    pub body: Text,
    /// 内容, 繁體中文.
    #[field(21, kind = FieldKind::LongText)]
    pub body_hant: Text,
    /// 内容, English.
    #[field(22, kind = FieldKind::LongText)]
    pub body_en: Text,
    /// 触发场景.
    #[field(23, required, listed)]
    pub triggers: ListOf<Trigger>,
    /// 版本.
    #[field(24, required, listed)]
    pub version: i64,
    /// 停用.
    #[field(25, listed)]
    pub retired: bool,
}

/// A card to show.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Card {
    /// 编号.
    pub code: String,
    /// 标题.
    pub title: Words,
    /// 内容: a sentence on each line.
    pub body: Words,
    /// 触发场景.
    pub triggers: Vec<Trigger>,
    /// 版本; seeded cards are version 1.
    pub version: i64,
    /// Its record.
    pub record: Id,
}

const BY_CODE: u8 = b'g';

/// All cards of an organisation are found together; they are few.
pub fn card_keys(_: &Record) -> Vec<Vec<u8>> {
    vec![match_key(BY_CODE, "")]
}

/// Every card in use, by code.
pub fn cards(look: &dyn Look) -> Vec<Card> {
    let mut all: Vec<Card> = Vec::new();
    // Ids grow with time: of two people's cards the newer comes last and counts, on every device.
    for id in look.at(&match_key(BY_CODE, "")).ids {
        let Lookup::Known(record) = look.record(id) else {
            continue;
        };
        if let Some(card) = usable(&record) {
            all.retain(|other| other.code != card.code);
            all.push(card);
        }
    }
    ordered::sort_by(&mut all, |a, b| a.code.cmp(&b.code));
    all
}

/// The cards to show at a moment, by code. An angry customer is a moment of its own: ask for
/// [`Trigger::Anger`] beside [`Trigger::Complaint`].
pub fn cards_for(look: &dyn Look, trigger: Trigger) -> Vec<Card> {
    let mut cards = cards(look);
    cards.retain(|card| card.triggers.contains(&trigger));
    cards
}

fn usable(record: &Record) -> Option<Card> {
    let card = GuidanceCard::read(record);
    let code = card.code.trim().to_owned();
    let body = Words {
        texts: [card.body, card.body_hant, card.body_en],
    };
    if card.retired || code.is_empty() || body.is_empty() {
        return None;
    }
    Some(Card {
        code,
        title: Words {
            texts: [card.title, card.title_hant, card.title_en],
        },
        body,
        triggers: card.triggers,
        version: card.version,
        record: record.id,
    })
}

#[cfg(test)]
mod tests;
