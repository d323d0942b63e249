//! Notices (requirements §3.0): to colleagues, who acknowledge them ([`internal`]); to customers, in
//! their language, with what they answered ([`customer`]).

mod customer;
mod internal;

pub use customer::{
    Answer, CustomerNotice, CustomerNoticeKind, NoticeState as CustomerNoticeState,
    agreed_language, customer_notice_guard,
};
pub use internal::{
    InternalNotice, NoticeKind, NoticeState, acknowledged, notice_effects, receivers, waiting_for,
};

#[cfg(test)]
mod tests;
