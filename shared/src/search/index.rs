//! The index: the cells of all records end to end, scanned whole at every keystroke.

use crate::ordered;
use crate::ordered::ordered;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{self, FIELD};
use super::head::{head, starts_word};
use super::mask::Mask;
use super::tables::Tables;
use super::term::Term;

/// What a record can be found by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Text<'a> {
    /// Its names; a match at the start of one ranks highest.
    pub names: &'a [&'a str],
    /// Everything else: phones, e-mails, numbers, places, notes.
    pub others: &'a [&'a str],
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<K> {
    /// The best records, best first.
    pub keys: Vec<K>,
    /// How many records match in all.
    pub total: usize,
}

/// Where a match stands; the sum over the words of a query orders the answer.
const INSIDE: u8 = 1;
const WORD: u8 = 2;
const NAME: u8 = 3;

struct Entry<K> {
    key: K,
    fresh: u64,
    start: u32,
    /// End of the names, and of everything.
    names: u32,
    end: u32,
    /// Replaced or removed; its cells go at the next sweep.
    dead: bool,
    mask: Mask,
}

/// A search index over records named by `K`. Ties are broken by freshness, then by key, so that the answer
/// does not depend on the order of changes.
pub struct Index<K> {
    tables: Option<Arc<Tables>>,
    cells: Vec<u16>,
    heads: Vec<u8>,
    entries: Vec<Entry<K>>,
    place: BTreeMap<K, usize>,
    /// Cells of dead entries.
    waste: usize,
}

impl<K: Copy + Ord> Index<K> {
    /// An empty index, with the tables if they are there already.
    pub fn new(tables: Option<Arc<Tables>>) -> Index<K> {
        Index {
            tables,
            cells: Vec::new(),
            heads: Vec::new(),
            entries: Vec::new(),
            place: BTreeMap::new(),
            waste: 0,
        }
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.place.is_empty()
    }

    /// Bytes held, near enough.
    pub fn bytes(&self) -> usize {
        let place = self.place.len() * (size_of::<K>() + size_of::<usize>()) * 3 / 2;
        self.cells.capacity() * 2
            + self.heads.capacity()
            + self.entries.capacity() * size_of::<Entry<K>>()
            + place
    }

    /// Adds a record, or takes its new text in place of the old. Of equal matches the one with the higher
    /// `fresh` comes first (the time of its last change, say).
    pub fn put(&mut self, key: K, fresh: u64, text: Text<'_>) {
        self.remove(&key);
        let start = self.cells.len();
        let names = self.append(start, text.names);
        let end = self.append(start, text.others);
        let tables = self.tables.as_deref();
        self.heads
            .extend(self.cells[start..].iter().map(|cell| head(*cell, tables)));
        self.place.insert(key, self.entries.len());
        self.entries.push(Entry {
            key,
            fresh,
            start: start as u32,
            names: names as u32,
            end: end as u32,
            dead: false,
            mask: Mask::of(&self.cells[start..], tables),
        });
    }

    /// Forgets a record.
    pub fn remove(&mut self, key: &K) {
        if let Some(at) = self.place.remove(key) {
            let entry = &mut self.entries[at];
            entry.dead = true;
            // One more for the entry itself, which may hold no text at all.
            self.waste += (entry.end - entry.start) as usize + 1;
            // Rarely, so that each change costs little; early, so that a scan is never twice as long.
            if self.waste > self.cells.len() / 4 + 4096 {
                self.rebuild();
            }
        }
    }

    /// Takes the tables that came late. Every record is folded again from its cells.
    pub fn set_tables(&mut self, tables: Arc<Tables>) {
        self.tables = Some(tables);
        self.rebuild();
    }

    /// The best `limit` records that match every word of the query; all records for an empty query.
    pub fn search(&self, query: &str, limit: usize) -> Found<K> {
        let terms = Term::of(query, self.tables.as_deref());
        let rank = |entry: &Entry<K>| {
            terms
                .iter()
                .try_fold(0, |sum, term| Some(sum + self.rank(entry, term)?))
        };
        let live = self.entries.iter().filter(|entry| !entry.dead);
        let mut hits: Vec<_> = live
            .filter_map(|entry| Some((Reverse(rank(entry)?), Reverse(entry.fresh), entry.key)))
            .collect();
        let total = hits.len();
        if limit < total {
            hits.select_nth_unstable(limit);
            hits.truncate(limit);
        }
        ordered::sort(&mut hits);
        Found {
            keys: hits.into_iter().map(|(_, _, key)| key).collect(),
            total,
        }
    }

    /// How well a word matches a record, if at all.
    fn rank(&self, entry: &Entry<K>, term: &Term<'_>) -> Option<u32> {
        if !entry.mask.has(term.mask) {
            return None;
        }
        let range = entry.start as usize..entry.end as usize;
        let (cells, heads) = (&self.cells[range.clone()], &self.heads[range]);
        let names = (entry.names - entry.start) as usize;
        let mut best = 0;
        for at in term.places(heads) {
            let before = at.checked_sub(1).map_or(FIELD, |before| cells[before]);
            let mut here = match before {
                FIELD if at < names => NAME,
                before if starts_word(before, cells[at]) => WORD,
                _ => INSIDE,
            };
            if here <= best && !term.is_number {
                continue;
            }
            if let Some(length) = term.matches(cells, heads, at) {
                if term.is_number && cells.get(at + length).is_none_or(|next| *next == FIELD) {
                    here = here.max(WORD);
                }
                best = best.max(here);
                // The names come first, so nothing better can follow.
                if best == NAME || best == WORD && at >= names {
                    break;
                }
            }
        }
        (best > 0).then_some(u32::from(best))
    }

    /// Appends fields to the record that starts at `start`; gives the new end.
    fn append(&mut self, start: usize, fields: &[&str]) -> usize {
        for field in fields {
            let before = self.cells.len();
            if before > start {
                self.cells.push(FIELD);
            }
            let field_start = self.cells.len();
            cells::append(field, self.tables.as_deref(), &mut self.cells);
            if self.cells.len() == field_start {
                self.cells.truncate(before);
            }
        }
        self.cells.len()
    }

    /// Folds everything anew and leaves out the dead.
    fn rebuild(&mut self) {
        let old = std::mem::take(&mut self.cells);
        let tables = self.tables.as_deref();
        let mut cells: Vec<u16> = Vec::with_capacity(old.len() - self.waste.min(old.len()));
        let mut copy = |from: u32, to: u32| {
            let mut start = cells.len();
            for cell in &old[from as usize..to as usize] {
                if *cell == FIELD {
                    cells::trim(start, &mut cells);
                    cells.push(FIELD);
                    start = cells.len();
                } else {
                    cells::refold(*cell, tables, start, &mut cells);
                }
            }
            cells::trim(start, &mut cells);
            cells.len() as u32
        };
        self.entries.retain(|entry| !entry.dead);
        for entry in &mut self.entries {
            let start = copy(entry.start, entry.start);
            let names = copy(entry.start, entry.names);
            entry.end = copy(entry.names, entry.end);
            (entry.start, entry.names) = (start, names);
        }
        for entry in &mut self.entries {
            entry.mask = Mask::of(&cells[entry.start as usize..entry.end as usize], tables);
        }
        self.heads = cells.iter().map(|cell| head(*cell, tables)).collect();
        let keys = self.entries.iter().map(|entry| entry.key);
        self.place = ordered(keys.zip(0..));
        self.cells = cells;
        self.waste = 0;
    }
}
