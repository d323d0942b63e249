//! Which rows are drawn.

use std::ops::Range;

/// Rows drawn beyond the visible ones on each side, so that scrolling shows no gap.
const SPARE: usize = 6;

/// What is known about the scrolling area, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Sight {
    pub(super) top: f64,
    pub(super) height: f64,
    pub(super) row: f64,
}

impl Sight {
    /// The rows to draw of `total`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(super) fn rows(self, total: usize) -> Range<usize> {
        let first = (self.top.max(0.0) / self.row) as usize;
        let visible = (self.height / self.row).ceil() as usize + 1;
        let end = (first + visible + SPARE).min(total);
        first.saturating_sub(SPARE).min(end)..end
    }

    /// Where to scroll so that `row` is wholly in sight below a head of `head` pixels; none where
    /// it is already.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn reveal(self, row: usize, head: f64) -> Option<f64> {
        let top = row as f64 * self.row;
        let bottom = top + self.row + head;
        if top < self.top {
            Some(top)
        } else if bottom > self.top + self.height {
            Some(bottom - self.height)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SPARE, Sight};

    #[test]
    fn a_window_of_fifty_thousand_rows_is_small_and_covers_the_view() {
        for top in [0.0, 10.0, 31.0, 999.5, 1_549_100.0, 9e9] {
            let rows = Sight {
                top,
                height: 900.0,
                row: 31.0,
            }
            .rows(50_000);
            assert!(rows.len() <= 900 / 31 + 3 + 2 * SPARE, "{top}: {rows:?}");
            assert!(rows.end <= 50_000 && rows.start <= rows.end);
            let first = (top / 31.0) as usize;
            let last = ((top + 899.0) / 31.0) as usize;
            if last < 50_000 {
                assert!(
                    rows.contains(&first) && rows.contains(&last),
                    "{top}: {rows:?}"
                );
            }
        }
    }

    #[test]
    fn an_empty_list_draws_nothing() {
        assert!(
            Sight {
                top: 50.0,
                height: 900.0,
                row: 31.0
            }
            .rows(0)
            .is_empty()
        );
    }

    #[test]
    fn revealing_scrolls_only_when_needed() {
        let sight = Sight {
            top: 310.0,
            height: 310.0,
            row: 31.0,
        };
        assert_eq!(sight.reveal(10, 32.0), None);
        assert_eq!(sight.reveal(9, 32.0), Some(279.0));
        assert_eq!(sight.reveal(30, 32.0), Some(31.0 * 31.0 + 32.0 - 310.0));
    }
}
