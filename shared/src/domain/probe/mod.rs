//! The probe: an entity with every field class, every level and a life cycle, so that the simulator
//! and the merge laws meet all that any later entity can have. No screen shows it and no role
//! but the simulator's may write it where rules are on.

use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{
    Binding, Decimal, FieldKind, FieldSpec, Flags, Level, Merge, Money, Need, Ref, StateTable,
    Text, Transition, Who,
};
use shared_derive::Entity;

choice! {
    /// States of the probe.
    pub enum ProbeState: "probe-state" {
        Draft = 1 => "draft", Submitted = 2 => "submitted", Approved = 3 => "approved", Returned = 4 => "returned",
    }
}

/// Submit, approve, return: the shape of every approval.
pub static STATES: StateTable = StateTable {
    states: ProbeState::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            no: 16,
            key: "submit",
            from: &[1, 4],
            to: 2,
            who: Who::Writer,
            args: &[Probe::QTY],
            needs: &[],
        },
        Transition {
            no: 17,
            key: "approve",
            from: &[2],
            to: 3,
            who: Who::Writer,
            args: &[Probe::OPINION],
            needs: &[],
        },
        Transition {
            no: 18,
            key: "return",
            from: &[2],
            to: 4,
            who: Who::Writer,
            args: &[Probe::OPINION, Probe::QTY],
            needs: &[Probe::OPINION],
        },
        Transition {
            no: 19,
            key: "reopen",
            from: &[3],
            to: 1,
            who: Who::Writer,
            args: &[Probe::QTY],
            needs: &[],
        },
    ],
};

/// What an approval of a probe binds.
pub const BINDS: &[Binding] = &[Binding {
    fields: &[Probe::NAME, Probe::AMOUNT, Probe::LINES],
}];

/// Fields of a line.
pub const LINE: &[FieldSpec] = &[
    line_field(1, "product", FieldKind::Text, false),
    line_field(2, "qty", FieldKind::Decimal, true),
];

const fn line_field(no: u16, key: &'static str, kind: FieldKind, critical: bool) -> FieldSpec {
    FieldSpec {
        no,
        key,
        kind,
        need: Need::Optional,
        level: Level::L2,
        merge: Merge::Set,
        flags: Flags {
            critical,
            search: false,
            listed: false,
            indexed: false,
            personal: false,
        },
    }
}

/// 探针.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 65000, key = "probe", prefix = "TZ", compartment = Customer, level = L2, owner = owner, title = name, states = STATES)]
pub struct Probe {
    /// A plain field.
    #[field(16, search)]
    pub name: Text,
    /// A critical field.
    #[field(17, critical)]
    pub amount: Money,
    /// Another critical field.
    #[field(18, critical)]
    pub qty: Decimal,
    /// A field above most people's level.
    #[field(19, level = L3)]
    pub secret: Text,
    /// Who owns it.
    #[field(20, critical, indexed)]
    pub owner: Ref<User>,
    /// Facts.
    #[field(21, fact)]
    pub notes: Text,
    /// Lines.
    #[field(22, collection, kind = FieldKind::Items(LINE))]
    pub lines: Text,
    /// A quota.
    #[field(23, quota)]
    pub stock: i64,
    /// What an approver says.
    #[field(24)]
    pub opinion: Text,
}
