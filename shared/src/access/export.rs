//! Who may take records out of the product as a file (R-016: permission L3).

use super::{grants_of, is_active, role, writers};
use crate::entity::{EntitySchema, Id, Level};
use crate::sync::Look;

/// Whether a user may export records of this kind on this UTC day: by a role that keeps such records and
/// is trusted with confidential ones. Who only captures or only reads takes no list away.
#[must_use]
pub fn may_export(look: &dyn Look, user: Id, schema: &EntitySchema, day: i32) -> bool {
    let keepers = writers(schema.key);
    is_active(look, user)
        && grants_of(look, user).iter().any(|grant| {
            grant.holds_on(day)
                && role(&grant.role).is_some_and(|role| {
                    role.level >= Level::L3
                        && (keepers.contains(&"*") || keepers.contains(&role.code))
                })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::grant::part;
    use crate::domain::customers::Customer;
    use crate::domain::exhibitions::BoothLead;
    use crate::domain::organisation::{User, UserStatus};
    use crate::entity::{Entity, Hlc, OpId, Record, Value, Version};
    use crate::sync::look::Overlay;
    use crate::sync::world::World;

    const USER: Id = Id([7; 16]);
    const TODAY: i32 = 100;

    /// What a user with these grants (role, first day, last day) and this status may export.
    fn may(schema: &EntitySchema, status: UserStatus, grants: &[(&str, i32, i32)]) -> bool {
        let grant = |(role, from, to): &(&str, i32, i32)| {
            Value::Group(vec![
                (part::ROLE, Value::Text((*role).to_owned())),
                (part::FROM, Value::Day(*from)),
                (part::TO, Value::Day(*to)),
            ])
        };
        let mut user = Record::new(User::KIND, USER);
        let mut put = |no, value| {
            let (op, hlc) = (OpId::default(), Hlc::default());
            user.put(
                no,
                Version {
                    op,
                    seq: 1,
                    hlc,
                    value,
                },
            );
        };
        put(
            User::GRANTS,
            Value::List(grants.iter().map(grant).collect()),
        );
        put(User::STATUS, Value::Choice(status.no()));
        let nobody = World::new(USER);
        let mut look = Overlay::new(&nobody);
        look.put(user);
        may_export(&look, USER, schema, TODAY)
    }

    #[test]
    fn r_016_by_role_and_level() {
        let always = |role| [(role, i32::MIN, i32::MAX)];
        let active = UserStatus::Active;
        for role in ["GM", "SALES_MGR", "SALES", "CS_MGR"] {
            assert!(may(BoothLead::SCHEMA, active, &always(role)), "{role}");
        }
        // Captures leads, but sees nothing confidential; sees everything, but keeps no leads; unknown.
        for role in [
            "RECEPTION",
            "INTERPRETER",
            "DATA_CLERK",
            "FINANCE",
            "HR",
            "SYS_ADMIN",
            "?",
        ] {
            assert!(!may(BoothLead::SCHEMA, active, &always(role)), "{role}");
        }
        assert!(!may(Customer::SCHEMA, active, &always("TECH")));
        assert!(may(BoothLead::SCHEMA, active, &always("TECH")));
    }

    #[test]
    fn r_016_only_while_the_grant_holds_and_the_user_works_here() {
        let schema = BoothLead::SCHEMA;
        let active = UserStatus::Active;
        assert!(may(schema, active, &[("SALES", TODAY, TODAY)]));
        assert!(!may(schema, active, &[("SALES", TODAY + 1, TODAY + 9)]));
        assert!(!may(schema, active, &[("SALES", 0, TODAY - 1)]));
        assert!(!may(schema, UserStatus::Disabled, &[("SALES", 0, TODAY)]));
        assert!(!may(schema, active, &[]));
    }
}
