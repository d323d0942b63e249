//! Stand-ins for the records the tests of this folder refer to.

#![allow(unreachable_pub, dead_code)]

use super::anchor;
use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{Id, Instant, Kind, Ref, StateTable, Text, Transition, Who};
use shared_derive::Entity;

choice! {
    /// States of a visit.
    pub enum VisitState: "stand-in-visit-state" {
        Intent = 1 => "intent", Reported = 2 => "reported", Preparing = 3 => "preparing",
        Awaited = 4 => "awaited", Fetched = 5 => "fetched", Received = 6 => "received",
        ToSumUp = 7 => "to-sum-up", Closed = 8 => "closed", Cancelled = 9 => "cancelled",
    }
}

const fn to(no: u16, to: u32) -> Transition {
    Transition {
        no,
        key: "to",
        from: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        to,
        who: Who::Writer,
        args: &[],
        needs: &[],
    }
}

/// From everywhere to everywhere.
pub(crate) static VISIT_STATES: StateTable = StateTable {
    states: VisitState::SCHEMA,
    first: 1,
    transitions: &[
        to(102, 2),
        to(104, 4),
        to(105, 5),
        to(106, 6),
        to(107, 7),
        to(109, 9),
    ],
};

/// A visit.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 30, key = "visit", compartment = Visit, level = L2, owner = host, title = purpose, states = VISIT_STATES)]
pub(crate) struct FactoryVisit {
    #[field(18)]
    pub(crate) purpose: Text,
    #[field(19)]
    pub(crate) arrive_at: Instant,
    #[field(20)]
    pub(crate) hub: Text,
    #[field(21)]
    pub(crate) transport_no: Text,
    #[field(28)]
    pub(crate) host: Ref<User>,
    #[field(33)]
    pub(crate) arrived_at: Instant,
}

/// A debrief.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 38, key = "visit-debrief", compartment = Visit, level = L2, home = visit, title = people)]
pub(crate) struct VisitDebrief {
    #[field(16, indexed, kind = FieldKind::Ref(anchor::VISIT))]
    pub(crate) visit: (Kind, Id),
    #[field(24)]
    pub(crate) farewell_at: Instant,
    #[field(25)]
    pub(crate) people: Text,
    #[field(26)]
    pub(crate) invited_back: bool,
}
