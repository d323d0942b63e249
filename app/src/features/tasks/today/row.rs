//! One row of 今日: when, what, where it comes from, and the one thing to do about it.

use super::super::page::{complete, may_complete};
use super::super::why;
use super::plan::{Group, Line};
use super::words;
use crate::features::approvals::pending_for_me;
use crate::features::frame::number_of;
use crate::features::{checklists, notices, places};
use crate::i18n::tr;
use crate::record::record_title;
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::use_router;
use crate::t;
use crate::ui::Kind as Look;
use crate::ui::{Button, ButtonLink, DueWhy, Glyph, Nearness, Size, Toaster};
use leptos::prelude::*;
use shared::domain::notices::{InternalNotice, waiting_for};
use shared::domain::tasks::Task;
use shared::domain::visits::list_of;
use shared::entity::{Entity, Id, Kind, Record, Value};
use uuid::Uuid;

/// What can be done about a task right here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// 确认收到.
    Acknowledge(Id),
    /// 审批.
    Decide(Id),
    /// 填检查表: the list that shows it was done, of the visit it is for.
    List(&'static str, Id),
    /// 完成.
    Complete,
    /// To see and to hand on: it is somebody else's, or nobody's yet.
    Open(Route),
}

/// What a row says.
#[derive(Clone, PartialEq, Eq)]
struct Item {
    title: String,
    route: Option<Route>,
    /// Parts of the line below; the second says whether it is a number.
    sub: Vec<(String, bool)>,
    deed: Option<Deed>,
}

/// The row.
#[component]
pub fn Row(
    /// Which task, and where it stood first.
    first: Line,
    /// Where every task of the part stands now.
    rows: Memo<Vec<Line>>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let task = first.task;
    let line = Memo::new(move |was: Option<&Line>| {
        let now = rows.with(|rows| rows.iter().find(|line| line.task == task).copied());
        now.or(was.copied()).unwrap_or(first)
    });
    let record = replica.record(task);
    let item = Memo::new(move |_| record.get().map(|task| item(replica, &task)));
    let title = move || {
        let item = item.get()?;
        Some(match item.route {
            Some(route) => view! { <a href=route.to_string()>{item.title}</a> }.into_any(),
            None => item.title.into_any(),
        })
    };
    let sub = move || {
        let part = |(place, (text, number)): (usize, (String, bool))| {
            view! {
                {(place > 0).then_some(" · ")}
                <span class=number.then_some("code")>{text}</span>
            }
        };
        let parts = item.get()?.sub.into_iter().enumerate();
        Some(parts.map(part).collect_view())
    };
    let name = Signal::derive(move || item.get().map(|item| item.title).unwrap_or_default());
    let deed = Memo::new(move |_| item.get().and_then(|item| item.deed));
    view! {
        <li class="due-row">
            <div class="when">
                <DueWhy
                    near=Signal::derive(move || line.with(near))
                    words=move || line.with(words::due)
                    answer=Callback::new(move |()| why(replica, task))
                />
                <small>{move || line.with(words::more)}</small>
            </div>
            <div class="what"><h3>{title}</h3><p class="sub">{sub}</p></div>
            <div class="act">{move || deed.get().map(|deed| view! { <Do task late=first.group == Group::Late deed name /> })}</div>
        </li>
    }
}

/// Within the next hours it is near; what has the whole day is not.
fn near(line: &Line) -> Nearness {
    match words::near(line) {
        Nearness::Soon if line.group == Group::Today && line.closing => Nearness::Plain,
        near => near,
    }
}

#[component]
fn Do(task: Id, late: bool, deed: Deed, name: Signal<String>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    // Twenty buttons of the same words: each says for the ear what it is about.
    let about = move || view! { <span class="vh">" "{name}</span> };
    match deed {
        Deed::Acknowledge(notice) => {
            let kind = if late { Look::Primary } else { Look::Plain };
            view! {
                <Button kind size=Size::Small on_press=move || notices::acknowledge(replica, notice, toaster)>
                    {t!("notice-do-acknowledge")}{about()}
                </Button>
            }
            .into_any()
        }
        Deed::Decide(approval) => {
            let route = Route::Approval(Uuid::from_bytes(approval.0));
            view! { <ButtonLink size=Size::Small href=route.to_string()>{t!("today-do-decide")}{about()}</ButtonLink> }
                .into_any()
        }
        Deed::List(code, visit) => {
            let router = use_router();
            let go = move || {
                if let Some(run) = checklists::run_of(replica, code, visit, toaster) {
                    router.go(Route::Checklist(Uuid::from_bytes(run.0)));
                }
            };
            view! { <Button size=Size::Small on_press=go>{t!("today-do-list")}{about()}</Button> }.into_any()
        }
        Deed::Complete => view! {
            <Button size=Size::Small icon=Glyph::CHECK on_press=move || complete(replica, task, toaster)>
                {t!("task-do-complete")}{about()}
            </Button>
        }
        .into_any(),
        Deed::Open(route) => {
            view! { <ButtonLink size=Size::Small href=route.to_string()>{t!("today-do-open")}{about()}</ButtonLink> }
                .into_any()
        }
    }
}

/// The notice behind a task that asks for an acknowledgment.
pub(super) fn notice_of(task: &Record) -> Option<Id> {
    match task.get(Task::SOURCE)? {
        Value::Ref(kind, id) if *kind == InternalNotice::KIND => Some(*id),
        _ => None,
    }
}

fn item(replica: Replica, task: &Record) -> Item {
    let source = match task.get(Task::SOURCE) {
        Some(Value::Ref(kind, id)) => Some((*kind, *id)),
        _ => None,
    };
    if let Some((_, id)) = source {
        // Read, not only tracked: a memo that nobody reads never runs.
        replica.record(id).with(|_| ());
    }
    Item {
        title: headline(task),
        route: source.and_then(|(kind, id)| places::place_of(kind, id)),
        sub: sub(replica, task, source.map(|(_, id)| id)),
        deed: deed(replica, task, source),
    }
}

/// What a rule wants done, and about whom.
pub fn headline(task: &Record) -> String {
    let about = task.text(Task::TITLE);
    match matter(task) {
        Some(matter) => tr(
            "today-matter",
            &[("matter", matter.into()), ("about", about.into())],
        ),
        None => about.to_owned(),
    }
}

/// What a rule wants done; `None` where a person wrote the task.
pub fn matter(task: &Record) -> Option<String> {
    // Behind the colon stands what keeps the tasks of one rule apart.
    let key = task.text(Task::MATTER).split(':').next()?;
    (!key.is_empty()).then(|| tr(&format!("task-matter-{key}"), &[]))
}

/// Where it comes from, by which rule, from whom, whose it is, how far up it was reported.
fn sub(replica: Replica, task: &Record, source: Option<Id>) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    let found = source.and_then(|id| replica.world(|world| world.get(id).cloned()));
    if let Some(source) = &found {
        if let Some(schema) = shared::domain::schema(source.kind) {
            parts.push((tr(schema.key, &[]), false));
        }
        parts.push((number_of(source), true));
        parts.extend(
            source
                .reference(InternalNotice::SENDER)
                .filter(|_| source.kind == InternalNotice::KIND)
                .map(|who| {
                    let who = record_title(replica, who);
                    (tr("today-sent-by", &[("who", who.into())]), false)
                }),
        );
    }
    parts.push((task.text(Task::RULE).to_owned(), false));
    let owner = task.reference(Task::OWNER);
    match owner {
        None => parts.push((tr("today-nobody", &[]), false)),
        Some(owner) if owner != replica.me() => {
            let who = record_title(replica, owner);
            parts.push((tr("today-owner", &[("who", who.into())]), false));
        }
        Some(_) => {}
    }
    if let Some(to) = task.reference(Task::ESCALATED_TO) {
        let who = record_title(replica, to);
        parts.push((tr("today-escalated", &[("who", who.into())]), false));
    }
    parts.retain(|(text, _)| !text.is_empty());
    parts
}

fn deed(replica: Replica, task: &Record, source: Option<(Kind, Id)>) -> Option<Deed> {
    let me = replica.me();
    if let Some(notice) = notice_of(task) {
        let waits = replica.world(|world| {
            world
                .get(notice)
                .is_some_and(|notice| waiting_for(notice).contains(&me))
        });
        return waits.then_some(Deed::Acknowledge(notice));
    }
    // A rule that wants a word asks with the approval itself; another may speak of what is approved.
    if let Some(approval) = source.and_then(|(_, id)| pending_for_me(replica, id)) {
        return Some(Deed::Decide(approval));
    }
    let mine = task.reference(Task::OWNER) == Some(me);
    let list = list_of(task.text(Task::MATTER)).zip(source);
    if let Some((code, (_, visit))) = list.filter(|_| mine) {
        return Some(Deed::List(code, visit));
    }
    if mine && may_complete(replica, task) {
        return Some(Deed::Complete);
    }
    let route = source.and_then(|(kind, id)| places::place_of(kind, id));
    route.map(Deed::Open)
}
