//! Who may see and do what: roles, grants, scopes, buckets, shares (design §5).
//!
//! Permission to *read* is decided when a row is written: [`home`] gives each facet its bucket, and
//! [`reach`] says which buckets a user's grants open. Permission to *write* is [`check`]ed when an
//! op is received; what was allowed when it was done waits for a person and is never thrown away.

mod check;
mod export;
pub mod grant;
mod home;
mod ladder;
mod lent;
mod reach;
mod role;

pub use check::{Access, check};
pub use export::may_export;
pub use grant::{Grant, Scope, day_of, grants_of, is_active, unit_of};
pub use home::{belongs_to, bucket_of, home, led};
pub use ladder::{DEPT_HEAD, Rung, acting, head_of, holders, ladder, role_key};
pub use lent::{assigned, shares};
pub use reach::{Clause, Reach, reach};
pub use role::{ROLES, Role, reports_only, role, writers};

use crate::entity::{EntitySchema, Id, Record, Who, common};
use crate::sync::Look;

/// Whether a user's roles make records of an entity on a day. What the server says at receipt counts
/// ([`check`]); this is what a screen offers.
pub fn may_create(look: &dyn Look, user: Id, schema: &EntitySchema, day: i32) -> bool {
    let codes = writers(schema.key);
    let makes = |role: &str| {
        (codes.contains(&"*") || codes.contains(&role)) && !reports_only(role, schema.key)
    };
    let grants = grants_of(look, user);
    let mut held = grants.iter().filter(|grant| grant.holds_on(day));
    held.any(|grant| makes(&grant.role))
}

/// Whether a user may make a transition of this kind on this record.
pub fn may_step(
    look: &dyn Look,
    actor: Id,
    who: Who,
    schema: &EntitySchema,
    record: &Record,
) -> bool {
    let grants = grants_of(look, actor);
    match who {
        Who::Auto => actor.is_nil(),
        Who::Writer => true,
        Who::Owner => {
            let owner = schema.owner.and_then(|no| record.reference(no));
            owner.is_none_or(|owner| owner == actor)
                || record.reference(common::CREATOR) == Some(actor)
                || grants.iter().any(|grant| grant.scope > Scope::Own)
        }
        // Who acts for an empty place may do what its holder might (requirements §2.3).
        Who::Roles(codes) => {
            let unit = record.reference(common::UNIT).unwrap_or_default();
            let acts = |code: &&str| acting(look, unit, code).is_some_and(|r| r.user == actor);
            let holds = |grant: &Grant| codes.contains(&grant.role.as_str());
            grants.iter().any(holds) || codes.iter().any(acts)
        }
        Who::Head => {
            // His own work passes to the next level (requirements §2.5).
            let (unit, owner) = led(look, record);
            ladder(look, unit, owner)
                .iter()
                .any(|rung| rung.user == actor)
        }
        Who::Assigned => {
            may_step(look, actor, Who::Owner, schema, record)
                || assigned(look, record).contains(&actor)
        }
        Who::Approver => crate::domain::approvals::may_decide(look, actor, record),
    }
}
