//! Every schema and every wire form, written down: a changed number, key, level, merge rule or byte
//! shows in review. `UPDATE_GOLDEN=1 cargo test -p tests --test schema_golden` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use shared::domain::REGISTRY;
use shared::domain::probe::Probe;
use shared::entity::{
    Bucket, Canonical, Compartment, Currency, Entity, EntitySchema, FacetRow, FieldKind, FieldSpec,
    Hlc, Id, Instant, Kind, Level, OpId, Record, ReplicaId, StateTable, Value, Version,
};
use shared::sync::op::NewItem;
use shared::sync::slice::Slice;
use shared::sync::wire::{Cursor, Request, Response, SentRow, via};
use shared::sync::{Action, Authority, Op, Reason, Receipt, Seen, Verdict};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// Compares a text with its golden file, or writes it.
fn golden(name: &str, text: &str) {
    let path = folder().join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let written =
            fs::create_dir_all(folder().join("schema")).and_then(|()| fs::write(&path, text));
        assert!(written.is_ok(), "{}: {written:?}", path.display());
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{name} changed. If this is meant, write it anew with UPDATE_GOLDEN=1 and say so in the \
         commit.\n--- kept\n{kept}\n--- now\n{text}"
    );
}

#[test]
fn every_schema_is_as_written_down() {
    let mut names = Vec::new();
    for entry in REGISTRY {
        let name = format!("schema/{}.txt", entry.schema.key);
        let mut text = dump(entry.schema);
        for (n, binding) in entry.binds.iter().enumerate() {
            let _ = writeln!(text, "binds {n}: fields {:?}", binding.fields);
        }
        golden(&name, &text);
        names.push(format!("{}.txt", entry.schema.key));
    }
    let kept = fs::read_dir(folder().join("schema")).unwrap();
    for file in kept {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&name), "{name} is of no entity any more");
    }
}

fn dump(schema: &EntitySchema) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} kind {}", schema.key, schema.kind.0);
    let _ = writeln!(
        out,
        "compartment {:?}, level {:?}, prefix {:?}, owner {:?}, home {:?}, title {}",
        schema.compartment, schema.level, schema.prefix, schema.owner, schema.home, schema.title
    );
    for no in 1..16 {
        if let Some(spec) = schema.field(no) {
            field(&mut out, spec, 0);
        }
    }
    for spec in schema.fields {
        field(&mut out, spec, 0);
    }
    if let Some(table) = schema.states {
        states(&mut out, table);
    }
    out
}

fn field(out: &mut String, spec: &FieldSpec, depth: usize) {
    let flags = [
        (spec.flags.critical, "critical"),
        (spec.flags.search, "search"),
        (spec.flags.listed, "listed"),
        (spec.flags.indexed, "indexed"),
        (spec.flags.personal, "personal"),
    ];
    let flags: Vec<&str> = flags
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, name)| *name)
        .collect();
    let _ = writeln!(
        out,
        "{:indent$}{:>4} {}: {} {:?} {:?} {:?} [{}]",
        "",
        spec.no,
        spec.key,
        kind(&spec.kind),
        spec.merge,
        spec.need,
        spec.level,
        flags.join(" "),
        indent = depth * 4
    );
    parts(out, &spec.kind, depth + 1);
}

fn parts(out: &mut String, kind: &FieldKind, depth: usize) {
    match kind {
        FieldKind::Group(specs) | FieldKind::Items(specs) => {
            for spec in *specs {
                field(out, spec, depth);
            }
        }
        FieldKind::List(inner) => parts(out, inner, depth),
        _ => {}
    }
}

fn kind(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Choice(choice) => {
            let values: Vec<String> = choice
                .values
                .iter()
                .map(|value| format!("{}={}", value.no, value.key))
                .collect();
            format!("choice {} ({})", choice.key, values.join(" "))
        }
        FieldKind::Ref(Kind(0)) => "reference to any".into(),
        FieldKind::Ref(to) => format!("reference to kind {}", to.0),
        FieldKind::List(inner) => format!("list of {}", self::kind(inner)),
        FieldKind::Group(_) => "group".into(),
        FieldKind::Items(_) => "items".into(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn states(out: &mut String, table: &StateTable) {
    let values: Vec<String> = table
        .states
        .values
        .iter()
        .map(|value| format!("{}={}", value.no, value.key))
        .collect();
    let _ = writeln!(
        out,
        "states {} ({}), first {}",
        table.states.key,
        values.join(" "),
        table.first
    );
    for arrow in table.transitions {
        let _ = writeln!(
            out,
            "{:>4} {}: {:?} → {} by {:?}, args {:?}, needs {:?}",
            arrow.no, arrow.key, arrow.from, arrow.to, arrow.who, arrow.args, arrow.needs
        );
    }
}

fn op(seq: u64, action: Action) -> Op {
    Op {
        id: OpId {
            replica: ReplicaId(7),
            epoch: 1,
            seq,
        },
        actor: Id([1; 16]),
        kind: Probe::KIND,
        record: Id([2; 16]),
        action,
        seen: Seen {
            server_epoch: 1,
            seq: 41,
        },
        hlc: Hlc {
            ms: 1_790_000_000_000 + seq * 1_000,
            count: 0,
        },
        offset_ms: -250,
        zone: "Asia/Shanghai".into(),
        schema: 1,
        group: (seq > 5).then_some(Id([6; 16])),
        blobs: if seq == 1 { vec![[5; 32]] } else { Vec::new() },
    }
}

fn actions() -> Vec<(&'static str, Action)> {
    let item = NewItem {
        field: Probe::LINES,
        item: Id([4; 16]),
        order: "a0".into(),
        fields: vec![(1, Value::Text("灯".into())), (2, Value::Decimal(125, 1))],
    };
    let winner = OpId {
        replica: ReplicaId(3),
        epoch: 1,
        seq: 9,
    };
    vec![
        (
            "create",
            Action::Create {
                fields: every_value(),
                items: vec![item.clone()],
            },
        ),
        (
            "set",
            Action::Set {
                fields: vec![(Probe::NAME, Value::Text("明庭".into()))],
                resolves: Vec::new(),
            },
        ),
        (
            "set, resolving",
            Action::Set {
                fields: vec![(Probe::QTY, Value::Decimal(12, 0))],
                resolves: vec![winner],
            },
        ),
        (
            "fact",
            Action::Fact {
                field: Probe::NOTES,
                value: Value::Text("记".into()),
            },
        ),
        ("put item", Action::PutItem(item)),
        (
            "remove item",
            Action::RemoveItem {
                field: Probe::LINES,
                item: Id([4; 16]),
            },
        ),
        (
            "step",
            Action::Step {
                transition: 17,
                from: 2,
                bound: Some([8; 32]),
                args: vec![(Probe::OPINION, Value::Text("同意".into()))],
            },
        ),
        (
            "reserve",
            Action::Reserve {
                field: Probe::STOCK,
                amount: 3,
            },
        ),
        (
            "grant",
            Action::Grant {
                field: Probe::STOCK,
                replica: 7,
                amount: 12,
            },
        ),
        ("unknown", Action::Unknown(vec![0x82, 0x18, 0x63, 0x01])),
    ]
}

fn every_value() -> Vec<(u16, Value)> {
    let values = [
        Value::Empty,
        Value::Bool(true),
        Value::Int(-5),
        Value::Decimal(125, 1),
        Value::Money(99_900, Currency(*b"CNY")),
        Value::Percent(250),
        Value::Day(20_745),
        Value::Instant(Instant {
            utc_ms: 1_790_000_000_000,
            zone: "Asia/Shanghai".into(),
            wall: "2026-09-21 22:13".into(),
        }),
        Value::Text("灯 lamp".into()),
        Value::Choice(3),
        Value::Ref(Kind(2), Id([1; 16])),
        Value::List(vec![Value::Text("a".into()), Value::Empty]),
        Value::Group(vec![(1, Value::Bool(false)), (2, Value::Text("v1".into()))]),
        Value::Place(312_304_160, 1_214_737_010, 12),
        Value::Bytes(vec![0xde, 0xad]),
        Value::Raw(vec![0x82, 0x18, 0x40, 0x01]),
    ];
    (16..).zip(values).collect()
}

fn row() -> FacetRow {
    let version = |value: Value| Version {
        op: OpId {
            replica: ReplicaId(7),
            epoch: 1,
            seq: 1,
        },
        seq: 42,
        hlc: Hlc {
            ms: 1_790_000_001_000,
            count: 2,
        },
        value,
    };
    let mut record = Record::new(Probe::KIND, Id([2; 16]));
    record.put(Probe::NAME, version(Value::Text("明庭".into())));
    record.put(Probe::QTY, version(Value::Decimal(12, 0)));
    FacetRow {
        kind: record.kind,
        id: record.id,
        bucket: Bucket {
            unit: Id([0xa1; 16]),
            owner: Id([1; 16]),
            compartment: Compartment::Customer,
            level: Level::L2,
        },
        seq: 42,
        slots: record.slots,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn every_wire_form_is_as_written_down() {
    let mut out = String::new();
    let mut ops = Vec::new();
    for ((name, action), seq) in actions().into_iter().zip(1..) {
        let op = op(seq, action);
        let _ = writeln!(out, "{name}: {}", hex(&op.to_bytes()));
        let _ = writeln!(out, "{name}, hash: {}", hex(&op.hash()));
        assert_eq!(Op::from_bytes(&op.to_bytes()).as_ref(), Ok(&op), "{name}");
        ops.push(op);
    }
    let receipt = Receipt {
        op: ops[5].id,
        verdict: Verdict::NeedsReview,
        seq: 43,
        reasons: vec![
            Reason::of_rule(284, "decided-already")
                .at(6)
                .won_by(Some(ops[0].id)),
        ],
        authority: Authority::HeadOffice,
        skew_ms: 130_000,
    };
    let row = row();
    let slice = Slice { ops };
    let request = Request {
        protocol: 1,
        device_ms: 1_790_000_009_000,
        epoch: 1,
        head: 10,
        slices: vec![slice.clone()],
        ..Request::default()
    };
    let response = Response {
        protocol: 1,
        replica: 7,
        server_epoch: 1,
        now_ms: 1_790_000_009_100,
        progress: vec![(1, 10)],
        watermark: 40,
        rows: vec![SentRow {
            row: row.clone(),
            via: via::HOME,
        }],
        receipts: vec![receipt.clone()],
        cursor: Cursor {
            server_epoch: 1,
            seq: 43,
            reach: 77,
            fill: None,
        },
        sum: Some(5),
        ..Response::default()
    };
    let forms: BTreeMap<&str, Vec<u8>> = BTreeMap::from([
        ("row", row.to_bytes()),
        ("receipt", receipt.to_bytes()),
        ("slice", slice.to_bytes()),
        ("request", request.to_bytes()),
        ("response", response.to_bytes()),
    ]);
    for (name, bytes) in forms {
        let _ = writeln!(out, "{name}: {}", hex(&bytes));
    }
    let _ = writeln!(out, "row, hash: {:032x}", row.hash());
    golden("wire.txt", &out);
}
