//! Properties of a vCard to a card.

use super::super::{
    Address, Card, Company, Messenger, Name, Phone, PhoneKind, Source, join, push_new,
};
use super::{Property, source, split, unescape};
use crate::ordered;

/// Extended properties that hold an account of a messenger.
const MESSENGERS: &[(&str, &str)] = &[
    ("X-WECHAT", "WeChat"),
    ("X-WEIXIN", "WeChat"),
    ("X-QQ", "QQ"),
    ("X-WHATSAPP", "WhatsApp"),
    ("X-TELEGRAM", "Telegram"),
    ("X-LINE", "LINE"),
    ("X-SKYPE", "Skype"),
    ("X-SKYPE-USERNAME", "Skype"),
    ("X-MSN", "MSN"),
    ("X-AIM", "AIM"),
    ("X-ICQ", "ICQ"),
    ("X-JABBER", "Jabber"),
    ("X-YAHOO", "Yahoo"),
    ("X-GOOGLE-TALK", "Google Talk"),
    ("X-MS-IMADDRESS", ""),
];

pub(super) fn card(properties: &[Property]) -> Card {
    let mut card = Card {
        source: Source::VCardOther,
        ..Card::default()
    };
    let mut labels = Vec::new();
    // A stable sort by preference puts the preferred entry of every list first.
    let mut ranked: Vec<&Property> = properties.iter().collect();
    ordered::sort_by_key(&mut ranked, |property| property.rank());
    let version_2 = properties
        .iter()
        .any(|it| it.name == "VERSION" && it.value.trim() == "2.1");
    for property in ranked {
        let value = property.value.trim();
        let text = unescape(value);
        match property.name.as_str() {
            "VERSION" => card.source = source(value),
            "FN" if card.name.display.is_empty() => card.name.display = text.trim().into(),
            "FN" | "NICKNAME" => push_new(&mut card.name.others, &text),
            "N" if card.name.family.is_empty() && card.name.given.is_empty() => {
                name(&mut card.name, value, version_2);
            }
            "X-PHONETIC-FIRST-NAME" | "X-PHONETIC-MIDDLE-NAME" => {
                card.name.phonetic = join(&[&text, &card.name.phonetic], " ");
            }
            "X-PHONETIC-LAST-NAME" => {
                card.name.phonetic = join(&[&card.name.phonetic, &text], " ");
            }
            "ORG" => company(&mut card, value),
            "TITLE" | "ROLE" => push_new(&mut card.titles, &text),
            "TEL" | "X-MS-TEL" => phone(&mut card, property, &text, properties),
            "EMAIL" => email(&mut card, property, &text),
            "ADR" => address(&mut card, value, version_2),
            "LABEL" => labels.push(text),
            "URL" => push_new(&mut card.websites, &text),
            "X-SOCIALPROFILE" | "SOCIALPROFILE" if value.contains("//") => {
                push_new(&mut card.websites, &text);
            }
            "NOTE" => push_new(&mut card.notes, &text),
            "LANG" => push_new(&mut card.languages, &text),
            "IMPP" => impp(&mut card, property, &text),
            name => {
                if let Some((_, service)) = MESSENGERS.iter().find(|(key, _)| *key == name) {
                    messenger(&mut card, service, &text);
                }
            }
        }
    }
    if card.addresses.is_empty() {
        card.addresses = labels
            .iter()
            .map(|label| Address::from_text(label))
            .collect();
    }
    if card.name.display.is_empty() {
        card.name.display = card.name.assembled();
    }
    card
}

/// `N` and its five parts. Lists inside a part are joined; version 2.1 knows none.
fn name(name: &mut Name, value: &str, version_2: bool) {
    let part = |index: usize, gap: &str| {
        let parts = split(value, ';');
        let raw = parts.get(index).copied().unwrap_or_default();
        if version_2 {
            return unescape(raw).trim().to_owned();
        }
        let items: Vec<String> = split(raw, ',').into_iter().map(unescape).collect();
        join(&items.iter().map(String::as_str).collect::<Vec<_>>(), gap)
    };
    name.family = part(0, " ");
    name.given = part(1, " ");
    name.middle = part(2, " ");
    name.prefix = part(3, " ");
    name.suffix = part(4, ", ");
}

fn company(card: &mut Card, value: &str) {
    let units: Vec<String> = split(value, ';').into_iter().map(unescape).collect();
    let (name, rest) = units
        .split_first()
        .map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let department = join(&rest.iter().map(String::as_str).collect::<Vec<_>>(), ", ");
    let company = Company {
        name: name.trim().into(),
        department,
    };
    if company != Company::default() && !card.companies.contains(&company) {
        card.companies.push(company);
    }
}

fn phone(card: &mut Card, property: &Property, text: &str, all: &[Property]) {
    let bare = match text.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &text[4..],
        _ => text,
    };
    let kind = if property.is("fax") {
        PhoneKind::Fax
    } else if property.is("cell") || property.is("mobile") || property.is("iphone") {
        PhoneKind::Mobile
    } else if property.is("pager") {
        PhoneKind::Pager
    } else if property.is("work") {
        PhoneKind::Work
    } else if property.is("home") {
        PhoneKind::Home
    } else {
        PhoneKind::Other
    };
    let phone = Phone {
        kind,
        number: bare.replace(";ext=", " ext. ").trim().to_owned(),
        label: label(property, all),
    };
    if !phone.number.is_empty() && !card.phones.contains(&phone) {
        card.phones.push(phone);
    }
}

/// The label Apple's address book ties to a property by its group: `_$!<AssistantPhone>!$_`.
fn label(property: &Property, all: &[Property]) -> String {
    all.iter()
        .find(|other| {
            !property.group.is_empty() && other.group == property.group && other.name == "X-ABLABEL"
        })
        .map(|other| {
            let value = other.value.trim();
            let built_in = value
                .strip_prefix("_$!<")
                .and_then(|rest| rest.strip_suffix(">!$_"));
            unescape(built_in.unwrap_or(value))
        })
        .unwrap_or_default()
}

/// Some generators put a messenger account under EMAIL: `EMAIL;IM:MSN:steve@example.com`. The
/// address is kept as both, for it may be either.
fn email(card: &mut Card, property: &Property, text: &str) {
    let mut address = text.trim();
    if property.is("im") {
        let (service, handle) = address.split_once(':').unwrap_or(("", address));
        messenger(card, service, handle);
        address = handle.trim();
    }
    if let Some(scheme) = address
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
    {
        address = &address[scheme.len()..];
    }
    push_new(&mut card.emails, address);
}

fn address(card: &mut Card, value: &str, version_2: bool) {
    let part = |index: usize| {
        let parts = split(value, ';');
        let raw = parts.get(index).copied().unwrap_or_default();
        let text = unescape(raw);
        // Lists inside a part are rare and a comma reads well; only their empty ends go.
        let text = if version_2 {
            text.trim()
        } else {
            text.trim().trim_end_matches(',')
        };
        text.to_owned()
    };
    let address = Address {
        post_box: part(0),
        extended: part(1),
        street: part(2),
        city: part(3),
        region: part(4),
        postcode: part(5),
        country: part(6),
    };
    if !address.is_empty() && !card.addresses.contains(&address) {
        card.addresses.push(address);
    }
}

/// `IMPP;X-SERVICE-TYPE=Skype:skype:name`, or the service as the scheme of the address alone.
fn impp(card: &mut Card, property: &Property, text: &str) {
    let (scheme, handle) = text.split_once(':').unwrap_or(("", text));
    let scheme = if scheme.eq_ignore_ascii_case("x-apple") {
        ""
    } else {
        scheme
    };
    let service = property
        .param("X-SERVICE-TYPE")
        .next()
        .unwrap_or(scheme)
        .to_owned();
    messenger(card, &service, handle);
}

fn messenger(card: &mut Card, service: &str, handle: &str) {
    let known = MESSENGERS
        .iter()
        .map(|(_, name)| *name)
        .find(|name| name.eq_ignore_ascii_case(service));
    let account = Messenger {
        service: known.unwrap_or(service).trim().into(),
        handle: handle.trim().into(),
    };
    if !account.handle.is_empty() && !card.messengers.contains(&account) {
        card.messengers.push(account);
    }
}
