//! Rules about the code that no compiler checks. Each failure names the file and says what to do.
//!
//! Fast by intention: it reads the checkout and runs `cargo metadata`, nothing else.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod colours;
mod component_size;
mod dependencies;
mod documents;
mod imports;
mod licence;
mod names;
mod ordered;
mod sizes;
mod sources;
mod words;
