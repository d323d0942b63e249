//! Byte by byte: what has been read so far, and what the next byte makes of it.

use super::pairs::{Table, Units};
use super::{Encoding, Kind, Pairs, source};
use std::rc::Rc;

/// How far decoding came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecoderResult {
    /// Everything was read.
    InputEmpty,
    /// There is no room for the next character.
    OutputFull,
    /// So many bytes mean nothing, and so many were read after them.
    Malformed(u8, u8),
}

/// Decodes bit by bit.
pub struct Decoder {
    encoding: &'static Encoding,
    /// Bytes of a character that is not complete.
    held: Vec<u8>,
    pairs: Option<Rc<Table>>,
}

/// What a byte makes of those before it.
enum Step {
    More,
    Is(Units),
    /// So many bytes mean nothing. The last one is none of them and is to be read again.
    Unread(u8),
    /// So many bytes mean nothing.
    Bad(u8),
}

impl Decoder {
    pub(super) fn new(encoding: &'static Encoding) -> Self {
        let pairs = matches!(encoding.kind, Kind::Pairs(_)).then(|| Table::of(encoding, None));
        Self {
            encoding,
            held: Vec::new(),
            pairs,
        }
    }

    /// Decodes into units of UTF-16: how it went, how many bytes were read, how many units written.
    pub fn decode_to_utf16_without_replacement(
        &mut self,
        src: &[u8],
        dst: &mut [u16],
        last: bool,
    ) -> (DecoderResult, usize, usize) {
        let mut written = 0;
        for (read, byte) in src.iter().enumerate() {
            if dst.len() < written + 2 {
                return (DecoderResult::OutputFull, read, written);
            }
            match self.step(*byte) {
                Step::More => continue,
                Step::Is(units) => {
                    for unit in units.into_iter().take(1 + usize::from(units[1] != 0)) {
                        dst[written] = unit;
                        written += 1;
                    }
                }
                Step::Unread(length) => {
                    self.held.clear();
                    return (DecoderResult::Malformed(length, 0), read, written);
                }
                Step::Bad(length) => {
                    self.held.clear();
                    return (DecoderResult::Malformed(length, 0), read + 1, written);
                }
            }
            self.held.clear();
        }
        (self.end(last), src.len(), written)
    }

    /// Only whether the bytes are UTF-8 is asked, nothing is written.
    pub fn decode_to_utf8_without_replacement(
        &mut self,
        src: &[u8],
        _dst: &mut [u8],
        last: bool,
    ) -> (DecoderResult, usize, usize) {
        let bytes = [self.held.as_slice(), src].concat();
        match str::from_utf8(&bytes) {
            Ok(_) => self.held.clear(),
            Err(error) if error.error_len().is_none() => {
                self.held = bytes[error.valid_up_to()..].to_vec();
            }
            Err(_) => return (DecoderResult::Malformed(1, 0), src.len(), 0),
        }
        (self.end(last), src.len(), 0)
    }

    fn end(&mut self, last: bool) -> DecoderResult {
        if !last || self.held.is_empty() {
            return DecoderResult::InputEmpty;
        }
        let held = std::mem::take(&mut self.held);
        DecoderResult::Malformed(held.len() as u8, 0)
    }

    fn step(&mut self, byte: u8) -> Step {
        let Kind::Pairs(kind) = self.encoding.kind else {
            return Step::Bad(1);
        };
        let step = match (self.held.as_slice(), kind) {
            ([], _) => first(kind, byte),
            ([0x8E], Pairs::EucJp) => match byte {
                0xA1..=0xDF => one(0xFF61 + u16::from(byte - 0xA1)),
                _ => nothing(1, byte),
            },
            ([0x8F], Pairs::EucJp) => match byte {
                0xA1..=0xFE => Step::More,
                _ => nothing(1, byte),
            },
            ([0x8F, second], Pairs::EucJp) => {
                let table = Table::of(self.encoding, Some(0x8F));
                table
                    .get(*second, byte)
                    .map_or_else(|| nothing(2, byte), Step::Is)
            }
            ([_], Pairs::Gb) if byte.is_ascii_digit() => Step::More,
            ([_, _], Pairs::Gb) => match byte {
                0x81..=0xFE => Step::More,
                _ => Step::Unread(1),
            },
            ([first, second, third], Pairs::Gb) => match byte {
                b'0'..=b'9' => four([*first, *second, *third, byte]),
                _ => Step::Unread(1),
            },
            (held, _) => {
                let table = self.pairs.as_ref();
                let units = table.and_then(|table| table.get(held[0], byte));
                units.map_or_else(|| nothing(1, byte), Step::Is)
            }
        };
        if let Step::More = step {
            self.held.push(byte);
        }
        step
    }
}

/// A byte with none before it.
fn first(kind: Pairs, byte: u8) -> Step {
    match (kind, byte) {
        (_, ..0x80) => one(byte.into()),
        (Pairs::Gb, 0x80) => one(0x20AC),
        (Pairs::ShiftJis, 0x80) => one(0x80),
        (Pairs::ShiftJis, 0xA1..=0xDF) => one(0xFF61 + u16::from(byte - 0xA1)),
        (Pairs::ShiftJis, 0xA0 | 0xFD..) | (_, 0x80 | 0xFF) => Step::Bad(1),
        (Pairs::EucJp, 0x81..=0x8D | 0x90..=0xA0) => Step::Bad(1),
        _ => Step::More,
    }
}

fn one(unit: u16) -> Step {
    Step::Is([unit, 0])
}

/// `held` bytes and this one mean nothing together; an ASCII byte stands for itself.
fn nothing(held: u8, byte: u8) -> Step {
    if byte < 0x80 {
        Step::Unread(held)
    } else {
        Step::Bad(held + 1)
    }
}

/// Four bytes of GB 18030: rare, so the browser is asked for each.
fn four(bytes: [u8; 4]) -> Step {
    let Some(text) = source::strict("gb18030", &bytes) else {
        return Step::Bad(4);
    };
    let mut units = text.encode_utf16();
    Step::Is([units.next().unwrap_or(0), units.next().unwrap_or(0)])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
