//! 制度对照: the book of rules as people read it, each with its clause and where it acts.

mod page;

pub use page::{RulePage, RulesPage};
