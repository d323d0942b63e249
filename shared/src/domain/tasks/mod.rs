//! Tasks and attachments (requirements §3.0).

use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{Blob, Id, Instant, Kind, Ref, StateTable, Text, Transition, Who};
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
#[entity(kind = 10, key = "task", compartment = Customer, level = L2, owner = owner, title = title, states = STATES)]
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
