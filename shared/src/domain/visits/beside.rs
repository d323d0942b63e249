//! What is built beside this system and asked by its rules: tour stops and bookings. Stand-ins until
//! `stops::has_tour_stop` and `lodging::is_booked` are here; they take their place.

use crate::entity::Id;
use crate::sync::Look;

/// The guests were shown something.
pub(super) fn has_tour_stop(_: &dyn Look, _visit: Id) -> bool {
    false
}

/// Lodging is booked, with every point of R-057 answered.
pub(super) fn is_booked(_: &dyn Look, _visit: Id) -> bool {
    false
}
