//! Guidance: the card is named at its moment, and what was done can be read.

use super::*;
use crate::domain::visits::VisitDebrief;
use crate::domain::visits::{farewell, greeting, guides};
use crate::sync::Reason;

/// A store whose visit stands in this state.
fn visit_in(state: u32) -> MemoryStore {
    let mut store = works();
    if state != 3 {
        visit_to(&mut store, 30, state);
    }
    store
}

/// The states, of those a test can reach, in which a rule shows its card.
fn shown_in(rule: u16) -> Vec<(u32, &'static str, Option<&'static str>)> {
    [3, 4, 5, 6, 7, 9]
        .into_iter()
        .flat_map(|state| {
            let visit = stored(&visit_in(state), VISIT);
            let guide = guides(&visit).into_iter().find(|guide| guide.rule == rule);
            guide.map(|guide| (state, guide.card, guide.checklist))
        })
        .collect()
}

#[test]
fn r_054_the_greeting_card_shows_until_guests_are_received_and_names_what_is_not_stored() {
    let greet = |state| (state, "GC-03", Some("CK-18"));
    assert_eq!(shown_in(54), [4, 5, 6].map(greet));
    let here = stored(&visit_in(6), VISIT);
    let seen = greeting(&here);
    assert_eq!((seen.arrived_at, seen.host), (Some(arrival()), Some(HOST)));
    assert_eq!(seen.open, []);
    // A record of an older time may lack it.
    let mut bare = here;
    bare.slots.remove(&FactoryVisit::ARRIVED_AT);
    assert_eq!(
        greeting(&bare).open,
        [Reason::of_rule(54, "no-arrival-time").at(FactoryVisit::ARRIVED_AT)]
    );
    // Before they are here nothing is missing.
    assert_eq!(greeting(&stored(&visit_in(4), VISIT)).open, []);
}

#[test]
fn r_060_the_farewell_card_shows_while_guests_are_here_and_names_what_is_not_stored() {
    let part = |state| (state, "GC-03", Some("CK-19"));
    assert_eq!(shown_in(60), [6, 7].map(part));
    let mut store = visit_in(7);
    let visit = stored(&store, VISIT);
    let codes: Vec<String> = farewell(&StoreLook::new(&store), &visit)
        .open
        .into_iter()
        .map(|reason| reason.code)
        .collect();
    assert_eq!(
        codes,
        [
            "no-farewell-time",
            "no-farewell-people",
            "no-invitation-back"
        ]
    );
    let fields = vec![
        (VisitDebrief::VISIT, Value::Ref(FactoryVisit::KIND, VISIT)),
        (VisitDebrief::FAREWELL_AT, at(arrival())),
        (VisitDebrief::FAREWELL_PEOPLE, Value::List(vec![user(HOST)])),
        (VisitDebrief::INVITED_BACK, Value::Bool(true)),
    ];
    order(&mut store, 31, VisitDebrief::KIND, id(95), create(fields));
    let seen = farewell(&StoreLook::new(&store), &visit);
    assert_eq!(
        (seen.at, seen.people, seen.invited_back, seen.open),
        (
            Some(arrival()),
            Some(Value::List(vec![user(HOST)])),
            Some(true),
            Vec::new()
        )
    );
}

#[test]
fn r_062_the_conduct_card_shows_from_the_day_guests_are_awaited_to_the_end() {
    let mind = |state| (state, "GC-04", None);
    assert_eq!(shown_in(62), [4, 5, 6, 7].map(mind));
}
