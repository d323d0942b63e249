//! Customers, their people and everything that happened with them.

mod page;
mod twins;
pub mod view;

pub use page::CustomerPage;
pub use twins::{TwinHint, Twins, TwinsPage, open_pairs};

/// What a new customer is asked first: what R-001 wants, as far as it is known at the desk.
pub const NEW_CUSTOMER: &[u16] = {
    use shared::domain::customers::Customer as C;
    &[
        C::NAME,
        C::CUSTOMER_TYPE,
        C::STAGE,
        C::SOURCE,
        C::OWNER,
        C::COUNTRY,
        C::ADDRESS,
        C::LANGUAGE,
    ]
};
