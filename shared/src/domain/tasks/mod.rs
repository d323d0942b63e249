//! Tasks and attachments (requirements §3.0): what somebody is to do by a time. [`want`] is how a rule
//! asks for one, [`clock`] when it reminds and whom it tells.

mod clock;
mod escalate;
mod want;

pub use clock::{Clock, Escalation, HEAD, NEXT, REMIND, bundled, clock, escalations, why_due};
pub use escalate::{ESCALATION, Urgency, clock_of, escalate, watch_keys};
pub use want::{Want, wanted_id};

use crate::calendar::Span;
use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{
    Blob, FieldKind, FieldSpec, Id, Instant, Kind, Level, Record, Ref, StateTable, Text,
    Transition, Value, Who,
};
use shared_derive::Entity;

choice! {
    /// 状态 of a task. 逾期 is a derived flag, not a state.
    pub enum TaskState: "task-state" {
        Open = 1 => "open", Doing = 2 => "doing", Done = 3 => "done", Cancelled = 4 => "cancelled",
    }
}

/// The life cycle of a task.
pub static STATES: StateTable = StateTable {
    states: TaskState::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            no: 16,
            key: "start",
            from: &[1],
            to: 2,
            who: Who::Owner,
            args: &[],
            needs: &[],
        },
        Transition {
            no: 17,
            key: "complete",
            from: &[1, 2],
            to: 3,
            who: Who::Owner,
            args: &[Task::RESULT],
            needs: &[Task::RESULT],
        },
        Transition {
            no: 18,
            key: "cancel",
            from: &[1, 2],
            to: 4,
            who: Who::Owner,
            args: &[Task::RESULT],
            needs: &[Task::RESULT],
        },
    ],
};

/// 任务.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 10, key = "task", compartment = Customer, level = L2, owner = owner, home = source, title = title, states = STATES)]
pub struct Task {
    /// 事项.
    #[field(16, required, search, listed)]
    pub title: Text,
    /// 来源单据.
    #[field(17, indexed, listed)]
    pub source: (Kind, Id),
    /// 依据规则, for example R-098.
    #[field(18, listed)]
    pub rule: Text,
    /// 责任人.
    #[field(19, required, indexed, listed, critical)]
    pub owner: Ref<User>,
    /// 截止, exclusive.
    #[field(20, required, listed, critical)]
    pub due_at: Instant,
    /// 升级至.
    #[field(21, computed)]
    pub escalated_to: Ref<User>,
    /// 完成时间.
    #[field(22, computed)]
    pub done_at: Instant,
    /// 结果.
    #[field(23, conditional, kind = FieldKind::LongText)]
    pub result: Text,
    /// What a rule wants done: `task-matter-<matter>` in every language; `title` says about whom.
    #[field(24, computed)]
    pub matter: Text,
    /// When its clock began.
    #[field(25, computed)]
    pub began_at: Instant,
    /// How long it may take; see [`span_of`].
    #[field(26, computed, kind = FieldKind::Group(SPAN_PARTS))]
    pub span: Text,
    /// The parameter the span comes from, for example P-14.
    #[field(27, computed)]
    pub parameter: Text,
    /// 暂定: the year without announced holidays that the due time depends on.
    #[field(28, computed)]
    pub provisional_year: i64,
    /// Cancelled because its reason was gone: it comes back with the reason.
    #[field(29, computed)]
    pub released: bool,
    /// How far its lateness was reported, in percent of its span.
    #[field(30, computed)]
    pub escalated: i64,
}

/// Parts of a span: its sort and its numbers.
pub const SPAN_PARTS: &[FieldSpec] = &[
    part(1, "sort", FieldKind::Int),
    part(2, "count", FieldKind::Int),
    part(3, "by", FieldKind::Int),
];

const fn part(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec::part(Level::L1, no, key, kind)
}

/// A span as a value. The numbers of the sorts are wire numbers.
pub fn span_value(span: Span) -> Value {
    let (sort, count, by) = match span {
        Span::CalendarHours(n) => (1, n, 0),
        Span::CalendarMinutes(n) => (2, n, 0),
        Span::CalendarDays(n) => (3, n, 0),
        Span::WorkingMinutes(n) => (4, n, 0),
        Span::WorkingDays(n) => (5, n, 0),
        Span::Months(n) => (6, n, 0),
        Span::Years(n) => (7, n, 0),
        Span::DaysBefore { days, by } => (8, days, by),
        Span::MinutesBefore(n) => (9, n, 0),
    };
    let part = |no, n: u16| (no, Value::Int(n.into()));
    Value::Group(vec![part(1, sort), part(2, count), part(3, by)])
}

/// The span a task has to run; `None` for one whose due time a person typed.
pub fn span_of(task: &Record) -> Option<Span> {
    let value = task.get(Task::SPAN)?;
    let part = |no| match value.part(no)? {
        Value::Int(n) => u16::try_from(*n).ok(),
        _ => None,
    };
    let n = part(2)?;
    Some(match part(1)? {
        1 => Span::CalendarHours(n),
        2 => Span::CalendarMinutes(n),
        3 => Span::CalendarDays(n),
        4 => Span::WorkingMinutes(n),
        5 => Span::WorkingDays(n),
        6 => Span::Months(n),
        7 => Span::Years(n),
        8 => Span::DaysBefore {
            days: n,
            by: part(3)?,
        },
        9 => Span::MinutesBefore(n),
        _ => return None,
    })
}

/// A task is lent to whoever is to do it, whatever else he may see.
pub fn doer(task: &Record) -> Vec<Id> {
    task.reference(Task::OWNER).into_iter().collect()
}

choice! {
    /// 类别 of an attachment.
    pub enum AttachmentKind: "attachment-kind" {
        Photo = 1 => "photo",
        Scan = 2 => "scan",
        Mail = 3 => "mail",
        Recording = 4 => "recording",
        Signature = 5 => "signature",
        Document = 6 => "document",
    }
}

/// 附件: a file of any record. The bytes travel beside the ops and may come later.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 11, key = "attachment", compartment = Customer, level = L2, home = of, title = caption)]
pub struct Attachment {
    /// The record it belongs to.
    #[field(16, required, indexed)]
    pub of: (Kind, Id),
    /// 指纹: SHA-256 of the bytes.
    #[field(17, required)]
    pub sha256: Blob,
    /// 类别.
    #[field(18, required, listed)]
    pub attachment_kind: AttachmentKind,
    /// 说明.
    #[field(19, search, listed)]
    pub caption: Text,
    /// File name as it was.
    #[field(20)]
    pub file_name: Text,
    /// Media type.
    #[field(21)]
    pub media_type: Text,
    /// Size in bytes.
    #[field(22, listed)]
    pub size: i64,
    /// When the photo was taken, if the person agreed to keep it.
    #[field(23)]
    pub taken_at: Instant,
}

#[cfg(test)]
mod tests;
