//! The organisation: a maker of lamps in Huizhou.

use std::collections::BTreeMap;

use super::writer::Writer;
use shared::domain::organisation::{OrgUnit, Profile, UnitType};
use shared::entity::{Id, Ref, Value};

/// Its gate, latitude and longitude in 10⁻⁷ degrees.
const GATE: (i32, i32) = (230_231_000, 1_143_302_000);
/// Its name.
const NAME: &str = "明庭照明";

/// Units and users by name.
pub(super) struct House {
    pub(super) company: Id,
    units: BTreeMap<&'static str, Id>,
    users: BTreeMap<&'static str, Id>,
}

impl House {
    /// The department with this name, or the company.
    pub(super) fn unit(&self, name: &str) -> Id {
        self.units.get(name).copied().unwrap_or(self.company)
    }

    /// The user with this sign-in name.
    pub(super) fn user(&self, login: &str) -> Id {
        self.users.get(login).copied().unwrap_or(Id::NIL)
    }
}

/// Departments, their function tags and who heads them; nobody heads the rest, so the head of the
/// company does.
const DEPARTMENTS: &[(&str, &[&str], &str)] = &[
    ("业务部", &["销售"], "lin"),
    ("工程部", &["工程", "技术"], "deng"),
    ("生管部", &["生管"], "liang"),
    ("生产部", &["生产"], "su"),
    ("品管部", &["品管"], ""),
    ("客服部", &["客服", "售后"], ""),
    ("仓库", &["仓库", "物流"], ""),
    ("财务部", &["财务"], ""),
    ("管理部", &["行政", "人事"], "xu"),
    ("企划部", &["企划"], ""),
];

pub(super) fn found(writer: &mut Writer) -> House {
    let users: BTreeMap<_, _> = super::STAFF
        .iter()
        .map(|person| (person.login, writer.id()))
        .collect();
    // Who sets the server up is the author of what comes with it.
    writer.actor = users.get("admin").copied().unwrap_or(Id::NIL);
    let unit =
        |name: &str, unit_type, parent: Option<Id>, functions: &[&str], head: &str| OrgUnit {
            name: name.to_owned(),
            unit_type,
            parent: parent.map(Ref::to).unwrap_or_default(),
            functions: functions.iter().map(|tag| (*tag).to_owned()).collect(),
            profile: Profile::Lighting,
            head: users.get(head).copied().map(Ref::to).unwrap_or_default(),
            address: "广东省惠州市仲恺高新区惠风七路 18 号".to_owned(),
            contact_phone: "0752-2608888".to_owned(),
            contact_person: "林国栋".to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            ..OrgUnit::default()
        };
    // Distances of drivers are measured to it.
    let gate = vec![(OrgUnit::PLACE, Value::Place(GATE.0, GATE.1, 50))];
    let company = writer.create(&unit(NAME, UnitType::Company, None, &[], "luo"), gate);
    let mut units = BTreeMap::new();
    for (name, functions, head) in DEPARTMENTS {
        let id = writer.create(
            &unit(name, UnitType::Department, Some(company), functions, head),
            Vec::new(),
        );
        units.insert(*name, id);
    }
    House {
        company,
        units,
        users,
    }
}
