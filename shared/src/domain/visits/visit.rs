//! 来厂考察: the visit, its fields and its life cycle (requirements §3.3).

use super::exception::Lack;
use super::parts::{part, personal};
use crate::choice;
use crate::domain::customers::Customer;
use crate::domain::notices::InternalNotice;
use crate::domain::organisation::User;
use crate::entity::{
    FieldKind, FieldSpec, Id, Instant, ListOf, Record, Ref, StateTable, Text, Transition, Value,
    Who,
};
use shared_derive::Entity;

choice! {
    /// 类型: decides which rules bind.
    pub enum VisitType: "visit-type" {
        Study = 1 => "study", Call = 2 => "call", Inspection = 3 => "inspection", Resident = 4 => "resident",
    }
}

choice! {
    /// 免提前核准: from the deadline of the plan, not from having one (R-048, I-13).
    pub enum Exemption: "visit-exemption" { None = 1 => "none", Regular = 2 => "regular", Special = 3 => "special" }
}

choice! {
    /// State of a visit.
    pub enum VisitState: "visit-state" {
        Wish = 1 => "wish", Reported = 2 => "reported", Preparing = 3 => "preparing", Awaited = 4 => "awaited",
        OnTheWay = 5 => "on-the-way", Here = 6 => "here", ToSum = 7 => "to-sum", Closed = 8 => "closed",
        Cancelled = 9 => "cancelled",
    }
}

/// Numbers of the steps of a visit.
pub mod step {
    /// 意向 → 已汇报, and by itself on to 准备中.
    pub const REPORT: u16 = 16;
    /// The report of guests who came unannounced, while they are here.
    pub const REPORT_HERE: u16 = 17;
    /// The same after they left.
    pub const REPORT_LATE: u16 = 18;
    /// 已汇报 → 准备中, by itself.
    pub const PREPARE: u16 = 19;
    /// 准备中 → 待到达.
    pub const READY: u16 = 20;
    /// 待到达 → 接送中.
    pub const PICK_UP: u16 = 21;
    /// The guests are here, whatever was prepared.
    pub const ARRIVE: u16 = 22;
    /// 接待中 → 待总结.
    pub const FAREWELL: u16 = 23;
    /// 待总结 → 已关闭.
    pub const CLOSE: u16 = 24;
    /// → 取消, with a reason once the visit was reported.
    pub const CANCEL: u16 = 25;
    /// 意向 → 取消.
    pub const DROP: u16 = 26;
    /// DEPT_HEAD signs 未核准接待 while the guests are here.
    pub const SIGN: u16 = 27;
    /// The same after they left.
    pub const SIGN_LATE: u16 = 28;
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

const fn sign(no: u16, key: &'static str, at: &'static [u32], to: u32) -> Transition {
    Transition {
        args: &[
            FactoryVisit::EXCEPTION_SIGNATURE,
            FactoryVisit::EXCEPTION_OPINION,
        ],
        needs: &[FactoryVisit::EXCEPTION_SIGNATURE],
        ..arrow(no, key, at, to, Who::Head)
    }
}

/// 意向→已汇报→准备中→待到达→接送中→接待中→待总结→已关闭; 取消 until the guests are here. Guests at
/// the door are received from every state before 接待中.
pub static VISIT_STATES: StateTable = StateTable {
    states: VisitState::SCHEMA,
    first: 1,
    transitions: &[
        arrow(step::REPORT, "report", &[1], 2, Who::Owner),
        arrow(step::PREPARE, "prepare", &[2], 3, Who::Auto),
        arrow(step::READY, "ready", &[3], 4, Who::Assigned),
        arrow(step::PICK_UP, "pick-up", &[4], 5, Who::Assigned),
        Transition {
            args: &[FactoryVisit::ARRIVED_AT],
            ..arrow(step::ARRIVE, "arrive", &[1, 2, 3, 4, 5], 6, Who::Assigned)
        },
        arrow(step::REPORT_HERE, "report-here", &[6], 6, Who::Assigned),
        sign(step::SIGN, "sign", &[6], 6),
        Transition {
            args: &[FactoryVisit::LEFT_AT],
            ..arrow(step::FAREWELL, "farewell", &[6], 7, Who::Assigned)
        },
        arrow(step::REPORT_LATE, "report-late", &[7], 7, Who::Assigned),
        sign(step::SIGN_LATE, "sign-late", &[7], 7),
        arrow(step::CLOSE, "close", &[7], 8, Who::Assigned),
        Transition {
            args: &[FactoryVisit::CANCEL_REASON],
            needs: &[FactoryVisit::CANCEL_REASON],
            ..arrow(step::CANCEL, "cancel", &[2, 3, 4, 5], 9, Who::Owner)
        },
        Transition {
            args: &[FactoryVisit::CANCEL_REASON],
            ..arrow(step::DROP, "drop", &[1], 9, Who::Owner)
        },
    ],
};

/// Part numbers of a guest.
pub mod guest {
    /// 姓名.
    pub const NAME: u16 = 1;
    /// 职务.
    pub const TITLE: u16 = 2;
    /// 语言, BCP 47.
    pub const LANGUAGE: u16 = 3;
    /// 饮食.
    pub const DIET: u16 = 4;
}

/// A row of the guest list.
pub const GUEST: &[FieldSpec] = &[
    personal(guest::NAME, "name", FieldKind::Text),
    part(guest::TITLE, "title", FieldKind::Text),
    part(guest::LANGUAGE, "language", FieldKind::Language),
    personal(guest::DIET, "diet", FieldKind::Text),
];

/// 来厂考察. Nothing stops its first save, and nothing but a missing word stops a guest at the door: what
/// R-045 asks for is asked when the visit is reported.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 30, key = "visit", prefix = "LF", compartment = Visit, level = L2, owner = owner, title = subject, states = VISIT_STATES)]
pub struct FactoryVisit {
    /// 客户.
    #[field(16, conditional, indexed, listed)]
    pub customer: Ref<Customer>,
    /// 类型.
    #[field(17, conditional, critical, indexed, listed)]
    pub visit_type: VisitType,
    /// 来意.
    #[field(18, conditional, search, kind = FieldKind::LongText)]
    pub purpose: Text,
    /// 来厂时间.
    #[field(19, conditional, critical, promised, listed)]
    pub arrive_at: Instant,
    /// 车站/机场.
    #[field(20, conditional)]
    pub hub: Text,
    /// 班次/航班.
    #[field(21)]
    pub transport_no: Text,
    /// 来客人数.
    #[field(22, conditional, critical, listed)]
    pub guests: Option<i64>,
    /// 客人名单.
    #[field(23, collection, kind = FieldKind::Items(GUEST))]
    pub guest_list: Text,
    /// 考察天数.
    #[field(24, conditional, critical)]
    pub days: Option<i64>,
    /// 食宿安排.
    #[field(25, conditional)]
    pub lodging: Option<bool>,
    /// 车辆安排.
    #[field(26, conditional)]
    pub vehicle: Option<bool>,
    /// 其它行程需求, or that there are none.
    #[field(27, conditional, kind = FieldKind::LongText)]
    pub other_needs: Text,
    /// 接待业务员: receives the guests.
    #[field(28, conditional, critical, indexed, listed)]
    pub host: Ref<User>,
    /// 业务负责人: answers for the visit.
    #[field(29, conditional, critical, indexed, listed)]
    pub owner: Ref<User>,
    /// 免提前核准.
    #[field(30, conditional, critical)]
    pub exemption: Exemption,
    /// 理由 of the exemption.
    #[field(31, conditional, kind = FieldKind::LongText)]
    pub exemption_reason: Text,
    /// 书面请示汇报.
    #[field(32, computed)]
    pub report: Ref<InternalNotice>,
    /// 实际到达.
    #[field(33, state, listed)]
    pub arrived_at: Instant,
    /// 离开.
    #[field(34, state)]
    pub left_at: Instant,
    /// When it was reported.
    #[field(35, computed)]
    pub reported_at: Instant,
    /// When the arrival that holds now was announced: preparation that would have been due before is due
    /// at once.
    #[field(36, computed)]
    pub announced_at: Instant,
    /// 陪同人员: those the plan names. They see the visit.
    #[field(37, computed)]
    pub crew: ListOf<Ref<User>>,
    /// The leaders it was reported to. They see the visit.
    #[field(38, computed)]
    pub leaders: ListOf<Ref<User>>,
    /// 客人不需要参观.
    #[field(39)]
    pub no_tour: bool,
    /// 取消原因.
    #[field(40, state, kind = FieldKind::LongText)]
    pub cancel_reason: Text,
    /// 未核准接待: open until DEPT_HEAD signs it.
    #[field(41, computed, listed)]
    pub unapproved: bool,
    /// What was not approved when the guests came.
    #[field(42, computed)]
    pub lacking: ListOf<Lack>,
    /// Opinion of who signed the exception.
    #[field(43, state, kind = FieldKind::LongText)]
    pub exception_opinion: Text,
    /// Signature under the exception.
    #[field(44, state, kind = FieldKind::Signature)]
    pub exception_signature: Text,
    /// Who signed it.
    #[field(45, computed)]
    pub signed_by: Ref<User>,
    /// When.
    #[field(46, computed)]
    pub signed_at: Instant,
    /// The customer's name when the visit was last edited: what lists and notices call it.
    #[field(47, computed, search, listed)]
    pub subject: Text,
}

/// Those who work on a visit, and the leaders who answer for it: it is lent to them with all that belongs
/// to it.
pub fn crew(visit: &Record) -> Vec<Id> {
    let listed = |no: u16| visit.get(no).map(Value::items).unwrap_or_default();
    let mut users: Vec<Id> = [FactoryVisit::CREW, FactoryVisit::LEADERS]
        .into_iter()
        .flat_map(listed)
        .filter_map(Value::reference)
        .collect();
    users.extend(visit.reference(FactoryVisit::HOST));
    users
}
