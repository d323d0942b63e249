//! Approvals (requirements §2.4, §2.5, §3.0): somebody with the right to it decides on exactly this.
//!
//! [`MATRIX`] says which step of which entity asks for whose word. When a record enters a state that
//! waits for a word, [`follow`] puts an [`Approval`] beside it; the decision is a step of the approval,
//! bound to the content hash of the record, and moves the record. A later change of what was
//! decided on makes the approval lapse and asks again.

mod deciders;
mod delegation;
mod flow;
mod matrix;

pub use deciders::{Decider, deciders, may_decide, own_work};
pub use delegation::{Delegation, DelegationState, Matter, limit_of, parties};
pub use flow::{approval_doubts, approval_guard, pending_of, snapshot};
pub(crate) use flow::{follow, reschedule};
pub use matrix::{Approver, Limit, MATRIX, Route, route, route_of};

use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{
    FieldKind, FieldSpec, Id, Instant, Kind, Level, ListOf, Money, Record, Ref, StateTable, Text,
    Transition, Who,
};
use shared_derive::Entity;

choice! {
    /// State, and so 结论, of an approval.
    pub enum ApprovalState: "approval-state" {
        Pending = 1 => "pending", Approved = 2 => "approved", Refused = 3 => "refused",
        Returned = 4 => "returned", Lapsed = 5 => "lapsed",
    }
}

/// 同意.
pub const APPROVE: u16 = 16;
/// 不同意.
pub const REFUSE: u16 = 17;
/// 退回.
pub const RETURN: u16 = 18;

const fn decision(no: u16, key: &'static str, to: u32, needs: &'static [u16]) -> Transition {
    Transition {
        no,
        key,
        from: &[1],
        to,
        who: Who::Approver,
        args: &[
            Approval::OPINION,
            Approval::SIGNATURE,
            Approval::OFFLINE,
            Approval::DECIDED_AT,
        ],
        needs,
    }
}

/// 待审批→同意/不同意/退回; 同意→失效 by itself. A word against needs its reason.
pub static STATES: StateTable = StateTable {
    states: ApprovalState::SCHEMA,
    first: 1,
    transitions: &[
        decision(APPROVE, "approve", 2, &[]),
        decision(REFUSE, "refuse", 3, &[Approval::OPINION]),
        decision(RETURN, "return", 4, &[Approval::OPINION]),
    ],
};

/// 审批.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 42, key = "approval", prefix = "SP", compartment = Visit, level = L2, home = object, title = subject, states = STATES)]
pub struct Approval {
    /// 审批对象.
    #[field(16, computed, indexed)]
    pub object: (Kind, Id),
    /// What the object is called.
    #[field(17, computed, search, listed)]
    pub subject: Text,
    /// 步骤: the route of the matrix.
    #[field(18, computed, listed)]
    pub step: i64,
    /// 审批岗位: the role that decides.
    #[field(19, computed, listed)]
    pub role: Text,
    /// Who may decide.
    #[field(20, computed, indexed)]
    pub deciders: ListOf<Ref<User>>,
    /// Who asks: not one of those who decide.
    #[field(21, computed, indexed, listed)]
    pub author: Ref<User>,
    /// 金额.
    #[field(22, computed)]
    pub amount: Option<Money>,
    /// 版本指纹: what was decided on.
    #[field(23, computed, kind = FieldKind::Attachment)]
    pub version_hash: crate::entity::Blob,
    /// The bound fields as they were asked about, and from the decision on as they were decided on:
    /// {1: field, 2: value}.
    #[field(24, computed, kind = FieldKind::List(&FieldKind::Group(SNAPSHOT_PARTS)))]
    pub snapshot: ListOf<Text>,
    /// The approval before this one, if the object changed after it.
    #[field(25, computed)]
    pub previous: Ref<Approval>,
    /// 意见.
    #[field(26, state, kind = FieldKind::LongText)]
    pub opinion: Text,
    /// 签字.
    #[field(27, state, kind = FieldKind::Signature)]
    pub signature: Text,
    /// 离线审批: decided on what the device knew (I-18).
    #[field(28, state)]
    pub offline: bool,
    /// 时间.
    #[field(29, state, listed)]
    pub decided_at: Instant,
    /// Who decided.
    #[field(30, computed, listed)]
    pub decided_by: Ref<User>,
    /// 代: decided for an empty place.
    #[field(31, computed)]
    pub stand_in: bool,
    /// 依据规则.
    #[field(32, computed)]
    pub rule: Text,
}

/// Parts of a snapshot line.
pub const SNAPSHOT_PARTS: &[FieldSpec] = &[
    part(1, "field", FieldKind::Int),
    part(2, "value", FieldKind::Text),
];

const fn part(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec::part(Level::L2, no, key, kind)
}

/// An approval is lent to those who may decide it and to who asked for it.
pub fn concerned(approval: &Record) -> Vec<Id> {
    let mut users = deciders::listed(approval);
    users.extend(approval.reference(Approval::AUTHOR));
    users
}
