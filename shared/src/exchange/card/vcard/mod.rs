//! vCard 2.1, 3.0 and 4.0 as found in the wild: also without version or end, without `FN`, with
//! the encodings mixed. Read by our own reader, because a card must survive its generator: bytes
//! of any charset, damaged lines and foreign labels are kept where a strict parser drops them.

mod build;
mod lines;

use super::{Card, Source};
pub(super) use lines::without_media;
use lines::{Property, properties};

/// The card, when the text is a vCard: it starts as one, or has two lines that only a vCard has.
pub(super) fn read(text: &str) -> Option<Card> {
    let starts = text
        .get(..5)
        .is_some_and(|word| word.eq_ignore_ascii_case("BEGIN"));
    let found = properties(text);
    let telling =
        |property: &&Property| matches!(&*property.name, "N" | "FN" | "TEL" | "EMAIL" | "ORG");
    let headless = || {
        found.iter().filter(telling).count() >= 2
            && found
                .iter()
                .any(|property| matches!(&*property.name, "N" | "FN"))
    };
    let is_card = starts
        && found
            .first()
            .is_some_and(|property| property.name == "BEGIN");
    (is_card || headless()).then(|| build::card(&found))
}

fn source(version: &str) -> Source {
    match version.trim() {
        "2.1" => Source::VCard21,
        "3.0" => Source::VCard30,
        "4.0" => Source::VCard40,
        _ => Source::VCardOther,
    }
}

/// Undoes the escapes of a value.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.clone().next()) {
            ('\\', Some('n' | 'N')) => plain.push('\n'),
            ('\\', Some(escaped @ ('\\' | ',' | ';' | ':' | '"'))) => plain.push(escaped),
            _ => {
                plain.push(letter);
                continue;
            }
        }
        letters.next();
    }
    plain
}

/// Splits at a separator that is not escaped; the escapes stay in.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut escaped = false;
    text.split(|letter| {
        let here = letter == separator && !escaped;
        escaped = letter == '\\' && !escaped;
        here
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_protect_separators() {
        assert_eq!(split(r"a\;b;c\\;d", ';'), [r"a\;b", r"c\\", "d"]);
        assert_eq!(unescape(r"a\;b\,c\nd\\e\q\"), "a;b,c\nd\\e\\q\\");
        assert_eq!(unescape(r"http\://x"), "http://x");
    }
}
