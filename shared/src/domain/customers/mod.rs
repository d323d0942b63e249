//! The customer archive: customers, contacts, interactions, duplicates (requirements §3.1, §3.2).

mod complete;
mod duplicates;
mod merge;
mod pick;
mod timeline;

pub use complete::{CONFIRMING, Completeness, completeness, customer_guard, is_new, refresh};
pub use duplicates::{
    Decision, Duplicate, contact_keys, customer_keys, lead_keys, propose_duplicates, sought,
};
pub(crate) use merge::follow_merges;
pub use merge::{
    Deeds, is_chosen, merge_ops, merged_into, part_ops, standing, step, target_blocks,
};
pub use pick::{Pick, latest, picked, proposed};
pub use timeline::{Entry, timeline};

use crate::choice;
use crate::domain::organisation::User;
use crate::entity::{Blob, Day, Instant, ListOf, Ref, StateTable, Text, Transition, Who, common};
use shared_derive::Entity;

choice! {
    /// 客户类型.
    pub enum CustomerType: "customer-type" { Person = 1 => "person", Company = 2 => "company" }
}

choice! {
    /// 购买阶段.
    pub enum Stage: "stage" { Prospect = 1 => "prospect", Lead = 2 => "lead", Won = 3 => "won" }
}

choice! {
    /// 客户级别, computed.
    pub enum Tier: "tier" { Key = 1 => "key", Regular = 2 => "regular", Potential = 3 => "potential" }
}

choice! {
    /// 来源渠道.
    pub enum Source: "source" {
        Phone = 1 => "phone", Web = 2 => "web", Fax = 3 => "fax", Mail = 4 => "mail", Visit = 5 => "visit",
        Exhibition = 6 => "exhibition", Research = 7 => "research", Referral = 8 => "referral",
        Store = 9 => "store", Other = 10 => "other",
    }
}

choice! {
    /// 约定数据格式.
    pub enum DataFormat: "data-format" { None = 1 => "none", Cad = 2 => "cad", Edi = 3 => "edi", Other = 4 => "other" }
}

choice! {
    /// Whether the archive is complete.
    pub enum RecordState: "record-state" {
        Incomplete = 1 => "incomplete", Complete = 2 => "complete", Merged = 3 => "merged",
    }
}

/// 资料不全 ⇄ 资料完整 by itself; any → 已合并, which can be taken back.
pub static STATES: StateTable = StateTable {
    states: RecordState::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            no: 16,
            key: "merge",
            from: &[1, 2],
            to: 3,
            who: Who::Owner,
            args: &[common::MERGED_INTO],
            needs: &[common::MERGED_INTO],
        },
        Transition {
            no: 17,
            key: "part",
            from: &[3],
            to: 1,
            who: Who::Owner,
            args: &[common::MERGED_INTO],
            needs: &[],
        },
    ],
};

/// 客户.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 5, key = "customer", prefix = "KH", compartment = Customer, level = L2, owner = owner, title = name, states = STATES)]
pub struct Customer {
    /// 客户名称.
    #[field(16, conditional, search, listed)]
    pub name: Text,
    /// 简称.
    #[field(17, search)]
    pub short_name: Text,
    /// 客户类型.
    #[field(18, conditional, indexed, listed)]
    pub customer_type: CustomerType,
    /// 购买阶段: a state, so never decided by a clock.
    #[field(19, conditional, critical, indexed, listed)]
    pub stage: Stage,
    /// 客户级别.
    #[field(20, computed, listed)]
    pub tier: Tier,
    /// 新客户: computed, never typed.
    #[field(21, computed)]
    pub is_new: bool,
    /// 熟客.
    #[field(22)]
    pub regular: bool,
    /// 重要资料呈报.
    #[field(23)]
    pub key_flag: bool,
    /// 会员号.
    #[field(24, search)]
    pub member_no: Text,
    /// 国家/地区.
    #[field(25, conditional, listed)]
    pub country: Text,
    /// 联系地址.
    #[field(26, conditional, critical, kind = FieldKind::LongText)]
    pub address: Text,
    /// 网站.
    #[field(27, kind = FieldKind::Url)]
    pub website: Text,
    /// 行业.
    #[field(28)]
    pub industry: Text,
    /// 来源渠道.
    #[field(29, conditional)]
    pub source: Source,
    /// 业务负责人.
    #[field(30, conditional, critical, indexed, listed)]
    pub owner: Ref<User>,
    /// 约定语言, BCP 47.
    #[field(31, conditional, kind = FieldKind::Language)]
    pub language: Text,
    /// 约定数据格式.
    #[field(32)]
    pub data_format: DataFormat,
    /// 客户指定表格.
    #[field(33)]
    pub form_req: ListOf<Text>,
    /// 需要的服务.
    #[field(34)]
    pub needed_services: ListOf<Text>,
    /// ERP编码.
    #[field(35, search)]
    pub erp_code: Text,
    /// 所属集团.
    #[field(36, search)]
    pub group: Text,
    /// 营销许可.
    #[field(37)]
    pub marketing_consent: bool,
    /// 备注.
    #[field(38, kind = FieldKind::LongText)]
    pub remarks: Text,
    /// Retail 个人客户: one contact way is enough.
    #[field(39, critical, personal, search, kind = FieldKind::Phone)]
    pub phone: Text,
}

choice! {
    /// 角色 of a contact.
    pub enum ContactRole: "contact-role" {
        Decides = 1 => "decides", Buys = 2 => "buys", Quality = 3 => "quality", Technical = 4 => "technical",
        Finance = 5 => "finance", Inspects = 6 => "inspects", Resident = 7 => "resident", Other = 8 => "other",
    }
}

/// 联系人. Lives where its customer lives.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 6, key = "contact", compartment = Customer, level = L2, home = customer, title = name)]
pub struct Contact {
    /// The customer.
    #[field(16, required, indexed, listed)]
    pub customer: Ref<Customer>,
    /// 姓名.
    #[field(17, required, search, listed, personal)]
    pub name: Text,
    /// 职务.
    #[field(18, listed)]
    pub title: Text,
    /// 电话.
    #[field(19, conditional, critical, search, listed, personal, kind = FieldKind::List(&FieldKind::Phone))]
    pub phones: ListOf<Text>,
    /// 传真.
    #[field(20, kind = FieldKind::Phone)]
    pub fax: Text,
    /// 邮箱.
    #[field(21, conditional, critical, search, listed, personal, kind = FieldKind::List(&FieldKind::Email))]
    pub emails: ListOf<Text>,
    /// 即时通讯.
    #[field(22, personal, search)]
    pub im: Text,
    /// 语言.
    #[field(23, kind = FieldKind::Language)]
    pub language: Text,
    /// 称呼.
    #[field(24, required)]
    pub salutation: Text,
    /// 生日.
    #[field(25, personal)]
    pub birthday: Day,
    /// 需求偏好.
    #[field(26)]
    pub preferences: Text,
    /// 个人信息同意.
    #[field(27, conditional)]
    pub consent: bool,
    /// 角色.
    #[field(28, required, listed)]
    pub role: ContactRole,
    /// The card the data came from.
    #[field(29)]
    pub card_photo: Blob,
}

choice! {
    /// 方向.
    pub enum Direction: "direction" { In = 1 => "in", Out = 2 => "out" }
}

choice! {
    /// 渠道.
    pub enum Channel: "channel" {
        Phone = 1 => "phone", Fax = 2 => "fax", Mail = 3 => "mail", Web = 4 => "web", Chat = 5 => "chat",
        Visit = 6 => "visit", Outbound = 7 => "outbound", Counter = 8 => "counter", Letter = 9 => "letter",
    }
}

choice! {
    /// 情绪.
    pub enum Mood: "mood" { Calm = 1 => "calm", Anxious = 2 => "anxious", Unhappy = 3 => "unhappy", Angry = 4 => "angry" }
}

choice! {
    /// 结果 of an interaction.
    pub enum InteractionOutcome: "interaction-outcome" {
        Answered = 1 => "answered", ToEnquiry = 2 => "to-enquiry", ToCase = 3 => "to-case",
        Reported = 4 => "reported", WrongNumber = 5 => "wrong-number",
    }
}

/// 往来记录.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 7, key = "interaction", compartment = Customer, level = L2, owner = handler, home = customer, title = subject)]
pub struct Interaction {
    /// 客户.
    #[field(16, conditional, indexed, listed)]
    pub customer: Ref<Customer>,
    /// 联系人.
    #[field(17, indexed)]
    pub contact: Ref<Contact>,
    /// 方向.
    #[field(18, required, listed)]
    pub direction: Direction,
    /// 渠道.
    #[field(19, required, listed)]
    pub channel: Channel,
    /// 时间.
    #[field(20, required, listed)]
    pub at: Instant,
    /// 主题.
    #[field(21, required, search, listed)]
    pub subject: Text,
    /// 内容摘要.
    #[field(22, required, search, kind = FieldKind::LongText)]
    pub summary: Text,
    /// 来电号码.
    #[field(23, personal, search, kind = FieldKind::Phone)]
    pub caller_no: Text,
    /// 情绪.
    #[field(24, required)]
    pub mood: Mood,
    /// 结果.
    #[field(25, required, listed)]
    pub outcome: InteractionOutcome,
    /// 接待人.
    #[field(26, required, indexed)]
    pub handler: Ref<User>,
    /// The lead it was about, while there is no customer yet.
    #[field(27, indexed)]
    pub lead: Ref<crate::domain::exhibitions::BoothLead>,
}
