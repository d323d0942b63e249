//! The control of the search for captured texts in a device's profile (V8): the same code, sealing nothing.
//! The switch exists only with the feature `clear-switch`, for tests.

#[cfg(feature = "clear-switch")]
use std::cell::Cell;

#[cfg(feature = "clear-switch")]
thread_local! {
    static IN_THE_CLEAR: Cell<bool> = const { Cell::new(false) };
}

/// Switches sealing and compression off or on again. What was stored in the clear cannot be opened.
#[cfg(feature = "clear-switch")]
pub fn in_the_clear(on: bool) {
    IN_THE_CLEAR.with(|clear| clear.set(on));
}

/// Whether sealing is switched off.
#[cfg(feature = "clear-switch")]
#[must_use]
pub fn is_in_the_clear() -> bool {
    IN_THE_CLEAR.with(Cell::get)
}

/// Whether sealing is switched off: never, in the product.
#[cfg(not(feature = "clear-switch"))]
#[must_use]
pub const fn is_in_the_clear() -> bool {
    false
}
