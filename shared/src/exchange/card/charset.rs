//! From bytes to text: files and codes rarely say in which encoding they are.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// The text of the bytes. `declared` is the label the source names (`CHARSET=GBK`), believed as
/// long as the bytes are valid in it. What cannot be decoded becomes U+FFFD.
#[must_use]
pub fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
    {
        // GB18030 reads everything GBK and GB 2312 do, and the names they lack.
        let encoding = if encoding == GBK { GB18030 } else { encoding };
        // Every byte is valid in a single-byte encoding, so its label proves nothing against UTF-8.
        let encoding = if encoding.is_single_byte() && is_valid(UTF_8, bytes) {
            UTF_8
        } else {
            encoding
        };
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return without_mark(&text).to_owned();
        }
    }
    decode_as(bytes, guess(bytes))
}

/// The text of the bytes in one encoding.
pub(super) fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    without_mark(&text).to_owned()
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

/// The encoding label of bytes that are not UTF-8 (`gb18030`, `shift_jis`, …), `None` when they are.
#[must_use]
pub fn legacy_charset(bytes: &[u8]) -> Option<&'static str> {
    let encoding = guess(bytes);
    (encoding != UTF_8).then(|| encoding.name())
}

/// UTF-16 is recognised first, because everything after it works on bytes line by line.
pub(super) fn widened(bytes: &[u8]) -> Cow<'_, [u8]> {
    let encoding = guess(bytes);
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return Cow::Owned(decode_as(bytes, encoding).into_bytes());
    }
    Cow::Borrowed(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
}

/// The most likely encoding of one card in a file whose other cards are mostly in `others`: too few
/// letters of its own say little.
pub(super) fn guess_among(bytes: &[u8], others: &'static Encoding) -> &'static Encoding {
    let few = bytes.iter().filter(|byte| **byte >= 0x80).count() < 16;
    if few && is_valid(others, bytes) {
        others
    } else {
        guess(bytes)
    }
}

/// The most likely encoding of the lines that are not UTF-8.
pub(super) fn guess_legacy(bytes: &[u8]) -> &'static Encoding {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let legacy: Vec<u8> = lines
        .filter(|line| str::from_utf8(line).is_err())
        .flatten()
        .copied()
        .collect();
    guess(&legacy)
}

/// The most likely encoding of the bytes.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf_16_by_noughts(bytes) {
        return encoding;
    }
    if is_utf_8(bytes) {
        return UTF_8;
    }
    if is_half_width_katakana(bytes) {
        return SHIFT_JIS;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Allow);
    let chinese_after_all = guessed == EUC_JP && !says_kana(bytes)
        // A name of two or three characters is all one has of a card; here it is Chinese.
        || guessed == EUC_KR && bytes.iter().filter(|byte| **byte >= 0x80).count() < 8;
    if guessed == GBK || chinese_after_all && is_valid(GB18030, bytes) {
        return GB18030;
    }
    guessed
}

fn is_valid(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .is_some()
}

/// UTF-8, also when cut in the middle of a character or with a damaged byte here and there.
fn is_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good >= 4 * bad
}

/// Text of Latin letters in UTF-16 has a nought in every other byte.
fn utf_16_by_noughts(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512)];
    let noughts = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (noughts(0), noughts(1));
    let many = sample.len() / 8;
    match () {
        () if sample.len() < 8 || !bytes.len().is_multiple_of(2) => None,
        () if odd > many && odd > 8 * even => Some(UTF_16LE),
        () if even > many && even > 8 * odd => Some(UTF_16BE),
        () => None,
    }
}

/// Hiragana and katakana of EUC-JP stand in the rows A4 and A5.
fn says_kana(bytes: &[u8]) -> bool {
    bytes
        .windows(2)
        .any(|pair| matches!(pair[0], 0xA4 | 0xA5) && pair[1] >= 0xA1)
}

/// Shift_JIS with half-width katakana looks like Chinese or Latin to a detector. It gives itself
/// away by kana, and by voice marks that follow the few letters they can follow.
fn is_half_width_katakana(bytes: &[u8]) -> bool {
    let (mut kana, mut others, mut rare) = (0_usize, 0_usize, 0_usize);
    let mut rest = bytes.iter().copied();
    let mut before = 0_u8;
    while let Some(byte) = rest.next() {
        match byte {
            0x00..=0x7F => {}
            0xDE if matches!(before, 0xB3 | 0xB6..=0xC4 | 0xCA..=0xCE) => kana += 1,
            0xDF if matches!(before, 0xCA..=0xCE) => kana += 1,
            0xA1..=0xDD => others += 1,
            0x81..=0x9F | 0xE0..=0xFC => match (byte, rest.next()) {
                (0x82, Some(0x9F..=0xF1)) | (0x83, Some(0x40..=0x96)) => kana += 1,
                (0x81..=0x9F, Some(0x40..=0x7E | 0x80..=0xFC)) => others += 1,
                (_, Some(0x40..=0x7E | 0x80..=0xFC)) => rare += 1,
                _ => return false,
            },
            _ => return false,
        }
        before = byte;
    }
    kana > 0 && kana * 8 >= others && rare * 4 <= kana + others
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, WINDOWS_1251, WINDOWS_1252};

    #[test]
    fn recognises_the_encodings_of_cards() {
        let long = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:王;小明\r\nORG:深圳市光华照明有限公司\r\nTEL:138\r\nEND:VCARD";
        for (encoding, text) in [
            (GB18030, long),
            (GB18030, "MECARD:N:王小明;TEL:13800138000;;"),
            (GB18030, "MECARD:N:李伟;;"),
            (GB18030, "广州灯饰厂 陈经理 13800138000"),
            (GB18030, "MECARD:N:㐂𠮷镕;ORG:喆公司;;"),
            (UTF_8, long),
            (UTF_8, "plain"),
            (
                BIG5,
                "BEGIN:VCARD\r\nN:陳;大文\r\nORG:香港照明有限公司\r\nTITLE:經理\r\nEND:VCARD",
            ),
            (
                WINDOWS_1252,
                "BEGIN:VCARD\r\nN:Müller;Jürgen\r\nORG:Größe GmbH\r\nEND:VCARD",
            ),
            (WINDOWS_1252, "MECARD:N:Müller,Jörg;;"),
            (
                WINDOWS_1252,
                "MECARD:N:Lefèvre,Hélène;ORG:Société Générale;;",
            ),
            (SHIFT_JIS, "ﾃﾞｻﾞｲﾝQR\r\nhttp://example.jp/"),
            (SHIFT_JIS, "ｲﾗｽﾄ入りｶﾗｰQRｺｰﾄﾞ"),
            (SHIFT_JIS, "[外側QRコード]*ﾀﾞﾌﾞﾙQR*"),
            (GB18030, "MECARD:N:恨石;ORG:赁恨灯饰有限公司;;"),
            (
                GB18030,
                "陈志强 东莞市恒光电子科技有限公司 采购总监 地址：东莞市长安镇霄边社区",
            ),
            (SHIFT_JIS, "MECARD:N:田中,太郎;ORG:株式会社ライト;;"),
            (EUC_KR, "MECARD:N:김철수;ORG:한국조명;;"),
            (WINDOWS_1251, "MECARD:N:Иванов,Пётр;ORG:Свет;;"),
        ] {
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{text}");
            assert_eq!(decode(&bytes, None), text, "{}", encoding.name());
        }
    }

    #[test]
    fn reads_utf_16_with_and_without_mark() {
        let text = "BEGIN:VCARD\r\nFN:王小明\r\nEND:VCARD\r\n";
        for (mark, little) in [(true, true), (true, false), (false, true), (false, false)] {
            let units = mark
                .then_some(0xFEFF)
                .into_iter()
                .chain(text.encode_utf16());
            let bytes: Vec<u8> = units
                .flat_map(|unit| {
                    if little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    }
                })
                .collect();
            assert_eq!(decode(&bytes, None), text);
            assert_eq!(widened(&bytes), text.as_bytes());
        }
    }

    #[test]
    fn a_cut_or_damaged_byte_does_not_change_the_encoding() {
        let bytes = "深圳市光华照明".as_bytes();
        assert_eq!(
            decode(&bytes[..bytes.len() - 1], None),
            "深圳市光华照\u{FFFD}"
        );
        assert_eq!(decode("ÑÑÑÑ".as_bytes(), Some("utf-8")), "ÑÑÑÑ");
    }

    #[test]
    fn a_label_is_believed_while_the_bytes_allow_it() {
        let (bytes, ..) = GB18030.encode("联通");
        assert_eq!(decode(&bytes, Some("GB2312")), "联通");
        assert_eq!(decode("王小明".as_bytes(), Some("no such label")), "王小明");
        assert_eq!(
            decode("深圳市光华".as_bytes(), Some("us-ascii")),
            "深圳市光华"
        );
        assert_eq!(legacy_charset(b"plain"), None);
    }
}
