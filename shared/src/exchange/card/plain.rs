//! Plain text, as typed or as printed on a card: only what a line says by a label or by its own
//! form is taken, the rest stays in `raw`.

use super::super::{fold::narrow, phone::Number};
use super::{Address, Card, Company, Messenger, Phone, PhoneKind, link, push_new};

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Name,
    Company,
    Title,
    Phone(PhoneKind),
    Email,
    Address,
    Web,
    Messenger(&'static str),
}

const LABELS: &[(Part, &[&str])] = &[
    (
        Part::Name,
        &[
            "姓名",
            "联系人",
            "聯絡人",
            "联络人",
            "name",
            "contact",
            "contact person",
        ],
    ),
    (
        Part::Company,
        &[
            "公司",
            "公司名称",
            "单位",
            "company",
            "organization",
            "organisation",
            "firma",
        ],
    ),
    (
        Part::Title,
        &[
            "职务",
            "职位",
            "職務",
            "職位",
            "title",
            "position",
            "job title",
        ],
    ),
    (
        Part::Phone(PhoneKind::Mobile),
        &[
            "手机",
            "手機",
            "移动电话",
            "mobile",
            "mob",
            "cell",
            "handy",
            "m",
        ],
    ),
    (
        Part::Phone(PhoneKind::Fax),
        &["传真", "傳真", "fax", "telefax", "f"],
    ),
    (
        Part::Phone(PhoneKind::Other),
        &[
            "电话",
            "電話",
            "座机",
            "固话",
            "tel",
            "phone",
            "telephone",
            "telefon",
            "t",
            "p",
        ],
    ),
    (
        Part::Email,
        &[
            "邮箱",
            "电邮",
            "電郵",
            "电子邮箱",
            "电子邮件",
            "邮件",
            "email",
            "e-mail",
            "mail",
            "e",
        ],
    ),
    (
        Part::Address,
        &["地址", "公司地址", "address", "addr", "add", "adresse", "a"],
    ),
    (
        Part::Web,
        &[
            "网址", "網址", "网站", "主页", "web", "website", "url", "homepage", "w",
        ],
    ),
    (
        Part::Messenger("WeChat"),
        &["微信", "微信号", "wechat", "weixin"],
    ),
    (Part::Messenger("QQ"), &["qq"]),
    (Part::Messenger("WhatsApp"), &["whatsapp"]),
    (Part::Messenger("Skype"), &["skype"]),
    (Part::Messenger("LINE"), &["line id"]),
];

/// What the text says, line by line. Nothing where it is no text: bytes without order hold an `@`
/// or a run of digits too, and must not pass for a person.
pub(super) fn read(text: &str) -> Card {
    let mut card = Card::default();
    if text.contains(|letter: char| letter.is_control() && !letter.is_whitespace()) {
        return card;
    }
    let mut first_plain = None;
    let pieces = || {
        text.split(['\n', '\r', '|', '｜', ';', '；', '\t'])
            .map(str::trim)
            .filter(|it| !it.is_empty())
    };
    for piece in pieces() {
        let labelled = label(piece);
        let taken = match labelled {
            Some((part, value)) => {
                take(&mut card, part, value);
                true
            }
            None => unlabelled(&mut card, piece),
        };
        if !taken && first_plain.is_none() {
            first_plain = Some(piece);
        }
    }
    // On a card of several lines the first that says nothing else is the name.
    let is_card = card.names_or_reaches_someone() && pieces().nth(1).is_some();
    if let Some(line) = first_plain.filter(|line| is_card && looks_like_name(line))
        && card.name.display.is_empty()
    {
        card.name.display = line.to_owned();
    }
    card
}

/// A label at the start of the piece and what follows it.
fn label(piece: &str) -> Option<(Part, &str)> {
    let (head, value) = piece.split_once([':', '：'])?;
    let head: String = head.chars().map(narrow).filter(|c| *c != '.').collect();
    let head = head.trim().to_lowercase();
    let dense = head.replace(' ', "");
    let (part, _) = LABELS
        .iter()
        .find(|(_, words)| words.iter().any(|word| *word == head || *word == dense))?;
    let value = value.trim();
    (!value.is_empty()).then_some((*part, value))
}

fn take(card: &mut Card, part: Part, value: &str) {
    match part {
        Part::Name => card.name.display = value.into(),
        Part::Company => card.companies.push(Company {
            name: value.into(),
            ..Company::default()
        }),
        Part::Title => push_new(&mut card.titles, value),
        Part::Phone(kind) => phone(card, kind, value),
        Part::Email => push_new(&mut card.emails, value),
        Part::Address => card.addresses.push(Address::from_text(value)),
        Part::Web => push_new(&mut card.websites, value),
        Part::Messenger(service) => {
            card.messengers.push(Messenger {
                service: service.into(),
                handle: value.into(),
            });
        }
    }
}

/// Takes what shows by its form alone; whether anything did.
fn unlabelled(card: &mut Card, piece: &str) -> bool {
    let mut found = false;
    let around = |letter: char| letter.is_whitespace() || "，,、<>()（）\"".contains(letter);
    for word in piece.split(around) {
        let word = word.trim_matches(['.', '。', ':', '：']);
        if is_email(word) {
            push_new(&mut card.emails, word);
            found = true;
        } else if link::is_web(&word.to_ascii_lowercase()) {
            push_new(&mut card.websites, word);
            found = true;
        }
    }
    for run in piece.split(|letter: char| !"+-() ./".contains(letter) && !letter.is_ascii_digit()) {
        let run = run.trim_matches([' ', '.', '/', '-']);
        if Number::read(run, "86").is_some_and(|number| number.country.is_some()) {
            phone(card, PhoneKind::Other, run);
            found = true;
        }
    }
    if !found && is_company(piece) {
        card.companies.push(Company {
            name: piece.into(),
            ..Company::default()
        });
        found = true;
    }
    found
}

fn phone(card: &mut Card, kind: PhoneKind, number: &str) {
    if number.chars().filter(char::is_ascii_digit).count() >= 5 {
        card.phones.push(Phone {
            kind,
            number: number.into(),
            label: String::new(),
        });
    }
}

fn is_email(word: &str) -> bool {
    let Some((user, host)) = word.split_once('@') else {
        return false;
    };
    !user.is_empty()
        && !host.contains('@')
        && host.split('.').count() > 1
        && !host.split('.').any(str::is_empty)
}

fn is_company(piece: &str) -> bool {
    const ENDS: &[&str] = &[
        "公司",
        "集团",
        "集團",
        "厂",
        "廠",
        "商行",
        "经营部",
        " ltd",
        " limited",
        " gmbh",
        " inc",
        " llc",
        " corp",
        " s.r.l",
        " srl",
        " s.a",
        " b.v",
        " ag",
        " co",
    ];
    let lower = piece.to_lowercase();
    let bare = lower.trim_end_matches('.');
    piece.chars().count() <= 80 && ENDS.iter().any(|end| bare.ends_with(end))
}

fn looks_like_name(line: &str) -> bool {
    line.chars().count() <= 40
        && line.split_whitespace().count() <= 5
        && !line
            .chars()
            .any(|letter| letter.is_ascii_digit() || "@:：/=".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_labelled_lines() {
        let card = read(
            "姓名：王小明\n公司: 深圳市光华照明有限公司\n职 务：销售经理\n手机：138 0013 8000\nTel.: 0755-12345678 转 12\nFax: 0755-12345679\nE-mail: wang@example.com\n微信：wang_88\n地址：深圳市宝安区\n网址：example.com",
        );
        assert_eq!(card.name.display, "王小明");
        assert_eq!(card.companies[0].name, "深圳市光华照明有限公司");
        assert_eq!(card.titles, ["销售经理"]);
        let phones: Vec<_> = card
            .phones
            .iter()
            .map(|it| (it.kind, &*it.number))
            .collect();
        assert_eq!(
            phones,
            [
                (PhoneKind::Mobile, "138 0013 8000"),
                (PhoneKind::Other, "0755-12345678 转 12"),
                (PhoneKind::Fax, "0755-12345679"),
            ]
        );
        assert_eq!(card.emails, ["wang@example.com"]);
        assert_eq!(
            (&*card.messengers[0].handle, &*card.websites[0]),
            ("wang_88", "example.com")
        );
        assert_eq!(card.addresses[0].text(), "深圳市宝安区");
    }

    #[test]
    fn takes_what_shows_by_itself() {
        let card =
            read("Steve Kennedy\nNetTek Ltd.\n+44 7775 755503, steve@example.com\nwww.example.com");
        assert_eq!(card.name.display, "Steve Kennedy");
        assert_eq!(card.companies[0].name, "NetTek Ltd.");
        assert_eq!(
            (&*card.phones[0].number, &*card.emails[0]),
            ("+44 7775 755503", "steve@example.com")
        );
        assert_eq!(card.websites, ["www.example.com"]);
        let card = read("广州灯饰厂 陈经理 13800138000");
        assert_eq!(card.phones[0].number, "13800138000");
    }

    #[test]
    fn takes_nothing_from_what_is_no_text() {
        for text in [
            "a@b.cn\u{0}",
            "\u{1}tel: +86 13800138000",
            "王@公司.中国 \u{9d}x",
        ] {
            assert!(!read(text).names_or_reaches_someone(), "{text:?}");
        }
        assert_eq!(read("姓名：王\t\r\na@b.cn").emails, ["a@b.cn"]);
    }

    #[test]
    fn takes_nothing_from_prose_and_bare_figures() {
        for text in [
            "Morden",
            "2021200000",
            "In 25 words or less in the comments, below, tell us how QR codes matter.",
            "The 2005 USGS aerial photograph of the Washington Monument is censored.",
            "order 2026-11-22 10:00 no. 4711-0815",
            "今度のバージョンでは文章の暗号化ができます。",
            "AD:SUB:阿;;",
            "",
        ] {
            assert!(
                !read(text).names_or_reaches_someone(),
                "{text} {:?}",
                read(text)
            );
        }
    }
}
