//! The two ends of a visit: the guests are here, the guests leave.

use super::super::doing::{at, keep};
use super::Day;
use crate::i18n::tr;
use crate::record::now;
use crate::replica::Act;
use crate::t;
use crate::ui::{Button, ChipOne, Chips, Dialog, Kind, closes};
use leptos::prelude::*;
use shared::domain::visits::{FactoryVisit, VisitDebrief, debrief_of, step};
use shared::entity::{Entity, Id, Record, Value};

/// The guests are here: never blocked, whatever was prepared.
pub(super) fn arrive(day: Day) {
    if let Some(visit) = day.visit.get_untracked() {
        let came = vec![(FactoryVisit::ARRIVED_AT, Value::Instant(now()))];
        let (kind, from) = (FactoryVisit::KIND, visit.state());
        let act = Act::step(kind, visit.id, step::ARRIVE, from, None, came.clone());
        let take = move || keep(day.replica, day.toaster, vec![act], || ());
        day.sure
            .step(day.replica, &visit, step::ARRIVE, &came, take);
    }
}

/// The debrief of the visit, or the act that makes it, with some fields.
pub(super) fn note(day: Day, fields: Vec<(u16, Value)>) -> Act {
    let there = day
        .replica
        .world(|world| debrief_of(world, day.id).map(|debrief| debrief.id));
    match there {
        Some(id) => Act::set(VisitDebrief::KIND, id, fields),
        None => {
            let mut fields = fields;
            fields.push((VisitDebrief::VISIT, Value::Ref(FactoryVisit::KIND, day.id)));
            Act::create_from(VisitDebrief::KIND, day.replica.new_id(), fields, Vec::new())
        }
    }
}

fn leave(day: Day, visit: &Record, invited: bool) -> Vec<Act> {
    let me: Id = day.replica.me();
    let host = visit.reference(FactoryVisit::HOST).unwrap_or(me);
    let mut people = vec![me, host];
    people.dedup();
    let people = people
        .into_iter()
        .map(|id| Value::Ref(shared::entity::Kind(2), id));
    let parted = vec![
        (VisitDebrief::FAREWELL_AT, Value::Instant(now())),
        (VisitDebrief::FAREWELL_PEOPLE, Value::List(people.collect())),
        (VisitDebrief::INVITED_BACK, Value::Bool(invited)),
    ];
    let left = vec![(FactoryVisit::LEFT_AT, Value::Instant(now()))];
    let (kind, from) = (FactoryVisit::KIND, visit.state());
    vec![
        note(day, parted),
        Act::step(kind, visit.id, step::FAREWELL, from, None, left),
    ]
}

/// Seeing the guests off: when and by whom is known, one thing is asked.
#[component]
pub(super) fn Farewell(day: Day) -> impl IntoView {
    let invited = RwSignal::new(String::new());
    let open = day.sheets.farewell;
    let done = move || {
        let Some(visit) = day.visit.get_untracked() else {
            return;
        };
        let acts = leave(day, &visit, invited.get_untracked() == "1");
        keep(day.replica, day.toaster, acts, move || {
            open.set(false);
            // Fresh in mind: what they thought is asked at once, and can wait.
            day.sheets.debrief.set(true);
        });
    };
    // R-060 asks for it; nobody answers it for who parts.
    let unsaid = move || {
        invited
            .with(String::is_empty)
            .then(|| tr("today-farewell-asks", &[]))
    };
    let came = move || {
        let came = day
            .visit
            .get()
            .and_then(|visit| at(&visit, FactoryVisit::ARRIVED_AT))?;
        Some(tr(
            "today-came-at",
            &[("time", super::super::doing::clock(came).into())],
        ))
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary blocked=Signal::derive(unsaid) on_press=done>{t!("today-farewell-do")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("visit-do-farewell") actions=actions>
            <p class="muted">{came}</p>
            <Chips class="chips three" legend=t!("visit-debrief-invited-back")>
                <ChipOne chosen=invited value="1" must=true>{t!("yes")}</ChipOne>
                <ChipOne chosen=invited value="0" must=true>{t!("no")}</ChipOne>
            </Chips>
        </Dialog>
    }
}
