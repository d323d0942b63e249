//! Codes that are one link: messengers, mail, telephone, the web.

use super::{Card, Messenger, Phone, PhoneKind, Source, push_new};

/// Hosts (with the start of the path where the host serves more than accounts) and schemes of
/// messengers. A code printed on a card opens the account of its owner.
const MESSENGERS: &[(&str, &str, Source)] = &[
    ("work.weixin.qq.com", "WeCom", Source::WeCom),
    ("wework.qq.com", "WeCom", Source::WeCom),
    ("wxwork://", "WeCom", Source::WeCom),
    ("u.wechat.com", "WeChat", Source::WeChat),
    ("weixin.qq.com/r/", "WeChat", Source::WeChat),
    ("weixin.qq.com/g/", "WeChat", Source::WeChat),
    ("weixin.qq.com/x/", "WeChat", Source::WeChat),
    ("weixin://", "WeChat", Source::WeChat),
    ("wechat://", "WeChat", Source::WeChat),
    ("qm.qq.com", "QQ", Source::Messenger),
    ("wa.me", "WhatsApp", Source::Messenger),
    ("api.whatsapp.com/send", "WhatsApp", Source::Messenger),
    ("whatsapp://", "WhatsApp", Source::Messenger),
    ("line.me/ti/", "LINE", Source::Messenger),
    ("line.me/r/ti/", "LINE", Source::Messenger),
    ("t.me", "Telegram", Source::Messenger),
    ("zalo.me", "Zalo", Source::Messenger),
    ("open.kakao.com", "KakaoTalk", Source::Messenger),
    ("qr.kakao.com", "KakaoTalk", Source::Messenger),
    ("viber://", "Viber", Source::Messenger),
    ("skype:", "Skype", Source::Messenger),
];

/// The card, when the whole text is one link.
pub(super) fn read(text: &str) -> Option<Card> {
    if text.chars().any(char::is_whitespace) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let mut card = Card::default();
    if let Some(rest) = lower.strip_prefix("mailto:") {
        card.source = Source::Mail;
        let rest = &text[text.len() - rest.len()..];
        let (to, query) = rest.split_once('?').unwrap_or((rest, ""));
        to.split(',')
            .for_each(|address| push_new(&mut card.emails, &unescape(address)));
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .for_each(|(_, value)| {
                push_new(&mut card.notes, &unescape(value));
            });
    } else if let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| is_call(scheme))
    {
        card.source = Source::Call;
        // "SMSTO:138…:text": the text is no part of the number; an extension is.
        let number = rest
            .trim_start_matches("//")
            .split(['?', ':'])
            .next()
            .unwrap_or(rest);
        let mobile = !scheme.eq_ignore_ascii_case("tel");
        let kind = if mobile {
            PhoneKind::Mobile
        } else {
            PhoneKind::Other
        };
        phone(
            &mut card,
            kind,
            &unescape(number).replace(";ext=", " ext. "),
        );
    } else if let Some((service, source)) = messenger(&lower) {
        card.source = source;
        if service == "WhatsApp" {
            whatsapp_number(text)
                .into_iter()
                .for_each(|it| phone(&mut card, PhoneKind::Mobile, &it));
        }
        card.messengers.push(Messenger {
            service: service.into(),
            handle: text.into(),
        });
    } else if is_web(&lower) {
        card.source = Source::Link;
        push_new(&mut card.websites, text);
    } else {
        return None;
    }
    Some(card)
}

/// Whether the text looks like a web address, with or without its scheme.
pub(super) fn is_web(lower: &str) -> bool {
    let rest = ["http://", "https://", "www."]
        .iter()
        .find_map(|start| lower.strip_prefix(start));
    rest.is_some_and(|rest| rest.chars().next().is_some_and(char::is_alphanumeric))
}

fn is_call(scheme: &str) -> bool {
    ["tel", "sms", "smsto", "mmsto"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme))
}

/// Name of the service and kind of the link, when it leads into a messenger.
fn messenger(lower: &str) -> Option<(&'static str, Source)> {
    let place = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .unwrap_or(lower);
    let place = place.strip_prefix("www.").unwrap_or(place);
    MESSENGERS.iter().find_map(|(start, service, source)| {
        let rest = place.strip_prefix(start)?;
        // "t.men.example" is not "t.me".
        let whole = start.ends_with(['/', ':'])
            || rest.is_empty()
            || rest.starts_with(['/', '?', '#', ':']);
        whole.then_some((*service, *source))
    })
}

/// `wa.me/8613…` and `…/send?phone=8613…` name the number itself.
fn whatsapp_number(text: &str) -> Option<String> {
    let tail = text
        .rsplit_once("phone=")
        .or_else(|| text.rsplit_once('/'))?
        .1;
    let digits: String = unescape(tail)
        .trim_start_matches('+')
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    (digits.len() >= 7).then(|| format!("+{digits}"))
}

fn phone(card: &mut Card, kind: PhoneKind, number: &str) {
    let number = number.trim();
    if !number.is_empty() {
        card.phones.push(Phone {
            kind,
            number: number.into(),
            label: String::new(),
        });
    }
}

/// Undoes percent escapes; what is no valid escape stays as it is.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let escape = (*first == b'%')
            .then(|| Some(digit(0)? * 16 + digit(1)?))
            .flatten();
        bytes.push(
            escape
                .and_then(|code| u8::try_from(code).ok())
                .unwrap_or(*first),
        );
        rest = if escape.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_known_by_where_they_lead() {
        for (text, source, service) in [
            (
                "https://work.weixin.qq.com/ca/cawcde123",
                Source::WeCom,
                "WeCom",
            ),
            (
                "https://work.weixin.qq.com/u/vc0123?v=4.1",
                Source::WeCom,
                "WeCom",
            ),
            ("https://u.wechat.com/MAbc-12", Source::WeChat, "WeChat"),
            ("HTTP://WEIXIN.QQ.COM/R/abc", Source::WeChat, "WeChat"),
            ("weixin://dl/business/?t=x", Source::WeChat, "WeChat"),
            (
                "https://wa.me/8613800138000?text=hi",
                Source::Messenger,
                "WhatsApp",
            ),
            ("https://t.me/lumen", Source::Messenger, "Telegram"),
            ("https://line.me/ti/p/abc", Source::Messenger, "LINE"),
        ] {
            let card = read(text).unwrap();
            assert_eq!(card.source, source, "{text}");
            assert_eq!(
                (&*card.messengers[0].service, &*card.messengers[0].handle),
                (service, text)
            );
            assert!(card.websites.is_empty() && card.names_or_reaches_someone());
        }
        for text in [
            "http://example.com",
            "www.example.com/a",
            "https://t.men.example/x",
            "https://mp.weixin.qq.com/s/x",
        ] {
            let card = read(text).unwrap();
            assert_eq!((card.source, &*card.websites[0]), (Source::Link, text));
            assert!(!card.names_or_reaches_someone());
        }
        assert!(
            read("Morden").is_none() && read("http://").is_none() && read("a http://b.c").is_none()
        );
    }

    #[test]
    fn numbers_and_addresses_come_out() {
        for (text, number) in [
            ("tel:+86-755-12345678;ext=12", "+86-755-12345678 ext. 12"),
            ("TEL:13800138000", "13800138000"),
            ("SMSTO:13800138000:hello", "13800138000"),
            ("https://wa.me/8613800138000", "+8613800138000"),
            (
                "https://api.whatsapp.com/send?phone=%2B4915112345678&text=x",
                "+4915112345678",
            ),
        ] {
            assert_eq!(read(text).unwrap().phones[0].number, number, "{text}");
        }
        assert!(
            read("https://wa.me/qr/ABC1234567")
                .unwrap()
                .phones
                .is_empty()
        );
        let card = read("mailto:a@example.com,b@example.com?subject=%E7%81%AF%20100%").unwrap();
        assert_eq!(card.emails, ["a@example.com", "b@example.com"]);
        assert_eq!(card.notes, ["灯 100%"]);
    }
}
