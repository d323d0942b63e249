//! P-15 to P-31: complaints, money, callbacks, care.

use super::{Key, Origin, Spec, parameters};
use crate::calendar::Span;
use crate::domain::settings::setting::{Percent, Setting, Sort, Threshold, Triple};
use crate::entity::{Currency, Money};

const fn yuan(amount: i64) -> Money {
    Money {
        minor: amount * 100,
        currency: Currency(*b"CNY"),
    }
}

parameters! {
    15 COMPLAINT_RESPONSE: After Span(Span::CalendarHours(24)), Seed "S3 §H5.3.5",
        ["投诉响应", "投訴響應", "Complaint answered"],
        "response to a complaint";
    16 INITIAL_INFORMATION: After Span(Span::WorkingDays(3)), Seed "S3 §H5.3.5",
        ["初步信息反馈", "初步資訊回饋", "Initial information"],
        "initial information on a complaint";
    17 CAUSE_AND_ACTION: After Span(Span::WorkingDays(7)), Seed "S3 §H5.3.5",
        ["原因与纠正措施", "原因與糾正措施", "Cause and corrective action"],
        "cause analysis and corrective action are drafted";
    18 CASE_CLOSED: After Span(Span::CalendarDays(30)), Seed "S3 §H5.3.5",
        ["问题关闭", "問題關閉", "Case closed"],
        "a complaint is closed";
    19 CASE_PROGRESS: Triple Triple([Span::WorkingDays(1), Span::WorkingDays(2), Span::WorkingDays(3)]), Proposed "S4 §五.3a",
        ["进度告知周期", "進度告知週期", "Progress told: urgent / high / normal"],
        "progress to the customer by urgency, and the latest relay of a reviewed solution (R-133)";
    20 CASE_ACCEPTED: After Span(Span::WorkingMinutes(120)), Proposed "S4 §五.3a",
        ["受理确认", "受理確認", "Case taken on"],
        "the handler a case was given to accepts it and starts";
    21 AUTHORITY_ONE: Money Money(yuan(2_000)), Seed "S1 §五.5.3-5.4",
        ["投诉费用权限一", "投訴費用權限一", "Complaint cost authority 1"],
        "limit of what CS_MGR proposes and STORE_MGR approves; reused for parts (R-265)";
    22 AUTHORITY_TWO: Money Money(yuan(5_000)), Seed "S1 §五.5.4",
        ["投诉费用权限二", "投訴費用權限二", "Complaint cost authority 2"],
        "limit of what VP_OPS approves";
    23 RETURNS_COLLECTED: After Span(Span::CalendarHours(24)), Proposed "S1 §二.1.1(8)",
        ["退换货品领回", "退換貨品領回", "Returned goods collected"],
        "the department collects returned goods";
    24 CALLBACK: After Span(Span::CalendarDays(3)), Seed "S1 §六.2.4",
        ["回访时限", "回訪時限", "Callback"],
        "callback after a service";
    25 MEMBER_CALLBACKS: Percent Percent(Percent(10_000)), Seed "S1 §六.2.3",
        ["会员回访率", "會員回訪率", "Members called back"],
        "share of members who are called back";
    26 TIER_CONTACT: Triple Triple([Span::Months(1), Span::Months(3), Span::Months(6)]), Mixed "S2 §五.1b",
        ["分级沟通频率", "分級溝通頻率", "Contact by tier: key / regular / potential"],
        "a key customer is phoned, a regular and a potential one get an e-mail";
    27 CALL_AFTER_DELIVERY: After Span(Span::CalendarDays(30)), Proposed "S0 §3.3.3",
        ["交付后定期电话", "交付後定期電話", "Calls after delivery"],
        "periodic call after a delivery, if the tier gives none sooner";
    28 SURVEY: After Span(Span::Months(6)), Proposed "S3 §E6, G4",
        ["满意度调查周期", "滿意度調查週期", "Satisfaction survey"],
        "how often satisfaction is surveyed";
    29 LOW_SCORE: Threshold Threshold(Threshold { at_most: 3, of: 5 }), Proposed "",
        ["低分阈值", "低分閾值", "Low score"],
        "a score that opens a case";
    30 COMMENT_ANSWERED: After Span(Span::WorkingDays(3)), Proposed "S3 §G4",
        ["意见回复时限", "意見回覆時限", "Comment answered"],
        "reply to a comment in a survey";
    31 NEED_PROGRESS: After Span(Span::CalendarDays(14)), Proposed "S2 §二.3b",
        ["需求进度反馈", "需求進度回饋", "Progress of a need"],
        "the customer hears how far his need is";
}
