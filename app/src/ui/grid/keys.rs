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

/// Reads a key pressed at `here` in a grid of `rows` that shows `page` of them, and of its columns
/// those in `shown`, in order.
pub(super) fn read(
    key: &str,
    ctrl: bool,
    here: Place,
    rows: usize,
    shown: &[usize],
    page: usize,
) -> Option<Wish> {
    let (row, column) = (here.0, position(here.1, shown));
    let (last_row, last_column) = (rows.checked_sub(1)?, shown.len().checked_sub(1)?);
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
        shown[place.1.min(last_column)],
    )))
}

/// The column itself where it is shown, else the next one that is.
pub(super) fn nearest(column: usize, shown: &[usize]) -> usize {
    let near = shown.get(position(column, shown)).or(shown.last());
    near.copied().unwrap_or(column)
}

fn position(column: usize, shown: &[usize]) -> usize {
    shown.partition_point(|it| *it < column)
}

#[cfg(test)]
mod tests {
    use super::{Wish, nearest, read};

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
                read(key, ctrl, here, 10, &[0, 1, 2, 3, 4], 7),
                Some(Wish::Move(there)),
                "{key} {here:?}"
            );
        }
        let all = [0, 1, 2, 3, 4];
        assert_eq!(read("Tab", false, (0, 0), 10, &all, 7), None);
        assert_eq!(read("ArrowDown", false, (0, 0), 0, &all, 7), None);
        assert_eq!(read("ArrowDown", false, (0, 0), 10, &[], 7), None);
        assert_eq!(read("a", true, (0, 0), 10, &all, 7), Some(Wish::SelectAll));
        assert_eq!(read("a", false, (0, 0), 10, &all, 7), None);
    }

    #[test]
    fn keys_pass_over_what_is_left_out() {
        let shown = [1, 2, 8];
        for (key, here, there) in [
            ("ArrowRight", (0, 2), (0, 8)),
            ("ArrowRight", (0, 8), (0, 8)),
            ("ArrowLeft", (0, 8), (0, 2)),
            ("ArrowLeft", (0, 1), (0, 1)),
            ("Home", (0, 8), (0, 1)),
            ("End", (0, 1), (0, 8)),
            // Where it was went when the screen was turned.
            ("ArrowDown", (0, 5), (1, 8)),
            ("ArrowUp", (3, 9), (2, 8)),
        ] {
            let wish = read(key, false, here, 10, &shown, 7);
            assert_eq!(wish, Some(Wish::Move(there)), "{key} {here:?}");
        }
        assert_eq!(nearest(2, &shown), 2);
        assert_eq!(nearest(0, &shown), 1);
        assert_eq!(nearest(9, &shown), 8);
        assert_eq!(nearest(3, &[]), 3, "nothing is drawn yet");
    }
}
