//! What is to do: 今日 by urgency, and behind it the full list, earliest due first.

mod page;
mod today;
mod why;

pub use page::TasksPage;
pub use today::{DueOf, TodayPage, due_count, first_due};
pub use why::why;

use shared::calendar::WorkCalendar;
use shared::domain::settings::calendar_of;
use shared::entity::{Record, common};
use shared::sync::Look;
use std::borrow::Cow;

/// The calendar a task runs on: that of its unit.
fn calendar_for(look: &dyn Look, task: &Record) -> Cow<'static, WorkCalendar> {
    calendar_of(look, task.reference(common::UNIT).unwrap_or_default())
}
