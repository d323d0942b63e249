//! The approval matrix as data (requirements §2.4): one line for each step that waits for a word.

use crate::calendar::Span;
use crate::domain::visits;
use crate::entity::{Kind, Record, Value};
use crate::sync::{Look, Reason};

/// Who decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Approver {
    /// DEPT_HEAD: the nearest level above the author in the record's unit.
    Head,
    /// A holder of this role, the nearest to the record's unit.
    Role(&'static str),
}

/// By when a word is wanted: the task of who decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What the task says: `task-matter-<matter>`.
    pub matter: &'static str,
    /// The event its span counts from, UTC ms; `None` = when the word was asked for.
    pub from_ms: Option<i64>,
    /// How long it may take.
    pub span: Span,
    /// The parameter P-nn the span comes from; 0 = none.
    pub parameter: u16,
}

/// One line of the matrix. Its states are those of the object.
pub struct Route {
    /// Its number, kept in approvals: never reused.
    pub no: u16,
    /// The object.
    pub object: Kind,
    /// States of the object that wait for the word.
    pub waits: &'static [u32],
    /// Where 同意 leads.
    pub approved: u32,
    /// Where 退回 leads.
    pub returned: u32,
    /// Where 不同意 leads.
    pub refused: u32,
    /// Where an approved object goes when what was approved no longer covers it.
    pub reopened: u32,
    /// Who decides.
    pub approver: Approver,
    /// The rule behind it.
    pub rule: u16,
    /// The field with the amount asked for; 0 = none.
    pub amount: u16,
    /// What the object lacks to be approved as it is now.
    pub lacks: fn(&dyn Look, &Record) -> Vec<Reason>,
    /// Whether what was approved still covers the object as it is now: (approved values, object).
    pub covers: fn(&[(u16, Value)], &Record) -> bool,
    /// By when the word is wanted; `None` = no clock runs.
    pub limit: fn(&dyn Look, &Record) -> Option<Limit>,
}

/// Every line in force so far.
pub static MATRIX: &[Route] = &[visits::PLAN_ROUTE];

/// The line with this number.
pub fn route(no: u16) -> Option<&'static Route> {
    lines().find(|route| route.no == no)
}

/// The line that speaks of this object.
pub fn route_of(kind: Kind) -> Option<&'static Route> {
    lines().find(|route| route.object == kind)
}

fn lines() -> impl Iterator<Item = &'static Route> {
    MATRIX.iter()
}
