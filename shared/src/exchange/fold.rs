//! Folding of text to what two people would call the same letters.

/// Base letters of U+00C0..=U+017F, one per code point; a space keeps the letter as it is.
const LATIN: &str = concat!(
    "aaaaaa ceeeeiiii nooooo ouuuuy  aaaaaa ceeeeiiii nooooo ouuuuy y",
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkk llllll ",
    " llnnnnnn   oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz ",
);

/// Lower case, half width, without diacritics, every run of white space one blank, none at the
/// ends. Covers what cards hold (full-width forms, Latin with accents, ligatures), not all of NFKC.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_whitespace() || letter.is_control() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
            continue;
        }
        fold_letter(narrow(letter), &mut folded);
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The half-width form of a full-width character, itself otherwise.
pub(crate) fn narrow(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' => ' ',
        '。' | '｡' => '.',
        '、' => ',',
        '【' | '〔' => '(',
        '】' | '〕' => ')',
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' => '-',
        '‘' | '’' => '\'',
        _ => letter,
    }
}

fn fold_letter(letter: char, folded: &mut String) {
    match letter {
        // Combining marks and invisible joiners, as macOS and copied web text leave them.
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {}
        'ß' | 'ẞ' => folded.push_str("ss"),
        'Æ' | 'æ' => folded.push_str("ae"),
        'Œ' | 'œ' => folded.push_str("oe"),
        'Ø' | 'ø' => folded.push('o'),
        'ﬁ' => folded.push_str("fi"),
        'ﬂ' => folded.push_str("fl"),
        '\u{C0}'..='\u{17F}' => {
            let base = usize::try_from(u32::from(letter) - 0xC0)
                .ok()
                .and_then(|at| LATIN.as_bytes().get(at))
                .copied()
                .unwrap_or(b' ');
            if base == b' ' {
                folded.extend(letter.to_lowercase());
            } else {
                folded.push(char::from(base));
            }
        }
        _ => folded.extend(letter.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_table_covers_its_range() {
        assert_eq!(LATIN.len(), 0x180 - 0xC0);
    }

    #[test]
    fn folds_width_case_and_accents() {
        for (text, expected) in [
            ("ＡＢＣ　１２３", "abc 123"),
            ("Müller & Søn", "muller & son"),
            ("Mu\u{308}ller", "muller"),
            ("  Łódź\t\u{a0}Çelik ", "lodz celik"),
            ("Großmann ﬁt", "grossmann fit"),
            ("Đặng Ñandú Ÿ ž Ž", "dặng nandu y z z"),
            ("测试（深圳）", "测试(深圳)"),
            ("Ĳssel Œuvre ŉ", "ĳssel oeuvre ŉ"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
    }
}
