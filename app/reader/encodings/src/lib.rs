//! The encodings of the web by the browser's own decoders.
//!
//! The crate `encoding_rs` brings 115 kB of tables that every browser has already and that hardly compress.
//! This one stands in its place, with as much of its interface as is used here. A whole text is decoded by
//! `TextDecoder`; where single characters matter, for guessing an encoding, [`pairs`] asks it once for
//! everything two bytes can mean. On the host, for tests, the real crate plays the browser's part, and
//! `decoder` is held against it byte by byte.

mod decoder;
mod encodings;
mod pairs;
#[cfg_attr(target_arch = "wasm32", path = "browser.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "host.rs")]
mod source;

pub use decoder::{Decoder, DecoderResult};
pub use encodings::*;

use std::borrow::Cow;

/// One encoding; equal only to itself.
#[derive(Debug)]
pub struct Encoding {
    name: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Utf8,
    Utf16,
    /// A byte is a character.
    Single,
    /// Two bytes are one, with what is special to each.
    Pairs(Pairs),
    /// Needs more than what came last; only whole texts are decoded.
    Whole,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pairs {
    Big5,
    EucJp,
    EucKr,
    Gb,
    ShiftJis,
}

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Encoding {}

impl Encoding {
    /// Its name in the standard.
    pub fn name(&'static self) -> &'static str {
        self.name
    }

    /// The encoding of a label such as `gb2312`.
    pub fn for_label(label: &[u8]) -> Option<&'static Encoding> {
        let name = source::name_of(str::from_utf8(label).ok()?.trim())?;
        ALL.iter()
            .find(|it| it.name.eq_ignore_ascii_case(&name))
            .copied()
    }

    /// The encoding a byte order mark tells, and the length of the mark.
    pub fn for_bom(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Some((UTF_8, 3)),
            [0xFF, 0xFE, ..] => Some((UTF_16LE, 2)),
            [0xFE, 0xFF, ..] => Some((UTF_16BE, 2)),
            _ => None,
        }
    }

    /// Whether every byte is a character of its own.
    pub fn is_single_byte(&'static self) -> bool {
        self.kind == Kind::Single
    }

    /// How many ASCII bytes come first.
    pub fn ascii_valid_up_to(bytes: &[u8]) -> usize {
        let other = bytes.iter().position(|byte| !byte.is_ascii());
        other.unwrap_or(bytes.len())
    }

    /// Text and whether something could not be decoded; a byte order mark decides.
    pub fn decode<'a>(&'static self, bytes: &'a [u8]) -> (Cow<'a, str>, &'static Encoding, bool) {
        let (encoding, mark) = Self::for_bom(bytes).unwrap_or((self, 0));
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
        (text, encoding, damaged)
    }

    /// Text and whether something could not be decoded.
    pub fn decode_without_bom_handling<'a>(&'static self, bytes: &'a [u8]) -> (Cow<'a, str>, bool) {
        match self.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => (text, false),
            None if self.kind == Kind::Utf8 => (String::from_utf8_lossy(bytes), true),
            None => (source::text(self.name, bytes).into(), true),
        }
    }

    /// Text, if every byte of it could be decoded.
    pub fn decode_without_bom_handling_and_without_replacement<'a>(
        &'static self,
        bytes: &'a [u8],
    ) -> Option<Cow<'a, str>> {
        if self.kind == Kind::Utf8 {
            return str::from_utf8(bytes).ok().map(Cow::Borrowed);
        }
        source::strict(self.name, bytes).map(Cow::Owned)
    }

    /// Bytes of a text and whether something had no bytes. Nothing is written in old encodings in a browser.
    pub fn encode<'a>(&'static self, text: &'a str) -> (Cow<'a, [u8]>, &'static Encoding, bool) {
        let (bytes, missing) = source::encoded(self.name, text);
        (bytes, self, missing)
    }

    /// Decodes bit by bit.
    pub fn new_decoder_without_bom_handling(&'static self) -> Decoder {
        Decoder::new(self)
    }
}
