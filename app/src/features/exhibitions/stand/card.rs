//! What a card says, in the fields of a lead. Nothing is dropped without a trace: `raw_code` keeps
//! the text the card was read from.

use shared::domain::exhibitions::BoothLead;
use shared::exchange::card::{Card, Messenger, PhoneKind};

/// Longest raw text kept with a lead, in bytes; a field takes 64 KiB.
const RAW: usize = 60_000;

/// The lead a card makes; everything a card does not know is empty.
pub(super) fn lead_of(card: &Card) -> BoothLead {
    BoothLead {
        name: name(card),
        title: title(card),
        company: list(card.companies.iter().map(|company| &company.name), " / "),
        phones: phones(card),
        emails: card.emails.clone(),
        address: list(card.addresses.iter().map(|address| address.text()), "\n"),
        websites: card.websites.clone(),
        language: card.languages.first().cloned().unwrap_or_default(),
        raw_code: clip(&card.raw, RAW),
        country: first(card.addresses.iter().map(|address| &address.country)),
        im: list(card.messengers.iter().map(account), ", "),
        ..BoothLead::default()
    }
}

fn name(card: &Card) -> String {
    let name = &card.name;
    if name.display.is_empty() {
        let assembled = name.assembled();
        first(std::iter::once(&assembled).chain(&name.others))
    } else {
        name.display.clone()
    }
}

/// Positions first, then the departments, which are no part of a company's name.
fn title(card: &Card) -> String {
    let departments = card.companies.iter().map(|company| &company.department);
    list(card.titles.iter().chain(departments), ", ")
}

/// As written, those that ring on a desk or in a pocket before fax and pager.
fn phones(card: &Card) -> Vec<String> {
    let machine = |kind| matches!(kind, PhoneKind::Fax | PhoneKind::Pager);
    let (last, mut phones): (Vec<_>, Vec<_>) =
        card.phones.iter().partition(|phone| machine(phone.kind));
    phones.extend(last);
    phones.iter().map(|phone| phone.number.clone()).collect()
}

fn account(messenger: &Messenger) -> String {
    if messenger.service.is_empty() {
        messenger.handle.clone()
    } else {
        format!("{} {}", messenger.service, messenger.handle)
    }
}

fn first<T: AsRef<str>>(texts: impl Iterator<Item = T>) -> String {
    let mut telling = texts.filter(|text| !text.as_ref().trim().is_empty());
    telling
        .next()
        .map(|text| text.as_ref().trim().to_owned())
        .unwrap_or_default()
}

fn list<T: AsRef<str>>(texts: impl Iterator<Item = T>, between: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        let text = text.as_ref().trim();
        if !text.is_empty() && !kept.iter().any(|known| known == text) {
            kept.push(text.to_owned());
        }
    }
    kept.join(between)
}

fn clip(text: &str, most: usize) -> String {
    text[..text.floor_char_boundary(most)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::exchange::card::{Address, Company, Name, Phone};

    fn text(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn every_part_of_a_card_finds_its_field() {
        let phone = |kind, number: &str| Phone {
            kind,
            number: text(number),
            label: String::new(),
        };
        let company = |name: &str, department: &str| Company {
            name: text(name),
            department: text(department),
        };
        let card = Card {
            name: Name {
                family: text("王"),
                given: text("小明"),
                ..Name::default()
            },
            companies: vec![company("明辉照明", "外贸部"), company("明辉集团", "")],
            titles: vec![text("经理")],
            phones: vec![
                phone(PhoneKind::Fax, "0755-2"),
                phone(PhoneKind::Mobile, "13800138000"),
            ],
            emails: vec![text("w@mh.example"), text("w2@mh.example")],
            addresses: vec![Address {
                country: text("中国"),
                city: text("深圳市"),
                ..Address::default()
            }],
            websites: vec![text("mh.example")],
            messengers: vec![Messenger {
                service: text("WeChat"),
                handle: text("wxm"),
            }],
            languages: vec![text("zh-CN")],
            raw: text("MECARD:…"),
            ..Card::default()
        };
        let lead = lead_of(&card);
        assert_eq!(lead.name, "王小明");
        assert_eq!(lead.title, "经理, 外贸部");
        assert_eq!(lead.company, "明辉照明 / 明辉集团");
        assert_eq!(lead.phones, ["13800138000", "0755-2"]);
        assert_eq!(lead.emails, ["w@mh.example", "w2@mh.example"]);
        assert_eq!(lead.address, "中国深圳市");
        assert_eq!(lead.country, "中国");
        assert_eq!(lead.websites, ["mh.example"]);
        assert_eq!(lead.im, "WeChat wxm");
        assert_eq!(lead.language, "zh-CN");
        assert_eq!(lead.raw_code, "MECARD:…");
    }

    #[test]
    fn raw_text_is_clipped_between_characters() {
        let raw = "码".repeat(RAW);
        let card = Card {
            raw,
            ..Card::default()
        };
        assert_eq!(lead_of(&card).raw_code.len(), RAW);
    }
}
