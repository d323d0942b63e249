//! Photographs of QR codes and rendered codes of our own through the decoder of the reader worker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own picture has failed"
)]

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use fast_qr::{ECL, QRBuilder};
use proptest::prelude::*;
use shared::exchange::card::{Card, PhoneKind, Source, read_text};
use shared::exchange::reader::Effort;

/// Photographs that must be read exactly. One of the 35 (13) holds another text than the collection says.
const FLOOR: usize = 34;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/qr")
}

/// The pixels of a fixture, as a browser's canvas gives them.
fn photograph(number: u32) -> (Vec<u8>, u32, u32) {
    let file = File::open(folder().join(format!("{number}.png"))).unwrap();
    let mut decoder = png::Decoder::new(BufReader::new(file));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let rgba = pixels[..frame.buffer_size()]
        .chunks_exact(frame.color_type.samples())
        .flat_map(|pixel| match *pixel {
            [grey] => [grey, grey, grey, 255],
            [grey, alpha] => [grey, grey, grey, alpha],
            [red, green, blue] => [red, green, blue, 255],
            [red, green, blue, alpha] => [red, green, blue, alpha],
            _ => panic!("{number}: a pixel of {} samples", pixel.len()),
        })
        .collect();
    (rgba, frame.width, frame.height)
}

fn expected(number: u32) -> String {
    std::fs::read_to_string(folder().join(format!("{number}.txt"))).unwrap()
}

fn numbers() -> Vec<u32> {
    (1..=36)
        .filter(|number| folder().join(format!("{number}.png")).exists())
        .collect()
}

/// Done-when 4: all photographs go through the decoder, the rate is pinned.
#[test]
fn photographs_are_read() {
    let numbers = numbers();
    assert_eq!(numbers.len(), 35);
    let (mut read, mut missed) = (0, Vec::new());
    for number in numbers {
        let (rgba, width, height) = photograph(number);
        let texts = reader::codes::read(&rgba, width, height, Effort::Picture);
        if texts.contains(&expected(number)) {
            read += 1;
        } else {
            missed.push((number, texts));
        }
    }
    println!("{read} of 35 photographs read exactly; not: {missed:?}");
    assert!(
        read >= FLOOR,
        "{read} of 35 read, the floor is {FLOOR}; not: {missed:?}"
    );
}

#[test]
fn a_picture_with_two_codes_gives_both() {
    let (rgba, width, height) = photograph(16);
    let texts = reader::codes::read(&rgba, width, height, Effort::Picture);
    assert_eq!(texts.len(), 2, "{texts:?}");
}

/// A camera frame gets one quick look; most photographs are still read.
#[test]
fn frames_are_read_quickly() {
    let read = numbers()
        .into_iter()
        .filter(|number| {
            let (rgba, width, height) = photograph(*number);
            reader::codes::read(&rgba, width, height, Effort::Frame).contains(&expected(*number))
        })
        .count();
    assert!(read >= 33, "{read}");
}

/// The four photographs whose code carries a person.
#[test]
fn photographed_people_become_cards() {
    let card = |number: u32| -> Card {
        let (rgba, width, height) = photograph(number);
        let texts = reader::codes::read(&rgba, width, height, Effort::Picture);
        assert_eq!(texts.len(), 1, "{number}");
        let mut cards = read_text(&texts[0]);
        assert_eq!((cards.len(), &cards[0].raw), (1, &texts[0]), "{number}");
        cards.remove(0)
    };
    for number in [11, 32] {
        let card = card(number);
        assert_eq!(
            (card.source, &*card.name.display),
            (Source::VCardOther, "Steve Kennedy")
        );
        assert_eq!(card.phones[0].number, "+44 (0)7775 755503");
        assert_eq!(card.companies[0].name, "NetTek Ltd");
        assert_eq!(card.titles, ["Consultant"]);
        assert_eq!(card.emails, ["steve@nettek.co.uk", "steve@gbnet.net"]);
        assert_eq!(card.websites, ["www.nettek.co.uk"]);
        assert_eq!(
            card.addresses[0].text(),
            "Flat 2, 43 Howitt Road, Belsize Park, London, NW34LU, UK"
        );
        assert_eq!(
            (&*card.messengers[0].service, &*card.notes[0]),
            ("MSN", "Testing 1 2 3")
        );
    }
    let todd = card(7);
    assert_eq!(
        (todd.source, &*todd.name.display),
        (Source::BizCard, "Todd Ogasawara")
    );
    assert_eq!(
        (&*todd.titles[0], &*todd.companies[0].name),
        ("Tech Geek", "MobileViews.com")
    );
    assert_eq!(
        (&*todd.emails[0], todd.addresses[0].text()),
        ("editor@mobileviews.com", "MobileTown USA".into())
    );
    let test = card(30);
    assert_eq!((test.source, &*test.name.display), (Source::MeCard, "測試"));
}

/// No other photograph is taken for a person.
#[test]
fn other_photographs_carry_nobody() {
    for number in numbers()
        .into_iter()
        .filter(|number| ![7, 11, 30, 32].contains(number))
    {
        for card in read_text(&expected(number)) {
            assert!(!card.names_or_reaches_someone(), "{number}: {card:?}");
        }
    }
}

/// A code of any bytes, dark on light or light on dark, as RGBA pixels.
fn rendered(content: &[u8], module: usize, dark: [u8; 4], light: [u8; 4]) -> (Vec<u8>, u32, u32) {
    let code = QRBuilder::new(content).ecl(ECL::M).build().unwrap();
    let side = (code.size + 8) * module;
    let mut rgba = Vec::with_capacity(side * side * 4);
    for y in 0..side {
        for x in 0..side {
            let (column, row) = ((x / module).wrapping_sub(4), (y / module).wrapping_sub(4));
            let inside = column < code.size && row < code.size;
            let is_dark = inside && code[row][column].value();
            rgba.extend(if is_dark { dark } else { light });
        }
    }
    (rgba, side as u32, side as u32)
}

const BLACK: [u8; 4] = [0, 0, 0, 255];
const WHITE: [u8; 4] = [255, 255, 255, 255];

/// Renders, decodes and reads one code.
fn through_a_code(content: &[u8]) -> Card {
    let (rgba, width, height) = rendered(content, 4, BLACK, WHITE);
    let texts = reader::codes::read(&rgba, width, height, Effort::Picture);
    assert_eq!(texts.len(), 1, "{texts:?}");
    let mut cards = read_text(&texts[0]);
    assert_eq!(cards.len(), 1);
    cards.remove(0)
}

const VCARD: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:王;小明\r\nFN:王小明\r\nORG:深圳市光华照明有限公司\r\n\
    TITLE:销售经理\r\nTEL;CELL:13800138000\r\nEMAIL:wang@example.com\r\nEND:VCARD\r\n";

#[test]
fn a_vcard_in_gbk_survives_the_code() {
    let gbk = encoding_rs::GBK.encode(VCARD).0;
    for bytes in [&*gbk, VCARD.as_bytes()] {
        let card = through_a_code(bytes);
        assert_eq!(
            (card.source, &*card.name.display),
            (Source::VCard21, "王小明")
        );
        assert_eq!(
            (&*card.companies[0].name, &*card.titles[0]),
            ("深圳市光华照明有限公司", "销售经理")
        );
        assert_eq!(
            (card.phones[0].kind, &*card.phones[0].number),
            (PhoneKind::Mobile, "13800138000")
        );
        assert_eq!(card.emails, ["wang@example.com"]);
        assert_eq!(card.raw, VCARD);
    }
}

#[test]
fn a_chinese_mecard_survives_the_code() {
    let text = "MECARD:N:李伟;ORG:广州明辉灯饰厂;TIL:采购;TEL:020-87654321;EMAIL:li@example.com;;";
    for bytes in [text.as_bytes(), &encoding_rs::GB18030.encode(text).0] {
        let card = through_a_code(bytes);
        assert_eq!((card.source, &*card.name.display), (Source::MeCard, "李伟"));
        assert_eq!(
            (&*card.companies[0].name, &*card.titles[0]),
            ("广州明辉灯饰厂", "采购")
        );
        assert_eq!(
            (&*card.phones[0].number, &*card.emails[0]),
            ("020-87654321", "li@example.com")
        );
    }
}

#[test]
fn links_of_wecom_and_wechat_survive_the_code() {
    for (link, source, service) in [
        (
            "https://work.weixin.qq.com/ca/cawcde3f7a2b1c9d",
            Source::WeCom,
            "WeCom",
        ),
        (
            "https://u.wechat.com/MJq0Nq3yU6yQ8k2v",
            Source::WeChat,
            "WeChat",
        ),
    ] {
        let card = through_a_code(link.as_bytes());
        assert_eq!(
            (card.source, &*card.messengers[0].service),
            (source, service)
        );
        assert_eq!((&*card.messengers[0].handle, &*card.raw), (link, link));
    }
}

#[test]
fn names_of_other_encodings_survive_the_code() {
    for (encoding, name) in [
        (encoding_rs::WINDOWS_1252, "Müller,Jörg"),
        (encoding_rs::BIG5, "陳大文;ORG:香港照明有限公司;TIL:經理"),
        (encoding_rs::SHIFT_JIS, "田中太郎;ORG:株式会社ライト"),
    ] {
        let text = format!("MECARD:N:{name};;");
        assert_eq!(
            through_a_code(&encoding.encode(&text).0).raw,
            text,
            "{}",
            encoding.name()
        );
    }
}

/// Cards are printed white on dark, pale on pale, and photographed large.
#[test]
fn codes_are_read_in_any_print() {
    for (module, dark, light) in [
        (4, WHITE, [20, 30, 60, 255]),
        (4, [150, 150, 150, 255], [190, 190, 190, 255]),
        (2, BLACK, WHITE),
        (60, BLACK, WHITE),
        (4, BLACK, [0, 0, 0, 0]),
    ] {
        let (rgba, width, height) = rendered(b"https://example.com/c/4711", module, dark, light);
        let texts = reader::codes::read(&rgba, width, height, Effort::Picture);
        assert_eq!(
            texts,
            ["https://example.com/c/4711"],
            "module {module}, {dark:?} on {light:?}"
        );
    }
}

#[test]
fn pictures_without_a_code_give_none() {
    let (rgba, ..) = photograph(9);
    assert!(reader::codes::read(&[200; 4 * 64 * 64], 64, 64, Effort::Picture).is_empty());
    assert!(
        reader::codes::read(&rgba, 1, 1, Effort::Picture).is_empty(),
        "sizes that do not fit"
    );
    assert!(reader::codes::read(&[], 0, 0, Effort::Picture).is_empty());
    for (width, height) in [(1, 1), (1, 400), (400, 1), (3, 3)] {
        let rgba = vec![0; width as usize * height as usize * 4];
        assert!(reader::codes::read(&rgba, width, height, Effort::Picture).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Damaged codes are read right, read as something else or not at all, but never kill the host's decoder.
    #[test]
    fn damaged_codes_do_not_panic(
        number in prop::sample::select(vec![7_u32, 9, 11, 16, 30, 32, 36]),
        seed in any::<u64>(),
        share in 1_u64..60,
    ) {
        let (mut rgba, width, height) = photograph(number);
        let mut state = seed | 1;
        for pixel in rgba.chunks_exact_mut(4) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if state % 100 < share {
                pixel[..3].fill((state >> 32) as u8);
            }
        }
        let _ = reader::codes::read(&rgba, width, height, Effort::Picture);
    }
}
