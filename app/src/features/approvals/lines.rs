//! Approvals as rows: here and beside 今日.

use super::case::{amount, at, earlier};
use crate::features::tasks::{DueOf, first_due};
use crate::i18n::{self, tr};
use crate::record::{moment, record_title, state_word};
use crate::replica::Replica;
use crate::routes::Route;
use leptos::prelude::*;
use shared::domain::approvals::{Approval, ApprovalState, may_decide, pending_of};
use shared::entity::{Entity, Id, Record, Value, common};
use shared::ordered;
use uuid::Uuid;

/// What I may decide, the oldest question first: somebody waits for it.
#[must_use]
pub fn to_decide(replica: Replica) -> Vec<Id> {
    let me = replica.me();
    let mut found = chosen(replica, |world, approval| may_decide(world, me, approval));
    found.reverse();
    found
}

/// What I asked for, newest first.
pub(super) fn asked(replica: Replica) -> Vec<Id> {
    let me = replica.me();
    chosen(replica, |_, approval| {
        approval.reference(Approval::AUTHOR) == Some(me)
    })
}

/// What is decided, newest first: what I may see of it.
pub(super) fn decided(replica: Replica) -> Vec<Id> {
    chosen(replica, |_, approval| {
        approval.state() != ApprovalState::Pending.no()
    })
}

fn chosen(
    replica: Replica,
    keep: impl Fn(&shared::sync::world::World, &Record) -> bool,
) -> Vec<Id> {
    replica.revision(Approval::KIND).track();
    let mut found: Vec<(i64, Id)> = replica.world(|world| {
        let ids = world.of_kind(Approval::KIND).into_iter();
        ids.filter_map(|id| world.get(id))
            .filter(|approval| keep(world, approval))
            .map(|approval| {
                (
                    at(approval, common::CREATED_AT).unwrap_or_default(),
                    approval.id,
                )
            })
            .collect()
    });
    ordered::sort_by(&mut found, |a, b| b.cmp(a));
    found.into_iter().map(|(_, id)| id).collect()
}

/// The approval that waits for my word: this one, or that of this object.
#[must_use]
pub fn pending_for_me(replica: Replica, id: Id) -> Option<Id> {
    let me = replica.me();
    replica.revision(Approval::KIND).track();
    replica.world(|world| {
        let own = world.get(id).filter(|record| record.kind == Approval::KIND);
        let approval = own.cloned().or_else(|| pending_of(world, id))?;
        may_decide(world, me, &approval).then_some(approval.id)
    })
}

/// Rows of approvals.
#[component]
pub fn ApprovalRows(
    /// Which, in order.
    #[prop(into)]
    approvals: Signal<Vec<Id>>,
) -> impl IntoView {
    view! {
        <ul class="approvals">
            <For each=move || approvals.get() key=|id| *id let(id)><Line id /></For>
        </ul>
    }
}

#[component]
fn Line(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let href = Route::Approval(Uuid::from_bytes(id.0)).to_string();
    let title = move || record.get().map(|approval| title(&approval));
    let amount = move || {
        let approval = record.get()?;
        // Read, not only tracked: a memo that nobody reads never runs.
        let object = approval.reference(Approval::OBJECT);
        if let Some(id) = object {
            replica.record(id).with(|_| ());
        }
        amount_words(&replica.world(|world| amount(world, &approval))?)
    };
    let sub = move || record.get().map(|approval| sub(replica, &approval));
    // Until when the word is wanted; else when it was given or asked for.
    let due = Memo::new(move |_| word_due(replica, &*record.get()?));
    let time = move || {
        let approval = record.get()?;
        if let Some(task) = due.get() {
            return Some(view! { <DueOf task /> }.into_any());
        }
        let done = at(&approval, Approval::DECIDED_AT);
        let at = done.or_else(|| at(&approval, common::CREATED_AT))?;
        Some(moment(at).into_any())
    };
    view! {
        <li>
            <a href=href>{title}</a>
            <span class="amt num">{amount}</span>
            <span class="sub">{sub}</span>
            <span class="time num">{time}</span>
        </li>
    }
}

/// The task by which a rule wants my word, if one does.
pub(super) fn word_due(replica: Replica, approval: &Record) -> Option<Id> {
    if approval.state() != ApprovalState::Pending.no() {
        return None;
    }
    let me = replica.me();
    let object = approval.reference(Approval::OBJECT);
    first_due(replica, approval.id, me).or_else(|| first_due(replica, object?, me))
}

/// What is asked about: its kind and its name.
pub(super) fn title(approval: &Record) -> String {
    let kind = match approval.get(Approval::OBJECT) {
        Some(Value::Ref(kind, _)) => {
            shared::domain::schema(*kind).map(|schema| tr(schema.key, &[]))
        }
        _ => None,
    };
    let subject = Some(approval.text(Approval::SUBJECT).to_owned());
    let parts: Vec<String> = [kind, subject].into_iter().flatten().collect();
    parts.join(" · ")
}

pub(super) fn amount_words(amount: &Value) -> Option<String> {
    match amount {
        Value::Money(minor, currency) => Some(i18n::money(*minor, currency.as_str())),
        _ => None,
    }
}

/// Who asks or who decided, and how much more it is than before.
fn sub(replica: Replica, approval: &Record) -> String {
    let mut parts = Vec::new();
    if approval.state() == ApprovalState::Pending.no() {
        parts.extend(
            approval
                .reference(Approval::AUTHOR)
                .map(|id| record_title(replica, id)),
        );
    } else {
        parts.extend(state_word(Approval::SCHEMA, approval.state()));
        parts.extend(
            approval
                .reference(Approval::DECIDED_BY)
                .map(|id| record_title(replica, id)),
        );
    }
    if let Some(before) = earlier(replica, approval) {
        let amounts = replica.world(|world| [amount(world, approval), amount(world, &before)]);
        parts.push(more_than(&amounts).unwrap_or_else(|| tr("approvals-changed", &[])));
    }
    if approval.get(Approval::OFFLINE) == Some(&Value::Bool(true)) {
        parts.push(tr("approval-offline", &[]));
    }
    parts.join(" · ")
}

/// How an amount differs from what was decided on before.
pub(super) fn more_than([now, was]: &[Option<Value>; 2]) -> Option<String> {
    let money = |value: &Value| match value {
        Value::Money(minor, currency) => Some((*minor, *currency)),
        _ => None,
    };
    let (now, unit) = money(now.as_ref()?)?;
    let (was, old_unit) = money(was.as_ref()?)?;
    if unit != old_unit || now == was {
        return None;
    }
    let key = if now > was {
        "approvals-more"
    } else {
        "approvals-less"
    };
    let by = i18n::money((now - was).abs(), unit.as_str());
    Some(tr(key, &[("amount", by.into())]))
}
