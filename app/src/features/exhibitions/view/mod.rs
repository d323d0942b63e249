//! How the screens of this system look. They take everything by properties and know no replica.

mod album;
mod booth;
mod capture;
mod cards;
mod draft;
mod intake;
mod leads;
mod recent;
mod scanner;

pub use album::{AlbumModel, PhotoStrip, Shot};
pub use booth::{Booth, BoothModel, ShowPick};
pub use capture::{CardShot, Pick};
pub use cards::{CardLine, CardListModel, Work};
pub use draft::Draft;
pub use intake::{Intake, Notice};
pub use leads::{LeadFilters, LeadList, LeadListModel};
pub use recent::{Caught, Today};
pub use scanner::{Aim, ScannerModel};
