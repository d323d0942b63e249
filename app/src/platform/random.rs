//! The only place of the app that draws random bytes.

/// `N` random bytes fit for keys.
///
/// # Panics
/// When the system offers no randomness; nothing may go on then.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    fill(&mut out);
    out
}

/// Fills `out` with random bytes fit for keys.
///
/// # Panics
/// When the system offers no randomness; nothing may go on then.
pub fn fill(out: &mut [u8]) {
    assert!(getrandom::fill(out).is_ok(), "no randomness");
}
