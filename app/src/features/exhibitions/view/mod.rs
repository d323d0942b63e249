//! How the screens of this system look. They take everything by properties and know no replica.

mod booth;
mod capture;
mod leads;
mod recent;

pub use booth::{Booth, BoothModel};
pub use capture::{CardShot, Draft, Pick};
pub use leads::{LeadFilters, LeadList, LeadListModel};
pub use recent::{Caught, Today};
