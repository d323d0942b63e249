//! Trouble: what goes wrong in a round, and how it goes wrong.

use shared::domain::customers::Customer;
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::{GrantScope, User, UserStatus};
use shared::domain::probe::Probe;
use shared::entity::{Entity, Id, Kind, Level, Record, Value};
use shared::sync::Action;
use shared::sync::client::Marks;
use shared::sync::server::Store;

use super::cast;
use super::device::Device;
use super::disk::{Disk, Journal, Shelf};
use super::fault::Fault;
use super::run::{Happening, Sim};
use super::work::{Build, share};

/// One piece of trouble.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trouble {
    /// A fault of one device.
    Device(usize, Fault),
    /// The device has network again.
    Online(usize),
    /// The device keeps a copy of its storage, to be thrown back to.
    Snapshot(usize),
    /// The server runs again.
    ServerUp,
    /// A fault of the server.
    Server(Fault),
    /// The server's disk has room again.
    ServerRoom,
    /// The server makes a backup.
    BackUp,
    /// An account is enabled again.
    Enable(Id),
}

/// How often each device meets these in a round, per mille.
const OF_DEVICE: &[(Fault, u64)] = &[
    (Fault::Offline, 900),
    (Fault::Offline, 500),
    (Fault::TabKilled, 500),
    (Fault::PowerCut, 300),
    (Fault::DeviceFull, 300),
    (Fault::ClockJump, 300),
    (Fault::ClockFrozen, 300),
    (Fault::DatabaseRolledBack, 260),
    (Fault::ProfileRolledBack, 400),
    (Fault::PagesLost, 240),
    (Fault::DatabaseWiped, 260),
    (Fault::DeviceWiped, 380),
];

/// How often the server meets these in a round, per mille.
const OF_SERVER: &[(Fault, u64)] = &[
    (Fault::ServerFull, 700),
    (Fault::ServerFull, 400),
    (Fault::Restored, 300),
    (Fault::RestoredOlder, 450),
    (Fault::GrantChanged, 900),
    (Fault::GrantChanged, 900),
    (Fault::GrantChanged, 900),
    (Fault::GrantChanged, 600),
    (Fault::OwnerChanged, 900),
    (Fault::OwnerChanged, 600),
    (Fault::ShareChanged, 900),
    (Fault::ShareChanged, 600),
];

impl Sim {
    /// What is wrong with a device from the start.
    pub(super) fn dress(&mut self, device: &mut Device) {
        if self.plan.strikes(Fault::ClockSkew, 450, &mut self.dice) {
            device.clock.skew(&mut self.dice);
        }
        device.disk.relaxed = self.dice.chance(500);
        if self.plan.strikes(Fault::OldBuild, 250, &mut self.dice) {
            device.build = Build::Old;
        } else if self.plan.strikes(Fault::NewBuild, 300, &mut self.dice) {
            device.build = Build::New;
        }
    }

    /// Puts a round's trouble on the calendar.
    pub(super) fn plan_trouble(&mut self) {
        let round = self.plan.round_ms;
        for device in 0..self.devices.len() {
            for (fault, rate) in OF_DEVICE {
                if self.strikes(*fault, *rate) {
                    let wait = self.dice.below(round);
                    self.at(wait, Happening::Trouble(Trouble::Device(device, *fault)));
                }
            }
            let wait = self.dice.below(round);
            self.at(wait, Happening::Trouble(Trouble::Snapshot(device)));
        }
        for (fault, rate) in OF_SERVER {
            if self.strikes(*fault, *rate) {
                let wait = self.dice.below(round);
                self.at(wait, Happening::Trouble(Trouble::Server(*fault)));
            }
        }
        for _ in 0..2 {
            let wait = self.dice.below(round);
            self.at(wait, Happening::Trouble(Trouble::BackUp));
        }
    }

    /// Ends all trouble.
    pub(super) fn heal(&mut self) {
        self.house.up = true;
        self.house.store.full = false;
        self.house.store.crash_in = None;
        for device in 0..self.devices.len() {
            let one = &mut self.devices[device];
            one.online = true;
            one.contacts = 0;
            one.refuse_pages = 0;
            one.kill_after = None;
            if self.dice.chance(700) {
                one.clock.freeze(self.now, false);
            }
            if one.machine.is_none() {
                self.boot(device);
            }
        }
    }

    pub(super) fn strike(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::Device(device, fault) => self.strike_device(device, fault),
            Trouble::Online(device) => {
                self.devices[device].online = true;
                self.poke(device, 5);
            }
            Trouble::Snapshot(device) => {
                let disk = &self.devices[device].disk;
                let copy = (disk.shelf.clone(), disk.journal.clone());
                let snapshots = &mut self.devices[device].snapshots;
                snapshots.push(copy);
                if snapshots.len() > 2 {
                    snapshots.remove(0);
                }
            }
            Trouble::ServerUp => self.house.up = true,
            Trouble::Server(fault) => self.strike_server(fault),
            Trouble::ServerRoom => self.house.store.full = false,
            Trouble::BackUp => {
                if self.house.up {
                    self.house.back_up();
                }
            }
            Trouble::Enable(user) => self.set_user(user, User::STATUS, active(true)),
        }
    }

    fn strike_device(&mut self, device: usize, fault: Fault) {
        if self.calm {
            return;
        }
        match fault {
            Fault::Offline => {
                self.devices[device].online = false;
                self.ledger.met_device(device, fault);
                let wait = self.dice.between(30_000, 900_000);
                self.at(wait, Happening::Trouble(Trouble::Online(device)));
            }
            Fault::TabKilled if self.dice.chance(500) => {
                self.devices[device].kill_after = Some(self.dice.below(6) as u32);
            }
            Fault::TabKilled | Fault::PowerCut => self.kill(device, fault),
            Fault::DeviceFull => self.devices[device].refuse_pages = 1 + self.dice.below(4) as u32,
            Fault::ClockJump => {
                self.devices[device].clock.skew(&mut self.dice);
                self.ledger.met_device(device, fault);
            }
            Fault::ClockFrozen => {
                self.devices[device].clock.freeze(self.now, true);
                self.ledger.met_device(device, fault);
            }
            _ => self.damage(device, fault),
        }
    }

    /// The app ends and is opened again some time later.
    pub(super) fn kill(&mut self, device: usize, fault: Fault) {
        self.ledger.met_device(device, fault);
        let power = fault != Fault::TabKilled;
        self.devices[device].kill(power, &mut self.dice);
        let life = self.devices[device].life;
        let wait = self.dice.between(500, 300_000);
        self.at(wait, Happening::Boot { device, life });
    }

    /// The storage of a device is hurt while the app is closed.
    fn damage(&mut self, device: usize, fault: Fault) {
        let at = self.dice.index(self.devices[device].snapshots.len());
        let snapshot = at.map(|at| self.devices[device].snapshots[at].clone());
        if snapshot.is_none()
            && matches!(fault, Fault::DatabaseRolledBack | Fault::ProfileRolledBack)
        {
            return;
        }
        self.kill(device, fault);
        let one = &mut self.devices[device];
        one.damaged = true;
        match (fault, snapshot) {
            (Fault::DatabaseRolledBack, Some((shelf, _))) => one.disk.shelf = shelf,
            (Fault::ProfileRolledBack, Some((shelf, journal))) => {
                one.disk.shelf = shelf;
                one.disk.journal = journal;
                // What came after it never happened: no part of it can come back beside what
                // happens now.
                one.snapshots.truncate(at.map_or(0, |at| at + 1));
            }
            (Fault::PagesLost, _) => {
                let dice = &mut self.dice;
                one.disk.shelf.rows.retain(|_, _| !dice.chance(300));
            }
            (Fault::DatabaseWiped, _) => {
                one.disk.shelf = Shelf {
                    counter: (1, 0),
                    ..Shelf::default()
                };
                one.disk.shelf.marks = Marks::default();
            }
            _ => {
                // A new replica, for the device knows nothing of the old one.
                one.disk.shelf = Shelf::default();
                one.disk.journal = Journal::default();
            }
        }
        self.ledger.device_damaged(device, &one.disk, &self.house);
        if fault == Fault::DeviceWiped {
            let (person, life) = (one_person(&self.devices[device]), self.devices[device].life);
            let timer = self.devices[device].timer;
            let mut fresh = self.new_device(person);
            fresh.life = life;
            fresh.timer = timer;
            fresh.damaged = true;
            self.devices[device] = fresh;
        }
    }

    fn strike_server(&mut self, fault: Fault) {
        if self.calm {
            return;
        }
        match fault {
            Fault::ServerFull => {
                self.house.store.full = true;
                let wait = self.dice.between(60_000, 500_000);
                self.at(wait, Happening::Trouble(Trouble::ServerRoom));
            }
            Fault::Restored => self.restore(0, fault),
            Fault::RestoredOlder => {
                let nth = 1 + self.dice.below(2) as usize;
                if self.house.backups.len() > nth {
                    self.restore(nth, fault);
                }
            }
            Fault::GrantChanged => self.change_grant(),
            Fault::OwnerChanged => self.change_owner(),
            _ => self.change_share(),
        }
    }

    fn restore(&mut self, nth: usize, fault: Fault) {
        let standing = self.ledger.standing(&self.house);
        let promised = self.house.promised;
        if !self.house.restore(nth) {
            return;
        }
        let disks: Vec<&Disk> = self.devices.iter().map(|device| &device.disk).collect();
        self.ledger
            .server_restored(&disks, &self.house, promised, &standing);
        self.ledger.met_where(fault, |_| true);
        if fault == Fault::RestoredOlder {
            // What nobody has any more leaves holes: devices may have to begin a new epoch.
            for device in &mut self.devices {
                device.damaged = true;
            }
        }
    }

    fn change_grant(&mut self) {
        // Mostly somebody who has a device: the others do nothing that a grant could end.
        let people = cast::people();
        let at = self.dice.index(self.devices.len());
        let near = at.and_then(|at| self.devices[at].person.clone());
        let near = near.filter(|_| self.dice.chance(750));
        let Some(person) = near.or_else(|| self.dice.pick(&people)) else {
            return;
        };
        let (user, role) = (person.id, person.role);
        match self.dice.below(6) {
            0 => {
                let scopes = [GrantScope::Own, GrantScope::Department, GrantScope::All];
                let scope = scopes[self.dice.below(3) as usize];
                self.set_user(user, User::GRANTS, cast::grants(role, scope));
            }
            1 => {
                let roles = ["SALES", "DRIVER", "RECEPTION", role];
                let role = roles[self.dice.below(4) as usize];
                self.set_user(user, User::GRANTS, cast::grants(role, person.scope));
            }
            _ => {
                self.set_user(user, User::STATUS, active(false));
                let wait = self.dice.between(120_000, 1_200_000);
                self.at(wait, Happening::Trouble(Trouble::Enable(user)));
            }
        }
        let devices: Vec<usize> = (0..self.devices.len())
            .filter(|n| self.devices[*n].user() == user)
            .collect();
        for device in devices {
            self.ledger.met_device(device, Fault::GrantChanged);
        }
    }

    fn set_user(&mut self, user: Id, field: u16, value: Value) {
        self.set(User::KIND, user, field, value);
    }

    /// The server sets a field, whatever stands there.
    fn set(&mut self, kind: Kind, record: Id, field: u16, value: Value) {
        let stands = self.house.store.inner.facets(record).unwrap_or_default();
        let resolves = Record::from_facets(stands)
            .and_then(|record| record.cell(field).cloned())
            .map(|cell| cell.versions.iter().map(|v| v.op).collect())
            .unwrap_or_default();
        let fields = vec![(field, value)];
        let action = Action::Set { fields, resolves };
        if self.house.author(vec![(kind, record, action)], self.now) {
            self.poke_all();
        }
    }

    fn poke_all(&mut self) {
        for device in 0..self.devices.len() {
            if self.dice.chance(600) {
                let wait = self.dice.between(40, 900);
                self.poke(device, wait);
            }
        }
    }

    fn change_owner(&mut self) {
        let Some((kind, record)) = self.dice.pick(&self.hot.records) else {
            return;
        };
        let field = match kind {
            Probe::KIND => Probe::OWNER,
            BoothLead::KIND => BoothLead::OWNER,
            _ => Customer::OWNER,
        };
        let people = cast::people();
        let owner = people[self.dice.below(people.len() as u64) as usize].id;
        self.set(kind, record, field, Value::Ref(User::KIND, owner));
        self.met_record(record, Fault::OwnerChanged);
    }

    fn change_share(&mut self) {
        let Some((kind, record)) = self.dice.pick(&self.hot.records) else {
            return;
        };
        let people = cast::people();
        let to = people[self.dice.below(people.len() as u64) as usize].id;
        let levels = [Level::L1, Level::L2, Level::L3];
        let level = levels[self.dice.below(3) as usize];
        let action = share(to, level, self.dice.chance(400));
        if self.house.author(vec![(kind, record, action)], self.now) {
            self.poke_all();
        }
        self.met_record(record, Fault::ShareChanged);
    }
}

fn one_person(device: &Device) -> Option<cast::Person> {
    device.person.clone()
}

fn active(yes: bool) -> Value {
    Value::Choice(
        if yes {
            UserStatus::Active
        } else {
            UserStatus::Disabled
        }
        .no(),
    )
}
