//! Rules by their numbers, one file per group; here what they share, and what holds for every table.

mod archive;
mod leads;
mod look_alikes;

use crate::calendar;
use crate::domain::customers::{
    self, Contact, Customer, CustomerType, Decision, Duplicate, Interaction, RecordState, Stage,
};
use crate::domain::exhibitions::{self, BoothLead, Exhibition, LeadState};
use crate::domain::organisation::{GrantScope, User};
use crate::domain::products::Product;
use crate::domain::tasks::{Attachment, Task, TaskState};
use crate::entity::{Entity, FieldKind, Id, Instant, Kind, Merge, Record, Value};
use crate::sync::server::{MemoryStore, author};
use crate::sync::tests::{Device, NOW, house, id, lead, server_op, set, user_fields};
use crate::sync::{Action, Look, Reason, Verdict, apply};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn create(fields: Vec<(u16, Value)>) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

fn whole_customer() -> Vec<(u16, Value)> {
    vec![
        (Customer::NAME, text("杭州栖木软装有限公司")),
        (
            Customer::CUSTOMER_TYPE,
            Value::Choice(CustomerType::Company.no()),
        ),
        (Customer::STAGE, Value::Choice(Stage::Prospect.no())),
        (Customer::SOURCE, Value::Choice(6)),
        (Customer::OWNER, Value::Ref(Kind(2), id(1))),
        (Customer::LANGUAGE, text("zh-Hans")),
        (Customer::ADDRESS, text("杭州市")),
    ]
}

fn contact_of(customer: Id, phone: &str) -> Action {
    create(vec![
        (Contact::CUSTOMER, Value::Ref(Customer::KIND, customer)),
        (Contact::NAME, text("王海峰")),
        (Contact::PHONES, Value::List(vec![text(phone)])),
    ])
}

fn sales() -> (MemoryStore, Device) {
    (house(), Device::new(1, id(1)))
}

fn state(device: &Device, record: Id) -> u32 {
    device.client.world.get(record).map(Record::state).unwrap()
}

fn blocked(device: &Device, record: Id, step: u16, args: &[(u16, Value)]) -> Vec<Reason> {
    let record = device.client.world.get(record).unwrap();
    let schema = super::schema(record.kind).unwrap();
    let arrow = apply::transition(schema.states.unwrap(), step).unwrap();
    apply::blockers(&device.client.world, schema, record, arrow, &args.to_vec())
}

fn step(
    device: &mut Device,
    kind: Kind,
    record: Id,
    no: u16,
    args: Vec<(u16, Value)>,
) -> crate::sync::Op {
    let from = state(device, record);
    device.make(
        kind,
        record,
        Action::Step {
            transition: no,
            from,
            bound: None,
            args,
        },
    )
}

#[test]
fn r_301_the_first_save_takes_gaps_and_the_next_state_does_not() {
    let (mut store, mut device) = sales();
    for (kind, n) in [
        (Customer::KIND, 20u8),
        (BoothLead::KIND, 50),
        (Task::KIND, 70),
        (Interaction::KIND, 30),
    ] {
        let made = device.make(kind, id(n), create(Vec::new()));
        device.sync(&mut store);
        assert_eq!(device.receipt(made.id), Verdict::Accepted, "{kind:?}");
    }
    let gaps = blocked(&device, id(70), 16, &[]);
    assert!(gaps.contains(&Reason::of_rule(301, "gap").at(Task::TITLE)));
}

#[test]
fn every_choice_and_field_number_is_used_once_and_refers_to_a_known_kind() {
    for entry in super::REGISTRY {
        let schema = entry.schema;
        let same = super::REGISTRY
            .iter()
            .filter(|e| e.schema.kind == schema.kind || e.schema.key == schema.key);
        assert_eq!(same.count(), 1, "{}", schema.key);
        for spec in schema.fields {
            if let FieldKind::Ref(kind) = spec.kind {
                assert!(
                    kind.0 == 0 || super::schema(kind).is_some(),
                    "{}.{}",
                    schema.key,
                    spec.key
                );
            }
            assert!(spec.merge != Merge::Fact || !spec.flags.critical);
        }
    }
}

#[test]
fn a_user_of_the_house_reads_back() {
    let store = house();
    let look = crate::sync::server::StoreLook::new(&store);
    let record = look.record(id(1)).known().unwrap().into_owned();
    assert_eq!(User::read(&record).name, "陈嘉敏");
    assert!(!user_fields("x", "SALES", GrantScope::Own).is_empty());
}
