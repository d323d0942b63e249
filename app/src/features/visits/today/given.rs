//! What was shown and given at a stop, and what the guests have not been told yet.

use super::super::doing::{choice, keep};
use super::super::gifts::in_stock;
use super::Day;
use crate::i18n::{list, tr};
use crate::replica::Act;
use crate::t;
use crate::ui::{ChipMany, Chips, Glyph, Icon};
use leptos::prelude::*;
use shared::domain::visits::{Topic, TourStop, presented};
use shared::entity::{Entity, Id, Record, Value};
use std::sync::Arc;

/// PPT, catalogue, souvenir: field and words.
const GIVEN: [(u16, &str); 3] = [
    (TourStop::PPT_SHOWN, "tour-stop-ppt-shown"),
    (TourStop::CATALOGUE_GIVEN, "tour-stop-catalogue-given"),
    (TourStop::SOUVENIR_GIVEN, "tour-stop-souvenir-given"),
];

/// Kept with every tap.
#[component]
pub(super) fn Given(day: Day, id: Id, stop: Signal<Option<Arc<Record>>>) -> impl IntoView {
    let said = move || -> Vec<String> {
        let stop = stop.get();
        let yes = |no: &u16| {
            let value = stop.as_ref().and_then(|stop| stop.get(*no));
            value == Some(&Value::Bool(true))
        };
        let given = GIVEN.iter().map(|(no, _)| no).filter(|no| yes(no));
        given.map(ToString::to_string).collect()
    };
    let chosen = RwSignal::new(untrack(said));
    // Who walks along may tap on another phone.
    Effect::new(move |_| chosen.set(said()));
    Effect::new(move |before: Option<Vec<String>>| {
        let now = chosen.get();
        let was = untrack(said);
        let changed = |no: &u16| now.contains(&no.to_string()) != was.contains(&no.to_string());
        let set: Vec<(u16, Value)> = GIVEN
            .iter()
            .map(|(no, _)| *no)
            .filter(changed)
            .map(|no| (no, Value::Bool(now.contains(&no.to_string()))))
            .collect();
        if before.is_some_and(|before| before != now) && !set.is_empty() {
            let given = [TourStop::CATALOGUE_GIVEN, TourStop::SOUVENIR_GIVEN];
            let gave = set
                .iter()
                .any(|(no, value)| given.contains(no) && *value == Value::Bool(true));
            let act = Act::set(TourStop::KIND, id, set);
            keep(day.replica, day.toaster, vec![act], || ());
            day.sheets.gift.set(gave && in_stock(day.replica));
        }
        now
    });
    let chip = move |(no, key): (u16, &'static str)| {
        view! {
            <ChipMany chosen value=no.to_string()><Icon glyph=Glyph::CHECK />{move || tr(key, &[])}</ChipMany>
        }
    };
    view! {
        <Chips class="chips topics" legend=t!("today-given") quiet=true>{GIVEN.map(chip).collect_view()}</Chips>
        <Open day />
    }
}

/// What R-055 names and nobody told them yet, over all stops.
#[component]
fn Open(day: Day) -> impl IntoView {
    let open = move || {
        day.replica.revision(TourStop::KIND).track();
        let open = day.replica.world(|world| presented(world, day.id)).open;
        let words: Vec<String> = open
            .iter()
            .map(|topic| choice(Topic::SCHEMA, topic.no()))
            .collect();
        (!words.is_empty()).then(|| tr("today-untold", &[("topics", list(&words).into())]))
    };
    view! { <p class="sub">{open}</p> }
}
