//! What is to do: 今日 by urgency, and behind it the full list, earliest due first.

mod page;
mod today;
mod why;

pub use page::TasksPage;
pub use today::{DueOf, TodayPage, concerns, due_count, first_due, headline, matter};
pub use why::why;

use shared::calendar::WorkCalendar;
use shared::domain::settings::{Clocks, calendar_of, in_force, keys};
use shared::entity::{Record, common};
use shared::sync::Look;
use std::borrow::Cow;

/// The calendar a task runs on: that of its unit.
fn calendar_for(look: &dyn Look, task: &Record) -> Cow<'static, WorkCalendar> {
    calendar_of(look, task.reference(common::UNIT))
}

/// When what can wait is shown together, in the unit of a task (P-44).
fn bundles_for(look: &dyn Look, task: &Record, now_ms: i64) -> Clocks {
    let unit = task.reference(common::UNIT);
    in_force(look, keys::BUNDLED_REMINDERS, unit, now_ms)
}
