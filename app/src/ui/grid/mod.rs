//! The data grid: any number of rows, a screenful of elements, everything by keyboard.
//!
//! Rows have one fixed height, so that the place of each is known without drawing it. The focus
//! stays on the table and `aria-activedescendant` points to the cell: rows come and go while the
//! focus does not.
//!
//! A narrow screen shows the columns that name a width for it, and all of them where none does.
//!
//! Keys: arrows, Page, Home/End (with Ctrl: first and last row) move; Enter opens; Space selects;
//! Ctrl A selects all.

mod keys;
mod view;
mod window;

pub use view::Grid;

use crate::plain;
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// A column.
#[derive(Clone)]
pub struct Column {
    /// What the head says.
    pub label: TextProp,
    /// Its share of the width, in rem; the table is never narrower than the sum.
    pub width: f64,
    /// Numbers and amounts stand at the end.
    pub end: bool,
    /// A press on the head sorts by it.
    pub sortable: bool,
    /// Names the row: a row header, and the link to the record.
    pub heading: bool,
    /// What is left of it in a hand.
    pub phone: Phone,
}

/// A column where a table of all columns would have to be pushed to and fro.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Phone {
    /// Left out; the record shows it.
    Out,
    /// Takes the width the others leave; on two lines where it must.
    Rest,
    /// So wide, in rem.
    Rem(f64),
}

impl Phone {
    fn shown(self) -> Option<&'static str> {
        (self != Self::Out).then_some("")
    }

    fn width(self) -> String {
        match self {
            Self::Rem(width) => format!("{}rem", plain::number(width)),
            Self::Out | Self::Rest => "auto".to_owned(),
        }
    }
}

impl Column {
    /// An ordinary column, `width` rem wide.
    pub fn new(label: impl Into<TextProp>, width: f64) -> Self {
        Self {
            label: label.into(),
            width,
            end: false,
            sortable: true,
            heading: false,
            phone: Phone::Out,
        }
    }
}

/// What the rows are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sort {
    /// Index of the column.
    pub column: usize,
    /// Largest, latest first.
    pub descending: bool,
}

/// Everything the grid shows and changes. Cheap to copy into its parts.
#[derive(Clone, Copy)]
pub struct GridModel {
    /// The rows in order.
    pub rows: Signal<Arc<Vec<Uuid>>>,
    /// Draws a cell: row, index of the column.
    pub cell: Callback<(Uuid, usize), AnyView>,
    /// Names a row, for its tick box.
    pub name: Callback<Uuid, String>,
    /// The selected rows.
    pub selected: RwSignal<HashSet<Uuid>>,
    /// What the rows are sorted by; the owner of `rows` follows it.
    pub sort: RwSignal<Option<Sort>>,
    /// Opens a row.
    pub open: Callback<Uuid>,
}

impl GridModel {
    /// Selects or deselects a row.
    pub fn toggle(self, row: Uuid) {
        self.selected.update(|selected| {
            if !selected.remove(&row) {
                selected.insert(row);
            }
        });
    }

    /// Selects all rows, or none when all are selected.
    pub fn toggle_all(self) {
        let rows = self.rows.get_untracked();
        self.selected.update(|selected| {
            if selected.len() == rows.len() {
                selected.clear();
            } else {
                selected.extend(rows.iter());
            }
        });
    }

    /// Sorts by a column; by the same one again in the other direction.
    pub fn sort_by(self, column: usize) {
        self.sort.update(|sort| {
            let again = sort.is_some_and(|s| s.column == column && !s.descending);
            *sort = Some(Sort {
                column,
                descending: again,
            });
        });
    }
}
