//! The records on SQLite answer exactly as the reference store in memory does: the same requests, in
//! the same order, byte for byte the same responses.

use crate::device::{lead, set};
use server::store::Database;
use server::store::records::Records;
use shared::domain::customers::{Contact, Customer};
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::{GrantScope, OrgUnit, User, grant};
use shared::domain::tasks::Task;
use shared::entity::{Entity as _, Hlc, Id, Kind, Level, OpId, ReplicaId, Value, common};
use shared::sync::op::{Fields, SCHEMA_VERSION};
use shared::sync::server::{MemoryStore, Meta, Session, Store, author, sync};
use shared::sync::slice::Slice;
use shared::sync::wire::{Cursor, Fill, Filling, PROTOCOL, Request, Response};
use shared::sync::{Action, Op, Seen};

const NOW: u64 = 1_790_000_000_000;

fn id(n: u64) -> Id {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Id(bytes)
}

/// SplitMix64: a seed is a whole history.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// One replica of one user, with all a history needs of it.
struct Player {
    session: Session,
    seq: u64,
    cursor: Cursor,
    seen: Seen,
    last: Option<Slice>,
}

const USERS: [(u64, &str, GrantScope); 4] = [
    (1, "SALES", GrantScope::Own),
    (2, "SALES", GrantScope::Department),
    (3, "SALES_MGR", GrantScope::All),
    (4, "CS_AGENT", GrantScope::Site),
];
const COMPANY: u64 = 900;
const DEPARTMENT: u64 = 901;

fn op(replica: u32, seq: u64, actor: Id, seen: Seen, kind: Kind, record: Id, action: Action) -> Op {
    Op {
        id: OpId {
            replica: ReplicaId(replica),
            epoch: 1,
            seq,
        },
        actor,
        kind,
        record,
        action,
        seen,
        hlc: Hlc {
            ms: NOW + seq,
            count: replica,
        },
        offset_ms: 0,
        zone: "Asia/Shanghai".into(),
        schema: SCHEMA_VERSION,
        group: None,
        blobs: Vec::new(),
    }
}

fn create(fields: Fields) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

fn text(text: String) -> Value {
    Value::Text(text)
}

fn house() -> Vec<Op> {
    let unit = |id_: u64, parent: Option<u64>| {
        let mut fields = vec![(OrgUnit::NAME, text(format!("unit {id_}")))];
        fields.extend(parent.map(|p| (OrgUnit::PARENT, Value::Ref(Kind(1), id(p)))));
        (OrgUnit::KIND, id(id_), create(fields))
    };
    let users = USERS.iter().map(|(n, role, scope)| {
        let unit = if *n == 2 { DEPARTMENT } else { COMPANY };
        let fields = vec![
            (User::NAME, text(format!("user {n}"))),
            (
                User::UNITS,
                Value::List(vec![Value::Ref(Kind(1), id(unit))]),
            ),
            (User::GRANTS, grants(role, *scope)),
        ];
        (User::KIND, id(*n), create(fields))
    });
    let all = [unit(COMPANY, None), unit(DEPARTMENT, Some(COMPANY))]
        .into_iter()
        .chain(users);
    let ops = (1..).zip(all);
    ops.map(|(seq, (kind, record, action))| {
        op(0, seq, Id::NIL, Seen::default(), kind, record, action)
    })
    .collect()
}

fn grants(role: &str, scope: GrantScope) -> Value {
    Value::List(vec![grant(role, scope, Id::NIL, (i32::MIN, i32::MAX))])
}

/// Something a user might do, sensible or not.
fn play(dice: &mut Dice, user: Id) -> (Kind, Id, Action) {
    let someone = id(1 + dice.below(4));
    let which = 1 + dice.below(12);
    let (lead_id, customer) = (id(1_000 + which), id(2_000 + which));
    let word = dice.below(1_000);
    match dice.below(12) {
        0 | 1 => (
            BoothLead::KIND,
            lead_id,
            lead(user, &format!("lead {word}")),
        ),
        2 => {
            let fields = vec![
                (Customer::NAME, text(format!("customer {word}"))),
                (Customer::OWNER, Value::Ref(Kind(2), someone)),
                (common::UNIT, Value::Ref(Kind(1), id(900 + dice.below(2)))),
            ];
            (Customer::KIND, customer, create(fields))
        }
        3 => {
            let fields = vec![
                (Contact::NAME, text(format!("contact {word}"))),
                (Contact::CUSTOMER, Value::Ref(Customer::KIND, customer)),
            ];
            (Contact::KIND, id(3_000 + word), create(fields))
        }
        4 => (
            BoothLead::KIND,
            lead_id,
            set(BoothLead::NAME, text(format!("name {word}"))),
        ),
        5 => (
            BoothLead::KIND,
            lead_id,
            set(
                BoothLead::PHONES,
                Value::List(vec![text(format!("1380013{word:04}"))]),
            ),
        ),
        6 => (
            BoothLead::KIND,
            lead_id,
            set(BoothLead::OWNER, Value::Ref(Kind(2), someone)),
        ),
        7 => (
            Customer::KIND,
            customer,
            set(Customer::OWNER, Value::Ref(Kind(2), someone)),
        ),
        8 => (
            Customer::KIND,
            customer,
            set(common::UNIT, Value::Ref(Kind(1), id(900 + dice.below(2)))),
        ),
        9 => {
            let share = Value::Group(vec![
                (1, Value::Ref(Kind(2), someone)),
                (2, Value::Int(1 + dice.below(3).cast_signed())),
                (3, Value::Bool(dice.below(3) == 0)),
            ]);
            (
                Customer::KIND,
                customer,
                Action::Fact {
                    field: common::SHARES,
                    value: share,
                },
            )
        }
        10 => {
            let fields = vec![
                (Task::TITLE, text(format!("task {word}"))),
                (Task::OWNER, Value::Ref(Kind(2), someone)),
            ];
            (Task::KIND, id(4_000 + word), create(fields))
        }
        // No such record, or nothing this user may touch.
        _ => (
            Customer::KIND,
            id(word),
            set(Customer::NAME, text("nobody".into())),
        ),
    }
}

impl Player {
    fn request(&mut self, dice: &mut Dice, buckets: &[shared::entity::Bucket]) -> Request {
        let mut slices = Vec::new();
        match dice.below(4) {
            0 => {}
            1 => slices.extend(self.last.clone()),
            _ => {
                let mut ops = Vec::new();
                for _ in 0..1 + dice.below(6) {
                    let (kind, record, action) = play(dice, self.session.user);
                    self.seq += 1;
                    let replica = self.session.replica.0;
                    let mut op = op(
                        replica,
                        self.seq,
                        self.session.user,
                        self.seen,
                        kind,
                        record,
                        action,
                    );
                    if dice.below(40) == 0 {
                        op.actor = id(3);
                    }
                    ops.push(op);
                }
                let slice = Slice { ops };
                self.last = Some(slice.clone());
                slices.push(slice);
            }
        }
        if dice.below(25) == 0 {
            // A device that lost its storage, or whose buckets do not add up.
            self.cursor = match dice.below(2) {
                0 => Cursor::default(),
                _ => Cursor {
                    fill: Some(Fill {
                        what: Filling::Buckets(buckets.to_vec()),
                        pos: 0,
                    }),
                    ..self.cursor.clone()
                },
            };
        }
        Request {
            protocol: PROTOCOL,
            cursor: self.cursor.clone(),
            device_ms: NOW,
            epoch: 1,
            head: self.seq,
            slices,
            detail: dice.below(3) == 0,
            push_only: dice.below(10) == 0,
        }
    }

    fn take(&mut self, answer: &Response) {
        self.cursor = answer.cursor.clone();
        if !answer.more {
            self.seen = Seen {
                server_epoch: answer.server_epoch,
                seq: answer.cursor.seq,
            };
        }
    }
}

async fn history(seed: u64, requests: u64) {
    let folder = tempfile::TempDir::new().unwrap();
    let database = Database::open(&folder.path().join("yingke.db")).unwrap();
    let mut memory = MemoryStore::new();
    author(&mut memory, &house(), NOW).unwrap();
    database
        .write(|conn| {
            conn.execute(
                "INSERT INTO meta (key, value) VALUES ('server_epoch', 1)",
                [],
            )?;
            author(&mut Records::writing(conn, 0), &house(), NOW).unwrap();
            Ok::<_, rusqlite::Error>(())
        })
        .await
        .unwrap();

    let mut dice = Dice(seed);
    let mut server_seq = house().len() as u64;
    let mut players: Vec<Player> = (0..6)
        .map(|n| Player {
            session: Session {
                replica: ReplicaId(u32::try_from(n).unwrap() + 1),
                user: id(1 + n % 4),
                may_read: n != 5,
            },
            seq: 0,
            cursor: Cursor::default(),
            seen: Seen::default(),
            last: None,
        })
        .collect();
    for step in 0..requests {
        if dice.below(12) == 0 {
            // A grant changes: buckets come into reach and go out of it.
            server_seq += 1;
            let user = id(1 + dice.below(4));
            let scope =
                [GrantScope::Own, GrantScope::Department, GrantScope::All][dice.below(3) as usize];
            let role = ["SALES", "SALES_MGR", "CS_AGENT", "GM", "DRIVER"][dice.below(5) as usize];
            let change = set(User::GRANTS, grants(role, scope));
            let seen = Seen::default();
            let op = op(0, server_seq, Id::NIL, seen, User::KIND, user, change);
            let expected = author(&mut memory, std::slice::from_ref(&op), NOW);
            let given = database
                .write(move |conn| {
                    Ok::<_, rusqlite::Error>(author(&mut Records::writing(conn, 0), &[op], NOW))
                })
                .await
                .unwrap();
            assert_eq!(given, expected, "seed {seed}, step {step}");
        }
        let buckets: Vec<_> = memory
            .buckets()
            .unwrap()
            .into_iter()
            .map(|(bucket, _)| bucket)
            .collect();
        let chosen = dice.below(6) as usize;
        let request = players[chosen].request(&mut dice, &buckets);
        let session = players[chosen].session;
        let expected = sync(&mut memory, session, &request, NOW + step).unwrap();
        let given = database
            .write(move |conn| {
                Ok::<_, rusqlite::Error>(sync(
                    &mut Records::writing(conn, 0),
                    session,
                    &request,
                    NOW + step,
                ))
            })
            .await
            .unwrap()
            .unwrap();
        assert_eq!(given, expected, "seed {seed}, step {step}");
        players[chosen].take(&given);
    }
    let expected: Vec<_> = memory.all_rows().cloned().collect();
    assert!(
        expected.len() > 40,
        "{} rows: too quiet a history",
        expected.len()
    );
    let given = database
        .read(move |conn| {
            let records = Records::reading(conn);
            let found = expected.iter().map(|row| {
                let facets = records.facets(row.id).unwrap();
                facets
                    .into_iter()
                    .find(|facet| facet.bucket.level == row.bucket.level)
                    .as_ref()
                    == Some(row)
            });
            Ok::<_, rusqlite::Error>(found.collect::<Vec<bool>>())
        })
        .await
        .unwrap();
    assert!(given.iter().all(|same| *same), "seed {seed}: rows differ");
}

#[tokio::test]
async fn sqlite_answers_as_the_reference_does() {
    for seed in 0..12 {
        history(seed, 120).await;
    }
}

#[tokio::test]
async fn a_reader_answers_as_the_writer_does_and_hands_its_reach_over() {
    let folder = tempfile::TempDir::new().unwrap();
    let database = Database::open(&folder.path().join("yingke.db")).unwrap();
    database
        .write(|conn| {
            conn.execute(
                "INSERT INTO meta (key, value) VALUES ('server_epoch', 1)",
                [],
            )?;
            author(&mut Records::writing(conn, 0), &house(), NOW).unwrap();
            Ok::<_, rusqlite::Error>(())
        })
        .await
        .unwrap();
    let session = Session {
        replica: ReplicaId(1),
        user: id(1),
        may_read: true,
    };
    let request = Request {
        protocol: PROTOCOL,
        ..Request::default()
    };
    let asked = request.clone();
    let (read, reaches) = database
        .read(move |conn| {
            let mut records = Records::reading(conn);
            let answer = sync(&mut records, session, &asked, NOW).unwrap();
            Ok::<_, rusqlite::Error>((answer, records.new_reaches()))
        })
        .await
        .unwrap();
    assert_eq!(reaches.len(), 1);
    assert!(reaches.contains_key(&read.cursor.reach));
    let written = database
        .write(move |conn| {
            Ok::<_, rusqlite::Error>(sync(&mut Records::writing(conn, 0), session, &request, NOW))
        })
        .await
        .unwrap();
    assert_eq!(written.unwrap(), read);
}

#[tokio::test]
async fn a_slice_that_fails_leaves_nothing_behind() {
    let folder = tempfile::TempDir::new().unwrap();
    let database = Database::open(&folder.path().join("yingke.db")).unwrap();
    let (before, after) = database
        .write(|conn| {
            conn.execute(
                "INSERT INTO meta (key, value) VALUES ('server_epoch', 1)",
                [],
            )?;
            let mut records = Records::writing(conn, 0);
            author(&mut records, &house(), NOW).unwrap();
            let before = (records.meta().unwrap(), records.buckets().unwrap());
            records.begin().unwrap();
            records.next_seq().unwrap();
            let mut row = records.facets(id(1)).unwrap().remove(0);
            row.bucket.level = Level::L4;
            records.put_facet(None, &row).unwrap();
            records.put_keys(id(1), &[b"key".to_vec()]).unwrap();
            assert_eq!(records.ids_at(b"key").unwrap(), [id(1)]);
            records.rollback();
            assert!(records.ids_at(b"key").unwrap().is_empty());
            assert!(
                records
                    .facets(id(1))
                    .unwrap()
                    .iter()
                    .all(|r| r.bucket.level != Level::L4)
            );
            Ok::<_, rusqlite::Error>((
                before,
                (records.meta().unwrap(), records.buckets().unwrap()),
            ))
        })
        .await
        .unwrap();
    assert_eq!(before, after);
    let Meta {
        epoch,
        seq,
        watermark,
    } = before.0;
    assert_eq!((epoch, seq, watermark), (1, house().len() as u64, 0));
}
