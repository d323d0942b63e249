//! How the screens of this system look. They take everything by properties and know no replica.

mod customer;
mod side;

pub use customer::{CustomerModel, CustomerView, StageMark, Story};
pub use side::{FileLine, PersonLine, TaskLine};
