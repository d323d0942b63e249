//! What a record contains, as the bits of one number: most records are ruled out by one comparison.

use super::cells::{FIELD, GAP};
use super::head::{is_digit, is_letter};
use super::tables::Tables;

/// One bit for each letter, as such or as the initial of a character, and each digit; the other characters
/// share the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mask(u128);

impl Mask {
    /// What the cells of a record offer.
    pub(super) fn of(cells: &[u16], tables: Option<&Tables>) -> Mask {
        let mut mask = 0;
        for cell in cells.iter().filter(|cell| **cell != FIELD && **cell != GAP) {
            mask |= bit(*cell);
            if let Some(tables) = tables.filter(|_| *cell >= 0x80) {
                let initials = tables
                    .readings(*cell)
                    .iter()
                    .map(|syllable| syllable.letters()[0]);
                mask |= initials.fold(0, |bits, letter| bits | bit(u16::from(letter)));
            }
        }
        Mask(mask)
    }

    /// What a record must offer for a word. A letter that may stand inside a syllable asks for nothing.
    pub(super) fn needed(word: &[u16], tables: Option<&Tables>) -> Mask {
        let mut before = FIELD;
        Mask(word.iter().fold(0, |mask, cell| {
            let inside = tables.is_some_and(|tables| tables.spells(before, *cell));
            before = *cell;
            if inside { mask } else { mask | bit(*cell) }
        }))
    }

    /// Whether it offers all that is needed.
    pub(super) fn has(self, needed: Mask) -> bool {
        needed.0 & !self.0 == 0
    }
}

fn bit(cell: u16) -> u128 {
    let letters = u16::from(b'a');
    let digits = u16::from(b'0');
    1 << match cell {
        cell if is_letter(cell) => cell - letters,
        cell if is_digit(cell) => 26 + cell - digits,
        cell => 36 + cell % 92,
    }
}
