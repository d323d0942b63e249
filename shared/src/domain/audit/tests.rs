use super::*;
use crate::domain::exhibitions::Exhibition;
use crate::entity::Currency;
use crate::sync::Verdict;
use crate::sync::op::Fields;
use crate::sync::server::MemoryStore;
use crate::sync::tests::{Device, house, id, set};

const SHOW: u8 = 40;

fn create(fields: Fields) -> Action {
    Action::Create {
        fields,
        items: Vec::new(),
    }
}

fn budget(yuan: i64) -> Value {
    Value::Money(yuan * 100, Currency(*b"CNY"))
}

fn event(action: AuditAction) -> Action {
    create(vec![
        (AuditEvent::ACTION, Value::Choice(action.no())),
        (AuditEvent::ABOUT, Value::Text("展会线索 200".into())),
    ])
}

/// What the head of sales finds about a record.
fn events(device: &Device, about: Id) -> Vec<Record> {
    let world = &device.client.world;
    let all = world.of_kind(AuditEvent::KIND).into_iter();
    let of = |event: &Record| event.reference(AuditEvent::OBJECT) == Some(about);
    all.filter_map(|id| world.get(id).cloned())
        .filter(of)
        .collect()
}

/// The head of sales, who has made a show that costs money.
fn show() -> (Device, MemoryStore) {
    let mut store = house();
    let mut head = Device::new(2, id(2));
    let fields = vec![(Exhibition::NAME, Value::Text("香港灯饰展".into()))];
    head.make(Exhibition::KIND, id(SHOW), create(fields));
    head.sync(&mut store);
    (head, store)
}

#[test]
fn r_277_a_change_of_what_is_confidential_is_kept_with_both_fingerprints() {
    let (mut head, mut store) = show();
    assert!(events(&head, id(SHOW)).is_empty(), "a name is no secret");
    for yuan in [80_000, 90_000] {
        let spend = set(Exhibition::BUDGET, budget(yuan));
        head.make(Exhibition::KIND, id(SHOW), spend);
        head.sync(&mut store);
    }
    let named = set(Exhibition::NAME, Value::Text("香港秋季灯饰展".into()));
    head.make(Exhibition::KIND, id(SHOW), named);
    head.sync(&mut store);
    let look = crate::sync::server::StoreLook::new(&store);
    let mut kept: Vec<Record> = (1..=4)
        .filter_map(|seq| {
            let op = crate::entity::OpId {
                replica: ReplicaId(2),
                epoch: 1,
                seq,
            };
            let id = Id::derived(op, "R-277", 0);
            crate::sync::Look::record(&look, id)
                .known()
                .map(|r| r.into_owned())
        })
        .collect();
    assert_eq!(kept.len(), 2);
    let second = kept.pop().unwrap();
    let first = kept.pop().unwrap();
    assert_eq!(
        first.choice(AuditEvent::ACTION),
        Some(AuditAction::Change.no())
    );
    assert_eq!(first.reference(AuditEvent::OBJECT), Some(id(SHOW)));
    assert_eq!(first.reference(AuditEvent::USER), Some(id(2)));
    assert_eq!(first.get(AuditEvent::DEVICE), Some(&Value::Int(2)));
    assert_eq!(first.get(AuditEvent::BEFORE_HASH), None);
    let hashes = [&first, &second].map(|event| event.get(AuditEvent::AFTER_HASH).cloned());
    assert!(hashes.iter().all(Option::is_some) && hashes[0] != hashes[1]);
    assert_eq!(second.get(AuditEvent::BEFORE_HASH).cloned(), hashes[0]);
}

#[test]
fn r_277_what_is_written_is_never_written_again() {
    let (mut head, mut store) = show();
    head.make(AuditEvent::KIND, id(50), event(AuditAction::Export));
    head.sync(&mut store);
    let again = set(AuditEvent::ABOUT, Value::Text("3".into()));
    let void = Action::Step {
        transition: crate::entity::VOID,
        from: 0,
        bound: None,
        args: Vec::new(),
    };
    for action in [again, void] {
        let op = head.make(AuditEvent::KIND, id(50), action);
        head.sync(&mut store);
        assert_eq!(head.receipt(op.id), Verdict::Rejected);
    }
    // Nor does a device write what only the server knows, or what follows from a deed.
    for action in [
        AuditAction::Approval,
        AuditAction::SignIn,
        AuditAction::Wipe,
    ] {
        let op = head.make(AuditEvent::KIND, id(51), event(action));
        head.sync(&mut store);
        assert_eq!(head.receipt(op.id), Verdict::Rejected, "{action:?}");
    }
}

#[test]
fn r_277_everybody_reports_what_he_takes_and_those_who_watch_read_it() {
    let mut store = house();
    let mut sales = Device::new(1, id(1));
    for (n, action) in (50..).zip(REPORTED) {
        let op = sales.make(AuditEvent::KIND, id(n), event(action));
        sales.sync(&mut store);
        assert_eq!(sales.receipt(op.id), Verdict::Accepted, "{action:?}");
    }
    let grants = crate::sync::tests::user_fields(
        "系统管理员",
        "SYS_ADMIN",
        crate::domain::organisation::GrantScope::All,
    );
    let user = crate::sync::tests::server_op(4, Kind(2), id(3), grants);
    crate::sync::server::author(&mut store, &[user], crate::sync::tests::NOW).unwrap();
    let mut watch = Device::new(3, id(3));
    let mut colleague = Device::new(2, id(2));
    for device in [&mut watch, &mut colleague] {
        device.sync(&mut store);
    }
    let seen = |device: &Device| device.client.world.of_kind(AuditEvent::KIND).len();
    assert_eq!((seen(&watch), seen(&colleague)), (3, 0));
}
