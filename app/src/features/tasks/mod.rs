//! What is to do: earliest due first, late ones marked, done with one tap.

mod page;

pub use page::TasksPage;
