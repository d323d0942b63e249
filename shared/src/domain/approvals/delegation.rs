//! 授权书: a right handed on for a time, up to a limit that never exceeds the grantor's own.

use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{
    Currency, Day, Entity, Id, Money, Record, Ref, StateTable, Text, Transition, Value, Who, common,
};
use crate::sync::Look;
use crate::sync::look::child_key;
use shared_derive::Entity;

choice! {
    /// 授权事项.
    pub enum Matter: "delegation-matter" { Cost = 1 => "cost", Refund = 2 => "refund", Other = 3 => "other" }
}

choice! {
    /// State of a delegation.
    pub enum DelegationState: "delegation-state" { Draft = 1 => "draft", Signed = 2 => "signed", Withdrawn = 3 => "withdrawn" }
}

/// 草稿→已签字→已收回. Only the grantor signs and withdraws.
pub(super) static STATES: StateTable = StateTable {
    states: DelegationState::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            no: 16,
            key: "sign",
            from: &[1],
            to: 2,
            who: Who::Owner,
            args: &[Delegation::SIGNATURE],
            needs: &[Delegation::SIGNATURE],
        },
        Transition {
            no: 17,
            key: "withdraw",
            from: &[2],
            to: 3,
            who: Who::Owner,
            args: &[],
            needs: &[],
        },
    ],
};

/// 授权书.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 43, key = "delegation", prefix = "SQ", compartment = Reference, level = L1, owner = grantor, title = text, states = STATES)]
pub struct Delegation {
    /// 授权人.
    #[field(16, required, indexed, listed, critical)]
    pub grantor: Ref<User>,
    /// 被授权人.
    #[field(17, required, indexed, listed, critical)]
    pub grantee: Ref<User>,
    /// 授权事项.
    #[field(18, required, listed, critical)]
    pub matter: Matter,
    /// 授权限额.
    #[field(19, required, level = L3, critical)]
    pub limit: Money,
    /// 生效日.
    #[field(20, required, listed, critical)]
    pub valid_from: Day,
    /// 失效日, the last day it holds.
    #[field(21, required, listed, critical)]
    pub valid_to: Day,
    /// 签字.
    #[field(22, state, kind = FieldKind::Signature)]
    pub signature: Text,
    /// In words.
    #[field(23, listed)]
    pub text: Text,
}

/// Up to which amount, in minor units of `currency`, a user may act in a matter on a day by delegation:
/// the highest of his signed delegations, each cut at its grantor's own limit `own`.
pub fn limit_of(
    look: &dyn Look,
    user: Id,
    matter: Matter,
    day: i32,
    currency: Currency,
    own: &dyn Fn(Id) -> i64,
) -> i64 {
    let mine = look.at(&child_key(Delegation::KIND, Delegation::GRANTEE, user));
    let granted = |record: &Record| -> Option<i64> {
        let day_of = |no| match record.get(no)? {
            Value::Day(day) => Some(*day),
            _ => None,
        };
        let Value::Money(minor, unit) = record.get(Delegation::LIMIT)? else {
            return None;
        };
        let signed =
            record.get(common::STATE) == Some(&Value::Int(DelegationState::Signed.no().into()));
        let holds = day_of(Delegation::VALID_FROM)? <= day && day <= day_of(Delegation::VALID_TO)?;
        let fits = record.choice(Delegation::MATTER) == Some(matter.no()) && *unit == currency;
        let grantor = record.reference(Delegation::GRANTOR)?;
        (signed && holds && fits && grantor != user).then(|| (*minor).min(own(grantor)))
    };
    mine.ids
        .iter()
        .filter_map(|id| granted(&*look.record(*id).known()?))
        .max()
        .unwrap_or(0)
}

/// A delegation is shown to both sides.
pub fn parties(record: &Record) -> Vec<Id> {
    [Delegation::GRANTOR, Delegation::GRANTEE]
        .iter()
        .filter_map(|no| record.reference(*no))
        .collect()
}
