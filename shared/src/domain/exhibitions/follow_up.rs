//! a lead gets an owner, and the first follow-up is a task with a due time (P-14).

use super::{BoothLead, Exhibition, Interest};
use crate::calendar::{Date, Local, Moment, ZoneData};
use crate::domain::customers::{merged_into, propose_duplicates};
use crate::domain::settings::{in_force, keys, zone_of};
use crate::domain::tasks::{Want, wanted_id};
use crate::entity::{Id, Record, Value, common};
use crate::rules;
use crate::sync::apply::Work;
use crate::sync::{Look, Lookup};

/// What R-098 calls its task.
const MATTER: &str = "follow-up";

/// When the clock of the first follow-up begins, UTC ms: for grade A at the capture, for B to D with the
/// last show day, so that a tablet on the stand does not fill up with late tasks during the show.
pub(super) fn follow_up_from(lead: &Record, show: Option<&Record>, zone: &ZoneData) -> i64 {
    let captured = match lead
        .get(BoothLead::CAPTURED_AT)
        .or_else(|| lead.get(common::CREATED_AT))
    {
        Some(Value::Instant(at)) => at.utc_ms,
        _ => 0,
    };
    let urgent = lead.choice(BoothLead::INTEREST) == Some(Interest::A.no());
    let last_day = show.and_then(|show| match show.get(Exhibition::TO) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    });
    match last_day {
        Some(day) if !urgent => start_of(Date(day), zone).0.max(captured),
        _ => captured,
    }
}

/// The first minute of a date in a zone.
fn start_of(date: Date, zone: &ZoneData) -> Moment {
    let near = Moment(i64::from(date.0) * 86_400_000);
    Local {
        date,
        minute: 0,
        offset: zone.offset_at(near),
    }
    .moment()
}

/// The follow-up task of a lead.
pub fn follow_up_id(lead: Id) -> Id {
    wanted_id(lead, 98, MATTER)
}

/// Keeps the follow-up task of a lead true: it is made with the lead, moves with its owner and is
/// due anew when the grade changes (P-14 of the lead's unit, as it stood when the clock began); a
/// finished one is left alone. A second capture of one visitor is followed up with the first.
pub fn lead_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    propose_duplicates(work, before, after);
    if !rules::on(98) {
        return;
    }
    let merged = |lead: &Record| merged_into(lead).is_some();
    if merged(after) {
        return work.release(after.id, 98, MATTER);
    }
    let changed = |no: u16| before.is_none_or(|before| before.get(no) != after.get(no));
    let fields = [
        BoothLead::OWNER,
        BoothLead::INTEREST,
        BoothLead::CAPTURED_AT,
        BoothLead::NAME,
        BoothLead::COMPANY,
    ];
    if !before.is_some_and(merged) && !fields.into_iter().any(changed) {
        return;
    }
    let show = after
        .reference(BoothLead::EXHIBITION)
        .map(|id| work.overlay.record(id));
    work.provisional |= matches!(show, Some(Lookup::NotHere));
    let show = show.and_then(Lookup::known);
    let unit = after.reference(common::UNIT);
    let zone = zone_of(work.overlay, unit);
    let began_ms = follow_up_from(after, show.as_deref(), &zone);
    let key = keys::LEAD_FOLLOW_UP;
    let want = Want {
        rule: 98,
        matter: MATTER,
        about: headline(after),
        owner: after.reference(BoothLead::OWNER),
        began_ms,
        span: in_force(work.overlay, key, unit, began_ms),
        parameter: key.no,
    };
    drop(show);
    work.want(after, &want);
}

fn headline(lead: &Record) -> String {
    let name = lead.text(BoothLead::NAME);
    let company = lead.text(BoothLead::COMPANY);
    [name, company]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}
