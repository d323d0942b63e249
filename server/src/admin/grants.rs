//! Roles as an administrator gives them, and as they stand in a User record.

use crate::error::Problem;
use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};
use shared::access;
use shared::domain::organisation::{self as domain, GrantScope};
use shared::entity::{Id, Value};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far a role reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 本人: what one owns.
    Own,
    /// 部门: the department.
    Department,
    /// 本店/本厂: the site.
    Site,
    /// 全公司: everything.
    All,
}

/// One role of a user, with its scope and the days on which it holds.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Grant {
    /// Role code, as in `SALES` or `SYS_ADMIN`.
    pub role: String,
    /// How far it reaches.
    pub scope: Scope,
    /// The unit it is for; the user's own units if left out.
    #[serde(default)]
    pub unit: Option<Uuid>,
    /// First day, `YYYY-MM-DD`.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    #[serde(default)]
    pub to: Option<String>,
}

impl Grant {
    /// A role over everything, for ever.
    pub fn everywhere(role: &str) -> Self {
        Self {
            role: role.to_owned(),
            scope: Scope::All,
            unit: None,
            from: None,
            to: None,
        }
    }

    /// As it stands in a User record.
    pub fn value(&self) -> Result<Value, Problem> {
        if access::role(&self.role).is_none() {
            return Err(Problem::invalid("grants.role", "unknown"));
        }
        let scope = match self.scope {
            Scope::Own => GrantScope::Own,
            Scope::Department => GrantScope::Department,
            Scope::Site => GrantScope::Site,
            Scope::All => GrantScope::All,
        };
        let unit = self.unit.map_or(Id::NIL, |unit| Id(unit.into_bytes()));
        let from = day("grants.from", self.from.as_deref())?.unwrap_or(i32::MIN);
        let to = day("grants.to", self.to.as_deref())?.unwrap_or(i32::MAX);
        Ok(domain::grant(&self.role, scope, unit, (from, to)))
    }
}

/// Days since 1970-01-01.
fn day(field: &'static str, text: Option<&str>) -> Result<Option<i32>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    let date = date.map_err(|_| Problem::invalid(field, "format"))?;
    let days = date
        .signed_duration_since(DateTime::UNIX_EPOCH.date_naive())
        .num_days();
    i32::try_from(days)
        .map(Some)
        .map_err(|_| Problem::invalid(field, "format"))
}
