//! What a parameter said, says and will say: one line for each change.

use super::today;
use super::words::setting_words;
use crate::i18n::{self, tr};
use crate::record::{now_ms, record_title};
use crate::replica::Replica;
use crate::t;
use crate::ui::{Empty, Head, Tag, Tone};
use leptos::prelude::*;
use shared::domain::settings::{Change, Parameter, in_force_by_number};
use shared::entity::{Entity, Id, Record};
use shared::ordered::sort_by_key;
use std::cmp::Reverse;

const DAY_MS: f64 = 86_400_000.0;

/// The changes, latest first.
#[component]
pub fn History(
    /// n of P-nn.
    no: u16,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let ids = replica.ids(Parameter::KIND);
    let lines = move || {
        let mut changes = replica.world(|world| {
            let ids = ids.get();
            let records = ids.iter().filter_map(|id| world.get(*id));
            let read = records.filter_map(|record| Some((Change::read(record)?, record.clone())));
            read.filter(|(change, _)| change.number == no)
                .collect::<Vec<_>>()
        });
        sort_by_key(&mut changes, |(change, record)| {
            Reverse((change.from, record.id))
        });
        if changes.is_empty() {
            return view! { <Empty title=t!("setting-never-changed") /> }.into_any();
        }
        let lines = changes
            .into_iter()
            .map(|(change, record)| line(replica, change, &record));
        view! { <ul class="waiting">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        <section>
            <Head title=t!("setting-history") rule=true />
            {lines}
        </section>
    }
}

fn line(replica: Replica, change: Change, record: &Record) -> AnyView {
    let unit = Some(change.unit).filter(|unit| !unit.is_nil());
    let (tone, word) = if change.from > today() {
        (Tone::Lamp, "setting-later")
    } else if holds(replica, change.number, unit) == Some(record.id) {
        (Tone::Brand, "setting-holds")
    } else {
        (Tone::Neutral, "setting-was")
    };
    let day = i18n::date(f64::from(change.from) * DAY_MS, "UTC");
    let who = record.reference(Parameter::DECIDED_BY);
    let parts = [
        tr("setting-from", &[("day", day.into())]),
        unit.map_or_else(
            || tr("setting-everybody", &[]),
            |unit| record_title(replica, unit),
        ),
        who.map(|who| record_title(replica, who))
            .unwrap_or_default(),
        record.text(Parameter::REASON).to_owned(),
    ];
    view! {
        <li>
            <span><strong>{setting_words(change.value)}</strong><small>{parts.join(" · ")}</small></span>
            <Tag tone words=tr(word, &[]) />
        </li>
    }
    .into_any()
}

/// The record that says what holds now.
fn holds(replica: Replica, no: u16, unit: Option<Id>) -> Option<Id> {
    let now = now_ms() as i64;
    replica
        .world(|world| in_force_by_number(world, no, unit, now))?
        .by
}
