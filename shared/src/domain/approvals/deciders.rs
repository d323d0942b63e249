//! Who may decide, and who may not: own work is decided by the next level (requirements §2.5).

use super::matrix::{Approver, Route};
use super::{Approval, ApprovalState};
use crate::access::{self, Rung, acting, ladder};
use crate::entity::{Id, Record, Value};
use crate::rules;
use crate::sync::Look;

/// One who may decide.
pub type Decider = Rung;

/// Those who may decide on an object its author asks about. The first is the one who is asked; those
/// behind may decide in his place.
pub fn deciders(look: &dyn Look, route: &Route, object: &Record, author: Id) -> Vec<Decider> {
    let unit = access::belongs_to(look, object);
    let above = ladder(look, unit, author);
    let mut found = match route.approver {
        Approver::Head => above,
        Approver::Role(role) => {
            let holders = access::holders(look, unit, role).into_iter();
            let mut found: Vec<Rung> = holders
                .map(|user| Rung {
                    user,
                    stand_in: false,
                })
                .collect();
            if found.iter().all(|rung| rung.user == author) {
                // The author holds the role himself, or nobody does: the stand-in, else the next level.
                found.extend(acting(look, unit, role).filter(|rung| rung.stand_in));
                found.extend(above);
            }
            found
        }
    };
    if rules::on(284) {
        found.retain(|rung| rung.user != author);
    }
    found.dedup_by_key(|rung| rung.user);
    found
}

/// Whom an approval names.
pub(super) fn listed(approval: &Record) -> Vec<Id> {
    let users = approval.get(Approval::DECIDERS).map(Value::items);
    users
        .unwrap_or_default()
        .iter()
        .filter_map(Value::reference)
        .collect()
}

/// The approval is about this user's own work.
pub fn own_work(approval: &Record, user: Id) -> bool {
    approval.reference(Approval::AUTHOR) == Some(user)
}

/// Whether a user may decide this approval.
pub fn may_decide(_look: &dyn Look, user: Id, approval: &Record) -> bool {
    approval.state() == ApprovalState::Pending.no()
        && !own_work(approval, user)
        && listed(approval).contains(&user)
}
