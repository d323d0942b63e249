//! Notices (requirements §3.0): to colleagues, who acknowledge them ([`internal`]); to customers, in
//! their language, with what they answered ([`customer`]). [`tell`] is how a rule tells somebody.

mod customer;
mod internal;
mod tell;

pub use customer::{
    Answer, CustomerNotice, CustomerNoticeKind, NoticeState as CustomerNoticeState,
    agreed_language, customer_notice_guard,
};
pub use internal::{
    InternalNotice, NoticeKind, NoticeState, acknowledged, notice_effects, receivers, waiting_for,
};
pub use tell::{Tell, told_id};

#[cfg(test)]
mod tests;
