//! From the bytes of a file or code to cards, one after another.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use super::{Card, charset, link, mecard, plain, vcard};

/// The cards in the bytes of a `.vcf` file, a code or any text, in any encoding.
#[must_use]
pub fn read_bytes(bytes: &[u8]) -> Cards<'_> {
    let bytes = charset::widened(bytes);
    Cards {
        others: charset::guess_legacy(&bytes),
        bytes,
        at: 0,
    }
}

/// The cards in a text. Text that is not blank yields at least one, be it only to keep `raw`.
#[must_use]
pub fn read_text(text: &str) -> Vec<Card> {
    Cards {
        bytes: Cow::Borrowed(text.as_bytes()),
        others: UTF_8,
        at: 0,
    }
    .collect()
}

/// Reads cards as they are asked for, so that a large file can be taken in steps. The `raw` texts
/// of all cards, put together, are the whole source.
pub struct Cards<'a> {
    bytes: Cow<'a, [u8]>,
    others: &'static Encoding,
    at: usize,
}

impl Cards<'_> {
    /// How many bytes have been read, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.at, self.bytes.len())
    }

    /// Cuts the next piece off: one vCard with the blank lines around it, or the text before one.
    /// Works on bytes, because the cards of one file may differ in encoding.
    fn next_piece(&mut self) -> &[u8] {
        let start = self.at;
        let mut said_something = false;
        let mut ended = false;
        while self.at < self.bytes.len() {
            let line_end = self.bytes[self.at..]
                .iter()
                .position(|byte| matches!(byte, b'\n' | b'\r'))
                .map_or(self.bytes.len(), |offset| self.at + offset + 1);
            let line = self.bytes[self.at..line_end].trim_ascii();
            let begins = marks(line, b"BEGIN");
            if begins && said_something || ended && !line.is_empty() {
                break;
            }
            said_something |= !line.is_empty();
            ended |= marks(line, b"END");
            self.at = line_end;
        }
        &self.bytes[start..self.at]
    }
}

impl Iterator for Cards<'_> {
    type Item = Card;

    fn next(&mut self) -> Option<Card> {
        let others = self.others;
        let piece = self.next_piece();
        if piece.is_empty() {
            return None;
        }
        let text = match str::from_utf8(piece) {
            Ok(text) => text.to_owned(),
            Err(_) if declared(piece).is_some() => charset::decode(piece, declared(piece)),
            Err(_) => charset::decode_as(piece, charset::guess_among(piece, others)),
        };
        // Blank lines at the very end belong to no card.
        if text.trim().is_empty() {
            self.next()
        } else {
            Some(read_one(text))
        }
    }
}

/// Whether the line is `BEGIN:VCARD` or `END:VCARD` in any spelling.
fn marks(line: &[u8], word: &[u8]) -> bool {
    let Some((head, rest)) = line.split_at_checked(word.len()) else {
        return false;
    };
    head.eq_ignore_ascii_case(word)
        && rest
            .trim_ascii_start()
            .strip_prefix(b":")
            .and_then(|rest| rest.trim_ascii_start().get(..5))
            .is_some_and(|rest| rest.eq_ignore_ascii_case(b"VCARD"))
}

/// The first charset a card in 8-bit text names.
fn declared(piece: &[u8]) -> Option<&str> {
    const LABEL: &[u8] = b"CHARSET=";
    let at = piece
        .windows(LABEL.len())
        .position(|window| window.eq_ignore_ascii_case(LABEL))?;
    let rest = &piece[at + LABEL.len()..];
    let end = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte))?;
    str::from_utf8(&rest[..end]).ok()
}

fn read_one(raw: String) -> Card {
    let text = raw.trim_matches(|letter: char| letter.is_whitespace() || letter.is_control());
    let readers = [vcard::read, mecard::read, link::read];
    let mut card = readers
        .iter()
        .find_map(|read| read(text))
        .unwrap_or_default();
    if !card.names_or_reaches_someone() && card.websites.is_empty() {
        // Not, or not really, of any known form: take what the text shows by itself.
        let source = card.source;
        card = plain::read(text);
        card.source = source;
    }
    card.raw = raw;
    card
}
