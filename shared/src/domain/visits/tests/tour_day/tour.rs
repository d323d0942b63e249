//! Tour stops: what was shown and told, and what closing a visit asks for.

use super::*;
use crate::domain::visits::{Place, Topic, TourStop, has_tour_stop, presented, stop_fields};

fn host_at(store: &mut MemoryStore) -> Device {
    let mut host = Device::new(1, HOST);
    host.sync(store);
    host
}

fn stop(host: &mut Device, n: u8, place: Place, more: Fields) {
    let visit = host.client.world.get(VISIT).unwrap().clone();
    let mut fields = stop_fields(&host.client.world, &visit, place, now(), HOST);
    fields.extend(more);
    host.make(TourStop::KIND, id(n), create(fields));
}

#[test]
fn r_055_the_view_says_which_topics_are_covered_and_which_are_open() {
    let mut store = works();
    let mut host = host_at(&mut store);
    let five = [
        Topic::Scale,
        Topic::History,
        Topic::Management,
        Topic::Capacity,
        Topic::Quality,
    ];
    assert_eq!(presented(&host.client.world, VISIT).open, five);
    let told = [Topic::Quality, Topic::Products];
    let more = vec![
        (TourStop::TOPICS, Topic::list(&told)),
        (TourStop::PPT_SHOWN, Value::Bool(true)),
    ];
    stop(&mut host, 91, Place::MeetingRoom, more);
    let more = vec![
        (TourStop::TOPICS, Topic::list(&[Topic::Scale])),
        (TourStop::CATALOGUE_GIVEN, Value::Bool(true)),
    ];
    stop(&mut host, 92, Place::Line, more);
    host.sync(&mut store);
    let seen = presented(&StoreLook::new(&store), VISIT);
    assert_eq!(seen, presented(&host.client.world, VISIT));
    assert_eq!(
        seen.covered,
        [Topic::Scale, Topic::Quality, Topic::Products]
    );
    assert_eq!(seen.open, five[1..4]);
    assert_eq!(
        (seen.ppt, seen.catalogue, seen.souvenir),
        (true, true, false)
    );
}

#[test]
fn a_meeting_room_is_no_tour_and_a_line_is() {
    for (place, expected) in [
        (Place::MeetingRoom, false),
        (Place::Other, false),
        (Place::SampleRoom, true),
        (Place::Line, true),
        (Place::Warehouse, true),
        (Place::Laboratory, true),
    ] {
        let mut host = host_at(&mut works());
        assert!(!has_tour_stop(&host.client.world, VISIT));
        stop(&mut host, 91, place, Vec::new());
        assert_eq!(
            has_tour_stop(&host.client.world, VISIT),
            expected,
            "{place:?}"
        );
    }
}

#[test]
fn time_place_and_escort_are_prefilled() {
    let mut store = works();
    let mut host = host_at(&mut store);
    stop(&mut host, 91, Place::Line, Vec::new());
    host.sync(&mut store);
    let stop = TourStop::read(&stored(&store, id(91)));
    assert_eq!(
        (stop.place, stop.at.utc_ms, stop.escort.get(), stop.visit.1),
        (Place::Line, now(), Some(HOST), VISIT)
    );
}

#[test]
fn photos_are_kept_only_while_the_guests_agree() {
    let mut store = works();
    let mut host = host_at(&mut store);
    let photo = || {
        (
            TourStop::PHOTOS,
            Value::List(vec![Value::Bytes(vec![7; 32])]),
        )
    };
    let agreed = (TourStop::PHOTO_CONSENT, Value::Bool(true));
    stop(&mut host, 91, Place::Line, vec![photo()]);
    stop(&mut host, 92, Place::Line, vec![agreed, photo()]);
    host.sync(&mut store);
    let photos = |store: &MemoryStore, n| TourStop::read(&stored(store, id(n))).photos.len();
    assert_eq!((photos(&store, 91), photos(&store, 92)), (0, 1));
    let back = Action::Set {
        fields: vec![(TourStop::PHOTO_CONSENT, Value::Bool(false))],
        resolves: Vec::new(),
    };
    host.make(TourStop::KIND, id(92), back);
    host.sync(&mut store);
    assert_eq!(photos(&store, 92), 0);
    assert_eq!(
        host.client.world.get(id(92)).unwrap(),
        &stored(&store, id(92))
    );
}

#[test]
fn who_is_lent_the_visit_has_its_stops() {
    let mut store = works();
    let mut host = host_at(&mut store);
    stop(&mut host, 91, Place::Line, Vec::new());
    host.sync(&mut store);
    // A driver is lent the trip alone.
    let (_, driver) = on_two_phones(&mut store);
    assert!(driver.client.world.get(id(91)).is_none());
}
