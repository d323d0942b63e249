//! Exhibitions and the leads captured there.

mod hand_on;
mod lead;
mod leads;
mod stand;
pub mod view;

pub use lead::LeadPage;
pub use leads::LeadsPage;
pub use stand::{Photographs, Stand};

/// What a new show is asked first; the rest is filled in on its page.
pub const NEW_SHOW: &[u16] = {
    use shared::domain::exhibitions::Exhibition as E;
    &[
        E::NAME,
        E::SCOPE,
        E::FROM,
        E::TO,
        E::CITY,
        E::HALL,
        E::BOOTH,
        E::LEAD,
    ]
};
