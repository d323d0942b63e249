//! Slices: delta coding gives the ops back as they were; what follows is refused, not guessed; and
//! a field edit is small (design §11); and the server takes each op in once, however often it comes.

use std::io::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use shared::domain::organisation::{GrantScope, User, grant};
use shared::domain::probe::Probe;
use shared::entity::{Canonical, Entity, Hlc, Id, Kind, OpId, ReplicaId, Value};
use shared::sync::server::{MemoryStore, Session, author, sync};
use shared::sync::slice::Slice;
use shared::sync::wire::Request;
use shared::sync::{Action, Op, Seen};

use crate::any;
use crate::scene::{op, set};

proptest! {
    #[test]
    fn delta_coding_gives_the_ops_back(slice in any::slice()) {
        let back = Slice::from_bytes(&slice.to_bytes()).unwrap();
        prop_assert_eq!(back, slice);
    }

    /// One changed byte anywhere is noticed.
    #[test]
    fn a_damaged_slice_is_refused(slice in any::slice(), at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let mut bytes = slice.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let read = Slice::from_bytes(&bytes);
        // Another way to write the same number is the same slice.
        prop_assert!(read.is_err() || read == Ok(slice));
    }

    /// V2: a slice that comes again, whole or from its beginning, changes nothing.
    #[test]
    fn what_comes_twice_counts_once(
        actions in vec(any::<u32>(), 1..8),
        again in vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut store = store();
        let session = Session { replica: ReplicaId(1), user: Id([1; 16]), may_read: true };
        let mut ops = vec![op(1, 1, 0, 5, Action::Create { fields: vec![(Probe::NAME, Value::Text("甲".into()))], items: Vec::new() })];
        ops.extend((2..).zip(&actions).map(|(seq, n)| op(1, seq, 0, 5, match n % 3 {
            0 => set(Probe::NAME, Value::Int((*n).into())),
            1 => set(Probe::QTY, Value::Decimal((*n).into(), 0)),
            _ => Action::Fact { field: Probe::NOTES, value: Value::Int((*n).into()) },
        })));
        send(&mut store, session, &ops);
        let state = |store: &MemoryStore| {
            let rows: Vec<_> = store.all_rows().cloned().collect();
            let receipts: Vec<_> = store.all_ops().map(|(id, _, receipt)| (*id, receipt.clone())).collect();
            (rows, receipts)
        };
        let before = state(&store);
        for upto in again {
            let upto = upto.index(ops.len()) + 1;
            send(&mut store, session, &ops[..upto]);
        }
        prop_assert_eq!(state(&store), before);
    }
}

fn store() -> MemoryStore {
    let mut store = MemoryStore::new();
    let grants = Value::List(vec![grant(
        "GM",
        GrantScope::All,
        Id::NIL,
        (i32::MIN, i32::MAX),
    )]);
    let mut user = op(
        0,
        1,
        0,
        5,
        Action::Create {
            fields: vec![(User::GRANTS, grants)],
            items: Vec::new(),
        },
    );
    (user.kind, user.record) = (User::KIND, Id([1; 16]));
    author(&mut store, &[user], 10).unwrap();
    store
}

fn send(store: &mut MemoryStore, session: Session, ops: &[Op]) {
    let request = Request {
        slices: vec![Slice { ops: ops.to_vec() }],
        ..Request::default()
    };
    sync(store, session, &request, 10).unwrap();
}

/// Four to eight characters, as people type them into a field.
const TYPED: [&str; 10] = [
    "Bologna",
    "Lumen",
    "Via Roma",
    "8888666",
    "Mr Weber",
    "佛山灯饰",
    "明庭照明",
    "A-2206",
    "Shenzhen",
    "Marco B.",
];

/// Two hundred edits of one field on two hundred records, made in the course of a day.
fn edits(stride_ms: u64) -> Slice {
    let mut state = 7u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 11
    };
    let ops = (0..200u64)
        .map(|n| {
            let mut tail = [0; 10];
            tail[..8].copy_from_slice(&random().to_be_bytes());
            tail[7] = (random() & 0xff) as u8;
            tail[8] = (random() & 0xff) as u8;
            tail[0] = (random() & 0xff) as u8;
            let made = 1_789_000_000_000 + random() % 400_000_000;
            let text = TYPED[(random() % 10) as usize];
            Op {
                id: OpId {
                    replica: ReplicaId(12),
                    epoch: 1,
                    seq: 400 + n,
                },
                actor: Id([3; 16]),
                kind: Kind(9),
                record: Id::v7(made, tail),
                action: set(19, Value::Text(text.into())),
                seen: Seen {
                    server_epoch: 1,
                    seq: 51_234,
                },
                hlc: Hlc {
                    ms: 1_790_000_000_000 + n * stride_ms + random() % stride_ms,
                    count: 0,
                },
                offset_ms: -340,
                zone: "Asia/Shanghai".into(),
                schema: 1,
                group: None,
                blobs: Vec::new(),
            }
        })
        .collect();
    Slice { ops }
}

#[test]
fn one_field_edit_on_the_wire_is_small() {
    let slice = edits(20_000);
    let bytes = slice.to_bytes();
    assert_eq!(Slice::from_bytes(&bytes).unwrap(), slice);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&bytes).unwrap();
    let packed = gzip.finish().unwrap().len();
    let per_edit = packed as f64 / 200.0;
    println!(
        "one field edit on the wire: {per_edit:.1} bytes after gzip ({:.1} before), record id included",
        bytes.len() as f64 / 200.0
    );
    assert!(per_edit <= 36.0, "{per_edit}");
}
