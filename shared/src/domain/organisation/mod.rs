//! Units, users, devices (requirements §2.1, §3.0).

use crate::access;
use crate::choice;
use crate::entity::{FieldKind, FieldSpec, Instant, Kind, Level, ListOf, Ref, Text};
use shared_derive::Entity;

choice! {
    /// 类型 of a unit.
    pub enum UnitType: "unit-type" {
        Company = 1 => "company",
        Headquarters = 2 => "headquarters",
        Factory = 3 => "factory",
        Store = 4 => "store",
        Department = 5 => "department",
        Booth = 6 => "booth",
        Project = 7 => "project",
    }
}

choice! {
    /// 业态: switches modules, wording, routing table and forms.
    pub enum Profile: "profile" {
        Lighting = 1 => "lighting",
        Retail = 2 => "retail",
        Project = 3 => "project",
        AutoParts = 4 => "auto-parts",
        Custom = 5 => "custom",
    }
}

choice! {
    /// 状态 of a user.
    pub enum UserStatus: "user-status" { Active = 1 => "active", Disabled = 2 => "disabled" }
}

choice! {
    /// 类型 of a device.
    pub enum DeviceKind: "device-kind" { Tablet = 1 => "tablet", Phone = 2 => "phone", Desktop = 3 => "desktop" }
}

choice! {
    /// 状态 of a device.
    pub enum DeviceStatus: "device-status" { Active = 1 => "active", Lost = 2 => "lost", Wiped = 3 => "wiped" }
}

choice! {
    /// 范围 of a grant (requirements §2.1).
    pub enum GrantScope: "grant-scope" {
        Own = 1 => "own", Department = 2 => "department", Site = 3 => "site", All = 4 => "all",
    }
}

/// 组织单元.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 1, key = "org-unit", compartment = Reference, level = L1, title = name)]
pub struct OrgUnit {
    /// 名称.
    #[field(16, required, search, listed)]
    pub name: Text,
    /// 类型.
    #[field(17, required, listed)]
    pub unit_type: UnitType,
    /// 上级.
    #[field(18, indexed, listed)]
    pub parent: Ref<OrgUnit>,
    /// 职能标签.
    #[field(19, required)]
    pub functions: ListOf<Text>,
    /// 业态.
    #[field(20, required, listed)]
    pub profile: Profile,
    /// 负责人.
    #[field(21, required, listed)]
    pub head: Ref<User>,
    /// 地址.
    #[field(22, conditional, kind = FieldKind::LongText)]
    pub address: Text,
    /// 营业时间.
    #[field(23, conditional)]
    pub opening_hours: Text,
    /// 对外联系电话.
    #[field(24, required, kind = FieldKind::Phone)]
    pub contact_phone: Text,
    /// 对外联系人.
    #[field(25, required)]
    pub contact_person: Text,
    /// 时区.
    #[field(26)]
    pub zone: Text,
    /// 代理岗位: who acts where the unit has no holder of a role.
    #[field(27, kind = FieldKind::List(&FieldKind::Group(STAND_IN_PARTS)))]
    pub stand_ins: ListOf<Text>,
    /// 位置: where a driver brings guests to.
    #[field(28, kind = FieldKind::Place)]
    pub place: Text,
}

/// The role that is stood in for; DEPT_HEAD for the head of the unit.
pub const STAND_IN_ROLE: u16 = 1;
/// Who stands in.
pub const STAND_IN_USER: u16 = 2;

/// Parts of a stand-in.
pub const STAND_IN_PARTS: &[FieldSpec] = &[
    part(STAND_IN_ROLE, "role", FieldKind::Text),
    part(STAND_IN_USER, "user", FieldKind::Ref(Kind(2))),
];

/// Users are found by the roles they hold.
pub fn user_keys(user: &crate::entity::Record) -> Vec<Vec<u8>> {
    access::grant::roles_in(user)
        .iter()
        .map(|role| access::role_key(role))
        .collect()
}

/// Parts of a grant; see [`access::Grant`].
pub const GRANT_PARTS: &[FieldSpec] = &[
    part(1, "role", FieldKind::Text),
    part(2, "scope", FieldKind::Choice(GrantScope::SCHEMA)),
    part(3, "unit", FieldKind::Ref(Kind(1))),
    part(4, "from", FieldKind::Day),
    part(5, "to", FieldKind::Day),
];

const fn part(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec::part(Level::L1, no, key, kind)
}

/// 用户. Grants are public inside the organisation: everybody may know who decides what.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 2, key = "user", compartment = Reference, level = L1, title = name)]
pub struct User {
    /// 姓名.
    #[field(16, required, search, listed)]
    pub name: Text,
    /// 工号.
    #[field(17, required, search, listed)]
    pub staff_no: Text,
    /// 电话.
    #[field(18, required, level = L2, personal, kind = FieldKind::Phone)]
    pub phone: Text,
    /// 所属单元.
    #[field(19, required, indexed, listed)]
    pub units: ListOf<Ref<OrgUnit>>,
    /// 角色授权; read by [`access::grants_of`].
    #[field(20, required, critical, kind = FieldKind::List(&FieldKind::Group(GRANT_PARTS)))]
    pub grants: ListOf<Text>,
    /// 语言.
    #[field(21, kind = FieldKind::List(&FieldKind::Language))]
    pub languages: ListOf<Text>,
    /// 状态.
    #[field(22, required, critical, listed)]
    pub status: UserStatus,
}

/// 设备.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 3, key = "device", compartment = Config, level = L1, title = name)]
pub struct Device {
    /// 名称.
    #[field(16, required, search, listed)]
    pub name: Text,
    /// 类型.
    #[field(17, required, listed)]
    pub device_kind: DeviceKind,
    /// 持有人.
    #[field(18, required, indexed, listed)]
    pub holder: Ref<User>,
    /// 最近同步.
    #[field(19, computed, listed)]
    pub last_sync_at: Instant,
    /// 离线授权到期.
    #[field(20, required, listed)]
    pub grant_expires_at: Instant,
    /// 状态.
    #[field(21, required, critical, listed)]
    pub status: DeviceStatus,
}

/// One grant as a value for [`User::GRANTS`].
pub fn grant(
    role: &str,
    scope: GrantScope,
    unit: crate::entity::Id,
    days: (i32, i32),
) -> crate::entity::Value {
    use crate::entity::Value;
    let mut parts = vec![
        (1, Value::Text(role.to_owned())),
        (2, Value::Choice(scope.no())),
    ];
    if !unit.is_nil() {
        parts.push((3, Value::Ref(Kind(1), unit)));
    }
    if days.0 != i32::MIN {
        parts.push((4, Value::Day(days.0)));
    }
    if days.1 != i32::MAX {
        parts.push((5, Value::Day(days.1)));
    }
    debug_assert!(access::role(role).is_some(), "no such role: {role}");
    Value::Group(parts)
}
