//! Contact cards as phones and mail programs export them: nothing that names or reaches a person
//! is lost, whatever is read nothing panics, and the source is always kept.

use std::fmt::Write as _;
use std::path::PathBuf;

use proptest::prelude::*;
use shared::exchange::card::{Card, PhoneKind, Source, decode_bytes, read_bytes, read_text};

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/vcard")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn cards(name: &str) -> Vec<Card> {
    read_bytes(&fixture(name)).collect()
}

/// What a person checking a card by eye would write down.
fn summary(card: &Card) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            text += &format!("{label} {}\n", value.replace('\n', " / "));
        }
    };
    line("name", &card.name.display);
    card.name.others.iter().for_each(|it| line("also", it));
    line("spoken", &card.name.phonetic);
    for company in &card.companies {
        line("org", &company.name);
        line("dept", &company.department);
    }
    card.titles.iter().for_each(|it| line("title", it));
    for phone in &card.phones {
        let kind = format!("{:?}", phone.kind).to_lowercase();
        let label = if phone.label.is_empty() {
            String::new()
        } else {
            format!(" ({})", phone.label)
        };
        line("tel", &format!("{kind} {}{label}", phone.number));
    }
    card.emails.iter().for_each(|it| line("mail", it));
    card.addresses.iter().for_each(|it| line("adr", &it.text()));
    card.websites.iter().for_each(|it| line("web", it));
    card.messengers
        .iter()
        .for_each(|it| line("im", format!("{} {}", it.service, it.handle).trim()));
    card.languages.iter().for_each(|it| line("lang", it));
    text
}

/// Every card of the seven files. The golden list was checked by hand against the files.
#[test]
fn the_seven_files_keep_everything() {
    let files = [
        ("John_Doe_ANDROID.vcf", Source::VCard21),
        ("John_Doe_GMAIL.vcf", Source::VCard30),
        ("John_Doe_IPHONE.vcf", Source::VCard30),
        ("John_Doe_MS_OUTLOOK.vcf", Source::VCard21),
        ("gmail-list.vcf", Source::VCard30),
        ("outlook-2007.vcf", Source::VCard21),
        ("rfc6350-example.vcf", Source::VCard40),
    ];
    let mut found = String::new();
    for (file, source) in files {
        let cards = cards(file);
        for card in &cards {
            assert_eq!(card.source, source, "{file}");
            found += &format!("== {file}\n{}", summary(card));
        }
        let whole: String = cards.iter().map(|card| card.raw.as_str()).collect();
        assert_eq!(whole, decode_bytes(&fixture(file), None), "{file}: raw");
    }
    let golden = include_str!("../golden/cards.txt");
    assert_eq!(
        (found.matches("== ").count(), golden.matches("== ").count()),
        (14, 14)
    );
    for (found, golden) in found.split("== ").zip(golden.split("== ")) {
        assert_eq!(found, golden);
    }
}

/// The parts of the name, where the files give them.
#[test]
fn names_keep_their_parts() {
    let name = cards("John_Doe_IPHONE.vcf").remove(0).name;
    assert_eq!(
        (&*name.family, &*name.given, &*name.middle),
        ("Doe", "John", "Richter James")
    );
    assert_eq!((&*name.prefix, &*name.suffix), ("Mr.", "Sr."));
    let name = cards("rfc6350-example.vcf").remove(0).name;
    assert_eq!(
        (&*name.family, &*name.given, &*name.suffix),
        ("Perreault", "Simon", "ing. jr, M.Sc.")
    );
    let name = cards("John_Doe_GMAIL.vcf").remove(0).name;
    assert_eq!(name.middle, "Richter, James");
}

/// A second count that shares nothing with the reader: every line that starts like a telephone
/// number or an e-mail address, whatever its parameters, turns up among the cards.
#[test]
fn no_telephone_or_mail_line_is_lost() {
    for file in [
        "John_Doe_GMAIL.vcf",
        "John_Doe_IPHONE.vcf",
        "John_Doe_MS_OUTLOOK.vcf",
        "gmail-list.vcf",
        "outlook-2007.vcf",
        "rfc6350-example.vcf",
    ] {
        let text = String::from_utf8(fixture(file)).unwrap();
        let cards = cards(file);
        let digits = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        let (mut phones, mut mails) = (0, 0);
        for line in text.lines() {
            let (head, value) = line.trim().split_once(':').unwrap_or_default();
            if head.contains("TEL") {
                phones += 1;
                let kept = cards
                    .iter()
                    .flat_map(|it| &it.phones)
                    .any(|it| digits(&it.number) == digits(value));
                assert!(kept, "{file}: {line}");
            } else if head.contains("EMAIL") {
                mails += 1;
                assert!(
                    cards.iter().flat_map(|it| &it.emails).any(|it| it == value),
                    "{file}: {line}"
                );
            }
        }
        assert_eq!(
            cards.iter().map(|it| it.phones.len()).sum::<usize>(),
            phones,
            "{file}"
        );
        assert_eq!(
            cards.iter().map(|it| it.emails.len()).sum::<usize>(),
            mails,
            "{file}"
        );
    }
}

const CHINESE: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:王;小明\r\nORG:深圳市光华照明有限公司;销售部\r\nTITLE:销售经理\r\n\
    TEL;CELL:13800138000\r\nTEL;WORK:0755-12345678\r\nEMAIL:wang@example.com\r\n\
    ADR;WORK:;;宝安区西乡街道12号;深圳市;广东省;518000;中国\r\nX-WECHAT:wang_88\r\nEND:VCARD\r\n";

const CHINESE_SUMMARY: &str = "name 王小明\norg 深圳市光华照明有限公司\ndept 销售部\ntitle 销售经理\n\
    tel mobile 13800138000\ntel work 0755-12345678\nmail wang@example.com\n\
    adr 中国广东省深圳市宝安区西乡街道12号 518000\nim WeChat wang_88\n";

#[test]
fn a_card_reads_the_same_in_every_encoding() {
    let utf_16: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [b"\xEF\xBB\xBF", CHINESE.as_bytes()].concat();
    let gbk = encoding_rs::GBK.encode(CHINESE).0.into_owned();
    for bytes in [CHINESE.as_bytes().to_vec(), utf_16, with_mark, gbk] {
        let cards: Vec<Card> = read_bytes(&bytes).collect();
        assert_eq!(cards.len(), 1);
        assert_eq!(summary(&cards[0]), CHINESE_SUMMARY);
        assert_eq!(cards[0].raw, CHINESE);
    }
}

#[test]
fn cards_of_one_file_may_differ_in_encoding() {
    let german = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1:Größe;Jürgen\r\nEND:VCARD\r\n";
    let gbk = encoding_rs::GBK.encode(CHINESE).0;
    let latin = encoding_rs::WINDOWS_1252.encode(german).0;
    let bytes = [CHINESE.as_bytes(), &gbk, &latin, CHINESE.as_bytes()].concat();
    let names: Vec<String> = read_bytes(&bytes).map(|card| card.name.display).collect();
    assert_eq!(names, ["王小明", "王小明", "Jürgen Größe", "王小明"]);
}

#[test]
fn quoted_printable_in_gbk_is_read() {
    let quoted: String =
        encoding_rs::GBK
            .encode("王小明")
            .0
            .iter()
            .fold(String::new(), |mut text, byte| {
                write!(text, "={byte:02X}").unwrap();
                text
            });
    let text = format!(
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:{quoted}\nEND:VCARD"
    );
    assert_eq!(read_text(&text)[0].name.display, "王小明");
}

#[test]
fn what_generators_leave_out_is_not_missed() {
    let names = |text: &str| -> Vec<String> {
        read_text(text)
            .into_iter()
            .map(|card| card.name.display)
            .collect()
    };
    assert_eq!(
        names("BEGIN:VCARD\nN:Kennedy;Steve\nTEL:1234567"),
        ["Steve Kennedy"],
        "no version, no end"
    );
    assert_eq!(
        names("begin:vcard\nfn:Steve\nend:vcard"),
        ["Steve"],
        "lower case"
    );
    assert_eq!(
        names("N:Kennedy;Steve\nTEL:1234567"),
        ["Steve Kennedy"],
        "no begin"
    );
    assert_eq!(
        names("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD"),
        ["A", "B"],
        "first has no end"
    );
    assert_eq!(
        names("\n\nBEGIN:VCARD\r\nN:王小明\r\nEND:VCARD\n\n"),
        ["王小明"],
        "one part only"
    );
    let cards = read_text("Scan me\nBEGIN:VCARD\nFN:A\nEND:VCARD\nMECARD:N:B;;");
    assert_eq!(
        cards.iter().map(|card| card.source).collect::<Vec<_>>(),
        [Source::Text, Source::VCardOther, Source::MeCard]
    );
    assert_eq!(cards[2].name.display, "B");
}

#[test]
fn a_vcard_without_properties_still_yields_its_text() {
    let card = &read_text("BEGIN:VCARD Steve +44 7775 755503 steve@example.com END:VCARD")[0];
    assert_eq!(card.emails, ["steve@example.com"]);
    assert_eq!(card.phones[0].number, "+44 7775 755503");
}

#[test]
fn links_and_unknown_codes_keep_their_text() {
    for (text, source) in [
        ("https://work.weixin.qq.com/ca/cawcde6f1", Source::WeCom),
        ("https://u.wechat.com/kKzVpQ", Source::WeChat),
        ("https://example.com/c/17", Source::Link),
        ("WIFI:S:booth;T:WPA;P:secret;;", Source::Text),
        ("4006381333931", Source::Text),
        ("\u{1}\u{2}\u{FFFD}", Source::Text),
    ] {
        let cards = read_text(text);
        assert_eq!(
            (cards.len(), cards[0].source, &*cards[0].raw),
            (1, source, text)
        );
    }
    assert!(read_text("").is_empty() && read_text(" \r\n").is_empty());
}

/// Done-when 10: a file of 5,000 cards is taken in steps and every card arrives.
#[test]
fn five_thousand_cards_are_read_in_steps() {
    let mut file = String::new();
    for number in 0..5_000 {
        write!(
            file,
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:客户{number}\r\nTEL;TYPE=CELL:+86138{number:08}\r\n\
             EMAIL:c{number}@example.com\r\nPHOTO;ENCODING=b:{}\r\nEND:VCARD\r\n",
            "/9j/4AAQ".repeat(50)
        )
        .unwrap();
    }
    let mut cards = read_bytes(file.as_bytes());
    let (mut count, mut before) = (0, 0);
    while let Some(card) = cards.next() {
        assert_eq!(card.name.display, format!("客户{count}"));
        assert_eq!(card.phones[0].kind, PhoneKind::Mobile);
        assert_eq!(card.emails, [format!("c{count}@example.com")]);
        let (done, all) = cards.progress();
        assert!(done > before && done <= all, "progress goes on");
        before = done;
        count += 1;
    }
    assert_eq!((count, cards.progress()), (5_000, (file.len(), file.len())));
}

/// Text that looks enough like a card to reach every branch.
fn cardlike() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("BEGIN:VCARD".to_owned()),
        Just("END:VCARD".to_owned()),
        Just("VERSION:2.1".to_owned()),
        Just("MECARD:".to_owned()),
        Just("BIZCARD:".to_owned()),
        Just("item1.".to_owned()),
        Just("N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:".to_owned()),
        Just("TEL;".to_owned()),
        Just("NOTE;ENCODING=B:".to_owned()),
        Just("ADR:;;".to_owned()),
        Just("=CD=F5=".to_owned()),
        Just("tel:".to_owned()),
        Just("mailto:".to_owned()),
        Just("https://wa.me/".to_owned()),
        Just("%E7%".to_owned()),
        Just("电话：".to_owned()),
        Just("\r\n".to_owned()),
        Just("\r\r\n".to_owned()),
        Just("\n ".to_owned()),
        Just("=\n".to_owned()),
        Just("\\".to_owned()),
        Just(";;".to_owned()),
        Just(":".to_owned()),
        Just("\"".to_owned()),
        "[0-9+() -]{0,14}",
        "[a-z@.]{0,8}",
        any::<String>(),
    ];
    prop::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let count = read_bytes(&bytes).count();
        prop_assert!(count <= bytes.len());
    }

    #[test]
    fn no_damaged_card_panics(text in cardlike(), cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        if !bytes.is_empty() {
            let at = cut.index(bytes.len());
            bytes[at] = byte;
        }
        prop_assert!(read_bytes(&bytes).count() <= bytes.len());
    }

    #[test]
    fn any_text_keeps_its_raw(text in prop_oneof![any::<String>(), cardlike()]) {
        let raw: String = read_text(&text).iter().map(|card| card.raw.as_str()).collect();
        let expected = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        prop_assert_eq!(raw, if expected.trim().is_empty() { "" } else { expected });
    }
}
