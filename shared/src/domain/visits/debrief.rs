//! 考察总结: what the guests thought, how they parted, what they wait for.

use super::FactoryVisit;
use super::parts::{critical, part};
use crate::choice;
use crate::domain::exhibitions::Interest;
use crate::domain::organisation::User;
use crate::entity::{FieldKind, FieldSpec, Instant, Kind, ListOf, Ref, Text};
use shared_derive::Entity;

choice! {
    /// What a guest waits for.
    pub enum FollowUp: "visit-follow-up" { Quote = 1 => "quote", Sample = 2 => "sample", Enquiry = 3 => "enquiry", Other = 4 => "other" }
}

/// Part numbers of a follow-up.
pub mod follow_up {
    /// What.
    pub const WHAT: u16 = 1;
    /// In words.
    pub const TEXT: u16 = 2;
    /// 责任人.
    pub const OWNER: u16 = 3;
    /// 截止, a day.
    pub const DUE: u16 = 4;
}

/// A row of 后续事项.
pub const FOLLOW_UP: &[FieldSpec] = &[
    part(follow_up::WHAT, "what", FieldKind::Choice(FollowUp::SCHEMA)),
    part(follow_up::TEXT, "text", FieldKind::Text),
    part(follow_up::OWNER, "owner", FieldKind::Ref(Kind(2))),
    critical(follow_up::DUE, "due", FieldKind::Day),
];

/// 考察总结. What closing needs of it is in [`super::debrief_gaps`].
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 38, key = "visit-debrief", compartment = Visit, level = L2, home = visit, title = reason)]
pub struct VisitDebrief {
    /// 来访.
    #[field(16, required, indexed, listed)]
    pub visit: Ref<FactoryVisit>,
    /// 公司印象, 1 to 5.
    #[field(17, conditional, listed)]
    pub impression: Option<i64>,
    /// 公司印象 in words.
    #[field(18, conditional, kind = FieldKind::LongText)]
    pub impression_text: Text,
    /// 客人未表态 about the company.
    #[field(19)]
    pub no_impression: bool,
    /// 服务意见.
    #[field(20, conditional, kind = FieldKind::LongText)]
    pub service_opinion: Text,
    /// 客人未表态 about the service.
    #[field(21)]
    pub no_opinion: bool,
    /// 合作意向, graded as at the booth.
    #[field(22, conditional, listed)]
    pub intention: Interest,
    /// 判断依据.
    #[field(23, conditional, search, kind = FieldKind::LongText)]
    pub reason: Text,
    /// 送别时间.
    #[field(24, conditional)]
    pub farewell_at: Instant,
    /// 送别人员.
    #[field(25, conditional)]
    pub farewell_people: ListOf<Ref<User>>,
    /// 欢迎再来.
    #[field(26, conditional)]
    pub invited_back: Option<bool>,
    /// 后续事项.
    #[field(27, collection, kind = FieldKind::Items(FOLLOW_UP))]
    pub follow_ups: Text,
}
