//! The finder over a world that changes.

use std::sync::Arc;

use proptest::prelude::*;

use super::Finder;
use crate::domain::customers::{Contact, Customer};
use crate::domain::exhibitions::BoothLead;
use crate::entity::{
    Bucket, Cell, Compartment, Entity, FacetRow, Hlc, Id, Kind, Level, OpId, Slot, Value, Version,
};
use crate::search::{Syllable, Tables};
use crate::sync::wire::{Leave, SentRow, via};
use crate::sync::world::World;

const HOME: Bucket = Bucket {
    unit: Id::NIL,
    owner: Id::NIL,
    compartment: Compartment::Customer,
    level: Level::L2,
};

/// A world with the finder that hears of its changes.
#[derive(Default)]
struct Device {
    world: World,
    finder: Finder,
    seq: u64,
}

impl Device {
    fn put(&mut self, kind: Kind, id: Id, fields: Vec<(u16, Vec<Value>)>) {
        self.seq += 1;
        let hlc = Hlc {
            ms: self.seq,
            count: 0,
        };
        let version = |value| Version {
            op: OpId::default(),
            seq: self.seq,
            hlc,
            value,
        };
        let slot = |values: Vec<Value>| {
            Slot::Cell(Cell {
                versions: values.into_iter().map(version).collect(),
            })
        };
        let row = FacetRow {
            kind,
            id,
            bucket: HOME,
            seq: self.seq,
            slots: fields.into_iter().map(|(no, v)| (no, slot(v))).collect(),
        };
        let via = via::HOME;
        let changed = self.world.confirm(&[SentRow { row, via }], &[]);
        self.finder.note(&changed);
    }

    fn take(&mut self, id: Id) {
        self.seq += 1;
        let leave = Leave {
            bucket: HOME,
            id,
            level: HOME.level,
            seq: self.seq,
        };
        let changed = self.world.confirm(&[], &[leave]);
        self.finder.note(&changed);
    }

    fn customer(&mut self, id: u8, name: &str) {
        self.put(
            Customer::KIND,
            Id([id; 16]),
            vec![(Customer::NAME, vec![text(name)])],
        );
    }

    fn contact(&mut self, id: u8, of: u8, name: &str, phone: &str) {
        let fields = vec![
            (
                Contact::CUSTOMER,
                vec![Value::Ref(Customer::KIND, Id([of; 16]))],
            ),
            (Contact::NAME, vec![text(name)]),
            (Contact::PHONES, vec![Value::List(vec![text(phone)])]),
        ];
        self.put(Contact::KIND, Id([id; 16]), fields);
    }

    fn find(&mut self, kind: Kind, query: &str) -> Vec<u8> {
        let found = self.finder.find(&self.world, kind, query);
        found.iter().map(|id| id.0[0]).collect()
    }

    fn customers(&mut self, query: &str) -> Vec<u8> {
        self.find(Customer::KIND, query)
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn tables() -> Arc<Tables> {
    let read = |c: char, letters: &[u8]| (c as u16, Syllable::new(letters).into_iter().collect());
    Arc::new(Tables::new(
        &[('歐' as u16, vec!['欧' as u16])],
        &[read('普', b"pu"), read('欧', b"ou")],
    ))
}

#[test]
fn hears_of_what_comes_changes_and_goes() {
    let mut device = Device::default();
    device.customer(1, "欧普照明");
    assert_eq!(device.customers("欧普"), [1]);
    device.customer(2, "欧普电器");
    assert_eq!(
        device.customers("欧普"),
        [2, 1],
        "the one changed last first"
    );
    device.customer(2, "三雄");
    assert_eq!(device.customers("欧普"), [1]);
    device.take(Id([1; 16]));
    assert_eq!(device.customers("欧普"), [0; 0]);
    assert_eq!(device.customers("三雄"), [2]);
    assert_eq!(device.find(BoothLead::KIND, "三雄"), [0; 0]);
}

#[test]
fn a_customer_is_found_by_its_people() {
    let mut device = Device::default();
    device.customer(1, "欧普照明");
    device.customer(2, "三雄");
    device.contact(11, 1, "王海峰", "138 0013 8000");
    assert_eq!(device.customers("8000"), [1]);
    assert_eq!(
        device.customers("欧普 王海峰"),
        [1],
        "words may meet in both"
    );
    device.contact(11, 2, "王海峰", "138 0013 8000");
    assert_eq!(
        device.customers("8000"),
        [2],
        "who changes firms goes along"
    );
    device.contact(12, 1, "李四", "139 5555 8000");
    assert_eq!(device.customers("8000"), [2, 1]);
    device.take(Id([11; 16]));
    assert_eq!(device.customers("8000"), [1]);
    assert_eq!(device.find(Contact::KIND, "8000"), [12]);
}

#[test]
fn a_field_with_two_values_is_found_by_both() {
    let mut device = Device::default();
    let name = |name: &str| Value::List(vec![text(name)]);
    device.put(
        BoothLead::KIND,
        Id([1; 16]),
        vec![(BoothLead::PHONES, vec![name("1111"), name("2222")])],
    );
    assert_eq!(device.find(BoothLead::KIND, "1111"), [1]);
    assert_eq!(device.find(BoothLead::KIND, "2222"), [1]);
}

#[test]
fn the_tables_come_when_they_come() {
    let mut device = Device::default();
    device.customer(1, "歐普照明");
    assert_eq!(device.customers("照明"), [1]);
    assert_eq!(device.customers("op"), [0; 0]);
    assert!(!device.finder.has_tables());
    device.finder.set_tables(tables());
    assert_eq!(device.customers("op"), [1]);
    assert_eq!(device.customers("欧普"), [1]);
    device.contact(2, 1, "普普", "1");
    assert_eq!(
        device.find(Contact::KIND, "pupu"),
        [2],
        "later indexes have them too"
    );
}

/// One change: of a customer, of a person (who may belong to nobody here), or the loss of either.
#[derive(Clone, Debug)]
enum Change {
    Customer(u8, &'static str),
    Contact(u8, u8, &'static str),
    Take(u8),
    Look(&'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let word = || prop::sample::select(vec!["欧普", "三雄", "王海峰", "8000", ""]);
    prop_oneof![
        (0..4_u8, word()).prop_map(|(id, name)| Change::Customer(id, name)),
        (10..14_u8, 0..5_u8, word()).prop_map(|(id, of, name)| Change::Contact(id, of, name)),
        prop_oneof![0..4_u8, 10..14_u8].prop_map(Change::Take),
        word().prop_map(Change::Look),
    ]
}

proptest! {
    /// However it lived, it answers like one made anew.
    #[test]
    fn kept_up_equals_made_anew(changes in prop::collection::vec(change(), 0..40)) {
        let mut device = Device::default();
        for change in changes {
            match change {
                Change::Customer(id, name) => device.customer(id, name),
                Change::Contact(id, of, name) => device.contact(id, of, name, "1"),
                Change::Take(id) => device.take(Id([id; 16])),
                Change::Look(query) => {
                    for kind in [Customer::KIND, Contact::KIND] {
                        let anew = Finder::default().find(&device.world, kind, query);
                        prop_assert_eq!(device.finder.find(&device.world, kind, query), anew);
                    }
                }
            }
        }
    }
}
