//! The browser's decoders.

use js_sys::Reflect;
use std::borrow::Cow;
use web_sys::{TextDecoder, TextDecoderOptions};

fn decoder(label: &str, fatal: bool) -> Option<TextDecoder> {
    let options = TextDecoderOptions::new();
    options.set_fatal(fatal);
    // A mark is a character like others here: whoever wants it gone says so.
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(&options, &"ignoreBOM".into(), &true.into());
    TextDecoder::new_with_label_and_options(label, &options).ok()
}

/// The name of the encoding with this label, in small letters.
pub(super) fn name_of(label: &str) -> Option<String> {
    Some(decoder(label, false)?.encoding())
}

/// The text, with U+FFFD for what cannot be decoded.
pub(super) fn text(name: &str, bytes: &[u8]) -> String {
    let decoder = decoder(name, false);
    let text = decoder.and_then(|it| it.decode_with_u8_array(bytes).ok());
    // Every browser has every encoding of the standard.
    text.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The text, if all of it can be decoded.
pub(super) fn strict(name: &str, bytes: &[u8]) -> Option<String> {
    decoder(name, true)?.decode_with_u8_array(bytes).ok()
}

/// A browser encodes UTF-8 alone.
pub(super) fn encoded<'a>(_name: &str, text: &'a str) -> (Cow<'a, [u8]>, bool) {
    (Cow::Borrowed(text.as_bytes()), !text.is_ascii())
}
