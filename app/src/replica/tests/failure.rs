//! Kills, full disks, lost answers, damaged stores, restored servers.

use super::town::{Place, SALES, Town, Weather, lead, phones};
use crate::replica::{Act, SaveError};
use crate::storage::StoreError;
use crate::storage::journal::DiskError;
use crate::storage::outbox::Kept;
use crate::sync::{Failure, LinkState};
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Entity, Id};

const LEAD: Id = Id([50; 16]);

fn leads_at_server(town: &Town) -> usize {
    let server = town.server.borrow();
    let rows = server.all_rows().filter(|row| row.kind == BoothLead::KIND);
    rows.count()
}

#[test]
fn v1_what_was_durable_before_a_kill_is_sent_after_it() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    tab.offline();
    town.act(&tab, vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))]);
    town.kill(tab);
    let tab = town.open(11, SALES, &store);
    let name = tab.core.world(|world| {
        world
            .get(LEAD)
            .map(|record| record.text(BoothLead::NAME).to_owned())
    });
    assert_eq!(name.as_deref(), Some("Marco"));
    town.sync(&[&tab]);
    assert_eq!(leads_at_server(&town), 1);
    assert_eq!(tab.core.client(|client| client.unsynced()), 0);
}

#[test]
fn v1_nothing_is_shown_as_saved_when_neither_journal_takes_it() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    store.memory.set_failure(Some(StoreError::Quota));
    store.disk.set_failure(Some(DiskError::Quota));
    let acts = vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))];
    let saved = town.try_act(&tab, acts.clone());
    assert_eq!(saved, Err(SaveError::NoRoom));
    assert!(tab.core.world(|world| world.get(LEAD).is_none()));
    store.memory.set_failure(None);
    store.disk.set_failure(None);
    town.pass(60_000);
    town.act(&tab, acts);
    town.sync(&[&tab]);
    assert_eq!(leads_at_server(&town), 1);
}

#[test]
fn v6_a_full_database_leaves_the_journal_and_the_lead_is_saved() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    store.memory.set_failure(Some(StoreError::Quota));
    let acts = vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))];
    let saved = town.try_act(&tab, acts);
    assert_eq!(saved.unwrap().kept, Kept::Journal);
    town.kill(tab);
    store.memory.set_failure(None);
    let tab = town.open(11, SALES, &store);
    assert_eq!(tab.core.depot().health().recovered, 1);
    town.sync(&[&tab]);
    assert_eq!(leads_at_server(&town), 1);
}

#[test]
fn v2_a_lost_answer_doubles_nothing() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    town.sync(&[&tab]);
    tab.weather.borrow_mut().push_back(Weather::AnswerLost);
    town.act(&tab, vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))]);
    assert_eq!(leads_at_server(&town), 1);
    assert_eq!(tab.core.client(|client| client.unsynced()), 1);
    town.pass(60_000);
    assert_eq!(tab.core.client(|client| client.unsynced()), 0);
    assert_eq!(leads_at_server(&town), 1);
    assert_eq!(town.server.borrow().all_ops().count(), 1 + 3);
}

#[test]
fn a_page_that_could_not_be_stored_is_not_shown_and_comes_again() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    store.memory.set_failure(Some(StoreError::Quota));
    tab.driver.wake();
    town.settle();
    assert!(tab.core.world(shared::sync::world::World::is_empty));
    store.memory.set_failure(None);
    town.pass(600_000);
    assert!(!tab.core.world(shared::sync::world::World::is_empty));
}

#[test]
fn the_status_says_what_the_last_attempt_showed() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    town.sync(&[&tab]);
    assert_eq!(tab.core.link().state, LinkState::Online);
    assert!(tab.core.link().last_contact.is_some());
    tab.offline();
    town.sync(&[&tab]);
    assert_eq!(tab.core.link().state, LinkState::Offline);
    assert!(tab.core.link().next_try.is_some());
    tab.online();
    let portal = Weather::Fails(Failure::NotOurs);
    tab.weather.borrow_mut().push_back(portal);
    tab.driver.wake();
    town.settle();
    assert_eq!(tab.core.link().state, LinkState::Failing);
    town.pass(600_000);
    assert_eq!(tab.core.link().state, LinkState::Online);
    assert_eq!(tab.core.link().next_try, None);
}

#[test]
fn v1_a_database_that_went_back_in_time_is_healed_from_the_journal() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    town.act(&tab, vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))]);
    town.sync(&[&tab]);
    let before = store.memory.snapshot();
    tab.offline();
    town.act(&tab, vec![Act::set(BoothLead::KIND, LEAD, phones("222"))]);
    town.kill(tab);
    store.memory.roll_back(&before);

    let tab = town.open(11, SALES, &store);
    let health = tab.core.depot().health();
    assert_eq!(
        (health.went_back, health.recovered, health.lost),
        (true, 1, 0)
    );
    assert_eq!(tab.core.client(|client| client.epoch()), 2);
    town.sync(&[&tab]);
    assert_eq!(tab.core.client(|client| client.unsynced()), 0);
    let record = tab
        .core
        .world(|world| world.confirmed(LEAD).cloned())
        .unwrap();
    assert_eq!(record.get(BoothLead::PHONES), Some(&phones("222")[0].1));
}

#[test]
fn v1_a_device_that_went_back_altogether_learns_it_from_the_server() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    town.act(&tab, vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))]);
    town.sync(&[&tab]);
    let before = store.memory.snapshot();
    town.act(&tab, vec![Act::set(BoothLead::KIND, LEAD, phones("222"))]);
    town.sync(&[&tab]);
    town.kill(tab);
    // The whole profile comes back from an old copy: no journal, no witness knows better.
    let store = Place::default();
    store.memory.roll_back(&before);

    let tab = town.open(11, SALES, &store);
    tab.offline();
    let second = Id([51; 16]);
    let ops = town.act(&tab, vec![Act::create(second, &lead(SALES, "Anna", "333"))]);
    assert_eq!(
        (ops[0].epoch, ops[0].seq),
        (1, 2),
        "this number was used before"
    );
    tab.online();
    town.sync(&[&tab]);
    assert_eq!(tab.core.client(|client| client.unsynced()), 0);
    assert_eq!(tab.core.client(|client| client.epoch()), 2);
    assert_eq!(leads_at_server(&town), 2);
    let both = [LEAD, second].map(|id| tab.core.world(|world| world.get(id).is_some()));
    assert_eq!(both, [true, true]);
    // The new epoch is what the store goes on with, also after a restart.
    town.kill(tab);
    let tab = town.open(11, SALES, &store);
    let ops = town.act(&tab, vec![Act::set(BoothLead::KIND, second, phones("444"))]);
    assert_eq!((ops[0].epoch, ops[0].seq), (2, 2));
}

#[test]
fn v1_a_server_restored_from_a_backup_is_healed_also_after_a_restart() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    town.sync(&[&tab]);
    let backup = town.server.borrow_mut().backup();
    town.act(&tab, vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))]);
    town.sync(&[&tab]);
    assert_eq!(leads_at_server(&town), 1);
    town.server.borrow_mut().restore(&backup, 2);
    assert_eq!(leads_at_server(&town), 0);
    // The device hears of the restore and dies before it can send again.
    let lost = Weather::Fails(Failure::Offline);
    tab.driver.wake();
    tab.weather.borrow_mut().push_back(lost);
    town.kill(tab);
    let tab = town.open(11, SALES, &store);
    town.sync(&[&tab]);
    assert_eq!(leads_at_server(&town), 1);
    assert_eq!(tab.core.client(|client| client.unsynced()), 0);
}

#[test]
fn a_damaged_bucket_is_fetched_anew_and_the_rest_stays() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    town.act(&tab, vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))]);
    town.sync(&[&tab]);
    let whole = tab.core.world(|world| world.sums().clone());
    town.kill(tab);
    let frames = town
        .run(crate::storage::Store::load(
            &store.memory,
            crate::storage::Table::Delta,
            crate::storage::Keys::all(),
            9,
        ))
        .unwrap();
    let mut damaged = frames.last().unwrap().clone();
    let end = damaged.value.len() - 1;
    damaged.value[end] ^= 1;
    let mut batch = crate::storage::Batch::new();
    batch.put(crate::storage::Table::Delta, damaged.key, damaged.value);
    town.run(crate::storage::Store::commit(
        &store.memory,
        batch,
        crate::storage::Durability::Strict,
    ))
    .unwrap();

    let tab = town.open(11, SALES, &store);
    let kept = tab.core.world(|world| world.sums().clone());
    assert!(kept.len() < whole.len());
    town.sync(&[&tab]);
    let healed = tab.core.world(|world| world.sums().clone());
    assert_eq!(healed, whole);
    town.kill(tab);
    let tab = town.open(11, SALES, &store);
    assert_eq!(tab.core.world(|world| world.sums().clone()), whole);
}
