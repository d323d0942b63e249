//! The staff: somebody of every role that works around leads and customers.

use super::house::House;
use super::writer::{Writer, text};
use shared::domain::organisation::{GrantScope, User, UserStatus, grant};
use shared::entity::{Entity, Kind, Value};

/// One member of staff.
#[derive(Debug)]
pub struct Person {
    /// Sign-in name.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// 工号.
    pub staff_no: &'static str,
    /// Department.
    pub unit: &'static str,
    /// Roles with their scope.
    pub roles: &'static [(&'static str, GrantScope)],
    /// Languages.
    pub languages: &'static [&'static str],
}

use GrantScope::{All, Department, Own};

const fn p(
    login: &'static str,
    name: &'static str,
    staff_no: &'static str,
    unit: &'static str,
    roles: &'static [(&'static str, GrantScope)],
    languages: &'static [&'static str],
) -> Person {
    Person {
        login,
        name,
        staff_no,
        unit,
        roles,
        languages,
    }
}

/// Everybody.
#[rustfmt::skip]
pub const STAFF: &[Person] = &[
    p("admin", "系统管理员", "A001", "管理部", &[("SYS_ADMIN", All)], &["zh-Hans"]),
    p("luo", "罗建华", "M001", "管理部", &[("GM", All)], &["zh-Hans", "en"]),
    p("lin", "林国栋", "S001", "业务部", &[("SALES_MGR", All)], &["zh-Hans", "en"]),
    p("chen", "陈嘉敏", "S002", "业务部", &[("SALES", Own)], &["zh-Hans", "en"]),
    p("huang", "黄志远", "S003", "业务部", &[("SALES", Own)], &["zh-Hans", "en"]),
    p("he", "何雨桐", "S004", "业务部", &[("SALES", Department)], &["zh-Hans", "en", "it"]),
    p("wu", "吴倩", "S005", "业务部", &[("RECEPTION", Department)], &["zh-Hans"]),
    p("zhang", "张译文", "S006", "业务部", &[("INTERPRETER", Own)], &["zh-Hans", "en", "es"]),
    p("zhou", "周师傅", "D001", "管理部", &[("DRIVER", Own)], &["zh-Hans"]),
    p("xu", "徐丽", "X001", "管理部", &[("ADMIN", All)], &["zh-Hans"]),
    p("deng", "邓工", "E001", "工程部", &[("ENG", All)], &["zh-Hans"]),
    p("liang", "梁志强", "P001", "生管部", &[("PMC", All)], &["zh-Hans"]),
    p("su", "苏敏", "P002", "生产部", &[("PROD", All)], &["zh-Hans"]),
    p("pan", "潘海", "Q001", "品管部", &[("QA", All)], &["zh-Hans"]),
    p("ma", "马晓雯", "C001", "客服部", &[("CS_MGR", All)], &["zh-Hans", "en"]),
    p("guo", "郭小雨", "C002", "客服部", &[("CS_AGENT", All)], &["zh-Hans"]),
    p("feng", "冯会计", "F001", "财务部", &[("FINANCE", All)], &["zh-Hans"]),
    p("tan", "谭画", "H001", "企划部", &[("PLANNER", All)], &["zh-Hans"]),
    p("ye", "叶文静", "K001", "客服部", &[("DATA_CLERK", All)], &["zh-Hans"]),
];

pub(super) fn hire(writer: &mut Writer, house: &House) {
    for (n, person) in STAFF.iter().enumerate() {
        let unit = house.unit(person.unit);
        let grants = person
            .roles
            .iter()
            .map(|(role, scope)| grant(role, *scope, shared::entity::Id::NIL, (i32::MIN, i32::MAX)))
            .collect();
        let user = User {
            name: person.name.to_owned(),
            staff_no: person.staff_no.to_owned(),
            phone: format!("138{:04}{:04}", 2600 + n * 7, 1000 + n * 13),
            languages: person
                .languages
                .iter()
                .map(|tag| (*tag).to_owned())
                .collect(),
            status: UserStatus::Active,
            ..User::default()
        };
        let more = vec![
            (User::UNITS, Value::List(vec![Value::Ref(Kind(1), unit)])),
            (User::GRANTS, Value::List(grants)),
        ];
        writer.create_as(house.user(person.login), &user, more);
    }
    for (department, head) in [
        ("业务部", "lin"),
        ("管理部", "luo"),
        ("客服部", "ma"),
        ("品管部", "pan"),
    ] {
        let fields = vec![(
            shared::domain::organisation::OrgUnit::HEAD,
            Value::Ref(User::KIND, house.user(head)),
        )];
        writer.set(Kind(1), house.unit(department), fields);
    }
    writer.set(Kind(1), house.company, vec![(25, text("罗建华"))]);
}
