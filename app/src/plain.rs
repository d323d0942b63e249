//! Numbers as stylesheets, attributes and keys write them.
//!
//! The standard library writes every float to its last bit, with 10 kB of tables that do not compress.
//! Nothing here needs more than thousandths, so nothing in the app formats a float by itself.

/// At most three places, no noughts at the end: `13.5`, `-0.25`, `40`.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn number(value: f64) -> String {
    let thousandths = (value.abs() * 1000.0).round() as u64;
    let sign = if value < 0.0 && thousandths > 0 {
        "-"
    } else {
        ""
    };
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let text = format!("{sign}{whole}.{part:03}");
    text.trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_read_as_people_write_them() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (40.0, "40"),
            (13.5, "13.5"),
            (-0.25, "-0.25"),
            (1_549_100.125, "1549100.125"),
            (1.0 / 3.0, "0.333"),
            (99.9996, "100"),
            (-0.0001, "0"),
            (f64::NAN, "0"),
        ] {
            assert_eq!(number(value), text, "{value}");
        }
    }
}
