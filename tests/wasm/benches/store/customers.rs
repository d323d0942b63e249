//! Invented customers: for our side as the rows and ops of the app, for the peers as plain objects with the same values.

// Those that search is measured on: text as people type it, not characters by chance.
#[path = "../../../src/customers.rs"]
#[allow(dead_code, unreachable_pub, reason = "made for another crate")]
mod people;

use people::{Customer as Person, Dice};
use serde_json::{Value as Json, json};
use shared::domain::customers::Customer;
use shared::entity::{
    Bucket, Cell, Compartment, Entity as _, FacetRow, Hlc, Id, Instant, Kind, Level, OpId,
    ReplicaId, Slot, Value, Version, common,
};
use shared::sync::op::{Action, Fields, Op, SCHEMA_VERSION, Seen};
use shared::sync::wire::{SentRow, via};

/// 2026-01-01.
const START: u64 = 1_767_225_600_000;
const UNIT: Id = Id([1; 16]);
const USERS: Kind = Kind(2);
const COUNTRIES: [&str; 6] = ["CN", "DE", "US", "BR", "AE", "RU"];
const TRADES: [&str; 4] = ["照明工程", "灯具批发", "酒店", "房地产"];

/// A customer whose every field was written by the op that made it.
pub(crate) struct Invented {
    id: Id,
    owner: Id,
    made: OpId,
    seq: u64,
    at: u64,
    fields: Fields,
}

/// So many customers of forty owners, the same at every call.
pub(crate) fn invent(count: usize) -> Vec<Invented> {
    let people = people::customers(count, 7);
    let mut dice = Dice::new(11);
    (1..)
        .zip(people)
        .map(|(seq, person)| one(seq, person, &mut dice))
        .collect()
}

fn one(seq: u64, person: Person, dice: &mut Dice) -> Invented {
    let at = START + seq * 60_000;
    let mut random = [0; 10];
    random.fill_with(|| dice.below(256) as u8);
    let owner = Id([dice.below(40) as u8 + 100; 16]);
    let mut choice = |of: usize| Value::Choice(dice.below(of) as u32 + 1);
    let (kind, stage, source) = (choice(2), choice(3), choice(10));
    let Person {
        company,
        contact,
        phone,
        email,
        city,
        note,
        ..
    } = person;
    let short: String = company.chars().skip(2).take(5).collect();
    let address = format!(
        "{city}{short}路{}号{}栋{}室",
        dice.below(900),
        dice.below(30),
        dice.below(2000)
    );
    let website = email.rsplit('@').next().map(|host| format!("www.{host}"));
    let text = Value::Text;
    let fields = vec![
        (common::DOC_NO, text(format!("KH-2026-{seq:05}"))),
        (common::UNIT, Value::Ref(Kind(1), UNIT)),
        (common::CREATOR, Value::Ref(USERS, owner)),
        (common::CREATED_AT, Value::Instant(Instant::utc(at as i64))),
        (common::STATE, Value::Int(2)),
        (Customer::NAME, text(company)),
        (Customer::SHORT_NAME, text(short)),
        (Customer::CUSTOMER_TYPE, kind),
        (Customer::STAGE, stage),
        (Customer::COUNTRY, text(COUNTRIES[dice.below(6)].into())),
        (Customer::ADDRESS, text(address)),
        (Customer::WEBSITE, text(website.unwrap_or_default())),
        (Customer::INDUSTRY, text(TRADES[dice.below(4)].into())),
        (Customer::SOURCE, source),
        (Customer::OWNER, Value::Ref(USERS, owner)),
        (Customer::LANGUAGE, text("zh-CN".into())),
        (
            Customer::REMARKS,
            text(format!("{contact}（{email}）：{note}")),
        ),
        (Customer::PHONE, text(phone)),
    ];
    let replica = ReplicaId(dice.below(60) as u32 + 1);
    Invented {
        id: Id::v7(at, random),
        owner,
        made: OpId {
            replica,
            epoch: 1,
            seq,
        },
        seq,
        at,
        fields,
    }
}

impl Invented {
    /// As the app stores it: every value with who wrote it and when.
    pub(crate) fn row(&self) -> SentRow {
        let slot = |value: &Value| {
            Slot::Cell(Cell {
                versions: vec![Version {
                    op: self.made,
                    seq: self.seq,
                    hlc: self.hlc(),
                    value: value.clone(),
                }],
            })
        };
        SentRow {
            via: via::HOME,
            row: FacetRow {
                kind: Customer::KIND,
                id: self.id,
                bucket: Bucket {
                    unit: UNIT,
                    owner: self.owner,
                    compartment: Compartment::Customer,
                    level: Level::L2,
                },
                seq: self.seq,
                slots: self
                    .fields
                    .iter()
                    .map(|(no, value)| (*no, slot(value)))
                    .collect(),
            },
        }
    }

    /// As the peers store it: the values alone.
    pub(crate) fn object(&self) -> Json {
        let mut object = json!({ "id": self.id.to_string() });
        for (no, value) in &self.fields {
            let key = Customer::SCHEMA.field(*no).unwrap().key;
            // A key path is made of identifiers.
            object[key.replace('-', "_")] = match value {
                Value::Text(text) => json!(text),
                Value::Choice(n) => json!(n),
                Value::Int(n) => json!(n),
                Value::Ref(_, id) => json!(id.to_string()),
                Value::Instant(at) => json!(at.utc_ms),
                other => panic!("{other:?}"),
            };
        }
        object
    }

    /// The op of somebody who types the customer in.
    pub(crate) fn op(&self) -> Op {
        let own = self.fields.iter().filter(|(no, _)| *no >= 16);
        Op {
            id: self.made,
            actor: self.owner,
            kind: Customer::KIND,
            record: self.id,
            action: Action::Create {
                fields: own.cloned().collect(),
                items: Vec::new(),
            },
            seen: Seen {
                server_epoch: 1,
                seq: self.seq,
            },
            hlc: self.hlc(),
            offset_ms: 0,
            zone: "Asia/Shanghai".into(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        }
    }

    const fn hlc(&self) -> Hlc {
        Hlc {
            ms: self.at,
            count: 0,
        }
    }
}
