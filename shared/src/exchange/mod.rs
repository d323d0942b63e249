//! What crosses the border of the product: contact cards in, tables out, and the keys by which
//! the same person or company is recognised. Pure functions; byte formats that need heavy
//! tables are behind the feature `cards`, which only the reader worker and the tests switch on.

pub mod card;
pub mod company;
pub mod csv;
pub mod email;
pub(crate) mod fold;
pub mod ics;
pub mod phone;
pub mod plain;
pub mod reader;
