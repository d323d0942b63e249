//! What was captured today on this device, and whether the guest in front was here before.

use super::super::view::{Caught, Draft, Today};
use super::form;
use crate::i18n::tr;
use crate::record::{record_title, sync_state, zone};
use crate::replica::{RecordSync, Replica};
use crate::ui::SyncState;
use leptos::prelude::*;
use shared::domain::customers::keys_of;
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Entity, Id, Record};
use shared::sync::Look;
use std::sync::Arc;
use uuid::Uuid;

/// A lead that shares a phone, an e-mail or a company with the draft: shown, never in the way.
pub(super) fn look_alike(replica: Replica, draft: Draft) -> Option<Id> {
    let keys = keys_of(&form::record(form::fields(replica, draft, None)));
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

/// Today's leads of this device's user, newest first.
pub(super) fn todays(replica: Replica) -> Memo<Vec<Caught>> {
    let ids = replica.ids(BoothLead::KIND);
    let revision = replica.revision(BoothLead::KIND);
    Memo::new(move |_| {
        revision.track();
        let today = crate::i18n::date(crate::record::now_ms(), &zone());
        let rows = ids.get();
        let row = |id: &Id| {
            let record = replica.world(|world| world.get(*id).cloned().map(Arc::new))?;
            let lead = BoothLead::read(&record);
            let at = lead.captured_at.utc_ms as f64;
            (crate::i18n::date(at, &zone()) == today).then(|| caught(replica, &record, &lead, at))
        };
        rows.iter().filter_map(row).take(60).collect()
    })
}

fn caught(replica: Replica, record: &Record, lead: &BoothLead, at: f64) -> Caught {
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
        name: name(record, lead),
        about: if about.is_empty() {
            tr("booth-only-little", &[])
        } else {
            about.join(" · ")
        },
        time: crate::i18n::time(at, &zone()),
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
pub(super) fn day(rows: &[Caught]) -> Today {
    let count = |states: &[SyncState]| {
        rows.iter()
            .filter(|row| states.contains(&row.state))
            .count()
    };
    let failed = count(&[sync_state(RecordSync::Returned), SyncState::Failed]);
    let synced = count(&[SyncState::Synced]);
    Today {
        total: rows.len(),
        synced,
        local: rows.len() - synced - failed,
        failed,
    }
}
