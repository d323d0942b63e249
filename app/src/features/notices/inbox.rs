//! 收件箱: what I am to acknowledge, with one tap.

use crate::features::places;
use crate::i18n::tr;
use crate::record::{minute, moment, now, record_title};
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::t;
use crate::ui::{Button, Head, Size, Toaster};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::notices::{InternalNotice, waiting_for};
use shared::domain::tasks::Task;
use shared::entity::{Entity, Id, Kind, Record, Value, common};
use shared::ordered;
use uuid::Uuid;

/// Notices I have not acknowledged, the one that is due first at the top.
#[must_use]
pub fn waiting_for_me(replica: Replica) -> Vec<Id> {
    let me = replica.me();
    replica.revision(InternalNotice::KIND).track();
    let mut found: Vec<(i64, Id)> = replica.world(|world| {
        let ids = world.of_kind(InternalNotice::KIND).into_iter();
        ids.filter_map(|id| world.get(id))
            .filter(|notice| waiting_for(notice).contains(&me))
            .map(|notice| (due(notice).unwrap_or(i64::MAX), notice.id))
            .collect()
    });
    ordered::sort(&mut found);
    found.into_iter().map(|(_, id)| id).collect()
}

fn due(notice: &Record) -> Option<i64> {
    at(notice, InternalNotice::DUE_AT)
}

pub(super) fn at(record: &Record, no: u16) -> Option<i64> {
    match record.get(no)? {
        Value::Instant(at) => Some(at.utc_ms),
        _ => None,
    }
}

/// What a notice says: the matter in the reader's language and whom it is about.
pub(super) fn heading(notice: &Record) -> String {
    let (matter, subject) = (
        notice.text(InternalNotice::MATTER),
        notice.text(InternalNotice::SUBJECT),
    );
    if matter.is_empty() {
        return subject.to_owned();
    }
    let matter = tr(&format!("notice-matter-{matter}"), &[]);
    tr(
        "today-matter",
        &[("matter", matter.into()), ("about", subject.into())],
    )
}

/// Who sent it; what the rules say by themselves is said by nobody.
pub(super) fn sender(replica: Replica, notice: &Record) -> String {
    match notice.reference(InternalNotice::SENDER) {
        Some(user) => record_title(replica, user),
        None => tr("notice-by-rule", &[]),
    }
}

/// How much of its time a late task had used when it was reported.
fn share(notice: &Record) -> Option<String> {
    match notice.get(InternalNotice::PERCENT)? {
        Value::Int(percent) => Some(tr("notice-percent", &[("percent", (*percent).into())])),
        _ => None,
    }
}

/// The record a notice is about; a report of lateness is about what its task is about.
pub(super) fn about(replica: Replica, notice: &Record) -> Option<Route> {
    let Some(Value::Ref(kind, id)) = notice.get(InternalNotice::OBJECT).cloned() else {
        return None;
    };
    if kind != Task::KIND {
        return places::place_of(kind, id);
    }
    match replica.world(|world| world.get(id)?.get(Task::SOURCE).cloned()) {
        Some(Value::Ref(kind, id)) => places::place_of(kind, id),
        _ => None,
    }
}

/// 确认收到: a fact, so it holds whatever else happens to the notice, and on every device.
pub fn acknowledge(replica: Replica, notice: Id, toaster: Toaster) {
    let said = Value::Group(vec![
        (1, Value::Ref(Kind(2), replica.me())),
        (2, Value::Instant(now())),
    ]);
    let act = Act::fact(InternalNotice::KIND, notice, InternalNotice::ACKS, said);
    spawn_local(async move {
        match replica.act(replica.seen(), vec![act]).await {
            Ok(_) => toaster.say(tr("notice-acknowledged", &[])),
            Err(error) => toaster.say(error.to_string()),
        }
    });
}

/// The section of 今日.
#[component]
pub fn Inbox(
    /// The notices; those already shown elsewhere on the screen are left out.
    #[prop(into)]
    notices: Signal<Vec<Id>>,
) -> impl IntoView {
    let count = Signal::derive(move || {
        let count = notices.with(Vec::len);
        (count > 0).then(|| tr("notice-to-acknowledge", &[("count", count.into())]))
    });
    view! {
        <section>
            <Head title=t!("notice-inbox") count rule=true />
            {move || notices.with(Vec::is_empty).then(|| view! { <p class="nothing">{t!("notice-none")}</p> })}
            <ul class="inbox">
                <For each=move || notices.get() key=|id| *id let(id)><Line id /></For>
            </ul>
        </section>
    }
}

#[component]
fn Line(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let record = replica.record(id);
    let href = Route::Notice(Uuid::from_bytes(id.0)).to_string();
    let words = move || record.get().map(|notice| heading(&notice));
    let more = move || {
        let notice = record.get()?;
        let mut parts = vec![sender(replica, &notice)];
        parts.extend(at(&notice, common::CREATED_AT).map(moment));
        parts.extend(share(&notice));
        let runs = share(&notice).is_none();
        parts.extend(due(&notice).filter(|_| runs).map(|due| {
            let key = if due <= minute() {
                "notice-overdue"
            } else {
                "notice-until"
            };
            tr(key, &[("time", moment(due).into())])
        }));
        Some(parts.join(" · "))
    };
    view! {
        <li>
            <span><a href=href>{words}</a><small>{more}</small></span>
            <Button size=Size::Small on_press=move || acknowledge(replica, id, toaster)>
                {t!("notice-do-acknowledge")}
                <span class="vh">{move || words().map(|words| format!(" {words}"))}</span>
            </Button>
        </li>
    }
}
