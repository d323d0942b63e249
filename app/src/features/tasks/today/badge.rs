//! The due time of one task, wherever it is shown: near, in words, and why.

use super::super::{bundles_for, calendar_for, why};
use super::{plan, words};
use crate::record::minute;
use crate::replica::Replica;
use crate::ui::DueWhy;
use leptos::prelude::*;
use shared::calendar::Moment;
use shared::domain::tasks::{Task, TaskState};
use shared::entity::{Entity, Id, Value};
use shared::sync::look::{Look, child_key};

/// The due time; nothing for a task without one, or one that is over.
#[component]
pub fn DueOf(
    /// Which task.
    task: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(task);
    let line = Memo::new(move |_| {
        let task = record.get()?;
        let now = Moment(minute());
        replica.world(|world| {
            let bundles = bundles_for(world, &task, now.0);
            plan::line(&task, now, &calendar_for(world, &task), bundles.minutes())
        })
    });
    let some = Memo::new(move |_| line.with(Option::is_some));
    let near = Signal::derive(move || {
        line.with(|line| line.as_ref().map(words::near).unwrap_or_default())
    });
    let says = move || line.with(|line| line.as_ref().map(words::due).unwrap_or_default());
    move || {
        some.get().then(|| {
            view! { <DueWhy near words=says answer=Callback::new(move |()| why(replica, task)) /> }
        })
    }
}

/// The task about a record that is due first, of those a person has to do.
#[must_use]
pub fn first_due(replica: Replica, about: Id, owner: Id) -> Option<Id> {
    replica.revision(Task::KIND).track();
    let open = [TaskState::Open, TaskState::Doing].map(TaskState::no);
    replica.world(|world| {
        let found = world.at(&child_key(Task::KIND, Task::SOURCE, about)).ids;
        let tasks = found.into_iter().filter_map(|id| world.get(id));
        tasks
            .filter(|task| open.contains(&task.state()))
            .filter(|task| task.reference(Task::OWNER) == Some(owner))
            .filter_map(|task| match task.get(Task::DUE_AT)? {
                Value::Instant(at) => Some((at.utc_ms, task.id)),
                _ => None,
            })
            .min()
            .map(|(_, id)| id)
    })
}
