//! Several tabs of one replica.

use super::town::{MANAGER, Place, SALES, Tab, Town, Weather, lead, phones};
use crate::replica::Act;
use crate::sync::{Failure, LinkState};
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Entity, Id};

const LEAD: Id = Id([50; 16]);

fn phone(tab: &Tab) -> Option<shared::entity::Value> {
    let read =
        |world: &shared::sync::world::World| world.get(LEAD)?.get(BoothLead::PHONES).cloned();
    tab.core.world(read)
}

fn sums(tab: &Tab) -> u128 {
    tab.core.world(shared::sync::world::World::sum)
}

#[test]
fn what_one_tab_saves_the_other_shows_and_the_leader_sends() {
    let mut town = Town::new();
    let place = Place::default();
    let first = town.open(11, SALES, &place);
    town.settle();
    let second = town.open(11, SALES, &place);
    town.settle();
    assert!(first.core.link().leads && !second.core.link().leads);
    let ops = town.act(
        &second,
        vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))],
    );
    assert_eq!(phone(&first), Some(phones("111")[0].1.clone()));
    town.sync(&[&first, &second]);
    for tab in [&first, &second] {
        assert_eq!(tab.core.client(|client| client.unsynced()), 0);
        assert!(tab.core.world(|world| world.confirmed(LEAD).is_some()));
        let answered = tab
            .core
            .client(|client| client.entry(ops[0]).cloned())
            .unwrap();
        assert!(answered.receipt().is_some());
    }
    assert_eq!(sums(&first), sums(&second));
    // Numbers of both tabs come from one row.
    let next = town.act(&first, vec![Act::set(BoothLead::KIND, LEAD, phones("222"))]);
    assert_eq!(next[0].seq, ops[0].seq + 1);
    assert_eq!(phone(&second), Some(phones("222")[0].1.clone()));
}

#[test]
fn when_the_leader_dies_another_tab_leads_and_nothing_is_lost() {
    let mut town = Town::new();
    let place = Place::default();
    let first = town.open(11, SALES, &place);
    let second = town.open(11, SALES, &place);
    town.settle();
    first.offline();
    town.act(
        &second,
        vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))],
    );
    town.act(&first, vec![Act::set(BoothLead::KIND, LEAD, phones("222"))]);
    town.kill(first);
    assert!(second.core.link().leads);
    town.sync(&[&second]);
    assert_eq!(second.core.client(|client| client.unsynced()), 0);
    let confirmed = second
        .core
        .world(|world| world.confirmed(LEAD).cloned())
        .unwrap();
    assert_eq!(confirmed.get(BoothLead::PHONES), Some(&phones("222")[0].1));
}

#[test]
fn a_tab_that_slept_through_commits_reads_the_store() {
    let mut town = Town::new();
    let (place, office_place) = (Place::default(), Place::default());
    let first = town.open(11, SALES, &place);
    let second = town.open(11, SALES, &place);
    let office = town.open(12, MANAGER, &office_place);
    town.act(
        &first,
        vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))],
    );
    town.sync(&[&first, &office]);
    place.deafen(true);
    town.act(
        &office,
        vec![Act::set(BoothLead::KIND, LEAD, phones("333"))],
    );
    town.sync(&[&office, &first]);
    assert_ne!(sums(&first), sums(&second));
    place.deafen(false);
    // It comes to the front.
    second.driver.wake();
    town.settle();
    assert_eq!(sums(&first), sums(&second));
    assert_eq!(phone(&second), Some(phones("333")[0].1.clone()));
}

#[test]
fn when_the_session_ends_ops_are_still_delivered_and_nothing_is_fetched() {
    let mut town = Town::new();
    let (place, office_place) = (Place::default(), Place::default());
    let tab = town.open(11, SALES, &place);
    let office = town.open(12, MANAGER, &office_place);
    town.act(
        &office,
        vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))],
    );
    town.sync(&[&tab, &office, &tab]);
    let ended = Weather::Fails(Failure::SignedOut);
    tab.weather.borrow_mut().push_back(ended);
    let mine = vec![Act::set(BoothLead::KIND, LEAD, phones("222"))];
    town.act(&tab, mine);
    assert_eq!(tab.core.link().state, LinkState::SignedOut);
    town.pass(60_000);
    assert_eq!(tab.core.client(|client| client.unsynced()), 0);
    assert_eq!(tab.core.link().state, LinkState::SignedOut);
    let other = Id([51; 16]);
    town.act(&office, vec![Act::create(other, &lead(SALES, "Anna", "5"))]);
    town.sync(&[&office, &tab]);
    assert!(tab.core.world(|world| world.get(other).is_none()));
    tab.driver.signed_in();
    town.settle();
    assert!(tab.core.world(|world| world.get(other).is_some()));
    assert_eq!(tab.core.link().state, LinkState::Online);
}
