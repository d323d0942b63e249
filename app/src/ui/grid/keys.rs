//! What the keys do.

/// Where the keyboard is: row and column.
pub(super) type Place = (usize, usize);

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wish {
    Move(Place),
    Open,
    Select,
    SelectAll,
}

/// Reads a key pressed at `here` in a grid of `rows` × `columns` that shows `page` rows.
pub(super) fn read(
    key: &str,
    ctrl: bool,
    here: Place,
    rows: usize,
    columns: usize,
    page: usize,
) -> Option<Wish> {
    let (row, column) = here;
    let (last_row, last_column) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
    let place = match (key, ctrl) {
        ("ArrowDown", false) => (row + 1, column),
        ("ArrowUp", false) => (row.saturating_sub(1), column),
        ("ArrowRight", false) => (row, column + 1),
        ("ArrowLeft", false) => (row, column.saturating_sub(1)),
        ("PageDown", false) => (row + page, column),
        ("PageUp", false) => (row.saturating_sub(page), column),
        ("Home", false) => (row, 0),
        ("End", false) => (row, last_column),
        ("Home" | "ArrowUp", true) => (0, column),
        ("End" | "ArrowDown", true) => (last_row, column),
        ("Enter", false) => return Some(Wish::Open),
        (" ", false) => return Some(Wish::Select),
        ("a" | "A", true) => return Some(Wish::SelectAll),
        _ => return None,
    };
    Some(Wish::Move((
        place.0.min(last_row),
        place.1.min(last_column),
    )))
}

#[cfg(test)]
mod tests {
    use super::{Wish, read};

    #[test]
    fn keys_stay_inside_the_grid() {
        for (key, ctrl, here, there) in [
            ("ArrowDown", false, (0, 0), (1, 0)),
            ("ArrowDown", false, (9, 0), (9, 0)),
            ("ArrowUp", false, (0, 2), (0, 2)),
            ("ArrowRight", false, (3, 4), (3, 4)),
            ("ArrowLeft", false, (3, 0), (3, 0)),
            ("PageDown", false, (4, 1), (9, 1)),
            ("PageUp", false, (4, 1), (0, 1)),
            ("Home", false, (4, 3), (4, 0)),
            ("End", false, (4, 3), (4, 4)),
            ("End", true, (4, 3), (9, 3)),
            ("Home", true, (4, 3), (0, 3)),
        ] {
            assert_eq!(
                read(key, ctrl, here, 10, 5, 7),
                Some(Wish::Move(there)),
                "{key} {here:?}"
            );
        }
        assert_eq!(read("Tab", false, (0, 0), 10, 5, 7), None);
        assert_eq!(read("ArrowDown", false, (0, 0), 0, 5, 7), None);
        assert_eq!(read("a", true, (0, 0), 10, 5, 7), Some(Wish::SelectAll));
        assert_eq!(read("a", false, (0, 0), 10, 5, 7), None);
    }
}
