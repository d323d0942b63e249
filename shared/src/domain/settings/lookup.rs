//! What a parameter says for a unit at a moment.

use super::of_unit::zone_of;
use super::parameter::{Change, change_key};
use super::setting::{Answer, Setting};
use super::table::{Key, keys, spec};
use super::upwards::upwards;
use crate::calendar::Moment;
use crate::entity::Id;
use crate::sync::Look;

/// What is in force, and by which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// What holds.
    pub value: Setting,
    /// The record that says so; `None` = the default of the table.
    pub by: Option<Id>,
}

/// What a parameter says for a unit (`None` = nobody in particular) at a moment, UTC ms. Ask with
/// the moment at which the clock in question starts, so that a later change moves no running
/// deadline.
///
/// ```text
/// let limit = in_force(look, keys::FIRST_REPLY, unit, received_ms);
/// ```
pub fn in_force<T: Answer>(look: &dyn Look, key: Key<T>, unit: Option<Id>, at_ms: i64) -> T {
    let changed = change(look, key.no, unit, at_ms);
    changed
        .and_then(|(_, value)| T::of(value))
        .unwrap_or(key.default)
}

/// The same by number, for screens and traces; `None` when there is no such parameter.
pub fn in_force_by_number(
    look: &dyn Look,
    number: u16,
    unit: Option<Id>,
    at_ms: i64,
) -> Option<InForce> {
    let default = spec(number)?.default;
    Some(match change(look, number, unit, at_ms) {
        Some((id, value)) => InForce {
            value,
            by: Some(id),
        },
        None => InForce {
            value: default,
            by: None,
        },
    })
}

/// After how many quiet milliseconds a screen locks: that of a tablet or phone, that of a desktop (P-43).
pub fn screen_lock_ms(look: &dyn Look, unit: Option<Id>, at_ms: i64) -> [u64; 2] {
    let limits = in_force(look, keys::SCREEN_LOCK, unit, at_ms);
    // Nothing but short times by the clock can be written there.
    limits.map(|span| span.by_clock_ms().unwrap_or_default().unsigned_abs())
}

/// The nearest unit upwards with a change in force, then those for everybody; of several the latest
/// effective day, of one day the greater record id, which is the later one.
fn change(look: &dyn Look, number: u16, unit: Option<Id>, at_ms: i64) -> Option<(Id, Setting)> {
    let units = upwards(look, unit).units.into_iter().chain([Id::NIL]);
    let mut today = None;
    for unit_above in units {
        let ids = look.at(&change_key(number, unit_above)).ids;
        let mut best: Option<(i32, Id, Setting)> = None;
        for id in ids {
            let record = look.record(id).known();
            let Some(change) = record.and_then(|record| Change::read(&record)) else {
                continue;
            };
            let day = *today.get_or_insert_with(|| zone_of(look, unit).local(Moment(at_ms)).date.0);
            let later = best.is_none_or(|(from, by, _)| (from, by) < (change.from, id));
            if change.from <= day && later {
                best = Some((change.from, id, change.value));
            }
        }
        if let Some((_, id, value)) = best {
            return Some((id, value));
        }
    }
    None
}
