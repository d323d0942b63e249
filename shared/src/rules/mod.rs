//! The registry of business rules R-nnn (design §8): every rule says what it is, where it comes
//! from, what enforces it and which tests prove it. Each has a switch that only tests can throw:
//! with a rule off, its tests must fail (`cargo xtask rules --mutate`).

mod book;
mod chapter;
mod switch;

pub use book::{RuleClass, RuleEntry, book, rule};
pub use chapter::{CHAPTERS, Chapter, chapter_of};
pub use switch::on;
