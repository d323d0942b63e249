//! agreement hotels first, nothing left open.

use super::*;
use crate::calendar::{Moment, standard};
use crate::domain::visits::{
    HotelAgreement, LodgingBooking, LodgingState, agreements_on, is_booked,
};
use crate::entity::Day;
use crate::sync::Reason;

const BOOKING: Id = Id([80; 16]);

fn arrival_day() -> i32 {
    standard().zone().local(Moment(arrival())).date.0
}

fn agreement(store: &mut MemoryStore, seq: u64, hotel: &str, days: (i32, i32)) -> Id {
    let record = id(u8::try_from(seq).unwrap());
    let fields = vec![
        (HotelAgreement::HOTEL, text(hotel)),
        (HotelAgreement::VALID_FROM, Value::Day(days.0)),
        (HotelAgreement::VALID_TO, Value::Day(days.1)),
        (common::UNIT, Value::Ref(OrgUnit::KIND, id(9))),
    ];
    order(store, seq, HotelAgreement::KIND, record, create(fields));
    record
}

/// A booking with all that is asked.
fn whole() -> Fields {
    let yes = Value::Bool(true);
    vec![
        (LodgingBooking::OF, Value::Ref(FactoryVisit::KIND, VISIT)),
        (LodgingBooking::HOTEL, text("海港酒店")),
        (LodgingBooking::ROOM_STANDARD, text("大床")),
        (LodgingBooking::ROOMS, Value::Int(2)),
        (LodgingBooking::NIGHTS, Value::Int(3)),
        (LodgingBooking::ESCORT, user(HOST)),
        (LodgingBooking::NO_LEISURE, yes.clone()),
        (LodgingBooking::RETURN_TICKET, text("G1010")),
        (LodgingBooking::NO_LOCAL_VEHICLE, yes),
    ]
}

/// What keeps a booking with these fields from being made.
fn blocks(store: &mut MemoryStore, fields: Fields) -> Vec<Reason> {
    let mut admin = Device::new(4, ADMIN);
    admin.sync(store);
    admin.make(LodgingBooking::KIND, BOOKING, create(fields));
    let world = &admin.client.world;
    blocked(world, world.get(BOOKING).unwrap(), 16)
}

#[test]
fn r_057_each_thing_is_given_or_not_needed() {
    let cases = [
        (
            LodgingBooking::ESCORT,
            "escort-open",
            LodgingBooking::ESCORT,
        ),
        (
            LodgingBooking::NO_LEISURE,
            "leisure-open",
            LodgingBooking::LEISURE,
        ),
        (
            LodgingBooking::RETURN_TICKET,
            "return-ticket-open",
            LodgingBooking::RETURN_TICKET,
        ),
        (
            LodgingBooking::NO_LOCAL_VEHICLE,
            "local-vehicle-open",
            LodgingBooking::LOCAL_VEHICLE,
        ),
    ];
    assert_eq!(blocks(&mut works(), whole()), []);
    for (without, code, field) in cases {
        let mut fields = whole();
        fields.retain(|(no, _)| *no != without);
        assert_eq!(
            blocks(&mut works(), fields),
            [Reason::of_rule(57, code).at(field)]
        );
    }
    for field in [
        LodgingBooking::HOTEL,
        LodgingBooking::ROOM_STANDARD,
        LodgingBooking::ROOMS,
        LodgingBooking::NIGHTS,
    ] {
        let mut fields = whole();
        fields.retain(|(no, _)| *no != field);
        assert_eq!(
            blocks(&mut works(), fields),
            [Reason::of_rule(301, "gap").at(field)]
        );
    }
}

#[test]
fn r_057_another_hotel_needs_a_reason_while_an_agreement_holds_on_the_day_of_arrival() {
    let day = arrival_day();
    let off = [Reason::of_rule(57, "off-agreement").at(LodgingBooking::OFF_AGREEMENT_REASON)];
    let table = [
        ((day - 9, day - 1), false),
        ((day - 9, day), true),
        ((day, day), true),
        ((day, day + 9), true),
        ((day + 1, day + 9), false),
    ];
    for (days, needed) in table {
        let mut store = works();
        agreement(&mut store, 40, "喜来登", days);
        let expected: &[Reason] = if needed { &off } else { &[] };
        assert_eq!(blocks(&mut store, whole()), expected, "{days:?}");
    }
    let mut store = works();
    agreement(&mut store, 40, "喜来登", (day, day));
    let mut fields = whole();
    fields.push((LodgingBooking::OFF_AGREEMENT_REASON, text("客人指定")));
    assert_eq!(blocks(&mut store, fields), []);
    // The agreement hotel itself, whoever typed its name.
    let mut store = works();
    agreement(&mut store, 40, "海港酒店", (day, day));
    assert_eq!(blocks(&mut store, whole()), []);
}

#[test]
fn r_057_an_agreement_that_does_not_hold_is_no_agreement() {
    let day = arrival_day();
    let mut store = works();
    let old = agreement(&mut store, 40, "海港酒店", (day - 9, day - 1));
    let mut fields = whole();
    fields.push((
        LodgingBooking::AGREEMENT,
        Value::Ref(HotelAgreement::KIND, old),
    ));
    assert_eq!(
        blocks(&mut store, fields),
        [Reason::of_rule(57, "agreement-not-valid").at(LodgingBooking::AGREEMENT)]
    );
}

#[test]
fn r_057_an_agreement_of_another_works_does_not_count() {
    let mut store = works();
    let day = Day(arrival_day());
    for (seq, kind) in [(30, 3), (31, 3)] {
        let unit = vec![(OrgUnit::UNIT_TYPE, Value::Choice(kind))];
        let record = id(u8::try_from(seq).unwrap());
        order(&mut store, seq, OrgUnit::KIND, record, create(unit));
    }
    let there = agreement(&mut store, 40, "喜来登", (day.0, day.0));
    let move_to = |unit| Action::Set {
        fields: vec![(common::UNIT, Value::Ref(OrgUnit::KIND, unit))],
        resolves: Vec::new(),
    };
    order(&mut store, 41, HotelAgreement::KIND, there, move_to(id(31)));
    let look = StoreLook::new(&store);
    assert_eq!(agreements_on(&look, id(31), day), [there]);
    assert!(agreements_on(&look, id(30), day).is_empty());
}

#[test]
fn r_057_admin_books_and_the_visit_knows() {
    let mut store = works();
    let (mut host, mut admin) = (Device::new(1, HOST), Device::new(4, ADMIN));
    let made = host.make(LodgingBooking::KIND, BOOKING, create(whole()));
    let try_it = host.make(LodgingBooking::KIND, BOOKING, step(16, 1, Vec::new()));
    host.sync(&mut store);
    assert_eq!(host.receipt(made.id), Verdict::Accepted);
    assert_eq!(host.receipt(try_it.id), Verdict::Rejected);
    assert!(!is_booked(&StoreLook::new(&store), VISIT));
    admin.sync(&mut store);
    let mut go = |no, from, expected: LodgingState| {
        let op = admin.make(LodgingBooking::KIND, BOOKING, step(no, from, Vec::new()));
        admin.sync(&mut store);
        assert_eq!(admin.receipt(op.id), Verdict::Accepted);
        assert_eq!(stored(&store, BOOKING).state(), expected.no());
        is_booked(&StoreLook::new(&store), VISIT)
    };
    assert!(go(16, 1, LodgingState::Booked));
    assert!(go(17, 2, LodgingState::CheckedIn));
    assert!(go(18, 3, LodgingState::CheckedOut));
}

#[test]
fn r_057_a_booking_called_off_needs_nothing_and_is_none() {
    let mut store = works();
    let mut admin = Device::new(4, ADMIN);
    let of = (LodgingBooking::OF, Value::Ref(FactoryVisit::KIND, VISIT));
    admin.make(LodgingBooking::KIND, BOOKING, create(vec![of]));
    let off = admin.make(LodgingBooking::KIND, BOOKING, step(19, 1, Vec::new()));
    admin.sync(&mut store);
    assert_eq!(admin.receipt(off.id), Verdict::Accepted);
    assert!(!is_booked(&StoreLook::new(&store), VISIT));
}

#[test]
fn who_stands_in_for_admin_may_book() {
    let mut store = works();
    let off = Action::Set {
        fields: vec![(User::STATUS, Value::Choice(2))],
        resolves: Vec::new(),
    };
    order(&mut store, 30, User::KIND, ADMIN, off);
    let stand_in = Value::Group(vec![(1, text("ADMIN")), (2, user(HOST))]);
    let set = Action::Set {
        fields: vec![(OrgUnit::STAND_INS, Value::List(vec![stand_in]))],
        resolves: Vec::new(),
    };
    order(&mut store, 31, OrgUnit::KIND, id(9), set);
    let mut host = Device::new(1, HOST);
    host.make(LodgingBooking::KIND, BOOKING, create(whole()));
    let book = host.make(LodgingBooking::KIND, BOOKING, step(16, 1, Vec::new()));
    host.sync(&mut store);
    assert_eq!(host.receipt(book.id), Verdict::Accepted);
}
