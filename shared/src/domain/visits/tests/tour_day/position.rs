//! silence to the minute, and when the guests will be here.

use super::driver::{fix, ping};
use super::*;
use crate::domain::visits::position::{PingMode, ping_fact};
use crate::domain::visits::{
    Fix, call_fact, eta, is_stale, last_ping, report_due, stale_at, stale_trips, straight_km,
};

fn stale(device: &Device, at_ms: i64) -> bool {
    is_stale(&device.client.world, &trip(device), at_ms)
}

/// Under way since `now()`, on both phones.
fn started(store: &mut MemoryStore) -> (Device, Device) {
    let (mut host, mut driver) = on_two_phones(store);
    drive(&mut driver, 16);
    driver.sync(store);
    host.sync(store);
    (host, driver)
}

#[test]
fn r_052_a_silent_driver_is_to_be_phoned_after_fifteen_minutes_and_not_before() {
    let mut store = works();
    let (mut host, mut driver) = on_two_phones(&mut store);
    // He has not left: nobody waits for news.
    assert!(!stale(&host, now() + 999 * MINUTE));
    drive(&mut driver, 16);
    driver.sync(&mut store);
    host.sync(&mut store);
    let table = [(0, false), (14, false), (15, true), (99, true)];
    for (minutes, expected) in table {
        assert_eq!(
            stale(&host, now() + minutes * MINUTE),
            expected,
            "{minutes}"
        );
    }
    assert!(!stale(&host, now() + 15 * MINUTE - 1));
    // A report puts it off, also one that was made offline and came late.
    wait(&mut driver, 5);
    ping(&mut driver, None);
    wait(&mut driver, 20);
    driver.sync(&mut store);
    host.now = driver.now;
    host.sync(&mut store);
    assert!(!stale(&host, now() + 20 * MINUTE - 1));
    assert!(stale(&host, now() + 20 * MINUTE));
}

#[test]
fn r_052_a_phone_on_the_road_reports_every_five_minutes() {
    let mut store = works();
    let (_, mut driver) = on_two_phones(&mut store);
    let due = |driver: &Device, minutes| {
        report_due(
            &driver.client.world,
            &trip(driver),
            now() + minutes * MINUTE,
        )
    };
    assert!(!due(&driver, 60));
    drive(&mut driver, 16);
    assert_eq!((due(&driver, 4), due(&driver, 5)), (false, true));
    wait(&mut driver, 5);
    ping(&mut driver, None);
    assert_eq!((due(&driver, 9), due(&driver, 10)), (false, true));
}

#[test]
fn r_052_the_reminder_is_the_hosts_own_and_a_logged_call_ends_it() {
    let mut store = works();
    let (mut host, _) = started(&mut store);
    let late = now() + 20 * MINUTE;
    let waiting = |host: &Device, user, at| stale_trips(&host.client.world, user, at);
    assert_eq!(waiting(&host, HOST, late), [TRIP]);
    assert!(waiting(&host, ADMIN, late).is_empty());
    let before = host.client.unsynced();
    wait(&mut host, 20);
    let call = call_fact(late, "Asia/Shanghai", HOST, false, "");
    host.make(TripLog::KIND, TRIP, fact(TripLog::CALLS, call));
    // Reached or not, offline: the call is a fact, the reminder never was an op.
    assert_eq!(host.client.unsynced(), before + 1);
    assert!(waiting(&host, HOST, late + 15 * MINUTE - 1).is_empty());
    assert_eq!(waiting(&host, HOST, late + 15 * MINUTE), [TRIP]);
}

#[test]
fn r_052_nobody_is_phoned_for_guests_who_are_here_or_will_not_come() {
    for to in [6, 9] {
        let mut store = works();
        let (mut host, _) = started(&mut store);
        let late = now() + 20 * MINUTE;
        assert!(stale(&host, late));
        visit_to(&mut store, 30, to);
        host.sync(&mut store);
        assert!(!stale(&host, late), "{to}");
    }
}

#[test]
fn r_052_a_phone_with_a_wrong_clock_is_neither_silent_nor_ahead() {
    let mut store = works();
    let (mut host, mut driver) = started(&mut store);
    wait(&mut driver, 5);
    // The phone thinks it is an hour later; its op says how far it is off.
    let fast = Fix {
        at_ms: i64::try_from(driver.now).unwrap() + 60 * MINUTE,
        ..fix(&driver, None)
    };
    let value = ping_fact(&trip(&driver), &fast);
    driver.make(TripLog::KIND, TRIP, fact(TripLog::PINGS, value));
    driver.sync(&mut store);
    host.now = driver.now;
    host.sync(&mut store);
    let at = stale_at(&host.client.world, &trip(&host));
    assert_eq!(at, Some(now() + 20 * MINUTE));
}

#[test]
fn r_052_an_arrival_reckoned_from_the_straight_line_is_marked_and_a_told_one_is_not() {
    assert_eq!(straight_km(STATION, WORKS), 54);
    // Guangzhou South to Huizhou by the great circle: 118.1 km; and over the line where the date changes.
    assert_eq!(
        straight_km((229_889_000, 1_132_690_000), (231_115_000, 1_144_160_000)),
        118
    );
    assert_eq!(straight_km((0, 1_799_000_000), (0, -1_799_000_000)), 22);
    let mut store = works();
    let (mut host, mut driver) = started(&mut store);
    let visit = host.client.world.get(VISIT).unwrap().clone();
    let planned = eta(&trip(&host), Some(&visit)).unwrap();
    assert_eq!(
        (planned.at_ms, planned.estimated, planned.told),
        (arrival(), false, None)
    );
    // On the way out a place says nothing about the guests.
    ping(&mut driver, Some(STATION));
    assert_eq!(last_ping(&trip(&driver)).unwrap().eta_ms, None);
    drive(&mut driver, 17);
    drive(&mut driver, 18);
    ping(&mut driver, Some(STATION));
    driver.sync(&mut store);
    host.sync(&mut store);
    let reckoned = eta(&trip(&host), Some(&visit)).unwrap();
    // 54 km at 45 km/h.
    assert_eq!(
        (reckoned.at_ms, reckoned.estimated),
        (now() + 72 * MINUTE, true)
    );
    assert_eq!(last_ping(&trip(&host)).unwrap().tenth_km, Some(540));
    wait(&mut host, 1);
    let said = Fix {
        eta_ms: Some(now() + 90 * MINUTE),
        mode: PingMode::Phone,
        ..fix(&host, None)
    };
    let value = ping_fact(&trip(&host), &said);
    host.make(TripLog::KIND, TRIP, fact(TripLog::PINGS, value));
    let told = eta(&trip(&host), Some(&visit)).unwrap();
    assert_eq!(
        (told.at_ms, told.estimated, told.told),
        (now() + 90 * MINUTE, false, Some(PingMode::Phone))
    );
}
