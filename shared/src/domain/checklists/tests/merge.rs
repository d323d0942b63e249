//! Two phones in one checklist, and what a leader's confirmation binds.

use super::*;

/// Both hold the run, which is under way, and lose their network then.
fn two_phones(store: &mut MemoryStore) -> (Device, Device, Device) {
    let (mut sales, mut manager, mut engineer) = devices();
    make_run(&mut sales, code::SAMPLE_ROOM, id(3));
    sales.sync(store);
    engineer.sync(store);
    step(&mut engineer, START, Vec::new());
    engineer.sync(store);
    sales.sync(store);
    manager.sync(store);
    (sales, manager, engineer)
}

#[test]
fn two_phones_that_tick_different_items_offline_merge() {
    let mut store = works();
    let (mut sales, _, mut engineer) = two_phones(&mut store);
    tick(&mut engineer, 2, Answer::Yes);
    let mine = tick(&mut engineer, 3, Answer::No);
    let other = tick(&mut sales, 4, Answer::Yes);
    engineer.sync(&mut store);
    sales.sync(&mut store);
    engineer.sync(&mut store);
    assert_eq!(engineer.receipt(mine.id), Verdict::Accepted);
    assert_eq!(sales.receipt(other.id), Verdict::Accepted);
    assert_eq!(run(&sales), run(&engineer));
    let said: Vec<_> = rows(run(&sales))
        .into_iter()
        .map(|(_, said)| said.map(|said| (said.answer, said.by)))
        .collect();
    let by = |answer, n| Some((Some(answer), Some(id(n))));
    let wanted = [
        None,
        by(Answer::Yes, 3),
        by(Answer::No, 3),
        by(Answer::Yes, 1),
        None,
    ];
    assert_eq!(said, wanted);
}

#[test]
fn the_same_item_answered_differently_keeps_both_until_one_gives_way() {
    let mut store = works();
    let (mut sales, _, mut engineer) = two_phones(&mut store);
    tick(&mut engineer, 2, Answer::Yes);
    let other = tick(&mut sales, 2, Answer::No);
    let same = tick(&mut engineer, 4, Answer::Yes);
    let agreed = tick(&mut sales, 4, Answer::Yes);
    engineer.sync(&mut store);
    sales.sync(&mut store);
    engineer.sync(&mut store);
    assert_eq!(sales.receipt(other.id), Verdict::Conflict);
    assert!(engineer.receipt(same.id).took_effect() && sales.receipt(agreed.id).took_effect());
    let said = result(run(&engineer), 2).unwrap();
    assert!(said.two_values && said.answer.is_none());
    assert!(run(&engineer).conflicts().eq([ChecklistRun::RESULTS]));
    let why = blocks(&engineer, SUBMIT, &signed(&engineer));
    assert!(codes(&why).contains(&("item-two-values", "2")), "{why:?}");
    assert!(!codes(&why).contains(&("item-two-values", "4")));
    // The one who sees that the other is right says so.
    tick(&mut sales, 2, Answer::Yes);
    sales.sync(&mut store);
    engineer.sync(&mut store);
    let said = result(run(&engineer), 2).unwrap();
    assert_eq!((said.two_values, said.answer), (false, Some(Answer::Yes)));
}

#[test]
fn photos_of_two_phones_are_all_shown() {
    let mut store = works();
    let (mut sales, _, mut engineer) = two_phones(&mut store);
    for (device, byte) in [(&mut sales, 1), (&mut engineer, 2)] {
        let photo = [Blob(vec![byte; 32])];
        let by = device.user;
        put(device, |run| photos(run, 1, &photo, at(), by));
        device.sync(&mut store);
    }
    let said = result(run(&engineer), 1).unwrap();
    assert_eq!((said.photos.len(), said.two_values), (2, true));
}

#[test]
fn the_executor_of_a_list_of_somebody_elses_record_sees_it_and_may_write_it() {
    let mut store = works();
    let (mut sales, _, mut engineer) = devices();
    make_run(&mut sales, code::SAMPLE_ROOM, id(1));
    sales.sync(&mut store);
    engineer.sync(&mut store);
    assert!(engineer.client.world.get(RUN).is_none());
    let other = Value::Ref(Kind(2), id(3));
    sales.make(ChecklistRun::KIND, RUN, set(ChecklistRun::EXECUTOR, other));
    sales.sync(&mut store);
    engineer.sync(&mut store);
    let ticked = tick(&mut engineer, 2, Answer::Yes);
    engineer.sync(&mut store);
    assert_eq!(engineer.receipt(ticked.id), Verdict::Accepted);
    // The customer itself stays with its owner.
    assert!(engineer.client.world.get(id(50)).is_none());
}

#[test]
fn r_284_a_confirmation_binds_the_answers_it_was_given_for() {
    let mut store = works();
    let (mut sales, mut manager, mut engineer) = two_phones(&mut store);
    tick_all(&mut engineer);
    submit(&mut engineer);
    engineer.sync(&mut store);
    manager.sync(&mut store);
    let confirm = |device: &mut Device| {
        let world = &device.client.world;
        let bound = domain::bound_hash(world, ChecklistRun::SCHEMA, run(device));
        let action = Action::Step {
            transition: CONFIRM,
            from: RunState::Submitted.no(),
            bound: Some(bound.unwrap()),
            args: Vec::new(),
        };
        device.make(ChecklistRun::KIND, RUN, action)
    };
    let early = confirm(&mut manager);
    // The other phone comes back with an answer it gave before.
    tick(&mut sales, 5, Answer::No);
    sales.sync(&mut store);
    manager.sync(&mut store);
    assert_eq!(manager.receipt(early.id), Verdict::NeedsReview);
    assert!(codes(&blocks(&manager, CONFIRM, &Vec::new())).contains(&("item-two-values", "5")));
    tick(&mut sales, 5, Answer::Yes);
    sales.sync(&mut store);
    manager.sync(&mut store);
    let late = confirm(&mut manager);
    manager.sync(&mut store);
    assert_eq!(manager.receipt(late.id), Verdict::Accepted);
}
