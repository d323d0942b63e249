//! From an empty device to a working one, and every way back.

use super::api::{Introduction, Later, Refusal, Rescued, SignedIn, Status};
use super::device::{self, Known, LockError, Opened};
use super::people::{Account, DeviceCard, Invitation, IssuedCode};
use super::{Api, Device, Keeper, Setup, SignOutError, State};
use crate::replica::Act;
use crate::replica::tests::Place;
use crate::sync::tabs::Alone;
use crate::sync::{Asked, Failure, Host, Link, Piece, Progress};
use futures::FutureExt as _;
use futures::executor::{LocalPool, LocalSpawner};
use futures::future::LocalBoxFuture;
use futures::task::LocalSpawnExt as _;
use shared::domain::customers::Customer;
use shared::entity::{Entity, Id};
use shared::sync::wire::{Request, Response};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;

const NOW: u64 = 1_790_000_000_000;
const DAY: u64 = 86_400_000;
const GOOD: &str = "correct horse";

#[derive(Clone)]
struct Room {
    now: Rc<Cell<u64>>,
    spawner: LocalSpawner,
}

impl Host for Room {
    fn now_ms(&self) -> u64 {
        self.now.get()
    }
    fn dice(&self) -> u64 {
        1
    }
    fn zone(&self) -> String {
        "Asia/Shanghai".into()
    }
    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.spawner.spawn_local(task).unwrap();
    }
    fn sleep(&self, _: u64) -> LocalBoxFuture<'static, ()> {
        std::future::pending().boxed_local()
    }
    fn show(&self, _: &[u8], _: &str) -> String {
        String::new()
    }
    fn hide(&self, _: &str) {}
}

struct NoRoad;

impl Link for NoRoad {
    fn exchange(&self, _: Request) -> Asked<'_, Response> {
        ready(Err(Failure::Offline)).boxed_local()
    }
    fn push_with(&self, _: Option<String>) {}
    fn blob_standing(&self, _: [u8; 32]) -> Asked<'_, Progress> {
        ready(Err(Failure::Offline)).boxed_local()
    }
    fn send_piece(&self, _: Piece) -> Asked<'_, Progress> {
        ready(Err(Failure::Offline)).boxed_local()
    }
    fn fetch_blob(&self, _: [u8; 32]) -> Asked<'_, Option<(String, Vec<u8>)>> {
        ready(Err(Failure::Offline)).boxed_local()
    }
}

/// A server with accounts 陈 (1) and 黄 (2); everybody's password is `pw`.
#[derive(Default)]
struct Office {
    set_up: Cell<bool>,
    offline: Cell<bool>,
    session: Cell<Option<u32>>,
}

impl Office {
    fn enter(&self, login: &str, password: &str) -> Result<SignedIn, Refusal> {
        let replica = match login.trim().to_lowercase().as_str() {
            "chen" => 1,
            "huang" => 2,
            _ => 0,
        };
        if self.offline.get() {
            return Err(Refusal::Offline);
        }
        if replica == 0 || password != "pw" {
            return Err(Refusal::Said {
                status: 401,
                code: "wrong_credentials".into(),
                args: Vec::new(),
                retry_after: None,
            });
        }
        self.session.set(Some(replica));
        Ok(SignedIn {
            user: Id([replica as u8; 16]),
            login: login.trim().to_lowercase(),
            name: format!("Person {replica}"),
            administrator: replica == 1,
            replica,
            push_credential: "p".into(),
            organisation: "明庭照明".into(),
            org_key: [3; 32],
            demo: false,
        })
    }
}

impl Api for Office {
    fn status(&self) -> Later<'_, Status> {
        let status = Status {
            setup_needed: !self.set_up.get(),
            ..Status::default()
        };
        let reachable = !self.offline.get();
        ready(reachable.then_some(status).ok_or(Refusal::Offline)).boxed_local()
    }
    fn set_up<'a>(&'a self, setup: &'a Setup, _: &'a Introduction) -> Later<'a, SignedIn> {
        self.set_up.set(true);
        ready(self.enter(&setup.login, &setup.password)).boxed_local()
    }
    fn sign_in<'a>(
        &'a self,
        login: &'a str,
        password: &'a str,
        _: &'a Introduction,
    ) -> Later<'a, SignedIn> {
        ready(self.enter(login, password)).boxed_local()
    }
    fn redeem<'a>(&'a self, _: &'a str, pw: &'a str, _: &'a Introduction) -> Later<'a, SignedIn> {
        ready(self.enter("huang", pw)).boxed_local()
    }
    fn who(&self) -> Later<'_, Id> {
        let who = self.session.get().filter(|_| !self.offline.get());
        let who = who.map(|replica| Id([replica as u8; 16]));
        ready(who.ok_or(Refusal::Offline)).boxed_local()
    }
    fn sign_out(&self) -> Later<'_, ()> {
        self.session.set(None);
        ready(Ok(())).boxed_local()
    }
    fn change_password<'a>(&'a self, _: &'a str, _: &'a str) -> Later<'a, ()> {
        ready(Ok(())).boxed_local()
    }
    fn accounts(&self) -> Later<'_, Vec<Account>> {
        ready(Err(Refusal::Offline)).boxed_local()
    }
    fn invite<'a>(&'a self, _: &'a Invitation) -> Later<'a, IssuedCode> {
        ready(Err(Refusal::Offline)).boxed_local()
    }
    fn new_code(&self, _: Id) -> Later<'_, IssuedCode> {
        ready(Err(Refusal::Offline)).boxed_local()
    }
    fn set_active(&self, _: Id, _: bool) -> Later<'_, ()> {
        ready(Err(Refusal::Offline)).boxed_local()
    }
    fn devices(&self) -> Later<'_, Vec<DeviceCard>> {
        ready(Err(Refusal::Offline)).boxed_local()
    }
    fn revoke(&self, _: Id) -> Later<'_, ()> {
        ready(Err(Refusal::Offline)).boxed_local()
    }
    fn rescue<'a>(&'a self, _: &'a [u8]) -> Later<'a, Rescued> {
        ready(Err(Refusal::Offline)).boxed_local()
    }
}

/// A tablet whose stores are in memory.
struct Tablet {
    room: Room,
    secure: Cell<bool>,
    people: RefCell<Vec<Known>>,
    /// Passphrase of each replica.
    locks: RefCell<BTreeMap<u32, String>>,
    stores: RefCell<BTreeMap<u32, Rc<Place>>>,
}

impl Tablet {
    async fn opened(&self, replica: u32) -> Result<Opened, LockError> {
        let place = self.stores.borrow_mut().entry(replica).or_default().clone();
        Ok(Opened {
            depot: Rc::new(place.depot(replica).await),
            link: Rc::new(NoRoad),
            tabs: Rc::new(Alone),
            lead: Rc::new(place.lead()),
        })
    }
}

impl Device for Tablet {
    fn host(&self) -> Rc<dyn Host> {
        Rc::new(self.room.clone())
    }
    fn is_secure(&self) -> bool {
        self.secure.get()
    }
    fn introduction(&self) -> Introduction {
        Introduction {
            id: Id([8; 16]),
            name: "展会平板 1".into(),
            kind: "tablet",
            replica: None,
        }
    }
    fn people(&self) -> LocalBoxFuture<'_, Vec<Known>> {
        ready(self.people.borrow().clone()).boxed_local()
    }
    fn remember<'a>(&'a self, known: &'a Known) -> device::Later<'a, ()> {
        let mut people = self.people.borrow_mut();
        people.retain(|other| other.replica != known.replica);
        people.insert(0, known.clone());
        ready(Ok(())).boxed_local()
    }
    fn create<'a>(
        &'a self,
        known: &'a Known,
        _: Option<[u8; 32]>,
        passphrase: &'a str,
    ) -> device::Later<'a, Opened> {
        let mut locks = self.locks.borrow_mut();
        if locks.insert(known.replica, passphrase.into()).is_some() {
            self.stores.borrow_mut().remove(&known.replica);
        }
        self.opened(known.replica).boxed_local()
    }
    fn open<'a>(&'a self, known: &'a Known, passphrase: &'a str) -> device::Later<'a, Opened> {
        let lock = self.locks.borrow().get(&known.replica).cloned();
        async move {
            match lock {
                Some(right) if right == passphrase => self.opened(known.replica).await,
                Some(_) => Err(LockError::WrongPassphrase),
                None => Err(LockError::Unreadable),
            }
        }
        .boxed_local()
    }
    fn change<'a>(&'a self, known: &'a Known, old: &'a str, new: &'a str) -> device::Later<'a, ()> {
        let mut locks = self.locks.borrow_mut();
        let changed = match locks.get_mut(&known.replica) {
            Some(right) if right == old => {
                *right = new.into();
                Ok(())
            }
            _ => Err(LockError::WrongPassphrase),
        };
        ready(changed).boxed_local()
    }
    fn rescue<'a>(&'a self, known: &'a Known) -> device::Later<'a, Vec<u8>> {
        async { Ok(self.opened(known.replica).await?.depot.rescue().await?) }.boxed_local()
    }
    fn wipe<'a>(&'a self, known: &'a Known) -> device::Later<'a, ()> {
        self.locks.borrow_mut().remove(&known.replica);
        self.stores.borrow_mut().remove(&known.replica);
        self.people
            .borrow_mut()
            .retain(|other| other.replica != known.replica);
        ready(Ok(())).boxed_local()
    }
}

struct Scene {
    pool: LocalPool,
    office: Rc<Office>,
    tablet: Rc<Tablet>,
    keeper: Rc<Keeper>,
}

impl Scene {
    fn new() -> Self {
        let pool = LocalPool::new();
        let room = Room {
            now: Rc::new(Cell::new(NOW)),
            spawner: pool.spawner(),
        };
        let office = Rc::new(Office::default());
        let tablet = Rc::new(Tablet {
            room,
            secure: Cell::new(true),
            people: RefCell::default(),
            locks: RefCell::default(),
            stores: RefCell::default(),
        });
        let keeper = Keeper::new(office.clone(), tablet.clone());
        Self {
            pool,
            office,
            tablet,
            keeper,
        }
    }

    fn run<T>(&mut self, work: impl AsyncFnOnce(Rc<Keeper>) -> T) -> T {
        let done = self.pool.run_until(work(self.keeper.clone()));
        self.pool.run_until_stalled();
        done
    }

    /// The app is closed and opened again.
    fn restart(&mut self) {
        self.keeper = Keeper::new(self.office.clone(), self.tablet.clone());
        self.run(async |keeper| keeper.start().await);
    }

    fn at_work(&mut self, login: &str, passphrase: &str) {
        self.run(async |keeper| keeper.sign_in(login, "pw").await)
            .unwrap();
        self.run(async |keeper| keeper.choose_passphrase(passphrase).await)
            .unwrap();
        assert_eq!(self.keeper.state(), State::Ready);
    }

    fn save(&mut self) -> Id {
        self.run(async |keeper| {
            let core = keeper.open().unwrap().core;
            let id = core.new_id();
            let act = Act::create(id, &Customer::default());
            core.act(core.seen(), vec![act]).await.unwrap();
            id
        })
    }

    fn knows(&self, id: Id) -> bool {
        let core = self.keeper.open().unwrap().core;
        core.world(|world| {
            world
                .get(id)
                .is_some_and(|record| record.kind == Customer::KIND)
        })
    }
}

#[test]
fn a_fresh_server_leads_from_setup_over_a_passphrase_to_work() {
    let mut scene = Scene::new();
    scene.run(async |keeper| keeper.start().await);
    assert_eq!(scene.keeper.state(), State::SetupNeeded);
    let setup = Setup {
        login: "chen".into(),
        password: "pw".into(),
        ..Setup::default()
    };
    scene
        .run(async |keeper| keeper.set_up(&setup).await)
        .unwrap();
    assert_eq!(scene.keeper.state(), State::NeedsPassphrase);
    let weak = scene.run(async |keeper| keeper.choose_passphrase("short").await);
    assert_eq!(weak, Err(LockError::TooWeak { least: 8 }));
    scene
        .run(async |keeper| keeper.choose_passphrase(GOOD).await)
        .unwrap();
    assert_eq!(scene.keeper.state(), State::Ready);
}

#[test]
fn an_address_without_encryption_shows_one_page() {
    let mut scene = Scene::new();
    scene.tablet.secure.set(false);
    scene.run(async |keeper| keeper.start().await);
    assert_eq!(scene.keeper.state(), State::Insecure);
}

#[test]
fn r_282_the_app_unlocks_without_a_network_and_shows_what_was_saved() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    let id = scene.save();
    scene.office.offline.set(true);
    scene.restart();
    assert_eq!(scene.keeper.state(), State::Locked);
    let wrong = scene.run(async |keeper| keeper.unlock("wrong horse").await);
    assert_eq!(wrong, Err(LockError::WrongPassphrase));
    scene.run(async |keeper| keeper.unlock(GOOD).await).unwrap();
    assert!(scene.knows(id));
}

#[test]
fn r_278_the_grant_runs_out_after_seven_days_without_contact() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    let id = scene.save();
    scene.office.offline.set(true);
    scene.tablet.room.now.set(NOW + 7 * DAY);
    scene.restart();
    scene.run(async |keeper| keeper.unlock(GOOD).await).unwrap();
    scene.tablet.room.now.set(NOW + 7 * DAY + 1);
    scene.restart();
    let late = scene.run(async |keeper| keeper.unlock(GOOD).await);
    assert_eq!(late, Err(LockError::GrantExpired));
    scene.office.offline.set(false);
    scene.run(async |keeper| keeper.unlock(GOOD).await).unwrap();
    assert!(scene.knows(id), "nothing was lost");
}

#[test]
fn locking_closes_the_data_and_unlocking_opens_it() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    let id = scene.save();
    scene.keeper.set_hands_free(true);
    scene.keeper.lock();
    assert_eq!(scene.keeper.state(), State::Locked);
    assert!(scene.keeper.open().is_none());
    assert!(!scene.keeper.is_hands_free(), "whoever unlocks has hands");
    scene.run(async |keeper| keeper.unlock(GOOD).await).unwrap();
    assert!(scene.knows(id));
}

#[test]
fn two_people_on_one_tablet_each_see_their_own() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    let chens = scene.save();
    scene.keeper.another_person();
    scene.at_work("huang", "another horse");
    assert!(!scene.knows(chens));
    let huangs = scene.save();
    scene.keeper.switch_to(1);
    assert_eq!(scene.keeper.state(), State::Locked);
    let wrong = scene.run(async |keeper| keeper.unlock("another horse").await);
    assert_eq!(wrong, Err(LockError::WrongPassphrase));
    scene.run(async |keeper| keeper.unlock(GOOD).await).unwrap();
    assert!(scene.knows(chens) && !scene.knows(huangs));
}

#[test]
fn signing_out_with_unsynced_work_asks_first_and_keeps_it() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    let id = scene.save();
    let asked = scene.run(async |keeper| keeper.sign_out(false).await);
    assert_eq!(asked, Err(SignOutError::Unsynced(1)));
    assert_eq!(scene.keeper.state(), State::Ready);
    scene
        .run(async |keeper| keeper.sign_out(true).await)
        .unwrap();
    assert_eq!(scene.keeper.state(), State::SignedOut);
    let shut = scene.run(async |keeper| keeper.unlock(GOOD).await);
    assert_eq!(shut, Err(LockError::SignedOut));
    scene
        .run(async |keeper| keeper.sign_in("chen", "pw").await)
        .unwrap();
    assert_eq!(scene.keeper.state(), State::Locked);
    scene.run(async |keeper| keeper.unlock(GOOD).await).unwrap();
    assert!(scene.knows(id));
}

#[test]
fn signing_in_again_while_open_goes_on_where_it_was() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    let id = scene.save();
    scene
        .run(async |keeper| keeper.sign_in(" Chen ", "pw").await)
        .unwrap();
    assert_eq!(scene.keeper.state(), State::Ready);
    assert!(scene.knows(id));
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    let changed = scene.run(async |keeper| keeper.change_passphrase(GOOD, "battery staple").await);
    assert_eq!(changed, Ok(()));
    scene.keeper.lock();
    let old = scene.run(async |keeper| keeper.unlock(GOOD).await);
    assert_eq!(old, Err(LockError::WrongPassphrase));
    scene
        .run(async |keeper| keeper.unlock("battery staple").await)
        .unwrap();
}

#[test]
fn a_forgotten_passphrase_costs_the_local_copy_and_asks_the_server_first() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    scene.keeper.lock();
    scene.office.offline.set(true);
    let refused = scene.run(async |keeper| keeper.forgot_passphrase("chen", "pw").await);
    assert_eq!(refused, Err(Refusal::Offline));
    assert_eq!(scene.keeper.state(), State::Locked);
    scene.office.offline.set(false);
    scene
        .run(async |keeper| keeper.forgot_passphrase("chen", "pw").await)
        .unwrap();
    assert_eq!(scene.keeper.state(), State::NeedsPassphrase);
    scene
        .run(async |keeper| keeper.choose_passphrase("battery staple").await)
        .unwrap();
    assert_eq!(scene.keeper.state(), State::Ready);
}

#[test]
fn a_lost_device_forgets_everybody() {
    let mut scene = Scene::new();
    scene.at_work("chen", GOOD);
    scene.run(async |keeper| keeper.wipe().await);
    assert_eq!(scene.keeper.state(), State::SignedOut);
    assert!(scene.tablet.people.borrow().is_empty());
    assert!(scene.tablet.locks.borrow().is_empty());
    assert!(scene.tablet.stores.borrow().is_empty());
}
