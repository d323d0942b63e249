//! vCard text to properties: line ends, folding, quoted-printable lines, parameters.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::{charset, is_east_asian};

/// One property of a vCard, such as `item1.TEL;TYPE=CELL:138…`.
#[derive(Debug)]
pub(super) struct Property {
    /// Group that ties properties together, upper case, empty if none.
    pub(super) group: String,
    /// Name in upper case.
    pub(super) name: String,
    /// Parameters: name in upper case, value in lower case; a bare value counts as TYPE.
    params: Vec<(String, String)>,
    /// Value with transfer encoding and charset undone, escapes still in.
    pub(super) value: String,
}

impl Property {
    /// All values of a parameter, lists taken apart.
    pub(super) fn param(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.params
            .iter()
            .filter(move |(key, _)| key == name)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
    }

    /// Whether the TYPE parameter names the kind.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.param("TYPE").any(|value| value == kind)
    }

    /// Rank among properties of the same name, 1 the most preferred.
    pub(super) fn rank(&self) -> u8 {
        let numbered = self.param("PREF").find_map(|value| value.parse().ok());
        numbered.unwrap_or(if self.is("pref") { 1 } else { u8::MAX })
    }
}

/// The properties of the text of one vCard.
pub(super) fn properties(text: &str) -> Vec<Property> {
    unfold(text).iter().filter_map(|line| parse(line)).collect()
}

/// Physical lines: ended by any of CRLF, LF, CR and the CR CR LF of doubly translated files.
fn physical(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let Some(at) = whole.find(['\r', '\n']) else {
            rest = None;
            return Some(whole);
        };
        let (line, tail) = whole.split_at(at);
        let after = tail.trim_start_matches('\r');
        rest = Some(after.strip_prefix('\n').unwrap_or(&tail[1..]));
        Some(line)
    })
}

/// Logical lines: folds undone, soft breaks of quoted-printable closed, strays joined.
fn unfold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut keeps_blank = false;
    for line in physical(text) {
        let header = header_of(&current).unwrap_or_default().to_ascii_uppercase();
        let quoted = header.contains("QUOTED-PRINTABLE");
        if quoted && current.ends_with('=') && header_of(line) != Some("END") {
            current.pop();
            let trimmed = line.trim_start();
            current.push_str(if trimmed.starts_with('=') {
                trimmed
            } else {
                line
            });
        } else if line.trim().is_empty() {
            lines.push(std::mem::take(&mut current));
        } else if let Some(folded) = line
            .strip_prefix([' ', '\t'])
            .filter(|_| !current.is_empty())
        {
            let base64 = header.contains("BASE64") || header.contains("ENCODING=B");
            // Version 2.1 folds at blanks and keeps them; but no one writes blanks inside Chinese.
            let inside_han = |side: Option<char>| side.is_some_and(is_east_asian);
            let blank = keeps_blank
                && !base64
                && !(inside_han(current.chars().last()) && inside_han(folded.chars().next()));
            if blank {
                current.push(' ');
            }
            current.push_str(if base64 { folded.trim() } else { folded });
        } else if header_of(line).is_some() {
            keeps_blank |= line.trim_end().eq_ignore_ascii_case("VERSION:2.1");
            lines.push(std::mem::replace(&mut current, line.to_owned()));
        } else if !current.is_empty() {
            // A generator broke a value over lines without folding them.
            if !header.contains("BASE64") {
                current.push('\n');
            }
            current.push_str(line);
        }
    }
    lines.push(current);
    lines.retain(|line| !line.is_empty());
    lines
}

/// The text without the values of pictures, sounds and keys; everything else byte for byte.
pub(in super::super) fn without_media(text: &str) -> String {
    let mut kept = String::with_capacity(text.len().min(4096));
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let folded = line.starts_with([' ', '\t']) || line.trim().is_empty();
        match header_of(line) {
            Some(header) if !folded => {
                let name = header
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .to_ascii_uppercase();
                inside = is_media(name.rsplit('.').next().unwrap_or(&name));
                kept.push_str(if inside { &line[..=header.len()] } else { line });
                if inside {
                    kept.push_str("\r\n");
                }
            }
            _ if inside => {}
            _ => kept.push_str(line),
        }
    }
    kept
}

/// What stands before the colon, when the line starts a property.
fn header_of(line: &str) -> Option<&str> {
    let mut inside = false;
    let colon = line.find(|letter| {
        inside ^= letter == '"';
        letter == ':' && !inside
    })?;
    let header = &line[..colon];
    let name = header.split(';').next()?.trim_end();
    let plausible = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    // "http://…" on a line of its own is text, not a property of that name.
    (plausible && !line[colon + 1..].starts_with("//")).then_some(header)
}

fn parse(line: &str) -> Option<Property> {
    let header = header_of(line)?;
    let value = &line[header.len() + 1..];
    let mut parts = split_quoted(header);
    let name = parts.next()?.trim().to_ascii_uppercase();
    let (group, name) = name.rsplit_once('.').unwrap_or(("", &name));
    let mut property = Property {
        group: group.into(),
        name: name.into(),
        params: Vec::new(),
        value: String::new(),
    };
    let mut encoding = String::new();
    let mut label = None;
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or(("", part));
        let key = key.trim().to_ascii_uppercase();
        let value = value.trim().trim_matches('"');
        match key.as_str() {
            "CHARSET" => label = Some(value),
            "ENCODING" => encoding = value.to_ascii_uppercase(),
            "" if ["QUOTED-PRINTABLE", "BASE64", "B"]
                .iter()
                .any(|n| n.eq_ignore_ascii_case(value)) =>
            {
                encoding = value.to_ascii_uppercase();
            }
            "" => property.params.push(("TYPE".into(), value.to_lowercase())),
            _ => property.params.push((key, value.to_lowercase())),
        }
    }
    property.value = match encoding.as_str() {
        "QUOTED-PRINTABLE" => charset::decode(&quoted_printable(value), label),
        "BASE64" | "B" if is_media(name) => String::new(),
        "BASE64" | "B" => {
            base64(value).map_or_else(|| value.into(), |it| charset::decode(&it, label))
        }
        _ => value.to_owned(),
    };
    Some(property)
}

/// Pictures, sounds and keys: long, and nothing a card here keeps.
fn is_media(name: &str) -> bool {
    matches!(name, "PHOTO" | "LOGO" | "SOUND" | "KEY")
}

/// Splits a header at its semicolons, those inside quotes excepted.
fn split_quoted(header: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    header.split(move |letter| {
        inside ^= letter == '"';
        letter == ';' && !inside
    })
}

/// Undoes `=C3=91`; what is no valid escape stays as it is.
fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escape = (*first == b'=')
            .then(|| tail.get(..2).and_then(|hex| str::from_utf8(hex).ok()))
            .flatten()
            .filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &tail[2..] } else { tail };
    }
    bytes
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const FORGIVING: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let dense: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    FORGIVING.decode(dense).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, String)> {
        properties(text)
            .into_iter()
            .map(|it| (it.name, it.value))
            .collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.into(), value.into())
    }

    #[test]
    fn every_line_end_counts_once() {
        for end in ["\n", "\r\n", "\r", "\r\r\n"] {
            let text = ["FN:王小明", "NOTE:a", " b", "TEL:1"].join(end);
            assert_eq!(
                values(&text),
                [pair("FN", "王小明"), pair("NOTE", "ab"), pair("TEL", "1")],
                "{end:?}"
            );
        }
    }

    #[test]
    fn version_2_keeps_the_blank_of_a_fold() {
        assert_eq!(values("VERSION:2.1\nNOTE:a\n b")[1], pair("NOTE", "a b"));
        assert_eq!(
            values("VERSION:2.1\nNOTE:深圳\n 市")[1],
            pair("NOTE", "深圳市")
        );
        assert_eq!(values("VERSION:3.0\nNOTE:a\n b")[1], pair("NOTE", "ab"));
    }

    #[test]
    fn quoted_printable_goes_on_over_lines() {
        let text = "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=\n=8B;=\n=E6=98=8E\nFN;QUOTED-PRINTABLE:a=3D=\n\nORG:x";
        assert_eq!(
            values(text),
            [pair("N", "王;明"), pair("FN", "a="), pair("ORG", "x")]
        );
        assert_eq!(
            values("FN;ENCODING=QUOTED-PRINTABLE:=C=zz=")[0],
            pair("FN", "=C=zz=")
        );
    }

    #[test]
    fn quoted_printable_obeys_its_charset() {
        let text = "N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5;=D0=A1=C3=F7";
        assert_eq!(values(text), [pair("N", "王;小明")]);
        assert_eq!(
            values(&text.replace("CHARSET=GBK;", "")),
            [pair("N", "王;小明")]
        );
    }

    #[test]
    fn base64_text_is_read_and_media_left_out() {
        assert_eq!(
            values("NOTE;ENCODING=B:546L5bCP\n 5piO"),
            [pair("NOTE", "王小明")]
        );
        assert_eq!(
            values("NOTE;BASE64:546L5bCP5piO\n\nFN:x")[0],
            pair("NOTE", "王小明")
        );
        assert_eq!(
            values("PHOTO;ENCODING=BASE64;JPEG:\n /9j/4AAQ\n/9j/\n\nFN:x"),
            [pair("PHOTO", ""), pair("FN", "x")]
        );
    }

    #[test]
    fn media_go_and_all_else_stays() {
        let text = "BEGIN:VCARD\r\nitem1.PHOTO;ENCODING=b:/9j/\r\n 4AAQ\r\n\r\nNOTE:a\r\n b\r\nLOGO:x\nfolded\nEND:VCARD";
        let kept = "BEGIN:VCARD\r\nitem1.PHOTO;ENCODING=b:\r\nNOTE:a\r\n b\r\nLOGO:\r\nEND:VCARD";
        assert_eq!(without_media(text), kept);
        assert_eq!(without_media("NOTE:1\n\nTEL:2"), "NOTE:1\n\nTEL:2");
    }

    #[test]
    fn parameters_come_in_every_spelling() {
        let text = "item1.tel;TYPE=\"work,Voice\";PREF=2;cell;X-A=\"b;c:d\":tel:+1";
        let property = properties(text).remove(0);
        assert_eq!(
            (property.group.as_str(), property.name.as_str()),
            ("ITEM1", "TEL")
        );
        assert!(property.is("work") && property.is("voice") && property.is("cell"));
        assert_eq!((property.rank(), property.value.as_str()), (2, "tel:+1"));
        assert_eq!(property.param("X-A").collect::<Vec<_>>(), ["b;c:d"]);
    }

    #[test]
    fn lines_that_are_no_property_belong_to_the_one_before() {
        let text = "junk\nNOTE:first\nsecond line\nhttp://example.com/\nEND:VCARD";
        assert_eq!(
            values(text)[0],
            pair("NOTE", "first\nsecond line\nhttp://example.com/")
        );
    }
}
