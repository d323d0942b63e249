//! One word of a query, and whether text matches it from a given cell on.

use super::cells::{self, FIELD, GAP};
use super::head::{heads, is_digit, is_letter};
use super::mask::Mask;
use super::tables::{Syllable, Tables};

/// A word of a query, without separators. Longer ones are cut at [`Term::MOST`] cells.
pub(super) struct Term<'a> {
    tables: Option<&'a Tables>,
    cells: Vec<u16>,
    /// What a record must offer to match.
    pub(super) mask: Mask,
    /// All digits: then the end of a number is as good as the start of a word.
    pub(super) is_number: bool,
    /// The heads its first and second cell can meet.
    first: [u8; 2],
    second: [u8; 2],
    /// For each set of readings, the ways it can begin the word; as in [`Term::step`].
    begins: Vec<u64>,
}

impl<'a> Term<'a> {
    /// Matching keeps its states in the bits of one number.
    const MOST: usize = 63;

    /// The words of a query; all of them must match.
    pub(super) fn of(query: &str, tables: Option<&'a Tables>) -> Vec<Term<'a>> {
        query
            .split_whitespace()
            .filter_map(|word| Term::new(word, tables))
            .collect()
    }

    fn new(word: &str, tables: Option<&'a Tables>) -> Option<Term<'a>> {
        let mut cells = Vec::new();
        cells::append(word, tables, &mut cells);
        cells.retain(|cell| *cell != GAP);
        cells.truncate(Term::MOST);
        let first = *cells.first()?;
        let begins = match tables {
            Some(tables) if is_letter(first) => tables
                .reading_sets()
                .map(|set| spelled(&cells, set))
                .collect(),
            _ => Vec::new(),
        };
        Some(Term {
            tables,
            mask: Mask::needed(&cells, tables),
            is_number: cells.iter().all(|cell| is_digit(*cell)),
            first: heads(first, tables),
            second: heads(*cells.get(1).unwrap_or(&first), tables),
            begins,
            cells,
        })
    }

    /// The places in a record where it may begin.
    pub(super) fn places<'h>(&self, heads: &'h [u8]) -> impl Iterator<Item = usize> + 'h {
        memchr::memchr2_iter(self.first[0], self.first[1], heads)
    }

    /// How many cells it takes to match from `at` on, if it does.
    pub(super) fn matches(&self, cells: &[u16], heads: &[u8], at: usize) -> Option<usize> {
        let whole = 1 << self.cells.len();
        let mut states = self.begin(cells[at]);
        if states & whole != 0 {
            return Some(1);
        }
        // Most places end here: one cell used up, and the next is not the one.
        let next = *heads.get(at + 1)?;
        if states == 0 || states == 0b10 && !self.second.contains(&next) && next != GAP as u8 {
            return None;
        }
        for (length, cell) in (2..).zip(&cells[at + 1..]) {
            states = self.advance(states, *cell);
            if states & whole != 0 {
                return Some(length);
            }
            if states == 0 {
                return None;
            }
        }
        None
    }

    /// [`Term::step`] from the start of the word, looked up.
    fn begin(&self, cell: u16) -> u64 {
        if cell == self.cells[0] {
            return 0b10;
        }
        let set = self.tables.and_then(|tables| tables.reading_set(cell));
        set.and_then(|set| self.begins.get(set))
            .copied()
            .unwrap_or(0)
    }

    /// Bit i of a state: the first i cells of the word are used up.
    fn advance(&self, mut states: u64, cell: u16) -> u64 {
        let mut next = match cell {
            FIELD => return 0,
            GAP => states,
            _ => 0,
        };
        while states != 0 {
            let used = states.trailing_zeros() as usize;
            states &= states - 1;
            next |= self.step(used, cell) << used;
        }
        next
    }

    /// Bit n: the cell can use up n cells of the word after the first `used`.
    fn step(&self, used: usize, cell: u16) -> u64 {
        let rest = &self.cells[used..];
        match self.tables {
            _ if rest[0] == cell => 0b10,
            Some(tables) if cell >= 0x80 && is_letter(rest[0]) => {
                spelled(rest, tables.readings(cell))
            }
            _ => 0,
        }
    }
}

/// The ways the letters of a query can spell a syllable: whole, by its initial, or broken off at their end.
fn spelled(rest: &[u16], readings: &[Syllable]) -> u64 {
    let mut ways = 0;
    for letters in readings.iter().map(Syllable::letters) {
        let same = |(typed, letter): &(&u16, &u8)| {
            **typed == u16::from(**letter) || **letter == b'v' && **typed == u16::from(b'u')
        };
        let common = rest.iter().zip(letters).take_while(same).count();
        if common >= 1 {
            ways |= 0b10;
        }
        if common >= 2 && letters[1] == b'h' {
            ways |= 0b100;
        }
        if common == letters.len() || common == rest.len() {
            ways |= 1 << common;
        }
    }
    ways
}
