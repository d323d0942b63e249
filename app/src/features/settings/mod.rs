//! 参数 and 工作日历: the numbers the rules work with, and whose working time they run on.

mod calendar;
mod calendars;
mod history;
mod notices;
mod parameter;
mod parameters;
mod words;

pub use calendars::CalendarsPage;
pub use parameter::ParameterPage;
pub use parameters::ParametersPage;

use crate::record::{now_ms, record_title};
use crate::replica::Replica;
use leptos::prelude::*;
use shared::calendar::{Moment, standard};
use shared::domain::organisation::OrgUnit;
use shared::entity::Entity;

/// Today at the firm, days since 1970-01-01.
fn today() -> i32 {
    standard().zone().local(Moment(now_ms() as i64)).date.0
}

/// The units as a choice.
fn units(replica: Replica) -> Signal<Vec<(String, String)>> {
    let ids = replica.ids(OrgUnit::KIND);
    Signal::derive(move || {
        let ids = ids.get();
        let named = ids
            .iter()
            .map(|id| (id.to_string(), record_title(replica, *id)));
        named.collect()
    })
}
