//! Gifts come out of a stock that phones share.

use super::*;
use crate::domain::visits::{GiftStock, can_issue, issue, moves, on_hand, receive};
use crate::entity::ReplicaId;

const GIFT: Id = Id([90; 16]);

fn stocked(pieces: i64) -> MemoryStore {
    let mut store = works();
    let fields = vec![(GiftStock::ITEM, text("画册"))];
    order(&mut store, 50, GiftStock::KIND, GIFT, create(fields));
    let came = receive(pieces, None, ADMIN, at(now()));
    order(&mut store, 51, GiftStock::KIND, GIFT, came);
    store
}

/// Gives pieces away on a device; answers with the reservation.
fn give(device: &mut Device, pieces: i64, group: u8) -> Op {
    let of = Some((Kind(36), id(99)));
    let ops: Vec<Op> = issue(pieces, of, device.user, at(now()))
        .into_iter()
        .map(|action| Op {
            group: Some(id(group)),
            ..device.op(GiftStock::KIND, GIFT, action)
        })
        .collect();
    device.take(crate::sync::client::Event::Made(ops.clone()));
    ops[0].clone()
}

fn phones(store: &mut MemoryStore) -> (Device, Device) {
    let (mut admin, mut manager) = (Device::new(4, ADMIN), Device::new(5, id(2)));
    admin.sync(store);
    manager.sync(store);
    (admin, manager)
}

#[test]
fn r_055_what_is_given_on_a_tour_goes_down_in_stock() {
    let mut store = stocked(10);
    let (mut admin, _) = phones(&mut store);
    let gift = |device: &Device| device.client.world.get(GIFT).unwrap().clone();
    assert_eq!(on_hand(&gift(&admin)), 10);
    give(&mut admin, 3, 1);
    // Offline already.
    assert_eq!(on_hand(&gift(&admin)), 7);
    admin.sync(&mut store);
    let kept = stored(&store, GIFT);
    assert_eq!(
        (on_hand(&kept), kept.get(GiftStock::ON_HAND)),
        (7, Some(&Value::Int(7)))
    );
    assert_eq!(kept.facts(GiftStock::MOVES).count(), 2);
    // What was not given after all comes back.
    let back = receive(1, None, ADMIN, at(now()));
    admin.make(GiftStock::KIND, GIFT, back);
    assert_eq!(on_hand(&gift(&admin)), 8);
}

#[test]
fn r_285_two_phones_give_the_last_pieces_and_the_second_needs_a_person() {
    let mut store = stocked(10);
    let (mut admin, mut manager) = phones(&mut store);
    let (first, second) = (give(&mut admin, 6, 1), give(&mut manager, 6, 2));
    admin.sync(&mut store);
    manager.sync(&mut store);
    assert_eq!(admin.receipt(first.id), Verdict::Accepted);
    assert_eq!(manager.receipt(second.id), Verdict::NeedsReview);
    // Nothing of the group took effect: neither the pieces nor the line in the list.
    let kept = stored(&store, GIFT);
    assert_eq!(
        (on_hand(&kept), kept.facts(GiftStock::MOVES).count()),
        (4, 2)
    );
    let fits = give(&mut manager, 4, 3);
    manager.sync(&mut store);
    assert_eq!(manager.receipt(fits.id), Verdict::Accepted);
    assert_eq!(on_hand(&stored(&store, GIFT)), 0);
}

#[test]
fn r_285_what_a_phone_was_promised_nobody_else_gives_away() {
    let mut store = stocked(10);
    let promise = Action::Grant {
        field: GiftStock::STOCK,
        replica: 5,
        amount: 8,
    };
    order(&mut store, 52, GiftStock::KIND, GIFT, promise);
    let gift = stored(&store, GIFT);
    let table = [(4, 2, true), (4, 3, false), (5, 10, true), (5, 11, false)];
    for (replica, pieces, expected) in table {
        assert_eq!(
            can_issue(&gift, ReplicaId(replica), pieces),
            expected,
            "{replica}: {pieces}"
        );
    }
    let (mut admin, mut manager) = phones(&mut store);
    let beyond = give(&mut admin, 3, 1);
    admin.sync(&mut store);
    assert_eq!(admin.receipt(beyond.id), Verdict::NeedsReview);
    // The promise holds whoever comes first.
    let taken = give(&mut admin, 2, 2);
    admin.sync(&mut store);
    let promised = give(&mut manager, 8, 3);
    manager.sync(&mut store);
    assert_eq!(admin.receipt(taken.id), Verdict::Accepted);
    assert_eq!(manager.receipt(promised.id), Verdict::Accepted);
}

#[test]
fn a_note_in_the_list_takes_nothing_from_the_stock() {
    let mut store = stocked(10);
    let (mut admin, _) = phones(&mut store);
    let [_, note] = issue(6, None, ADMIN, at(now()));
    admin.make(GiftStock::KIND, GIFT, note);
    admin.sync(&mut store);
    assert_eq!(on_hand(&stored(&store, GIFT)), 10);
}

#[test]
fn r_055_whoever_receives_guests_sees_what_there_is_to_give_and_where_it_went() {
    let mut store = stocked(10);
    let mut host = Device::new(1, HOST);
    host.sync(&mut store);
    give(&mut host, 2, 1);
    host.sync(&mut store);
    let gift = host.client.world.get(GIFT).unwrap();
    let came_and_went: Vec<(i64, Option<Id>)> = moves(gift)
        .into_iter()
        .map(|(_, pieces, by, _)| (pieces, by))
        .collect();
    assert_eq!(came_and_went, [(10, Some(ADMIN)), (-2, Some(HOST))]);
}
