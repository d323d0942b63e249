//! What one device does, the others see.

use super::town::{MANAGER, Place, SALES, Tab, Town, lead, phones};
use crate::replica::{Act, RecordSync};
use shared::domain::exhibitions::BoothLead;
use shared::domain::tasks::Task;
use shared::entity::{Entity, Id, Value, common};
use shared::sync::Verdict;

const LEAD: Id = Id([50; 16]);

fn word(tab: &Tab, id: Id) -> RecordSync {
    tab.core.words().get(&id).copied().unwrap_or_default()
}

#[test]
fn a_lead_captured_offline_reaches_the_office_and_both_agree() {
    let mut town = Town::new();
    let (booth_store, office_store) = (Place::default(), Place::default());
    let booth = town.open(11, SALES, &booth_store);
    let office = town.open(12, MANAGER, &office_store);
    town.sync(&[&booth, &office]);
    booth.offline();
    let ops = town.act(
        &booth,
        vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))],
    );
    let name = |tab: &Tab, no| {
        tab.core
            .world(|world| world.get(LEAD).map(|record| record.text(no).to_owned()))
    };
    assert_eq!(name(&booth, BoothLead::NAME).as_deref(), Some("Marco"));
    assert_eq!(
        name(&booth, common::PROVISIONAL_NO).as_deref(),
        Some("离线-B-1")
    );
    assert_eq!(word(&booth, LEAD), RecordSync::Saved);
    assert_eq!(booth.core.client(|client| client.unsynced()), 1);

    booth.online();
    town.sync(&[&booth, &office]);
    assert_eq!(name(&office, BoothLead::NAME).as_deref(), Some("Marco"));
    assert_eq!(
        name(&office, common::DOC_NO).as_deref(),
        Some("XS-2026-0001")
    );
    assert_eq!(
        name(&office, common::PROVISIONAL_NO).as_deref(),
        Some("离线-B-1")
    );
    assert_eq!(word(&booth, LEAD), RecordSync::Synced);
    let verdict = |op| {
        let receipt = |client: &shared::sync::client::Client| {
            client
                .entry(op)
                .and_then(|entry| Some(entry.receipt()?.verdict))
        };
        booth.core.client(receipt)
    };
    assert_eq!(verdict(ops[0]), Some(Verdict::Accepted));
    // the follow-up task came with it, on both.
    for tab in [&booth, &office] {
        assert_eq!(tab.core.world(|world| world.of_kind(Task::KIND)).len(), 1);
    }
}

#[test]
fn a_second_start_reads_back_what_the_first_showed() {
    let mut town = Town::new();
    let store = Place::default();
    let first = town.open(11, SALES, &store);
    town.act(
        &first,
        vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))],
    );
    town.sync(&[&first]);
    first.offline();
    town.act(&first, vec![Act::set(BoothLead::KIND, LEAD, phones("222"))]);
    let second = town.open(11, SALES, &store);
    let sums = |tab: &Tab| tab.core.world(|world| world.sums().clone());
    assert_eq!(sums(&first), sums(&second));
    assert!(!sums(&first).is_empty());
    let see = |tab: &Tab| tab.core.world(|world| world.get(LEAD).cloned());
    assert_eq!(see(&first), see(&second));
    let marks = |tab: &Tab| tab.core.client(|client| client.marks().clone());
    assert_eq!(marks(&first).cursor, marks(&second).cursor);
    assert_eq!(second.core.client(|client| client.outbox().count()), 2);
}

#[test]
fn r_283_both_numbers_stay_until_the_owner_chooses() {
    let mut town = Town::new();
    let (booth_store, office_store) = (Place::default(), Place::default());
    let booth = town.open(11, SALES, &booth_store);
    let office = town.open(12, MANAGER, &office_store);
    town.act(
        &booth,
        vec![Act::create(LEAD, &lead(SALES, "Marco", "111"))],
    );
    town.sync(&[&booth, &office]);
    booth.offline();
    office.offline();
    town.act(&booth, vec![Act::set(BoothLead::KIND, LEAD, phones("222"))]);
    town.act(
        &office,
        vec![Act::set(BoothLead::KIND, LEAD, phones("333"))],
    );
    let country = vec![(BoothLead::COUNTRY, Value::Text("IT".into()))];
    town.act(&office, vec![Act::set(BoothLead::KIND, LEAD, country)]);
    booth.online();
    office.online();
    town.sync(&[&booth, &office]);
    for tab in [&booth, &office] {
        assert_eq!(word(tab, LEAD), RecordSync::Conflict);
        assert_eq!(tab.core.conflicted(), [LEAD]);
    }
    let resolves = booth.core.world(|world| {
        let cell = world.get(LEAD).unwrap().cell(BoothLead::PHONES).unwrap();
        cell.versions.iter().map(|version| version.op).collect()
    });
    let choice = Act::resolve(BoothLead::KIND, LEAD, phones("333"), resolves);
    town.act(&booth, vec![choice]);
    town.sync(&[&booth, &office]);
    for tab in [&booth, &office] {
        assert_eq!(word(tab, LEAD), RecordSync::Synced);
        let record = tab.core.world(|world| world.get(LEAD).cloned()).unwrap();
        assert_eq!(record.get(BoothLead::PHONES), Some(&phones("333")[0].1));
        assert_eq!(record.text(BoothLead::COUNTRY), "IT");
    }
}

#[test]
fn a_group_takes_effect_whole_and_shares_one_identity() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    let other = Id([51; 16]);
    let acts = vec![
        Act::create(LEAD, &lead(SALES, "Marco", "111")),
        Act::create(other, &lead(SALES, "Anna", "222")),
    ];
    let ops = town.act(&tab, acts);
    let groups: Vec<_> = ops
        .iter()
        .map(|op| {
            tab.core
                .client(|client| client.entry(*op).unwrap().op.group)
        })
        .collect();
    assert!(groups[0].is_some() && groups[0] == groups[1]);
    town.sync(&[&tab]);
    assert_eq!(word(&tab, LEAD), RecordSync::Synced);
    assert_eq!(word(&tab, other), RecordSync::Synced);
}
