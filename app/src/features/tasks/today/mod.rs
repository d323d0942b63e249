//! 今日, the start of the office: what is late, what is due today, what comes next; beside it what waits
//! for my word, what I am to acknowledge, and the day by the clock.

mod badge;
mod day;
mod gaps;
mod plan;
mod row;
mod words;

pub use badge::{DueOf, first_due};
pub use plan::concerns;
pub use row::{headline, matter};

use super::{bundles_for, calendar_for};
use crate::features::approvals::{ApprovalRows, to_decide};
use crate::features::notices::{self, Inbox};
use crate::features::visits::Guests;
use crate::i18n::{self, tr};
use crate::record::{minute, zone};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::Office;
use crate::t;
use crate::ui::{ButtonLink, Empty, Glyph, Head, Size, Subject};
use day::DayLine;
use gaps::Gaps;
use leptos::prelude::*;
use plan::{Group, Line};
use row::{Row, notice_of};
use shared::calendar::Moment;
use shared::domain::tasks::Task;
use shared::entity::{Entity, Id, Record};
use shared::ordered;
use std::collections::HashSet;

/// Rows of one part; what is behind them stands in the full list.
const SHOWN: usize = 50;

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let lines = Memo::new(move |_| lines(replica));
    let calm = Memo::new(move |_| lines.with(Vec::is_empty));
    view! {
        <Office>
            <div class="hello">
                <h1 class="page-title">{move || words::heading(minute())}</h1>
                <p>{move || lines.with(|lines| words::sentence(lines, minute()))}</p>
            </div>
            <div class="two-columns today">
                <div>
                    {move || calm.get().then(|| view! {
                        <Empty title=t!("today-calm") text=Signal::derive(|| Some(tr("today-calm-text", &[])))
                            drawn=true subject=Subject::LinearPendant />
                    })}
                    <Guests />
                    {Group::ALL.map(|group| view! { <Part group lines /> })}
                    <p class="all"><ButtonLink size=Size::Small href=Route::Tasks.to_string()>{t!("today-all")}</ButtonLink>
                        " " <ButtonLink size=Size::Small icon=Glyph::CALENDAR href=Route::Calendar.to_string()>{t!("nav-calendar")}</ButtonLink></p>
                </div>
                <Beside lines />
            </div>
        </Office>
    }
}

/// One part with its rows; nothing where there are none, so that a page with nothing late has no red.
#[component]
fn Part(group: Group, lines: Memo<Vec<Line>>) -> impl IntoView {
    let rows = Memo::new(move |_| {
        lines.with(|lines| {
            let of = lines.iter().filter(|line| line.group == group);
            of.copied().collect::<Vec<_>>()
        })
    });
    let any = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let shown = move || rows.with(|rows| rows.iter().take(SHOWN).copied().collect::<Vec<_>>());
    let more = move || {
        let rest = rows.with(Vec::len).saturating_sub(SHOWN);
        (rest > 0).then(|| {
            view! { <p class="fine"><a href=Route::Tasks.to_string()>{tr("today-more", &[("count", rest.into())])}</a></p> }
        })
    };
    let (tone, title) = match group {
        Group::Late => (Some("late"), "today-group-late"),
        Group::Today => (Some("soon"), "today-group-today"),
        Group::Next => (None, "today-group-next"),
        Group::Later => (None, "today-group-later"),
    };
    move || {
        any.get().then(|| {
            view! {
                <section class="due-group" data-tone=tone>
                    <h2>{move || tr(title, &[])} " " <span>{move || rows.with(Vec::len)}</span></h2>
                    {(group == Group::Next).then(|| view! { <Bundle lines /> })}
                    // A row stays the same while its minutes run: an open answer and the focus stay with it.
                    <ul><For each=shown key=|line| line.task let(line)><Row first=line rows /></For></ul>
                    {more}
                </section>
            }
        })
    }
}

/// When the quiet reminders are shown next, and how many (P-44).
#[component]
fn Bundle(lines: Memo<Vec<Line>>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let words = move || {
        let next = replica.world(|world| {
            let task = lines.with(|lines| world.get(lines.first()?.task).cloned())?;
            let calendar = calendar_for(world, &task);
            let bundles = bundles_for(world, &task, minute());
            Some(plan::next_bundle(
                Moment(minute()),
                &calendar,
                bundles.minutes(),
            ))
        })?;
        let waits = |line: &&Line| line.reminds_ms.is_some_and(|at| at <= next.0);
        let count = lines.with(|lines| lines.iter().filter(waits).count());
        let time = i18n::when(next.0 as f64, minute() as f64, &zone());
        Some(tr(
            "today-bundle",
            &[("time", time.into()), ("count", count.into())],
        ))
    };
    view! { <p class="fine">{words}</p> }
}

#[component]
fn Beside(lines: Memo<Vec<Line>>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let approvals = Memo::new(move |_| to_decide(replica));
    let count = Signal::derive(move || {
        let count = approvals.with(Vec::len);
        (count > 0).then(|| count.to_string())
    });
    let inbox = Memo::new(move |_| {
        let shown = lines.with(|lines| late_notices(replica, lines));
        let mut waiting = notices::waiting_for_me(replica);
        waiting.retain(|notice| !shown.contains(notice));
        waiting
    });
    view! {
        <aside class="side" aria-label=t!("today-beside")>
            <section>
                <Head title=t!("approvals-mine") count rule=true>
                    <a href=Route::Approvals.to_string()>{t!("today-all-approvals")}</a>
                </Head>
                {move || approvals.with(Vec::is_empty).then(|| view! { <p class="nothing">{t!("approvals-none-mine")}</p> })}
                <ApprovalRows approvals />
            </section>
            <Inbox notices=inbox />
            <DayLine lines />
            <Gaps />
        </aside>
    }
}

/// Every task that concerns me, late ones first, then by due time.
fn lines(replica: Replica) -> Vec<Line> {
    let (me, now) = (replica.me(), Moment(minute()));
    replica.revision(Task::KIND).track();
    let mut found: Vec<Line> = replica.world(|world| {
        let tasks = world.of_kind(Task::KIND).into_iter();
        tasks
            .filter_map(|id| world.get(id))
            .filter(|task| plan::concerns(task, me))
            .filter_map(|task| {
                let bundles = bundles_for(world, task, now.0);
                let line = plan::line(task, now, &calendar_for(world, task), bundles.minutes())?;
                // Before it is late an acknowledgment waits in the inbox.
                (line.group == Group::Late || notice_of(task).is_none()).then_some(line)
            })
            .collect()
    });
    ordered::sort_by_key(&mut found, |line| (line.group, line.due_ms, line.task));
    found
}

fn late_notices(replica: Replica, lines: &[Line]) -> HashSet<Id> {
    replica.world(|world| {
        let late = lines.iter().filter(|line| line.group == Group::Late);
        late.filter_map(|line| notice_of(world.get(line.task)?))
            .collect()
    })
}

/// How many things are late or due today, for the navigation.
#[must_use]
pub fn due_count(replica: Replica) -> usize {
    let (me, now) = (replica.me(), Moment(minute()));
    replica.revision(Task::KIND).track();
    replica.world(|world| {
        let near = |task: &Record| {
            let group = plan::group(task, now, &calendar_for(world, task));
            match notice_of(task) {
                Some(_) => group == Some(Group::Late),
                None => group.is_some_and(|group| group <= Group::Today),
            }
        };
        let tasks = world.of_kind(Task::KIND).into_iter();
        tasks
            .filter_map(|id| world.get(id))
            .filter(|task| plan::concerns(task, me) && near(task))
            .count()
    })
}
