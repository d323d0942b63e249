//! Exhibitions and booth leads (requirements §3.5).

mod capture;
mod follow_up;

pub use capture::{capture_gaps, lead_guard};
pub use follow_up::{follow_up_id, lead_effects};

use crate::choice;
use crate::domain::customers::Customer;
pub use crate::domain::customers::lead_keys;
use crate::domain::organisation::User;
use crate::domain::products::Product;
use crate::entity::{
    Blob, Day, Decimal, FieldKind, FieldSpec, Instant, Level, ListOf, Money, Ref, StateTable, Text,
    Transition, Who,
};
use shared_derive::Entity;

choice! {
    /// 范围.
    pub enum ShowScope: "show-scope" { Domestic = 1 => "domestic", International = 2 => "international" }
}

choice! {
    /// State of an exhibition.
    pub enum ShowState: "exhibition-state" {
        Planning = 1 => "planning", Approval = 2 => "approval", Preparation = 3 => "preparation",
        FitOut = 4 => "fit-out", Open = 5 => "open", Closing = 6 => "closing", Summed = 7 => "summed",
        Cancelled = 8 => "cancelled",
    }
}

const fn arrow(no: u16, key: &'static str, from: &'static [u32], to: u32, who: Who) -> Transition {
    Transition {
        no,
        key,
        from,
        to,
        who,
        args: &[],
        needs: &[],
    }
}

/// The life cycle of an exhibition.
pub static SHOW_STATES: StateTable = StateTable {
    states: ShowState::SCHEMA,
    first: 1,
    transitions: &[
        arrow(16, "submit", &[1], 2, Who::Writer),
        arrow(17, "approve", &[2], 3, Who::Roles(&["SALES_MGR", "GM"])),
        arrow(18, "return", &[2], 1, Who::Roles(&["SALES_MGR", "GM"])),
        arrow(19, "move-in", &[3], 4, Who::Writer),
        arrow(20, "cancel", &[3], 8, Who::Roles(&["SALES_MGR", "GM"])),
        arrow(21, "open", &[4], 5, Who::Writer),
        arrow(22, "close", &[5], 6, Who::Writer),
        arrow(23, "sum-up", &[6], 7, Who::Writer),
    ],
};

/// 展销会.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 8, key = "exhibition", prefix = "ZH", compartment = Reference, level = L1, owner = lead, title = name, states = SHOW_STATES)]
pub struct Exhibition {
    /// 名称.
    #[field(16, required, search, listed)]
    pub name: Text,
    /// 范围.
    #[field(17, required)]
    pub scope: ShowScope,
    /// 展期 from.
    #[field(18, required, critical, promised, listed)]
    pub from: Day,
    /// 展期 to.
    #[field(19, required, critical, promised, listed)]
    pub to: Day,
    /// 城市.
    #[field(20, required, search, listed)]
    pub city: Text,
    /// 展馆.
    #[field(21, required, listed)]
    pub hall: Text,
    /// 展位号.
    #[field(22, required, search, listed)]
    pub booth: Text,
    /// 参展规模.
    #[field(23, required)]
    pub area: Text,
    /// 装饰时间.
    #[field(24, required)]
    pub fitout_at: Instant,
    /// 进场展列时间.
    #[field(25, required)]
    pub movein_at: Instant,
    /// 开场时间.
    #[field(26, required)]
    pub open_at: Instant,
    /// 参展产品.
    #[field(27, required)]
    pub products: ListOf<Ref<Product>>,
    /// 费用.
    #[field(28, level = L3, critical)]
    pub budget: Money,
    /// 负责人.
    #[field(29, required, listed)]
    pub lead: Ref<User>,
    /// 市场开发计划.
    #[field(30, kind = FieldKind::LongText)]
    pub market_plan: Text,
    /// 参展人员: the team roster.
    #[field(31)]
    pub team: ListOf<Ref<User>>,
    /// 日程: the programme.
    #[field(32, kind = FieldKind::LongText)]
    pub programme: Text,
    /// 时区, IANA.
    #[field(33)]
    pub zone: Text,
}

choice! {
    /// 意向: grades as R-059.
    pub enum Interest: "interest" { A = 1 => "a", B = 2 => "b", C = 3 => "c", D = 4 => "d" }
}

choice! {
    /// 下一步.
    pub enum NextStep: "next-step" {
        Quote = 1 => "quote", Sample = 2 => "sample", Visit = 3 => "visit", Call = 4 => "call", None = 5 => "none",
    }
}

choice! {
    /// State of a lead.
    pub enum LeadState: "lead-state" {
        Captured = 1 => "captured", Assigned = 2 => "assigned", Following = 3 => "following",
        Converted = 4 => "converted", Merged = 5 => "merged", Invalid = 6 => "invalid",
    }
}

/// The life cycle of a lead. Closing needs an outcome. A second capture of one visitor is
/// merged from wherever it stands, and can be taken out again.
pub static LEAD_STATES: StateTable = StateTable {
    states: LeadState::SCHEMA,
    first: 1,
    transitions: &[
        Transition {
            no: 16,
            key: "assign",
            from: &[1],
            to: 2,
            who: Who::Writer,
            args: &[BoothLead::OWNER],
            needs: &[BoothLead::OWNER],
        },
        Transition {
            no: 17,
            key: "reassign",
            from: &[2, 3],
            to: 2,
            who: Who::Owner,
            args: &[BoothLead::OWNER],
            needs: &[BoothLead::OWNER],
        },
        Transition {
            no: 18,
            key: "follow",
            from: &[2],
            to: 3,
            who: Who::Owner,
            args: &[],
            needs: &[],
        },
        Transition {
            no: 19,
            key: "convert",
            from: &[3],
            to: 4,
            who: Who::Owner,
            args: &[BoothLead::CUSTOMER, BoothLead::OUTCOME],
            needs: &[BoothLead::CUSTOMER],
        },
        Transition {
            no: 20,
            key: "merge",
            from: &[1, 2, 3],
            to: 5,
            who: Who::Owner,
            args: &[BoothLead::SAME_AS, BoothLead::CUSTOMER, BoothLead::OUTCOME],
            needs: &[],
        },
        Transition {
            no: 21,
            key: "invalidate",
            from: &[3],
            to: 6,
            who: Who::Owner,
            args: &[BoothLead::OUTCOME],
            needs: &[],
        },
        Transition {
            no: 22,
            key: "part",
            from: &[5],
            to: 1,
            who: Who::Owner,
            args: &[BoothLead::SAME_AS, BoothLead::CUSTOMER, BoothLead::OUTCOME],
            needs: &[],
        },
    ],
};

/// Parts of a consent.
pub const CONSENT: &[FieldSpec] = &[
    part(1, "given", FieldKind::Bool),
    part(2, "text-version", FieldKind::Text),
    part(3, "at", FieldKind::Instant),
    part(4, "signature", FieldKind::Signature),
];

const fn part(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec::part(Level::L2, no, key, kind).personal()
}

/// 展会线索: a visitor captured at the booth.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 9, key = "lead", prefix = "XS", compartment = Customer, level = L2, owner = owner, title = name, states = LEAD_STATES)]
pub struct BoothLead {
    /// 展会.
    #[field(16, required, indexed, listed)]
    pub exhibition: Ref<Exhibition>,
    /// 姓名.
    #[field(17, conditional, search, listed, personal)]
    pub name: Text,
    /// 职务.
    #[field(18)]
    pub title: Text,
    /// 公司.
    #[field(19, conditional, search, listed)]
    pub company: Text,
    /// 名片.
    #[field(20, conditional, personal)]
    pub card_photo: Blob,
    /// 电话: a contact way, so both values stay when two people type two numbers.
    #[field(21, critical, search, listed, personal, kind = FieldKind::List(&FieldKind::Phone))]
    pub phones: ListOf<Text>,
    /// 邮箱.
    #[field(22, critical, search, listed, personal, kind = FieldKind::List(&FieldKind::Email))]
    pub emails: ListOf<Text>,
    /// 地址.
    #[field(23, personal, kind = FieldKind::LongText)]
    pub address: Text,
    /// 网站.
    #[field(24, kind = FieldKind::List(&FieldKind::Url))]
    pub websites: ListOf<Text>,
    /// 语言, BCP 47.
    #[field(25, kind = FieldKind::Language)]
    pub language: Text,
    /// 原始码: the code as scanned.
    #[field(26, personal, kind = FieldKind::LongText)]
    pub raw_code: Text,
    /// 个人信息同意.
    #[field(27, kind = FieldKind::Group(CONSENT))]
    pub consent: Text,
    /// 未留: asked, and left no contact way.
    #[field(28)]
    pub left_none: bool,
    /// 国家.
    #[field(29, search, listed)]
    pub country: Text,
    /// 感兴趣产品.
    #[field(30, listed)]
    pub products: ListOf<Ref<Product>>,
    /// 数量.
    #[field(31, critical)]
    pub qty: Decimal,
    /// 意向.
    #[field(32, conditional, indexed, listed)]
    pub interest: Interest,
    /// 需求.
    #[field(33, search, kind = FieldKind::LongText)]
    pub needs_text: Text,
    /// 下一步.
    #[field(34, conditional, listed)]
    pub next_step: NextStep,
    /// 记录人.
    #[field(35)]
    pub captured_by: Ref<User>,
    /// 记录时间.
    #[field(36, listed)]
    pub captured_at: Instant,
    /// 关联客户.
    #[field(37, indexed)]
    pub customer: Ref<Customer>,
    /// 跟进人.
    #[field(38, conditional, critical, indexed, listed)]
    pub owner: Ref<User>,
    /// 结果.
    #[field(39, conditional, kind = FieldKind::LongText)]
    pub outcome: Text,
    /// The lead this one is the same as (合并).
    #[field(40, indexed)]
    pub same_as: Ref<BoothLead>,
    /// 即时通讯: WeChat, WeCom, WhatsApp.
    #[field(41, search, personal)]
    pub im: Text,
}
