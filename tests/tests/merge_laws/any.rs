//! Arbitrary values of everything that has canonical bytes.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use shared::access::{Clause, Reach};
use shared::entity::{
    Bucket, Cell, Compartment, Currency, FacetRow, Fact, Hlc, Id, Instant, Item, Kind, Level, OpId,
    Record, ReplicaId, Slot, Value, Version,
};
use shared::sync::op::{Fields, NewItem};
use shared::sync::slice::Slice;
use shared::sync::wire::{Cursor, Fill, Filling, Leave, Request, Response, SentRow};
use shared::sync::{Action, Authority, Op, Reason, Receipt, Seen, Verdict};

pub(crate) fn id() -> impl Strategy<Value = Id> {
    any::<[u8; 16]>().prop_map(Id)
}

fn few_ids() -> impl Strategy<Value = Id> {
    (1u8..6).prop_map(|n| Id([n; 16]))
}

pub(crate) fn op_id() -> impl Strategy<Value = OpId> {
    (any::<u32>(), any::<u32>(), any::<u64>()).prop_map(|(replica, epoch, seq)| OpId {
        replica: ReplicaId(replica),
        epoch,
        seq,
    })
}

fn instant() -> impl Strategy<Value = Instant> {
    (any::<i64>(), "[A-Za-z/]{0,12}", ".{0,12}").prop_map(|(utc_ms, zone, wall)| Instant {
        utc_ms,
        zone,
        wall,
    })
}

/// What a newer peer might write where a value stands: an array with a tag nobody knows.
fn raw() -> impl Strategy<Value = Value> {
    (32u8..=255, 0u8..24).prop_map(|(tag, n)| Value::Raw(vec![0x82, 0x18, tag, n]))
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Empty),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (any::<i64>(), any::<u8>()).prop_map(|(m, s)| Value::Decimal(m, s)),
        (any::<i64>(), "[A-Z]{3}").prop_map(|(minor, code)| {
            let mut letters = [0; 3];
            letters.copy_from_slice(code.as_bytes());
            Value::Money(minor, Currency(letters))
        }),
        any::<i64>().prop_map(Value::Percent),
        any::<i32>().prop_map(Value::Day),
        instant().prop_map(Value::Instant),
        "\\PC{0,16}".prop_map(Value::Text),
        any::<u32>().prop_map(Value::Choice),
        (any::<u16>(), id()).prop_map(|(kind, id)| Value::Ref(Kind(kind), id)),
        (any::<i32>(), any::<i32>(), any::<u32>()).prop_map(|(a, b, c)| Value::Place(a, b, c)),
        vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
        raw(),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::List),
            btree_map(any::<u16>(), inner, 0..4)
                .prop_map(|parts| Value::Group(parts.into_iter().collect())),
        ]
    })
}

pub(crate) fn fields() -> impl Strategy<Value = Fields> {
    btree_map(any::<u16>(), value(), 0..4).prop_map(|fields| fields.into_iter().collect())
}

fn new_item() -> impl Strategy<Value = NewItem> {
    (any::<u16>(), id(), "[a-z0-9]{0,6}", fields()).prop_map(|(field, item, order, fields)| {
        NewItem {
            field,
            item,
            order,
            fields,
        }
    })
}

pub(crate) fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        (fields(), vec(new_item(), 0..3))
            .prop_map(|(fields, items)| Action::Create { fields, items }),
        (fields(), vec(op_id(), 0..3))
            .prop_map(|(fields, resolves)| Action::Set { fields, resolves }),
        (any::<u16>(), value()).prop_map(|(field, value)| Action::Fact { field, value }),
        new_item().prop_map(Action::PutItem),
        (any::<u16>(), id()).prop_map(|(field, item)| Action::RemoveItem { field, item }),
        (
            any::<u16>(),
            any::<u32>(),
            option::of(any::<[u8; 32]>()),
            fields()
        )
            .prop_map(|(transition, from, bound, args)| Action::Step {
                transition,
                from,
                bound,
                args,
            }),
        (any::<u16>(), any::<i64>()).prop_map(|(field, amount)| Action::Reserve { field, amount }),
        (any::<u16>(), any::<u32>(), any::<i64>()).prop_map(|(field, replica, amount)| {
            Action::Grant {
                field,
                replica,
                amount,
            }
        }),
        (32u8..=255, 0u8..24).prop_map(|(tag, n)| Action::Unknown(vec![0x82, 0x18, tag, n])),
    ]
}

prop_compose! {
    pub(crate) fn op()(
        id in op_id(),
        (actor, kind, record) in (few_ids(), any::<u16>(), few_ids()),
        action in action(),
        (server_epoch, seen) in (0u32..3, 0u64..1_000),
        (ms, count) in (0u64..1 << 45, 0u32..5),
        offset_ms in -100i64..100,
        zone in "[A-Z]{0,3}",
        schema in 0u16..3,
        group in option::of(few_ids()),
        blobs in vec(any::<[u8; 32]>(), 0..2),
    ) -> Op {
        Op {
            id,
            actor,
            kind: Kind(kind),
            record,
            action,
            seen: Seen { server_epoch, seq: seen },
            hlc: Hlc { ms, count },
            offset_ms,
            zone,
            schema,
            group,
            blobs,
        }
    }
}

/// Consecutive ops of one replica.
pub(crate) fn slice() -> impl Strategy<Value = Slice> {
    (0u32..9, 0u32..3, 0u64..1 << 40, vec(op(), 0..6)).prop_map(|(replica, epoch, seq, mut ops)| {
        for (op, n) in ops.iter_mut().zip(0..) {
            op.id = OpId {
                replica: ReplicaId(replica),
                epoch,
                seq: seq + n,
            };
        }
        Slice { ops }
    })
}

prop_compose! {
    fn version()(op in op_id(), seq in any::<u64>(), ms in any::<u64>(), count in any::<u32>(), value in value()) -> Version {
        Version { op, seq, hlc: Hlc { ms, count }, value }
    }
}

pub(crate) fn cell() -> impl Strategy<Value = Cell> {
    vec(version(), 0..3).prop_map(|versions| Cell { versions })
}

prop_compose! {
    fn item()(
        order in cell(),
        cells in btree_map(any::<u16>(), cell(), 0..3),
        edits in vec((op_id(), any::<u64>()), 0..3),
        removed in option::of((op_id(), any::<u64>())),
        contested in any::<bool>(),
    ) -> Item {
        Item { order, cells: cells.into_iter().collect(), edits, removed, contested }
    }
}

prop_compose! {
    fn fact()(seq in any::<u64>(), ms in any::<u64>(), count in any::<u32>(), value in value()) -> Fact {
        Fact { seq, hlc: Hlc { ms, count }, value }
    }
}

pub(crate) fn slot() -> impl Strategy<Value = Slot> {
    prop_oneof![
        cell().prop_map(Slot::Cell),
        btree_map(op_id(), fact(), 0..3).prop_map(|facts| Slot::Facts(facts.into_iter().collect())),
        btree_map(id(), item(), 0..3).prop_map(|items| Slot::Items(items.into_iter().collect())),
        // A slot of a newer peer: another length, or another tag.
        Just(Slot::Raw(vec![0x83, 0x01, 0x02, 0x03])),
        (3u8..24).prop_map(|tag| Slot::Raw(vec![0x82, tag, 0x80])),
    ]
}

pub(crate) fn record() -> impl Strategy<Value = Record> {
    (any::<u16>(), id(), btree_map(any::<u16>(), slot(), 0..4)).prop_map(|(kind, id, slots)| {
        Record {
            kind: Kind(kind),
            id,
            slots: slots.into_iter().collect(),
        }
    })
}

pub(crate) fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL.to_vec())
}

pub(crate) fn bucket() -> impl Strategy<Value = Bucket> {
    let compartment = prop::sample::select(Compartment::ALL.to_vec());
    (id(), id(), compartment, level()).prop_map(|(unit, owner, compartment, level)| Bucket {
        unit,
        owner,
        compartment,
        level,
    })
}

pub(crate) fn row() -> impl Strategy<Value = FacetRow> {
    (record(), bucket(), any::<u64>()).prop_map(|(record, bucket, seq)| FacetRow {
        kind: record.kind,
        id: record.id,
        bucket,
        seq,
        slots: record.slots,
    })
}

prop_compose! {
    pub(crate) fn leave()(bucket in bucket(), id in id(), level in level(), seq in any::<u64>()) -> Leave {
        Leave { bucket, id, level, seq }
    }
}

prop_compose! {
    pub(crate) fn reason()(
        code in "[a-z-]{0,12}",
        (rule, field) in (any::<u16>(), any::<u16>()),
        args in vec("\\PC{0,8}", 0..3),
        winner in option::of(op_id()),
    ) -> Reason {
        Reason { code, rule, field, args, winner }
    }
}

prop_compose! {
    pub(crate) fn receipt()(
        op in op_id(),
        verdict in prop::sample::select(Verdict::ALL.to_vec()),
        seq in any::<u64>(),
        reasons in vec(reason(), 0..3),
        relay in option::of(any::<u32>()),
        skew_ms in any::<i64>(),
    ) -> Receipt {
        let authority = relay.map_or(Authority::HeadOffice, Authority::Relay);
        Receipt { op, verdict, seq, reasons, authority, skew_ms }
    }
}

pub(crate) fn cursor() -> impl Strategy<Value = Cursor> {
    let what = prop_oneof![
        any::<u64>().prop_map(Filling::Reach),
        vec(bucket(), 0..3).prop_map(Filling::Buckets),
    ];
    let fill = option::of((what, any::<u64>()).prop_map(|(what, pos)| Fill { what, pos }));
    (any::<u32>(), any::<u64>(), any::<u64>(), fill).prop_map(|(server_epoch, seq, reach, fill)| {
        Cursor {
            server_epoch,
            seq,
            reach,
            fill,
        }
    })
}

prop_compose! {
    pub(crate) fn request()(
        (protocol, epoch, head, device_ms) in (any::<u16>(), any::<u32>(), any::<u64>(), any::<u64>()),
        cursor in cursor(),
        slices in vec(slice(), 0..3),
        (detail, push_only) in (any::<bool>(), any::<bool>()),
    ) -> Request {
        Request { protocol, cursor, device_ms, epoch, head, slices, detail, push_only }
    }
}

prop_compose! {
    pub(crate) fn response()(
        (protocol, server_epoch, now_ms, watermark) in (any::<u16>(), any::<u32>(), any::<u64>(), any::<u64>()),
        replica in any::<u32>(),
        progress in vec((any::<u32>(), any::<u64>()), 0..3),
        (alarms, drops) in (vec(op_id(), 0..3), vec(bucket(), 0..3)),
        rows in vec((row(), 0u8..4).prop_map(|(row, via)| SentRow { row, via }), 0..3),
        (leaves, receipts) in (vec(leave(), 0..3), vec(receipt(), 0..3)),
        cursor in cursor(),
        (reset, more, sum) in (any::<bool>(), any::<bool>(), option::of(any::<u128>())),
        hashes in vec((bucket(), any::<u128>()), 0..3),
    ) -> Response {
        Response {
            protocol,
            replica,
            server_epoch,
            now_ms,
            progress,
            watermark,
            alarms,
            reset,
            drops,
            rows,
            leaves,
            receipts,
            cursor,
            more,
            sum,
            hashes,
        }
    }
}

pub(crate) fn reach() -> impl Strategy<Value = Reach> {
    let clause = (
        option::of(id()),
        option::of(id()),
        prop::sample::select(Compartment::ALL.to_vec()),
        level(),
    )
        .prop_map(|(unit, owner, compartment, level)| Clause {
            unit,
            owner,
            compartment,
            level,
        });
    vec(clause, 0..4).prop_map(Reach)
}
