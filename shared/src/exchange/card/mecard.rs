//! The short forms made for codes: `MECARD:`, `CARD:`, `BIZCARD:`, `MEBKM:`, `MATMSG:`. All are a
//! word, then `KEY:value;` until an empty field.

use super::{Address, Card, Company, Messenger, Name, Phone, PhoneKind, Source, join, push_new};

/// The card, when the text is one of the short forms.
pub(super) fn read(text: &str) -> Option<Card> {
    let (word, body) = text.split_once(':')?;
    let source = match word.trim().to_ascii_uppercase().as_str() {
        "MECARD" | "CARD" => Source::MeCard,
        "BIZCARD" => Source::BizCard,
        "MEBKM" => Source::Bookmark,
        "MATMSG" => Source::Mail,
        _ => return None,
    };
    let mut card = Card {
        source,
        ..Card::default()
    };
    for (key, value) in fields(body) {
        take(&mut card, &key, &value);
    }
    if card.name.display.is_empty() {
        card.name.display = card.name.assembled();
    }
    Some(card)
}

/// Key and value of every field, escapes undone, up to the empty field that ends the form.
fn fields(body: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let (mut key, mut value) = (None, String::new());
    let mut letters = body.chars();
    loop {
        match (letters.next(), &key) {
            (Some('\\'), _) => value.extend(letters.next()),
            (Some(':'), None) => key = Some(std::mem::take(&mut value).trim().to_ascii_uppercase()),
            (Some(letter), _) if letter != ';' => value.push(letter),
            (end, _) => {
                let value = std::mem::take(&mut value).trim().to_owned();
                match (key.take(), end) {
                    (Some(key), _) => fields.push((key, value)),
                    (None, _) if !value.is_empty() => fields.push((String::new(), value)),
                    _ => return fields,
                }
                if end.is_none() {
                    return fields;
                }
            }
        }
    }
}

/// One field. The keys of all forms are taken together: generators mix them.
fn take(card: &mut Card, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let is_bizcard = card.source == Source::BizCard;
    match key {
        "N" if is_bizcard => card.name.given = value.into(),
        "X" if is_bizcard => card.name.family = value.into(),
        "N" | "NAME" => name(&mut card.name, value),
        "SOUND" => card.name.phonetic = value.replace(',', " "),
        "NICKNAME" => push_new(&mut card.name.others, value),
        "ORG" | "COR" | "CORP" | "COMPANY" | "C" => company(card, |it| it.name = value.into()),
        "DIV" | "DEP" | "DEPT" => company(card, |it| it.department = value.into()),
        "T" | "TIL" | "TITLE" if card.source != Source::Bookmark => {
            push_new(&mut card.titles, value)
        }
        "TEL" | "TEL-AV" | "B" => phone(card, PhoneKind::Other, value),
        "M" | "MOBILE" | "CELL" => phone(card, PhoneKind::Mobile, value),
        "F" | "FAX" => phone(card, PhoneKind::Fax, value),
        "EMAIL" | "EM" | "E" | "TO" => push_new(&mut card.emails, value),
        "ADR" | "ADD" | "ADDR" | "A" => address(card, value),
        "ZIP" => match card.addresses.last_mut() {
            Some(address) => address.postcode = value.into(),
            None => card.addresses.push(Address {
                postcode: value.into(),
                ..Address::default()
            }),
        },
        "URL" | "NET" => push_new(&mut card.websites, value),
        "QQ" => messenger(card, "QQ", value),
        "WECHAT" | "WEIXIN" | "WX" => messenger(card, "WeChat", value),
        "IM" => {
            let (service, handle) = value.split_once(':').unwrap_or(("", value));
            messenger(card, service, handle);
        }
        "BDAY" => {}
        _ => push_new(&mut card.notes, value),
    }
}

/// `Owen,Sean`: family name first. Without a comma the whole is the name.
fn name(name: &mut Name, value: &str) {
    match value.split_once([',', '，']) {
        Some((family, given)) => {
            name.family = family.trim().into();
            name.given = given.replace([',', '，'], " ").trim().into();
        }
        None => name.display = value.into(),
    }
}

fn company(card: &mut Card, change: impl FnOnce(&mut Company)) {
    if card.companies.is_empty() {
        card.companies.push(Company::default());
    }
    if let Some(company) = card.companies.last_mut() {
        change(company);
    }
}

fn phone(card: &mut Card, kind: PhoneKind, value: &str) {
    let phone = Phone {
        kind,
        number: value.into(),
        label: String::new(),
    };
    if !card.phones.contains(&phone) {
        card.phones.push(phone);
    }
}

/// Seven parts separated by commas as the form says, or, far more often, one plain text.
fn address(card: &mut Card, value: &str) {
    let parts: Vec<&str> = value.split(',').map(str::trim).collect();
    let address = match parts.as_slice() {
        // box, room, house number, city, prefecture, postal code, country
        [post_box, room, house, city, region, postcode, country] => Address {
            post_box: (*post_box).into(),
            extended: (*room).into(),
            street: (*house).into(),
            city: (*city).into(),
            region: (*region).into(),
            postcode: (*postcode).into(),
            country: (*country).into(),
        },
        _ => Address::from_text(&join(&parts, ", ")),
    };
    if !card.addresses.contains(&address) {
        card.addresses.push(address);
    }
}

fn messenger(card: &mut Card, service: &str, handle: &str) {
    card.messengers.push(Messenger {
        service: service.trim().into(),
        handle: handle.trim().into(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_chinese_mecard() {
        let card = read(
            r"MECARD:N:王小明;TIL:销售经理;ORG:深圳市光华照明有限公司;TEL:0755-12345678;M:13800138000;EMAIL:wang@example.com;ADR:深圳市宝安区西乡街道12号;URL:http\://example.com;WX:wang_88;NOTE:周一\;周二;;",
        )
        .unwrap();
        assert_eq!(card.name.display, "王小明");
        assert_eq!(card.titles, ["销售经理"]);
        assert_eq!(card.companies[0].name, "深圳市光华照明有限公司");
        assert_eq!(
            card.phones
                .iter()
                .map(|p| (p.kind, &*p.number))
                .collect::<Vec<_>>(),
            [
                (PhoneKind::Other, "0755-12345678"),
                (PhoneKind::Mobile, "13800138000"),
            ]
        );
        assert_eq!(card.addresses[0].text(), "深圳市宝安区西乡街道12号");
        assert_eq!(
            (&*card.websites[0], &*card.notes[0]),
            ("http://example.com", "周一;周二")
        );
        assert_eq!(card.messengers[0].service, "WeChat");
    }

    #[test]
    fn reads_the_other_forms() {
        let card = read("BIZCARD:N:Sean;X:Owen;T:Engineer;C:Lumen;A:76 9th Avenue, New York;B:+12125551212;E:s@example.com;;").unwrap();
        assert_eq!(card.name.display, "Sean Owen");
        assert_eq!(card.addresses[0].text(), "76 9th Avenue, New York");
        let card = read("MEBKM:TITLE:Lumen;URL:http://example.com:8080/a;;").unwrap();
        assert_eq!(
            (&*card.websites[0], &*card.notes[0]),
            ("http://example.com:8080/a", "Lumen")
        );
        assert!(!card.names_or_reaches_someone());
        let card = read("MATMSG:TO:a@example.com;SUB:Lamp;BODY:Hello;;").unwrap();
        assert_eq!((&*card.emails[0], card.notes.len()), ("a@example.com", 2));
        let card = read("mecard:N:Owen,Sean;TEL:1").unwrap();
        assert_eq!((&*card.name.display, card.phones.len()), ("Sean Owen", 1));
        assert!(read("http://example.com").is_none());
    }
}
