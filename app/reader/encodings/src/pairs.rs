//! What each two bytes mean, as the browser says: asked once for all of them.

use super::{Encoding, source};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// One or two units of UTF-16; the first is nought where the bytes mean nothing.
pub(super) type Units = [u16; 2];

const FIRST: u8 = 0x81;
const SECOND: u8 = 0x40;
const WIDTH: usize = 0xFF - SECOND as usize;

/// The characters of two bytes, the first from 0x81 and the second from 0x40 on.
pub(super) struct Table(Vec<Units>);

thread_local! {
    static TABLES: RefCell<HashMap<(&'static str, u8), Rc<Table>>> = RefCell::default();
}

impl Table {
    /// The table of an encoding; with `before`, of three bytes that begin with it.
    pub(super) fn of(encoding: &'static Encoding, before: Option<u8>) -> Rc<Self> {
        let key = (encoding.name(), before.unwrap_or(0));
        TABLES.with_borrow_mut(|tables| {
            let table = tables.entry(key);
            Rc::clone(table.or_insert_with(|| Rc::new(Self::asked(encoding, before))))
        })
    }

    fn asked(encoding: &'static Encoding, before: Option<u8>) -> Self {
        let mut bytes = Vec::with_capacity(0x80 * WIDTH * 4);
        for first in FIRST..=0xFE {
            for second in SECOND..=0xFE {
                bytes.extend(before);
                // Ends the cell, whatever the bytes before meant.
                bytes.extend([first, second, b'\n']);
            }
        }
        let text = source::text(encoding.name(), &bytes);
        Self(text.split('\n').map(units).collect())
    }

    pub(super) fn get(&self, first: u8, second: u8) -> Option<Units> {
        let (row, column) = (first.checked_sub(FIRST)?, second.checked_sub(SECOND)?);
        let inside = usize::from(column) < WIDTH;
        let units = self.0.get(usize::from(row) * WIDTH + usize::from(column));
        units.copied().filter(|units| inside && units[0] != 0)
    }
}

fn units(cell: &str) -> Units {
    let mut units = cell.encode_utf16();
    let found = [units.next().unwrap_or(0), units.next().unwrap_or(0)];
    let whole = units.next().is_none() && !cell.contains(char::REPLACEMENT_CHARACTER);
    if whole { found } else { [0; 2] }
}
