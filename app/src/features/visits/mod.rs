//! Visits to the works: in the office ([`page`], [`plan`]), in the host's hand on the day ([`today`]), on
//! the driver's phone ([`trip`]), for the guests' eyes ([`programme`]) and on paper ([`papers`]).

mod answer;
mod doing;
mod gifts;
mod near;
mod page;
mod papers;
mod plan;
mod programme;
mod requests;
mod side;
mod stops;
mod today;
mod trip;

pub use gifts::Stock;
pub use near::Guests;
pub use page::VisitPage;
pub use papers::Papers;
pub use programme::Programme;
pub use today::TodayPage;
pub use trip::TripPage;

/// What a new visit is asked: what R-045 wants comes first. Rooms and cars are yes or no,
/// and are answered on the page.
pub const NEW_VISIT: &[u16] = {
    use shared::domain::visits::FactoryVisit as V;
    &[
        V::CUSTOMER,
        V::VISIT_TYPE,
        V::PURPOSE,
        V::ARRIVE_AT,
        V::HUB,
        V::TRANSPORT_NO,
        V::GUESTS,
        V::DAYS,
        V::OTHER_NEEDS,
        V::HOST,
        V::OWNER,
        V::EXEMPTION,
        V::EXEMPTION_REASON,
    ]
};
