//! Grants: a user's roles, each with a scope and validity dates (requirements §2.1).

use crate::domain::organisation::{User, UserStatus};
use crate::entity::{Id, Record, Value};
use crate::sync::{Look, Lookup};

/// How far a grant reaches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// 本人: records one owns.
    Own,
    /// 部门: all records of the department.
    Department,
    /// 本店/本厂: all records of the site.
    Site,
    /// 全公司.
    All,
}

impl Scope {
    /// From the wire number; an unknown scope is the narrowest.
    pub fn from_no(no: u32) -> Scope {
        match no {
            2 => Scope::Department,
            3 => Scope::Site,
            4 => Scope::All,
            _ => Scope::Own,
        }
    }
}

/// One role grant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// Role code.
    pub role: String,
    /// How far.
    pub scope: Scope,
    /// The unit it is for; nil = the user's own units.
    pub unit: Id,
    /// First day, days since 1970-01-01; `i32::MIN` = always.
    pub from: i32,
    /// Last day; `i32::MAX` = open.
    pub to: i32,
}

/// Part numbers of a grant inside `User.grants`.
pub mod part {
    /// Role code, text.
    pub const ROLE: u16 = 1;
    /// Scope, choice.
    pub const SCOPE: u16 = 2;
    /// Unit, reference.
    pub const UNIT: u16 = 3;
    /// First day.
    pub const FROM: u16 = 4;
    /// Last day.
    pub const TO: u16 = 5;
}

impl Grant {
    /// Reads one entry of `User.grants`.
    pub fn read(value: &Value) -> Option<Grant> {
        let day = |no, default| {
            if let Some(Value::Day(day)) = value.part(no) {
                *day
            } else {
                default
            }
        };
        Some(Grant {
            role: value.part(part::ROLE)?.text()?.to_owned(),
            scope: Scope::from_no(value.part(part::SCOPE).and_then(Value::choice).unwrap_or(1)),
            unit: value
                .part(part::UNIT)
                .and_then(Value::reference)
                .unwrap_or(Id::NIL),
            from: day(part::FROM, i32::MIN),
            to: day(part::TO, i32::MAX),
        })
    }

    /// Valid on this day.
    pub fn holds_on(&self, day: i32) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The UTC day of a moment; grants change at midnight UTC, eight in the morning in China.
pub fn day_of(ms: u64) -> i32 {
    i32::try_from(ms / 86_400_000).unwrap_or(i32::MAX)
}

/// All grants of a user, past and present; empty for nobody and for users not known here.
pub fn grants_of(look: &dyn Look, user: Id) -> Vec<Grant> {
    match look.record(user) {
        Lookup::Known(record) => grants_in(&record),
        Lookup::Absent | Lookup::NotHere => Vec::new(),
    }
}

/// The roles a user's record grants, past and present.
pub fn roles_in(record: &Record) -> Vec<String> {
    grants_in(record)
        .into_iter()
        .map(|grant| grant.role)
        .collect()
}

fn grants_in(record: &Record) -> Vec<Grant> {
    record
        .get(User::GRANTS)
        .map(Value::items)
        .unwrap_or_default()
        .iter()
        .filter_map(Grant::read)
        .collect()
}

/// The user may sign in: not 停用.
pub fn is_active(look: &dyn Look, user: Id) -> bool {
    look.record(user)
        .known()
        .is_some_and(|record| record.choice(User::STATUS) != Some(UserStatus::Disabled.no()))
}

/// The unit new records of this user belong to: the first of his units.
pub fn unit_of(look: &dyn Look, user: Id) -> Option<Id> {
    let record = look.record(user).known()?;
    record.get(User::UNITS)?.items().first()?.reference()
}
