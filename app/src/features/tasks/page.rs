//! The list of open tasks. A row leads to the record the task is about.

use crate::features::places;
use crate::i18n::tr;
use crate::record::{ListModel, Order, Shape, record_list, until};
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::shell::{Office, PageHead, use_router};
use crate::t;
use crate::ui::{
    Button, Column, DueWhy, Empty, Glyph, Grid, GridModel, Nearness, Phone, SearchBox, Size,
    Toaster,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::may_step;
use shared::domain::approvals::Approval;
use shared::domain::notices::InternalNotice;
use shared::domain::tasks::{Task, TaskState};
use shared::domain::visits::TripLog;
use shared::entity::{Entity, Id, Record, Value};
use shared::sync::apply::{starts_in, transition};
use uuid::Uuid;

/// What stands in the table, in this order; state and sync follow.
const COLUMNS: &[u16] = &[Task::TITLE, Task::DUE_AT, Task::OWNER];
/// How wide each is, in rem, and in a hand.
const WIDTHS: [(f64, Phone); 5] = [
    (14.0, Phone::Rest),
    (11.5, Phone::Rem(9.75)),
    (5.5, Phone::Out),
    (5.0, Phone::Out),
    (6.0, Phone::Out),
];
const COMPLETE: u16 = 17;
/// Within this time a task is due soon, in milliseconds.
const SOON_MS: i64 = 86_400_000;

/// The page.
#[component]
pub fn TasksPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let list = listed(replica);
    let last = WIDTHS.len();
    let grid = GridModel {
        cell: Callback::new(move |(row, column): (Uuid, usize)| {
            let id = Id(row.into_bytes());
            if column == last {
                done_button(replica, id)
            } else if list.column_of(Task::DUE_AT) == Some(column) {
                due(replica, id)
            } else {
                list.grid.cell.run((row, column))
            }
        }),
        ..list.grid
    };
    let none = Memo::new(move |_| grid.rows.with(|rows| rows.is_empty()));
    let sub = Signal::derive(move || {
        let count = grid.rows.with(|rows| rows.len());
        Some(tr("list-count", &[("count", count.into())]))
    });
    let empty = move || {
        let searching = list.search.with(|text| !text.is_empty());
        let key = if searching {
            "list-none-found"
        } else {
            "tasks-none"
        };
        view! { <Empty title=move || tr(key, &[]) drawn=true /> }.into_any()
    };
    let table = move || {
        view! { <Grid label=t!("nav-tasks") model=grid columns=columns(list) /> }.into_any()
    };
    view! {
        <Office>
            <div class="list-page task-list" data-density="compact">
                <PageHead title=t!("nav-tasks") sub=sub />
                <div class="filters" role="group" aria-label=t!("filters")>
                    <SearchBox text=list.search label=t!("list-search") on_focus=list.about_to_search />
                </div>
                {move || if none.get() { empty() } else { table() }}
            </div>
        </Office>
    }
}

fn listed(replica: Replica) -> ListModel {
    let shape = Shape {
        schema: Task::SCHEMA,
        fields: COLUMNS,
        order: Order::Earliest(Task::DUE_AT),
    };
    let router = use_router();
    record_list(
        replica,
        shape,
        |task| task.state() < TaskState::Done.no(),
        move |id| {
            if let Some(route) = source(replica, id) {
                router.go(route);
            }
        },
        move |id| source(replica, id).map(|route| route.to_string()),
    )
}

/// Where the record is that a task is about.
fn source(replica: Replica, task: Id) -> Option<Route> {
    let about = replica.world(|world| world.get(task)?.get(Task::SOURCE).cloned());
    let Some(Value::Ref(kind, id)) = about else {
        return None;
    };
    places::place_of(kind, id)
}

fn columns(list: ListModel) -> Vec<Column> {
    let done = Column {
        sortable: false,
        end: true,
        phone: Phone::Rem(4.0),
        ..Column::new(|| tr("task-do-complete", &[]), 6.0)
    };
    list.sized(&WIDTHS).into_iter().chain([done]).collect()
}

/// When it is due, and how near that is.
fn due(replica: Replica, id: Id) -> AnyView {
    let record = replica.record(id);
    (move || {
        let record = record.get()?;
        let Some(Value::Instant(at)) = record.get(Task::DUE_AT) else {
            return None;
        };
        let left = at.utc_ms - crate::platform::clock::wall_ms();
        let time = until(at.utc_ms);
        let (near, words) = match left {
            ..=0 => (Nearness::Late, tr("task-late", &[("time", time.into())])),
            left if left <= SOON_MS => (Nearness::Soon, time),
            _ => (Nearness::Plain, time),
        };
        Some(view! {
            <DueWhy near words answer=Callback::new(move |()| super::why(replica, id)) />
        })
    })
    .into_any()
}

/// 完成, where the state and the person allow it.
fn done_button(replica: Replica, id: Id) -> AnyView {
    let record = replica.record(id);
    let allowed = move || {
        record
            .get()
            .is_some_and(|task| may_complete(replica, &task))
    };
    let toaster = expect_context::<Toaster>();
    (move || {
        allowed().then(|| {
            view! {
                <Button size=Size::Small icon=Glyph::CHECK on_press=move || complete(replica, id, toaster)>
                    <span class="words">{t!("task-do-complete")}</span>
                </Button>
            }
        })
    })
    .into_any()
}

pub(super) fn may_complete(replica: Replica, task: &Record) -> bool {
    let arrow = Task::SCHEMA
        .states
        .and_then(|table| Some((table, transition(table, COMPLETE)?)));
    // What asks for an acknowledgment or a word ends with it.
    let by_itself = matches!(
        task.get(Task::SOURCE),
        Some(Value::Ref(
            InternalNotice::KIND | Approval::KIND | TripLog::KIND,
            _
        ))
    );
    arrow.filter(|_| !by_itself).is_some_and(|(table, arrow)| {
        let me = replica.me();
        starts_in(table, arrow, task.state())
            && replica.world(|world| may_step(world, me, arrow.who, Task::SCHEMA, task))
    })
}

pub(super) fn complete(replica: Replica, id: Id, toaster: Toaster) {
    let Some(state) = replica.world(|world| world.get(id).map(Record::state)) else {
        return;
    };
    let result = vec![(Task::RESULT, Value::Text(tr("task-done-word", &[])))];
    let act = Act::step(Task::KIND, id, COMPLETE, state, None, result);
    spawn_local(async move {
        match replica.act(replica.seen(), vec![act]).await {
            Ok(_) => toaster.say(tr("sync-local", &[])),
            Err(error) => toaster.say(error.to_string()),
        }
    });
}
