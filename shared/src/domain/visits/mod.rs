//! Factory visits (requirements §3.3, §4.4): fetching the guests, the room, their lodging, the tour, what
//! they are given. [`trips`] is where a driver's day is, [`room`] what his position moves.

mod anchor;
mod gifts;
mod guides;
mod lodging;

mod position;
mod room;
mod rows;
mod stops;
mod trips;

pub use gifts::{GiftStock, MOVE, can_issue, gift_effects, gift_supply, issue, on_hand, receive};
pub use guides::{Farewell, Greeting, Guide, farewell, greeting, guides};
pub use lodging::{
    HotelAgreement, LODGING_STATES, LodgingBooking, LodgingState, RATE, agreement_keys,
    agreements_on, is_booked, lodging_companions, lodging_guard,
};
pub use position::{
    CALL, Eta, Fix, PING, Ping, PingMode, STRAIGHT_KMH, call_fact, eta, is_stale, last_ping,
    ping_fact, pings, report_due, stale_at, stale_trips, straight_km,
};
pub use room::{Expected, expected_arrival, keep_room, room_due, room_late, room_ready};
pub use stops::{
    Place, Presented, Topic, TourStop, has_tour_stop, presented, stop_effects, stop_fields,
};
pub use trips::{TRIP_STATES, TripLog, TripState, trip_crew, trip_effects, trip_fields, under_way};

#[cfg(test)]
pub(in crate::domain) mod stand_in;
#[cfg(test)]
mod tests;
