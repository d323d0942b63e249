//! `--demo`: a believable lighting manufacturer, generated through ordinary ops of the server's own
//! replica, with dates relative to today. The same seed and day give the same organisation.

mod dice;
mod fill;
mod house;
mod leads;
mod market;
mod people;
mod visitors;
mod visits;
mod writer;

pub use fill::{Entry, prepare};
pub use people::{Person, STAFF};

use shared::entity::Id;
use shared::sync::Op;

/// What the demo consists of.
#[derive(Debug)]
pub struct Demo {
    /// Ops to run as replica 0, in order.
    pub ops: Vec<Op>,
    /// Who can sign in.
    pub accounts: Vec<Account>,
    /// The unit that is the organisation itself.
    pub company: Id,
}

/// Somebody who can sign in; all share one random password that is printed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The User record.
    pub user: Id,
    /// Sign-in name.
    pub login: &'static str,
    /// Name as shown.
    pub name: &'static str,
    /// First role.
    pub role: &'static str,
}

/// Builds the demo as of `now_ms`; `first_seq` is the first free sequence of replica 0.
pub fn build(now_ms: u64, first_seq: u64, seed: u64) -> Demo {
    let mut writer = writer::Writer::new(now_ms, first_seq, seed);
    let house = house::found(&mut writer);
    people::hire(&mut writer, &house);
    let products = market::products(&mut writer, &house);
    market::customers(&mut writer, &house);
    leads::show_with_leads(&mut writer, &house, &products);
    visits::visits(&mut writer, &house);
    let accounts = STAFF
        .iter()
        .map(|person| Account {
            user: house.user(person.login),
            login: person.login,
            name: person.name,
            role: person.roles.first().map_or("", |(role, _)| role),
        })
        .collect();
    Demo {
        ops: writer.ops,
        accounts,
        company: house.company,
    }
}

#[cfg(test)]
mod tests;
