//! Who takes part: units, users of every scope, and the records everybody fights over.

use shared::domain::customers::Customer;
use shared::domain::exhibitions::BoothLead;
use shared::domain::organisation::{GrantScope, OrgUnit, User, UserStatus, grant};
use shared::domain::probe::Probe;
use shared::entity::{Currency, Entity, Id, Kind, Value, common};
use shared::sync::op::Fields;

use super::dice::Dice;

/// Company, factory, two departments.
pub(super) const UNITS: [Id; 4] = [
    Id([0xa0; 16]),
    Id([0xa1; 16]),
    Id([0xa2; 16]),
    Id([0xa3; 16]),
];

/// One user.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Identity.
    pub id: Id,
    /// Role code.
    pub role: &'static str,
    /// Scope of the grant.
    pub scope: GrantScope,
    /// The unit he belongs to.
    pub unit: Id,
}

/// Everybody, in the order devices are handed out.
pub(super) fn people() -> Vec<Person> {
    let one = |n: u8, role, scope, unit| Person {
        id: Id([n; 16]),
        role,
        scope,
        unit,
    };
    vec![
        one(1, "SALES", GrantScope::Department, UNITS[2]),
        one(2, "SALES_MGR", GrantScope::All, UNITS[1]),
        one(3, "SALES", GrantScope::All, UNITS[2]),
        one(4, "DRIVER", GrantScope::Own, UNITS[1]),
        one(5, "SALES_MGR", GrantScope::All, UNITS[3]),
        one(6, "STORE_MGR", GrantScope::Site, UNITS[1]),
        one(7, "CS_AGENT", GrantScope::Department, UNITS[3]),
        one(8, "GM", GrantScope::All, UNITS[0]),
        one(9, "SALES", GrantScope::All, UNITS[3]),
    ]
}

/// A user's grants as one value.
pub(super) fn grants(role: &str, scope: GrantScope) -> Value {
    Value::List(vec![grant(role, scope, Id::NIL, (i32::MIN, i32::MAX))])
}

/// What the server writes before the first device signs in.
pub(super) fn setup() -> Vec<(Kind, Id, Fields)> {
    let text = |text: &str| Value::Text(text.to_owned());
    let parent = |id: Id| Value::Ref(OrgUnit::KIND, id);
    let mut made = vec![(OrgUnit::KIND, UNITS[0], vec![(OrgUnit::NAME, text("公司"))])];
    for (unit, above) in [
        (UNITS[1], UNITS[0]),
        (UNITS[2], UNITS[1]),
        (UNITS[3], UNITS[1]),
    ] {
        let fields = vec![
            (OrgUnit::NAME, text("单位")),
            (OrgUnit::PARENT, parent(above)),
        ];
        made.push((OrgUnit::KIND, unit, fields));
    }
    for person in people() {
        let fields = vec![
            (User::NAME, text(person.role)),
            (User::UNITS, Value::List(vec![parent(person.unit)])),
            (User::GRANTS, grants(person.role, person.scope)),
            (User::STATUS, Value::Choice(UserStatus::Active.no())),
        ];
        made.push((User::KIND, person.id, fields));
    }
    made
}

/// The records everybody fights over.
#[derive(Clone, Debug, Default)]
pub(super) struct Hot {
    /// Kind and id.
    pub records: Vec<(Kind, Id)>,
    /// The one whose reading makes the server's rules panic.
    pub poison: Id,
}

impl Hot {
    /// Chooses them and says how they are made.
    pub(super) fn choose(dice: &mut Dice, now: u64) -> (Hot, Vec<(Kind, Id, Fields)>) {
        let people = people();
        let (mut hot, mut made) = (Hot::default(), Vec::new());
        let kinds = [
            Probe::KIND,
            Probe::KIND,
            Probe::KIND,
            BoothLead::KIND,
            Customer::KIND,
        ];
        for kind in kinds {
            let id = dice.id(now);
            let owner = &people[dice.below(people.len() as u64) as usize];
            made.push((kind, id, fields(kind, owner, dice)));
            hot.records.push((kind, id));
        }
        hot.poison = dice.id(now);
        let owner = &people[1];
        made.push((Probe::KIND, hot.poison, fields(Probe::KIND, owner, dice)));
        (hot, made)
    }
}

/// Plausible fields of a new record.
pub(super) fn fields(kind: Kind, owner: &Person, dice: &mut Dice) -> Fields {
    let text = |dice: &mut Dice| Value::Text(format!("文{}", dice.below(1 << 40)));
    let user = Value::Ref(User::KIND, owner.id);
    let unit = (common::UNIT, Value::Ref(OrgUnit::KIND, owner.unit));
    match kind {
        Probe::KIND => vec![
            unit,
            (Probe::NAME, text(dice)),
            (Probe::AMOUNT, money(dice)),
            (Probe::OWNER, user),
        ],
        BoothLead::KIND => vec![
            unit,
            (BoothLead::NAME, text(dice)),
            (BoothLead::PHONES, phones(dice)),
            (BoothLead::INTEREST, Value::Choice(1 + dice.below(4) as u32)),
            (BoothLead::NEXT_STEP, Value::Choice(4)),
            (BoothLead::OWNER, user),
        ],
        _ => vec![
            unit,
            (Customer::NAME, text(dice)),
            (Customer::STAGE, Value::Choice(1)),
            (Customer::OWNER, user),
        ],
    }
}

/// An amount that nobody else is likely to type.
pub(super) fn money(dice: &mut Dice) -> Value {
    let minor = i64::try_from(dice.below(1 << 40)).unwrap_or(0);
    Value::Money(minor, Currency(*b"CNY"))
}

/// One phone number; few enough that two people meet.
pub(super) fn phones(dice: &mut Dice) -> Value {
    let few = dice.chance(200);
    let tail = dice.below(if few { 30 } else { 1 << 30 });
    Value::List(vec![Value::Text(format!("+39 02 {tail:010}"))])
}
