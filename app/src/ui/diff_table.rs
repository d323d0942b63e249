//! Old beside new in a table: one row for each thing, marked 改, 增 or 删, both values legible.

use crate::i18n::tr;
use crate::t;
use leptos::prelude::*;

/// What happened to a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mark {
    /// Nothing.
    #[default]
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is different.
    Changed,
}

impl Mark {
    const fn key(self) -> Option<&'static str> {
        match self {
            Self::Same => None,
            Self::Added => Some("diff-added"),
            Self::Removed => Some("diff-removed"),
            Self::Changed => Some("diff-changed"),
        }
    }
}

/// One value: what it was, where it differs, and what it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pair {
    /// The value before, if it was another one.
    pub was: Option<String>,
    /// The value now, if there is one.
    pub now: Option<String>,
}

/// One row; its first value is its name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DiffRow {
    /// What happened to it.
    pub mark: Mark,
    /// Its values, one for each column.
    pub cells: Vec<Pair>,
}

/// A table of what was and what is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DiffSheet {
    /// What it lists.
    pub label: String,
    /// The names of the columns, and whether they stand at the end side: amounts.
    pub columns: Vec<(String, bool)>,
    /// The rows.
    pub rows: Vec<DiffRow>,
}

/// The table.
#[component]
pub fn DiffTable(
    /// What it shows.
    sheet: DiffSheet,
    /// Tints what changed.
    #[prop(into)]
    marked: Signal<bool>,
) -> impl IntoView {
    let DiffSheet {
        label,
        columns,
        rows,
    } = sheet;
    let ends: Vec<bool> = columns.iter().map(|(_, end)| *end).collect();
    let head = |(name, end): (String, bool)| {
        view! { <th scope="col" data-end=end.then_some("")>{name}</th> }
    };
    let row = move |row: DiffRow| {
        let mark = row.mark.key();
        let mut cells = row.cells.into_iter();
        let name = cells.next().unwrap_or_default();
        let ends = ends.clone();
        let cell = move |(place, value): (usize, Pair)| {
            let end = ends.get(place + 1).copied().unwrap_or_default();
            view! { <td data-end=end.then_some("")>{pair(value)}</td> }
        };
        view! {
            <tr data-mark=mark.map(|key| key.trim_start_matches("diff-"))>
                <td class="m">{mark.map(|key| view! { <span class="mark">{move || tr(key, &[])}</span> })}</td>
                <th scope="row">{pair(name)}</th>
                {cells.enumerate().map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <table class="diff-table" aria-label=label data-marked=move || marked.get().then_some("")>
            <thead><tr><th class="m"><span class="vh">{t!("diff-mark")}</span></th>{columns.into_iter().map(head).collect_view()}</tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

fn pair(value: Pair) -> impl IntoView {
    let changed = value.was.is_some();
    let now = value.now.map(|now| {
        if changed {
            view! { <ins class="now">{now}</ins> }.into_any()
        } else {
            now.into_any()
        }
    });
    view! {
        {value.was.map(|was| view! { <del class="was">{was}</del>" " })}
        {now}
    }
}
