//! A stop of the tour in two taps: on, and where to. Time, place and escort write themselves.

use super::super::doing::{choice, clock, keep};
use super::Day;
use crate::i18n::tr;
use crate::record::{Draft, now};
use crate::replica::Act;
use crate::t;
use crate::ui::{Button, Dialog, Field, Kind, TextArea, closes};
use leptos::prelude::*;
use shared::domain::visits::{Place, TourStop, stop_fields};
use shared::entity::{Entity, Value};

/// Where to? The tap on the place is the record.
#[component]
pub(super) fn Sheet(day: Day) -> impl IntoView {
    let open = day.sheets.stop;
    let go = move |place: Place| {
        let replica = day.replica;
        let Some(visit) = day.visit.get_untracked() else {
            return;
        };
        let fields =
            replica.world(|world| stop_fields(world, &visit, place, now().utc_ms, replica.me()));
        let act = Act::create_from(TourStop::KIND, replica.new_id(), fields, Vec::new());
        keep(replica, day.toaster, vec![act], move || open.set(false));
    };
    // What the plan says comes next; the tap is the same for every place.
    let next = move || day.standing.with(|all| all.as_ref()?.next.clone());
    let planned = move || {
        let next = next()?;
        let said = [clock(next.at_ms), next.place, next.content];
        let said: Vec<String> = said.into_iter().filter(|part| !part.is_empty()).collect();
        Some(tr("today-by-plan", &[("stop", said.join(" · ").into())]))
    };
    let place = move |place: &Place| {
        let place = *place;
        let name = choice(Place::SCHEMA, place.no());
        let planned = next().is_some_and(|next| next.place.contains(&name));
        let kind = if planned { Kind::Primary } else { Kind::Plain };
        view! { <Button kind on_press=move || go(place)>{name}</Button> }
    };
    let cancel = move || view! { <Button on_press=closes(open)>{t!("cancel")}</Button> };
    view! {
        <Dialog open title=t!("today-where-to") actions=cancel>
            <p class="muted">{planned}</p>
            <div class="places">{Place::ALL.iter().map(place).collect_view()}</div>
        </Dialog>
    }
}

/// What the guests said at this stop.
#[component]
pub(super) fn Remark(day: Day) -> impl IntoView {
    let open = day.sheets.remark;
    let text = RwSignal::new(String::new());
    let typed = vec![(TourStop::REMARKS, text)];
    let draft = Draft::new(day.replica, format!("remark/{}", day.id), typed);
    let before = move || {
        let stop = day.stop.get_untracked()?;
        day.replica.world(|world| {
            world
                .get(stop)
                .map(|stop| stop.text(TourStop::REMARKS).to_owned())
        })
    };
    Effect::new(move |_| {
        if open.get() {
            text.set(before().unwrap_or_default());
            draft.begin();
        }
    });
    let save = move || {
        if let Some(stop) = day.stop.get_untracked() {
            let said = vec![(TourStop::REMARKS, Value::Text(text.get_untracked()))];
            let act = Act::set(TourStop::KIND, stop, said);
            keep(day.replica, day.toaster, vec![act], move || {
                draft.close(open)
            });
        }
    };
    let actions = move || {
        view! {
            <Button on_press=move || draft.close(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=save>{t!("save")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("tour-stop-remarks") actions=actions>
            <Field label=t!("tour-stop-remarks")><TextArea value=text /></Field>
        </Dialog>
    }
}
