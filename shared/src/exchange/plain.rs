//! Values as a spreadsheet reads them, and names that every file system takes.

use crate::calendar::{Date, Moment, ZoneData};
use crate::entity::Value;

/// A value without anything that is only there for the eye: ISO dates, the wall clock of `zone`, numbers
/// without grouping. `None` where words are needed: choices, references, yes or no.
#[must_use]
pub fn plain(value: &Value, zone: &ZoneData) -> Option<String> {
    Some(match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Decimal(mantissa, scale) => decimal(*mantissa, *scale),
        Value::Percent(points) => format!("{}%", decimal(*points, 2)),
        Value::Day(day) => Date(*day).to_string(),
        Value::Instant(at) => {
            let local = zone.local(Moment(at.utc_ms));
            let (hour, minute) = (local.minute / 60, local.minute % 60);
            format!("{} {hour:02}:{minute:02}", local.date)
        }
        _ => return None,
    })
}

/// `mantissa` × 10^−`scale`, exact, without zeros that say nothing.
fn decimal(mantissa: i64, scale: u8) -> String {
    let scale = usize::from(scale);
    let digits = format!("{:0>1$}", mantissa.unsigned_abs(), scale + 1);
    let (whole, rest) = digits.split_at(digits.len() - scale);
    let rest = rest.trim_end_matches('0');
    let sign = if mantissa < 0 { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{rest}")
}

/// Longest name of a file without its ending, in characters: 80 of three bytes stay below the 255 bytes
/// that file systems take.
const LONGEST: usize = 80;

/// A name from parts, joined by `-`, that Windows, macOS, Linux and Android take. Empty parts are left out.
#[must_use]
pub fn file_name(parts: &[&str], ending: &str) -> String {
    let clean = |part: &&str| {
        let part: String = part
            .chars()
            .map(|c| if is_forbidden(c) { ' ' } else { c })
            .collect();
        let words: Vec<&str> = part.split_whitespace().collect();
        words.join(" ")
    };
    let parts: Vec<String> = parts.iter().map(clean).filter(|p| !p.is_empty()).collect();
    let name: String = parts.join("-").chars().take(LONGEST).collect();
    format!("{}.{ending}", name.trim_matches([' ', '.']))
}

/// What some file system refuses, and what turns the direction of the text around it.
fn is_forbidden(c: char) -> bool {
    matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::standard;
    use crate::entity::{Id, Instant, Kind};

    fn of(value: Value) -> Option<String> {
        plain(&value, standard().zone())
    }

    #[test]
    fn numbers_keep_every_digit_that_counts() {
        for (mantissa, scale, text) in [
            (0, 0, "0"),
            (0, 3, "0"),
            (1_250, 2, "12.5"),
            (5, 3, "0.005"),
            (-5, 3, "-0.005"),
            (1_000, 3, "1"),
            (1_000, 0, "1000"),
            (i64::MIN, 18, "-9.223372036854775808"),
        ] {
            assert_eq!(of(Value::Decimal(mantissa, scale)).as_deref(), Some(text));
        }
        assert_eq!(of(Value::Int(-7)).as_deref(), Some("-7"));
        assert_eq!(of(Value::Percent(1_250)).as_deref(), Some("12.5%"));
    }

    #[test]
    fn dates_and_times_are_iso_on_the_wall_of_the_unit() {
        assert_eq!(of(Value::Day(20_779)).as_deref(), Some("2026-11-22"));
        // 16:30 UTC is half past midnight of the next day in China.
        let at = Instant::utc(20_779 * 86_400_000 + (16 * 60 + 30) * 60_000);
        assert_eq!(of(Value::Instant(at)).as_deref(), Some("2026-11-23 00:30"));
    }

    #[test]
    fn what_needs_words_says_so() {
        for value in [
            Value::Choice(1),
            Value::Ref(Kind(1), Id::NIL),
            Value::Bool(true),
            Value::Empty,
        ] {
            assert_eq!(of(value), None);
        }
    }

    #[test]
    fn names_of_files_are_taken_everywhere() {
        let name = |parts: &[&str]| file_name(parts, "csv");
        assert_eq!(
            name(&["展会线索", "香港灯饰展 2026/秋", "2026-11-22"]),
            "展会线索-香港灯饰展 2026 秋-2026-11-22.csv"
        );
        assert_eq!(name(&["a", "", " \t", "b"]), "a-b.csv");
        assert_eq!(
            name(&["../..", "x"]),
            ".. ..-x.csv".trim_start_matches(['.', ' '])
        );
        assert_eq!(name(&["a\u{202e}fdp", "<b>:\"c\"|?*\\\n"]), "a fdp-b c.csv");
        let long = name(&["展".repeat(300).as_str()]);
        assert!(long.len() < 255 && long.ends_with(".csv"), "{}", long.len());
    }
}
