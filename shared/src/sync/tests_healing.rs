//! What heals: devices thrown back in time, servers come back from a backup, late copies, journals
//! that outlive their database. One test per promise; the simulator runs them all at once.

use super::client::{Client, Commit, Effect, Entry, Event, Marks};
use super::op::{Fields, Op};
use super::server::{MemoryStore, Session, Store, author, sync};
use super::slice::{MAX_GROUP, MAX_OPS, Slice};
use super::tests::{Device, NOW, house, id, lead, server_op, set, user_fields};
use super::wire::Request;
use super::{Action, Verdict};
use crate::access;
use crate::domain::customers::{Contact, Customer};
use crate::domain::exhibitions::BoothLead;
use crate::domain::history;
use crate::domain::organisation::{GrantScope, User, UserStatus};
use crate::domain::probe::Probe;
use crate::entity::{Canonical, Entity, Id, Kind, OpId, Record, ReplicaId, Value, common};

fn note(text: &str) -> Action {
    Action::Fact {
        field: Probe::NOTES,
        value: Value::Text(text.into()),
    }
}

fn notes(store: &MemoryStore) -> usize {
    let rows = store.facets(id(60)).unwrap();
    Record::from_facets(rows)
        .unwrap()
        .facts(Probe::NOTES)
        .count()
}

/// A device whose user owns a probe that the server knows.
fn with_probe() -> (MemoryStore, Device) {
    let (mut store, mut device) = (house(), Device::new(1, id(1)));
    let owner: Fields = vec![(Probe::OWNER, Value::Ref(Kind(2), id(1)))];
    author(
        &mut store,
        &[server_op(90, Probe::KIND, id(60), owner)],
        NOW,
    )
    .unwrap();
    device.sync(&mut store);
    (store, device)
}

/// The same device as it was: what it kept then, as its storage would give it back.
fn thrown_back(device: &Device) -> Client {
    let kept: Vec<Entry> = device.client.outbox().cloned().collect();
    let head = kept.iter().map(|entry| entry.op.id.seq).max().unwrap_or(0);
    let rows: Vec<_> = device.client.world.rows().collect();
    let marks = device.client.marks().clone();
    Client::open(
        ReplicaId(1),
        id(1),
        device.client.epoch(),
        head,
        marks,
        &rows,
        kept,
    )
}

#[test]
fn a_device_thrown_back_in_time_uses_no_number_twice_and_loses_nothing() {
    let (mut store, mut device) = with_probe();
    let earlier = thrown_back(&device);
    device.make(Probe::KIND, id(60), note("one"));
    device.make(Probe::KIND, id(60), note("two"));
    device.sync(&mut store);
    // Everything on the device goes back; the next ops get numbers that are taken.
    device.client = earlier;
    device.rewind(0);
    let again = device.make(Probe::KIND, id(60), note("three"));
    assert_eq!(again.id.seq, 1);
    device.sync(&mut store);
    assert_eq!(device.client.epoch(), 2);
    assert_eq!(notes(&store), 3);
    assert_eq!(device.client.unsynced(), 0);
}

#[test]
fn an_op_sent_again_under_a_new_number_takes_effect_once() {
    let (mut store, mut device) = with_probe();
    device.make(Probe::KIND, id(60), note("one"));
    let queued = thrown_back(&device);
    device.sync(&mut store);
    device.make(Probe::KIND, id(60), note("two"));
    device.sync(&mut store);
    // Back to when "one" was still waiting; its number is told apart from the one that follows.
    device.client = queued;
    device.rewind(1);
    device.make(Probe::KIND, id(60), note("three"));
    device.sync(&mut store);
    // And once more, to before that new epoch.
    let mut copy = Device::new(1, id(1));
    copy.make(Probe::KIND, id(60), note("four"));
    copy.sync(&mut store);
    assert_eq!(notes(&store), 4);
    for (op, _, receipt) in store.all_ops() {
        assert_eq!(receipt.op, *op);
    }
}

#[test]
fn a_late_copy_of_an_old_request_is_not_taken_after_the_epoch_is_over() {
    let (mut store, mut device) = with_probe();
    let session = Session {
        replica: ReplicaId(1),
        user: id(1),
        may_read: true,
    };
    let mut late = device.op(Probe::KIND, id(60), note("late"));
    let mut renumbered = late.clone();
    (renumbered.id.epoch, renumbered.id.seq) = (2, 1);
    let request = |op: &Op| Request {
        slices: vec![Slice {
            ops: vec![op.clone()],
        }],
        ..Request::default()
    };
    sync(&mut store, session, &request(&renumbered), NOW).unwrap();
    sync(&mut store, session, &request(&late), NOW).unwrap();
    assert_eq!(notes(&store), 1);
    assert!(store.receipt(late.id).unwrap().is_none());
    // The other way round: the copy came first, its twin has a receipt and no effect of its own.
    (late.id.replica, renumbered.id.replica) = (ReplicaId(2), ReplicaId(2));
    let session = Session {
        replica: ReplicaId(2),
        ..session
    };
    sync(&mut store, session, &request(&late), NOW).unwrap();
    sync(&mut store, session, &request(&renumbered), NOW).unwrap();
    assert_eq!(notes(&store), 2);
    let (_, receipt) = store.receipt(renumbered.id).unwrap().unwrap();
    assert_eq!(
        (receipt.verdict, receipt.reasons[0].winner),
        (Verdict::Accepted, Some(late.id))
    );
}

#[test]
fn a_server_back_from_its_backup_gets_everything_again() {
    let (mut store, mut device) = with_probe();
    device.make(Probe::KIND, id(60), note("in the backup"));
    device.sync(&mut store);
    let backup = store.backup();
    let lost = device.make(Probe::KIND, id(60), note("after it"));
    device.sync(&mut store);
    assert!(device.client.outbox().any(|entry| entry.op.id == lost.id));
    store.restore(&backup, 2);
    assert_eq!(notes(&store), 1);
    // The page that says so is stored; then the app is killed. The op must still wait.
    let mut requeued = Vec::new();
    device.take_with(Event::Wake, &mut store, &mut |commit: &Commit| {
        requeued.extend(commit.requeue.clone());
    });
    assert_eq!(requeued, [lost.id]);
    device.sync(&mut store);
    assert_eq!(notes(&store), 2);
}

#[test]
fn holes_that_nobody_can_fill_do_not_stop_the_queue() {
    let (mut store, mut device) = with_probe();
    let old = store.backup();
    device.make(Probe::KIND, id(60), note("forgotten"));
    device.sync(&mut store);
    store.backup();
    device.sync(&mut store);
    assert_eq!(device.client.outbox().count(), 0);
    // The newest backup turns out to be unreadable.
    store.restore(&old, 2);
    device.make(Probe::KIND, id(60), note("next"));
    device.sync(&mut store);
    assert_eq!((device.client.epoch(), device.client.unsynced()), (2, 0));
    assert_eq!(notes(&store), 1);
}

#[test]
fn a_journal_that_outlives_its_database_gets_its_answers_again() {
    let (mut store, mut device) = with_probe();
    let op = device.make(Probe::KIND, id(60), note("one"));
    device.sync(&mut store);
    // The op comes back from the journal as if unanswered, while the cursor has passed its receipt.
    let rows: Vec<_> = device.client.world.rows().collect();
    let marks: Marks = device.client.marks().clone();
    let kept = vec![Entry::queued(op)];
    device.client = Client::open(ReplicaId(1), id(1), 1, 1, marks, &rows, kept);
    device.sync(&mut store);
    assert_eq!(device.client.unsynced(), 0);
    assert_eq!((notes(&store), device.client.epoch()), (1, 1));
}

/// The answers come again in the very words that say a number was used twice.
#[test]
fn an_answer_set_aside_for_a_new_epoch_is_asked_for_again() {
    let (mut store, mut device) = with_probe();
    let one = device.make(Probe::KIND, id(60), note("one"));
    let queued: Vec<Entry> = device.client.outbox().cloned().collect();
    device.sync(&mut store);
    device.make(Probe::KIND, id(60), note("two"));
    device.sync(&mut store);
    // The journal remembers the first op alone; the database has read on.
    let rows: Vec<_> = device.client.world.rows().collect();
    let marks = device.client.marks().clone();
    device.client = Client::open(ReplicaId(1), id(1), 1, 1, marks, &rows, queued);
    device.rewind(1);
    let three = device.make(Probe::KIND, id(60), note("three"));
    assert_eq!(three.id.seq, 2);
    device.sync(&mut store);
    assert_eq!(device.client.epoch(), 2);
    device.sync(&mut store);
    assert_eq!(device.receipt(one.id), Verdict::Accepted);
    assert_eq!(device.client.unsynced(), 0);
    assert_eq!(notes(&store), 3);
}

#[test]
fn a_group_is_never_torn_between_two_slices() {
    let (_, mut device) = with_probe();
    let mut ops: Vec<Op> = (0..MAX_OPS + 20)
        .map(|n| device.op(Probe::KIND, id(60), note(&n.to_string())))
        .collect();
    for op in &mut ops[MAX_OPS - 10..MAX_OPS + 10] {
        op.group = Some(id(77));
    }
    let mut sent = None;
    for effect in device.client.step(Event::Made(ops), NOW, 7) {
        if let Effect::Send(request) = effect {
            sent = Some(Request::from_bytes(&request.to_bytes()).unwrap());
        }
    }
    let lengths: Vec<usize> = sent.unwrap().slices.iter().map(|s| s.ops.len()).collect();
    assert_eq!(lengths, [MAX_OPS - 10, 30]);
}

/// A device whose journal has a group under its first numbers and whose database has it under those
/// of a new epoch.
fn with_a_group_twice(mut device: Device, numbers: [u64; 2]) -> Device {
    let mut ops = numbers.map(|seq| {
        device.rewind(seq - 1);
        device.op(Probe::KIND, id(60), note(&seq.to_string()))
    });
    let mut kept = Vec::new();
    for epoch in [1, 2] {
        for op in &mut ops {
            (op.group, op.id.epoch) = (Some(id(77)), epoch);
            kept.push(Entry::queued(op.clone()));
        }
    }
    let rows: Vec<_> = device.client.world.rows().collect();
    let marks = device.client.marks().clone();
    device.client = Client::open(ReplicaId(1), id(1), 2, numbers[1], marks, &rows, kept);
    device
}

#[test]
fn a_group_kept_under_two_numbers_is_answered_under_both() {
    let (mut store, device) = with_probe();
    let mut device = with_a_group_twice(device, [1, 2]);
    device.sync(&mut store);
    assert_eq!((device.client.unsynced(), notes(&store)), (0, 2));
    let progress = store.progress_of(ReplicaId(1)).unwrap();
    assert_eq!(progress, [(1, 2), (2, 2)]);
}

#[test]
fn a_group_kept_twice_and_numbered_anew_takes_effect_once() {
    let (mut store, device) = with_probe();
    // What came before it is lost on both sides: all of it gets new numbers, side by side.
    let mut device = with_a_group_twice(device, [6, 7]);
    device.sync(&mut store);
    assert_eq!((device.client.unsynced(), notes(&store)), (0, 2));
    let progress = store.progress_of(ReplicaId(1)).unwrap();
    assert_eq!(progress, [(3, 4)]);
}

#[test]
fn copies_of_a_long_group_make_no_slice_that_is_refused() {
    let (_, mut device) = with_probe();
    // About a record that is not here, for what is shown does not matter.
    let mut ops: Vec<Op> = (0..MAX_GROUP + 3)
        .map(|n| device.op(Probe::KIND, id(61), note(&n.to_string())))
        .collect();
    for op in &mut ops {
        op.group = Some(id(77));
    }
    let mut lengths = Vec::new();
    for effect in device.client.step(Event::Made(ops), NOW, 7) {
        if let Effect::Send(request) = effect {
            let sent = Request::from_bytes(&request.to_bytes()).unwrap();
            lengths.extend(sent.slices.iter().map(|slice| slice.ops.len()));
        }
    }
    assert_eq!(lengths, [MAX_GROUP, 3]);
}

#[test]
fn a_device_that_may_only_push_is_answered_and_forgets() {
    let (mut store, mut device) = with_probe();
    device.client.set_may_read(false);
    let made = device.make(BoothLead::KIND, id(50), lead(id(1), "Marco", "111"));
    device.sync(&mut store);
    assert_eq!(device.receipt(made.id), Verdict::Accepted);
    store.backup();
    device.sync(&mut store);
    assert_eq!(device.client.outbox().count(), 0);
}

#[test]
fn what_lives_with_a_record_moves_there_even_if_it_came_first() {
    let (mut store, mut device) = with_probe();
    let customer = Value::Ref(Customer::KIND, id(20));
    let fields = vec![(Contact::CUSTOMER, customer)];
    let items = Vec::new();
    device.make(Contact::KIND, id(21), Action::Create { fields, items });
    device.sync(&mut store);
    let owner = vec![(Customer::OWNER, Value::Ref(Kind(2), id(2)))];
    author(
        &mut store,
        &[server_op(91, Customer::KIND, id(20), owner)],
        NOW,
    )
    .unwrap();
    let home = |record: Id| store.facets(record).unwrap()[0].bucket;
    assert_eq!(home(id(21)), home(id(20)));
    let rows = store.facets(id(21)).unwrap();
    let contact = Record::from_facets(rows).unwrap();
    let look = super::server::StoreLook::new(&store);
    assert_eq!(access::home(&look, &contact).1, id(2));
}

#[test]
fn every_value_that_gave_way_is_in_the_history() {
    let (mut store, mut device) = with_probe();
    let mut other = Device::new(2, id(2));
    other.sync(&mut store);
    device.make(Probe::KIND, id(60), set(Probe::QTY, Value::Decimal(1, 0)));
    other.make(Probe::KIND, id(60), set(Probe::QTY, Value::Decimal(2, 0)));
    device.sync(&mut store);
    other.sync(&mut store);
    let record = other.client.world.get(id(60)).unwrap();
    let both: Vec<OpId> = record
        .cell(Probe::QTY)
        .unwrap()
        .versions
        .iter()
        .map(|v| v.op)
        .collect();
    assert_eq!(both.len(), 2);
    let fields = vec![(Probe::QTY, Value::Decimal(3, 0))];
    let resolves = both;
    other.make(Probe::KIND, id(60), Action::Set { fields, resolves });
    let step = Action::Step {
        transition: 16,
        from: 1,
        bound: None,
        args: Vec::new(),
    };
    other.make(Probe::KIND, id(60), step);
    other.sync(&mut store);
    let old: Vec<(Value, Value)> = store
        .all_rows()
        .filter(|row| (21..=24).contains(&row.kind.0))
        .filter_map(|row| Record::from_facets([row.clone()]))
        .map(|r| {
            (
                r.get(history::FIELD).cloned().unwrap(),
                r.get(history::OLD).cloned().unwrap(),
            )
        })
        .collect();
    for lost in [1, 2] {
        let qty = Value::Int(Probe::QTY.into());
        assert!(old.contains(&(qty, Value::Decimal(lost, 0))), "{old:?}");
    }
    assert!(old.contains(&(Value::Int(common::STATE.into()), Value::Int(1))));
}

#[test]
fn an_answer_under_another_credential_is_not_believed() {
    let (mut store, mut device) = with_probe();
    let op = device.op(Probe::KIND, id(60), note("one"));
    let session = Session {
        replica: ReplicaId(2),
        user: id(2),
        may_read: true,
    };
    let mut answers = Vec::new();
    for effect in device.client.step(Event::Made(vec![op]), NOW, 7) {
        if let Effect::Send(request) = effect {
            answers.push(sync(&mut store, session, &request, NOW).unwrap());
        }
    }
    assert_eq!(notes(&store), 0);
    for answer in answers {
        device.take(Event::Answer(Box::new(answer)));
    }
    assert_eq!((device.client.epoch(), device.client.unsynced()), (1, 1));
    assert!(device.client.next_try().is_some());
}

#[test]
fn an_answer_of_the_servers_earlier_life_forgets_nothing() {
    let (mut store, mut device) = with_probe();
    let before = store.backup();
    let op = device.make(Probe::KIND, id(60), note("one"));
    device.sync(&mut store);
    assert_eq!(device.receipt(op.id), Verdict::Accepted);
    // The server comes back without it, and its author's account is disabled there.
    store.restore(&before, 2);
    let mut disable = server_op(92, User::KIND, id(1), Vec::new());
    disable.action = set(User::STATUS, Value::Choice(UserStatus::Disabled.no()));
    author(&mut store, &[disable], NOW).unwrap();
    store.backup();
    let session = Session {
        replica: ReplicaId(1),
        user: id(1),
        may_read: true,
    };
    // The page that says so is not stored; the op goes out again, and fares otherwise.
    for stored in [Event::NotCommitted, Event::Committed] {
        device.now += 600_000;
        for effect in device.client.step(Event::Wake, device.now, 7) {
            if let Effect::Send(request) = effect {
                let answer = sync(&mut store, session, &request, device.now).unwrap();
                let answer = Event::Answer(Box::new(answer));
                device.client.step(answer, device.now, 7);
            }
        }
        device.client.step(stored, device.now, 7);
    }
    assert_eq!(device.receipt(op.id), Verdict::Quarantined);
}

#[test]
fn lending_less_deep_takes_back_only_what_lies_deeper() {
    let mut store = house();
    let driver = user_fields("何司机", "DRIVER", GrantScope::Own);
    let fields = vec![
        (Probe::NAME, Value::Text("name".into())),
        (Probe::SECRET, Value::Text("secret".into())),
    ];
    let lend = |seq: u64, level: i64| {
        let to = Value::Ref(User::KIND, id(3));
        let value = Value::Group(vec![(1, to), (2, Value::Int(level))]);
        let mut op = server_op(seq, Probe::KIND, id(60), Vec::new());
        op.action = Action::Fact {
            field: common::SHARES,
            value,
        };
        op
    };
    let ops = [
        server_op(90, User::KIND, id(3), driver),
        server_op(91, Probe::KIND, id(60), fields),
        lend(92, 3),
    ];
    author(&mut store, &ops, NOW).unwrap();
    let mut device = Device::new(3, id(3));
    let sees = |device: &Device, no: u16| {
        let record = device.client.world.get(id(60));
        record.is_some_and(|record| record.get(no).is_some())
    };
    device.sync(&mut store);
    assert!(sees(&device, Probe::NAME) && sees(&device, Probe::SECRET));
    author(&mut store, &[lend(93, 2)], NOW).unwrap();
    // One exchange: a later one would find that something is missing, and fetch it anew.
    device.take_with(Event::Wake, &mut store, &mut |_| {});
    assert!(sees(&device, Probe::NAME) && !sees(&device, Probe::SECRET));
}
