//! Search: every form of query in a table, and laws over random text.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use shared::search::{Index, Syllable, Tables, TablesError, Text};

const ASSET: &[u8] = include_bytes!("../../app/assets/search/tables.bin");

static TABLES: LazyLock<Arc<Tables>> = LazyLock::new(|| Arc::new(Tables::decode(ASSET).unwrap()));

/// Names and other fields of a few customers; later ones are fresher.
const RECORDS: &[(&[&str], &[&str])] = &[
    (
        &["深圳市欧普照明有限公司", "王海峰"],
        &["138 0013 8000", "whf@opple.com.cn", "深圳"],
    ),
    (
        &["王氏照明（重庆）有限公司", "曾庆红"],
        &["+86-755-2688-9901", "zeng@ws.cn", "重庆"],
    ),
    (
        &["東莞市廣達燈飾廠", "單雄信"],
        &["0769-22334455", "info@guangda.com"],
    ),
    (
        &["Müller Straßenleuchten GmbH", "José Łukasz"],
        &["+49 30 901820", "j.lukasz@mueller.de"],
    ),
    (
        &["ＡＣＭＥ Ｌｉｇｈｔｉｎｇ", "吕绿"],
        &["a.b_c@acme.com", "客户编号 C-1024"],
    ),
    (&["宁波长行电器厂", "行长生"], &["13912345678"]),
    (&["西安先锋LED灯具", "朴大成"], &["13900138000"]),
];

fn filled(tables: Option<Arc<Tables>>) -> Index<usize> {
    let mut index = Index::new(tables);
    for (key, (names, others)) in RECORDS.iter().enumerate() {
        index.put(key, key as u64, Text { names, others });
    }
    index
}

fn find(query: &str) -> Vec<usize> {
    filled(Some(Arc::clone(&TABLES))).search(query, 99).keys
}

fn table(rows: &[(&str, &[usize])]) {
    for (query, expected) in rows {
        let mut found = find(query);
        found.sort_unstable();
        assert_eq!(found, *expected, "{query}");
    }
}

#[test]
fn characters_at_any_place() {
    table(&[
        ("欧普照明", &[0]),
        ("照明", &[0, 1]),
        ("王", &[0, 1]),
        ("峰", &[0]),
        ("照明有限公司", &[0]),
        // Brackets and spaces may be left out or typed.
        ("照明重庆", &[1]),
        ("照明(重庆)", &[1]),
        ("照明 重庆", &[1]),
        ("明照", &[]),
    ]);
}

#[test]
fn pinyin_whole_broken_off_and_by_initials() {
    table(&[
        ("oupu", &[0]),
        ("oupuzhaoming", &[0]),
        ("oupuzhaom", &[0]),
        ("shenzhen", &[0]),
        ("whf", &[0]),
        ("wanghaifeng", &[0]),
        ("wanghf", &[0]),
        ("whaif", &[0]),
        ("opzm", &[0]),
        ("opzhm", &[0]),
        ("szsopzm", &[0]),
        // One syllable (限) or two (西安); an apostrophe is a separator like any other.
        ("xian", &[0, 1, 6]),
        ("xi'an", &[0, 1, 6]),
        ("angh", &[]),
        ("anghaifeng", &[]),
        // ü as v or u.
        ("lvlv", &[4]),
        ("lulu", &[4]),
        ("lülü", &[4]),
    ]);
    assert_eq!(find("xi'an")[0], 6, "at the start of a name");
}

#[test]
fn characters_and_pinyin_mixed() {
    table(&[
        ("王hf", &[0]),
        ("wang海f", &[0]),
        ("wang氏照明", &[1]),
        ("op照明", &[0]),
        ("欧普zm", &[0]),
        ("xianfengled", &[6]),
        ("先锋leddj", &[6]),
        ("LED灯", &[6]),
        ("王mf", &[]),
    ]);
}

#[test]
fn characters_with_several_readings() {
    table(&[
        ("chongqing", &[1]),
        ("zhongqing", &[1]),
        ("cengqinghong", &[1]),
        ("zengqinghong", &[1]),
        ("shanxiongxin", &[2]),
        ("danxiongxin", &[2]),
        ("changhang", &[5]),
        ("zhangxing", &[5]),
        ("hangzhangsheng", &[5]),
        ("piaodacheng", &[6]),
        ("pudacheng", &[6]),
    ]);
}

#[test]
fn traditional_and_simplified_are_one() {
    table(&[
        ("东莞市广达灯饰厂", &[2]),
        ("東莞市廣達燈飾廠", &[2]),
        ("東莞市广達灯饰", &[2]),
        ("歐普照明有限公司", &[0]),
        ("單雄信", &[2]),
        ("guangda", &[2]),
        ("gdds", &[2]),
        ("重慶", &[1]),
    ]);
}

#[test]
fn phones_by_their_tail_and_middle_in_any_spelling() {
    table(&[
        ("8000", &[0, 6]),
        ("0013 8000", &[0, 6]),
        ("138-0013-8000", &[0]),
        ("13800138000", &[0]),
        ("9901", &[1]),
        ("26889901", &[1]),
        ("+49 (30) 901820", &[3]),
        ("１３８００１３８０００", &[0]),
    ]);
    // The tail of a number stands before its middle, fresher or not.
    let mut index = Index::new(None);
    index.put(
        1,
        1,
        Text {
            names: &["a"],
            others: &["13955558000"],
        },
    );
    index.put(
        2,
        2,
        Text {
            names: &["b"],
            others: &["13980005555"],
        },
    );
    assert_eq!(index.search("8000", 9).keys, [1, 2]);
}

#[test]
fn e_mails_codes_and_foreign_names() {
    table(&[
        ("whf@opple", &[0]),
        ("@acme.com", &[4]),
        ("a.b_c@acme.com", &[4]),
        ("abc@acme", &[4]),
        ("c1024", &[4]),
        ("C-1024", &[4]),
        ("acme lighting", &[4]),
        ("ACME", &[4]),
        ("muller", &[3]),
        ("MÜLLER", &[3]),
        ("Mu\u{308}ller", &[3]),
        ("strassen", &[3]),
        ("straßen", &[3]),
        ("jose lukasz", &[3]),
        ("gmbh josé", &[3]),
    ]);
}

#[test]
fn every_word_must_match() {
    table(&[
        ("王 8000", &[0]),
        ("whf 欧普 深圳", &[0]),
        ("王 9901", &[1]),
        ("王 4455", &[]),
        ("　王　　8000　", &[0]),
        ("", &[0, 1, 2, 3, 4, 5, 6]),
        (" - ", &[0, 1, 2, 3, 4, 5, 6]),
    ]);
}

#[test]
fn names_come_first_then_words_then_the_fresher() {
    let mut index = Index::new(Some(Arc::clone(&TABLES)));
    let texts: [(&[&str], &[&str]); 6] = [
        (&["海王灯具"], &[]),
        (&["灯具 王"], &[]),
        (&["王氏"], &[]),
        (&["灯具", "王五"], &[]),
        (&["灯具"], &["王"]),
        (&["灯王"], &["王"]),
    ];
    for (key, (names, others)) in texts.into_iter().enumerate() {
        index.put(key, key as u64, Text { names, others });
    }
    for query in ["王", "wang", "w"] {
        assert_eq!(index.search(query, 9).keys, [3, 2, 5, 4, 1, 0], "{query}");
    }
    let best = index.search("王", 2);
    assert_eq!((best.keys, best.total), (vec![3, 2], 6));
    assert_eq!(index.search("", 2).keys, [5, 4]);
    // A tie of freshness goes by key.
    index.put(
        9,
        2,
        Text {
            names: &["王氏"],
            others: &[],
        },
    );
    index.put(
        1,
        2,
        Text {
            names: &["王氏"],
            others: &[],
        },
    );
    assert_eq!(index.search("王", 4).keys, [3, 1, 2, 9]);
}

#[test]
fn without_tables_all_but_pinyin_and_tradition_works_and_they_come_later() {
    let mut index = filled(None);
    for (query, expected) in [
        ("欧普", &[0][..]),
        ("王", &[0, 1]),
        ("8000", &[0, 6]),
        ("acme", &[4]),
        ("müller", &[3]),
        ("whf@opple", &[0]),
        ("oupu", &[]),
        ("东莞", &[]),
        ("東莞", &[2]),
    ] {
        let mut found = index.search(query, 99).keys;
        found.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
    index.set_tables(Arc::clone(&TABLES));
    let early = filled(Some(Arc::clone(&TABLES)));
    for query in [
        "欧普", "oupu", "东莞", "王hf", "muller", "8000", "strasse", "w", "",
    ] {
        assert_eq!(index.search(query, 99), early.search(query, 99), "{query}");
    }
}

#[test]
fn a_field_is_a_border() {
    let mut index = Index::new(Some(Arc::clone(&TABLES)));
    index.put(
        1,
        0,
        Text {
            names: &["王海", "峰"],
            others: &["12", "34"],
        },
    );
    for query in ["王海峰", "whf", "wanghaifeng", "峰12", "1234", "f1"] {
        assert_eq!(index.search(query, 9).total, 0, "{query}");
    }
}

#[test]
fn changed_and_removed_records() {
    let mut index = filled(Some(Arc::clone(&TABLES)));
    index.put(
        0,
        0,
        Text {
            names: &["新名字"],
            others: &[],
        },
    );
    index.remove(&1);
    index.remove(&1);
    assert_eq!((index.len(), index.is_empty()), (6, false));
    assert_eq!(index.search("王", 9).total, 0);
    assert_eq!(index.search("xmz", 9).keys, [0]);
}

#[test]
fn the_tables_hold_what_they_should() {
    let read = |c: char| {
        let readings = TABLES.readings(c as u16).iter();
        readings
            .map(|s| String::from_utf8(s.letters().to_vec()).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(read('圳'), ["zhen"]);
    assert_eq!(read('长'), ["zhang", "chang"]);
    assert_eq!(read('区'), ["qu", "ou"]);
    assert_eq!(read('绿'), ["lv", "lu"]);
    // 乾 and 幹 fall together with 干.
    assert!(read('干').contains(&"qian".to_owned()));
    assert_eq!(read('a'), [""; 0]);
    let folded = |c: char| TABLES.fold(c as u16).map(String::from_utf16_lossy);
    assert_eq!(folded('臺').as_deref(), Some("台"));
    assert_eq!(folded('㈱').as_deref(), Some("株"));
    assert_eq!(folded('ﬁ').as_deref(), Some("fi"));
    assert_eq!(folded('台'), None);
    // Every character of GB 2312 can be read, and folding is complete in one step.
    let gb2312 = gb2312();
    let (common, _, damaged) = encoding_rs::GBK.decode(&gb2312);
    assert!(!damaged && common.chars().count() == 6763);
    for c in common.chars() {
        let cell = TABLES.fold(c as u16).map_or(c as u16, |folded| folded[0]);
        assert!(!TABLES.readings(cell).is_empty(), "{c}");
    }
    for cell in 0..=u16::MAX {
        for folded in TABLES.fold(cell).unwrap_or_default() {
            assert_eq!(TABLES.fold(*folded), None, "{cell:x} becomes {folded:x}");
        }
    }
}

/// All characters of both levels of GB 2312, in its own encoding.
fn gb2312() -> Vec<u8> {
    let rows = (0xb0..=0xf7_u8).flat_map(|row| (0xa1..=0xfe_u8).map(move |column| [row, column]));
    rows.filter(|code| *code < [0xd7, 0xfa] || *code >= [0xd8, 0xa1])
        .flatten()
        .collect()
}

#[test]
fn the_tables_are_written_as_they_are_read() {
    assert_eq!(TABLES.encode(), ASSET);
    assert_eq!(Tables::decode(b"nothing"), Err(TablesError::Magic));
    for cut in 4..2000 {
        assert_eq!(Tables::decode(&ASSET[..cut]), Err(TablesError::Damaged));
    }
    assert_eq!(
        Tables::decode(&[ASSET, &[0]].concat()),
        Err(TablesError::Damaged)
    );
}

/// Text as it occurs: characters with one and several readings, both traditions, letters of all widths,
/// accents, digits, separators, a character beyond the basic plane, marks that stand alone.
fn text() -> impl Strategy<Value = String> {
    let one = prop::sample::select(
        "王海峰重长行单曾東东廣广燈灯臺乾吕绿深圳ａｂＣabcdeghinoszÄéßø019０９ .-@（）·\u{301}𠮷㈱①"
            .chars()
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(one, 0..14).prop_map(String::from_iter)
}

fn record() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    (
        prop::collection::vec(text(), 0..3),
        prop::collection::vec(text(), 0..3),
    )
}

fn put(
    index: &mut Index<usize>,
    key: usize,
    fresh: u64,
    (names, others): &(Vec<String>, Vec<String>),
) {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    index.put(
        key,
        fresh,
        Text {
            names: &names,
            others: &others,
        },
    );
}

/// One way to type a text: each character as itself, in the other tradition, by pinyin or initial.
fn typed(text: &str, ways: &[u8]) -> String {
    let mut typed = String::new();
    for (c, way) in text.chars().zip(ways.iter().cycle()) {
        let simple = TABLES
            .fold(c as u32 as u16)
            .filter(|_| (c as u32) < 0x1_0000);
        let simple = simple.map_or_else(|| c.to_string(), String::from_utf16_lossy);
        let han = simple.encode_utf16().next().unwrap_or_default();
        let readings = if (c as u32) < 0x1_0000 {
            TABLES.readings(han)
        } else {
            &[]
        };
        let reading = readings.get(usize::from(way / 4) % readings.len().max(1));
        let letters = reading.map(|s| String::from_utf8(s.letters().to_vec()).unwrap());
        match (way % 4, letters) {
            (0, Some(letters)) => typed += &letters,
            (1, Some(letters)) => typed += &letters[..1],
            (2, _) => typed += &simple,
            _ => typed.push(c),
        }
    }
    typed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Whatever part of a field is typed, however it is typed, finds the record.
    #[test]
    fn every_part_of_a_field_finds_its_record(
        record in record(),
        others in prop::collection::vec(record(), 0..4),
        part in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        ways in prop::collection::vec(any::<u8>(), 14),
    ) {
        let mut index = Index::new(Some(Arc::clone(&TABLES)));
        for (key, other) in others.iter().enumerate() {
            put(&mut index, key, 0, other);
        }
        put(&mut index, 99, 0, &record);
        let fields: Vec<&String> = record.0.iter().chain(&record.1).collect();
        if !fields.is_empty() {
            let field: Vec<char> = part.0.get(&fields).chars().collect();
            let (from, to) = (part.1.index(field.len() + 1), part.2.index(field.len() + 1));
            let piece: String = field[from.min(to)..from.max(to)].iter().collect();
            let query = typed(&piece, &ways);
            prop_assert!(index.search(&query, 99).keys.contains(&99), "{query:?} for {piece:?}");
            let plain = Index::search(&index, &piece, 99);
            prop_assert!(plain.keys.contains(&99), "{piece:?}");
        }
    }

    /// An index that lived through changes, with the tables coming at any time, answers like a new one.
    #[test]
    fn changing_equals_building_anew(
        changes in prop::collection::vec((0..6_usize, prop::option::of(record()), 0..3_u64), 0..30),
        late in 0..40_usize,
        queries in prop::collection::vec(text(), 1..6),
    ) {
        let mut lived = Index::new(None);
        let mut now = BTreeMap::new();
        for (step, (key, record, fresh)) in changes.into_iter().enumerate() {
            if step == late {
                lived.set_tables(Arc::clone(&TABLES));
            }
            match record {
                Some(record) => {
                    put(&mut lived, key, fresh, &record);
                    now.insert(key, (record, fresh));
                }
                None => {
                    lived.remove(&key);
                    now.remove(&key);
                }
            }
        }
        lived.set_tables(Arc::clone(&TABLES));
        let mut new = Index::new(Some(Arc::clone(&TABLES)));
        for (key, (record, fresh)) in now.iter().rev() {
            put(&mut new, *key, *fresh, record);
        }
        prop_assert_eq!(lived.len(), new.len());
        for query in queries.iter().map(String::as_str).chain(["", "w", "王", "0"]) {
            prop_assert_eq!(lived.search(query, 3), new.search(query, 3), "{:?}", query);
        }
    }

    /// No text and no query of any script makes it stumble.
    #[test]
    fn any_text_and_any_query(text in "\\PC{0,40}", query in "\\PC{0,80}") {
        let mut index = Index::new(Some(Arc::clone(&TABLES)));
        index.put(1, 0, Text { names: &[&text], others: &[&query] });
        prop_assert!(index.search(&text, 9).total <= 1);
        prop_assert_eq!(index.search(&query, 9).total, 1);
    }

    /// Damaged tables are refused or read, never worse.
    #[test]
    fn damaged_tables(at in 4..ASSET.len(), byte in any::<u8>()) {
        let mut damaged = ASSET.to_vec();
        damaged[at] = byte;
        if let Ok(tables) = Tables::decode(&damaged) {
            let tables = Arc::new(tables);
            let mut index = Index::new(Some(tables));
            index.put(1, 0, Text { names: &["王海峰"], others: &[] });
            index.search("whf", 9);
        }
    }
}

#[test]
fn many_changes_do_not_pile_up() {
    let mut index = Index::new(None);
    for change in 0..200_000_u64 {
        index.put(
            (change % 50) as u32,
            change,
            Text {
                names: &["欧普照明"],
                others: &["13800138000"],
            },
        );
    }
    assert_eq!((index.len(), index.search("欧普", 99).total), (50, 50));
    assert!(index.bytes() < 200_000, "{}", index.bytes());
}

#[test]
fn syllables_are_plain_letters() {
    assert!(Syllable::new(b"zhuang").is_some());
    for letters in [&b""[..], b"zhuangab", b"l\xc3\xbc", b"Wu"] {
        assert_eq!(Syllable::new(letters), None);
    }
}
