//! On time or late: which moment of an event is believed (design §8).

use super::civil::Moment;

/// The moment an event is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Compare with [`super::Due::at`]: on time while less.
    pub at: Moment,
    /// The stated time was impossible and was moved into the possible range: shown as 补录.
    pub clamped: bool,
}

/// Judges an event by its corrected time, held between the device's last contact with the server before it
/// (if any) and the receipt: nobody can have acted before the one or after the other.
pub fn judged(event: Moment, contact: Option<Moment>, received: Moment) -> Judged {
    let at = contact
        .map_or(event, |contact| event.max(contact))
        .min(received);
    Judged {
        at,
        clamped: at != event,
    }
}
