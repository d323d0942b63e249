//! Approvals: what waits for my word, what I asked for, what was decided; and one approval with what
//! changed, why it is blocked, the opinion, the signature and the decision.

mod case;
mod decide;
mod late;
mod lines;
mod list;
mod page;
mod panel;
mod past;

pub use lines::{ApprovalRows, pending_for_me, to_decide};
pub use list::ApprovalsPage;
pub use page::ApprovalPage;
