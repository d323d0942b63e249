//! Pinyin readings and foldings as one compact binary asset, loaded when it is there.

use super::cells::{FIELD, GAP};
use super::head::is_letter;
use crate::ordered;

/// A syllable of pinyin in plain letters, `v` for ü, at most seven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Syllable {
    letters: [u8; 7],
    length: u8,
}

impl Syllable {
    /// From one to seven letters a-z.
    pub fn new(letters: &[u8]) -> Option<Syllable> {
        let plain = (1..=7).contains(&letters.len()) && letters.iter().all(u8::is_ascii_lowercase);
        let mut syllable = Syllable {
            letters: [0; 7],
            length: letters.len() as u8,
        };
        plain.then(|| {
            syllable.letters[..letters.len()].copy_from_slice(letters);
            syllable
        })
    }

    /// Its letters.
    pub fn letters(&self) -> &[u8] {
        &self.letters[..usize::from(self.length)]
    }
}

/// Why a tables asset was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TablesError {
    /// Not this asset, or another version of it.
    #[error("not a search table of this version")]
    Magic,
    /// It ends too early, goes on too long, or points outside itself.
    #[error("the search table is damaged")]
    Damaged,
}

/// What one cell becomes, and how a character may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// For each cell the number of its folding plus one; nought for itself.
    fold_of: Vec<u16>,
    /// Foldings end to end, and where each ends.
    folded: Vec<u16>,
    fold_ends: Vec<u32>,
    /// For each cell the number of its reading set plus one; nought for none.
    readings_of: Vec<u16>,
    /// Reading sets end to end, and where each ends.
    readings: Vec<Syllable>,
    reading_ends: Vec<u32>,
    /// For each letter, those that follow it inside some syllable.
    pairs: [u32; 26],
}

const A: u16 = b'a' as u16;
const MAGIC: [u8; 4] = *b"YKS1";

impl Tables {
    /// Foldings `(cell, becomes)` and readings `(cell, syllables)`, each in order of cells.
    pub fn new(folds: &[(u16, Vec<u16>)], readings: &[(u16, Vec<Syllable>)]) -> Tables {
        let (fold_of, folded, fold_ends) = pack(folds);
        let (readings_of, readings, reading_ends) = pack(readings);
        let pairs = pairs(&readings);
        Tables {
            fold_of,
            folded,
            fold_ends,
            readings_of,
            readings,
            reading_ends,
            pairs,
        }
    }

    /// What a cell becomes, if not itself.
    pub fn fold(&self, cell: u16) -> Option<&[u16]> {
        slice(&self.fold_of, &self.folded, &self.fold_ends, cell)
    }

    /// The readings of a character, the commonest first; empty for letters and digits.
    pub fn readings(&self, cell: u16) -> &[Syllable] {
        slice(&self.readings_of, &self.readings, &self.reading_ends, cell).unwrap_or_default()
    }

    /// The index of a character's readings in [`Tables::reading_sets`].
    pub(super) fn reading_set(&self, cell: u16) -> Option<usize> {
        usize::from(self.readings_of[usize::from(cell)]).checked_sub(1)
    }

    /// All sets of readings.
    pub(super) fn reading_sets(&self) -> impl Iterator<Item = &[Syllable]> {
        sets(&self.readings, &self.reading_ends).into_iter()
    }

    /// Whether some syllable has these two letters side by side.
    pub(super) fn spells(&self, before: u16, letter: u16) -> bool {
        match (is_letter(before), is_letter(letter)) {
            (true, true) => self.pairs[usize::from(before - A)] & 1 << (letter - A) != 0,
            _ => false,
        }
    }

    /// The asset. Columns of equal kind stand together, so that it compresses well.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let fold_sets = sets(&self.folded, &self.fold_ends);
        put_sets(&mut out, &fold_sets, |out, cell| put(out, *cell));
        put_column(&mut out, &self.fold_of);

        let mut syllables: Vec<Syllable> = self.readings.clone();
        ordered::sort(&mut syllables);
        syllables.dedup();
        put(&mut out, syllables.len() as u16);
        for syllable in &syllables {
            out.push(syllable.length);
            out.extend(syllable.letters());
        }
        let reading_sets = sets(&self.readings, &self.reading_ends);
        put_sets(&mut out, &reading_sets, |out, syllable| {
            put(
                out,
                syllables.binary_search(syllable).unwrap_or_default() as u16,
            );
        });
        put_column(&mut out, &self.readings_of);
        out
    }

    /// Reads the asset.
    pub fn decode(bytes: &[u8]) -> Result<Tables, TablesError> {
        let body = bytes.strip_prefix(&MAGIC).ok_or(TablesError::Magic)?;
        Tables::read(&mut Input(body)).ok_or(TablesError::Damaged)
    }

    fn read(input: &mut Input<'_>) -> Option<Tables> {
        let (folded, fold_ends) = input.sets(|input| {
            let cell = input.number()?;
            (cell != FIELD && cell != GAP).then_some(cell)
        })?;
        let fold_of = input.column(fold_ends.len())?;

        let mut syllables = Vec::new();
        for _ in 0..input.number()? {
            let length = input.byte()?;
            syllables.push(Syllable::new(input.take(usize::from(length))?)?);
        }
        let (readings, reading_ends) =
            input.sets(|input| syllables.get(usize::from(input.number()?)).copied())?;
        let readings_of = input.column(reading_ends.len())?;
        let pairs = pairs(&readings);
        let tables = Tables {
            fold_of,
            folded,
            fold_ends,
            readings_of,
            readings,
            reading_ends,
            pairs,
        };
        input.0.is_empty().then_some(tables)
    }
}

fn pairs(readings: &[Syllable]) -> [u32; 26] {
    let mut pairs = [0; 26];
    for pair in readings
        .iter()
        .flat_map(|syllable| syllable.letters().windows(2))
    {
        let [before, letter] = [pair[0], pair[1]].map(|letter| letter - b'a');
        pairs[usize::from(before)] |= 1 << letter;
        if pair[1] == b'v' {
            pairs[usize::from(before)] |= 1 << (b'u' - b'a');
        }
    }
    pairs
}

/// Numbers the distinct values by how often they occur: small numbers compress well.
fn pack<T: Ord + Clone>(pairs: &[(u16, Vec<T>)]) -> (Vec<u16>, Vec<T>, Vec<u32>) {
    let mut values: Vec<&Vec<T>> = pairs.iter().map(|(_, value)| value).collect();
    ordered::sort(&mut values);
    let mut distinct: Vec<(usize, &Vec<T>)> = values
        .chunk_by(|a, b| a == b)
        .map(|same| (same.len(), same[0]))
        .collect();
    ordered::sort_by(&mut distinct, |a, b| {
        b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1))
    });
    let mut by_value: Vec<(&Vec<T>, u16)> = distinct
        .iter()
        .zip(1..)
        .map(|((_, value), number)| (*value, number))
        .collect();
    ordered::sort(&mut by_value);
    let mut of = vec![0; 0x1_0000];
    for (cell, value) in pairs {
        if let Ok(at) = by_value.binary_search_by(|(known, _)| (*known).cmp(value)) {
            of[usize::from(*cell)] = by_value[at].1;
        }
    }
    let mut all = Vec::new();
    let mut ends = Vec::new();
    for (_, value) in distinct {
        all.extend_from_slice(value);
        ends.push(all.len() as u32);
    }
    (of, all, ends)
}

fn slice<'a, T>(of: &[u16], all: &'a [T], ends: &[u32], cell: u16) -> Option<&'a [T]> {
    let number = usize::from(*of.get(usize::from(cell))?).checked_sub(1)?;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    all.get(start as usize..ends[number] as usize)
}

fn sets<'a, T>(all: &'a [T], ends: &[u32]) -> Vec<&'a [T]> {
    let mut start = 0;
    ends.iter()
        .map(|end| &all[std::mem::replace(&mut start, *end as usize)..*end as usize])
        .collect()
}

fn put(out: &mut Vec<u8>, number: u16) {
    out.extend(number.to_le_bytes());
}

fn put_sets<T>(out: &mut Vec<u8>, sets: &[&[T]], mut one: impl FnMut(&mut Vec<u8>, &T)) {
    put(out, sets.len() as u16);
    out.extend(sets.iter().map(|set| set.len() as u8));
    sets.iter()
        .flat_map(|set| set.iter())
        .for_each(|value| one(out, value));
}

/// The used runs of a column: gap and length of each, then all low bytes, then all high bytes.
fn put_column(out: &mut Vec<u8>, column: &[u16]) {
    let mut runs = Vec::new();
    let mut values: Vec<u16> = Vec::new();
    let mut at = 0;
    for run in column.chunk_by(|a, b| (*a == 0) == (*b == 0)) {
        if run[0] != 0 {
            runs.push((at, run.len()));
            values.extend(run);
        }
        at += run.len();
    }
    put(out, runs.len() as u16);
    let mut end = 0;
    for (start, length) in runs {
        put(out, (start - end) as u16);
        put(out, length as u16);
        end = start + length;
    }
    out.extend(values.iter().map(|value| value.to_le_bytes()[0]));
    out.extend(values.iter().map(|value| value.to_le_bytes()[1]));
}

/// The rest of an asset; every reading gives `None` at its end.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    fn number(&mut self) -> Option<u16> {
        self.take(2).map(|two| u16::from_le_bytes([two[0], two[1]]))
    }

    /// Sets end to end, and where each ends.
    fn sets<T>(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<(Vec<T>, Vec<u32>)> {
        let count = self.number()?;
        let lengths = self.take(usize::from(count))?;
        let mut all = Vec::new();
        let mut ends = Vec::new();
        for length in lengths {
            for _ in 0..*length {
                all.push(one(self)?);
            }
            ends.push(all.len() as u32);
        }
        Some((all, ends))
    }

    /// One number for each cell, none above `most`.
    fn column(&mut self, most: usize) -> Option<Vec<u16>> {
        let mut column = vec![0; 0x1_0000];
        let mut runs = Vec::new();
        let (mut end, mut total) = (0, 0);
        for _ in 0..self.number()? {
            let start = end + usize::from(self.number()?);
            end = start + usize::from(self.number()?);
            total += end - start;
            runs.push(start..end);
        }
        let (low, high) = (self.take(total)?, self.take(total)?);
        let mut values = low
            .iter()
            .zip(high)
            .map(|(low, high)| u16::from_le_bytes([*low, *high]));
        for slot in runs.into_iter().flatten() {
            let value = values.next().filter(|value| usize::from(*value) <= most)?;
            *column.get_mut(slot)? = value;
        }
        Some(column)
    }
}
