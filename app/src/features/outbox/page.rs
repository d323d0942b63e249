//! 待处理 at work: conflicts of records I own, ops that came back, ops that wait.

use super::view::{ConflictCase, OutboxModel, OutboxView, ReturnedCase, WaitingLine};
use crate::features::customers::open_pairs;
use crate::features::device::health;
use crate::features::places;
use crate::i18n::tr;
use crate::record::{field_label, moment, record_title, value_words, why};
use crate::replica::{Act, Replica};
use crate::shell::use_router;
use crate::ui::{Glyph, Side, SyncState, Toaster};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain;
use shared::entity::{Id, OpId};
use shared::sync::client::{Entry, SyncWord};
use shared::sync::{Action, Verdict};

/// The page.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let router = use_router();
    let outbox = replica.outbox();
    let conflicts = replica.conflicts();
    let choose = move |(key, place): (String, usize)| {
        let Some((id, no)) = parse(&key) else { return };
        let Some(record) = replica.world(|world| world.get(id).cloned()) else {
            return;
        };
        let versions = record
            .cell(no)
            .map(|cell| cell.versions.clone())
            .unwrap_or_default();
        let Some(chosen) = versions.get(place) else {
            return;
        };
        let resolves = versions.iter().map(|version| version.op).collect();
        let act = Act::resolve(record.kind, id, vec![(no, chosen.value.clone())], resolves);
        spawn_local(async move {
            if let Err(error) = replica.act(replica.seen(), vec![act]).await {
                toaster.say(error.to_string());
            }
        });
    };
    let find = move |key: &str| {
        outbox
            .get_untracked()
            .iter()
            .find(|entry| op_key(entry.op.id) == key)
            .cloned()
    };
    let model = OutboxModel {
        conflicts: Signal::derive(move || {
            conflicts
                .get()
                .iter()
                .flat_map(|id| cases(replica, *id))
                .collect()
        }),
        returned: Signal::derive(move || {
            outbox.with(|all| {
                all.iter()
                    .filter(|entry| entry.needs_attention())
                    .map(|e| returned(replica, e))
                    .collect()
            })
        }),
        waiting: Signal::derive(move || {
            outbox.with(|all| {
                all.iter()
                    .filter(|e| e.word() == SyncWord::Saved)
                    .map(|e| waiting(replica, e))
                    .collect()
            })
        }),
        twins: open_pairs(replica),
        health: health(replica),
        choose: Callback::new(choose),
        choose_other: Callback::new(move |key: String| {
            if let Some((id, _)) = parse(&key) {
                open(replica, router, id);
            }
        }),
        repair: Callback::new(move |key: String| {
            if let Some(entry) = find(&key) {
                replica.settle(entry.op.id);
                open(replica, router, entry.op.record);
            }
        }),
        void: Callback::new(move |key: String| {
            if let Some(entry) = find(&key) {
                replica.settle(entry.op.id);
            }
        }),
        sync: Callback::new(move |()| replica.sync_now()),
    };
    view! { <OutboxView model /> }
}

fn op_key(op: OpId) -> String {
    format!("{}-{}-{}", op.replica.0, op.epoch, op.seq)
}

fn parse(key: &str) -> Option<(Id, u16)> {
    let (id, no) = key.rsplit_once('/')?;
    Some((id.parse().ok()?, no.parse().ok()?))
}

fn open(replica: Replica, router: crate::shell::Router, id: Id) {
    if let Some(route) = places::place(replica, id) {
        router.go(route);
    }
}

fn cases(replica: Replica, id: Id) -> Vec<ConflictCase> {
    let Some(record) = replica.record(id).get() else {
        return Vec::new();
    };
    let Some(schema) = domain::schema(record.kind) else {
        return Vec::new();
    };
    record
        .conflicts()
        .filter_map(|no| {
            let spec = schema.field(no)?;
            let versions = &record.cell(no)?.versions;
            let field = field_label(schema, spec);
            let sides = versions.iter().map(|version| {
                let words = value_words(replica, &spec.kind, &version.value)
                    .unwrap_or_else(|| tr("not-given", &[]));
                let device = tr(
                    "device-no",
                    &[("no", i64::from(version.op.replica.0).into())],
                );
                Side {
                    who: device.clone(),
                    device: (Glyph::USER, device),
                    when: moment(i64::try_from(version.hlc.ms).unwrap_or_default()),
                    choose: tr("conflict-use", &[("value", words.clone().into())]),
                    value: vec![(words, true)],
                    context: None,
                }
            });
            Some(ConflictCase {
                key: format!("{id}/{no}"),
                title: tr("conflict-two-values", &[("field", field.into())]),
                about: record_title(replica, id),
                sides: sides.collect(),
                original: None,
            })
        })
        .collect()
}

/// What an op was about, in words: the record and the fields it writes.
fn about(replica: Replica, entry: &Entry) -> (String, String) {
    let op = &entry.op;
    let title = replica
        .world(|world| world.get(op.record).map(domain::title))
        .filter(|title| !title.is_empty());
    let fields = match &op.action {
        Action::Create { fields, .. } | Action::Set { fields, .. } => fields.clone(),
        Action::Step { args, .. } => args.clone(),
        _ => Vec::new(),
    };
    let schema = domain::schema(op.kind);
    let own = schema.and_then(|schema| {
        fields
            .iter()
            .find(|(no, _)| *no == schema.title)
            .and_then(|(_, value)| value.text().map(str::to_owned))
    });
    let words: Vec<String> = schema
        .map(|schema| {
            fields
                .iter()
                .filter_map(|(no, _)| schema.field(*no))
                .map(|spec| field_label(schema, spec))
                .collect()
        })
        .unwrap_or_default();
    (
        title.or(own).unwrap_or_else(|| tr("untitled", &[])),
        words.join(tr("list-comma", &[]).as_str()),
    )
}

fn returned(replica: Replica, entry: &Entry) -> ReturnedCase {
    let (title, fields) = about(replica, entry);
    let receipt = entry.receipt();
    let reasons = receipt
        .map(|receipt| receipt.reasons.clone())
        .unwrap_or_default();
    let review = receipt.is_some_and(|receipt| receipt.verdict != Verdict::Rejected);
    let explain = domain::schema(entry.op.kind).map(|schema| why(schema, title.clone(), &reasons));
    ReturnedCase {
        key: op_key(entry.op.id),
        title: tr(
            if review {
                "outbox-to-review"
            } else {
                "outbox-refused"
            },
            &[("what", title.into())],
        ),
        about: format!(
            "{fields} · {}",
            moment(i64::try_from(entry.op.hlc.ms).unwrap_or_default())
        ),
        state: if review {
            SyncState::Review
        } else {
            SyncState::Rejected
        },
        reason: explain
            .as_ref()
            .and_then(|explain| explain.way_out.clone())
            .unwrap_or_default(),
        fixes: Vec::new(),
        rule: explain.filter(|explain| !explain.source.is_empty()),
    }
}

fn waiting(replica: Replica, entry: &Entry) -> WaitingLine {
    let (what, fields) = about(replica, entry);
    WaitingLine {
        what,
        about: fields,
        when: moment(i64::try_from(entry.op.hlc.ms).unwrap_or_default()),
        state: SyncState::Local,
    }
}
