//! Folding text into cells, so that what looks or means the same compares equal.

use super::tables::Tables;

/// Between two fields. No query contains it, so no match crosses it.
pub(super) const FIELD: u16 = 0;
/// A run of separators. Matching skips it.
pub(super) const GAP: u16 = b' ' as u16;

/// Appends the cells of one field. Leading and trailing separators are dropped, runs of them become one
/// [`GAP`].
pub(super) fn append(text: &str, tables: Option<&Tables>, cells: &mut Vec<u16>) {
    let start = cells.len();
    let mut units = [0; 2];
    for c in text
        .chars()
        .map(narrow)
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase)
    {
        if is_separator(c) {
            push(GAP, start, cells);
        } else if !is_invisible(c) {
            for unit in c.encode_utf16(&mut units) {
                refold(*unit, tables, start, cells);
            }
        }
    }
    trim(start, cells);
}

/// Appends one cell of a field that starts at `start`, folded by the tables. Used on text and on cells that
/// were made before the tables came, with the same result.
pub(super) fn refold(cell: u16, tables: Option<&Tables>, start: usize, cells: &mut Vec<u16>) {
    match tables.and_then(|tables| tables.fold(cell)) {
        Some(folded) => folded.iter().for_each(|cell| push(*cell, start, cells)),
        None => push(cell, start, cells),
    }
}

/// Drops a trailing gap.
pub(super) fn trim(start: usize, cells: &mut Vec<u16>) {
    if cells.len() > start && cells.last() == Some(&GAP) {
        cells.pop();
    }
}

fn push(cell: u16, start: usize, cells: &mut Vec<u16>) {
    let idle = cell == GAP && (cells.len() == start || cells.last() == Some(&GAP));
    if !idle {
        cells.push(cell);
    }
}

/// Full-width forms of ASCII to ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Accents that stand alone, joiners, direction marks, variation selectors, the field mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\0' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ad}')
}

/// Spaces and punctuation. `@` is kept: people search `@company.com`.
fn is_separator(c: char) -> bool {
    match c {
        '@' => false,
        '\0'..='\u{7f}' => !c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' => !c.is_alphanumeric(),
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{301f}' => true,
        '\u{30fb}' | '\u{ff5f}'..='\u{ff65}' => true,
        _ => false,
    }
}
