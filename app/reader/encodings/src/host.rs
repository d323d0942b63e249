//! The real crate, where there is no browser.

use std::borrow::Cow;
use whole::Encoding;

fn of(name: &str) -> &'static Encoding {
    Encoding::for_label(name.as_bytes()).unwrap_or(whole::UTF_8)
}

/// The name of the encoding with this label.
pub(super) fn name_of(label: &str) -> Option<String> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    Some(encoding.name().to_owned())
}

/// The text, with U+FFFD for what cannot be decoded.
pub(super) fn text(name: &str, bytes: &[u8]) -> String {
    of(name).decode_without_bom_handling(bytes).0.into_owned()
}

/// The text, if all of it can be decoded.
pub(super) fn strict(name: &str, bytes: &[u8]) -> Option<String> {
    of(name)
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(Cow::into_owned)
}

/// The bytes, and whether something has none.
pub(super) fn encoded<'a>(name: &str, text: &'a str) -> (Cow<'a, [u8]>, bool) {
    let (bytes, _, missing) = of(name).encode(text);
    (bytes, missing)
}
