//! Notices to colleagues: the inbox of those to acknowledge, and one notice with who has and who has
//! not.

mod inbox;
mod page;

pub use inbox::{Inbox, acknowledge, waiting_for_me};
pub use page::NoticePage;
