//! Ids that tie a label, an error or a popover to its control.

use std::cell::Cell;

/// An id no other element of this page has.
#[must_use]
pub fn unique() -> String {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(0) };
    }
    NEXT.with(|next| {
        next.set(next.get() + 1);
        format!("u{}", next.get())
    })
}
