//! Search text and matching: 汉字, pinyin, initials, mixed, traditional and simplified, phone tails, e-mail.
//!
//! One mechanism for every query form. Text is folded into *cells*, one UTF-16 unit each: lower case, half
//! width, simplified, without accents. Beside each cell stands its *head*, one byte: the letter itself, or the
//! first letter of a character's pinyin. A query can only begin where the head fits its first cell; there it is
//! matched cell by cell, a character by itself, by its whole pinyin, or by its initial, in any mixture. So no
//! pinyin is stored, and a record costs three bytes a character.
//!
//! Pinyin and the traditional-simplified pairs come as [`Tables`], loaded after the first list is on screen.
//! Without them everything but pinyin and 繁简 already works.

mod cells;
mod finder;
mod head;
mod index;
mod mask;
mod tables;
mod term;

pub use finder::Finder;
pub use index::{Found, Index, Text};
pub use tables::{Syllable, Tables, TablesError};
