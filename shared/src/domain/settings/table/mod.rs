//! The parameters P-01 to P-44 as data (requirements §4.0), a chapter for each stretch of the
//! work. [`keys`] has one typed key for each: rules name these, so that a rule cannot ask a
//! percentage for days.

mod cases;
mod customers;
mod house;
mod numbers;

use super::setting::{Answer, Setting, Sort};
pub use numbers::NUMBERS;

/// Where a default comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A source document gives the number.
    Seed,
    /// A source document gives it as an example.
    Example,
    /// Proposed, for a vague word of a source document (I-01).
    Proposed,
    /// In part given, in part proposed.
    Mixed,
}

/// One parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// n of P-nn.
    pub no: u16,
    /// What may be written for it.
    pub sort: Sort,
    /// What holds until something else is decided.
    pub default: Setting,
    /// Where the default comes from.
    pub origin: Origin,
    /// The clause; empty where no source document says anything.
    pub clause: &'static str,
}

/// A parameter as rules ask for it: its number, and its default in the type of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<T: Answer> {
    /// n of P-nn.
    pub no: u16,
    /// What holds until something else is decided.
    pub default: T,
}

/// Rows of the table and their keys, from one listing:
/// `number NAME: Sort Shape(default), Origin "clause", "meaning";`. Their names are texts of the app:
/// `parameter-number-p-…`.
macro_rules! parameters {
    ($($no:literal $name:ident: $sort:ident $shape:ident($default:expr), $origin:ident $clause:literal,
       $meaning:literal;)+) => {
        $(#[doc = concat!("P-", stringify!($no), ": ", $meaning, ".")]
        pub const $name: Key<$shape> = Key { no: $no, default: $default };)+

        pub(super) static ROWS: &[Spec] = &[$(Spec {
            no: $no,
            sort: Sort::$sort,
            default: Setting::$shape($default),
            origin: Origin::$origin,
            clause: $clause,
        }),+];
    };
}
pub(super) use parameters;

/// One typed key for each parameter.
pub mod keys {
    pub use super::cases::*;
    pub use super::customers::*;
    pub use super::house::*;
}

/// The chapters of the table.
static CHAPTERS: &[&[Spec]] = &[customers::ROWS, cases::ROWS, house::ROWS];

/// Every parameter, by number.
pub fn table() -> impl Iterator<Item = &'static Spec> {
    CHAPTERS.iter().copied().flatten()
}

/// The parameter with this number.
pub fn spec(no: u16) -> Option<&'static Spec> {
    table().find(|spec| spec.no == no)
}
