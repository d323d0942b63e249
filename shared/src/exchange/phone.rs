//! Telephone numbers: the parts of one as people write it, and the key by which the same number is
//! recognised. What is shown is always the text as typed; this is for comparing.

use super::fold::narrow;

/// A telephone number taken apart. Digits only, no separators.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// Country calling code without `+`, when written or certain from the form of the number.
    pub country: Option<String>,
    /// The number inside its country, without trunk prefix.
    pub national: String,
    /// Extension behind a switchboard.
    pub extension: Option<String>,
}

impl Number {
    /// Reads a number as typed. `home` is the calling code of the reader's country (`"86"`): a
    /// number that has the form of a number of that country gets it. `None` under five digits.
    #[must_use]
    pub fn read(text: &str, home: &str) -> Option<Self> {
        let text: String = text.chars().map(narrow).map(ascii_digit).collect();
        let (main, extension) = split_extension(&text);
        let (main, extension) = (
            main.to_owned(),
            extension.map(digits).filter(|d| !d.is_empty()),
        );
        // "+44 (0)7775": the nought is dialled at home only.
        let main = main.replace("(0)", "");
        let all = digits(&main);
        if all.len() < 5 || all.len() > 20 {
            return None;
        }
        let international = main
            .trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+')
            .starts_with('+')
            .then(|| all.clone())
            .or_else(|| all.strip_prefix("00").map(str::to_owned))
            .filter(|digits| digits.len() > 6 && !digits.starts_with('0'));
        let (country, national) = if let Some(digits) = international {
            let (code, rest) = digits.split_at(code_length(&digits));
            (Some(code.to_owned()), without_trunk(code, rest).to_owned())
        } else if let Some(national) = at_home(&all, home) {
            (Some(home.to_owned()), national)
        } else {
            (None, all)
        };
        Some(Self {
            country,
            national,
            extension,
        })
    }

    /// Text that is equal for two spellings of the same number: `+86 755…` and `0755-…` agree. The
    /// extension is part of it: behind one switchboard sit many people.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = String::new();
        if let Some(country) = &self.country {
            key.push('+');
            key.push_str(country);
        }
        // An unknown country code must not hide that only one side wrote the trunk prefix.
        key.push_str(if self.country.is_some() {
            &self.national
        } else {
            self.national.trim_start_matches('0')
        });
        if let Some(extension) = &self.extension {
            key.push('x');
            key.push_str(extension);
        }
        key
    }

    /// Whether both may be the same line when one side left its country code or extension out.
    #[must_use]
    pub fn may_equal(&self, other: &Self) -> bool {
        let same_or_open = |one: &Option<String>, two: &Option<String>| match (one, two) {
            (Some(one), Some(two)) => one == two,
            _ => true,
        };
        let bare = |number: &Self| number.national.trim_start_matches('0').to_owned();
        bare(self) == bare(other)
            && same_or_open(&self.country, &other.country)
            && same_or_open(&self.extension, &other.extension)
    }
}

/// The key of a number as typed, `None` when it is none. See [`Number::read`] and [`Number::key`].
#[must_use]
pub fn phone_key(text: &str, home: &str) -> Option<String> {
    Number::read(text, home).map(|number| number.key())
}

/// The last `count` digits, for search by the tail of a number. All of them when there are fewer.
#[must_use]
pub fn tail(text: &str, home: &str, count: usize) -> Option<String> {
    let number = Number::read(text, home)?.national;
    Some(number[number.len().saturating_sub(count)..].to_owned())
}

/// Other decimal digits people type (Arabic, Persian) as 0-9.
fn ascii_digit(letter: char) -> char {
    let zero = match letter {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        _ => return letter,
    };
    char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Cuts at the first word or sign that announces an extension.
fn split_extension(text: &str) -> (&str, Option<&str>) {
    const SIGNS: &[&str] = &[
        ";ext=",
        "分机号",
        "分机",
        "分機",
        "内线",
        "內線",
        "转",
        "轉",
        "extension",
        "ext",
        "durchwahl",
        "poste",
        "int.",
        "доб",
        "x",
        "#",
        ",",
    ];
    let lower = text.to_ascii_lowercase();
    let cut = SIGNS
        .iter()
        .filter_map(|sign| lower.find(sign).map(|at| (at, at + sign.len())))
        // Only behind a number that can stand alone.
        .filter(|(at, _)| digits(&text[..*at]).len() >= 5)
        .min_by_key(|(at, end)| (*at, usize::MAX - end));
    match cut {
        Some((at, end)) => (&text[..at], Some(&text[end..])),
        None => (text, None),
    }
}

/// How many digits the country calling code at the start of an international number has (ITU E.164).
fn code_length(digits: &str) -> usize {
    const TWO: &[&str] = &[
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [_, _, ..] if TWO.contains(&&digits[..2]) => 2,
        _ => 3.min(digits.len()),
    }
}

/// Drops the nought dialled inside the country where it never belongs to the number. Elsewhere
/// (Italy, San Marino, Côte d'Ivoire) it is a digit like any other.
fn without_trunk<'a>(code: &str, national: &'a str) -> &'a str {
    const TRUNK_NOUGHT: &[&str] = &[
        "20", "27", "31", "32", "33", "40", "41", "43", "44", "46", "49", "60", "61", "62", "63",
        "64", "66", "81", "82", "84", "86", "90", "91", "92", "94", "95", "98", "353", "358",
        "380", "381", "385", "386", "880", "886", "971", "972", "966", "962", "212", "213", "234",
        "254",
    ];
    if TRUNK_NOUGHT.contains(&code) {
        national.strip_prefix('0').unwrap_or(national)
    } else {
        national
    }
}

/// The national number when the digits have the form of a number of `home`. For China: mobiles,
/// area codes with their nought, 400/800 lines, the code 86 without `+`. Elsewhere: a trunk nought.
fn at_home(digits: &str, home: &str) -> Option<String> {
    if home != "86" {
        let national = without_trunk(home, digits);
        return (national.len() < digits.len() && national.len() >= 7).then(|| national.to_owned());
    }
    let mobile = |d: &str| {
        d.len() == 11 && d.starts_with('1') && matches!(d.as_bytes().get(1), Some(b'3'..=b'9'))
    };
    let digits_without_code = digits.strip_prefix("86").filter(|rest| mobile(rest));
    if let Some(national) = Some(digits).filter(|d| mobile(d)).or(digits_without_code) {
        return Some(national.to_owned());
    }
    // "0138…" and "86 0755…" are dialled so from other places.
    if let Some(rest) = digits.strip_prefix('0') {
        let landline =
            matches!(rest.len(), 9..=11) && !rest.starts_with('0') && !rest.starts_with('1');
        let capital = rest.len() == 10 && rest.starts_with("10");
        return (landline || capital || mobile(rest)).then(|| rest.to_owned());
    }
    if let Some(rest) = digits.strip_prefix("860") {
        return at_home(&format!("0{rest}"), home);
    }
    (digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")))
        .then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_number_share_a_key() {
        for (key, spellings) in [
            (
                "+8613800138000",
                &[
                    "13800138000",
                    "138 0013 8000",
                    "138-0013-8000",
                    "+86 138 0013 8000",
                    "+86-13800138000",
                    "0086 13800138000",
                    "8613800138000",
                    "(+86)13800138000",
                    "１３８００１３８０００",
                    "＋８６　１３８００１３８０００",
                    "013800138000",
                    "tel:+86-138-0013-8000",
                    "手机：13800138000",
                ][..],
            ),
            (
                "+8675512345678",
                &[
                    "0755-12345678",
                    "0755 1234 5678",
                    "(0755)12345678",
                    "+86 755 1234 5678",
                    "+86 0755 12345678",
                    "86-0755-12345678",
                    "+86 (0)755 12345678",
                    "（0755）1234 5678",
                ],
            ),
            (
                "+8675512345678x802",
                &[
                    "0755-12345678-转802",
                    "0755-12345678转802",
                    "0755 12345678 ext. 802",
                    "0755-12345678#802",
                    "+86 755 12345678;ext=802",
                    "0755-12345678 分机号 802",
                    "0755-12345678，802",
                    "+86 755 12345678 x 802",
                ],
            ),
            ("+861012345678", &["010-12345678", "+86 10 1234 5678"]),
            ("+864008001234", &["400-800-1234", "4008001234"]),
            (
                "+447775755503",
                &[
                    "+44 (0)7775 755503",
                    "+44 7775 755503",
                    "0044 7775 755503",
                    "+44 07775 755503",
                ],
            ),
            (
                "+14186569254x102",
                &[
                    "tel:+1-418-656-9254;ext=102",
                    "+1 (418) 656-9254 ext 102",
                    "001 418 656 9254 x102",
                ],
            ),
            ("+390612345678", &["+39 06 1234 5678"]),
            ("+85221234567", &["+852 2123 4567", "00852-21234567"]),
            ("+97143334444", &["+971 4 333 4444", "+971 04 333 4444"]),
            (
                "9055551234",
                &["(905) 555-1234", "905-555-1234", "905.555.1234"],
            ),
            ("+971501234567", &["+٩٧١ ٥٠ ١٢٣ ٤٥٦٧"]),
        ] {
            for text in spellings {
                assert_eq!(phone_key(text, "86").as_deref(), Some(key), "{text}");
            }
        }
    }

    #[test]
    fn home_elsewhere_uses_its_own_trunk() {
        assert_eq!(
            phone_key("0171 1234567", "49").as_deref(),
            Some("+491711234567")
        );
        assert_eq!(phone_key("06 12345678", "39").as_deref(), Some("612345678"));
        assert_eq!(
            phone_key("13800138000", "49").as_deref(),
            Some("13800138000")
        );
    }

    #[test]
    fn what_is_no_number_has_no_key() {
        for text in [
            "",
            "王小明",
            "12",
            "1234",
            "+",
            "转802",
            "123456789012345678901",
        ] {
            assert_eq!(phone_key(text, "86"), None, "{text}");
        }
    }

    #[test]
    fn open_parts_may_agree() {
        let read = |text| Number::read(text, "86").unwrap();
        assert!(read("+1 905 555 1234").may_equal(&read("(905) 555-1234")));
        assert!(read("0755-12345678转802").may_equal(&read("0755-12345678")));
        assert!(!read("0755-12345678转802").may_equal(&read("0755-12345678转803")));
        assert!(!read("+44 905 555 1234").may_equal(&read("+1 905 555 1234")));
    }

    #[test]
    fn tail_is_the_end_of_the_number() {
        assert_eq!(tail("0755-12345678转802", "86", 4).as_deref(), Some("5678"));
        assert_eq!(tail("12345", "86", 8).as_deref(), Some("12345"));
    }

    proptest! {
        #[test]
        fn reads_anything(text in any::<String>(), home in "[0-9]{0,3}") {
            if let Some(number) = Number::read(&text, &home) {
                prop_assert!(number.national.bytes().all(|b| b.is_ascii_digit()));
                prop_assert!(number.may_equal(&number));
            }
        }

        #[test]
        fn separators_do_not_matter(digits in "1[3-9][0-9]{9}", cut in 1usize..10) {
            let (one, other) = digits.split_at(cut);
            prop_assert_eq!(phone_key(&format!("{one} {other}"), "86"), phone_key(&digits, "86"));
            prop_assert_eq!(phone_key(&format!("+86-{one}-{other}"), "86"), phone_key(&digits, "86"));
        }
    }
}
