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
        "response to a complaint";
    16 INITIAL_INFORMATION: After Span(Span::WorkingDays(3)), Seed "S3 §H5.3.5",
        "initial information on a complaint";
    17 CAUSE_AND_ACTION: After Span(Span::WorkingDays(7)), Seed "S3 §H5.3.5",
        "cause analysis and corrective action are drafted";
    18 CASE_CLOSED: After Span(Span::CalendarDays(30)), Seed "S3 §H5.3.5",
        "a complaint is closed";
    19 CASE_PROGRESS: Triple Triple([Span::WorkingDays(1), Span::WorkingDays(2), Span::WorkingDays(3)]), Proposed "S4 §五.3a",
        "progress to the customer by urgency, and the latest relay of a reviewed solution (R-133)";
    20 CASE_ACCEPTED: After Span(Span::WorkingMinutes(120)), Proposed "S4 §五.3a",
        "the handler a case was given to accepts it and starts";
    21 AUTHORITY_ONE: Money Money(yuan(2_000)), Seed "S1 §五.5.3-5.4",
        "limit of what CS_MGR proposes and STORE_MGR approves; reused for parts (R-265)";
    22 AUTHORITY_TWO: Money Money(yuan(5_000)), Seed "S1 §五.5.4",
        "limit of what VP_OPS approves";
    23 RETURNS_COLLECTED: After Span(Span::CalendarHours(24)), Proposed "S1 §二.1.1(8)",
        "the department collects returned goods";
    24 CALLBACK: After Span(Span::CalendarDays(3)), Seed "S1 §六.2.4",
        "callback after a service";
    25 MEMBER_CALLBACKS: Percent Percent(Percent(10_000)), Seed "S1 §六.2.3",
        "share of members who are called back";
    26 TIER_CONTACT: Triple Triple([Span::Months(1), Span::Months(3), Span::Months(6)]), Mixed "S2 §五.1b",
        "a key customer is phoned, a regular and a potential one get an e-mail";
    27 CALL_AFTER_DELIVERY: After Span(Span::CalendarDays(30)), Proposed "S0 §3.3.3",
        "periodic call after a delivery, if the tier gives none sooner";
    28 SURVEY: After Span(Span::Months(6)), Proposed "S3 §E6, G4",
        "how often satisfaction is surveyed";
    29 LOW_SCORE: Threshold Threshold(Threshold { at_most: 3, of: 5 }), Proposed "",
        "a score that opens a case";
    30 COMMENT_ANSWERED: After Span(Span::WorkingDays(3)), Proposed "S3 §G4",
        "reply to a comment in a survey";
    31 NEED_PROGRESS: After Span(Span::CalendarDays(14)), Proposed "S2 §二.3b",
        "the customer hears how far his need is";
}
