//! Two devices and a server in memory: the shortest whole walk through both machines.

use std::collections::BTreeMap;

use super::client::{Client, Commit, Effect, Entry, Event, Marks};
use super::op::{Fields, SCHEMA_VERSION};
use super::server::{MemoryStore, Session, author, sync};
use super::wire::{Request, Response};
use super::{Action, Op, Verdict};
use crate::domain::exhibitions::{BoothLead, Interest, NextStep};
use crate::domain::organisation::{GrantScope, User, grant};
use crate::domain::tasks::Task;
use crate::entity::{Canonical, Entity, Hlc, Id, Kind, OpId, ReplicaId, Value};

pub(crate) const NOW: u64 = 1_790_000_000_000;

pub(crate) fn id(n: u8) -> Id {
    Id([n; 16])
}

/// A device that stores nothing but what the machine holds, for tests of the machine alone.
pub(crate) struct Device {
    pub(crate) client: Client,
    pub(crate) user: Id,
    seq: u64,
    pub(crate) now: u64,
    outgoing: Vec<Request>,
}

impl Device {
    pub(crate) fn new(replica: u32, user: Id) -> Device {
        let client = Client::open(
            ReplicaId(replica),
            user,
            1,
            0,
            Marks::default(),
            &[],
            Vec::<Entry>::new(),
        );
        Device {
            client,
            user,
            seq: 0,
            now: NOW,
            outgoing: Vec::new(),
        }
    }

    pub(crate) fn op(&mut self, kind: Kind, record: Id, action: Action) -> Op {
        self.seq += 1;
        Op {
            id: OpId {
                replica: self.client.replica(),
                epoch: self.client.epoch(),
                seq: self.seq,
            },
            actor: self.user,
            kind,
            record,
            action,
            seen: self.client.seen(),
            hlc: self.client.tick(self.now),
            offset_ms: 0,
            zone: "Asia/Shanghai".into(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        }
    }

    pub(crate) fn make(&mut self, kind: Kind, record: Id, action: Action) -> Op {
        let op = self.op(kind, record, action);
        self.take(Event::Made(vec![op.clone()]));
        op
    }

    pub(crate) fn take(&mut self, event: Event) {
        for effect in self.client.step(event, self.now, 7) {
            match effect {
                Effect::Send(request) => self.outgoing.push(*request),
                Effect::Commit(commit) => {
                    let Commit { renumber, .. } = *commit;
                    if let Some(renumber) = renumber {
                        self.seq = renumber.ops.len() as u64;
                    }
                    self.take(Event::Committed);
                }
                _ => {}
            }
        }
    }

    /// Numbers go on after this one, as on a device that was thrown back in time.
    pub(crate) fn rewind(&mut self, seq: u64) {
        self.seq = seq;
    }

    /// One event and one exchange; shows what is to be stored.
    pub(crate) fn take_with(
        &mut self,
        event: Event,
        store: &mut MemoryStore,
        show: &mut dyn FnMut(&Commit),
    ) {
        let session = Session {
            replica: self.client.replica(),
            user: self.user,
            may_read: true,
        };
        for effect in self.client.step(event, self.now, 7) {
            match effect {
                Effect::Send(request) => {
                    let answer = sync(store, session, &request, self.now).unwrap();
                    let answer = Event::Answer(Box::new(answer));
                    return self.take_with(answer, store, show);
                }
                Effect::Commit(commit) => {
                    show(&commit);
                    self.take(Event::Committed);
                }
                _ => {}
            }
        }
    }

    /// Exchanges until there is nothing left to say.
    pub(crate) fn sync(&mut self, store: &mut MemoryStore) {
        let session = Session {
            replica: self.client.replica(),
            user: self.user,
            may_read: true,
        };
        self.take(Event::Wake);
        for _ in 0..20 {
            let Some(request) = self.outgoing.pop() else {
                return;
            };
            let request = Request::from_bytes(&request.to_bytes()).unwrap();
            let answer = sync(store, session, &request, self.now).unwrap();
            let answer = Response::from_bytes(&answer.to_bytes()).unwrap();
            self.take(Event::Answer(Box::new(answer)));
        }
        panic!("never quiet");
    }

    pub(crate) fn receipt(&self, op: OpId) -> Verdict {
        let entries: BTreeMap<_, _> = self
            .client
            .outbox()
            .map(|entry| (entry.op.id, entry))
            .collect();
        entries[&op].receipt().unwrap().verdict
    }
}

pub(crate) fn server_op(seq: u64, kind: Kind, record: Id, fields: Fields) -> Op {
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

pub(crate) fn user_fields(name: &str, role: &str, scope: GrantScope) -> Fields {
    let grants = Value::List(vec![grant(role, scope, Id::NIL, (i32::MIN, i32::MAX))]);
    let units = Value::List(vec![Value::Ref(Kind(1), id(9))]);
    vec![
        (User::NAME, Value::Text(name.into())),
        (User::UNITS, units),
        (User::GRANTS, grants),
    ]
}

pub(crate) fn house() -> MemoryStore {
    let mut store = MemoryStore::new();
    let ops = [
        server_op(
            1,
            Kind(1),
            id(9),
            vec![(16, Value::Text("明庭照明".into()))],
        ),
        server_op(
            2,
            User::KIND,
            id(1),
            user_fields("陈嘉敏", "SALES", GrantScope::Own),
        ),
        server_op(
            3,
            User::KIND,
            id(2),
            user_fields("黄志远", "SALES_MGR", GrantScope::All),
        ),
    ];
    author(&mut store, &ops, NOW).unwrap();
    store
}

pub(crate) fn lead(owner: Id, name: &str, phone: &str) -> Action {
    let fields = vec![
        (BoothLead::NAME, Value::Text(name.into())),
        (
            BoothLead::PHONES,
            Value::List(vec![Value::Text(phone.into())]),
        ),
        (BoothLead::INTEREST, Value::Choice(Interest::A.no())),
        (BoothLead::NEXT_STEP, Value::Choice(NextStep::Call.no())),
        (BoothLead::OWNER, Value::Ref(Kind(2), owner)),
    ];
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

pub(crate) fn set(no: u16, value: Value) -> Action {
    Action::Set {
        fields: vec![(no, value)],
        resolves: Vec::new(),
    }
}

#[test]
fn a_lead_captured_on_one_device_reaches_the_other_and_states_are_equal() {
    let mut store = house();
    let (mut booth, mut office) = (Device::new(1, id(1)), Device::new(2, id(2)));
    let made = booth.make(
        BoothLead::KIND,
        id(50),
        lead(id(1), "Marco", "+39 02 1234567"),
    );
    assert_eq!(
        booth
            .client
            .world
            .get(id(50))
            .unwrap()
            .text(BoothLead::NAME),
        "Marco"
    );
    booth.sync(&mut store);
    office.sync(&mut store);
    assert_eq!(booth.receipt(made.id), Verdict::Accepted);
    let seen = office.client.world.get(id(50)).unwrap();
    assert_eq!(seen.text(BoothLead::NAME), "Marco");
    assert_eq!(seen.text(1), "XS-2026-0001");
    assert_eq!(booth.client.world.confirmed(id(50)), Some(seen));
    // the follow-up task came with it.
    assert_eq!(office.client.world.of_kind(Task::KIND).len(), 1);
}

#[test]
fn r_283_two_values_of_a_critical_field_both_stay_until_the_owner_chooses() {
    let mut store = house();
    let (mut booth, mut office) = (Device::new(1, id(1)), Device::new(2, id(2)));
    booth.make(BoothLead::KIND, id(50), lead(id(1), "Marco", "111"));
    booth.sync(&mut store);
    office.sync(&mut store);
    let phone = |text: &str| {
        set(
            BoothLead::PHONES,
            Value::List(vec![Value::Text(text.into())]),
        )
    };
    booth.make(BoothLead::KIND, id(50), phone("222"));
    booth.make(
        BoothLead::KIND,
        id(50),
        set(BoothLead::COMPANY, Value::Text("Lumen".into())),
    );
    let late = office.make(BoothLead::KIND, id(50), phone("333"));
    let country = office.make(
        BoothLead::KIND,
        id(50),
        set(BoothLead::COUNTRY, Value::Text("IT".into())),
    );
    booth.sync(&mut store);
    office.sync(&mut store);
    booth.sync(&mut store);
    assert_eq!(office.receipt(late.id), Verdict::Conflict);
    assert_eq!(office.receipt(country.id), Verdict::Accepted);
    let record = booth.client.world.get(id(50)).unwrap().clone();
    assert_eq!(record.conflicts().collect::<Vec<_>>(), [BoothLead::PHONES]);
    assert_eq!(
        (
            record.text(BoothLead::COMPANY),
            record.text(BoothLead::COUNTRY)
        ),
        ("Lumen", "IT")
    );
    let both: Vec<OpId> = record
        .cell(BoothLead::PHONES)
        .unwrap()
        .versions
        .iter()
        .map(|v| v.op)
        .collect();
    let chosen = Value::List(vec![Value::Text("333".into())]);
    let fields = vec![(BoothLead::PHONES, chosen.clone())];
    booth.make(
        BoothLead::KIND,
        id(50),
        Action::Set {
            fields,
            resolves: both,
        },
    );
    booth.sync(&mut store);
    office.sync(&mut store);
    let record = office.client.world.get(id(50)).unwrap();
    assert_eq!(record.get(BoothLead::PHONES), Some(&chosen));
    assert_eq!(booth.client.world.confirmed(id(50)), Some(record));
}
