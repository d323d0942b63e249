//! Invented customers: for our side as the rows and ops of the app, for the peers as plain objects with the same values.

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
const HANZI: [&str; 24] = [
    "明", "亮", "照", "光", "华", "中", "山", "古", "镇", "深", "圳", "市", "科", "技", "有", "限",
    "公", "司", "王", "李", "张", "晓", "丽", "强",
];
const SYLLABLES: [&str; 12] = [
    "lu", "men", "tek", "gra", "bau", "nor", "licht", "ser", "vice", "mar", "ko", "sun",
];

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
    let mut dice = Dice(7);
    (1..=count as u64).map(|seq| one(seq, &mut dice)).collect()
}

fn one(seq: u64, dice: &mut Dice) -> Invented {
    let at = START + seq * 60_000;
    let mut random = [0; 10];
    random[..8].copy_from_slice(&dice.roll().to_be_bytes());
    let owner = Id([dice.below(40) as u8 + 100; 16]);
    let text = Value::Text;
    let fields = vec![
        (common::DOC_NO, text(format!("KH-2026-{seq:05}"))),
        (common::UNIT, Value::Ref(Kind(1), UNIT)),
        (common::CREATOR, Value::Ref(USERS, owner)),
        (common::CREATED_AT, Value::Instant(Instant::utc(at as i64))),
        (common::STATE, Value::Int(2)),
        (Customer::NAME, text(dice.words(&HANZI, 12))),
        (Customer::SHORT_NAME, text(dice.words(&HANZI, 4))),
        (Customer::CUSTOMER_TYPE, Value::Choice(2)),
        (Customer::STAGE, Value::Choice(dice.below(3) as u32 + 1)),
        (
            Customer::COUNTRY,
            text(dice.words(&["CN", "DE", "US", "BR", "AE", "RU"], 1)),
        ),
        (Customer::ADDRESS, text(dice.words(&HANZI, 24))),
        (
            Customer::WEBSITE,
            text(format!("www.{}.com", dice.words(&SYLLABLES, 4))),
        ),
        (Customer::INDUSTRY, text(dice.words(&HANZI, 4))),
        (Customer::SOURCE, Value::Choice(dice.below(10) as u32 + 1)),
        (Customer::OWNER, Value::Ref(USERS, owner)),
        (
            Customer::LANGUAGE,
            text(dice.words(&["zh-CN", "en", "de"], 1)),
        ),
        (Customer::REMARKS, text(dice.words(&HANZI, 40))),
        (
            Customer::PHONE,
            text(format!("+86 1{:010}", dice.below(10_000_000_000))),
        ),
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

/// Repeatable pseudo-random numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 20
    }

    fn below(&mut self, n: u64) -> u64 {
        self.roll() % n
    }

    fn words(&mut self, from: &[&str], count: usize) -> String {
        (0..count)
            .map(|_| from[self.below(from.len() as u64) as usize])
            .collect()
    }
}
