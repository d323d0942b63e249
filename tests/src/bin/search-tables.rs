//! Writes the search tables: `search-tables UNIHAN_READINGS TS_CHARACTERS OUT`. See `app/assets/search/SOURCES.md`.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;

use shared::search::{Syllable, Tables};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Unihan's sources of readings in use today, the commonest reading first.
const SOURCES: [&str; 3] = ["kMandarin", "kTGHZ2013", "kXHC1983"];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [readings, simplified, out] = &args[..] else {
        return Err("usage: search-tables UNIHAN_READINGS TS_CHARACTERS OUT".into());
    };
    let readings = unihan(&fs::read_to_string(readings)?);
    let simplified = simplified_of(&fs::read_to_string(simplified)?);

    let folds: BTreeMap<char, String> = ('\u{80}'..='\u{ffff}')
        .filter(|c| !left_out(*c))
        .map(|c| (c, fold(c, &simplified)))
        .filter(|(c, folded)| !folded.chars().eq([*c]))
        .collect();
    let mut read: BTreeMap<char, Vec<Syllable>> = BTreeMap::new();
    // Own readings first, then those of the traditional characters that fall together with it.
    let own = readings.iter().filter(|(c, _)| !folds.contains_key(c));
    let other = readings.iter().filter(|(c, _)| folds.contains_key(c));
    for (c, syllables) in own.chain(other) {
        let mut target = folds.get(c).map_or(c.to_string(), String::clone);
        if let Some(target) = target.pop().filter(|_| target.is_empty()) {
            let all = read.entry(target).or_default();
            all.extend(
                syllables
                    .iter()
                    .filter(|s| !all.contains(s))
                    .collect::<Vec<_>>(),
            );
        }
    }

    let folds: Vec<_> = folds
        .iter()
        .map(|(c, folded)| (*c as u16, folded.encode_utf16().collect()))
        .collect();
    let read: Vec<_> = read
        .into_iter()
        .map(|(c, syllables)| (c as u16, syllables))
        .collect();
    let bytes = Tables::new(&folds, &read).encode();
    fs::write(out, &bytes)?;
    println!(
        "{} foldings, {} characters read, {} bytes",
        folds.len(),
        read.len(),
        bytes.len()
    );
    Ok(())
}

/// What never becomes a cell, and scripts whose decompositions would fill the table and help nobody find a
/// customer.
fn left_out(c: char) -> bool {
    let never =
        !c.to_lowercase().eq([c]) || matches!(c, '\u{300}'..='\u{36f}' | '\u{ff01}'..='\u{ff5e}');
    never
        || matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// A character without accents, width, style or tradition; nothing for a mark that stands alone.
fn fold(c: char, simplified: &HashMap<char, char>) -> String {
    let mut text = c.to_string();
    loop {
        let next: String = text
            .nfkd()
            .filter(|c| canonical_combining_class(*c) == 0)
            .flat_map(char::to_lowercase)
            .flat_map(|c| {
                match plain_letters(c) {
                    "" => simplified.get(&c).unwrap_or(&c).to_string(),
                    letters => letters.to_owned(),
                }
                .chars()
                .collect::<Vec<_>>()
            })
            .filter(|c| c.is_alphanumeric())
            .collect();
        // A symbol that has no letters in it stays as it is.
        if next == text || next.is_empty() && canonical_combining_class(c) == 0 {
            return text;
        }
        text = next;
    }
}

/// Letters that Unicode does not take apart, as people without that keyboard type them.
fn plain_letters(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ς' => "σ",
        _ => "",
    }
}

/// Traditional characters with their first simplified form.
fn simplified_of(text: &str) -> HashMap<char, char> {
    let pairs = text.lines().filter(|line| !line.starts_with('#'));
    pairs
        .filter_map(|line| {
            Some((
                line.chars().next()?,
                line.split('\t').nth(1)?.chars().next()?,
            ))
        })
        .collect()
}

fn unihan(text: &str) -> BTreeMap<char, Vec<Syllable>> {
    let mut fields: BTreeMap<char, [&str; SOURCES.len()]> = BTreeMap::new();
    for line in text.lines() {
        let mut parts = line.split('\t');
        let (Some(code), Some(field), Some(value)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let code = code
            .strip_prefix("U+")
            .and_then(|hex| u16::from_str_radix(hex, 16).ok());
        let source = SOURCES.iter().position(|source| *source == field);
        if let (Some(c), Some(source)) = (code.and_then(|code| char::from_u32(code.into())), source)
        {
            fields.entry(c).or_default()[source] = value;
        }
    }
    fields
        .into_iter()
        .map(|(c, values)| (c, syllables(&values)))
        .collect()
}

/// `zhǎng`, or `466.110:zhǎng` with the pages of a dictionary; several apart by spaces.
fn syllables(values: &[&str]) -> Vec<Syllable> {
    let mut all = Vec::new();
    for word in values.iter().flat_map(|value| value.split_whitespace()) {
        let toned = word.rsplit(':').next().unwrap_or(word);
        let plain: String = toned
            .nfc()
            .map(|c| if "üǖǘǚǜ".contains(c) { 'v' } else { c })
            .collect();
        let plain: String = plain.nfd().filter(char::is_ascii_lowercase).collect();
        if let Some(syllable) = Syllable::new(plain.as_bytes()).filter(|new| !all.contains(new)) {
            all.push(syllable);
        }
    }
    all
}
