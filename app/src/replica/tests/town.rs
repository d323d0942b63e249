//! A server and some devices in one room, with a clock that the test owns.

use crate::replica::{Act, Core, Local, SaveError, Saved};
use crate::storage::Memory;
use crate::storage::device::{Device, Parts};
use crate::storage::journal::MemoryDisk;
use crate::storage::keys::cheap::Cheap;
use crate::storage::witness::MemoryWitness;
use crate::sync::{Asked, Company, Driver, Failure, Hold, Host, Lead, Link, Piece, Progress, Tabs};
use futures::FutureExt as _;
use futures::channel::{mpsc, oneshot};
use futures::executor::LocalPool;
use futures::future::LocalBoxFuture;
use futures::lock::{Mutex, OwnedMutexGuard};
use futures::task::LocalSpawnExt as _;
use sha2::{Digest as _, Sha256};
use shared::domain::exhibitions::{BoothLead, Interest, NextStep};
use shared::domain::organisation::{GrantScope, OrgUnit, User, grant};
use shared::entity::{Canonical, Entity, Hlc, Id, Kind, OpId, Ref, ReplicaId, Value};
use shared::sync::op::{Fields, SCHEMA_VERSION};
use shared::sync::server::{MemoryStore, Session, author, sync};
use shared::sync::wire::{Request, Response};
use shared::sync::{Action, Op};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::ready;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Seats ever taken.
static SEATS: AtomicUsize = AtomicUsize::new(0);

pub(super) const NOW: u64 = 1_790_000_000_000;
pub(super) const SALES: Id = Id([1; 16]);
pub(super) const MANAGER: Id = Id([2; 16]);
const UNIT: Id = Id([9; 16]);

/// What the next requests meet.
#[derive(Clone, Debug)]
pub(super) enum Weather {
    /// No network.
    Offline,
    /// The request arrives, its answer does not.
    AnswerLost,
    /// The server refuses in this way.
    Fails(Failure),
}

/// The room.
pub(super) struct Town {
    pool: LocalPool,
    pub(super) clock: Rc<Clock>,
    pub(super) server: Rc<RefCell<MemoryStore>>,
    pub(super) shelf: Rc<RefCell<Shelf>>,
}

/// Time that passes when the test says so.
#[derive(Default)]
pub(super) struct Clock {
    now: Cell<u64>,
    sleepers: RefCell<Vec<(u64, oneshot::Sender<()>)>>,
}

struct Room {
    clock: Rc<Clock>,
    spawner: futures::executor::LocalSpawner,
}

impl Host for Room {
    fn now_ms(&self) -> u64 {
        self.clock.now.get()
    }

    fn dice(&self) -> u64 {
        7
    }

    fn zone(&self) -> String {
        "Asia/Shanghai".into()
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.spawner.spawn_local(task).unwrap();
    }

    fn sleep(&self, ms: u64) -> LocalBoxFuture<'static, ()> {
        let (wake, woken) = oneshot::channel();
        let at = self.clock.now.get() + ms;
        self.clock.sleepers.borrow_mut().push((at, wake));
        woken.map(drop).boxed_local()
    }

    fn show(&self, bytes: &[u8], media_type: &str) -> String {
        format!("{media_type}:{}", bytes.len())
    }

    fn hide(&self, _: &str) {}
}

/// The way to the server, with weather.
struct Road {
    server: Rc<RefCell<MemoryStore>>,
    clock: Rc<Clock>,
    weather: Rc<RefCell<VecDeque<Weather>>>,
    shelf: Rc<RefCell<Shelf>>,
    session: Session,
    may_read: Cell<bool>,
}

impl Link for Road {
    fn exchange(&self, request: Request) -> Asked<'_, Response> {
        async move {
            let weather = {
                let mut queue = self.weather.borrow_mut();
                match queue.front() {
                    Some(Weather::Offline) => Some(Weather::Offline),
                    _ => queue.pop_front(),
                }
            };
            match weather {
                Some(Weather::Offline) => return Err(Failure::Offline),
                Some(Weather::Fails(failure)) => return Err(failure),
                _ => {}
            }
            let request = Request::from_bytes(&request.to_bytes()).unwrap();
            let now = self.clock.now.get();
            let session = Session {
                may_read: self.may_read.get(),
                ..self.session
            };
            let answer = sync(&mut *self.server.borrow_mut(), session, &request, now);
            let answer = answer.map_err(|_| Failure::Busy(None))?;
            match weather {
                Some(Weather::AnswerLost) => Err(Failure::Offline),
                _ => Ok(Response::from_bytes(&answer.to_bytes()).unwrap()),
            }
        }
        .boxed_local()
    }

    fn push_with(&self, credential: Option<String>) {
        self.may_read.set(credential.is_none());
    }

    fn blob_standing(&self, sha256: [u8; 32]) -> Asked<'_, Progress> {
        let standing = self.fair().map(|()| self.shelf.borrow().standing(sha256));
        ready(standing).boxed_local()
    }

    fn send_piece(&self, piece: Piece) -> Asked<'_, Progress> {
        let sent = self
            .fair()
            .and_then(|()| self.shelf.borrow_mut().take(piece));
        ready(sent).boxed_local()
    }

    fn fetch_blob(&self, sha256: [u8; 32]) -> Asked<'_, Option<(String, Vec<u8>)>> {
        let found = self
            .fair()
            .map(|()| self.shelf.borrow().whole.get(&sha256).cloned());
        ready(found).boxed_local()
    }
}

impl Road {
    /// The next weather, for a request about an attachment.
    fn fair(&self) -> Result<(), Failure> {
        let mut queue = self.weather.borrow_mut();
        match queue.front() {
            None => Ok(()),
            Some(Weather::Offline) => Err(Failure::Offline),
            Some(_) => match queue.pop_front() {
                Some(Weather::Fails(failure)) => Err(failure),
                _ => Ok(()),
            },
        }
    }
}

/// The server's attachments.
#[derive(Default)]
pub(super) struct Shelf {
    parts: BTreeMap<[u8; 32], Vec<u8>>,
    pub(super) whole: BTreeMap<[u8; 32], (String, Vec<u8>)>,
    pub(super) pieces: usize,
    /// The piece with this number gets lost, once.
    pub(super) fail_at: Option<usize>,
    /// Everything is of the wrong type.
    pub(super) refuses: bool,
}

impl Shelf {
    fn standing(&self, sha256: [u8; 32]) -> Progress {
        let part = self.parts.get(&sha256).map_or(0, Vec::len);
        let whole = self.whole.get(&sha256).map(|(_, bytes)| bytes.len());
        Progress {
            offset: whole.unwrap_or(part) as u64,
            complete: whole.is_some(),
        }
    }

    fn take(&mut self, piece: Piece) -> Result<Progress, Failure> {
        self.pieces += 1;
        if self.refuses {
            return Err(Failure::Refused(422));
        }
        if self.fail_at == Some(self.pieces) {
            self.fail_at = None;
            return Err(Failure::Offline);
        }
        let part = self.parts.entry(piece.sha256).or_default();
        if part.len() as u64 == piece.offset {
            part.extend_from_slice(&piece.bytes);
        }
        if part.len() as u64 == piece.length {
            let whole = self.parts.remove(&piece.sha256).unwrap();
            assert_eq!(<[u8; 32]>::from(Sha256::digest(&whole)), piece.sha256);
            self.whole.insert(piece.sha256, (piece.media_type, whole));
        }
        Ok(self.standing(piece.sha256))
    }
}

/// What outlives the tabs of a device.
#[derive(Default)]
pub(crate) struct Place {
    pub(super) memory: Memory,
    pub(super) disk: MemoryDisk,
    pub(super) witness: MemoryWitness,
    identity: MemoryWitness,
    /// Who leads.
    chair: Arc<Mutex<()>>,
    /// Who hears.
    seats: Rc<RefCell<Vec<Ear>>>,
    /// Nobody hears anything.
    deaf: Rc<Cell<bool>>,
}

type Ear = (usize, Box<dyn Fn(Vec<u8>)>);

/// A tab's place among the others.
struct Seat {
    number: usize,
    seats: Rc<RefCell<Vec<Ear>>>,
    deaf: Rc<Cell<bool>>,
    spawner: futures::executor::LocalSpawner,
}

impl Tabs for Seat {
    fn tell(&self, message: &[u8]) {
        if self.deaf.get() {
            return;
        }
        let (seats, own, message) = (self.seats.clone(), self.number, message.to_vec());
        // Later, as between real tabs.
        self.spawner
            .spawn_local(async move {
                for (_, ear) in seats.borrow().iter().filter(|(seat, _)| *seat != own) {
                    ear(message.clone());
                }
            })
            .unwrap();
    }

    fn listen(&self, heard: Box<dyn Fn(Vec<u8>)>) {
        self.seats.borrow_mut().push((self.number, heard));
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats
            .borrow_mut()
            .retain(|(seat, _)| *seat != self.number);
    }
}

/// Waits for the chair.
pub(crate) struct Queue(Arc<Mutex<()>>);

struct Chair {
    _guard: OwnedMutexGuard<()>,
}

impl Hold for Chair {
    fn is_ours(&self) -> bool {
        true
    }
}

impl Lead for Queue {
    fn wait(&self) -> LocalBoxFuture<'_, Box<dyn Hold>> {
        let chair = self.0.clone();
        async move {
            let _guard = chair.lock_owned().await;
            Box::new(Chair { _guard }) as Box<dyn Hold>
        }
        .boxed_local()
    }
}

impl Place {
    fn seat(&self, spawner: futures::executor::LocalSpawner) -> Seat {
        Seat {
            number: SEATS.fetch_add(1, Ordering::Relaxed),
            seats: self.seats.clone(),
            deaf: self.deaf.clone(),
            spawner,
        }
    }

    /// Messages between tabs get lost.
    pub(super) fn deafen(&self, deaf: bool) {
        self.deaf.set(deaf);
    }

    pub(crate) fn lead(&self) -> Queue {
        Queue(self.chair.clone())
    }

    /// The store of a replica, unlocked; set up the first time.
    pub(crate) async fn depot(&self, replica: u32) -> Local<Memory, Rc<MemoryDisk>, MemoryWitness> {
        let parts = Parts {
            store: self.memory.clone(),
            disk: Some(Rc::new(self.disk.another_tab())),
            witness: self.witness.clone(),
            identity_copy: self.identity.clone(),
        };
        let (device, report) = Device::start(parts, replica).await.unwrap();
        let vault = Cheap::default();
        let unlocked = match device.identity() {
            Some(_) => device.unlock(&vault, "x").await,
            None => device.set_up(&vault, "x", None).await,
        };
        Local::new(device, unlocked.unwrap(), report, &[])
    }
}

/// A tab of a device.
pub(super) struct Tab {
    pub(super) core: Rc<Core>,
    pub(super) driver: Rc<Driver>,
    pub(super) weather: Rc<RefCell<VecDeque<Weather>>>,
}

impl Town {
    pub(super) fn new() -> Self {
        let mut server = MemoryStore::new();
        author(&mut server, &founders(), NOW).unwrap();
        let clock = Rc::new(Clock::default());
        clock.now.set(NOW);
        Self {
            pool: LocalPool::new(),
            clock,
            server: Rc::new(RefCell::new(server)),
            shelf: Rc::default(),
        }
    }

    /// Starts the app of a replica in a new tab of its device.
    pub(super) fn open(&mut self, replica: u32, user: Id, place: &Place) -> Tab {
        let host: Rc<dyn Host> = Rc::new(Room {
            clock: self.clock.clone(),
            spawner: self.pool.spawner(),
        });
        let weather = Rc::<RefCell<VecDeque<Weather>>>::default();
        let road = Rc::new(Road {
            server: self.server.clone(),
            clock: self.clock.clone(),
            weather: weather.clone(),
            shelf: self.shelf.clone(),
            session: Session {
                replica: ReplicaId(replica),
                user,
                may_read: true,
            },
            may_read: Cell::new(true),
        });
        let tabs: Rc<dyn Tabs> = Rc::new(place.seat(self.pool.spawner()));
        let (core, driver) = self.pool.run_until(async move {
            let depot = Rc::new(place.depot(replica).await);
            let (send, effects) = mpsc::unbounded();
            let id = ReplicaId(replica);
            let core = Core::open(id, user, depot, host.clone(), tabs.clone(), send);
            let core = core.await.unwrap();
            let driver = Driver::new(core.clone(), road, "push".into());
            host.spawn(Box::pin(driver.clone().run(effects)));
            let joined = Company::join(core.clone(), driver.clone(), tabs, Rc::new(place.lead()));
            host.spawn(Box::pin(joined.map(Result::unwrap)));
            (core, driver)
        });
        while !core.is_loaded() {
            self.pool.try_run_one();
        }
        Tab {
            core,
            driver,
            weather,
        }
    }

    /// The tab dies: nothing of it goes on.
    pub(super) fn kill(&mut self, tab: Tab) {
        tab.driver.close();
        drop(tab);
        self.settle();
    }

    /// Runs everything that can run without time passing.
    pub(super) fn settle(&mut self) {
        self.pool.run_until_stalled();
    }

    /// Lets time pass.
    pub(super) fn pass(&mut self, ms: u64) {
        let end = self.clock.now.get() + ms;
        loop {
            self.settle();
            let next = {
                let mut sleepers = self.clock.sleepers.borrow_mut();
                sleepers.retain(|(_, wake)| !wake.is_canceled());
                let due = sleepers.iter().enumerate().min_by_key(|(_, (at, _))| *at);
                match due.map(|(place, (at, _))| (place, *at)) {
                    Some((place, at)) if at <= end => Some(sleepers.remove(place)),
                    _ => None,
                }
            };
            let Some((at, wake)) = next else { break };
            self.clock.now.set(self.clock.now.get().max(at));
            let _ = wake.send(());
        }
        self.clock.now.set(end);
    }

    /// Saves acts and lets everything happen that needs no time.
    pub(super) fn act(&mut self, tab: &Tab, acts: Vec<Act>) -> Vec<OpId> {
        self.try_act(tab, acts).unwrap().ops
    }

    /// The same, where it may fail.
    pub(super) fn try_act(&mut self, tab: &Tab, acts: Vec<Act>) -> Result<Saved, SaveError> {
        let work = tab.core.act(tab.core.seen(), acts);
        let saved = self.pool.run_until(work);
        self.settle();
        saved
    }

    /// Runs one future to its end.
    pub(super) fn run<T>(&mut self, work: impl Future<Output = T>) -> T {
        self.pool.run_until(work)
    }

    /// Everybody exchanges until nothing is left to say.
    pub(super) fn sync(&mut self, tabs: &[&Tab]) {
        for _ in 0..3 {
            for tab in tabs {
                tab.driver.wake();
                self.settle();
            }
        }
    }
}

impl Tab {
    pub(super) fn offline(&self) {
        self.weather.borrow_mut().push_front(Weather::Offline);
    }

    pub(super) fn online(&self) {
        self.weather.borrow_mut().clear();
    }
}

/// A lead as the booth captures it.
pub(super) fn lead(owner: Id, name: &str, phone: &str) -> BoothLead {
    BoothLead {
        name: name.into(),
        phones: phone_list(phone),
        interest: Interest::A,
        next_step: NextStep::Call,
        owner: Ref::to(owner),
        ..BoothLead::default()
    }
}

fn phone_list(phone: &str) -> shared::entity::ListOf<String> {
    shared::entity::FieldType::from_value(&Value::List(vec![Value::Text(phone.into())])).unwrap()
}

/// Phone numbers as a set of fields.
pub(super) fn phones(text: &str) -> Fields {
    vec![(
        BoothLead::PHONES,
        Value::List(vec![Value::Text(text.into())]),
    )]
}

fn founders() -> Vec<Op> {
    let user = |name: &str, role: &str, scope| {
        let grants = vec![grant(role, scope, Id::NIL, (i32::MIN, i32::MAX))];
        vec![
            (User::NAME, Value::Text(name.into())),
            (User::UNITS, Value::List(vec![Value::Ref(Kind(1), UNIT)])),
            (User::GRANTS, Value::List(grants)),
        ]
    };
    let unit = vec![(OrgUnit::NAME, Value::Text("明庭照明".into()))];
    let all = [
        (OrgUnit::KIND, UNIT, unit),
        (User::KIND, SALES, user("陈嘉敏", "SALES", GrantScope::Own)),
        (
            User::KIND,
            MANAGER,
            user("黄志远", "SALES_MGR", GrantScope::All),
        ),
    ];
    let ops = all.into_iter().zip(1..);
    ops.map(|((kind, record, fields), seq)| server_op(seq, kind, record, fields))
        .collect()
}

/// A record that the server itself creates.
pub(super) fn server_op(seq: u64, kind: Kind, record: Id, fields: Fields) -> Op {
    Op {
        id: OpId {
            replica: ReplicaId::SERVER,
            epoch: 1,
            seq,
        },
        actor: Id::NIL,
        kind,
        record,
        action: Action::Create {
            fields,
            items: Vec::new(),
        },
        seen: Default::default(),
        hlc: Hlc { ms: NOW, count: 0 },
        offset_ms: 0,
        zone: "Asia/Shanghai".into(),
        schema: SCHEMA_VERSION,
        group: None,
        blobs: Vec::new(),
    }
}
