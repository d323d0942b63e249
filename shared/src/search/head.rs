//! The head of a cell: the one byte by which places are found where a query can begin.

use super::cells::{FIELD, GAP};
use super::tables::Tables;

/// The head of a character whose readings begin with different letters.
const MANY: u8 = 1;

/// A letter or digit itself, the first letter of a character's pinyin, or some byte above ASCII for whatever
/// else there is.
pub(super) fn head(cell: u16, tables: Option<&Tables>) -> u8 {
    if cell < 0x80 {
        return cell as u8;
    }
    let readings = tables.map_or(&[][..], |tables| tables.readings(cell));
    match readings.split_first() {
        None => 0x80 | (cell ^ cell >> 7) as u8,
        Some((first, rest)) => {
            let letter = first.letters()[0];
            if rest.iter().all(|other| other.letters()[0] == letter) {
                letter
            } else {
                MANY
            }
        }
    }
}

/// The heads that the cell of a query can meet; twice the same when there is one.
pub(super) fn heads(cell: u16, tables: Option<&Tables>) -> [u8; 2] {
    let own = head(cell, tables);
    [own, if is_letter(cell) { MANY } else { own }]
}

pub(super) fn is_letter(cell: u16) -> bool {
    (u16::from(b'a')..=u16::from(b'z')).contains(&cell)
}

pub(super) fn is_digit(cell: u16) -> bool {
    (u16::from(b'0')..=u16::from(b'9')).contains(&cell)
}

/// Whether a word starts at this cell, seen from the one before it.
pub(super) fn starts_word(before: u16, cell: u16) -> bool {
    kind(before) != kind(cell)
}

fn kind(cell: u16) -> u8 {
    match cell {
        FIELD | GAP => 0,
        cell if cell == u16::from(b'@') => 0,
        cell if is_digit(cell) => 1,
        0x2e80.. => 2,
        _ => 3,
    }
}
