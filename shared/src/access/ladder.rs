//! Who stands above whom: DEPT_HEAD, the head of the unit above, the general manager; and who acts where
//! a place is empty (requirements §2.1, §2.3 absent role rule, R-287).

use super::grant::{grants_of, is_active};
use crate::domain::organisation::{OrgUnit, STAND_IN_ROLE, STAND_IN_USER};
use crate::domain::settings::upwards;
use crate::entity::{Id, Value};
use crate::ordered;
use crate::sync::Look;

/// The role of the general manager, the last level there is.
const GM: &str = "GM";
/// DEPT_HEAD 部门领导 is a relation, not a login: stand-ins are still configured under this name.
pub const DEPT_HEAD: &str = "DEPT_HEAD";

/// One level: somebody who answers for a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rung {
    /// Who.
    pub user: Id,
    /// He acts for an empty place: the record shows 代.
    pub stand_in: bool,
}

/// The levels above a person in a unit, nearest first, each person once and never `below` himself:
/// head of the unit, heads of the units above, general manager. An empty place is taken by its stand-in
/// 代理岗位 or skipped.
pub fn ladder(look: &dyn Look, unit: Id, below: Id) -> Vec<Rung> {
    let mut rungs: Vec<Rung> = Vec::new();
    let mut climb = |rung: Option<Rung>| {
        if let Some(rung) = rung
            && rung.user != below
            && rungs.iter().all(|there| there.user != rung.user)
        {
            rungs.push(rung);
        }
    };
    let chain = upwards(look, Some(unit)).units;
    for unit in &chain {
        climb(head_of(look, *unit));
    }
    climb(acting(look, unit, GM));
    if rungs.is_empty() {
        // He is the top himself: what he may not settle alone goes to who stands in for him (§2.5).
        let for_head = chain.iter().map(|unit| stand_in(look, *unit, DEPT_HEAD));
        let for_top = chain.iter().map(|unit| stand_in(look, *unit, GM));
        rungs.extend(
            for_head
                .chain(for_top)
                .flatten()
                .find(|rung| rung.user != below),
        );
    }
    rungs
}

/// The head of a unit, or who stands in for him; nobody if the place is empty.
pub fn head_of(look: &dyn Look, unit: Id) -> Option<Rung> {
    let record = look.record(unit).known()?;
    let head = record.reference(OrgUnit::HEAD);
    if let Some(user) = head.filter(|user| is_active(look, *user)) {
        let stand_in = false;
        return Some(Rung { user, stand_in });
    }
    stand_in(look, unit, DEPT_HEAD)
}

/// Who holds a role for a unit: a holder in it or above it, else the stand-in configured there. Of
/// several holders the one nearest to the unit, then the one who was entered first.
pub fn acting(look: &dyn Look, unit: Id, role: &str) -> Option<Rung> {
    let holder = holders(look, unit, role).first().copied();
    if let Some(user) = holder {
        let stand_in = false;
        return Some(Rung { user, stand_in });
    }
    upwards(look, Some(unit))
        .units
        .into_iter()
        .find_map(|unit| stand_in(look, unit, role))
}

/// All active holders of a role in the house the unit belongs to, nearest first: those who meet it at
/// the lowest unit, then those who were entered first.
pub fn holders(look: &dyn Look, unit: Id, role: &str) -> Vec<Id> {
    let chain = upwards(look, Some(unit)).units;
    let meets = |at: Id| {
        let above = upwards(look, Some(at)).units;
        chain.iter().position(|unit| above.contains(unit))
    };
    let nearness = |user: Id| {
        let own = super::unit_of(look, user).unwrap_or(unit);
        grants_of(look, user)
            .iter()
            .filter(|grant| grant.role == role)
            .filter_map(|grant| meets(if grant.unit.is_nil() { own } else { grant.unit }))
            .min()
    };
    let mut found: Vec<(usize, Id)> = look
        .at(&role_key(role))
        .ids
        .into_iter()
        .filter(|user| is_active(look, *user))
        .filter_map(|user| Some((nearness(user)?, user)))
        .collect();
    ordered::sort(&mut found);
    found.into_iter().map(|(_, user)| user).collect()
}

/// The index key under which the holders of a role are found.
pub fn role_key(role: &str) -> Vec<u8> {
    let mut key = vec![b'g'];
    key.extend_from_slice(role.as_bytes());
    key
}

fn stand_in(look: &dyn Look, unit: Id, role: &str) -> Option<Rung> {
    let record = look.record(unit).known()?;
    let listed = record.get(OrgUnit::STAND_INS).map(Value::items)?;
    let for_role = |line: &&Value| line.part(STAND_IN_ROLE).and_then(Value::text) == Some(role);
    let user = listed
        .iter()
        .filter(for_role)
        .find_map(|line| line.part(STAND_IN_USER)?.reference())?;
    is_active(look, user).then_some(Rung {
        user,
        stand_in: true,
    })
}
