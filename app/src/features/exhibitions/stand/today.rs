//! What was captured today on this device, and whether the guest in front was here before.

use super::super::view::{Caught, Draft, Today};
use super::form;
use crate::i18n::tr;
use crate::platform::clock;
use crate::record::{record_title, sync_state, zone};
use crate::replica::{RecordSync, Replica};
use leptos::prelude::*;
use shared::calendar::{Date, Moment, standard};
use shared::domain::customers::sought;
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Entity, Id, Record, Value};
use shared::sync::Look;
use std::sync::Arc;
use uuid::Uuid;

/// Whom the draft looks like: shown, never in the way.
pub(super) fn look_alike(replica: Replica, draft: Draft) -> Option<Id> {
    let keys = sought(&form::record(form::fields(replica, draft, None)));
    replica.world(|world| keys.iter().flat_map(|key| world.at(key).ids).next())
}

/// The look-alike, in words.
pub(super) fn known(replica: Replica, draft: Draft) -> Signal<Option<String>> {
    Signal::derive(move || {
        draft.reach.track();
        draft.company.track();
        let id = look_alike(replica, draft)?;
        Some(tr(
            "booth-known",
            &[("name", record_title(replica, id).into())],
        ))
    })
}

/// Most leads of the list beside the form; the day's numbers count all of them.
const LISTED: usize = 60;

/// Today's leads, newest first.
pub(super) fn todays(replica: Replica) -> Memo<Arc<Vec<Id>>> {
    let ids = replica.ids(BoothLead::KIND);
    let revision = replica.revision(BoothLead::KIND);
    Memo::new(move |_| {
        revision.track();
        let (ids, today) = (ids.get(), day_of(clock::wall_ms()));
        replica.world(|world| {
            let captured = |id: Id| match world.get(id)?.get(BoothLead::CAPTURED_AT) {
                Some(Value::Instant(at)) => Some(day_of(at.utc_ms)),
                _ => None,
            };
            let todays = ids.iter().filter(|id| captured(**id) == Some(today));
            Arc::new(todays.copied().collect())
        })
    })
}

/// The day on the unit's wall.
fn day_of(utc_ms: i64) -> Date {
    standard().zone().local(Moment(utc_ms)).date
}

/// The latest of today's leads, as the list shows them.
pub(super) fn latest(replica: Replica, todays: Memo<Arc<Vec<Id>>>) -> Memo<Vec<Caught>> {
    let revision = replica.revision(BoothLead::KIND);
    Memo::new(move |_| {
        revision.track();
        let row = |id: &Id| {
            let record = replica.world(|world| world.get(*id).cloned())?;
            Some(caught(replica, &record))
        };
        todays.with(|ids| ids.iter().take(LISTED).filter_map(row).collect())
    })
}

fn caught(replica: Replica, record: &Record) -> Caught {
    let lead = BoothLead::read(record);
    let about: Vec<&str> = [lead.company.as_str(), lead.country.as_str()]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect();
    let grade = ['A', 'B', 'C', 'D']
        .get((lead.interest.no() as usize).wrapping_sub(1))
        .copied();
    Caught {
        id: Uuid::from_bytes(record.id.0),
        grade,
        name: name(record, &lead),
        about: if about.is_empty() {
            tr("booth-only-little", &[])
        } else {
            about.join(" · ")
        },
        time: crate::i18n::time(lead.captured_at.utc_ms as f64, &zone()),
        state: sync_state(replica.sync_word(record.id).get()),
    }
}

/// The name; where there is none yet, what there is instead.
fn name(record: &Record, lead: &BoothLead) -> String {
    if !lead.name.is_empty() {
        lead.name.clone()
    } else if record.get(BoothLead::CARD_PHOTO).is_some() {
        tr("booth-card-only", &[])
    } else {
        tr("untitled", &[])
    }
}

/// The day in numbers.
pub(super) fn day(replica: Replica, todays: &[Id]) -> Today {
    let words = replica.sync_words();
    let count = |wanted: &[RecordSync]| {
        words.with(|words| {
            let word = |id| words.get(id).copied().unwrap_or_default();
            let states = todays.iter().map(word);
            states.filter(|state| wanted.contains(state)).count()
        })
    };
    let failed = count(&[RecordSync::Returned]);
    let synced = count(&[RecordSync::Synced]);
    Today {
        total: todays.len(),
        synced,
        local: todays.len() - synced - failed,
        failed,
    }
}
